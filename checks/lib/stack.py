"""infra-swarm on a Swarm whose manager this engine is: its scripts, its tasks, and what runs in them."""

import functools
import json
import os
import re
import shlex
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from lib import docker
from lib.client import Client, until
from lib.house import HOUSE, free_port

NAME = "millrace"
SCRIPTS = HOUSE / "infra-swarm"
# What the other nodes pull the images of this tree from, as registry.example:5000.
REGISTRY = os.environ.get("REGISTRY", "")
# The engines of other nodes, for a look into what runs there: CHECK_NODES="node2=ssh://node2 node3=ssh://node3".
ENGINES = dict(pair.split("=", 1) for pair in os.environ.get("CHECK_NODES", "").split())
# A stack that is there is used as it is, and stays; one that is made stays for the next check: CHECK_STACK=keep.
KEEP = os.environ.get("CHECK_STACK") == "keep"
# What docker writes again and again where there is no terminal.
PROGRESS = re.compile(r"overall progress:|verify: Waiting|\d+/\d+: ")
ROLES = ("database_owner", "clean_database", "train_database", "predict_database", "monitor_database", "grafana_admin")
PASSWORDS = [f"millrace_{role}_password" for role in ROLES]


def missing(anew=False):
    """Why there is no Swarm to work with, in a sentence; empty when there is one. `anew`: without a stack on it."""
    why = docker.missing()
    if why:
        return why
    if docker.docker("info", "--format", "{{.Swarm.ControlAvailable}}") != "true":
        return "this engine is not a manager of a Swarm ('docker swarm init' makes it one)"
    silent = [node for node in nodes() if engine(node) is None]
    if silent:
        return f"the engines of other nodes are looked into: CHECK_NODES='{silent[0]}=ssh://{silent[0]} ...' names them"
    if there():
        lost = f"a stack '{NAME}' is there, which would be lost: infra-swarm/remove.sh"
        return "" if KEEP and not anew else lost if anew else f"{lost}, or CHECK_STACK=keep to use it"
    if len(nodes()) > 1 and not REGISTRY:
        return "the Swarm's other nodes need a registry to pull the images from: REGISTRY=host:port, where one can push"
    left = leftovers()
    return f"data of an earlier stack are there, which would be lost: {', '.join(left[:3])} ..." if left else ""


def leftovers():
    """What remove.sh leaves to its user, by name."""
    secrets = docker.docker("secret", "ls", "--format", "{{.Name}}").split()
    found = [name for name in secrets if name in PASSWORDS]
    return found + [f"volume {name} on {node}" for node in nodes() for name in of_stack(engine(node), "volume", "ls")]


def of_stack(host, *listing):
    """Names, or ids of containers, at one engine, that belong to the stack, whether it still is there or not."""
    mine = ["-q", "--filter", f"label=com.docker.stack.namespace={NAME}"]
    return docker.docker(*host, *listing, *mine).split()


def there():
    return NAME in docker.docker("stack", "ls", "--format", "{{.Name}}").split()


def nodes():
    """Names of the nodes that are ready, the managers first."""
    listed = docker.docker("node", "ls", "--format", "{{.Hostname}} {{.Status}} {{.ManagerStatus}}").splitlines()
    found = [line.split() for line in listed]
    return [words[0] for words in sorted(found, key=lambda words: (len(words) < 3, words[0])) if words[1] == "Ready"]


def engine(node):
    """The words after `docker` by which one speaks to a node's engine; None where it cannot be asked."""
    if node in ENGINES:
        return ["--host", ENGINES[node]]
    return [] if node == here() else None


@functools.cache
def here():
    """The name of this engine's node."""
    return docker.docker("info", "--format", "{{.Name}}")


