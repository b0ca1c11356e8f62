"""Functions whose clock is an hour off, by libfaketime where it is installed."""

import json
import time
from contextlib import ExitStack
from datetime import datetime, timezone
from glob import glob

from lib.client import until
from lib.pipeline import Pipeline, sample

HOUR = 3600
SKEW = {"ingest": -HOUR, "clean": HOUR, "train": -HOUR, "predict": HOUR}
LIBRARIES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1", "/usr/local/lib/faketime/*.so.1")


def library():
    return next((found for place in LIBRARIES for found in glob(place)), None)


class Clock:
    """A file that says how many seconds a process is ahead, and may be changed while it runs."""

    def __init__(self, folder, name):
        self.file = folder / f"{name}.clock"

    def set(self, seconds):
        self.file.write_text(f"{seconds:+d}\n")

    def environment(self):
        return {
            "LD_PRELOAD": library(),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # else it shortens the JVM's waits, which are on that clock
        }


def clocks(figures, backing):
    if not library():
        figures.note("skipped: clocks an hour off (needs libfaketime; Debian: faketime)")
        return
    with ExitStack() as stack:
        set_by = {name: Clock(backing.folder, name) for name in SKEW}
        running = {}
        for name, skew in SKEW.items():
            set_by[name].set(skew)
            running[name] = stack.enter_context(backing.start(name, MILLRACE_LOG="json", **set_by[name].environment()))
        for function in running.values():
            function.wait_ready(120)
        off = [round((told(running[name]) - time.time()) / HOUR) for name in SKEW]
        figures.equal("hours off, by their own logs", off, [skew // HOUR for skew in SKEW.values()])
        figures.attempt(round_trip, backing, running, "an hour off")
        for name, skew in SKEW.items():
            set_by[name].set(-skew)
        time.sleep(2)
        figures.attempt(round_trip, backing, running, "jumped two hours")
        figures.expect("all of them still ready", all(f.client.get("/health/ready").ok for f in running.values()))


def told(function):
    """The time of its newest line, in seconds since 1970."""
    line = [line for line in function.output().splitlines() if line.startswith('{"time"')][-1]
    return datetime.fromisoformat(json.loads(line)["time"][:19] + "+00:00").timestamp()


def round_trip(figures, backing, running, how):
    """Documents to rows, a training, its version served, the history's answer for now."""
    pipeline = {name: Pipeline(function.client) for name, function in running.items()}
    begin = time.monotonic()
    before = backing.database.sql("SELECT count(*) AS n FROM document")[0]["n"]
    documents = [{**document, "id": f"{how}-{document['id']}"} for document in sample("iris")[:20]]
    pipeline["ingest"].ingest(documents)
    pipeline["clean"].wait_stored(30)
    after = backing.database.sql("SELECT count(*) AS n FROM document")[0]["n"]
    figures.equal(f"{how}: documents stored", after - before, len(documents))
    run = pipeline["train"].train("iris", 60)
    figures.expect(f"{how}: a training ends", run["state"] in ("published", "rejected", "unchanged"), run["state"])
    features = sample("iris")[0]["features"]
    champion = pipeline["train"].champion("iris")
    until("the champion served", 10, lambda: pipeline["predict"].serving("iris", features=features) == champion)
    now = datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")  # the champion may have moved in this very second
    live = pipeline["train"].call("GET", f"/registry/models/iris/history?at={now}")
    figures.equal(f"{how}: the history's champion now", live.get("version"), champion)
    figures.at_most(f"{how}: all of it", round(time.monotonic() - begin, 1), 30, "s")
