#!/usr/bin/env python3
# about: every figure of speed in a short form: serving, start-up and ingest beside others, scoring, training
"""The figures of load-tests. Usage: [BENCH_GROWTH=1] ./millrace check bench (BENCH_GROWTH=1: the whole, slow table)

Goals are ratios, which hold on any machine, if others leave it alone meanwhile; absolute figures are notes. Scoring,
training and growth run what `./millrace test` built, or `mvn -DskipTests package`.
"""

import importlib.util
import os
import subprocess
import sys
import tempfile
from argparse import Namespace

from lib import wrk
from lib.figures import Figures
from lib.house import HOUSE
from lib.planted import Planted

TESTS = HOUSE / "load-tests"
SERVING = Namespace(rounds=3, seconds=2, warm=14, connections=32, ngrams=2, fastapi=False)
STARTUP = Namespace(starts=3)
RELOAD = Namespace(versions=5)
INGEST = Namespace(documents=6_000, warm=12_000, rounds=2, seconds=2, connections=32)
# Scripts that stand alone: they end with 0 when every goal is met.
ALONE = [("jmh", ["--quick"]), ("training", ["--quick"])]
GROWTH = ("growth", [] if os.environ.get("BENCH_GROWTH") else ["--quick"])
LIMIT = 3600  # seconds for one of those


def script(name):
    """A load test as a module; several have files of one name."""
    spec = importlib.util.spec_from_file_location(name.replace("/", "_"), TESTS / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def alone(figures, name, options):
    """Runs load-tests/NAME/run.py, where there is one; what it prints is shown as it comes."""
    file = TESTS / name / "run.py"
    if not file.exists():
        figures.note(f"there is no {file.relative_to(HOUSE)}")
        return
    figures.part(f"load-tests/{name}")
    if not (TESTS / "jmh" / "target" / "lib").exists():
        figures.expect("load-tests/jmh is built: ./millrace test builds it", False)
        return
    done = subprocess.run([sys.executable, file, *options], timeout=LIMIT)
    figures.equal(f"load-tests/{name}: exit code", done.returncode, 0)


def main():
    wrk.require()
    figures = Figures("bench")
    with tempfile.TemporaryDirectory(prefix="millrace-bench-") as folder, Planted(folder) as planted:
        seen = {}
        figures.attempt(script("peers/run").serving, planted, SERVING, seen)
        figures.attempt(script("peers/startup").starting, planted, STARTUP, seen)
        figures.attempt(script("reload/run").reloading, planted, RELOAD, seen)
        figures.attempt(script("ingest/run").ingesting, planted, INGEST, seen)
    for name, options in [*ALONE, GROWTH]:
        figures.attempt(alone, name, options)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
