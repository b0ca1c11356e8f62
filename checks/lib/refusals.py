"""Starts that must be refused: each ends with exit code 1 and one line, soon, and leaves nothing behind."""

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lib.campaign import LONG
from lib.house import HOUSE, JAVA, QUIET, free_port
from lib.settings_cases import CASES, files

LIMIT = 3  # seconds of a processor that one refusal may take, whoever else uses the machine
SHORT = 45


class Refused:
    """A command that has ended: its exit code, its lines on both outputs, the seconds of a processor that it took."""

    def __init__(self, command, environment=None, limit=60):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MILLRACE_")}
        with tempfile.TemporaryFile() as output:
            started = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**kept, **(environment or {})},
                start_new_session=True,
            )
            self.code, self.seconds = waited(started, limit)
            output.seek(0)
            said = output.read().decode("utf-8", "replace")
        self.lines = [line for line in said.splitlines() if line.strip()]

    def faults(self, *words, limit=LIMIT):
        """What is not as it should be, in words; empty when all is."""
        said = self.lines[-1] if self.lines else ""
        return [
            *([f"exit code {self.code}"] if self.code != 1 else []),
            *([f"{len(self.lines)} lines"] if len(self.lines) != 1 else []),
            *([f"{self.seconds:.1f} s"] if self.seconds > limit else []),
            *(f"no {word!r} in {said[:200]!r}" for word in words if word not in said),
        ]


def waited(started, limit):
    """The exit code, and the processor's seconds; a process that does not end is ended with all that it has started."""
    end = time.monotonic() + limit
    while True:
        pid, status, used = os.wait4(started.pid, os.WNOHANG)
        if pid:
            started.returncode = os.waitstatus_to_exitcode(status)
            return started.returncode, used.ru_utime + used.ru_stime
        if time.monotonic() > end:
            os.killpg(started.pid, signal.SIGKILL)
            started.wait()
            return "none", limit
        time.sleep(0.02)


def function(name):
    return [JAVA, *QUIET, "-XX:+UseSerialGC", "-jar", HOUSE / "functions" / name / "target" / f"{name}.jar"]


def settings(figures, backing, random):
    """The table of wrong settings, two at a time; the short form takes a part of it, drawn by the seed."""
    folder = Path(tempfile.mkdtemp(dir=backing.folder))
    files(folder)
    cases = CASES if LONG else random.sample(CASES, SHORT)

    def outcome(case):
        name, change, words = case
        told = {**backing.environment(name), f"MILLRACE_{name.upper()}_PORT": "0"}
        told.update((key, value and value.replace("{folder}", str(folder))) for key, value in change.items())
        refused = Refused(function(name), {key: value for key, value in told.items() if value is not None})
        return f"{name} {change}", refused.faults(*words), refused.seconds

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(outcome, cases))
    for case, faults, _ in outcomes:
        if faults:
            figures.note(f"{case}: {'; '.join(faults)}")
    figures.equal(f"wrong settings, of {len(CASES)}: exit 1, one line, named", good(outcomes), len(outcomes))
    figures.note(f"the slowest took {max(seconds for _, _, seconds in outcomes):.1f} s")


def good(outcomes):
    return sum(1 for _, faults, _ in outcomes if not faults)


def expect(figures, what, faults):
    figures.expect(what, not faults, "" if not faults else "; ".join(faults))


