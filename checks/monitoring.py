#!/usr/bin/env python3
# about: the monitoring on a Swarm: every task a target, every panel with data, an alert, a document's trace in Jaeger (Swarm)
"""infra-swarm/monitor.sh. Usage: [CHECK_STACK=keep] [REGISTRY=host:port] [CHECK_NODES=...] ./millrace check monitoring

The stack is deployed with Kafka's exporter and with traces on, as its README has it, and the monitoring beside it. Whatever
images the engine has under the names of monitoring-stack.yml and monitoring-prod.yml are taken.
"""

import json
import sys
import time
import urllib.request
from collections import Counter

from lib import dashboards, docker, otlp, stack
from lib.client import until
from lib.figures import Figures
from lib.house import HOUSE, free_port
from lib.monitored import Monitored
from lib.pipeline import Pipeline, sample

MAILS = sample("spam")
POISON = 20
SECONDS = 75  # of each rate's window, four scrapes at the least
PRODUCER = "/opt/kafka/bin/kafka-console-producer.sh"


def deployed(figures, it):
    """The stack as monitoring wants it, whether it was there or not."""
    figures.part("the stack, with Kafka's exporter and traces")
    kafka = f"{stack.REGISTRY or docker.PROJECT}/kafka:check"
    docker.docker("build", "-q", "-t", kafka, HOUSE / "observability" / "kafka", limit=300)
    if stack.REGISTRY:
        docker.docker("push", "--quiet", kafka, limit=300)
    if not stack.there():
        it.script("init.sh")
        it.script("secrets.sh")
    begin = time.monotonic()
    it.script("deploy.sh", KAFKA_IMAGE=kafka, TRACES="http://jaeger:4318", TRACES_SHARE="1")
    figures.note(f"ready after {time.monotonic() - begin:.0f} s")


def run(figures, it):
    """Documents, poison, a training, predictions, a replica killed."""
    figures.part("a run")
    pipeline = Pipeline(it.client)
    until("documents to be accepted", 60, lambda: pipeline.accepted(MAILS[:1000] + sample("iris")), 2)
    dead = dead_letters(it)
    poison(it)
    trained = it.attempt("train.sh", "spam").returncode
    # What another check has left there to learn from may be nothing good.
    figures.expect("exit code of train.sh: published, or rejected", trained in (0, 3), trained)
    it.script("scale.sh", "predict", "2")
    until("answers", 60, lambda: pipeline.serving("spam", text="hello"), 1)
    victim = it.one("predict")
    victim.docker("kill", "--signal", "KILL", victim.container)
    end = time.monotonic() + SECONDS
    count = 0
    while time.monotonic() < end:
        mail = MAILS[count % len(MAILS)]["text"][:2000]
        it.client.post("/predict", {"model": "spam", "text": mail})
        it.client.post("/predict", {"model": "nobody", "text": "x"})
        it.client.post("/ingest", {"model": "spam", "text": f"{count} {mail}", "label": "ham"})
        count += 1
        time.sleep(0.2)
    until("as many replicas of predict as before", 60, lambda: len(running(it, "predict")) == it.replicas("predict"), 1)
    figures.equal("dead letters: the poison", dead_letters(it) - dead, POISON)
    figures.note(f"{count} rounds of predictions and documents; one replica of predict killed")


def poison(it):
    """Records that no ingest would send, by Kafka's own tool."""
    broker = it.one("kafka-1")
    lines = "\\n".join(f"poison {n}" for n in range(POISON))
    command = f"printf '{lines}\\n' | KAFKA_HEAP_OPTS=-Xmx64m {PRODUCER} --bootstrap-server kafka-1:9092 --topic documents.raw"
    broker.docker("exec", broker.container, "bash", "-c", command)


def dead_letters(it):
    return int(it.sql("select count(*) from dead_letter")[0])


def running(it, service):
    return [task for task in it.tasks(service) if task.state == "running"]


def targets(figures, it, monitored):
    figures.part("targets")
    expected = {service: len(running(it, service)) for service in (*docker.FUNCTIONS, "gateway")}
    expected |= dict.fromkeys(("node", "cadvisor"), len(stack.nodes()))
    expected |= {"kafka": 3} | dict.fromkeys(("postgres", "jaeger", "alertmanager", "prometheus"), 1)
    found = monitored.wait_up(expected)
    figures.equal("targets that are not up", [target for target in found if target[2] != "up"], [])
    figures.equal("targets of each job: its tasks", dict(Counter(job for job, _, _ in found)), expected)
    figures.equal("targets that come twice", dashboards.twice(instance for _, instance, _ in found), [])


def panels(figures, monitored):
    figures.part("panels")
    for file in dashboards.files():
        one = dashboards.read(file)
        asked = dashboards.queries(one, "2m")
        answers = monitored.ask(*(expr for _, expr in asked))
        empty = [f"{title}: {expr}" for (title, expr), answer in zip(asked, answers) if not answer]
        figures.equal(f"{one['title']}: queries without data, of {len(asked)}", empty, [])


def alerted(figures, monitored):
    figures.part("alerts")
    fires = until("the dead letters' alert", 240, lambda: "DeadLettersRising" in (a := monitored.alerts()) and a, 2)
    figures.expect("Alertmanager has Watchdog", "Watchdog" in fires, sorted(fires))


def traced(figures, it, monitored):
    figures.part("a document's trace, from Jaeger")
    if not monitored.has_traces():
        figures.note("not looked at: what is here under Jaeger's name has no API (it was not made in time)")
        return
    # A receiver that takes too long costs spans: where the machine is busy, one document of three is enough.
    for turn in range(3):
        document = {"id": f"traced-{turn}", "model": "spam", "text": "Win a prize", "label": "spam"}
        answer = it.client.post("/ingest", document)
        figures.equal("answered", answer.status, 202)
        spans = spans_of(monitored, otlp.trace_of(answer))
        if len(spans) >= len(otlp.WAY):
            break
    figures.equal("each of its function, below the one that it follows", otlp.placed(spans), sorted(otlp.WAY))
    for line in otlp.tree(spans):
        figures.note(line)


def spans_of(monitored, trace):
    """The spans that Jaeger has of a trace, once it has all of a document's way, or after a while."""

    def seen():
        found = monitored.trace(trace)
        return otlp.shown(found) if found else []

    try:
        until("its spans", 40, lambda: len(seen()) >= len(otlp.WAY), 1)
    except TimeoutError:
        pass  # the caller sees which are not there
    return seen()


def grafana(figures, monitored):
    figures.part("Grafana")
    with urllib.request.urlopen(f"http://127.0.0.1:{monitored.grafana_port}/api/health", timeout=10) as answer:
        figures.equal("/api/health", (answer.status, json.load(answer)["database"]), (200, "ok"))


def campaign(figures):
    with stack.stack(figures) as it:
        deployed(figures, it)
        with Monitored(it, free_port()) as monitored:
            figures.attempt(run, it)
            # First, as it ends by itself some minutes after its cause.
            figures.attempt(alerted, monitored)
            figures.attempt(targets, it, monitored)
            figures.attempt(panels, monitored)
            figures.attempt(traced, it, monitored)
            figures.attempt(grafana, monitored)


if __name__ == "__main__":
    sys.exit(docker.check("monitoring", campaign, stack.missing))
