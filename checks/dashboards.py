#!/usr/bin/env python3
# about: every panel's query on a real Prometheus after a real run with poison, duplicates, a bad version, a killed replica
"""The dashboards of observability/grafana, and the metrics behind them. Usage: ./millrace check dashboards"""

import json
import random
import signal
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from lib import corrupt, dashboards
from lib.backing import Backing
from lib.client import until
from lib.house import Running, free_port
from lib.pipeline import Pipeline, sample
from lib.watched import RECORDED, Pages, Watched, check

MAILS, TWICE, POISON = 1200, 40, 25
# A replica has so many series at the most.
SERIES = 1500
UNKNOWN = "unknown-here"


def files(figures):
    figures.part("the files")
    found = [dashboards.read(file) for file in dashboards.files()]
    figures.at_least("dashboards", len(found), 9)
    figures.equal("faults by Grafana's schema", dashboards.schema_faults(*found), [])
    for what, faults in (
        ("faults of layout", dashboards.layout_faults),
        ("faults of panels", dashboards.panel_faults),
        ("faults of variables", dashboards.variable_faults),
    ):
        figures.equal(what, [f"{one['uid']}: {fault}" for one in found for fault in faults(one)], [])
    asked = {name for one in found for _, expr in dashboards.queries(one) for name in dashboards.metric_names(expr)}
    figures.equal("metrics that metrics.md does not name", sorted(dashboards.unknown_metrics(asked)), [])
    made = subprocess.run([sys.executable, dashboards.FOLDER / "build.py", "--check"], capture_output=True, text=True)
    figures.equal("files that are not what their sources make", made.stderr.strip(), "")
    figures.equal("uids that come twice", dashboards.twice(one["uid"] for one in found), [])


class World:
    """The functions, each as often as below, on one broker and database, watched by Prometheus."""

    def __init__(self, stack, folder):
        self.stack = stack
        self.backing = stack.enter_context(Backing(folder))
        self.watched = stack.enter_context(Watched(folder))
        # ingest knows a model more than clean: what it takes in for that one are dead letters.
        more = self.backing.models_besides(UNKNOWN)
        # As it runs where traces are on: a metric may then name one.
        receiver = stack.enter_context(Pages())
        self.traced = {"MILLRACE_TRACES": f"http://127.0.0.1:{receiver.port}"}
        self.ingest = self.start("ingest", MILLRACE_MODELS_FILE=str(more))
        self.cleans = [self.start("clean", MILLRACE_CLEAN_ACCOUNT_INTERVAL="2s") for _ in range(2)]
        self.train = self.start("train")
        self.registry = corrupt.Registry(self.backing, self.train)
        self.predicts = []
        for running in (self.ingest, *self.cleans, self.train):
            running.wait_ready()
        self.watched.watch("ingest", self.ingest.port)
        self.watched.watch("clean", *(clean.port for clean in self.cleans))
        self.watched.watch("train", self.train.port)
        self.watched.watch_other("prometheus", self.watched.prometheus.port)
        self.watched.watch_recorded()
        self.exporters()

    def start(self, name, **environment):
        return self.stack.enter_context(self.backing.start(name, **self.traced, **environment))

    def exporters(self):
        """The real ones, where they are installed; what is left out is said."""
        self.left_out = []
        for job, program, options, told in (
            ("node", "prometheus-node-exporter", [], {}),
            ("postgres", "prometheus-postgres-exporter", [], self.as_monitor()),
        ):
            if not shutil.which(program):
                self.left_out.append(program)
                continue
            port = free_port()
            listen = f"--web.listen-address=127.0.0.1:{port}"
            running = self.stack.enter_context(Running([program, listen, *options], port, told))
            running.wait_for(program, 20, lambda: running.client.get("/metrics").ok)
            self.watched.watch_other(job, port)

    def as_monitor(self):
        """As the role that sees statistics and no table."""
        port = self.backing.database.port
        return {
            "DATA_SOURCE_URI": f"127.0.0.1:{port}/millrace?sslmode=disable",
            "DATA_SOURCE_USER": "millrace_monitor",
            "DATA_SOURCE_PASS": "check-millrace_monitor",
        }

    def begin_predicts(self):
        self.predicts = [self.start("predict") for _ in range(2)]
        for predict in self.predicts:
            predict.wait_ready()
        self.watched.watch("predict", *(predict.port for predict in self.predicts))