@dataclass
class Task:
    """One task of a service; `container` is its id at the engine of `node`, empty before there is one."""

    id: str
    service: str
    node: str
    image: str
    container: str
    state: str
    wanted: str
    error: str

    def place(self):
        return self.service, self.node, self.id

    def docker(self, *command, limit=60):
        """The output of docker at its node's engine; None where that cannot be asked."""
        host = engine(self.node)
        return None if host is None else docker.run(["docker", *host, *command], limit)

    def logs(self, lines):
        """The last ones that its container wrote, to either stream."""
        command = ["docker", *engine(self.node), "logs", "--tail", str(lines), self.container]
        both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        return subprocess.run(command, **both, text=True, errors="replace", timeout=60, check=True).stdout

    def sh(self, script, shell="sh", user=None, limit=60):
        """What a shell in it says, whatever its exit code; None where its engine cannot be asked."""
        host = engine(self.node)
        if host is None:
            return None
        command = ["docker", *host, "exec", *(["--user", user] if user else []), self.container, shell, "-c", script]
        return subprocess.run(command, capture_output=True, text=True, timeout=limit).stdout

    def get(self, port, path):
        """The body of an answer on one of its ports, asked from within."""
        return docker.answered(self.sh(docker.question(port, path), "bash"))

    def look(self):
        """What its engine says of its container; None where that cannot be asked."""
        said = self.docker("inspect", self.container)
        return said and docker.Container(json.loads(said)[0])


def inspected(kind, *listing):
    """All that docker says of what a listing names, but for what Swarm has forgotten since."""
    ids = docker.docker(*listing, "-q", *(["--no-trunc"] if kind == "task" else [])).split()
    if not ids:
        return []
    done = subprocess.run(["docker", "inspect", "--type", kind, *ids], capture_output=True, text=True, timeout=60)
    forgotten = re.compile(f"(?i)no such {kind}|{kind} .*not found")
    if done.returncode and any(not forgotten.search(line) for line in done.stderr.splitlines() if line.strip()):
        raise RuntimeError(f"docker inspect of {' '.join(listing)}: {docker.last_words(done)}")
    return json.loads(done.stdout)


def names_by_id():
    """Of the stack's services, as docker-stack.yml calls them, and of the nodes."""
    services = inspected("service", "stack", "services", NAME)
    named = {service["ID"]: service["Spec"]["Name"].removeprefix(f"{NAME}_") for service in services}
    return named | {node["ID"]: node["Description"]["Hostname"] for node in inspected("node", "node", "ls")}


def task_of(state, names):
    status = state["Status"]
    return Task(
        id=state["ID"],
        service=names.get(state["ServiceID"], ""),
        node=names.get(state.get("NodeID"), ""),
        image=state["Spec"]["ContainerSpec"]["Image"].partition("@")[0],
        container=status.get("ContainerStatus", {}).get("ContainerID", ""),
        state=status["State"],
        wanted=state["DesiredState"],
        error=status.get("Err", ""),
    )


