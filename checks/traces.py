#!/usr/bin/env python3
# about: one document, one prediction, one training as traces, read back; what tracing costs predict
"""Traces. Usage: [JAEGER=path] ./millrace check traces

With a Jaeger (all-in-one, of version 1; JAEGER, or `jaeger` on the path) they are read back from it; without one from a
receiver of the check's own.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from lib import otlp
from lib.client import until
from lib.figures import Figures
from lib.house import HOUSE, JAVA, Running, free_port
from lib.pipeline import Pipeline, sample
from lib.planted import Planted
from lib.usage import compiler_seconds, cpu_seconds
from lib.watched import Pages
from lib.wrk import Load, interleaved

JAEGER = os.environ.get("JAEGER") or shutil.which("jaeger")
UNMEASURED = Path(__file__).parent / "lib" / "unmeasured" / "KafkaMeters.java"
PHASES = ["snapshot", "clean", "fit", "evaluate", "gate", "publish"]
# A load goes by in rounds until the compilers take less than this share of the processor's time, or for so many rounds.
COMPILING, WARM_UP = 0.01, 30
ROUNDS, SECONDS, CONNECTIONS = 7, 2, 32
CALLER = "0af7651916cd43dd8448eb211c80319c"
WANTED = f"00-{CALLER}-b7ad6b7169203331-01"
# Doors of Jaeger that nobody uses here; each wants a port of its own.
AGENTS = ("jaeger-binary", "jaeger-compact", "zipkin-compact")


class Receiver:
    """Where spans go when there is no Jaeger."""

    def __init__(self, stack):
        self.pages = stack.enter_context(Pages())
        self.address = f"http://127.0.0.1:{self.pages.port}"

    def spans(self):
        return [span for _, _, body in list(self.pages.server.posted) for span in otlp.received(body)]

    def trace(self, trace):
        return [span for span in self.spans() if span["trace"] == trace]

    def of_service(self, service):
        return [span for span in self.spans() if span["service"] == service]


class Jaeger:
    """A real one, in memory."""

    def __init__(self, stack):
        ports = {name: free_port() for name in ("query", "otlp", "admin")}
        options = [
            f"--query.http-server.host-port=127.0.0.1:{ports['query']}",
            f"--query.grpc-server.host-port=127.0.0.1:{free_port()}",
            f"--collector.otlp.http.host-port=127.0.0.1:{ports['otlp']}",
            f"--collector.otlp.grpc.host-port=127.0.0.1:{free_port()}",
            f"--collector.http-server.host-port=127.0.0.1:{free_port()}",
            f"--collector.grpc-server.host-port=127.0.0.1:{free_port()}",
            f"--admin.http.host-port=127.0.0.1:{ports['admin']}",
            *(f"--processor.{kind}.server-host-port=127.0.0.1:{free_port()}" for kind in AGENTS),
            f"--http-server.host-port=127.0.0.1:{free_port()}",
            "--memory.max-traces=10000",
        ]
        told = {"COLLECTOR_OTLP_ENABLED": "true", "OTEL_TRACES_SAMPLER": "always_off"}
        self.running = stack.enter_context(Running([JAEGER, *options], ports["query"], told))
        self.running.wait_for("Jaeger", 60, lambda: self.running.client.get("/api/services").ok)
        self.address = f"http://127.0.0.1:{ports['otlp']}"

    def trace(self, trace):
        answer = self.running.client.get(f"/api/traces/{trace}")
        return otlp.shown(answer.json()["data"][0]) if answer.ok and answer.json()["data"] else []

    def of_service(self, service):
        answer = self.running.client.get(f"/api/traces?service={service}&limit=1000")
        return [span for trace in answer.json()["data"] for span in otlp.shown(trace)]


def named(spans):
    return {span["name"]: span for span in spans}


def document(figures, receiver, backing, ingest):
    figures.part("one document")
    answer = ingest.client.post("/ingest", {"id": "traced", "model": "spam", "text": "Win a prize", "label": "spam"})
    figures.equal("answered", answer.status, 202)
    trace = otlp.trace_of(answer)
    spans = until("its spans", 30, lambda: whole(receiver.trace(trace), [name for name, _, _ in otlp.WAY]), 0.2)
    found = named(spans)
    figures.equal("spans of its trace", sorted(found), sorted(name for name, _, _ in otlp.WAY))
    figures.equal("each of its function, below the one that it follows", otlp.placed(spans), sorted(otlp.WAY))
    figures.equal("traces that `process` links to", len(found["process documents.raw"]["links"]), 1)
    row = backing.database.sql("SELECT trace_id FROM document WHERE id = 'traced'")[0]["trace_id"]
    figures.equal("the row names the trace", row, trace)
    for line in otlp.tree(spans):
        figures.note(line)


def whole(spans, names):
    return spans if set(names) <= {span["name"] for span in spans} else None


def prediction(figures, receiver, predict):
    figures.part("one prediction")
    answer = predict.client.post("/predict", {"text": "Win a prize"}, headers={"traceparent": WANTED})
    figures.equal("the answer names the caller's trace", otlp.trace_of(answer), CALLER)
    spans = until("its span", 30, lambda: receiver.trace(CALLER), 0.2)
    figures.equal("spans", [span["name"] for span in spans], ["POST /predict"])
    told = spans[0]["attributes"]
    named = (told.get("millrace.model"), told.get("millrace.model_version"))
    figures.equal("it says model and version", named, ("spam", "1"))


def training(figures, receiver, train):
    figures.part("one training")
    state = Pipeline(train.client).train("spam")["state"]
    spans = until("its spans", 60, lambda: whole(receiver.of_service("millrace-train"), ["train spam"]), 0.5)
    run = named(spans)["train spam"]
    phases = [span["name"] for span in sorted(spans, key=lambda one: one["start"]) if span["parent"] == run["id"]]
    figures.equal(f"its phases ({state})", phases, PHASES if state in ("published", "rejected") else PHASES[:1])
    figures.note(f"the run took {run['micros'] / 1e6:.2f} s")


def unmeasured(folder):
    """Classes by which predict has meters that count nothing."""
    classes = folder / "unmeasured"
    libraries = HOUSE / "functions" / "predict" / "target" / "lib"
    javac = Path(JAVA).parent / "javac"
    subprocess.run([javac, "-cp", f"{libraries}/*", "-d", classes, UNMEASURED], check=True, timeout=60)
    return classes


def cost(figures, stack, backing, folder):
    """Predictions a second with metrics and traces, and with neither, asked in turn."""
    figures.part("what it costs")
    if not shutil.which("wrk"):
        figures.expect("wrk is installed (Debian's package)", False)
        return
    receiver = stack.enter_context(Pages())
    traced = {"MILLRACE_TRACES": f"http://127.0.0.1:{receiver.port}", "MILLRACE_TRACES_SHARE": "0.01"}
    replicas = {
        "neither": stack.enter_context(backing.start("predict", instead=unmeasured(folder))),
        "metrics, 1 % traced": stack.enter_context(backing.start("predict", **traced)),
    }
    bodies = [json.dumps({"text": mail["text"][:1200]}).encode() for mail in sample("spam")[:200]]
    # Half of what warms up is traced, by its caller's wish: so what tracing runs is compiled soon, too.
    warming = [*bodies, *((body, f"traceparent: {WANTED}") for body in bodies)]
    loads = []
    for name, running in replicas.items():
        running.wait_ready()
        at = (folder, name, running.port, "/predict", running.process.pid)
        headers = {"Content-Type": "application/json"}
        figures.note(f"{name}: warm after {warmed(Load(*at, warming, headers))} s")
        loads.append(Load(*at, bodies, headers))
    seen = interleaved(loads, ROUNDS, CONNECTIONS, SECONDS)
    for name, found in seen.items():
        figures.note(f"{name}: {found['rates']} predictions/s, {found['cpu_us']:.1f} us of CPU each")
    figures.equal("answers that were no 200", sum(found["refused"] for found in seen.values()), 0)
    with_both, with_neither = (seen[name]["rates"] for name in reversed(replicas))
    ratio = statistics.median(on / off for on, off in zip(with_both, with_neither))
    figures.aim_at_least("predictions/s with metrics, 1 % traced, of those with neither", ratio, 0.95, 0.8)
    figures.at_least("exports of spans meanwhile", len(receiver.server.posted), 1)


def warmed(load):
    """The seconds of load until the compilers have done their work."""
    for turn in range(1, WARM_UP + 1):
        before = cpu_seconds(load.pid), compiler_seconds(load.pid)
        load.send(CONNECTIONS, SECONDS)
        used, compiling = cpu_seconds(load.pid) - before[0], compiler_seconds(load.pid) - before[1]
        if compiling < COMPILING * used:
            return turn * SECONDS
    return f"not even {WARM_UP * SECONDS}"


def campaign(figures):
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-traces-")))
        backing = stack.enter_context(Planted(folder))
        receiver = (Jaeger if JAEGER else Receiver)(stack)
        figures.note(f"spans go to {'a real Jaeger: ' + JAEGER if JAEGER else 'a receiver of this check'}")
        told = {"MILLRACE_TRACES": receiver.address}
        with ExitStack() as functions:
            ingest, clean, train, predict = (
                functions.enter_context(backing.start(name, **told)) for name in ("ingest", "clean", "train", "predict")
            )
            for running in (ingest, clean, train, predict):
                running.wait_ready()
            figures.attempt(document, receiver, backing, ingest)
            figures.attempt(prediction, receiver, predict)
            figures.attempt(training, receiver, train)
        figures.attempt(cost, stack, backing, folder)


def main():
    figures = Figures("traces")
    figures.attempt(campaign)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
