#!/usr/bin/env python3
# about: who may become champion: trainings whose truth is known, snapshots nobody should train on, poison over HTTP
"""The statistics of promotion. Usage: [CHECK_LONG=1] [CHECK_SEED=n] ./millrace check gate"""

import json
import random
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from math import comb
from pathlib import Path

from lib.backing import Backing, Database
from lib.campaign import LONG, seed
from lib.figures import Figures
from lib.house import HOUSE, JAVA, QUIET, STANDALONE
from lib.pipeline import Pipeline, sample

# study:population:trials
STUDIES = (
    ("equal:mirrored:500", "equal:mails:50", "copied:mirrored:200", "flipped:mails:20", "flipped:flowers:80")
    + ("poisoned:mails:20", "poisoned:flowers:80")
    + ("more:mails:30", "more:flowers:70", "mended:mails:20", "mended:flowers:80", "looks:mirrored:20")
    if LONG
    else ("equal:mirrored:50", "equal:mails:8", "copied:mirrored:10", "flipped:mails:2", "flipped:flowers:7")
    + ("poisoned:mails:1", "poisoned:flowers:5")
    + ("more:mails:4", "more:flowers:16", "mended:flowers:16", "looks:mirrored:1")
)
LIMIT = 7200 if LONG else 300  # seconds
# How each training of GateCases should end, and a piece of the reason.
CASES = {
    "30 % of the training side's labels turned": ("rejected", "below its floor"),
    "30 % of all labels turned": ("rejected", "below its floor"),
    "every second spam called ham": ("rejected", "below its floor"),
    "every mail called ham": ("failed", "have the label 'ham': at least two labels are needed"),
    "every versicolor called virginica": ("rejected", "The champion knows the label 'versicolor'"),
    "six mails": ("failed", "labelled documents: at least"),
    "forty mails": ("rejected", "that min_holdout_per_label asks for"),
    "no mail": ("failed", "has 0 labelled documents"),
    "copies of two mails of one side": ("failed", "0 of them held out"),
    "copies of forty mails, and of two held out": ("rejected", "has 1 different documents of label"),
}


def at_least_so_many(hits, trials, chance):
    """The probability of `hits` or more."""
    return sum(comb(trials, k) * chance**k * (1 - chance) ** (trials - k) for k in range(hits, trials + 1))


def most(trials, chance=0.05):
    """What a right test of that level exceeds once in a hundred times: 6 of 50."""
    return next(m for m in range(trials + 1) if at_least_so_many(m + 1, trials, chance) < 0.012)


def upper_bound(hits, trials):
    """Clopper and Pearson (1934), one-sided, 95 %: a greater chance would have shown more hits."""
    low, high = hits / trials, 1.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        few = 1 - at_least_so_many(hits + 1, trials, middle)
        low, high = (middle, high) if few > 0.05 else (low, middle)
    return high


def trials(folder, chosen):
    """Every verdict of every study, as dicts."""
    classes = Path(folder) / "classes"
    sources = sorted((HOUSE / "checks" / "lib").glob("Gate*.java"))
    javac = [JAVA, "-m", "jdk.compiler/com.sun.tools.javac.Main", "-proc:none", "-implicit:none"]
    with ExitStack() as stack:
        database = Database(Path(folder) / "trials")
        stack.callback(database.stop)
        database.launch()
        subprocess.run([*javac, "-cp", STANDALONE, "-d", classes, *sources], check=True, timeout=120)
        database.wait_ready()
        command = [JAVA, *QUIET, "-XX:+UseSerialGC", "-Xmx1g", "-cp", f"{STANDALONE}:{classes}"]
        command += ["dev.millrace.train.GateTrials", database.url, HOUSE / "samples", str(chosen), "cases", *STUDIES]
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT)
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"study"')]


def cases(figures, verdicts):
    figures.part("snapshots nobody should train on, with the shipped settings")
    found = {verdict["case"]: verdict for verdict in verdicts if verdict["study"] == "case"}
    for case, (state, reason) in CASES.items():
        verdict = found.get(case, {"state": "no verdict", "message": ""})
        met = verdict["state"] == state and reason in verdict["message"] and verdict["champion_stays"]
        figures.expect(case, met, verdict["state"], f"= {state}, since it {reason!r}")
        if not met:
            figures.note(verdict["message"])


def in_vain(verdict):
    """
    Promoted, though no better. Of rows mirrored once none is; of others the truth is measured on unseen documents (rows
    mirrored twenty times keep no common folds, so that calibrations differ).
    """
    equal = verdict["population"] == "mirrored" and verdict["study"] != "looks"
    return verdict["state"] == "published" and (equal or verdict["gain"] <= 0)


def chance(figures, what, verdicts):
    found = sum(map(in_vain, verdicts))
    figures.at_most(f"{what}: promotions that bring nothing", found, most(len(verdicts)), f"of {len(verdicts)}")
    bound = 100 * upper_bound(found, len(verdicts))
    figures.note(f"at most {bound:.1f} % of all, with 95 % confidence (Clopper-Pearson)")