class Stack:
    """The stack as this check deployed it, or found it; what its scripts said is in `told`, a line before each."""

    def __init__(self, repository, version, port):
        self.repository, self.version, self.port = repository, version, port
        self.client = Client(f"http://127.0.0.1:{port}")
        self.told = []

    def image(self, function, version=None):
        return f"{self.repository}/{function}:{version or self.version}"

    def script(self, name, *words, limit=300, **told):
        """The output of one of infra-swarm's scripts, which ends well or raises with its last words."""
        done = self.attempt(name, *words, limit=limit, **told)
        if done.returncode:
            raise RuntimeError(f"{name} {' '.join(words)} ended with {done.returncode}: {docker.last_words(done)}")
        return done.stdout

    def attempt(self, name, *words, limit=300, **told):
        """A script as it ended, well or not; output and errors in one. `told` is environment of this script alone."""
        settings = {"IMAGES": self.repository, "VERSION": self.version, "GATEWAY_PORT": str(self.port), **told}
        begin = time.monotonic()
        done = subprocess.run(
            [SCRIPTS / name, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=limit,
            env={**os.environ, **settings},
        )
        took = time.monotonic() - begin
        said = "\n".join(line for line in done.stdout.splitlines() if not PROGRESS.match(line))
        self.told.append(f"$ ./{shlex.join([name, *words])}    # {took:.0f} s, exit code {done.returncode}\n{said}\n")
        return subprocess.CompletedProcess(done.args, done.returncode, said, "")

    def deploy(self):
        """As a user does, from a Swarm without labels and secrets to a stack of which all runs."""
        self.script("init.sh")
        self.script("secrets.sh")
        self.script("deploy.sh")

    def tasks(self, *services, wanted="running"):
        """Those that Swarm wants to run (or has wanted, with wanted=None), of the named services or of all."""
        names = names_by_id()
        found = sorted((task_of(state, names) for state in inspected("task", "stack", "ps", NAME)), key=Task.place)
        return [t for t in found if (not services or t.service in services) and wanted in (None, t.wanted)]

    def one(self, service):
        """A running task of it, at an engine that can be asked where there is one."""
        running = [task for task in self.tasks(service) if task.state == "running"]
        return min(running, key=lambda task: engine(task.node) is None)

    def sql(self, query):
        """Lines of the answer, as the owner of the database gets it."""
        postgres = self.one("postgres")
        return postgres.docker("exec", postgres.container, "psql", "-U", NAME, "-tAc", query).split()

    def spec(self, service, form):
        """What Swarm was told of a service, in a form of docker's."""
        return docker.docker("service", "inspect", "--format", form, f"{NAME}_{service}")

    def replicas(self, service):
        """How many there should be."""
        return int(self.spec(service, "{{.Spec.Mode.Replicated.Replicas}}"))

    def account(self):
        """clean's own account once it has nothing left to do; None before."""
        clean = self.one("clean")
        topic = clean.get(6100, "/topic")
        return clean.get(6100, "/topic/account") if all(p.get("lag") == 0 for p in topic["partitions"]) else None

    def keep_words(self):
        """What the scripts said, for people: target/swarm-commands.log."""
        (HOUSE / "target" / "swarm-commands.log").write_text("\n".join(self.told))


@contextmanager
def stack(figures):
    """The stack of this tree's images, gone at the end; with CHECK_STACK=keep one that is there, and it stays."""
    if there():
        yield found()
        return
    with docker.images(figures):
        made = Stack(*pushed(), free_port())
        try:
            yield made
        finally:
            if not KEEP:
                remove(made)


def pushed():
    """Repository and version of the images, where every node can have them."""
    if docker.IMAGES or not REGISTRY:
        return docker.REPOSITORY, docker.VERSION
    repository = f"{REGISTRY}/{docker.REPOSITORY}"

    def push(function):
        name = f"{repository}/{function}:{docker.VERSION}"
        docker.docker("tag", docker.image(function), name)
        docker.docker("push", "--quiet", name, limit=300)

    with ThreadPoolExecutor(len(docker.FUNCTIONS)) as pool:
        list(pool.map(push, docker.FUNCTIONS))
    return repository, docker.VERSION


def found():
    """The stack that is there, by what its services say; clean has its first image, as no check updates it."""
    services = {service["Spec"]["Name"]: service for service in inspected("service", "stack", "services", NAME)}
    image = services[f"{NAME}_clean"]["Spec"]["TaskTemplate"]["ContainerSpec"]["Image"].partition("@")[0]
    repository, _, version = image.rpartition(":")
    ports = services[f"{NAME}_gateway"]["Spec"]["EndpointSpec"]["Ports"]
    return Stack(repository.removesuffix("/clean"), version, ports[0]["PublishedPort"])


def back(node):
    """Waits until a node is in the Swarm again; where it came with another id, its old one goes."""
    until(f"{node} to be back", 120, lambda: node in nodes(), 1)
    for line in docker.docker("node", "ls", "--format", "{{.ID}} {{.Hostname}} {{.Status}}").splitlines():
        if line.endswith(f" {node} Down"):
            docker.docker("node", "rm", "--force", line.split()[0])


def remove(made):
    """All of it, also what remove.sh leaves to its user: volumes on each node, secrets."""
    made.script("remove.sh")
    for node in nodes():
        host = engine(node)
        # A node that came back with another id still has its containers of before.
        for container in of_stack(host, "ps", "-a"):
            subprocess.run(["docker", *host, "rm", "--force", "--volumes", container], capture_output=True, timeout=60)
        until(f"volumes of {node} to be free", 60, lambda: freed(host, of_stack(host, "volume", "ls")), 1)
    docker.run(["docker", "secret", "rm", *PASSWORDS])


def freed(host, volumes):
    command = ["docker", *host, "volume", "rm", "--force", *volumes]
    return not volumes or subprocess.run(command, capture_output=True, timeout=60).returncode == 0
