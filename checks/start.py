#!/usr/bin/env python3
# about: functions before their database and broker, wrong settings, ports, folders, clocks, older and newer data
"""How Millrace starts, and how it refuses to. Usage: ./millrace check start (CHECK_LONG=1: the whole table of settings)"""

import os
import random
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from lib import refusals
from lib.backing import Backing
from lib.campaign import seed
from lib.client import until
from lib.figures import Figures
from lib.pipeline import Pipeline, sample
from lib.skewed import clocks

FUNCTIONS = ["ingest", "clean", "train", "predict"]
LATE = 60  # seconds that the broker and the database come later than the functions
DOCUMENTS = sample("iris")


def late(figures, backing, draw):
    """Functions in any order, alone for a minute; then the broker, then a database of an older build; then a prediction."""
    with ExitStack() as stack:
        order = draw.sample(FUNCTIONS, 4)
        figures.note("started in the order " + ", ".join(order))
        running = {name: stack.enter_context(backing.start(name, MILLRACE_LOG="plain")) for name in order}
        end = time.monotonic() + LATE
        figures.part(f"refused meanwhile, of the {LATE} s that all functions wait")
        for part, *more in ((refusals.settings, draw), (refusals.ports,), (refusals.folders,), (refusals.launcher,)):
            figures.attempt(part, backing, *more)
        time.sleep(max(0, end - time.monotonic()))
        figures.part("functions without broker and database")
        waiting(figures, running)
        figures.part("the broker, its topic at first with 4 partitions; a database of the schema 1")
        figures.attempt(come, backing, running)
        figures.part("the same database, migrated forward under the running functions")
        figures.attempt(migrated, backing, running)
        figures.part("a database of a newer build")
        figures.attempt(newer, backing)
    figures.part("clocks")
    figures.attempt(clocks, backing)


def waiting(figures, running):
    for name, function in running.items():
        answer = function.client.get("/health/ready", limit=10)
        what = "the broker does not answer" if name in ("ingest", "clean") else "the database does not answer"
        figures.expect(f"{name} waits, and says for what", answer.status == 503 and what in answer.text(), answer.status)
        figures.expect(f"{name} lives", function.client.get("/health/live").ok and function.process.poll() is None)
        said = [line for line in function.output().splitlines() if " WARN " in line or " ERROR " in line]
        figures.at_most(f"{name}: warnings in its log, of {LATE} s", len(said), 6)
        figures.expect(f"{name}: its log says for what", any(what in line for line in said), len(said))


def come(figures, backing, running):
    held = [running["ingest"].process, running["clean"].process]
    for process in held:  # so that they do not make the topic before it is made wrongly
        process.send_signal(signal.SIGSTOP)
    try:
        backing.broker.start()
        backing.broker.tell("create-topic 4")
    finally:
        for process in held:
            process.send_signal(signal.SIGCONT)
    for name in ("ingest", "clean"):
        says(figures, f"{name} refuses the topic by its partitions", running[name], "has 4 partitions: expected 3")
    refused = running["ingest"].client.post("/ingest", DOCUMENTS[0])
    figures.equal("ingest takes no document then", refused.status, 503)
    backing.broker.tell("delete-topic")
    running["ingest"].wait_ready()
    figures.expect("ingest makes the topic anew, and is ready", True)
    says(figures, "clean waits for the database", running["clean"], "the database does not answer")
    backing.database.settings = ("schema=1",)
    backing.database.start()
    for name in ("train", "predict"):
        says(figures, f"{name} asks for the migration", running[name], "train --migrate")


def says(figures, what, function, words):
    try:
        until(what, 30, lambda: words in function.client.get("/health/ready", limit=10).text())
        figures.expect(what, True)
    except TimeoutError:
        figures.expect(what, False, function.client.get("/health/ready").text()[:200])


def migrated(figures, backing, running):
    """Documents wait in the topic for the migration, and are trained on after it."""
    Pipeline(running["ingest"].client).ingest(DOCUMENTS[:100])
    says(figures, "clean asks for the migration, too", running["clean"], "run train --migrate")
    stored = "SELECT count(*) AS n FROM document"
    figures.equal("rows before it", backing.database.sql(stored)[0]["n"], 0)
    job = migrate(backing)
    figures.expect("train --migrate", not job.code, "; ".join(job.lines)[:300] if job.code else "")
    for name, function in running.items():
        figures.expect(f"{name} is ready by itself", bool(function.wait_ready(30)))
    Pipeline(running["ingest"].client).ingest(DOCUMENTS[100:])
    Pipeline(running["clean"].client).wait_stored()
    figures.equal("stored after it", backing.database.sql(stored)[0]["n"], len(DOCUMENTS))
    figures.equal("a training on all of them", Pipeline(running["train"].client).train("iris")["state"], "published")
    features = DOCUMENTS[0]["features"]
    version = until("a prediction", 10, lambda: Pipeline(running["predict"].client).serving("iris", features=features))
    figures.equal("a prediction, by version", version, 1)


def migrate(backing):
    told = {f"MILLRACE_{name.upper()}_DATABASE_PASSWORD_FILE": str(backing.folder / name) for name in FUNCTIONS[1:]}
    told["MILLRACE_DATABASE_URL"] = backing.database.url
    told["MILLRACE_DATABASE_OWNER"] = "millrace_owner"
    told["MILLRACE_DATABASE_OWNER_PASSWORD_FILE"] = str(backing.database.folder / "owner-password")
    return refusals.Refused([*refusals.function("train"), "--migrate"], told)


def newer(figures, backing):
    """Migrations are additive, and compatible with the version before: a build goes on when a newer one was here first."""
    backing.database.sql(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by,"
        " execution_time, success) VALUES (99, '99', 'of a newer build', 'SQL', 'V99__of_a_newer_build.sql', 1, 'x', 1, true)"
    )
    job = migrate(backing)
    figures.expect("train --migrate of this build", not job.code, "; ".join(job.lines)[:300] if job.code else "")
    with backing.start("predict") as predict:
        predict.wait_ready()
        features = DOCUMENTS[0]["features"]
        figures.equal("predict starts and answers, by version", Pipeline(predict.client).serving("iris", features=features), 1)


def main():
    figures = Figures("start")
    draw = random.Random(seed(figures))
    with tempfile.TemporaryDirectory(prefix="millrace-start-") as folder, ExitStack() as stack:
        os.chmod(folder, 0o755)
        backing = stack.enter_context(Backing(Path(folder), started=False))
        figures.attempt(late, backing, draw)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
