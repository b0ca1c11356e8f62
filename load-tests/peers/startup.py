#!/usr/bin/env python3
"""From the start of predict's process to its first right answer: with the ahead-of-time cache, without, and Flask's.

In turns, each several times; medians count. The files are in the page cache; what is cold is the process. The cache
is made here by a rehearsal, as ./millrace run predict makes it at its first start. Exit code 1 when a goal is missed.
Needs what run.py needs, but for wrk.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "checks")]

from lib import measurement  # noqa: E402
from lib.house import HOUSE, JAVA  # noqa: E402
from lib.planted import Planted  # noqa: E402
from lib.usage import cpu_seconds, pss_mib  # noqa: E402
from twins import Twins, split  # noqa: E402

SPAM = {"text": "Lowest prices on the net, click here to be removed from our list"}
SETTLED = 1.0  # seconds after the first answer until memory is read


def rehearse(figures, folder):
    """Makes a cache; its file."""
    cache = Path(folder) / "predict.aot"
    jar = HOUSE / "functions" / "predict" / "target" / "predict.jar"
    files = (f"@{HOUSE}/launcher/{name}.options" for name in ("jvm", "rehearsal"))
    options = [*files, f"-XX:AOTCacheOutput={cache}"]
    command = [str(part) for part in (JAVA, *options, "-jar", jar, "--rehearse")]
    begin = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    figures.equal("predict --rehearse: exit code", done.returncode, 0)
    if done.returncode or not cache.exists():
        raise RuntimeError((done.stdout + done.stderr)[-2000:])
    taken = time.monotonic() - begin
    figures.note(f"the cache: {cache.stat().st_size >> 20} MiB, made in {taken:.1f} s")
    return cache


def first_answer(begin):
    """One start: seconds of wall clock and of CPU until the first right answer, memory a second after it."""
    with begin() as running:

        def right():
            answer = running.client.post("/predict", SPAM, limit=5)
            return answer.status == 200 and answer.json()["label"] == "spam"

        running.wait_for("a right answer", 60, right, 0.005)
        seen = {"wall": running.seconds(), "cpu": cpu_seconds(running.process.pid)}
        time.sleep(SETTLED)
        return {**seen, "pss_mib": pss_mib(running.process.pid)}


def starting(figures, planted, options, seen):
    """`planted` has version 1 of spam; `seen` takes what was measured."""
    figures.part(f"from start to the first right answer, {options.starts} times each, in turns")
    twins = Twins(split("spam")[0])
    cache = rehearse(figures, planted.folder)
    kinds = {
        "with the cache": lambda: planted.start("predict", jvm=[f"-XX:AOTCache={cache}"]),
        "without": lambda: planted.start("predict"),
        "flask": twins.flask,
    }
    runs = {name: [] for name in kinds}
    for _ in range(options.starts):
        for name, begin in kinds.items():
            runs[name].append(first_answer(begin))
    middle = {name: {k: statistics.median(run[k] for run in each) for k in each[0]} for name, each in runs.items()}
    seen["startup"] = {"medians": middle, "runs": runs}
    for name, found in middle.items():
        walls = " ".join(f"{run['wall']:.2f}" for run in runs[name])
        cost = f"{found['wall']:5.2f} s   CPU {found['cpu']:5.2f} s   {found['pss_mib']:4.0f} MiB"
        figures.note(f"{name:<16} {cost}   ({walls})")
    ours = middle["with the cache"]["wall"]
    figures.aim_at_most("with the cache: times without", ours / middle["without"]["wall"], 0.4, 0.75)
    figures.aim_at_most("with the cache: times flask's", ours / middle["flask"]["wall"], 0.35, 1.5)


def main():
    parser = measurement.parser(__doc__)
    parser.add_argument("--starts", type=int, default=7, help="of each (7)")
    return measurement.run("startup", parser.parse_args(), Planted, starting)


if __name__ == "__main__":
    sys.exit(main())
