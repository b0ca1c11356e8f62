#!/usr/bin/env python3
# about: the monitoring of infra-compose in prod and staging: every replica a target, panels with data, a document's trace (Docker)
"""infra-compose/monitoring.yml, started as its README has it. Usage: ./millrace check monitoring-compose

Whatever images the engine has under the names of monitoring.yml are taken.
"""

import sys
import tempfile
import time
from contextlib import ExitStack

from lib import dashboards, docker
from lib.client import Client, until
from lib.house import free_port
from lib.monitored import OfCompose, judge_grafana, judge_panels, judge_targets, judge_trace
from lib.pipeline import Pipeline, sample

MAILS = sample("spam")[:1000]
DOCUMENTS = MAILS + sample("iris")
SECONDS = 50  # of each rate's window, three scrapes at the least
# Replicas of ingest, clean and predict, and of what else there is one or more.
REPLICAS = {"staging": 2, "prod": 3}
OTHERS = {
    "staging": {"kafka": 1, "prometheus": 1, "gateway": 1},
    "prod": {"kafka": 3, **dict.fromkeys("prometheus gateway alertmanager postgres node cadvisor jaeger".split(), 1)},
}
PORTS = ("GATEWAY_PORT", "PROMETHEUS_PORT", "ALERTMANAGER_PORT", "JAEGER_PORT")


def profile(figures, folder, kafka, name):
    figures.part(f"profile {name}")
    ports = {port: str(free_port()) for port in PORTS}
    told = {"KAFKA_IMAGE": kafka, "TRACES_SHARE": "1", **ports}
    compose = OfCompose(folder, name, free_port(), **told)
    begin = time.monotonic()
    with compose:
        figures.note(f"every service healthy after {time.monotonic() - begin:.0f} s")
        client = Client(f"http://127.0.0.1:{ports['GATEWAY_PORT']}")
        figures.attempt(run, compose, client, SECONDS if name == "prod" else 0)
        expected = dict.fromkeys(("ingest", "clean", "predict"), REPLICAS[name]) | {"train": 1} | OTHERS[name]
        figures.attempt(judge_targets, compose, expected)
        figures.attempt(rules, compose)
        if name == "prod":
            figures.attempt(judge_panels, compose, [file for file in dashboards.files() if file.stem != "swarm"])
            figures.attempt(judge_trace, compose, client)
        figures.attempt(judge_grafana, compose)
    figures.equal("left of it: containers, volumes, networks", compose.left(), {})


def run(figures, compose, client, seconds):
    """Documents, a training, predictions."""
    pipeline = Pipeline(client)
    figures.equal("documents accepted", pipeline.ingest(DOCUMENTS)["accepted"], len(DOCUMENTS))
    clean = compose.one("clean")
    until("their rows", 60, lambda: clean.get(6100, "/topic/account")["stored"] >= len(DOCUMENTS), 0.5)
    compose("run", "--rm", "--no-deps", "-T", "train", "--once", "spam")
    until("answers", 60, lambda: pipeline.serving("spam", text="hello"), 1)
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        mail = MAILS[count % len(MAILS)]["text"][:2000]
        client.post("/predict", {"model": "spam", "text": mail})
        client.post("/predict", {"model": "nobody", "text": "x"})
        client.post("/ingest", {"model": "spam", "text": f"{count} {mail}", "label": "ham"})
        count += 1
        time.sleep(0.2)


def rules(figures, compose):
    def health():
        groups = compose.get("prometheus", "http://127.0.0.1:9090/api/v1/rules")[0]["data"]["groups"]
        return [(rule["name"], rule["health"]) for group in groups for rule in group["rules"]]

    try:
        until("each rule to have been evaluated", 90, lambda: all(state != "unknown" for _, state in health()), 2)
    except TimeoutError:
        pass  # those that were not are named below
    found = health()
    figures.at_least("rules that Prometheus has", len(found), 100)
    figures.equal("rules that it has not evaluated well", [name for name, state in found if state != "ok"], [])


def campaign(figures):
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-monitoring-"))
        stack.enter_context(docker.images(figures))
        kafka = f"{docker.PROJECT}/kafka:check"
        docker.build_kafka(kafka)
        for name in ("prod", "staging"):
            figures.attempt(profile, folder, kafka, name)


if __name__ == "__main__":
    sys.exit(docker.check("monitoring-compose", campaign))
