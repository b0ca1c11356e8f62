"""The documented calls, as a user makes them, and the sample documents."""

import gzip
import json
import random
import re

from lib.client import Client, until
from lib.house import HOUSE


def sample(name, seed=1):
    """The sample documents of a model, in a fixed order of their own."""
    with gzip.open(HOUSE / "samples" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    random.Random(seed).shuffle(documents)
    return documents


class Pipeline:
    def __init__(self, client: Client):
        self.client = client

    def call(self, method, path, body=None, **options):
        answer = self.client.send(method, path, body, **options)
        if not answer.ok:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {answer.text()[:500]}")
        return answer.json()

    def ingest(self, documents):
        lines = "".join(json.dumps(document) + "\n" for document in documents)
        return self.call("POST", "/ingest", lines, content_type="application/x-ndjson")

    def accepted(self, documents):
        """How many of them were; None while ingest is not ready, or a gateway has no answer of it."""
        try:
            return self.ingest(documents)["accepted"]
        except RuntimeError as not_yet:
            if not re.search(" answered 50[234]", str(not_yet)):
                raise
            return None

    def topic(self):
        return self.call("GET", "/topic")

    def wait_stored(self, limit=60):
        """Until clean has nothing left to do: it has the topic's partitions, and the lag of each is 0."""
        return until("lag 0", limit, lambda: {p.get("lag") for p in self.topic()["partitions"]} == {0})

    def train(self, model, limit=120):
        """One training, followed to its end; the run as GET /runs/{id} shows it."""
        path = self.call("POST", "/train", {"model": model})["href"]
        return until(path, limit, lambda: (r := self.call("GET", path))["state"] != "running" and r, 0.05)

    def champion(self, model):
        return self.aliases(model).get("champion")

    def aliases(self, model):
        models = self.call("GET", "/registry/models")["models"]
        return next((m["aliases"] for m in models if m["model"] == model), {})

    def version(self, model, version):
        return self.call("GET", f"/registry/models/{model}/versions/{version}")

    def move(self, model, version, reason):
        """The champion, by hand."""
        body = {"version": version, "by": "check", "reason": reason}
        return self.call("PUT", f"/registry/models/{model}/aliases/champion", body)

    def rollback(self, model, reason):
        return self.call("POST", f"/registry/models/{model}/rollback", {"by": "check", "reason": reason})

    def predict(self, model, **content):
        return self.call("POST", "/predict", {"model": model, **content})

    def serving(self, model, **content):
        """The version that answers now, or None."""
        answer = self.client.post("/predict", {"model": model, **content}, limit=5)
        return int(answer.json()["model_version"]) if answer.ok else None