def equals(figures, verdicts):
    figures.part("retrainings on equal documents, each with a holdout of its own; 2.5 % is what a first look may spend")
    mirrored = [verdict for verdict in verdicts if verdict["population"] == "mirrored"]
    chance(figures, "rows whose columns were swapped", mirrored)
    mails = [verdict for verdict in verdicts if verdict["population"] == "mails"]
    chance(figures, "other mails, as many", mails)
    lucky = sum(verdict["state"] == "published" for verdict in mails) - sum(map(in_vain, mails))
    figures.note(f"{lucky} more of the {len(mails)} happened to learn from better mails: promoted rightly")


def looks(figures, verdicts):
    figures.part("20 looks at one unchanged holdout, each at a candidate of equal rows")
    series = {}
    for verdict in verdicts:
        series.setdefault(verdict["trial"], []).append(verdict)
    figures.equal("looks of each series", {len(looks) for looks in series.values()}, {20})
    promotions = [sum(look["state"] == "published" for look in looks) for looks in series.values()]
    figures.at_most("promotions of a series, at the most", max(promotions), 1)
    found = sum(any(map(in_vain, looks)) for looks in series.values())
    figures.at_most("series with one that brings nothing", found, most(len(series)), f"of {len(series)}")


def turned_labels(figures, flipped, poisoned):
    figures.part("labels turned at 30 %, without floors: the tests alone")
    rejected = [v for v in flipped if v["state"] == "rejected" and "higher than the champion's" in v["message"]]
    figures.equal("on the training side: rejected, since the log loss is higher", len(rejected), len(flipped))
    rejected = [v for v in poisoned if v["state"] == "rejected" and ": significantly more errors" in v["message"]]
    figures.note(f"on the holdout, too: {len(rejected)} of {len(poisoned)} rejected, since errors are more")
    figures.note("a wrong holdout speaks for a wrong candidate: only the floors above stop every one")


def statistics(figures, chosen):
    with tempfile.TemporaryDirectory(prefix="millrace-gate-") as folder:
        verdicts = trials(folder, chosen)
    cases(figures, verdicts)
    of = {}
    for verdict in verdicts:
        of.setdefault(verdict["study"], []).append(verdict)
    turned_labels(figures, of["flipped"], of["poisoned"])
    equals(figures, of["equal"])
    chance(figures, "swapped, one held out row 1,001 times", of["copied"])
    looks(figures, of["looks"])
    figures.part("a truly better one: four times the documents, or a fifth of the labels put right")
    better = of["more"] + of["mended"]
    passed = sum(verdict["state"] == "published" for verdict in better)
    figures.at_least(f"share of {len(better)} that is promoted", passed / len(better), 0.95)
    worst = min(verdict["gain"] for verdict in better)
    figures.note(f"the least true gain among them: {worst:.4f} of log loss")


def turned(mails, share, dice):
    other = {"ham": "spam", "spam": "ham"}
    return [{**m, "label": other[m["label"]] if dice.random() < share else m["label"]} for m in mails]


def poison(figures, chosen):
    """The whole way: labels turned in a running system."""
    figures.part("poison over HTTP: 30 % of the labels of a running system turned")
    dice = random.Random(chosen)
    mails = [{**mail, "text": mail["text"][:2000]} for mail in sample("spam", seed=chosen)[:1500]]
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-gate-"))
        backing = stack.enter_context(Backing(folder))
        started = [stack.enter_context(backing.start(name)) for name in ("ingest", "clean", "train")]
        for running in started:
            running.wait_ready()
        ingest, clean, train = (Pipeline(running.client) for running in started)

        def send_and_train(documents):
            ingest.ingest(documents)
            clean.wait_stored()
            return train.train("spam")

        figures.equal("the first training", send_and_train(mails)["state"], "published")
        run = send_and_train(turned(mails, 0.3, dice))
        figures.equal("the training on turned labels", run["state"], "rejected")
        figures.equal("champion afterwards", train.champion("spam"), 1)
        reasons = run["gate"]["reasons"]
        figures.expect("GET /runs says why", any("Accuracy is" in r for r in reasons), f"{len(reasons)} reasons")
        figures.note(reasons[0])
        version = train.version("spam", run["version"])
        same = version["status"] == "rejected" and version["metrics"]["gate"]["reasons"] == reasons
        figures.expect("the registry keeps it as rejected, with the reasons", same, version["status"])
        figures.equal("its parent, the champion it was judged against", version.get("parent"), 1)
        run = send_and_train(mails + sample("spam", seed=chosen)[1500:2500])
        figures.expect("labels put right: no run fails", run["state"] in ("published", "rejected"), run["state"])
        figures.expect("and no floor is broken", "floor" not in run["message"])


def main():
    figures = Figures("gate")
    chosen = seed(figures)
    figures.attempt(statistics, chosen)
    figures.attempt(poison, chosen)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