def sent(world, documents):
    answer = Pipeline(world.ingest.client).ingest(documents)
    if answer["accepted"] != len(documents):
        raise RuntimeError(str(answer)[:500])


def run(figures, world):
    """What a system sees in a day, in a minute."""
    figures.part("a run")
    mails = sample("spam")[:MAILS]
    sent(world, mails + sample("iris"))
    sent(world, mails[:TWICE])
    sent(world, [{"id": f"p-{n}", "model": UNKNOWN, "text": f"poison {n}"} for n in range(POISON)])
    world.ingest.client.post("/ingest", {"model": "nobody", "text": "refused"})
    Pipeline(world.cleans[0].client).wait_stored()
    pipeline = Pipeline(world.train.client)
    for model in ("spam", "iris", "spam"):
        figures.note(f"training of {model}: {pipeline.train(model)['state']}")
    world.begin_predicts()
    reloaded(figures, world)
    answer = world.cleans[0].client.post("/dead-letters/redrive", {"reason": "unknown-model", "limit": 5})
    figures.equal("dead letters sent again", answer.json(), {"redriven": 5})
    ask(world, 20)
    version = world.registry.spoil()
    until("the bad version to be refused", 20, lambda: failed(world, version), 0.2)
    world.watched.wait_scraped(limit=90)
    world.registry.move(1, "healed")
    killed(figures, world)


def reloaded(figures, world):
    """A second version while both replicas answer, and the first one again."""
    sent(world, sample("spam")[MAILS : 2 * MAILS])
    Pipeline(world.cleans[0].client).wait_stored()
    figures.note(f"training of spam on more: {Pipeline(world.train.client).train('spam')['state']}")
    for version in (2, 1):
        world.registry.move(version, "a check")
        until(f"both replicas to answer by version {version}", 20, lambda: answering(world) == {version}, 0.1)
    figures.expect("both replicas have taken up another version, and gone back", True)


def answering(world):
    return {Pipeline(predict.client).serving("spam", text="hello") for predict in world.predicts}


def failed(world, version):
    named = f'millrace_model_load_failures_total{{model="spam",model_version="{version}"}}'
    return all(named in predict.client.get("/metrics").text() for predict in world.predicts)


def killed(figures, world):
    """A replica of predict is killed and comes back on its port; its target is down in between."""
    gone = world.predicts[1]
    gone.stop(signal.SIGKILL)
    until(
        "Prometheus to miss it",
        60,
        lambda: world.watched.value(f'up{{function="predict",instance="127.0.0.1:{gone.port}"}}') == 0,
        1,
    )
    figures.expect("a replica that was killed is down", True)
    back = world.start("predict", port=gone.port)
    back.wait_ready()
    world.predicts[1] = back


