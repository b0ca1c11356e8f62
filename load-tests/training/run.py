#!/usr/bin/env python3
"""How fast the sample mails are trained on, and how well, beside scikit-learn on the same split in the same run.

Each training is a process of its own, ours and theirs in turn: features (runs of 1 to 2 words), one fit at the cost that
each side chose by five folds before, evaluation. Quality: probabilities of the holdout, compared by a paired bootstrap.
Prints figures beside goals, then JSON. Exit code 1 when a goal is missed. Needs python3 3.9 to 3.12 with venv, JDK 25,
and `mvn -DskipTests package`.
"""

import argparse
import json
import math
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "checks"))

from lib.environments import environment  # noqa: E402
from lib.figures import Figures  # noqa: E402
from lib.house import HOUSE, JAVA, QUIET  # noqa: E402

# Has the same scikit-learn.
PEERS = HERE.parent / "peers"
CLASSES = f"{HOUSE}/load-tests/jmh/target/*:{HOUSE}/load-tests/jmh/target/lib/*"
OURS = [JAVA, *QUIET, "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xmx1g", "-cp", CLASSES]
OURS += ["dev.millrace.classifier.TrainingRun"]
SAMPLES = 2000
BINS = 15


def ran(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise RuntimeError(f"{command[-4:]}: {done.stderr.strip()[-400:]}")
    return json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else {}


def answers(file, second="spam"):
    """For each row of the holdout: the probability of its own label, that of the label taken, and whether that was right."""
    rows = []
    for line in file.read_text().splitlines():
        label, p = line.split("\t")
        spam = float(p)
        own = spam if label == second else 1 - spam
        rows.append((own, max(spam, 1 - spam), (spam > 0.5) == (label == second)))
    return rows


def quality(rows):
    bins = [[0, 0.0, 0] for _ in range(BINS)]
    for _, top, hit in rows:
        one = bins[min(BINS - 1, int(top * BINS))]
        one[0] += 1
        one[1] += top
        one[2] += hit
    return {
        "accuracy": sum(hit for _, _, hit in rows) / len(rows),
        "log_loss": sum(-math.log(max(own, 1e-15)) for own, _, _ in rows) / len(rows),
        "calibration_error": sum(abs(top - hits) for _, top, hits in bins) / len(rows),
    }


def worse(ours, theirs, name, sign):
    """How much worse ours is, at the least that nineteen of twenty samples of the holdout agree on."""
    draw = random.Random(1)
    found = []
    for _ in range(SAMPLES):
        rows = draw.choices(range(len(ours)), k=len(ours))
        pair = [quality([side[row] for row in rows])[name] for side in (ours, theirs)]
        found.append(sign * (pair[0] - pair[1]))
    return sorted(found)[int(0.05 * SAMPLES)]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=7, help="trainings of each side (default: 7)")
    options.add_argument("--quick", action="store_true", help="three rounds")
    chosen = options.parse_args()
    figures = Figures("training")
    figures.attempt(compared, 3 if chosen.quick else chosen.rounds)
    sys.exit(figures.close())


def compared(figures, rounds):
    theirs = [environment("peers/flask", PEERS / "flask.txt") / "bin" / "python", HERE / "sklearn_run.py"]
    with tempfile.TemporaryDirectory(prefix="millrace-training-") as name:
        folder = Path(name)
        ran([*OURS, "export", folder])
        our_choice = ran([*OURS, "choose", "2", folder / "ours.tsv"])
        their_choice = ran([*theirs, "choose", folder, folder / "theirs.tsv"])
        times = {"millrace": [], "scikit-learn": []}
        for _ in range(rounds):
            times["millrace"].append(ran([*OURS, "train", "2", our_choice["cost"]]))
            times["scikit-learn"].append(ran([*theirs, "train", folder, their_choice["cost"]]))
        both = [answers(folder / f"{side}.tsv") for side in ("ours", "theirs")]
    report(figures, times, both, {"millrace": our_choice, "scikit-learn": their_choice})


def report(figures, times, both, choices):
    phases = ("features_s", "fit_s", "evaluate_s", "total_s")
    medians = {side: {p: statistics.median(t[p] for t in found) for p in phases} for side, found in times.items()}
    grades = dict(zip(times, map(quality, both)))
    for side in times:
        figures.note(f"{side:13} " + ", ".join(f"{p[:-2]} {medians[side][p]:.2f} s" for p in phases)
                     + "; " + ", ".join(f"{name} {value:.4f}" for name, value in grades[side].items())
                     + f"; cost {choices[side]['cost']:g}")
    figures.note(f"choosing the cost and calibrating took {choices['millrace']['choose_s']:.1f} s more")
    ratio = medians["millrace"]["total_s"] / medians["scikit-learn"]["total_s"]
    figures.aim_at_most("training: of scikit-learn's wall time", ratio, 0.5, 2)
    for name, sign in (("accuracy", -1), ("log_loss", 1), ("calibration_error", 1)):
        figures.at_most(f"{name}: worse than scikit-learn's, surely", worse(*both, name, sign), 0)
    print(json.dumps({"times": times, "quality": grades, "choices": choices}))


if __name__ == "__main__":
    main()
