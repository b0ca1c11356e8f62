#!/usr/bin/env python3
# about: a fuzzed run in JSON logs: no text of a document, no secret, no broken line
"""Logs. Usage: [CHECK_SEED=n] ./millrace check logs"""

import json
import random
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from lib import corrupt
from lib.backing import OWN_ROLE
from lib.campaign import seed
from lib.client import until
from lib.figures import Figures
from lib.pipeline import Pipeline
from lib.planted import Planted
from lib.prepared import usual

LEVELS = ("info", "debug")
REQUESTS = 250
TYPES = ("application/json", "application/x-ndjson", "text/plain")
QUESTIONS = ("/predict", "/v2/models/spam/infer", "/v1/models/spam:predict")
# What no line may hold: it is in every text that is sent, together with what could break a line or colour a terminal.
CANARY = "xyzzy-canary"
BREAKS = ("\n", "\r\n", "\u2028", "\x1b[31m", "\x00", '"}\n{"level":"ERROR","message":"forged', "\ud800")


def text(chance):
    words = [CANARY, chance.choice(BREAKS), str(chance.random()), chance.choice(BREAKS)]
    chance.shuffle(words)
    return " ".join(words)


def damaged(chance, body):
    """Some bytes of it gone, doubled or others; or it as it is."""
    data = bytearray(body)
    for _ in range(chance.choice((0, 0, 1, 3))):
        at = chance.randrange(len(data))
        kind = chance.random()
        if kind < 0.4:
            del data[at : at + chance.randint(1, 9)]
        elif kind < 0.7:
            data[at] = chance.randrange(256)
        else:
            data[at:at] = data[at : at + 5]
        if not data:
            break
    return bytes(data)


def fuzz(chance, started):
    """Documents and questions, most of them broken, to each function."""
    for number in range(REQUESTS):
        document = {
            "id": chance.choice((f"f-{number}", text(chance))),
            "model": chance.choice(("spam", "spam", "iris", text(chance))),
            "text": text(chance),
            "label": chance.choice(("spam", "ham", text(chance))),
            "source": text(chance),
        }
        body = damaged(chance, json.dumps(document).encode())
        started["ingest"].client.post("/ingest", body, content_type=chance.choice(TYPES))
        question = {"text": text(chance), "model": chance.choice(("spam", text(chance)))}
        started["predict"].client.post(chance.choice(QUESTIONS), damaged(chance, json.dumps(question).encode()))
        if number % 20 == 0:
            wish = json.dumps({"model": text(chance), "reason": text(chance)}).encode()
            started["train"].client.post("/train", damaged(chance, wish))
            started["clean"].client.post("/dead-letters/redrive", damaged(chance, wish))


def quoted(figures, started):
    """Words of the sender where the answer repeats them: no line may."""
    flower = dict.fromkeys(("sepal_length", "sepal_width", "petal_length", "petal_width"), 1)
    tensor = {"name": CANARY, "datatype": "BYTES", "shape": [1], "data": ["a"]}
    sent = (
        ("field", "ingest", "/ingest", {"model": "spam", "text": "a", CANARY: "b"}),
        ("label", "ingest", "/ingest", {"model": "spam", "text": "a", "label": CANARY}),
        ("model", "ingest", "/ingest", {"model": CANARY, "text": "a"}),
        ("feature", "ingest", "/ingest", {"model": "iris", "features": {**flower, CANARY: 1}}),
        ("name of a feature", "ingest", "/ingest", {"model": "iris", "features": {f"{CANARY}\u2028": ""}}),
        ("field of a prediction", "predict", "/predict", {"model": "spam", "text": "a", CANARY: 1}),
        ("model of a prediction", "predict", "/predict", {"model": CANARY, "text": "a"}),
        ("model in a path", "predict", f"/v2/models/{CANARY}/infer", {"inputs": [tensor]}),
        ("tensor", "predict", "/v2/models/spam/infer", {"inputs": [tensor]}),
        ("model of a training", "train", "/train", {"model": CANARY}),
        ("field of a training", "train", "/train", {"model": "spam", CANARY: 1}),
        ("field of a redrive", "clean", "/dead-letters/redrive", {CANARY: 1}),
    )
    silent = []
    for what, function, path, body in sent:
        answer = started[function].client.post(path, body)
        if not (400 <= answer.status < 500 and CANARY in answer.text()):
            silent.append(what)
    figures.equal(f"words not told to their sender, of {len(sent)}", silent, [])


def trouble(backing, started):
    """Lines of WARN and ERROR: a version that does not load, dead letters, a database that goes away."""
    registry = corrupt.Registry(backing, started["train"])
    version = registry.spoil()
    predict = started["predict"].client
    until("the bad version to be refused", 20, lambda: f'"{version}"' in predict.get("/metrics").text(), 0.2)
    registry.move(1, "healed")
    Pipeline(started["train"].client).train("spam")
    backing.database.stop()
    until("clean to miss the database", 30, lambda: not started["clean"].client.get("/health/ready").ok, 0.5)
    backing.database.start()
    until("clean to go on", 60, lambda: started["clean"].client.get("/health/ready").ok, 0.5)


def judge(figures, name, output, passwords):
    lines = output.split("\n")
    figures.equal(f"{name}: its last line is whole", lines.pop(), "")
    broken, lacking = [], []
    for line in lines:
        try:
            event = json.loads(line)
            if not {"time", "level", "function", "logger", "message"} <= event.keys() or event["function"] != name:
                lacking.append(line[:200])
        except ValueError:
            broken.append(line[:200])
    figures.equal(f"{name}: lines that are no JSON, of {len(lines)}", broken, [])
    figures.equal(f"{name}: lines without time, level, function, logger, message", lacking, [])
    for what, found in (
        ("a control character", lambda line: any(ord(c) < 32 or ord(c) == 127 for c in line)),
        ("a piece of a document", lambda line: CANARY in line),
        ("a password", lambda line: any(password in line for password in passwords)),
    ):
        figures.equal(f"{name}: lines with {what}", [line[:300] for line in lines if found(line)][:3], [])
    return [json.loads(line) for line in lines] if not broken else []


def campaign(figures, backing, level, chosen):
    figures.part(f"level {level}")
    chance = random.Random(chosen)
    with ExitStack() as stack:
        told = {"MILLRACE_LOG": "json", "MILLRACE_LOG_LEVEL": level}
        started = {
            name: stack.enter_context(backing.start(name, **told)) for name in ("ingest", "clean", "train", "predict")
        }
        for running in started.values():
            running.wait_ready()
        fuzz(chance, started)
        quoted(figures, started)
        trouble(backing, started)
        passwords = [f"check-millrace_{role}" for role in OWN_ROLE]
        events = []
        for name, running in started.items():
            running.stop()
            events += judge(figures, name, running.output(), passwords)
        spoken = {event["level"] for event in events}
        figures.expect("there were lines of WARN and ERROR", {"WARN", "ERROR"} <= spoken, sorted(spoken))
        told = [event for event in events if event.get("model") == "spam" and event.get("model_version")]
        figures.at_least("lines that name model and version", len(told), 1)


def main():
    figures = Figures("logs")
    chosen = seed(figures)
    with tempfile.TemporaryDirectory(prefix="millrace-logs-") as folder, Planted(Path(folder), jvm=usual) as backing:
        for level in LEVELS:
            figures.attempt(campaign, backing, level, chosen)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
