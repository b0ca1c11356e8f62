#!/usr/bin/env python3
# about: real clients of the Open Inference Protocol: tritonclient (sync, aio) and kserve (V2, V1)
"""Every call of the clients that people use, answered as they expect it. Usage: ./millrace check clients"""

import json
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from lib.champions import Publisher
from lib.environments import environment
from lib.figures import Figures
from lib.planted import Planted
from lib.prepared import usual

HERE = Path(__file__).resolve().parent
LIMIT = 300  # seconds that one client may take


def calls(figures, python, client, port):
    """What the calls of one client found, each a goal."""
    figures.part(client)
    script = HERE / "lib" / f"client_{client}.py"
    command = [python, script, str(port)]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=LIMIT)
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    for each in found:
        figures.expect(each["call"], each["ok"], each["found"], each["goal"])
    figures.equal("the calls ended", done.returncode, 0)
    if done.returncode:
        figures.note(done.stderr.strip()[-500:])


def clients(figures, folder):
    python = environment("clients", HERE / "clients.txt") / "bin" / "python"
    with ExitStack() as stack:
        backing = stack.enter_context(Planted(folder, ("spam", "iris"), jvm=usual))
        publisher = Publisher(folder, backing.database)
        stack.callback(publisher.stop)
        publisher.launch()
        publisher.wait_ready()
        for number in (2, 3):
            publisher.publish(number=number)
        predict = stack.enter_context(backing.start("predict"))
        predict.wait_ready()
        for client in ("triton", "triton_aio", "kserve"):
            calls(figures, python, client, predict.port)


def main():
    figures = Figures("clients")
    with tempfile.TemporaryDirectory(prefix="millrace-clients-") as folder:
        figures.attempt(clients, folder)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
