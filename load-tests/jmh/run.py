#!/usr/bin/env python3
"""What a score costs, by JMH: figures beside goals. Usage: run.py [--quick]; the README has the long form and each step.

Needs JDK 25 and `mvn -DskipTests package`. Exit code 1 when a goal is missed.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "checks"))

from lib.figures import Figures  # noqa: E402
from lib.house import JAVA, QUIET  # noqa: E402

BENCHMARKS = r"ScoreBenchmark.score|TextBenchmark.clean"
ANSWER = 56  # bytes: a Prediction, 24, and its two probabilities, 32
SAMPLING = 8  # bytes a call that JMH's own samples may come to


def measured(quick):
    times = ["-wi", "3", "-i", "3", "-w", "1", "-r", "1"] if quick else []
    with tempfile.TemporaryDirectory(prefix="millrace-jmh-") as folder:
        file = Path(folder, "result.json")
        command = [JAVA, *QUIET, "-cp", f"{HERE}/target/*:{HERE}/target/lib/*", "org.openjdk.jmh.Main", BENCHMARKS]
        command += ["-p", "ngrams=1", "-prof", "gc", "-rf", "json", "-rff", file, "-foe", "true", *times]
        done = subprocess.run(command, capture_output=True, text=True, timeout=900)
        if done.returncode:
            raise RuntimeError((done.stderr.strip() or done.stdout.strip())[-400:])
        return {(one["benchmark"].rsplit(".", 1)[1], one["params"]["texts"]): one for one in json.loads(file.read_text())}


def main():
    figures = Figures("jmh")
    figures.attempt(scoring, "--quick" in sys.argv[1:])
    sys.exit(figures.close())


def scoring(figures, quick):
    found = measured(quick)

    def median(name, texts):
        return found[name, texts]["primaryMetric"]["scorePercentiles"]["50.0"]

    def allocated(name, texts):
        metrics = found[name, texts]["secondaryMetrics"]
        return next(value["score"] for key, value in metrics.items() if key.endswith("gc.alloc.rate.norm"))

    figures.aim_at_most("a text of 200 words to its answer, median", median("score", "1"), 4, 16, "us")
    figures.note(f"256 such texts in turn: {median('score', '256'):.2f} us")
    surplus = max(0, allocated("score", "1") - ANSWER)
    figures.at_most("bytes a call beyond the answer and JMH's samples", surplus, SAMPLING)
    figures.aim_at_most("cleaning a clean text of 200 words, median", median("clean", "1"), 1.5, 6, "us")


if __name__ == "__main__":
    main()
