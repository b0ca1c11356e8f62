#!/usr/bin/env python3
# about: kill -9 of ingest, clean, broker and database at random moments and named points: nothing lost, nothing doubled
"""The delivery contract under kill -9. Usage: [CHECK_LONG=1] [CHECK_SEED=n] ./millrace check delivery"""

import random
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from lib import account, points
from lib.backing import Backing
from lib.campaign import LONG, seed
from lib.feed import Feed
from lib.figures import Figures
from lib.client import until
from lib.house import free_port
from lib.pipeline import Pipeline

DOCUMENTS = 200_000 if LONG else 20_000
RANDOM_KILLS = 60 if LONG else 5
ROUNDS = 6 if LONG else 1  # of the named points, of ingest's kills, of the servers'
PATIENCE = 180  # seconds: the machine may have other work
POISON = 300 if LONG else 60
CLEAN_POINTS = (points.AFTER_POLL, points.IN_TRANSACTION, points.AFTER_COMMIT, points.ASSIGNED, points.REVOKED)


class Fleet:
    """One ingest and two cleaners, each of which can be killed and is started again at once."""

    def __init__(self, backing, stack):
        self.backing = backing
        self.stack = stack
        self.ingest_port = free_port()
        # A model that ingest takes and clean does not know: its documents are dead letters.
        self.ingest_models = backing.folder / "ingest-models.yml"
        self.ingest_models.write_text(backing.models.read_text() + "\n  - name: unknown-here\n    kind: text\n")
        self.debug = {}
        self.ingest = self.start_ingest()
        self.cleaners = [self.start_clean() for _ in range(2)]

    def begin(self, name, **options):
        port, jvm = points.Breakpoints.jvm()
        begun = self.stack.enter_context(self.backing.start(name, jvm=jvm, **options))
        self.debug[begun] = port
        return begun

    def start_ingest(self):
        return self.begin("ingest", port=self.ingest_port, MILLRACE_MODELS_FILE=str(self.ingest_models))

    def start_clean(self):
        return self.begin("clean")

    def kill(self, victim, how=signal.SIGKILL):
        """Kills it and starts another in its place; gives the exit code."""
        code, _ = victim.stop(how)
        if victim is self.ingest:
            self.ingest = self.start_ingest()
        else:
            self.cleaners[self.cleaners.index(victim)] = self.start_clean()
        return code

    def wait_working(self):
        """Until each partition is being stored, by whichever cleaner; the other may be anywhere in its start."""
        return until("all partitions running", PATIENCE, lambda: sum(map(running, self.cleaners)) >= 3, 0.2)

    def wait_settled(self):
        """Until the two share the partitions."""

        def settled():
            counts = [running(cleaner) for cleaner in self.cleaners]
            return sum(counts) >= 3 and all(counts)

        return until("both cleaners at work", PATIENCE, settled, 0.2)


def running(cleaner):
    """How many partitions it stores now."""
    answer = cleaner.client.get("/topic", limit=5)
    return [p["state"] for p in answer.json()["partitions"]].count("running") if answer.ok else 0


def kill_at_random(figures, fleet, chance):
    for _ in range(RANDOM_KILLS):
        fleet.wait_working()
        time.sleep(chance.uniform(0, 1))
        fleet.kill(chance.choice(fleet.cleaners))
    figures.expect("clean killed at random moments", True, RANDOM_KILLS, ">= 5")


def kill_at_points(figures, fleet, breakpoints, chance):
    for point in CLEAN_POINTS:
        for _ in range(ROUNDS):
            fleet.wait_settled()
            victim, other = chance.sample(fleet.cleaners, 2)
            breakpoints.ask(fleet.debug[victim], point, 1 if point in CLEAN_POINTS[3:] else chance.randint(1, 5))
            if point in CLEAN_POINTS[3:]:
                time.sleep(0.5)  # the breakpoint is set by then; what follows makes a rebalance
                fleet.kill(other)
            breakpoints.wait_held()
            fleet.kill(victim)
        figures.expect(f"clean killed: {point[0]}", True, ROUNDS, "times")


def kill_ingest(figures, fleet, breakpoints, chance):
    for _ in range(ROUNDS):
        fleet.ingest.wait_ready(PATIENCE)
        time.sleep(chance.uniform(0, 1))
        fleet.kill(fleet.ingest)
        fleet.ingest.wait_ready(PATIENCE)
        breakpoints.ask(fleet.debug[fleet.ingest], points.BEFORE_ANSWER, chance.randint(1, 5))
        breakpoints.wait_held()
        fleet.kill(fleet.ingest)
    figures.expect("ingest killed: at random; " + points.BEFORE_ANSWER[0], True, 2 * ROUNDS, "times")


def kill_servers(figures, fleet, backing, chance):
    for _ in range(ROUNDS):
        for server in (backing.broker, backing.database):
            fleet.wait_working()
            time.sleep(chance.uniform(0, 1))
            server.kill()
            server.start()
    figures.expect("broker and database killed, each", True, ROUNDS, "times")


def end_in_order(figures, fleet):
    """SIGTERM under load; what else there is to say of it is in the check shutdown."""
    fleet.wait_settled()
    codes = [fleet.kill(running, signal.SIGTERM) for running in (fleet.ingest, *fleet.cleaners)]
    figures.equal("SIGTERM under load: exit codes", codes, [0, 0, 0])


def campaign(figures, folder, chosen):
    chance = random.Random(chosen)
    with ExitStack() as stack:
        backing = stack.enter_context(Backing(folder))
        fleet = Fleet(backing, stack)
        fleet.ingest.wait_ready(PATIENCE)
        breakpoints = stack.enter_context(points.Breakpoints())
        begin = time.monotonic()
        with Feed(lambda: fleet.ingest_port, chosen, rate=300 if LONG else 600) as feed:
            backing.broker.tell(f"poison 0 {POISON}")
            parts = [
                lambda: kill_at_random(figures, fleet, chance),
                lambda: kill_at_points(figures, fleet, breakpoints, chance),
                lambda: kill_ingest(figures, fleet, breakpoints, chance),
                lambda: kill_servers(figures, fleet, backing, chance),
                lambda: end_in_order(figures, fleet),
            ]
            for part in parts:
                part()
                figures.note(f"{time.monotonic() - begin:.0f} s, {feed.accepted()} documents answered 202")
            until("enough documents", 600, lambda: feed.accepted() >= DOCUMENTS, 0.5)
        drained = time.monotonic()
        fleet.wait_settled()  # one that still starts answers nothing
        Pipeline(fleet.cleaners[0].client).wait_stored(300)
        figures.note(f"stored {time.monotonic() - drained:.1f} s after the last document")
        figures.at_least("documents answered 202", feed.accepted(), DOCUMENTS)
        account.judge(figures, backing, feed.ledgers, POISON)
        balanced = Pipeline(fleet.cleaners[0].client).call("GET", "/topic/account")["balanced"]
        figures.expect("GET /topic/account: balanced", balanced)


def main():
    figures = Figures("delivery")
    chosen = seed(figures)
    with tempfile.TemporaryDirectory(prefix="millrace-delivery-") as folder:
        figures.attempt(campaign, Path(folder), chosen)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
