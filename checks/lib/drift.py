"""docker-compose.yml (profile prod) beside docker-stack.yml, and the monitoring of both: what differs is meant, and says why."""

import json
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lib import docker
from lib.drift_table import IGNORED, MEANT, ONLY_COMPOSE, ONLY_STACK, SECRETS
from lib.house import HOUSE

COMPOSE, STACK = "infra-compose/docker-compose.yml", "infra-swarm/docker-stack.yml"
MONITORING, MONITORING_STACK = "infra-compose/monitoring.yml", "infra-swarm/monitoring-stack.yml"
MONITORING_PROD, LOGS = "infra-swarm/monitoring-prod.yml", "infra-swarm/monitoring-logs.yml"
ENVIRONMENT = "infra-compose/.env.prod"
NO_ENGINE = "unix:///nonexistent"


@dataclass(frozen=True)
class Pair:
    """Files of Compose and of a stack that make the same services; `changes` of one of them alone, (file, old, new), for
    each kind of thing that must be the same. Services of `besides` are another pair's."""

    name: str
    compose: tuple
    stack: tuple
    changes: list
    besides: tuple = ()

    def services(self, folder):
        """Those of Compose and those of the stack, by name."""
        compose = rendered(folder, self.compose)
        others = rendered(folder, self.besides) if self.besides else {}
        kept = {name: service for name, service in compose.items() if name not in others}
        return kept, rendered(folder, self.stack)


CHANGES = [
    (STACK, "cap_drop: [ALL]", "cap_drop: [NET_RAW]"),
    (STACK, "max-size: 10m", "max-size: 11m"),
    (STACK, 'user: "999:999"', 'user: "998:999"'),
    (STACK, "traefik:v3.7", "traefik:v3.6"),
    (STACK, "KAFKA_MIN_INSYNC_REPLICAS: 2", "KAFKA_MIN_INSYNC_REPLICAS: 1"),
    (COMPOSE, "read_only: true", "read_only: false"),
    (COMPOSE, "memory: 2560M", "memory: 2561M"),
    (COMPOSE, "networks: [backend]", "networks: [frontend, backend]"),
    (COMPOSE, "secrets: [clean]", "secrets: [clean, train]"),
    (COMPOSE, "-d, millrace]", "-d, postgres]"),
    (COMPOSE, "verbosity=terse", "verbosity=default"),
    (COMPOSE, "no-new-privileges:true", "no-new-privileges:false"),
]
CHANGES_OF_MONITORING = [
    (MONITORING_STACK, "cap_drop: [ALL]", "cap_drop: [NET_RAW]"),
    (MONITORING_STACK, "retention.time=30d", "retention.time=3d"),
    (MONITORING_STACK, "prom/prometheus:v3.9.1", "prom/prometheus:v3.9.2"),
    (MONITORING_STACK, 'GF_USERS_ALLOW_SIGN_UP: "false"', 'GF_USERS_ALLOW_SIGN_UP: "true"'),
    (MONITORING, "memory: 1G", "memory: 2G"),
    (MONITORING, "networks: [backend]", "networks: [backend, monitoring]"),
    (MONITORING, "--collector.timex", "--collector.time"),
    (MONITORING_PROD, "memory: 512M", "memory: 513M"),
    (LOGS, "retentionPeriod=14d", "retentionPeriod=1d"),
]
PAIRS = [
    Pair("docker-compose.yml, as prod, and docker-stack.yml", (COMPOSE,), (STACK,), CHANGES),
    Pair(
        "monitoring.yml, as prod with logs, and monitoring-stack.yml with monitoring-prod.yml and monitoring-logs.yml",
        (COMPOSE, MONITORING),
        (MONITORING_STACK, MONITORING_PROD, LOGS),
        CHANGES_OF_MONITORING,
        (COMPOSE,),
    ),
]


def drift(figures):
    found = {}
    for pair in PAIRS:
        found |= beside(figures, pair)
    figures.note(f"{len(MEANT)} kinds of difference are meant (lib/drift_table.py)")
    stale = [row.key for row in MEANT if not any(row.fits(key, values) for key, values in found.items())]
    figures.equal("meant differences that are none", stale, [])
    figures.equal("lines of Compose's gateway.yml that the Swarm's has not", settings(COMPOSE) - settings(STACK), set())


def beside(figures, pair):
    """What differs between the two of a pair."""
    figures.part(pair.name)
    compose, stack = pair.services(HOUSE)
    figures.expect("both can be read", compose and stack)
    read(figures, pair.stack)
    there = {f"{name}.{key}" for name, service in stack.items() for key, value in service.items() if value is not None}
    figures.equal("keys that a stack ignores", sorted(key for key in there if key.partition(".")[2] in IGNORED), [])
    lacking = {name: lacks for name, service in stack.items() if (lacks := lacks_of(service))}
    figures.equal("services of the stack without all that is wanted of each", lacking, {})
    figures.equal("services in one of them alone, and not meant to", alone(compose, stack), set())
    different = differences(compose, stack)
    figures.equal("other differences", unmeant(different), {})
    figures.equal(f"changes of one file alone, of {len(pair.changes)}, that this would not see", unseen(pair), [])
    return different


