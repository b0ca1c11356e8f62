#!/usr/bin/env python3
# about: dead letters of a mended model redriven twice over, clean killed in between: each stored once, none over a newer revision
"""Redrive under kill -9. Usage: [CHECK_SEED=n] ./millrace check redrive"""

import random
import signal
import sys
import tempfile
import threading
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from lib import account, points
from lib.backing import Backing
from lib.campaign import seed
from lib.feed import Ledger
from lib.figures import Figures
from lib.pipeline import Pipeline

LETTERS = 300
MODEL = "unknown-here"


def documents(words, ids):
    return [{"id": f"r-{n}", "model": MODEL, "text": f"{words} {n}", "label": words} for n in ids]


def send(ingest, ledger, sent):
    answer = Pipeline(ingest.client).ingest(sent)
    if answer["accepted"] != len(sent):
        raise RuntimeError(str(answer)[:500])
    for document in sent:
        key = f"{MODEL}/{document['id']}"
        ledger.tried.add(key)
        ledger.accepted[key] = ledger.accepted.get(key, 0) + 1
        ledger.label[key] = document["label"]


def redrive(clean, **what):
    return clean.client.post("/dead-letters/redrive", what, limit=60)


def letters(backing, where="true"):
    return backing.database.sql(
        "SELECT generation || '/' || partition || '/' || record_offset AS place, reason FROM dead_letter WHERE " + where
    )


def campaign(figures, folder, chosen):
    chance = random.Random(chosen)
    ledger = Ledger()
    with ExitStack() as stack:
        backing = stack.enter_context(Backing(folder))
        breakpoints = stack.enter_context(points.Breakpoints())
        mended = backing.models_besides(MODEL)
        ingest = stack.enter_context(backing.start("ingest", MILLRACE_MODELS_FILE=str(mended)))
        ingest.wait_ready()
        with backing.start("clean") as clean:
            clean.wait_ready()
            send(ingest, ledger, documents("old", range(LETTERS)))
            Pipeline(clean.client).wait_stored()
        firsts = [letter["place"] for letter in letters(backing)]
        figures.equal("dead letters of a model that clean does not know", len(firsts), LETTERS)
        backing.models = mended
        newer = chance.sample(range(LETTERS), LETTERS // 3)
        send(ingest, ledger, documents("new", newer))
        for turn in (chance.randint(2, 100), chance.randint(2, 50)):
            kill_while_redriving(figures, backing, breakpoints, turn)
        with backing.start("clean") as clean:
            clean.wait_ready()
            for _ in range(2):
                answers = [redrive(clean, reason="unknown-model"), redrive(clean, places=firsts)]
                figures.note(", ".join(f"{answer.status} {answer.text()[:100]}" for answer in answers))
            Pipeline(clean.client).wait_stored()
            account.judge(figures, backing, [ledger])
            judge(figures, backing, clean, firsts, newer)


def kill_while_redriving(figures, backing, breakpoints, turn):
    """clean is held between the broker's acknowledgement of a redrive and its own mark of it, and killed there."""
    port, jvm = points.Breakpoints.jvm()
    with backing.start("clean", jvm=jvm) as clean:
        clean.wait_ready()
        breakpoints.ask(port, points.BEFORE_REDRIVEN, turn)
        answers = []
        asker = threading.Thread(target=lambda: answers.append(redrive(clean, reason="unknown-model")))
        asker.start()
        breakpoints.wait_held()
        clean.stop(signal.SIGKILL)
        asker.join(10)
        figures.equal(f"killed before redrive {turn} was marked: no answer", [a.status for a in answers], [0])


def judge(figures, backing, clean, firsts, newer):
    figures.part("the redrives")
    rows = backing.database.sql(
        "SELECT redrive_of_generation || '/' || redrive_of_partition || '/' || redrive_of_offset AS first"
        " FROM document WHERE redrive_of_generation IS NOT NULL"
    )
    times = Counter(row["first"] for row in rows)
    figures.equal("dead letters stored by a redrive", len(times.keys() & set(firsts)), LETTERS)
    figures.equal("of them twice", sum(1 for count in times.values() if count > 1), 0)
    again = letters(backing, "reason = 'duplicate-redrive'")
    figures.expect("a second redrive is a dead letter that says so", bool(again), len(again), ">= 1")
    current = {row["id"]: row["label"] for row in backing.database.sql("SELECT id, label FROM current_document")}
    figures.equal("newer revisions that stayed the newest", sum(current[f"r-{n}"] == "new" for n in newer), len(newer))
    old = sum(1 for label in current.values() if label == "old")
    figures.equal("the others as they were sent", old, LETTERS - len(newer))
    figures.expect("GET /topic/account: balanced", Pipeline(clean.client).call("GET", "/topic/account")["balanced"])


def main():
    figures = Figures("redrive")
    chosen = seed(figures)
    with tempfile.TemporaryDirectory(prefix="millrace-redrive-") as folder:
        figures.attempt(campaign, Path(folder), chosen)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
