#!/usr/bin/env python3
"""Taking documents in: how fast they are stored beside the bare least, what each stage costs, how one is answered.

The yardstick is Bare.java: a producer, a consumer and COPY on a broker and a database of the same kind, with the same
documents. Both take turns; medians count. Exit code 1 when a goal is missed. Needs Linux, wrk, python3, JDK 25 and a
built Millrace.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "checks"))

from lib import measurement, wrk  # noqa: E402
from lib.backing import Backing  # noqa: E402
from lib.house import JAVA, QUIET, STANDALONE, up  # noqa: E402
from lib.load import Load  # noqa: E402
from lib.pipeline import Pipeline, sample  # noqa: E402
from lib.prepared import plain  # noqa: E402
from lib.usage import cpu_seconds  # noqa: E402

SIZE = 1000  # bytes of a line, near enough
BARE_TOPIC = "bare"


def documents(count, round_):
    """Lines of about 1 KB: the sample mails again and again, cut, under ids of their own."""
    mails = [mail for mail in sample("spam") if len(mail["text"]) >= SIZE]
    lines = []
    for number in range(count):
        mail = mails[number % len(mails)]
        about = {"id": f"{round_}-{number}", "model": "spam", "label": mail["label"]}
        room = SIZE - len(json.dumps({**about, "text": ""}))
        text = mail["text"][:room]
        while len(json.dumps(text)) - 2 > room:  # what JSON escapes is longer
            text = text[: len(text) - max(1, (len(json.dumps(text)) - 2 - room) // 6)]
        lines.append(json.dumps({**about, "text": text}))
    return "\n".join(lines) + "\n"


def stored(ingest, clean, lines):
    """Documents a second, from the first byte sent until the last one's transaction is committed."""
    begin = time.monotonic()
    answer = ingest.post("/ingest", lines, content_type="application/x-ndjson", limit=300)
    if not answer.ok or answer.json()["rejected"]:
        raise RuntimeError(f"answered {answer.status}: {answer.text()[:300]}")
    Pipeline(clean).wait_stored(300)
    return answer.json()["accepted"] / (time.monotonic() - begin)


def bare(backing, file):
    command = [JAVA, *QUIET, "-Xmx1g", "-cp", STANDALONE, HERE / "Bare.java", backing.broker.address, BARE_TOPIC]
    password = (backing.database.folder / "owner-password").read_text().strip()
    command += [backing.database.url, "millrace_owner", password, file]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr[-1000:])
    return json.loads(done.stdout)


def against_bare(figures, backing, options, seen):
    """Standalone, and the yardstick, in turns."""
    figures.part(f"{options.documents} documents of 1 KB as NDJSON, standalone, {options.rounds} rounds")
    file = backing.folder / "documents.ndjson"
    file.write_text(documents(options.documents, "bare"))
    ours, least = [], []
    with tempfile.TemporaryDirectory(prefix="millrace-ingest-") as data, up("--empty", data=data, jvm=()) as running:
        running.wait_ready()
        stored(running.client, running.client, documents(options.warm, "warm"))
        for round_ in range(options.rounds):
            ours.append(stored(running.client, running.client, documents(options.documents, round_)))
            least.append(bare(backing, file))
    rate = statistics.median(ours)
    yardstick = statistics.median(each["rate"] for each in least)
    figures.note(f"ingest to stored: {rate:.0f} documents/s {[round(each) for each in ours]}")
    figures.note(f"producer, consumer and COPY: {yardstick:.0f} documents/s {[round(each['rate']) for each in least]}")
    producer, consumer = (statistics.median(each[half] for each in least) for half in ("producer_us", "consumer_us"))
    figures.note(f"of that, CPU a document: producer {producer:.0f} us, consumer and COPY {consumer:.0f} us")
    figures.aim_at_least("share of the bare producer's, consumer's and COPY's", rate / yardstick, 0.5, 0.2)
    seen["stored"] = {"ours": ours, "bare": least}


