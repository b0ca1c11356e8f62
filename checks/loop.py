#!/usr/bin/env python3
# about: documents in, model versions out, predictions that follow them; starts and stops
"""The main job, as a user sees it. Usage: ./millrace check loop"""

import json
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from lib.client import until
from lib.figures import Figures
from lib.house import HOUSE, Running, up
from lib.pipeline import Pipeline, sample

MAIL = {"text": "Congratulations! You have won a prize, click here to claim your free money now"}
FLOWER = {"features": {"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}}


def once(figures):
    figures.part("up --once --json")
    begin = time.monotonic()
    command = [HOUSE / "millrace", "up", "--once", "--json"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if not figures.equal("exit code", done.returncode, 0):
        raise RuntimeError(done.stderr[-3000:])
    figures.note(f"{time.monotonic() - begin:.1f} s in all")
    models = json.loads(done.stdout)["models"]
    spam, iris = models["spam"], models["iris"]
    figures.at_least("spam: accuracy on the holdout", spam["accuracy"], 0.975)
    figures.at_most("spam: log loss", spam["log_loss"], 0.075)
    figures.at_most("spam: calibration error", spam["calibration_error"], 0.03)
    figures.at_most("spam: training", spam["train_seconds"], 10, "s")
    figures.at_least("iris: accuracy on the holdout", iris["accuracy"], 0.90)


def first_prediction(running, limit):
    """Seconds from the start to the first prediction of both models."""
    pipeline = Pipeline(running.client)
    running.wait_for(
        "the first predictions", limit, lambda: pipeline.serving("spam", **MAIL) and pipeline.serving("iris", **FLOWER)
    )
    return running.seconds()


def starts(figures, folder):
    figures.part("first start, Ctrl-C, second start, two at once")
    with up(data=folder / "one", jvm=()) as running:
        running.wait_for("the banner", 120, lambda: "curl" in running.output())
        figures.at_most("first start, to the trained banner", running.seconds(), 60, "s")
        pipeline = Pipeline(running.client)
        folds = pipeline.version("iris", 1)["metrics"]["cross_validation"]
        figures.at_least(f"iris: accuracy in {folds['folds']}-fold cross-validation", folds["accuracy"], 0.94)
        before = pipeline.aliases("spam")
        stop(figures, running)
    with up(data=folder / "one", jvm=()) as running:
        figures.at_most("second start, to the first prediction", first_prediction(running, 60), 15, "s")
        running.wait_ready()
        figures.equal("second start trains nothing: aliases of spam", Pipeline(running.client).aliases("spam"), before)
        with up("--empty", data=folder / "two", jvm=()) as beside:
            beside.wait_for("the second one's /topic", 60, lambda: beside.client.get("/topic", limit=5).ok)
            figures.expect("two at once, with two folders", running.client.get("/health").ok)
            stop(figures, beside)
        with up("--empty", data=folder / "one", jvm=()) as intruder:
            code = intruder.process.wait(60)
            figures.expect("a second one on the same folder is refused", code == 1, f"exit {code}", "exit 1")
            figures.note(intruder.output().strip().splitlines()[-1][:150])


def stop(figures, running: Running):
    code, seconds = running.stop()
    figures.expect("Ctrl-C: exit code", code == 0, code, "= 0")
    figures.at_most("Ctrl-C: seconds to the end", seconds, 5, "s")


def learning(figures, folder):
    figures.part("up --empty: 800 mails, 3,000 more, rollback, 500 more")
    mails = sample("spam")
    with up("--empty", data=folder / "three", jvm=()) as running:
        pipeline = Pipeline(running.client)
        running.wait_for("/topic", 60, lambda: running.client.get("/topic", limit=5).ok)
        figures.equal("before any version: POST /predict", running.client.post("/predict", MAIL).status, 503)

        learn(figures, pipeline, mails[:800])
        figures.equal("800 mails: champion", pipeline.champion("spam"), 1)
        until("version 1 in /predict", 10, lambda: pipeline.serving("spam", **MAIL) == 1)

        run = learn(figures, pipeline, mails[800:3800])
        seconds = follow(pipeline, 2)
        figures.equal("3,000 more: the gate's verdict", run["state"], "published")
        figures.equal("champion", pipeline.champion("spam"), 2)
        figures.at_most("version 2 in /predict, seconds after its commit", seconds, 1, "s")

        moved = time.monotonic()
        pipeline.rollback("spam", "a check of the way back")
        until("version 1 in /predict", 10, lambda: pipeline.serving("spam", **MAIL) == 1, 0.01)
        figures.at_most("rollback in one call, seconds to /predict", time.monotonic() - moved, 1, "s")
        figures.equal("aliases after it", pipeline.aliases("spam"), {"champion": 1, "previous": 2})

        run = learn(figures, pipeline, mails[3800:4300])
        figures.expect("500 more: the gate gives its reasons", bool(reasons(run)), run["state"])
        way(figures, pipeline, mails[0])


def learn(figures, pipeline, documents):
    counts = pipeline.ingest(documents)
    figures.equal(f"{len(documents)} mails: accepted", counts["accepted"], len(documents))
    pipeline.wait_stored()
    run = pipeline.train("spam")
    for reason in reasons(run):
        figures.note(f"gate: {reason}")
    return run


def reasons(run):
    return run.get("gate", {}).get("reasons", [])


def follow(pipeline, version):
    """Seconds from the commit that moved the alias to the first answer by that version; this machine's clock is both's."""
    until(f"version {version} in /predict", 10, lambda: pipeline.serving("spam", **MAIL) == version, 0.01)
    seen = time.time()
    changes = pipeline.call("GET", "/registry/models/spam/history")["changes"]
    at = next(c["at"] for c in changes if c["alias"] == "champion" and c["version"] == version)
    return max(0.0, seen - datetime.fromisoformat(at.replace("Z", "+00:00")).timestamp())


def way(figures, pipeline, document):
    figures.part("the way of one document, in one call")
    found = pipeline.call("GET", f"/documents/spam/{document['id']}")
    newest = found["revisions"][0]
    figures.expect("its row, by generation, partition and offset", bool(newest["place"]), newest["place"])
    versions = [v["version"] for v in found["versions"]]
    figures.expect("the versions that trained on it", {1, 2} <= set(versions), versions, "1 and 2 among them")


def main():
    figures = Figures("loop")
    with tempfile.TemporaryDirectory(prefix="millrace-loop-") as folder:
        figures.attempt(once)
        figures.attempt(starts, Path(folder))
        figures.attempt(learning, Path(folder))
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
