"""infra-swarm's monitoring, as a stack beside the stack; Prometheus and the others asked from within, as nothing of them is
published but Grafana."""

import json
import shlex
import urllib.parse

from lib import docker, stack
from lib.client import until

NAME = f"{stack.NAME}-monitoring"


class Monitored:
    """The monitoring of a stack: deployed, asked, removed."""

    def __init__(self, it, grafana_port):
        self.it = it
        self.grafana_port = grafana_port

    def __enter__(self):
        self.it.script("monitor.sh", GRAFANA_PORT=str(self.grafana_port))
        return self

    def __exit__(self, *_):
        self.it.script("remove.sh", "--monitoring")

    def get(self, service, *urls):
        """The JSON of each URL, asked in the container of a service; None where the answer is no 200."""
        host, container = self.container(service)
        script = "\n".join(f"wget -q -O - {shlex.quote(url)} || true; echo" for url in urls)
        said = docker.run(["docker", *host, "exec", container, "sh", "-c", script])
        return [json.loads(line) if line.strip() else None for line in said.splitlines()]

    def container(self, service):
        """The words after `docker` for its node's engine, and the id of the one container of a service."""
        label = f"label=com.docker.swarm.service.name={NAME}_{service}"
        for node in stack.nodes():
            host = stack.engine(node)
            ids = docker.docker(*host, "ps", "-q", "--filter", label).split()
            if ids:
                return host, ids[0]
        raise RuntimeError(f"no container of {service} on any node")

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
