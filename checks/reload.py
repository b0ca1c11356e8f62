#!/usr/bin/env python3
# about: 50 publishes, rollbacks, corrupt versions, database away under 32 connections; what 200 reloads leave
"""Hot reload. Usage: [CHECK_LONG=1] [CHECK_SEED=n] ./millrace check reload"""

import os
import re
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack

from lib.answers import WINDOW, Load
from lib.campaign import LONG, seed
from lib.champions import World
from lib.client import until
from lib.corrupt import corrupt, plant
from lib.figures import Figures
from lib.house import heap_after_gc
from lib.pipeline import Pipeline, sample

PUBLISHES = 200 if LONG else 50
RELOADS = 1000 if LONG else 200
STOPPED = 20 if LONG else 6  # seconds without database
PAUSED = 10 if LONG else 4
CONNECTIONS = "FROM pg_stat_activity WHERE usename = 'millrace_predict'"
GAP = 0.55  # seconds between changes: a calm time and a reload


def changes(figures, world):
    """Publishes, promotions by hand and rollbacks, some of the publishes by a real training."""
    figures.part(f"{PUBLISHES} publishes, with promotions and rollbacks between them")
    train_at = {PUBLISHES // 3, PUBLISHES // 3 * 2}
    for number in range(1, PUBLISHES + 1):
        time.sleep(GAP + world.dice.random() / 10)
        if number in train_at:
            world.learn(figures, 100)
        else:
            world.publisher.publish(number=number)
        if number % 10 == 4:
            time.sleep(GAP)
            world.train.rollback("spam", "rolled back")
        if number % 10 == 7:
            time.sleep(GAP)
            older = world.dice.randrange(1, max(2, world.train.champion("spam") - 3))
            world.move(older, "promoted by hand")
    time.sleep(GAP)


def outages(figures, world):
    figures.part("the database away during a reload")
    version, _ = world.publisher.publish(number=201)
    world.backing.database.pause()
    time.sleep(PAUSED)
    world.backing.database.resume()
    figures.at_most(f"held for {PAUSED} s: the new version answers after", world.wait_serving(version), 3, "s")
    world.publisher.publish(number=202)
    world.backing.database.stop()
    figures.expect("stopped: predict answers", world.serving() is not None)
    time.sleep(STOPPED)
    # Between two looks 2 s may pass, and 5 s until a connection is given up.
    trouble = until("/models to say it", 10, lambda: world.predict.client.get("/models").json()["registry"].get("trouble"))
    figures.expect("/models says that the registry cannot be read", bool(trouble))
    world.backing.database.start()
    version, _ = until("a publish", 30, lambda: published(world, 203))
    figures.at_most(f"stopped for {STOPPED} s: the next version answers after", world.wait_serving(version), 8, "s")
    time.sleep(3)  # until it listens again
    world.sql(f"SELECT pg_terminate_backend(pid) {CONNECTIONS}")
    version, _ = world.publisher.publish(number=204)
    figures.at_most("its connections cut: the new version answers after", world.wait_serving(version), 3, "s")


def published(world, number):
    try:
        return world.publisher.publish(number=number)
    except RuntimeError:
        return None  # its own connection broke with the database


def judged(figures, world, load, calm):
    """What the answers say. `calm`: the changes that were made while nothing else was broken."""
    figures.part("every answer held against the registry")
    history = world.champions()
    answers = load.answers
    followed = answers.follow([change[:2] for change in history])
    figures.equal("failed requests", len(load.errors), 0)
    for error in load.errors[:3]:
        figures.note(error[:200])
    figures.at_least("answers", len(answers), 10_000)
    figures.equal("answers of a version that was not there", followed.strangers, 0)
    figures.equal("changes that answers went back from", len(followed.back()), 0)
    kinds = {"publish": r"nudged|On .* holdout rows", "rollback": "rolled back", "promotion by hand": "promoted"}
    for kind, reason in kinds.items():
        found = [i for i in range(1, calm) if re.match(reason, history[i][2])]
        seen = [delay for delay in map(followed.delay, found) if delay is not None]
        figures.equal(f"{kind}: of {len(found)}, seen", len(seen), len(found))
        figures.at_most(f"{kind}: seen after, the slowest", max(seen), 1, "s")
        lags = [lag for lag in map(followed.lag, found) if lag is not None]
        figures.at_most(f"{kind}: the old one answers for, at the most", max(lags), 1, "s")
    around = answers.p99_around([at for _, at, _ in history[1:calm]])
    p99 = [statistics.median(column) for column in zip(*around)]
    ratio = statistics.median(reload / before for before, reload in around)
    figures.at_most(f"p99 in the {WINDOW / 1e6} s after a change / before it", ratio, 2)
    figures.note(f"medians of {len(around)} times 5 changes: {p99[0]:.1f} ms calm, {p99[1]:.1f} ms")
    figures.note("the load shares the machine's cores")
    lived(figures, world, answers, history[:calm])


def lived(figures, world, answers, history):
    """GET history?at= against what was answered: the version of an answer was live then, or within a second before."""
    end = history[-1][1]
    known = [i for i in range(len(answers)) if answers.begun[i] < end]
    wrong = 0
    for answer in world.dice.sample(known, 200):
        given = answers.begun[answer] + answers.took[answer]
        live = {world.live_at(at) for at in (given, given - 1_000_000)}
        live |= {version for version, at, _ in history if given - 1_000_000 < at <= given}
        wrong += answers.version[answer] not in live
    figures.equal("of 200 answers, those that history?at= says were not live", wrong, 0)


def tasks(running):
    """(threads, open files) of a process; files counted without sockets of clients that are gone."""
    root = f"/proc/{running.process.pid}"
    return len(os.listdir(f"{root}/task")), len(os.listdir(f"{root}/fd"))


def leftovers(figures, world):
    figures.part(f"what {RELOADS} reloads leave behind")
    connections = f"SELECT count(*) AS n {CONNECTIONS}"

    def measured():
        time.sleep(1)
        return (heap_after_gc(world.predict), *tasks(world.predict), world.sql(connections)[0]["n"])

    before = measured()
    counter = r'millrace_model_reloads_total\{model="spam"\} ([0-9.E]+)'
    reloads = float(re.search(counter, world.predict.client.get("/metrics").text())[1])
    slowest = 0.0
    while reloads < RELOADS:
        version, _ = world.publisher.publish(number=int(reloads) % 250 + 1)
        slowest = max(slowest, world.wait_serving(version))
        reloads += 1
    counted = float(re.search(counter, world.predict.client.get("/metrics").text())[1])
    figures.at_least("reloads, as the metric counts them", counted, RELOADS)
    figures.at_most("the slowest of them, to the answer", slowest, 1, "s")
    after = measured()
    # A thread, a file, a connection comes and goes; a leak would be 200.
    allowed = {"heap, MiB": 4, "threads": 2, "open files": 3, "database connections": 1}
    for (what, more), was, now in zip(allowed.items(), before, after):
        figures.at_most(f"{what} (before: {was})", now, was + more)


def replicas(figures, world):
    figures.part("fresh replicas, champion corrupt")
    good = world.serving()
    version = plant(world, "substring(bytes FROM 1 FOR 1000)", "spam")
    fresh, pinned = world.replica(), world.replica(MILLRACE_PREDICT_PINS="spam=2")
    for replica in (fresh, pinned):
        replica.wait_ready()
    shown = world.shown(fresh)
    figures.equal("without anything, it serves previous", shown["serving"]["version"], str(good))
    said = f"version {version} (champion) is not loaded: version {good} (previous) answers instead"
    figures.expect("and says so", shown["state"] == "FALLBACK" and said in shown["notes"], shown["state"])
    figures.equal("pinned to version 2, it serves that", Pipeline(pinned.client).serving("spam", text="hi"), 2)
    second = plant(world, "''::bytea", "spam")
    until("both refused", 5, lambda: second_failed(world, fresh, second), pause=0.05)
    figures.equal("champion and previous corrupt: /models says why of the champion", named(world, fresh), str(second))


def second_failed(world, replica, version):
    return f"version {version} (champion) is not loaded" in " ".join(world.shown(replica)["notes"])


def named(world, replica):
    return world.shown(replica)["last_failure"]["version"]


def bodies(dice):
    texts = [{"text": mail["text"][:1200]} for mail in sample("spam")[:300]]
    return [{"model": "spam", **text} for text in dice.sample(texts, len(texts))]


def campaign(figures, chosen):
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-reload-"))
        figures.part("two models")
        world = World(figures, folder, stack, chosen)
        load = Load(folder, world.predict.port, bodies(world.dice))
        with load:
            time.sleep(2)  # until both programs are warm
            figures.attempt(changes, world)
            calm = len(world.champions())
            figures.attempt(corrupt, world)
            figures.attempt(outages, world)
        figures.attempt(judged, world, load, calm)
        figures.attempt(leftovers, world)
        figures.attempt(replicas, world)


def main():
    figures = Figures("reload")
    figures.attempt(campaign, seed(figures))
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
