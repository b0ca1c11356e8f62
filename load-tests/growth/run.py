#!/usr/bin/env python3
"""How training, model and scoring grow with documents, classes and words. Usage: run.py [--quick] [--heap 4g]

Each row is a training in a process of its own (GrowthRun in load-tests/jmh). Goal: each figure grows no faster than what
it grows with. Without --quick: to 500,000 documents, and 500,000 of 50 words within the heap. Exit code 1 when a goal is
missed. Needs JDK 25 and `mvn -DskipTests package`.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "checks"))

from lib.figures import Figures  # noqa: E402
from lib.house import HOUSE, JAVA, QUIET  # noqa: E402

CLASSES = f"{HOUSE}/load-tests/jmh/target/*:{HOUSE}/load-tests/jmh/target/lib/*"
# Documents, classes, words.
QUICK = {"documents": [(500, 2, 50), (5_000, 2, 50)], "classes": [(2_000, 2, 50), (2_000, 20, 50)],
         "words": [(500, 2, 50), (500, 2, 500)]}
FULL = {"documents": [(5_000, 2, 50), (50_000, 2, 50), (500_000, 2, 50)],
        "classes": [(20_000, 2, 50), (20_000, 20, 50), (20_000, 200, 50)],
        "words": [(5_000, 2, 50), (5_000, 2, 500), (5_000, 2, 5_000)]}
SLACK = 1.3  # of linear: short trainings differ by as much from one another


def grown(heap, documents, classes, words):
    command = [JAVA, *QUIET, "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", f"-Xmx{heap}", "-cp", CLASSES]
    command += ["dev.millrace.classifier.GrowthRun", documents, classes, words, 1]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=7200)
    if done.returncode:
        raise RuntimeError(f"{documents} documents, {classes} classes, {words} words: {done.stderr.strip()[-300:]}")
    return json.loads(done.stdout.splitlines()[-1])


def growing(figures, what, rows, heap):
    figures.part(f"{what}: documents x classes x words")
    found = []
    for row in rows:
        found.append(grown(heap, *row))
        figures.note(f"{row[0]:>7,} x {row[1]:>3} x {row[2]:>5,}: " + ", ".join(f"{k} {v}" for k, v in found[-1].items()))
    place = ("documents", "classes", "words").index(what)
    for (small, big), (before, after) in zip(zip(rows, rows[1:]), zip(found, found[1:])):
        factor = big[place] / small[place]
        for name in ("train_s", "heap_mib", "model_kib", "score_us"):
            figures.at_most(f"{name}, {what} x {factor:g}: grows by", after[name] / before[name], SLACK * factor)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="small sizes, less than a minute")
    options.add_argument("--heap", default="4g", help="of each training (default: 4g)")
    chosen = options.parse_args()
    figures = Figures("growth")
    for what, rows in (QUICK if chosen.quick else FULL).items():
        figures.attempt(growing, what, rows, chosen.heap)
    sys.exit(figures.close())


if __name__ == "__main__":
    main()
