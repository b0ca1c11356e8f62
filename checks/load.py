#!/usr/bin/env python3
# about: the stages of load-tests/k6, each shortened, on infra-compose; the stage update is what swarm runs (Docker, k6)
"""load-tests/k6. Usage: [CHECK_LONG=1] [CHECK_IMAGES=millrace CHECK_VERSION=0.1.0] ./millrace check load

The short form shows that each stage runs, and that nothing fails in it. Times are for CHECK_LONG=1, which runs each stage
as long as it is meant to (soak: 5 minutes), on a machine that does nothing else.
"""

import re
import sys
import tempfile
from contextlib import ExitStack

from lib import docker, k6
from lib.campaign import LONG
from lib.client import Client, until
from lib.docker import Compose
from lib.house import free_port
from lib.pipeline import Pipeline, sample

# Seconds of each, in the short and in the long form; without a number, as many as the stage is meant to last.
STAGES = {
    "smoke": (3, None),
    "load": (8, None),
    "stress": (8, None),
    "spike": (10, None),
    "soak": (8, 300),
    "breakpoint": (12, None),
    "end-to-end": (6, None),
}
# What a few seconds on a shared machine cannot show: how soon, and up to which rate.
SPEED = re.compile("http_req_duration|ingest_to_row_seconds|rate_reached|iterations|dropped_iterations")
# Of breakpoint: where it stops is what it asks; in its first step nothing may fail.
LOWEST = re.compile(r"^(failed|shed)\{scenario:step-1\}")
MAILS = sample("spam")[:1000]


def staged(figures, compose, stage):
    short, long = STAGES[stage]
    seconds = long if LONG else short
    ports = {function: f"http://127.0.0.1:{compose.told[f'{function.upper()}_PORT']}" for function in docker.FUNCTIONS}
    urls = [word for name in ("ingest", "clean") for word in (f"--{name}-url", ports[name])]
    figures.part(f"{stage}{f', {seconds} s' if seconds else ''}")
    with k6.Stage(stage, Client(ports["predict"]), *urls, *(["--seconds", seconds] if seconds else [])) as run:
        pass
    if run.result is None:
        raise RuntimeError(run.said.strip()[-600:])
    for route, seen in run.result["figures"]["routes"].items():
        if seen["requests"]:
            times = f"p50 {seen['p50_ms']}, p99 {seen['p99_ms']} ms"
            figures.note(f"{route}: {seen['requests']} requests, {seen['shed']} shed; {times}")
    for budget in run.result["thresholds"]:
        judge(figures, budget)


def judge(figures, budget):
    what, value = f"{budget['metric'].replace(',expected_response:true', '')} {budget['budget']}", budget["value"]
    if budget.get("stops") and not budget["passed"] and not LOWEST.search(budget["metric"]):
        figures.note(f"stopped by {what}: {value}")
    elif SPEED.match(budget["metric"]) and not LONG:
        figures.aimed(what, value, budget["passed"], True, budget["budget"], "in CHECK_LONG=1 it")
    else:
        figures.expect(what, budget["passed"], value)


def campaign(figures):
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="millrace-load-"))
        opened.enter_context(docker.images(figures))
        ports = {f"{function.upper()}_PORT": str(free_port()) for function in docker.FUNCTIONS}
        compose = opened.enter_context(Compose(folder, "dev", LOG_LEVEL="warn", **ports))
        ingest, clean, train, predict = [Client(f"http://127.0.0.1:{port}") for port in ports.values()]
        Pipeline(ingest).ingest(MAILS)
        until("their rows", 60, lambda: clean.get("/topic/account").json()["stored"] == len(MAILS))
        figures.equal("spam trained", Pipeline(train).train("spam")["state"], "published")
        until("an answer", 20, lambda: Pipeline(predict).serving("spam", text="hello"))
        for stage in STAGES:
            figures.attempt(staged, compose, stage)


def main():
    return docker.check("load", campaign)


if __name__ == "__main__":
    sys.exit(main())
