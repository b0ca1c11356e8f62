"""A system with two models whose champion a check moves, in all the ways there are."""

import random
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import quote

from lib.backing import Backing, Server
from lib.client import until
from lib.corrupt import Registry
from lib.house import HOUSE
from lib.pipeline import Pipeline, sample
from lib.prepared import plain

MEMORY = 64  # MiB that versions may take


class Publisher(Server):
    """Publishes versions as train does, without the training."""

    def __init__(self, folder, database):
        super().__init__("Publisher", Path(folder) / "publisher", database.url, jvm=plain)

    def publish(self, kind="nudged", number=1, model="spam"):
        """The version, and when it became champion."""
        version, at = self.tell(f"{model} 1 {kind} {number}").split()
        return int(version), moment(at)


def moment(text):
    """Microseconds of the epoch, of a time in ISO 8601."""
    whole, _, fraction = text.rstrip("Z").partition(".")
    seconds = datetime.fromisoformat(whole).replace(tzinfo=timezone.utc).timestamp()
    return int(seconds) * 1_000_000 + int(fraction[:6].ljust(6, "0") if fraction else 0)


def iso(micros):
    return (datetime(1970, 1, 1) + timedelta(microseconds=micros)).isoformat() + "Z"


class World(Registry):
    """All functions on one broker and database, with two models, and what happened to the champion of spam."""

    def __init__(self, figures, folder, stack, chosen):
        self.dice = random.Random(chosen)
        self.mails = [{**mail, "text": mail["text"][:2000]} for mail in sample("spam", seed=chosen)]
        self.backing = stack.enter_context(Backing(folder, started=False, jvm=plain))
        self.backing.models = models_file(folder)
        self.backing.begin()
        self.stack = stack
        self.started = {
            name: stack.enter_context(self.backing.start(name)) for name in ("ingest", "clean", "train")
        }
        self.publisher = Publisher(folder, self.backing.database)
        stack.callback(self.publisher.stop)
        self.publisher.launch()
        for running in self.started.values():
            running.wait_ready()
        self.publisher.wait_ready()
        self.ingest, self.clean, self.train = (Pipeline(self.started[name].client) for name in self.started)
        self.learn(figures, 1000, sample("iris"))
        self.predict = self.replica()
        self.predict.wait_ready()
        self.asked = Pipeline(self.predict.client)

    def replica(self, **environment):
        limit = {"MILLRACE_PREDICT_MEMORY_LIMIT": str(MEMORY), **environment}
        return self.stack.enter_context(self.backing.start("predict", **limit))

    def learn(self, figures, mails, others=()):
        """A real training of so many mails that are new."""
        batch, self.mails = self.mails[:mails], self.mails[mails:]
        self.ingest.ingest([*batch, *others])
        self.clean.wait_stored()
        for model in ("spam", "iris") if others else ("spam",):
            run = self.train.train(model)
            figures.equal(f"a training of {model}", run["state"], "published")

    def serving(self):
        return self.asked.serving("spam", text="win money")

    def wait_serving(self, version, limit=15):
        """Seconds until it answers."""
        begin = time.monotonic()
        until(f"version {version} to answer", limit, lambda: self.serving() == version, pause=0.01)
        return time.monotonic() - begin

    def shown(self, replica=None):
        """The model as GET /models shows it."""
        models = (replica or self.predict).client.get("/models").json()["models"]
        return next(model for model in models if model["name"] == "spam")

    def champions(self):
        """Every move of champion, oldest first: (version, since, reason)."""
        changes = reversed(self.train.call("GET", "/registry/models/spam/history")["changes"])
        return [(c["version"], moment(c["at"]), c["reason"]) for c in changes if c["alias"] == "champion"]

    def live_at(self, micros):
        """The version that was champion then, as the registry tells."""
        return self.train.call("GET", f"/registry/models/spam/history?at={quote(iso(micros))}").get("version")


def models_file(folder):
    """The sample models, quick to train; whatever is trained of mails is promoted."""
    text = (HOUSE / "samples" / "models.yml").read_text()
    for was, now in (
        ("costs: [30, 100, 300, 1000]", "costs: [300]"),
        ("promote: better ", "promote: not-worse "),
        ("margin: 0.01 ", "margin: 9 "),
        ("min_accuracy: 0.95", "min_accuracy: 0.5"),
    ):
        if was not in text:
            raise RuntimeError(f"samples/models.yml has no '{was}'")
        text = text.replace(was, now, 1)
    file = Path(folder) / "models.yml"
    file.write_text(text)
    return file
