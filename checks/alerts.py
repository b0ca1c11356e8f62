#!/usr/bin/env python3
# about: a replica stopped, poison, a version that does not load: the right alert at a real Alertmanager, its webhook, its end
"""The alerts of observability/, live. Usage: ./millrace check alerts"""

import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from lib import corrupt
from lib.backing import Backing
from lib.client import until
from lib.pipeline import Pipeline, sample
from lib.watched import Watched, check

# Prometheus scrapes every 15 s, and evaluates every 5 s what it then records and alerts on. On busy cores each is late.
SLACK, BUSY = 30, 15
# On busy cores the documents that come while functions start are later than the objective allows.
SLOW_START = {"FreshnessBudgetBurns", "DocumentsLate"}
UNKNOWN = "unknown-here"


@dataclass
class Case:
    """An alert, its `for` in seconds, what brings it about, what ends it, and how long it then may still be seen."""

    alert: str
    patience: int
    labels: dict
    begin: object
    end: object
    gone: int


class World:
    def __init__(self, stack, folder):
        self.stack = stack
        self.backing = stack.enter_context(Backing(folder))
        self.watched = stack.enter_context(Watched(folder, alerts=True))
        more = self.backing.models_besides(UNKNOWN)
        self.started = {
            "ingest": self.start("ingest", MILLRACE_MODELS_FILE=str(more)),
            "clean": self.start("clean"),
            "train": self.start("train"),
        }
        for running in self.started.values():
            running.wait_ready()
        self.registry = corrupt.Registry(self.backing, self.started["train"])
        self.pipeline = {name: Pipeline(running.client) for name, running in self.started.items()}
        self.pipeline["ingest"].ingest(sample("spam")[:1000])
        self.pipeline["clean"].wait_stored()
        self.pipeline["train"].train("spam")
        self.started["predict"] = self.start("predict")
        self.started["predict"].wait_ready()
        for name, running in self.started.items():
            self.watched.watch(name, running.port)

    def start(self, name, **environment):
        return self.stack.enter_context(self.backing.start(name, **environment))

    def poison(self):
        self.pipeline["ingest"].ingest([{"id": f"p-{n}", "model": UNKNOWN, "text": f"poison {n}"} for n in range(20)])

    def corrupt(self):
        return self.registry.spoil()

    def heal(self):
        self.registry.move(1, "healed")

    def stop_ingest(self):
        self.started["ingest"].stop()

    def start_ingest(self):
        self.started["ingest"] = self.stack.enter_context(
            self.backing.start("ingest", port=self.started["ingest"].port)
        )


def cases(world):
    return [
        # Poison and a bad version first: what is down can send none.
        Case("DeadLettersRising", 60, {"reason": "unknown-model"}, world.poison, lambda: None, 420),
        Case("ModelLoadFailed", 30, {"model": "spam"}, world.corrupt, world.heal, 90),
        Case("ServiceDown", 60, {"function": "ingest"}, world.stop_ingest, world.start_ingest, 90),
    ]


def followed(world, since, limit, there):
    """{alert: seconds after its cause} until all cases are seen as wanted, or the limit is over. Looks at all at once."""
    seen = {}
    end = time.monotonic() + limit
    while len(seen) < len(since) and time.monotonic() < end:
        now = world.watched.alerts()
        for alert, begun in since.items():
            if (alert in now) == there and alert not in seen:
                seen[alert] = time.monotonic() - begun
        time.sleep(0.5)
    return seen


def fire(figures, world, chosen):
    """Within its `for`, and the time that Prometheus takes to see it, at Alertmanager and at the webhook."""
    figures.part("their causes")
    since = {}
    for case in chosen:
        case.begin()
        since[case.alert] = time.monotonic()
    seen = followed(world, since, 240, there=True)
    labels = world.watched.alerts()
    for case in chosen:
        after, soon = seen.get(case.alert), case.patience + SLACK
        figures.aim_at_most(f"{case.alert} fires after", after, soon, soon + BUSY, "s")
        found = labels.get(case.alert, {})
        wrong = {key: found.get(key) for key, value in case.labels.items() if found.get(key) != value}
        figures.equal("labels of it that are not right", wrong, {})
    told(figures, world, chosen, "firing")
    others = set(world.watched.alerts()) - {"Watchdog"} - set(since)
    figures.note(f"besides them: {sorted(others) or 'none'}")


def end(figures, world, chosen):
    figures.part("and their ends")
    since = {}
    for case in chosen:
        case.end()
        since[case.alert] = time.monotonic()
    seen = followed(world, since, max(case.gone for case in chosen) + 30, there=False)
    for case in chosen:
        figures.at_most(f"{case.alert} has ended after", seen.get(case.alert), case.gone, "s")
    told(figures, world, chosen, "resolved")


def told(figures, world, chosen, status):
    names = {case.alert for case in chosen}

    def missing_ones():
        return {name for name in names if not world.watched.told(name, status)}

    end = time.monotonic() + 180
    while missing_ones() and time.monotonic() < end:
        time.sleep(1)
    figures.equal(f"alerts whose webhook was not told: {status}", sorted(missing_ones()), [])


def campaign(figures):
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-alerts-")))
        world = World(stack, folder)
        figures.part("calm")
        world.watched.wait_scraped(3, limit=90)
        until("the watchdog", 60, lambda: "Watchdog" in world.watched.alerts(), 1)
        figures.equal("alerts but the watchdog", sorted(set(world.watched.alerts()) - {"Watchdog"} - SLOW_START), [])
        chosen = cases(world)
        figures.attempt(fire, world, chosen)
        figures.attempt(end, world, chosen)


if __name__ == "__main__":
    sys.exit(check("alerts", campaign))
