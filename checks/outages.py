#!/usr/bin/env python3
# about: broker and database stopped, held, slow, cut, throttled, without disk: no false 202, no dead letter, it goes on by itself
"""The delivery contract while a server is away. Usage: [CHECK_SEED=n] ./millrace check outages"""

import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack, contextmanager

from lib import account
from lib.backing import Backing
from lib.campaign import seed
from lib.client import until
from lib.feed import Feed
from lib.figures import Figures
from lib.house import heap_after_gc
from lib.pipeline import Pipeline, sample
from lib.proxy import Proxies

STOPPED = 20  # seconds
THROTTLED = 60
NARROW = 20  # KB/s a connection; about 80 documents, compressed
GOOD = ("spam", "iris")
FLOWER = {"features": {"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}}


class Asker:
    """Asks /predict without pause; counts the answers, and those that are not 200."""

    def __init__(self, client):
        self.client = client
        self.answers = 0
        self.failed = []
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.stopping.is_set():
            answer = self.client.post("/predict", {"model": "iris", **FLOWER}, limit=5)
            self.answers += 1
            if answer.status != 200:
                self.failed.append(f"{answer.status} {answer.text()[:200]}")
            self.stopping.wait(0.02)

    def stop(self):
        self.stopping.set()
        self.thread.join(10)


def in_flight(clean):
    answer = clean.client.get("/topic", limit=10)
    found = answer.json() if answer.ok else {}
    known = found.get("partitions") and all(p.get("lag") is not None for p in found["partitions"])
    return found["in_flight"] if known else None


def wait_drained(clean, limit=90):
    """Until clean is as near to the topic's end as under a calm load."""
    begin = time.monotonic()

    def near():
        lag = in_flight(clean)
        return lag is not None and lag < 300

    until("the lag to drain", limit, near, 0.2)
    return time.monotonic() - begin


def dead(backing):
    return backing.database.sql("SELECT count(*) AS n FROM dead_letter")[0]["n"]


def statuses(ledgers):
    """How often each status was answered; a 503 without Retry-After counts by itself."""
    return dict(sum((ledger.answers for ledger in ledgers), Counter()))


def train(backing, ingest, clean):
    Pipeline(ingest.client).ingest(sample("iris"))
    Pipeline(clean.client).wait_stored()
    with backing.start("train") as running:
        running.wait_ready()
        Pipeline(running.client).train("iris")


def stops(figures, chosen):
    """Stopped in order, and held by SIGSTOP, one after the other, with the functions' own connections."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-outages-"))
        backing = stack.enter_context(Backing(folder))
        ingest, clean = (stack.enter_context(backing.start(name)) for name in ("ingest", "clean"))
        ingest.wait_ready(), clean.wait_ready()
        train(backing, ingest, clean)
        known = {f"iris/{document['id']}" for document in sample("iris")}
        predict = stack.enter_context(backing.start("predict"))
        predict.wait_ready()
        with Feed(lambda: ingest.port, chosen, models=GOOD, rate=400) as feed:
            feed.ledgers[0].tried.update(known)
            time.sleep(2)
            figures.part(f"database stopped for {STOPPED} s, under load")
            asker, accepted = Asker(predict.client), feed.accepted()
            with away(backing.database):
                time.sleep(STOPPED)
                figures.at_least("documents answered 202 meanwhile", feed.accepted() - accepted, 1000)
                figures.equal("ingest, predict: ready", [ready(ingest), ready(predict)], [200, 200])
                figures.equal("clean: ready; alive", [ready(clean), clean.client.get("/health/live").status], [503, 200])
            figures.at_most("lag drained, seconds after it came back", wait_drained(clean), 60, "s")
            asker.stop()
            figures.equal(f"predictions failed, of {asker.answers}", len(asker.failed), 0)

            figures.part(f"broker stopped for {STOPPED} s, under load")
            with away(backing.broker):
                time.sleep(1)
                accepted = feed.accepted()
                time.sleep(STOPPED - 1)
                figures.equal("documents answered 202 meanwhile", feed.accepted() - accepted, 0)
                figures.equal("ingest: ready; alive", [ready(ingest), ingest.client.get("/health/live").status], [503, 200])
            accepted = feed.accepted()
            until("a 202 again", 30, lambda: feed.accepted() > accepted)
            figures.at_most("lag drained, seconds after it came back", wait_drained(clean), 60, "s")

            figures.part("each held by SIGSTOP, and let go on")
            for server, seconds in ((backing.broker, 13), (backing.database, 8)):
                server.pause()
                time.sleep(seconds)
                server.resume()
                figures.at_most(f"{server.program}: lag drained after {seconds} s", wait_drained(clean), 60, "s")
            figures.equal("dead letters", dead(backing), 0)
        close(figures, backing, clean, feed.ledgers)


@contextmanager
def away(server):
    server.stop()
    yield
    server.start()


def ready(running):
    return running.client.get("/health/ready", limit=10).status


def close(figures, backing, clean, ledgers):
    Pipeline(clean.client).wait_stored(120)
    figures.equal("503 without Retry-After", statuses(ledgers).get("503 without Retry-After", 0), 0)
    figures.note(f"answers to POST /ingest, by status; 0 is none: {statuses(ledgers)}")
    account.judge(figures, backing, ledgers)


def links(figures, chosen):
    """With Toxiproxy on the way to both."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-outages-"))
        proxies = stack.enter_context(Proxies())
        backing = Backing(folder, started=False)
        to_broker = proxies.to("broker", backing.broker.port)
        to_database = proxies.to("database", backing.database.port)
        backing.broker.settings += (f"advertised.listeners=CLIENTS://127.0.0.1:{to_broker.port}",)
        stack.enter_context(backing).begin()
        kafka = {"MILLRACE_KAFKA": f"127.0.0.1:{to_broker.port}"}
        database = {"MILLRACE_DATABASE_URL": f"jdbc:postgresql://127.0.0.1:{to_database.port}/millrace"}
        ingest = stack.enter_context(backing.start("ingest", **kafka))
        clean = stack.enter_context(backing.start("clean", **kafka, **database))
        ingest.wait_ready(), clean.wait_ready()
        with Feed(lambda: ingest.port, chosen, models=GOOD, rate=400) as feed:
            figures.part("the way to the database: slow, then cut, then a hole that answers nothing")
            to_database.spoil("latency", latency=300, jitter=100)
            time.sleep(6)
            to_database.clear()
            figures.at_most("300 ms an answer for 6 s: lag drained", wait_drained(clean), 60, "s")
            for _ in range(3):
                to_database.cut()
                time.sleep(1)
                to_database.mend()
                time.sleep(1)
            figures.at_most("cut three times: lag drained", wait_drained(clean), 60, "s")
            to_database.spoil("timeout", timeout=0)
            to_database.spoil("timeout", "upstream", timeout=0)
            time.sleep(6)
            to_database.clear()
            figures.at_most("a hole for 6 s: lag drained", wait_drained(clean), 60, "s")
            figures.part("the way to the broker: cut")
            for _ in range(3):
                to_broker.cut()
                time.sleep(1)
                to_broker.mend()
                time.sleep(2)
            figures.at_most("cut three times: lag drained", wait_drained(clean), 60, "s")
            figures.equal("dead letters", dead(backing), 0)
        crowd = throttled(figures, to_broker, ingest, clean, chosen)
        close(figures, backing, clean, feed.ledgers + crowd)


