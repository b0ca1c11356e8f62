#!/usr/bin/env python3
# about: the monitoring on a Swarm: every task a target, every panel with data, an alert, a document's trace in Jaeger (Swarm)
"""infra-swarm/monitor.sh. Usage: [CHECK_STACK=keep] [REGISTRY=host:port] [CHECK_NODES=...] ./millrace check monitoring

The stack is deployed with Kafka's exporter and with traces on, as its README has it, and the monitoring beside it. Whatever
images the engine has under the names of monitoring-stack.yml and monitoring-prod.yml are taken.
"""

import sys
import time

from lib import dashboards, docker, stack
from lib.client import until
from lib.house import free_port
from lib.monitored import OfStack, judge_grafana, judge_panels, judge_targets, judge_trace
from lib.pipeline import Pipeline, sample

MAILS = sample("spam")
POISON = 20
SECONDS = 75  # of each rate's window, four scrapes at the least
PRODUCER = "/opt/kafka/bin/kafka-console-producer.sh"


def deployed(figures, it):
    """The stack as monitoring wants it, whether it was there or not."""
    figures.part("the stack, with Kafka's exporter and traces")
    kafka = f"{stack.REGISTRY or docker.PROJECT}/kafka:check"
    docker.build_kafka(kafka)
    if stack.REGISTRY:
        docker.docker("push", "--quiet", kafka, limit=300)
    before = kept(it) if stack.there() else {}
    if not before:
        it.script("init.sh")
        it.script("secrets.sh")
    begin = time.monotonic()
    it.script("deploy.sh", KAFKA_IMAGE=kafka, TRACES="http://jaeger:4318", TRACES_SHARE="1")
    figures.note(f"ready after {time.monotonic() - begin:.0f} s")
    if before:
        figures.equal("images and replicas of the functions: those of before", kept(it), before)


def kept(it):
    """What update.sh and scale.sh have set, and deploy.sh leaves."""
    return {name: ({task.image for task in it.tasks(name)}, it.replicas(name)) for name in docker.FUNCTIONS}


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
    expected = {service: len(running(it, service)) for service in (*docker.FUNCTIONS, "gateway")}
    expected |= dict.fromkeys(("node", "cadvisor"), len(stack.nodes()))
    expected |= {"kafka": 3} | dict.fromkeys(("postgres", "jaeger", "alertmanager", "prometheus"), 1)
    judge_targets(figures, monitored, expected)


def alerted(figures, monitored):
    figures.part("alerts")
    fires = until("the dead letters' alert", 240, lambda: "DeadLettersRising" in (a := monitored.alerts()) and a, 2)
    figures.expect("Alertmanager has Watchdog", "Watchdog" in fires, sorted(fires))


def campaign(figures):
    with stack.stack(figures) as it:
        deployed(figures, it)
        with OfStack(it, free_port()) as monitored:
            figures.attempt(run, it)
            # First, as it ends by itself some minutes after its cause.
            figures.attempt(alerted, monitored)
            figures.attempt(targets, it, monitored)
            figures.attempt(judge_panels, monitored, dashboards.files())
            figures.attempt(judge_trace, monitored, it.client)
            figures.attempt(judge_grafana, monitored)


if __name__ == "__main__":
    sys.exit(docker.check("monitoring", campaign, stack.missing))
