"""Clients that send known documents and keep a ledger of what they were told."""

import json
import random
import threading
import time
from collections import Counter

from lib.client import Client
from lib.pipeline import sample

MODELS = ("spam", "iris", "unknown-here")
SPECIES = ("setosa", "versicolor", "virginica")


class Ledger:
    """What one client knows: of each key, how often it was answered 202, the label it sent last, and what is open still."""

    def __init__(self):
        self.tried = set()
        self.accepted = {}
        self.label = {}
        self.open = set()
        self.refused = []
        self.unanswered = 0
        self.answers = Counter()
        self.offered = 0


def kind(answer):
    """The status, or in words what no answer should be."""
    if answer.status == 503 and "retry-after" not in map(str.lower, answer.headers):
        return "503 without Retry-After"
    return answer.status


def retry_after(answer):
    """Seconds: as long as the answer asks for, or a moment where there was none."""
    headers = {name.lower(): value for name, value in answer.headers.items()} if answer else {}
    return float(headers.get("retry-after", 0.2))


class Feed:
    """Sends until it is stopped, whatever breaks, as a good client does: no answer, or one that is none, the same again."""

    def __init__(self, port_of, seed, name="", clients=4, batch=40, rate=600, models=MODELS, gateway=False):
        """
        port_of: gives the port of an ingest to use now, or None
        name: begins the ids, so that two feeds make documents of their own
        batch: documents in a request, four times of five; else each alone
        rate: documents a second in all, about, while they are taken
        models: of the documents, the first most often
        gateway: whether the port is a gateway's, whose own 502 and 504 say that it got no answer of an ingest
        """
        self.port_of = port_of
        self.name = name
        self.batch = batch
        self.pause = clients * batch / rate
        self.models = models
        self.again = {0, 503} | ({502, 504} if gateway else set())
        self.mails = [mail["text"][:400] for mail in sample("spam")[:300]]
        self.stopping = threading.Event()
        self.ledgers = [Ledger() for _ in range(clients)]
        self.threads = [
            threading.Thread(target=self.run, args=(n, random.Random(f"{seed}-{n}")), daemon=True)
            for n in range(clients)
        ]
        for thread in self.threads:
            thread.start()

    def run(self, client, chance):
        ledger, made = self.ledgers[client], []
        while not self.stopping.is_set():
            begin = time.monotonic()
            if chance.random() < 0.2:
                for _ in range(5):
                    self.send(ledger, [self.document(client, made, chance)])
            else:
                self.send(ledger, [self.document(client, made, chance) for _ in range(self.batch)])
            self.stopping.wait(max(0, self.pause - (time.monotonic() - begin)))

    def document(self, client, made, chance):
        """A new one, most often; or one sent before, again as it was or with another label."""
        kind = chance.random()
        if made and kind < 0.1:
            return dict(chance.choice(made))
        if made and kind < 0.2:
            old = chance.choice(made)
            old["label"] = self.label(old["model"], chance)
            labelling = {key: old[key] for key in ("id", "model", "label")}
            return labelling if kind < 0.15 else dict(old)
        model = chance.choices(self.models, (80, 15, 5)[: len(self.models)])[0]
        new = {"id": f"{self.name}{client}-{len(made)}", "model": model, "label": self.label(model, chance)}
        if model == "iris":
            names = ("sepal_length", "sepal_width", "petal_length", "petal_width")
            new["features"] = {name: round(chance.uniform(0.1, 8), 1) for name in names}
        else:
            new["text"] = f"{chance.choice(self.mails)} {client} {len(made)}"
        made.append(new)
        return dict(new)

    @staticmethod
    def label(model, chance):
        return chance.choice(SPECIES if model == "iris" else ("spam", "ham"))

    def send(self, ledger, documents):
        keys = [f"{document['model']}/{document['id']}" for document in documents]
        ledger.tried.update(keys)
        if not self.insist(ledger, documents):
            ledger.open.update(keys)
            return
        for key, document in zip(keys, documents):
            ledger.accepted[key] = ledger.accepted.get(key, 0) + 1
            ledger.label[key] = document["label"]

    def insist(self, ledger, documents):
        """Whether they were accepted; not when they were refused, or the feed was stopped before there was an answer."""
        lines = "".join(json.dumps(document) + "\n" for document in documents)
        form = "application/json" if len(documents) == 1 else "application/x-ndjson"
        while not self.stopping.is_set():
            port = self.port_of()
            ledger.offered += len(documents)
            answer = port and Client(f"http://127.0.0.1:{port}").post("/ingest", lines, content_type=form, limit=30)
            if answer:
                ledger.answers[kind(answer)] += 1
            if answer and answer.status == 202:
                if len(documents) > 1 and answer.json()["accepted"] != len(documents):
                    ledger.refused.append(answer.text()[:300])
                return True
            if answer and answer.status not in self.again:
                ledger.refused.append(f"{answer.status} {answer.text()[:300]}")
                return False
            ledger.unanswered += 1
            self.stopping.wait(retry_after(answer))
        return False

    def accepted(self):
        """Documents answered 202 until now, each time."""
        return sum(sum(list(ledger.accepted.values())) for ledger in self.ledgers)

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
