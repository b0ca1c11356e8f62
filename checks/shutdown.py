#!/usr/bin/env python3
# about: SIGTERM and SIGINT under load, during the start, without broker and database: nothing lost, exit 0, soon
"""How Millrace stops. Usage: [CHECK_SEED=n] ./millrace check shutdown (CHECK_LONG=1: five rounds of all)"""

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from lib import account
from lib.backing import Backing
from lib.campaign import LONG, seed
from lib.client import until
from lib.feed import Feed, Ledger
from lib.figures import Figures
from lib.house import up
from lib.pipeline import Pipeline, sample
from lib.prepared import plain
from lib.traffic import Connections, Replicas

DRAIN = 3  # seconds
GRACE = 30  # seconds: what an orchestrator should be set to wait
ROUNDS = 5 if LONG else 1
AWAY = ("held", "stopped")
FLOWER = sample("iris")[0]["features"]


def started(stack, backing, name, **more):
    function = stack.enter_context(backing.start(name, MILLRACE_LOG="plain", **more))
    function.wait_ready(90)
    return function


def stopped(figures, what, function, how=signal.SIGTERM, limit=GRACE, codes=(0,)):
    """The seconds from the signal to the exit."""
    try:
        code, seconds = function.stop(how, limit + 15)
    except subprocess.TimeoutExpired:
        code, seconds = "none", limit + 15
    figures.expect(f"{what}: exit code", code in codes, code, f"in {codes}")
    figures.at_most(f"{what}: seconds", round(seconds, 1), limit, "s")
    return seconds


def under_load(figures, backing, draw, number, ledgers):
    """A copy of ingest, of clean and of predict stops, one after the other in a seeded order, while clients go on."""
    figures.part(f"under load, round {number}")
    drained = {"MILLRACE_DRAIN_DELAY": f"{DRAIN}s"}
    with ExitStack() as stack:
        copies = {
            name: [started(stack, backing, name, **(drained if name != "clean" else {})) for _ in range(2)]
            for name in ("ingest", "clean", "predict")
        }
        ingests = stack.enter_context(Replicas(copies["ingest"]))
        predicts = stack.enter_context(Replicas(copies["predict"]))
        body = json.dumps({"model": "iris", "features": FLOWER})
        asking = stack.enter_context(Connections(16, predicts, "/predict", body))
        feed = Feed(ingests.port, draw.random(), name=f"round{number}-", rate=300, models=("spam", "iris"))
        ledgers.extend(feed.ledgers)
        with feed:
            for name in draw.sample(sorted(copies), 3):
                time.sleep(draw.uniform(0.5, 1.5))
                limit = 10 if name == "clean" else DRAIN + 10
                begin = time.monotonic()
                stopped(figures, name, copies[name][0], limit=limit)
                if name == "clean":
                    seconds = moved(copies["clean"][1], begin)
                    figures.at_most("clean: its partitions go on elsewhere, after the signal", seconds, 10, "s")
            time.sleep(0.5)
            feed.stop()
        figures.equal("ingest: requests that were not answered well", sum(l.unanswered for l in feed.ledgers), 0)
        asking.ended.set()
        figures.equal(f"predict: failures of {sum(asking.answers)} requests", len(asking.failures), 0)
        for failure in asking.failures[:3]:
            figures.note(failure)
        Pipeline(copies["clean"][1].client).wait_stored(60)


def moved(clean, begin):
    def has_all():
        answer = clean.client.get("/topic", limit=5)
        return answer.ok and all(part["state"] == "running" for part in answer.json()["partitions"])

    until("all partitions on the other copy", 30, has_all)
    return round(time.monotonic() - begin, 1)


def training(figures, backing, draw):
    """A copy of train stops in the middle of a training: nothing half-made, and the other copy goes on."""
    figures.part("train, in the middle of a training")
    with ExitStack() as stack:
        first, other = (started(stack, backing, "train") for _ in range(2))
        pipeline = Pipeline(other.client)
        before = versions(pipeline)
        run = Pipeline(first.client).call("POST", "/train", {"model": "spam"})["href"]
        phase = draw.choice(["snapshot", "clean", "fit"])
        until(phase, 60, lambda: first.client.get(run).json().get("phase") in (phase, "fit", "evaluate"), 0.02)
        figures.note(f"stopped in the phase {first.client.get(run).json().get('phase')}")
        first.process.send_signal(signal.SIGTERM)
        stopped(figures, "train, by a second SIGTERM too", first, limit=15)
        figures.equal("versions that it left", versions(pipeline), before)
        end = pipeline.train("spam")["state"]  # the clients of before gave labels by chance, so the gate may reject it
        figures.expect("a training of the other copy ends", end in ("published", "rejected"), end)
        ended = pipeline.call("GET", run)
        figures.equal("the run that was stopped", ended["state"], "abandoned")
        figures.note(str(ended.get("message")))


def versions(pipeline):
    answer = pipeline.client.get("/registry/models/spam/versions")
    return len(answer.json()["versions"]) if answer.ok else 0


