#!/usr/bin/env python3
"""How long a new version takes from the registry to the first answer, and what two of them take of the heap.

Starts predict with a model of the sample mails, publishes versions one after the other while predictions are asked, and
prints medians beside goals. Exit code 1 when a goal is missed. Needs python3, JDK 25, and a built Millrace.
"""

import re
import statistics
import sys
import tempfile
import threading
import time
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "checks"))

from lib import measurement  # noqa: E402
from lib.champions import Publisher  # noqa: E402
from lib.client import until  # noqa: E402
from lib.house import heap_after_gc  # noqa: E402
from lib.planted import Planted  # noqa: E402

LOADING = r'millrace_model_load_seconds_(sum|count)\{model="spam"\} ([0-9.E+-]+)'


def loading(predict):
    """Seconds of all loads so far, and how many there were."""
    found = dict(re.findall(LOADING, predict.client.get("/metrics").text()))
    return float(found["sum"]), int(float(found["count"]))


def serving(predict):
    return next(m for m in predict.client.get("/models").json()["models"] if m["name"] == "spam")["serving"]


class Asking(threading.Thread):
    """One prediction after the other, until it is stopped; the slowest answer and the failures are kept."""

    def __init__(self, predict):
        super().__init__(daemon=True)
        self.predict = predict
        self.ended = threading.Event()
        self.slowest = 0
        self.failed = 0

    def run(self):
        while not self.ended.is_set():
            begin = time.monotonic()
            answer = self.predict.client.post("/predict", {"text": "win free money now"})
            self.failed += answer.status != 200
            self.slowest = max(self.slowest, time.monotonic() - begin)


def reloading(figures, planted, options, seen):
    """Adds to `seen` the milliseconds of each load."""
    figures.part("hot reload")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-publisher-"))
        publisher = Publisher(folder, planted.database)
        stack.callback(publisher.stop)
        publisher.launch()
        publisher.wait_ready()
        predict = stack.enter_context(planted.start("predict"))
        predict.wait_ready()
        predict.client.post("/predict", {"text": "win free money now"})
        one = heap_after_gc(predict)
        asking = Asking(predict)
        asking.start()
        millis = []
        for number in range(2, 2 + options.versions):
            before, _ = loading(predict)
            version, _ = publisher.publish(number=number)
            until("the version to answer", 20, lambda: serving(predict)["version"] == str(version), pause=0.02)
            until("its load to be counted", 5, lambda: loading(predict)[0] > before, pause=0.02)
            millis.append(1000 * (loading(predict)[0] - before))
        asking.ended.set()
        asking.join()
        model = serving(predict)["memory_bytes"] / 2**20
        two = heap_after_gc(predict)
    seen["reload_ms"] = millis
    figures.note(f"a model of {model:.2f} MiB in memory; loads of {', '.join(f'{ms:.0f}' for ms in millis)} ms")
    figures.aim_at_most("from the registry to warm, median", statistics.median(millis), 150, 600, "ms")
    figures.at_most("heap with champion and previous, less the rest", two - one + model, 2.4 * model, "MiB")
    figures.equal("predictions that failed meanwhile", asking.failed, 0)
    figures.note(f"the slowest answer meanwhile took {1000 * asking.slowest:.0f} ms")


def main():
    parser = measurement.parser(__doc__)
    parser.add_argument("--versions", type=int, default=7, help="how many are published (7)")
    return measurement.run("reload", parser.parse_args(), Planted, reloading)


if __name__ == "__main__":
    sys.exit(main())
