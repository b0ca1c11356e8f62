#!/usr/bin/env python3
# about: the four images: build, size, what is and is not in them, predict's start with and without cache (Docker)
"""The images of the functions. Usage: [CHECK_LONG=1] [CHECK_IMAGES=millrace] ./millrace check images"""

import re
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lib import docker
from lib.campaign import LONG
from lib.client import Client, until
from lib.docker import Compose
from lib.hardening import SECRET
from lib.house import HOUSE, free_port
from lib.pipeline import Pipeline, sample

STARTS = 7 if LONG else 3
FLOWER = next(flower for flower in sample("iris") if flower["label"] == "setosa")
MB = 1e6
LEFT = ".git .m2 .netrc .docker .ssh settings.xml id_rsa"
TOLD = {"title", "description", "licenses", "version", "revision"}
# As the Compose files start it, but for the memory: half of that.
HARDENED = ["--read-only", "--tmpfs", "/tmp:size=64m,noexec", "--user", "1001:1001", "--cap-drop", "ALL"]
HARDENED += ["--memory", "256m"]


def touched(figures):
    """The content of one source file changes: libraries, run time and base stay."""
    tag = f"{docker.PROJECT}/predict:touched"
    with tempfile.TemporaryDirectory(prefix="millrace-images-") as folder:
        tree = Path(folder) / "tree"
        left_out = shutil.ignore_patterns(".git", "target", "secrets", "node_modules", "__pycache__")
        shutil.copytree(HOUSE, tree, symlinks=True, ignore=left_out)
        source = next(tree.glob("functions/predict/src/main/java/**/Predictor.java"))
        source.write_text(f"{source.read_text()}// {time.time()}\n")
        begin = time.monotonic()
        try:
            docker.build("predict", tree, tag)
            took = time.monotonic() - begin
            figures.aim_at_most("predict again after a change of one source file", took, 30, 400, "s")
        finally:
            docker.run(["docker", "rmi", "--force", tag])


def looked(figures, function):
    figures.part(function)
    name = docker.image(function)
    shown = ["--no-trunc", "--human=false", "--format", "{{.Size}} {{.CreatedBy}}"]
    lines = docker.docker("history", *shown, name).splitlines()
    sizes = [int(line.split()[0]) / MB for line in lines]
    ours = next(i for i, line in enumerate(lines) if "COPY /kept /" in line)
    figures.aim_at_most("our layers", sum(sizes[:ours]), 160, 170, "MB")
    figures.note(f"what is left of the base: {sum(sizes[ours:]):.1f} MB")
    figures.at_most("the whole of it", sum(sizes), 260, "MB")
    config = docker.inspect(name)[0]["Config"]
    figures.equal("user", config["User"], "1001:1001")
    figures.expect("a health check", config.get("Healthcheck", {}).get("Test"))
    figures.equal("what is started", config["Entrypoint"], ["/millrace/start.sh"])
    labels = config["Labels"].items()
    said = {key.rpartition(".")[2]: value for key, value in labels if key.startswith("org.opencontainers.") and value}
    figures.equal("labels that are missing", TOLD - said.keys(), set())
    figures.equal("label version", said.get("version"), docker.VERSION)
    if not docker.IMAGES:
        figures.equal("label revision", said.get("revision"), docker.revision())
    told = [text for text in lines[:ours] + config["Env"] if SECRET.search(text)]
    figures.equal("secrets in history and environment", told, [])
    inside(figures, name)
    cached(figures, name)


def inside(figures, name):
    """As root, who sees all."""

    def found(script):
        command = ["run", "--rm", "--user", "0:0", "--network", "none", "--entrypoint", "sh", name, "-c", script]
        return docker.docker(*command).split()

    figures.equal("setuid and setgid files", found("find / -xdev -perm /6000 -type f"), [])
    caches = "find /var/lib/apt/lists /var/cache /var/log -mindepth 1 2>/dev/null || :"
    figures.equal("left by a package manager", found(caches), [])
    names = " -o ".join(f"-name {left}" for left in LEFT.split())
    figures.equal("left by a build, or secret", found(f"find / -xdev \\( {names} \\)"), [])
    mine = "find / -xdev \\( -user 1001 -o -group 1001 -o -perm -0002 ! -perm -1000 ! -type l ! -type c \\)"
    figures.equal("what the user may change", found(mine), [])
    tools = found("for tool in curl wget gcc mvn javac git apt dpkg perl tar openssl; do command -v $tool || :; done")
    figures.equal("tools that a stranger would like", tools, [])


def cached(figures, name):
    """With AOTMode=on a JVM that cannot use its cache ends."""
    strict = ["run", "--rm", *HARDENED, "--network", "none", "-e", "MILLRACE_JAVA_OPTS=-XX:AOTMode=on"]
    said = docker.docker(*strict, name, "--help")
    figures.expect("starts with its ahead-of-time cache, or not at all", "MILLRACE_" in said)
    try:
        docker.docker(*strict, "-e", "MILLRACE_AOT=off", name, "--help")
        figures.expect("without a cache it ends: so the line above says something", False)
    except RuntimeError as refused:
        figures.expect("without a cache it ends: so the line above says something", "AOT" in str(refused))