def ports(figures, backing):
    """A port that another program has: each function, and `up` before it has made anything."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        for name in ("ingest", "clean", "train", "predict"):
            key = f"MILLRACE_{name.upper()}_PORT"
            refused = Refused(function(name), {**backing.environment(name), key: port})
            expect(figures, f"{name} on a port that is taken", refused.faults(key, port))
        data = backing.folder / "of-a-taken-port"
        refused = up("--data", data, "--port", port)
        expect(figures, "up on a port that is taken", refused.faults("--port", port))
    refused = up("--data", data, "--port", "0", "--host", "192.0.2.1")
    expect(figures, "up on the address of another machine", refused.faults("--host", "192.0.2.1"))
    figures.expect("none of them made a data folder", not data.exists())


def up(*options):
    return Refused([HOUSE / "millrace", "up", *options])


def folders(figures, backing):
    """Data folders that cannot be used."""
    file = backing.folder / "file"
    file.write_text("no folder")
    expect(figures, "data folder that is a file", up("--data", file, "--port", "0").faults("--data", str(file)))
    held = backing.folder / "held"
    held.mkdir()
    with open(held / "lock", "w", encoding="ascii") as lock:
        fcntl.lockf(lock, fcntl.LOCK_EX)
        refused = up("--data", held, "--port", "0")
    expect(figures, "data folder that another has", refused.faults("in use by another Millrace", str(held)))
    if not mounts():
        figures.note("skipped: read-only and full folders (needs a user who may mount, or unshare)")
        return
    read_only(figures, backing.folder)
    full(figures, backing.folder)


def mounts():
    probe = [*unshared("mount -t tmpfs none /mnt")]
    return shutil.which("unshare") and subprocess.run(probe, capture_output=True, check=False).returncode == 0


def unshared(script):
    """In a mount namespace of its own: what is mounted there is gone with it."""
    own = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", *own, "--mount", "sh", "-c", script]


def read_only(figures, folder):
    place = folder / "read-only"
    place.mkdir()
    mount = f"mount -t tmpfs -o ro none {place} && "
    refused = Refused(unshared(f"{mount} exec {HOUSE}/millrace up --data {place}/data --port 0"))
    expect(figures, "data folder on a read-only disk", refused.faults("--data", str(place)))
    copy = f"mount -t tmpfs none {place} && cp -r {HOUSE}/millrace {HOUSE}/launcher {place} && mount -o remount,ro {place} && "
    refused = Refused(unshared(f"{copy} exec {place}/millrace up"))
    expect(figures, "read-only clone that was never built", refused.faults(f"{place}/target", "build"))


def full(figures, folder):
    """The disk is full in the middle of the first start; the next start, with room again, must not stumble over it."""
    place = folder / "full"
    place.mkdir()
    first = f"{HOUSE}/millrace up --data {place}/data --port 0 --empty"
    again = f"{sys.executable} {Path(__file__).with_name('started.py')} {place}/data"
    script = f"mount -t tmpfs -o size=24m none {place} && {first}; echo code=$?; mount -o remount,size=2g {place} && {again}"
    ended = Refused(unshared(script), limit=120)
    code = next((i for i, line in enumerate(ended.lines) if re.fullmatch(r"code=\d+", line)), 0)
    said = [line for line in ended.lines[:code] if "millrace: " in line]  # the others tell how far it came
    fine = ended.lines[code : code + 1] == ["code=1"] and len(said) == 1 and str(place) in said[0] and "space" in said[0]
    figures.expect("data folder on a full disk: exit 1, one line", fine, "" if fine else "\n".join(said)[:600])
    figures.equal("the next start, with room", ended.lines[-1], "started and stopped: 0")


def launcher(figures, _):
    """Every command's own help and its own complaint."""
    for words, code, said in HELPS:
        ended = Refused([HOUSE / "millrace", *words])
        text = "\n".join(ended.lines)
        fine = ended.code == code and said in text and "\tat " not in text
        figures.expect(f"millrace {' '.join(words)}", fine, "" if fine else f"{ended.code}: {text[:200]}")


HELPS = [
    *((("run", name, "--help"), 0, f"MILLRACE_{name.upper()}_PORT") for name in ("ingest", "clean", "train", "predict")),
    *((("run", name, "--nonsense"), 1, f"{name}: '--nonsense' is not known") for name in ("ingest", "train")),
    (("run", "train", "--help"), 0, "train --once MODEL"),
    (("run", "nobody"), 1, "there is no function 'nobody'"),
    (("run", "--help"), 0, "millrace run FUNCTION"),
    (("up", "--help"), 0, "--data DIR"),
    (("up", "--nonsense"), 2, "unknown option '--nonsense'"),
    (("test", "--help"), 0, "millrace test"),
    (("check", "--help"), 0, "millrace check"),
    (("check", "nobody"), 1, "there is no check 'nobody'"),
    (("check", "docs-pages", "nobody"), 1, "there is no check 'nobody'"),
    (("nonsense",), 1, "there is no command 'nonsense'"),
    (("--help",), 0, "COMMAND"),
]
