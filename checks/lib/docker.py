"""A Docker engine, where one answers: its commands, the images of the functions, and Compose projects of its own."""

import json
import os
import re
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lib.client import until
from lib.figures import Figures
from lib.house import HOUSE

FUNCTIONS = ["ingest", "clean", "train", "predict"]
PROJECT = "millrace-check"
# Other images than those of this tree: CHECK_IMAGES=millrace CHECK_VERSION=0.1.0.
IMAGES = os.environ.get("CHECK_IMAGES", "")
REPOSITORY, VERSION = IMAGES or PROJECT, os.environ.get("CHECK_VERSION", "0.1.0") if IMAGES else "check"


def missing():
    """Why there is no engine to work with, in a sentence; empty when one answers."""
    if not shutil.which("docker"):
        return "there is no docker command"
    for question in (["version", "--format", "{{.Server.Version}}"], ["compose", "version"]):
        done = subprocess.run(["docker", *question], capture_output=True, text=True, timeout=60)
        if done.returncode:
            return f"'docker {' '.join(question)}' says: {last_words(done)}"
    return ""


def skipped(figures, lacks=missing):
    """The exit code of a check that has no engine, or None. On a machine that judges a change (CI) it is a failure.

    `lacks` says what there is not, in a sentence; nothing when there is all.
    """
    why = lacks()
    if not why:
        return None
    if os.environ.get("CI") == "true":
        figures.expect("a Docker engine answers", False)
        figures.note(why)
        return figures.close()
    print(f"  skipped: it needs a Docker engine, and {why}", file=figures.out)
    figures.close()
    return 0


def check(name, campaign, lacks=missing):
    """A check of one campaign that needs an engine; its exit code."""
    figures = Figures(name)
    skip = skipped(figures, lacks)
    if skip is not None:
        return skip
    figures.attempt(campaign)
    return figures.close()


def last_words(done, lines=3):
    return " | ".join((done.stderr.strip() or done.stdout.strip()).splitlines()[-lines:])


def run(command, limit=120, told=None, **options):
    """The output of a command, which ends well or raises with its last words; `told` is environment of this command alone."""
    command = [str(part) for part in command]
    # What the shell of who runs the check says to Compose does not count.
    told = {name: value for name, value in os.environ.items() if not name.startswith("COMPOSE_")} | (told or {})
    done = subprocess.run(command, capture_output=True, text=True, timeout=limit, env=told, **options)
    if done.returncode:
        raise RuntimeError(f"'{' '.join(command)[:200]}' ended with {done.returncode}: {last_words(done)}")
    return done.stdout


def docker(*command, limit=120):
    return run(["docker", *command], limit).strip()


def inspect(*names):
    return json.loads(docker("inspect", *names)) if names else []


def image(function):
    return f"{REPOSITORY}/{function}:{VERSION}"


def revision():
    return run(["git", "-C", HOUSE, "rev-parse", "--short", "HEAD"]).strip()


def build(function, tree=HOUSE, tag=None):
    """Builds an image; returns how many of its steps were there already, and how many there are."""
    told = {"FUNCTION": function, "VERSION": VERSION, "REVISION": revision()}
    arguments = [word for name, value in told.items() for word in ("--build-arg", f"{name}={value}")]
    command = ["docker", "build", "--progress=plain", "-t", tag or image(function), *arguments, str(tree)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1800)
    if done.returncode:
        raise RuntimeError(f"the image of {function} was not built: {last_words(done, 15)}")
    said = done.stdout + done.stderr
    steps = {number for number in re.findall(r"^#(\d+) \[", said, re.M) if f"#{number} [internal]" not in said}
    return len(set(re.findall(r"^#(\d+) CACHED", said, re.M))), len(steps)


def built(figures, function):
    begin = time.monotonic()
    there, steps = build(function)
    took = time.monotonic() - begin
    figures.note(f"{function} built in {took:.0f} s; {there} of {steps} steps were there already")


def build_kafka(name):
    """The image of a broker with its exporter."""
    docker("build", "-q", "-t", name, HOUSE / "observability" / "kafka", limit=300)


