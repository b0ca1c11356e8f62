"""A broker, a database and a model in its registry, made as a user makes it; then functions can be started on them."""

from contextlib import ExitStack

from lib.backing import Backing
from lib.pipeline import Pipeline, sample
from lib.prepared import plain


class Planted(Backing):
    """As Backing, with a version 1 of `names`, each trained on its sample documents. `models`: another models file.

    For measurements, so that each JVM is as a user starts it.
    """

    def __init__(self, folder, names=("spam",), models=None, jvm=plain):
        super().__init__(folder, started=False, jvm=jvm)
        self.models = models or self.models
        self.begin()
        try:
            self.plant(names)
        except BaseException:
            self.__exit__()
            raise

    def plant(self, names):
        with ExitStack() as stack:
            ingest, clean, train = (stack.enter_context(self.start(name)) for name in ("ingest", "clean", "train"))
            for running in (ingest, clean, train):
                running.wait_ready()
            for name in names:
                Pipeline(ingest.client).ingest(sample(name))
            Pipeline(clean.client).wait_stored()
            for name in names:
                run = Pipeline(train.client).train(name, limit=300)
                if run["state"] != "published":
                    raise RuntimeError(f"no model {name}: {run.get('message')}")
