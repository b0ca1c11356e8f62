"""Starts and stops Millrace as a user does, or one function of it, as a process of its own."""

import fcntl
import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from lib.client import Client, until

HOUSE = Path(os.environ.get("CHECK_HOUSE") or Path(__file__).resolve().parents[2])
OBSERVABILITY = HOUSE / "observability"
JAVA = os.environ.get("CHECK_JAVA") or (f"{os.environ['JAVA_HOME']}/bin/java" if "JAVA_HOME" in os.environ else "java")
STANDALONE = HOUSE / "functions" / "standalone" / "target" / "standalone.jar"
# A start that takes half the processor's time, at the cost of speed later on: the JVM's first compiler alone.
SOON = ["-XX:TieredStopAtLevel=1"]
QUIET = ["--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED"]


@contextmanager
def locked(file):
    """Nobody else is in a block with the same file meanwhile, in this process or another."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def hear_interrupts():
    """A shell starts its background jobs deaf to SIGINT, and so would be all that they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Running:
    """A started process, its output in a file, its HTTP port; ended at the end of a `with` block, whatever happened."""

    def __init__(self, command, port=None, environment=None):
        self.port = port
        self.client = Client(f"http://127.0.0.1:{port}")
        self.log = tempfile.NamedTemporaryFile(prefix="millrace-check-", suffix=".log", delete=False)
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
            preexec_fn=hear_interrupts,
        )

    def seconds(self):
        return time.monotonic() - self.started

    def output(self):
        return Path(self.log.name).read_text(errors="replace")

    def wait_for(self, what, limit, condition, pause=0.05):
        """As `until`, but ends at once when the process has ended."""

        def alive_and():
            value = condition()
            if not value and self.process.poll() is not None:
                raise RuntimeError(f"ended with {self.process.returncode} before {what}:\n{self.output()[-3000:]}")
            return value

        try:
            return until(what, limit, alive_and, pause)
        except TimeoutError as late:
            raise TimeoutError(f"{late}; its last words:\n{self.output()[-3000:]}") from late

    def wait_ready(self, limit=60):
        self.wait_for("/health/ready", limit, lambda: self.client.get("/health/ready", limit=5).ok)
        return self.seconds()

    def stop(self, how=signal.SIGINT, limit=30):
        """Sends the signal; returns the exit code and the seconds it took."""
        begin = time.monotonic()
        self.process.send_signal(how)
        code = self.process.wait(limit)
        return code, time.monotonic() - begin

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            try:
                self.stop(signal.SIGTERM, 20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()
        os.unlink(self.log.name)


def heap_after_gc(running):
    """MiB of the heap that are in use after a full collection (SerialGC)."""

    def jcmd(order):
        command = [Path(JAVA).with_name("jcmd") if "/" in JAVA else "jcmd", str(running.process.pid), order]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout

    jcmd("GC.run")
    return sum(int(kib) for kib in re.findall(r"total \d+K, used (\d+)K", jcmd("GC.heap_info"))) / 1024


def up(*options, data=None, jvm=SOON):
    port = free_port()
    folder = ["--data", data] if data else []
    told = {"MILLRACE_JAVA_OPTS": " ".join([os.environ.get("MILLRACE_JAVA_OPTS", ""), *jvm])}
    return Running([HOUSE / "millrace", "up", "--port", port, *folder, *options], port, told)
