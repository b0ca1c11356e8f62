"""A load by wrk (Debian's package), and what the server used meanwhile."""

import json
import os
import shutil
import statistics
import subprocess
from pathlib import Path

from lib.load import written
from lib.usage import cpu_seconds, pss_mib

SCRIPT = Path(__file__).with_suffix(".lua")


def require():
    if not shutil.which("wrk"):
        raise SystemExit("wrk is not installed: it is a package of Debian and Ubuntu, 'apt install wrk'")


class Load:
    """One kind of request on one server. `bodies` are sent in turn, each bytes or (bytes, "Name: value"); none: a GET.
    `most` connections at once, whatever others have."""

    def __init__(self, folder, name, port, path, pid, bodies=None, headers=None, most=None):
        self.name = name
        self.url = f"http://127.0.0.1:{port}{path}"
        self.pid = pid
        self.most = most
        self.environment = {**os.environ, "WRK_HEADERS": "\n".join(f"{k}: {v}" for k, v in (headers or {}).items())}
        if bodies:
            self.environment["WRK_BODIES"] = written(folder, bodies)

    def send(self, connections, seconds):
        """Each connection sends its next request when the last is answered. Times in ms; not 2xx: `refused`."""
        connections = min(connections, self.most or connections)
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", SCRIPT, self.url]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"wrk: {done.stdout}{done.stderr}")
        return json.loads(done.stdout.splitlines()[-1])

    def measure(self, connections, seconds):
        """A round: requests a second, CPU microseconds of the server a request, its memory just after."""
        before = cpu_seconds(self.pid)
        seen = self.send(connections, seconds)
        used = cpu_seconds(self.pid) - before
        seen["rate"] = seen["requests"] / seen["seconds"]
        seen["cpu_us"] = 1e6 * used / max(1, seen["requests"])
        seen["pss_mib"] = pss_mib(self.pid)
        return seen


def interleaved(loads, rounds, connections, seconds):
    """A B C A B C ...: what disturbs the machine then disturbs all alike. The medians of each, by name."""
    seen = {load.name: [] for load in loads}
    for _ in range(rounds):
        for load in loads:
            seen[load.name].append(load.measure(connections, seconds))
    return {name: medians(found) for name, found in seen.items()}


def medians(found):
    middle = {what: statistics.median(each[what] for each in found) for what in found[0]}
    bad = {what: sum(each[what] for each in found) for what in ("refused", "broken")}
    return {**middle, **bad, "rates": [round(each["rate"]) for each in found]}
