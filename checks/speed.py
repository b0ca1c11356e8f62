#!/usr/bin/env python3
# about: documents a second to the row, predictions a second, start-up and memory of each function
"""How fast, on this machine. Usage: ./millrace check speed"""

import json
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack

from lib.backing import Backing
from lib.figures import Figures
from lib.load import Load
from lib.pipeline import Pipeline, sample
from lib.prepared import plain

COPIES = 4  # of each mail, under ids of their own


def memory(running):
    """Resident memory in MiB."""
    found = subprocess.run(["ps", "-o", "rss=", "-p", str(running.process.pid)], capture_output=True, text=True)
    return int(found.stdout) // 1024


def start(figures, backing, stack, name):
    running = stack.enter_context(backing.start(name))
    figures.at_most(f"{name}: from start to ready", running.wait_ready(), 15, "s")
    return running


def store(figures, ingest, clean):
    mails = [{**mail, "id": f"{mail['id']}-{copy}"} for copy in range(COPIES) for mail in sample("spam", seed=copy)]
    lines = "".join(json.dumps(mail) + "\n" for mail in mails)
    begin = time.monotonic()
    answer = ingest.client.post("/ingest", lines, content_type="application/x-ndjson", limit=300)
    taken = time.monotonic() - begin
    Pipeline(clean.client).wait_stored(300)
    stored = time.monotonic() - begin
    figures.equal("accepted", answer.json()["accepted"], len(mails))
    figures.at_least("documents a second, accepted", len(mails) / taken, 1000)
    figures.at_least("documents a second, from ingest to the row", len(mails) / stored, 1000)


def ask(figures, load, connections, goal):
    load.send(connections, 3)  # warm
    seen = load.send(connections, 5)
    figures.at_least(f"predictions a second, {connections} connections", seen["answered"] / seen["seconds"], goal)
    figures.at_most(f"p99 with {connections} connections", seen["answered_p99"], 100, "ms")
    figures.equal("requests that were not answered", seen["refused"] + seen["other"], 0)
    figures.note(f"p50 {seen['answered_p50']} ms; the load shares the machine's cores")


def alone(figures, folder):
    with ExitStack() as stack:
        backing = stack.enter_context(Backing(folder, jvm=plain))
        figures.part("each function alone")
        ingest, clean, train = (start(figures, backing, stack, name) for name in ("ingest", "clean", "train"))
        figures.part(f"{COPIES} times the sample mails")
        store(figures, ingest, clean)
        run = Pipeline(train.client).train("spam", limit=300)
        if not figures.equal("a model of them", run["state"], "published"):
            figures.note(str(run.get("message")))
        figures.part("predictions")
        predict = start(figures, backing, stack, "predict")
        texts = [mail["text"][:1200] for mail in sample("spam")[:500]]
        load = Load(folder, predict.port, "/predict", [json.dumps({"text": text}).encode() for text in texts])
        ask(figures, load, 1, 300)
        ask(figures, load, 32, 2000)
        figures.part("memory after that")
        for name, running in (("ingest", ingest), ("clean", clean), ("train", train), ("predict", predict)):
            figures.at_most(f"{name}: resident memory", memory(running), 2600 if name == "train" else 512, "MiB")


def main():
    figures = Figures("speed")
    with tempfile.TemporaryDirectory(prefix="millrace-speed-") as folder:
        figures.attempt(alone, folder)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
