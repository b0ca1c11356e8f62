#!/usr/bin/env python3
# about: two copies of train on one database and a cron of every minute: one run a minute, never two
"""The schedule among replicas. Usage: ./millrace check schedule"""

import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from lib.backing import Backing
from lib.figures import Figures
from lib.pipeline import Pipeline, sample

MODELS = """\
models:
  - name: iris
    kind: tabular
    default: true
    labels: [setosa, versicolor, virginica]
    features: {sepal_length: numeric, sepal_width: numeric, petal_length: numeric, petal_width: numeric}
    schedule: "* * * * *"
"""
MINUTES = 3


def two_copies(figures, folder):
    with ExitStack() as stack:
        backing = stack.enter_context(Backing(folder))
        backing.models = Path(folder) / "models.yml"
        backing.models.write_text(MODELS)
        store(backing)
        copies = [stack.enter_context(backing.start("train")) for _ in range(2)]
        for copy in copies:
            copy.wait_ready()
        # From the middle of a minute, so that each of the minutes to come is whole.
        time.sleep((90 - time.time() % 60) % 60 + 60 * MINUTES)
        runs = [Pipeline(copy.client).call("GET", "/runs?model=iris")["runs"] for copy in copies]
        figures.expect("both copies tell of the same runs", ids(runs[0]) == ids(runs[1]), len(runs[0]))
        judge(figures, Pipeline(copies[0].client), runs[0])


def store(backing):
    """The flowers, stored once; ingest and clean may end then."""
    with backing.start("ingest") as ingest, backing.start("clean") as clean:
        ingest.wait_ready()
        clean.wait_ready()
        Pipeline(ingest.client).ingest(sample("iris"))
        Pipeline(clean.client).wait_stored()


def ids(runs):
    return sorted(run["id"] for run in runs)


def judge(figures, pipeline, runs):
    runs = sorted(runs, key=lambda run: run["started"])
    for run in runs:
        figures.note(f"{run['started']}  {run['trigger']}  {run['state']}")
    minutes = [run["started"][:16] for run in runs]
    figures.expect("minutes with a run", len(set(minutes)) >= MINUTES, len(set(minutes)), f">= {MINUTES}")
    figures.equal("minutes with two runs", len(minutes) - len(set(minutes)), 0)
    figures.equal("the first run", runs[0]["state"], "published")
    others = [run["state"] for run in runs[1:]]
    figures.equal("the others, nothing being new: unchanged", others.count("unchanged"), len(others))
    versions = pipeline.call("GET", "/registry/models/iris/versions")["versions"]
    figures.equal("versions made", len(versions), 1)


def main():
    figures = Figures("schedule")
    with tempfile.TemporaryDirectory(prefix="millrace-schedule-") as folder:
        figures.attempt(two_copies, folder)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