def throttled(figures, to_broker, ingest, clean, chosen):
    """About ten times as many documents as the way to the broker carries; gives the ledgers."""
    figures.part(f"{THROTTLED} s of ten times what the way to the broker carries")
    before = heap_after_gc(ingest)
    to_broker.spoil("bandwidth", "upstream", rate=NARROW)
    heaps = []
    with Feed(lambda: ingest.port, chosen, name="x", clients=48, batch=200, rate=100_000, models=GOOD) as crowd:
        for _ in range(THROTTLED // 10):
            time.sleep(10)
            heaps.append(heap_after_gc(ingest))
        offered = sum(ledger.offered for ledger in crowd.ledgers) / THROTTLED
        carried = crowd.accepted() / THROTTLED
        figures.at_least("offered to carried, documents", offered / max(carried, 1), 10)
        figures.note(f"offered {offered:.0f}/s, answered 202 {carried:.0f}/s; {statuses(crowd.ledgers)}")
        figures.at_least("documents answered 202 all the same", crowd.accepted(), 200)
        figures.at_least("requests answered 503", statuses(crowd.ledgers).get(503, 0), 1)
        figures.equal("requests without an answer", statuses(crowd.ledgers).get(0, 0), 0)
    to_broker.clear()
    figures.at_most("heap after a collection, MiB", max(heaps), before + 100, f"(before: {before}; then {heaps})")
    with Feed(lambda: ingest.port, chosen, name="y", clients=1, models=GOOD) as after:
        until("a 202 again", 60, lambda: after.accepted() > 0)
    figures.at_most("drained, seconds after it", wait_drained(clean), 60, "s")
    return crowd.ledgers + after.ledgers


def main():
    figures = Figures("outages")
    chosen = seed(figures)
    # Both wait most of the time, each with servers and functions of its own.
    figures.attempt_at_once((stops, links), chosen)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
