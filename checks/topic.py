#!/usr/bin/env python3
# about: the topic made anew, longer, with more partitions, its records deleted or lost: clean stops by name, and goes on
"""A topic that no longer fits the marks. Usage: ./millrace check topic"""

import re
import shutil
import signal
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from lib.backing import Backing
from lib.client import until
from lib.figures import Figures
from lib.pipeline import Pipeline

COUNT = 60
WORDS = {
    "other-topic": "was made anew",
    "wrong-partitions": "expected 3",
    "mark-below-log": "the log begins at",
    "mark-above-log": "the broker has lost records",
}


class Scene:
    """One ingest that stays, one clean at a time."""

    def __init__(self, figures, backing, stack):
        self.figures = figures
        self.backing = backing
        self.ingest = stack.enter_context(backing.start("ingest", MILLRACE_INGEST_CHECK_INTERVAL="300ms"))
        self.ingest.wait_ready()
        self.sent = 0

    def clean(self):
        return self.backing.start("clean", MILLRACE_CLEAN_CHECK_INTERVAL="300ms")

    def send(self, count=COUNT):
        documents = [{"id": f"t-{self.sent + n}", "model": "spam", "text": f"number {n}"} for n in range(count)]
        accepted = until("a 202", 30, lambda: Pipeline(self.ingest.client).accepted(documents), 0.3)
        self.figures.equal("documents answered 202", accepted, count)
        self.sent += count

    def stored(self):
        return self.backing.database.sql("SELECT count(DISTINCT id) AS n FROM document")[0]["n"]

    def stops(self, clean, code, partitions=3):
        """Those partitions are stopped by that name, readiness says so, the metric too, and nothing is stored."""

        def stopped():
            found = clean.client.get("/topic", limit=5)
            why = [p.get("reason") or "" for p in found.json()["partitions"]] if found.ok else []
            return len([reason for reason in why if reason.startswith(code)]) == partitions

        until(f"partitions stopped: {code}", 60, stopped, 0.2)
        ready = clean.client.get("/health/ready")
        self.figures.expect("/health/ready: 503 that says why", ready.status == 503 and WORDS[code] in ready.text(), code)
        metric = re.search(r"^millrace_partitions_stopped (\d+)", clean.client.get("/metrics").text(), re.MULTILINE)
        self.figures.at_least("/metrics: millrace_partitions_stopped", int(metric[1]), partitions)
        self.figures.equal("alive all the same", clean.client.get("/health/live").status, 200)

    def go_on(self, clean):
        generation = clean.client.get("/topic").json()["generation"]
        body = {"expected_generation": generation, "reason": "a check"}
        self.figures.equal("POST /topic/generations", clean.client.post("/topic/generations", body).status, 201)
        clean.wait_ready()
        Pipeline(clean.client).wait_stored()
        self.figures.expect("GET /topic/account: balanced", Pipeline(clean.client).call("GET", "/topic/account")["balanced"])


def made_anew(scene):
    scene.figures.part("made anew while clean runs")
    with scene.clean() as clean:
        clean.wait_ready()
        scene.send()
        Pipeline(clean.client).wait_stored()
        scene.backing.broker.tell("delete-topic")
        scene.stops(clean, "other-topic")
        scene.send()
        scene.figures.equal("documents stored before the way on", scene.stored(), COUNT)
        scene.go_on(clean)
        scene.figures.equal("all stored after it", scene.stored(), scene.sent)


def made_longer(scene):
    scene.figures.part("made anew, longer than before, while no clean runs")
    before = scene.stored()
    scene.backing.broker.tell("delete-topic")
    scene.send(10 * COUNT)
    with scene.clean() as clean:
        scene.stops(clean, "other-topic")
        scene.figures.equal("nothing of it stored under the old marks", scene.stored(), before)
        scene.go_on(clean)
        scene.figures.equal("all stored after the way on", scene.stored(), scene.sent)


def more_partitions(scene):
    scene.figures.part("partitions added")
    with scene.clean() as clean:
        clean.wait_ready()
        scene.backing.broker.tell("add-partitions 4")
        scene.stops(clean, "wrong-partitions")
        document = {"model": "spam", "text": "on its way while partitions are added"}
        answer = until(
            "ingest to refuse", 30, lambda: (a := scene.ingest.client.post("/ingest", document)).status == 503 and a
        )
        scene.figures.expect("ingest: 503 that names the way on", "Make the topic anew" in answer.text())
        scene.backing.broker.tell("delete-topic")
        scene.stops(clean, "other-topic")
        scene.send()
        scene.go_on(clean)
        scene.figures.equal("all stored after the way on", scene.stored(), scene.sent)


def retention(scene):
    scene.figures.part("records deleted before they were stored")
    stored = scene.stored()
    scene.send()
    ends = {}
    for partition, offset, _ in scene.backing.broker.records():
        ends[partition] = max(offset + 1, ends.get(partition, 0))
    scene.backing.broker.tell(f"delete-records 0 {ends[0]}")
    with scene.clean() as clean:
        scene.stops(clean, "mark-below-log", partitions=1)
        scene.go_on(clean)
        lost = scene.sent - scene.stored()
        gap = scene.backing.database.sql(
            "SELECT newer.first_offset - older.next_offset AS gap FROM mark AS newer JOIN mark AS older"
            " ON older.partition = newer.partition AND older.generation = newer.generation - 1"
            " WHERE newer.generation = (SELECT max(generation) FROM topic) AND newer.partition = 0"
        )[0]["gap"]
        scene.figures.expect("what was lost is the gap between the generations", 0 < lost == gap, gap, f"= {lost}")
        scene.figures.equal("the other partitions lost nothing", scene.stored() - stored, COUNT - lost)


def older_disk(broker, copy):
    """The broker is as it was when its disk was copied, and has led the partitions for longer than before."""
    broker.stop()
    shutil.rmtree(broker.folder)
    shutil.copytree(copy, broker.folder)
    broker.start()
    broker.stop()
    broker.start()


def lost_records(scene):
    scene.figures.part("the broker loses stored records, and takes new ones past the marks, while clean is held")
    broker = scene.backing.broker
    broker.stop()
    copy = shutil.copytree(broker.folder, broker.folder.with_suffix(".copy"))
    broker.start()
    before = scene.stored()
    with scene.clean() as clean:
        scene.send()
        clean.wait_ready()
        Pipeline(clean.client).wait_stored()
        clean.process.send_signal(signal.SIGSTOP)
        older_disk(broker, copy)
        scene.send(10 * COUNT)
        clean.process.send_signal(signal.SIGCONT)
        scene.stops(clean, "mark-above-log")
    with scene.clean() as clean:  # another knows it, too
        scene.stops(clean, "mark-above-log")
        scene.figures.equal("nothing of it stored under the old marks", scene.stored() - before, COUNT)
        scene.go_on(clean)
        scene.figures.equal("all stored after the way on", scene.stored() - before, 11 * COUNT)


def campaign(figures, folder):
    with ExitStack() as stack:
        backing = stack.enter_context(Backing(folder))
        scene = Scene(figures, backing, stack)
        for part in (made_anew, made_longer, more_partitions, retention, lost_records):
            part(scene)


def main():
    figures = Figures("topic")
    with tempfile.TemporaryDirectory(prefix="millrace-topic-") as folder:
        figures.attempt(campaign, Path(folder))
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