def starting(figures, backing, draw):
    """The signal comes before the function is ready, at several moments; by SIGTERM and by SIGINT."""
    figures.part("during the start")
    functions = ["ingest", "clean", "train", "predict"] * (5 if LONG else 1)
    cases = [(name, round(draw.uniform(0.3, 3), 2), draw.choice([signal.SIGTERM, signal.SIGINT])) for name in functions]
    pid = "postgres/server/postmaster.pid"
    # As long as a user's start takes, so that the signal meets one.
    usual, backing.jvm = backing.jvm, plain
    stages = [("lock", 0), (pid, 0), (pid, round(draw.uniform(0.5, 4), 2))]

    def function(case):
        name, after, how = case
        with backing.start(name, MILLRACE_LOG="plain") as started_one:
            time.sleep(after)
            return f"{name}, {how.name} after {after} s", *ended(started_one, how)

    def all_in_one(case):
        file, after = case
        data = backing.folder / f"up-{stages.index(case)}"
        with up("--empty", data=data) as started_one:
            started_one.wait_for(file, 120, (data / file).exists, 0.01)
            time.sleep(after)
            return f"up, SIGTERM {after} s after its {file.split('/')[-1]}", *ended(started_one, signal.SIGTERM)

    with ThreadPoolExecutor(2) as pool:
        outcomes = [*pool.map(function, cases), *pool.map(all_in_one, stages)]
    backing.jvm = usual
    for what, code, seconds, output in outcomes:
        # Before the JVM has our handler the signal's own end holds; a SIGINT that meets the JVM's own start is its 1.
        own = code in (143, 130, -15, -2) or "Error occurred during initialization of VM" in output
        fine = own or (code == 0 and "\tat " not in output)
        # `up` first ends what it was making, that its folder is whole: on a busy machine that is most of a start
        figures.expect(what, fine and seconds <= (2 * GRACE if what.startswith("up") else GRACE), f"{code}, {seconds:.1f} s")
        if not fine:
            figures.note(output[-600:])
    try:
        until("no server left", 15, lambda: not left(backing.folder))
        figures.equal("servers of up that are left", 0, 0)
    except TimeoutError:
        figures.equal("servers of up that are left", "; ".join(left(backing.folder))[:300], 0)


def ended(function, how):
    begin = time.monotonic()
    function.process.send_signal(how)
    try:
        code = function.process.wait(GRACE + 15)
    except subprocess.TimeoutExpired:
        code = "none"
    return code, time.monotonic() - begin, function.output()


def left(folder):
    listed = subprocess.run(["ps", "-eo", "args="], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if f"{folder}/up-" in line]


def without(figures, backing, draw, kind):
    """The broker and the database are away, or do not answer, when the signal comes, with work in flight."""
    figures.part(f"broker and database {kind}")
    with ExitStack() as stack:
        running = {name: started(stack, backing, name) for name in ("ingest", "clean", "train", "predict")}
        servers = (backing.broker, backing.database)
        for server in servers:
            server.pause() if kind == "held" else server.stop()
        try:
            with ThreadPoolExecutor(8) as pool:
                document = {"id": f"without-{kind}", "model": "iris", "features": FLOWER}
                asked = [
                    pool.submit(running["ingest"].client.post, "/ingest", document),
                    pool.submit(running["train"].client.post, "/train", {"model": "iris"}),
                ]
                time.sleep(draw.uniform(0.5, 2))
                stops = {name: pool.submit(function.stop, signal.SIGTERM, GRACE + 15) for name, function in running.items()}
                for name, stop in stops.items():
                    code, seconds = stop.result()
                    figures.expect(f"{name}: exit code 0 within {GRACE} s", code == 0 and seconds <= GRACE, f"{code}, {seconds:.1f} s")
                false = [answer.result().status for answer in asked if answer.result().status == 202]
            figures.equal("answers of 202 meanwhile", len(false), 0)
        finally:
            for server in servers:
                server.resume() if kind == "held" else server.start()


def first(figures, backing, ledgers):
    """Documents and a version to begin with."""
    documents = sample("iris") + sample("spam")[:1500]
    ledger = Ledger()
    ledger.label = {f"{document['model']}/{document['id']}": document["label"] for document in documents}
    ledger.accepted = dict.fromkeys(ledger.label, 1)
    ledger.tried = {*ledger.label, *(f"iris/without-{kind}" for kind in AWAY)}  # those may be stored
    ledgers.append(ledger)
    with ExitStack() as stack:
        ingest, clean, train = (started(stack, backing, name) for name in ("ingest", "clean", "train"))
        Pipeline(ingest.client).ingest(documents)
        Pipeline(clean.client).wait_stored(120)
        figures.equal("a first version", Pipeline(train.client).train("iris")["state"], "published")
        for name, function in (("ingest", ingest), ("clean", clean), ("train", train)):
            stopped(figures, f"{name}, idle, by SIGINT", function, signal.SIGINT, 10)


def balanced(figures, backing, ledgers):
    with ExitStack() as stack:
        clean = started(stack, backing, "clean")
        Pipeline(clean.client).wait_stored(60)
    account.judge(figures, backing, ledgers)


def main():
    figures = Figures("shutdown")
    draw = random.Random(seed(figures))
    with tempfile.TemporaryDirectory(prefix="millrace-shutdown-") as folder, Backing(Path(folder)) as backing:
        ledgers = []
        figures.attempt(first, backing, ledgers)
        for number in range(1, ROUNDS + 1):
            figures.attempt(under_load, backing, draw, number, ledgers)
            figures.attempt(training, backing, draw)
            figures.attempt(starting, backing, draw)
            for kind in AWAY:
                figures.attempt(without, backing, draw, kind)
        figures.attempt(balanced, backing, ledgers)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