def stages(figures, backing, functions, options, seen):
    """Each function, the broker and the database as processes of their own: CPU is counted by process."""
    figures.part("CPU of each stage, the functions as processes of their own")
    ingest, clean = functions
    pids = {
        "ingest (HTTP, rules, producer)": ingest.process.pid,
        "broker": backing.broker.process.pid,
        "clean (consumer, cleaning, rows)": clean.process.pid,
        "database": backing.database.pids()[1],  # the first is the Java process that started it
    }
    stored(ingest.client, clean.client, documents(options.warm, "warm up"))
    before = {name: cpu_seconds(pid) for name, pid in pids.items()}
    stored(ingest.client, clean.client, documents(options.documents, "stages"))
    used = {name: 1e6 * (cpu_seconds(pid) - before[name]) / options.documents for name, pid in pids.items()}
    for name, micros in used.items():
        figures.note(f"{name:<34} {micros:6.0f} us CPU a document")
    figures.note(f"{'all':<34} {sum(used.values()):6.0f} us CPU a document")
    seen["stages_us"] = used


def single(figures, backing, ingest, options, seen):
    """A POST a document."""
    figures.part(f"one document a POST, {options.connections} connections")
    bodies = [line.encode() for line in documents(1000, "single").splitlines()]
    port, pid = ingest.port, ingest.process.pid
    loads = [
        wrk.Load(backing.folder, "/health/live", port, "/health/live", pid),
        wrk.Load(backing.folder, "/ingest", port, "/ingest", pid, bodies, {"Content-Type": "application/json"}),
    ]
    for load in loads:
        load.send(options.connections, options.seconds)
    found = wrk.interleaved(loads, options.rounds, options.connections, options.seconds)
    for name, each in found.items():
        figures.note(
            f"{name:<14} {each['rate']:8.0f} requests/s   {each['cpu_us']:6.0f} us CPU each   p99 {each['p99']:6.2f} ms"
        )
    figures.equal("answers that were not 2xx, or none", sum(f["refused"] + f["broken"] for f in found.values()), 0)
    figures.note(f"share of the health route's: {found['/ingest']['rate'] / found['/health/live']['rate']:.2f}")
    half = int(found["/ingest"]["rate"] / 2)
    paced = Load(backing.folder, port, "/ingest", bodies).send(options.connections, options.seconds, half)
    figures.note(f"at {half} requests/s, sent when due: p50 {paced['answered_p50']} ms")
    figures.equal("of them not answered", paced["refused"] + paced["other"], 0)
    figures.aim_at_most("p99 at half of that load", paced["answered_p99"], 25, 500, "ms")
    seen["single"] = {**found, "at half": paced}


def ingesting(figures, backing, options, seen):
    """All of it, on a broker and a database."""
    with ExitStack() as stack:
        functions = [stack.enter_context(backing.start(name)) for name in ("ingest", "clean")]
        for running in functions:
            running.wait_ready()
        figures.attempt(stages, backing, functions, options, seen)
        functions[1].stop()  # so that single documents meet the broker alone
        figures.attempt(single, backing, functions[0], options, seen)
    figures.attempt(against_bare, backing, options, seen)


def main():
    parser = measurement.parser(__doc__)
    parser.add_argument("--documents", type=int, default=50_000, help="of a round (50000)")
    parser.add_argument("--warm", type=int, default=50_000, help="documents before the first round (50000)")
    parser.add_argument("--rounds", type=int, default=3, help="of each measurement; medians count (3)")
    parser.add_argument("--seconds", type=int, default=10, help="of a round of single documents (10)")
    parser.add_argument("--connections", type=int, default=32, help="that send single documents (32)")
    options = parser.parse_args()
    wrk.require()
    return measurement.run("ingest", options, lambda folder: Backing(folder, jvm=plain), ingesting)


if __name__ == "__main__":
    sys.exit(main())