def read(figures, files):
    """By the command that will deploy it, where that can: since Docker 25."""
    if "config " in docker.docker("stack", "--help"):
        named = [word for file in files for word in ("-c", HOUSE / file)]
        docker.run(["docker", "stack", "config", *named], told={"DOCKER_HOST": NO_ENGINE})
        figures.expect("docker stack reads its own", True)


def settings(file):
    """The lines of its gateway.yml that are no comments."""
    lines = (HOUSE / file).with_name("gateway").joinpath("gateway.yml").read_text().splitlines()
    return {line for line in lines if not line.strip().startswith("#")}


def lacks_of(service):
    wanted = {"cap_drop", "deploy", "healthcheck", "image", "logging", "networks", "read_only"}
    deploy = {"resources", "restart_policy"}
    if service["deploy"].get("mode") != "replicated-job":
        deploy |= {"endpoint_mode", "rollback_config", "update_config"}
    state = any(mount["type"] == "volume" for mount in service.get("volumes", []))
    alone = {"max_replicas_per_node"} if state and service["deploy"].get("mode") != "global" else set()
    alone -= service["deploy"].get("placement", {}).keys()
    limits = {"cpus", "memory", "pids"} - service["deploy"].get("resources", {}).get("limits", {}).keys()
    reserved = {"reservations"} - service["deploy"].get("resources", {}).keys()
    return sorted(wanted - service.keys() | deploy - service["deploy"].keys() | limits | reserved | alone)


def unmeant(different):
    return {key: pair for key, pair in different.items() if not any(row.fits(key, pair) for row in MEANT)}


def unseen(pair):
    """Each change is made in a copy, and must be a difference that is not meant."""
    missed = []
    for changed, old, new in pair.changes:
        with tempfile.TemporaryDirectory(prefix="millrace-drift-") as folder:
            for file in {*pair.compose, *pair.stack, *pair.besides, ENVIRONMENT}:
                text = (HOUSE / file).read_text()
                copy = Path(folder) / file
                copy.parent.mkdir(exist_ok=True)
                copy.write_text(text.replace(old, new) if file == changed else text)
            seen = unmeant(differences(*pair.services(folder)))
        if old not in (HOUSE / changed).read_text() or not seen:
            missed.append(f"{Path(changed).name}: {new}")
    return missed


def rendered(folder, files):
    """Its services as Compose reads them, which needs no engine; what the caller's shell sets must not count."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "DOCKER_CONFIG") if name in os.environ}
    command = ["env", "-i", *(f"{name}={value}" for name, value in kept.items()), f"DOCKER_HOST={NO_ENGINE}"]
    command += ["docker", "compose", *(word for file in files for word in ("-f", file))]
    if COMPOSE in files:
        command += ["--env-file", ENVIRONMENT, "--profile", "prod", "--profile", "logs"]
    return json.loads(docker.run([*command, "config", "--format", "json"], cwd=folder))["services"]


def alone(compose, stack):
    return compose.keys() - stack.keys() - ONLY_COMPOSE.keys() | stack.keys() - compose.keys() - ONLY_STACK.keys()


def differences(compose, stack):
    """{service.key: (in Compose, in the stack)}, None where it is not there."""
    found = {}
    for name in compose.keys() & stack.keys():
        left, right = flat(comparable(compose[name])), flat(comparable(stack[name]))
        for key in left.keys() | right.keys():
            if left.get(key) != right.get(key):
                found[f"{name}.{key}"] = (left.get(key), right.get(key))
    return found


def comparable(service):
    """A service in the words of both: mounts by their places, secrets by whose they are."""
    same = {key: value for key, value in service.items() if value is not None}
    mounts = {mount["target"]: mounted(mount) for mount in same.pop("volumes", [])}
    for text in same.pop("tmpfs", []):
        path, _, options = text.partition(":")
        mounts[path] = f"tmpfs {size(options)}"
    if "shm_size" in same:
        mounts["/dev/shm"] = f"tmpfs {same.pop('shm_size')}"
    same["mounts"] = mounts
    same["secrets"] = sorted(SECRETS.get(secret["source"], secret["source"]) for secret in same.pop("secrets", []))
    same["networks"] = sorted(same.get("networks") or [])
    same["configs"] = {config["source"]: config.get("target", "") for config in same.pop("configs", [])}
    return same


def mounted(mount):
    return f"tmpfs {mount['tmpfs']['size']}" if mount["type"] == "tmpfs" else f"{mount['type']} {mount['source']}"


def size(options):
    number, unit = re.search(r"size=(\d+)([km])", options).groups()
    return int(number) * {"k": 1 << 10, "m": 1 << 20}[unit]


def flat(value, path=""):
    if not isinstance(value, dict) or not value:
        return {path: value}
    parts = [flat(inner, f"{path}.{key}" if path else key) for key, inner in value.items()]
    return {key: inner for part in parts for key, inner in part.items()}
