"""A broker and a database, each a process of its own, for checks that start the functions one by one or break them."""

import json
import os
import signal
import subprocess
from contextlib import ExitStack
from pathlib import Path

from lib import prepared
from lib.house import HOUSE, JAVA, QUIET, Running, free_port

OWN_ROLE = ("clean", "train", "predict")


class Server:
    """One of the two. It keeps its folder and its port, so that after a stop it comes back as it was, where it was."""

    def __init__(self, program, folder, *settings, jvm=prepared.usual):
        self.program = program
        self.folder = Path(folder)
        self.port = free_port()
        self.settings = settings
        self.jvm = jvm
        self.process = None

    def launch(self):
        with open(self.folder.with_suffix(".log"), "ab") as log:
            options = [*QUIET, "-XX:+UseSerialGC", "-Xmx512m", *self.jvm(self.program)]
            command = [JAVA, *options, *prepared.program(self.program)]
            self.process = subprocess.Popen(
                [*command, self.folder, str(self.port), *self.settings],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def wait_ready(self):
        if self.process.stdout.readline().strip() != "ready":
            raise RuntimeError(f"no {self.program}: {self.words()}")

    def start(self):
        self.launch()
        self.wait_ready()

    def words(self):
        return self.folder.with_suffix(".log").read_text(errors="replace")[-2000:]

    def tell(self, order):
        """One line in, one line out."""
        self.process.stdin.write(" ".join(order.split()) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer.startswith("done"):
            raise RuntimeError(f"{self.program}: {order.split()[0]}: {answer or self.words()}")
        return answer.removeprefix("done").strip()

    def stop(self, limit=40):
        """In order, as an administrator does."""
        if self.process and self.process.poll() is None:
            self.process.stdin.close()
            try:
                self.process.wait(limit)
            except subprocess.TimeoutExpired:
                self.kill()

    def alive(self):
        return self.process.poll() is None

    def pids(self):
        return [self.process.pid]

    def signal(self, what):
        for pid in self.pids():
            try:
                os.kill(pid, what)
            except ProcessLookupError:
                pass  # it ended by itself

    def kill(self):
        self.signal(signal.SIGKILL)
        self.process.wait()

    def pause(self):
        self.signal(signal.SIGSTOP)

    def resume(self):
        self.signal(signal.SIGCONT)


class Broker(Server):
    def __init__(self, folder, *settings, **options):
        super().__init__("Broker", folder, *settings, **options)

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def records(self):
        """(partition, offset, key) of every record that the topic has."""
        file = self.folder.with_suffix(".records")
        self.tell(f"records {file}")
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                partition, offset, key = line.rstrip("\n").split("\t", 2)
                yield int(partition), int(offset), key


class Database(Server):
    def __init__(self, folder, *settings, **options):
        super().__init__("Database", folder, *settings, **options)

    @property
    def url(self):
        return f"jdbc:postgresql://127.0.0.1:{self.port}/millrace"

    def sql(self, statement):
        """As the owner: the rows of a SELECT as dicts, else how many rows it changed."""
        return json.loads(self.tell(statement))

    def alive(self):
        """The server, which is a process of its own, or none."""
        return super().alive() and len(self.pids()) > 1 and Path(f"/proc/{self.pids()[1]}").exists()

    def pids(self):
        """The Java process, and the server with its children: a pause must hold them all."""
        pidfile = self.folder / "server" / "postmaster.pid"
        server = pidfile.read_text().split()[0] if pidfile.exists() else None
        listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
        children = [int(pid) for pid, parent in map(str.split, listed.splitlines()) if parent == server]
        return [*super().pids(), *([int(server)] if server else []), *children]


class Backing:
    """Both on `folder`, started; they end with the `with` block. `start` starts a function on them.

    `jvm` gives options for the JVM of each: whoever measures speed takes `prepared.plain`.
    """

    def __init__(self, folder, started=True, jvm=prepared.usual):
        self.folder = Path(folder)
        self.jvm = jvm
        self.models = HOUSE / "samples" / "models.yml"
        self.broker = Broker(self.folder / "kafka", "group.min.session.timeout.ms=1000", jvm=jvm)
        self.database = Database(self.folder / "postgres", jvm=jvm)
        for name in OWN_ROLE:
            (self.folder / name).write_text(f"check-millrace_{name}")
            os.chmod(self.folder / name, 0o600)
        if started:
            self.begin()

    def begin(self):
        try:
            for server in (self.broker, self.database):
                server.launch()
            for server in (self.broker, self.database):
                server.wait_ready()
        except BaseException:
            self.__exit__()
            raise

    def models_besides(self, name):
        """A models file that has one text model more than the others know."""
        file = self.folder / f"besides-{name}.yml"
        file.write_text(self.models.read_text() + f"\n  - name: {name}\n    kind: text\n")
        return file

    def environment(self, name):
        """What a function is told, and no more, since it refuses what it does not know; the password in a file."""
        told = {
            "MILLRACE_MODELS_FILE": str(self.models),
            "MILLRACE_HOST": "127.0.0.1",
            "MILLRACE_DRAIN_DELAY": "0s",
        }
        if name in ("ingest", "clean"):
            told["MILLRACE_KAFKA"] = self.broker.address
        if name == "clean":  # a killed one's partitions are soon another's: a check need not wait for its default
            told["MILLRACE_CLEAN_SESSION_TIMEOUT"] = "3s"
        if name in OWN_ROLE:
            told["MILLRACE_DATABASE_URL"] = self.database.url
            told[f"MILLRACE_{name.upper()}_DATABASE_PASSWORD_FILE"] = str(self.folder / name)
        return told

    def start(self, name, *arguments, port=None, jvm=(), instead=None, **environment):
        """One function alone, straight from its jar; `instead` is a folder of classes that go before its own."""
        port = port or free_port()
        jar = HOUSE / "functions" / name / "target" / f"{name}.jar"
        options = [f"@{HOUSE}/launcher/jvm.options", f"@{HOUSE}/launcher/{name}.options"]
        # Neither another class path nor a debugger goes with a cache.
        options += [option for option in self.jvm(name) if not (instead or jvm) or "AOTCache" not in option]
        main = ["-cp", f"{instead}:{jar}", f"dev.millrace.{name}.{name.title()}Main"] if instead else ["-jar", jar]
        command = [JAVA, *options, *jvm, *main, *arguments]
        own_port = {f"MILLRACE_{name.upper()}_PORT": str(port)}
        return Running(command, port, {**self.environment(name), **own_port, **environment})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with ExitStack() as both:
            both.callback(self.broker.stop)
            both.callback(self.database.stop)
