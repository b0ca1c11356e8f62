"""Rules of the CIS Docker Benchmark that are about more than one container, or asked for by nobody else."""

import json
import re
from dataclasses import dataclass, field

from lib import docker, stack
from lib import hardening as rules
from lib.house import HOUSE

# Official images, and Kafka's own, by what stands before the tag.
TRUSTED = {"debian", "eclipse-temurin", "maven", "postgres", "nginx", "traefik", "apache/kafka"}
INSTALLS = re.compile(r"\b(apt|apt-get|apk|yum|dnf|pip3?|npm) (-\S+ )*(update|upgrade|install|add)\b")
NINETY_DAYS = 90 * 24 * 3600 * 10**9


@dataclass
class Swarm:
    """What the lines are held against."""

    seen: list
    services: list = field(default_factory=lambda: stack.inspected("service", "stack", "services", stack.NAME))
    info: dict = field(default_factory=lambda: json.loads(docker.docker("info", "--format", "{{json .}}")))
    dockerfile: str = field(default_factory=(HOUSE / "Dockerfile").read_text)
    file: str = field(default_factory=(HOUSE / "infra-swarm" / "docker-stack.yml").read_text)


def untrusted(swarm):
    named = re.findall(r"^ARG \w+=(\S+:\S+)$", swarm.dockerfile, re.M) + re.findall(
        r"^ +image: ([^$\s]+)$", swarm.file, re.M
    )
    return [name for name in named if name.rpartition(":")[0] not in TRUSTED]


def lines_of(pattern):
    return lambda swarm: [line for line in swarm.dockerfile.splitlines() if re.search(pattern, line)]


def secrets_told(swarm):
    return rules.told_by_images(swarm.seen) + rules.leaks(swarm.seen)


def low_ports(swarm):
    ports = [port["PublishedPort"] for service in swarm.services for port in service["Endpoint"].get("Ports", [])]
    return [port for port in ports if port < 1024]


def without_tools(each):
    return not each.ours or not each.lines("tools")


def has_health_check(each):
    """The image itself, whatever the stack adds."""
    return not each.ours or each.image["Config"].get("Healthcheck", {}).get("Test", ["NONE"]) != ["NONE"]


def confined(each):
    said = f"{each.container.state['AppArmorProfile']} {each.container.host['SecurityOpt']}"
    return "unconfined" not in said and "label=disable" not in said and "label:disable" not in said


def no_bind(each):
    return {mount["Source"] for mount in each.container.state["Mounts"] if mount["Type"] == "bind"} <= allowed_bind(
        each
    )


def allowed_bind(each):
    return {"/var/run/docker.sock"} if each.task.service == "engine-reader" else set()


def no_socket(each):
    return each.task.service == "engine-reader" or rules.no_socket(each)


def no_devices(each):
    return not any(each.container.host[kind] for kind in ("Devices", "DeviceRequests", "DeviceCgroupRules"))


def private_mounts(each):
    return all("shared" not in mount["Propagation"] for mount in each.container.state["Mounts"])


def no_sshd(each):
    return "sshd" not in each.lines("processes")


def own_cgroup(each):
    return not each.container.host["CgroupParent"] and rules.memory_limited(each)


def not_docker0(each):
    return "bridge" not in each.container.state["NetworkSettings"]["Networks"]


def by_digest(swarm):
    named = {
        service["Spec"]["Name"]: service["Spec"]["TaskTemplate"]["ContainerSpec"]["Image"] for service in swarm.services
    }
    # On one node alone nothing need be pulled, and what was built there has no digest.
    pulled = len(stack.nodes()) > 1
    return sorted(name for name, i in named.items() if ":latest" in i or (pulled and "@sha256:" not in i))


def managers(swarm):
    return (
        [] if swarm.info["Swarm"]["Managers"] % 2 else [f"{swarm.info['Swarm']['Managers']} managers, an even number"]
    )


def without_its_secrets(swarm):
    found = {s["Spec"]["Name"]: s["Spec"]["TaskTemplate"]["ContainerSpec"].get("Secrets", []) for s in swarm.services}
    return [name for name in rules.OWNED if not found[f"{stack.NAME}_{name}"]] + rules.breaking(
        swarm.seen, rules.own_secrets
    )


def old_certificates(swarm):
    expiry = swarm.info["Swarm"]["Cluster"]["Spec"]["CAConfig"]["NodeCertExpiry"]
    return [] if expiry <= NINETY_DAYS else [f"after {expiry} ns"]