def ask(world, seconds, rate=10):
    """Predictions by each route, some of them wrong, and documents, at a small rate."""
    chance = random.Random(1)
    mails = [mail["text"][:2000] for mail in sample("spam")[-200:]]
    flower = {"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        client = chance.choice(world.predicts).client
        text = chance.choice(mails)
        client.post("/predict", {"text": text})
        client.post("/predict", {"features": flower})
        tensor = {"inputs": [{"name": "text", "datatype": "BYTES", "shape": [1], "data": [text]}]}
        client.post("/v2/models/spam/infer", tensor)
        client.post("/predict", {"model": "nobody", "text": "x"})
        world.ingest.client.post("/ingest", {"model": "spam", "text": f"{text} {time.monotonic()}", "label": "ham"})
        world.ingest.client.get("/no/such/page")
        time.sleep(1 / rate)


def equations(figures, world):
    """accepted + redriven = stored + dead, of counters, before anything was killed; and of rows."""
    figures.part("what must balance")
    watched = world.watched
    Pipeline(world.cleans[0].client).wait_stored()
    watched.wait_scraped(limit=90)
    rows = world.registry.sql("SELECT (SELECT count(*) FROM document) AS stored, (SELECT count(*) FROM dead_letter) AS dead")[0]
    totals = {
        name: watched.value(f"sum(millrace_{name}_total)")
        for name in ("documents_accepted", "documents_redriven", "documents_stored", "dead_letters")
    }
    figures.note(json.dumps(totals))
    into = totals["documents_accepted"] + totals["documents_redriven"]
    figures.equal("accepted + redriven - stored - dead", into - totals["documents_stored"] - totals["dead_letters"], 0)
    figures.equal("stored, as rows", totals["documents_stored"], rows["stored"])
    figures.equal("dead, as rows", totals["dead_letters"], rows["dead"])
    figures.equal("poison, dead", watched.value('sum(millrace_dead_letters_total{reason="unknown-model"})'), POISON + 5)
    figures.equal("duplicates", watched.value("sum(millrace_documents_duplicate_total)"), TWICE)
    figures.equal("in flight", watched.value("sum(millrace_partition_lag_records)"), 0)
    figures.equal("partitions that have a replica", watched.value("count(millrace_partition_mark_offset)"), 3)
    figures.equal("the account's difference", watched.value("max(millrace_account_difference_records)"), 0)
    figures.equal("its accepted", watched.value('millrace_account_records{state="accepted"}'), into - 5)
    freshness = watched.value("sum(millrace_document_freshness_seconds_count)")
    figures.equal("documents whose freshness was measured", freshness, rows["stored"])


def panels(figures, world):
    figures.part("panels")
    watched = world.watched
    down = {target: health for target, health in watched.targets().items() if health != "up"}
    figures.equal("targets that are not up", down, {})
    figures.at_least("targets", len(watched.targets()), 9)
    figures.note(f"{len(watched.targets())} targets; by recorded samples: {', '.join(job for job, _ in RECORDED)}")
    left_out = exempt(world)
    for file in dashboards.files():
        one = dashboards.read(file)
        empty, asked = [], 0
        for title, expr in dashboards.queries(one, "2m"):
            if any(name.startswith(left_out) for name in dashboards.metric_names(expr)):
                continue
            asked += 1
            if not watched.ask(expr):
                empty.append(f"{title}: {expr}")
        figures.equal(f"{one['title']}: queries without data, of {asked}", empty, [])
        figures.equal("its legends and variables that nothing fills in", unfilled(watched, one, left_out), [])
    if left_out:
        figures.note(f"not asked, since their exporters are not installed: {', '.join(left_out)}")
    figures.part("exemplars")
    for name in ("ml_api_request_duration_seconds_bucket", "millrace_document_freshness_seconds_bucket"):
        figures.at_least(f"series of {name} that name a trace", len(watched.exemplars(name)), 1)
    figures.part("reloads")
    figures.at_least("reloads of spam, by counters", watched.value('sum(millrace_model_reloads_total{model="spam"})'), 2)
    figures.part("series")
    most = watched.value('max(max_over_time(scrape_samples_scraped{function!=""}[10m]))')
    figures.at_most("series of the replica that has most", most, SERIES)
    failing = watched.prometheus.client.get("/api/v1/rules").json()["data"]["groups"]
    broken = [rule["name"] for group in failing for rule in group["rules"] if rule["health"] == "err"]
    figures.equal("rules that Prometheus cannot evaluate", broken, [])


def unfilled(watched, one, left_out):
    """Legends with labels that no series of their query has, variables without a value."""
    found = []
    for title, expr, labels in dashboards.legends(one, "2m"):
        if labels and not any(name.startswith(left_out) for name in dashboards.metric_names(expr)):
            if not any(labels <= series["metric"].keys() for series in watched.ask(expr)):
                found.append(f"{title}: {sorted(labels)}")
    for name, selector, label in dashboards.variables(one, "2m"):
        if not any(name.startswith(left_out) for name in dashboards.metric_names(selector)):
            if not any(label in series["metric"] for series in watched.ask(f"group by ({label}) ({selector})")):
                found.append(f"${name}: {label} of {selector}")
    return found


def exempt(world):
    """Prefixes of the metrics of exporters that are not installed."""
    prefixes = {"prometheus-node-exporter": "node_", "prometheus-postgres-exporter": "pg_"}
    return tuple(prefixes[program] for program in world.left_out)


def campaign(figures):
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-dashboards-")))
        world = World(stack, folder)
        figures.attempt(run, world)
        figures.attempt(equations, world)
        # Of each rate's window, four scrapes at the least.
        ask(world, 75, rate=5)
        figures.attempt(panels, world)


if __name__ == "__main__":
    sys.exit(check("dashboards", campaign, files))