def starts(figures):
    """predict beside a database that has a model; the containers started in turn, with the cache and without."""
    figures.part(f"predict from 'docker start' to ready, and to its first right answer, {STARTS} times each in turn")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-images-"))
        ports = {name: free_port() for name in ("INGEST_PORT", "CLEAN_PORT", "TRAIN_PORT", "PREDICT_PORT")}
        compose = stack.enter_context(Compose(folder, "dev", **{name: str(port) for name, port in ports.items()}))
        first = {c.service: c.process()["Name"] for c in compose.containers(*docker.FUNCTIONS)}
        figures.equal("first process of each", first, {name: "java" for name in docker.FUNCTIONS})
        Pipeline(Client(f"http://127.0.0.1:{ports['INGEST_PORT']}")).ingest(sample("iris"))
        cleaned = Client(f"http://127.0.0.1:{ports['CLEAN_PORT']}")
        until("150 rows", 30, lambda: cleaned.get("/topic/account").json()["stored"] == 150)
        Pipeline(Client(f"http://127.0.0.1:{ports['TRAIN_PORT']}")).train("iris")
        compose("stop", "kafka-1", *docker.FUNCTIONS)
        network = stack.enter_context(reachable(compose))
        taken = {"on": [], "off": []}
        for _ in range(STARTS):
            for cache, runs in taken.items():
                runs.append(started(compose, network, cache))
        medians = {cache: [statistics.median(column) for column in zip(*runs)] for cache, runs in taken.items()}
        figures.aim_at_most("ready with the cache, median", medians["on"][0], 1.5, 6, "s")
        figures.note("cache   ready s   answered s   each s                               MiB after 200 predictions (medians)")
        for cache, (ready, answered, memory) in medians.items():
            each = " ".join(f"{run[1]:.2f}" for run in taken[cache])
            figures.note(f"{cache:<7} {ready:<9.2f} {answered:<12.2f} {each:<36} {memory:.0f}")
        figures.expect("faster with the cache than without", medians["on"][1] < medians["off"][1])


@contextmanager
def reachable(compose):
    """A network with the database in it that is not internal: an internal one publishes no port."""
    network = f"{docker.PROJECT}-starts"
    docker.docker("network", "create", network)
    postgres = compose.one("postgres").id
    try:
        docker.docker("network", "connect", "--alias", "postgres", network, postgres)
        yield network
    finally:
        docker.run(["docker", "network", "disconnect", "--force", network, postgres])
        docker.docker("network", "rm", network)


def started(compose, network, cache):
    """(seconds to ready, seconds to the first right answer, MiB) of one container."""
    port = free_port()
    settings = {
        "MILLRACE_AOT": cache,
        "MILLRACE_MODELS_FILE": "/models",
        "MILLRACE_DATABASE_URL": "jdbc:postgresql://postgres:5432/millrace",
        "MILLRACE_PREDICT_DATABASE_PASSWORD_FILE": "/run/secrets/predict/password",
    }
    told = [part for name, value in settings.items() for part in ("-e", f"{name}={value}")]
    told += ["-v", f"{HOUSE / 'samples' / 'models.yml'}:/models:ro"]
    told += ["-v", f"{compose.folder / 'secrets' / 'predict'}:/run/secrets/predict:ro"]
    name = f"{docker.PROJECT}-start"
    try:
        command = ["create", "--name", name, "--network", network, "-p", f"127.0.0.1:{port}:8000", *HARDENED, *told]
        docker.docker(*command, docker.image("predict"))
        client = Client(f"http://127.0.0.1:{port}")
        question = {"model": "iris", "features": FLOWER["features"]}

        def right():
            answer = client.post("/predict", question, limit=5)
            return answer.ok and answer.json()["label"] == FLOWER["label"]

        begin = time.monotonic()
        docker.docker("start", name)
        until("it to be ready", 60, lambda: client.get("/health/ready", limit=5).ok, 0.02)
        ready = time.monotonic() - begin
        until("the first right answer", 60, right, 0.02)
        answered = time.monotonic() - begin
        for _ in range(200):
            client.post("/predict", question)
        used = docker.docker("stats", "--no-stream", "--format", "{{.MemUsage}}", name)
        return ready, answered, float(re.match(r"([\d.]+)MiB", used)[1])
    finally:
        docker.docker("rm", "--force", name)


def campaign(figures):
    with ExitStack() as stack:
        stack.enter_context(docker.images(figures))
        for function in docker.FUNCTIONS:
            figures.attempt(looked, function)
        figures.attempt(starts)
        if not docker.IMAGES:
            figures.part("a change")
            figures.attempt(touched)


def main():
    return docker.check("images", campaign)


if __name__ == "__main__":
    sys.exit(main())