@contextmanager
def images(figures):
    """The four images of this tree, unless CHECK_IMAGES names others; their names go at the end, layers stay cached."""
    figures.part("the images")
    try:
        if not IMAGES:
            # The first makes what they share.
            first, *others = FUNCTIONS
            built(figures, first)
            with ThreadPoolExecutor(len(others)) as pool:
                list(pool.map(lambda function: built(figures, function), others))
        figures.note(", ".join(map(image, FUNCTIONS)))
        yield
    finally:
        if not IMAGES:
            subprocess.run(["docker", "rmi", *map(image, FUNCTIONS)], capture_output=True, timeout=120)


def question(port, path):
    """For bash in a container, where there is no curl: asks a port of that container."""
    request = f"GET {path} HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n"
    return f"exec 3<>/dev/tcp/127.0.0.1/{port}; printf '{request}' >&3; cat <&3"


def answered(said):
    """The JSON that a question was answered by."""
    return json.loads(re.search(r"\{.*\}", said, re.S)[0])


class Container:
    """One container; `state` is what docker inspect says of it."""

    def __init__(self, state):
        self.state = state
        self.id = state["Id"]
        self.labels = state["Config"]["Labels"]
        self.service = self.labels.get("com.docker.compose.service", "")
        self.name = state["Name"].lstrip("/")
        self.host = state["HostConfig"]
        self.running = state["State"]["Running"]

    def sh(self, script, shell="sh", limit=30):
        """What a shell in it says; whatever its exit code."""
        command = ["docker", "exec", self.id, shell, "-c", script]
        return subprocess.run(command, capture_output=True, text=True, timeout=limit).stdout

    def process(self):
        """The fields of its first process in /proc."""
        return dict(re.findall(r"^(\w+):\s*(.*)$", self.sh("cat /proc/1/status"), re.M))

    def get(self, port, path):
        """The body of an answer on a port that is not published."""
        return answered(self.sh(question(port, path), "bash"))


class Compose:
    """infra-compose, copied to a folder of its own, in one profile: started by a `with` block, gone after it.

    Each profile is a project of its own, so that the next may start while one ends.
    """

    def __init__(self, folder, profile, **told):
        self.folder = Path(folder) / "infra-compose"
        if not self.folder.exists():
            shutil.copytree(HOUSE / "infra-compose", self.folder, ignore=shutil.ignore_patterns("password"))
            (Path(folder) / "samples").symlink_to(HOUSE / "samples")
        self.profile, self.project = profile, f"{PROJECT}-{profile}"
        self.told = {"IMAGES": REPOSITORY, "VERSION": VERSION, **told}
        # dev as `docker compose` has it by itself.
        self.files, self.mine = [], ["--filter", f"label=com.docker.compose.project={self.project}"]
        if profile != "dev":
            self.files = ["-f", "docker-compose.yml", "--env-file", f".env.{profile}", "--profile", profile]

    def __call__(self, *command, limit=300, **options):
        command = ["docker", "compose", "-p", self.project, *self.files, *command]
        return run(command, limit, self.told, cwd=self.folder, **options)

    def containers(self, *services, gone=True):
        ids = docker("ps", "-q", *(["-a"] if gone else []), *self.mine)
        found = sorted(map(Container, inspect(*ids.split())), key=lambda container: container.name)
        return [container for container in found if not services or container.service in services]

    def one(self, service):
        return self.containers(service, gone=False)[0]

    def wait_healthy(self, *services, limit=120):
        def healthy():
            found = self.containers(*services)
            return all(c.state["State"].get("Health", {}).get("Status") == "healthy" for c in found)

        until(f"{', '.join(services)} to be healthy", limit, healthy, 0.5)

    def left(self):
        """What there still is of the project, by kind and name."""
        kinds = {"container": ["ps", "-a"], "volume": ["volume", "ls"], "network": ["network", "ls"]}
        return {kind: found for kind, ask in kinds.items() if (found := docker(*ask, "-q", *self.mine).split())}

    def up(self):
        with ExitStack() as undone:
            undone.callback(self.down)
            try:
                self("up", "-d", "--no-build", "--wait", limit=480)
            except Exception as error:
                said = self("logs", "--no-color", "--tail", "5")
                raise RuntimeError(f"{error}; its last words:\n{said[-3000:]}") from error
            undone.pop_all()

    def down(self):
        # A terminal's Ctrl-C is for the check, which is then about to do this.
        self("down", "--volumes", "--remove-orphans", limit=300, start_new_session=True)

    def __enter__(self):
        self.up()
        return self

    def __exit__(self, *_):
        self.down()
