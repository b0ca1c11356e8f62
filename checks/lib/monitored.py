"""The monitoring of a stack, or of Compose; Prometheus and the others are asked from within, the same way for both. And what a
check of either looks at."""

import json
import shlex
import time
import urllib.parse
import urllib.request
from collections import Counter

from lib import dashboards, docker, otlp, stack
from lib.client import until
from lib.docker import Compose
from lib.house import HOUSE

NAME = f"{stack.NAME}-monitoring"


class Monitoring:
    """Asked by what `container` gives: the words after `docker` for its engine, and the id of the one of a service."""

    def container(self, service):
        raise NotImplementedError

    def get(self, service, *urls):
        """The JSON of each URL, asked in the container of a service; None where the answer is no 200."""
        host, container = self.container(service)
        script = "\n".join(f"wget -q -O - {shlex.quote(url)} || true; echo" for url in urls)
        said = docker.run(["docker", *host, "exec", container, "sh", "-c", script])
        return [json.loads(line) if line.strip() else None for line in said.splitlines()]

    def ask(self, *exprs):
        """The series that Prometheus gives now for each PromQL; None for one that it refuses."""
        base = "http://127.0.0.1:9090/api/v1/query?"
        answers = self.get("prometheus", *(base + urllib.parse.urlencode({"query": expr}) for expr in exprs))
        return [answer and answer["data"]["result"] for answer in answers]

    def targets(self):
        """[(job, instance, health)] of all that is scraped."""
        active = self.get("prometheus", "http://127.0.0.1:9090/api/v1/targets?state=active")[0]["data"]["activeTargets"]
        return sorted((t["labels"]["job"], t["labels"]["instance"], t["health"]) for t in active)

    def alerts(self):
        """Names of what fires at Alertmanager."""
        return {a["labels"]["alertname"] for a in self.get("alertmanager", "http://127.0.0.1:9093/api/v2/alerts")[0]}

    def has_traces(self):
        """Whether what runs as Jaeger is one."""
        return self.get("jaeger", "http://127.0.0.1:16686/api/services")[0] is not None

    def trace(self, trace):
        """A trace as Jaeger's own API gives it; None before it has it."""
        answer = self.get("jaeger", f"http://127.0.0.1:16686/api/traces/{trace}")[0]
        return answer["data"][0] if answer and answer["data"] else None

    def wait_up(self, expected, limit=90):
        """Until Prometheus has so many targets of each job, all up; what it had last."""

        def counted():
            up = [job for job, _, health in self.targets() if health == "up"]
            return {job: up.count(job) for job in set(up)} == expected

        try:
            until("all targets to be up", limit, counted, 2)
        except TimeoutError:
            pass  # the caller sees which are not
        return self.targets()


class OfStack(Monitoring):
    """A stack beside the stack: deployed, asked, removed."""

    def __init__(self, it, grafana_port):
        self.it = it
        self.grafana_port = grafana_port

    def __enter__(self):
        self.it.script("monitor.sh", GRAFANA_PORT=str(self.grafana_port))
        return self

    def __exit__(self, *_):
        self.it.script("remove.sh", "--monitoring")

    def container(self, service):
        label = f"label=com.docker.swarm.service.name={NAME}_{service}"
        for node in stack.nodes():
            host = stack.engine(node)
            ids = docker.docker(*host, "ps", "-q", "--filter", label).split()
            if ids:
                return host, ids[0]
        raise RuntimeError(f"no container of {service} on any node")


class OfCompose(Compose, Monitoring):
    """infra-compose in a profile as its README has it: COMPOSE_ENV_FILES names the file that has all else of the profile."""

    def __init__(self, folder, profile, grafana_port, **told):
        super().__init__(folder, profile, GRAFANA_PORT=str(grafana_port), **told)
        self.grafana_port = grafana_port
        beside = self.folder.parent / "observability"
        if not beside.exists():
            beside.symlink_to(HOUSE / "observability")
        self.files = []
        self.told |= {"COMPOSE_ENV_FILES": f".env.{profile}"}

    def container(self, service):
        return [], self.one(service).id


def judge_targets(figures, monitoring, expected):
    """`expected`: how many of each job."""
    figures.part("targets")
    found = monitoring.wait_up(expected)
    figures.equal("targets that are not up", [target for target in found if target[2] != "up"], [])
    figures.equal("targets of each job: its replicas", dict(Counter(job for job, _, _ in found)), expected)
    figures.equal("targets that come twice", dashboards.twice(instance for _, instance, _ in found), [])


def judge_panels(figures, monitoring, files):
    figures.part("panels")
    for file in files:
        one = dashboards.read(file)
        asked = dashboards.queries(one, "2m")

        # What Kafka's clients count is told up to a minute later.
        end = time.monotonic() + 90
        while (empty := without_data(monitoring, asked)) and time.monotonic() < end:
            time.sleep(3)
        figures.equal(f"{one['title']}: queries without data, of {len(asked)}", empty, [])


def without_data(monitoring, asked):
    answers = monitoring.ask(*(expr for _, expr in asked))
    return [f"{title}: {expr}" for (title, expr), answer in zip(asked, answers) if not answer]


def judge_trace(figures, monitoring, client):
    """A document's, from ingest to its commit."""
    figures.part("a document's trace, from Jaeger")
    if not monitoring.has_traces():
        figures.note("not looked at: what is here under Jaeger's name has no API (it was not made in time)")
        return
    # A receiver that takes too long costs spans: where the machine is busy, one document of three is enough.
    for turn in range(3):
        document = {"id": f"traced-{turn}", "model": "spam", "text": "Win a prize", "label": "spam"}
        answer = client.post("/ingest", document)
        figures.equal("answered", answer.status, 202)
        spans = spans_of(monitoring, otlp.trace_of(answer))
        if len(spans) >= len(otlp.WAY):
            break
    figures.equal("each of its function, below the one that it follows", otlp.placed(spans), sorted(otlp.WAY))
    for line in otlp.tree(spans):
        figures.note(line)


def spans_of(monitoring, trace):
    """The spans that Jaeger has of a trace, once it has all of a document's way, or after a while."""

    def seen():
        found = monitoring.trace(trace)
        return otlp.shown(found) if found else []

    try:
        until("its spans", 40, lambda: len(seen()) >= len(otlp.WAY), 1)
    except TimeoutError:
        pass  # the caller sees which are not there
    return seen()


def judge_grafana(figures, monitoring):
    figures.part("Grafana")
    with urllib.request.urlopen(f"http://127.0.0.1:{monitoring.grafana_port}/api/health", timeout=10) as answer:
        figures.equal("/api/health", (answer.status, json.load(answer)["database"]), (200, "ok"))
