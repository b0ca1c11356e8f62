#!/usr/bin/env python3
# about: every call that the README shows, run as it stands
"""The README's curl lines must work. Usage: ./millrace check readme"""

import re
import shlex
import subprocess
import sys
import tempfile

from lib.client import until
from lib.figures import Figures
from lib.house import HOUSE, up
from lib.pipeline import Pipeline


def commands():
    """The commands of the README's sh blocks that ask the running Millrace."""
    for block in re.findall(r"^```sh\n(.*?)^```", (HOUSE / "README.md").read_text(), re.M | re.S):
        command = ""
        for line in block.splitlines():
            if not command and (not line.strip() or line.startswith("#")):
                continue
            command += line + "\n"
            if whole(command):
                if "localhost:8000" in command:
                    yield command.strip()
                command = ""


def whole(command):
    try:
        shlex.split(command, comments=True)
    except ValueError:
        return False
    return not command.rstrip().endswith("\\")


def run_all(figures, folder):
    with up(data=folder) as running:
        running.wait_for("the banner", 180, lambda: "curl" in running.output())
        pipeline = Pipeline(running.client)
        for command in commands():
            asked = command.replace("localhost:8000", f"127.0.0.1:{running.port}")
            asked = asked.replace("curl -s", "curl -sS --fail-with-body").replace("/runs/ID", f"/runs/{newest(pipeline)}")
            done = subprocess.run(["bash", "-c", asked], cwd=HOUSE, capture_output=True, text=True)
            figures.expect(shorter(command), done.returncode == 0 and done.stdout, "answered" if done.stdout else "")
            if done.returncode:
                figures.note(f"{done.stdout[:300]} {done.stderr[:200]}")
            settle(pipeline)


def settle(pipeline):
    """A reader looks before the next call: what was sent is stored, and what was begun has ended."""
    pipeline.wait_stored()
    until("the runs to end", 120, lambda: "running" not in [run["state"] for run in runs(pipeline)])


def runs(pipeline):
    return pipeline.call("GET", "/runs?limit=5")["runs"]


def newest(pipeline):
    return runs(pipeline)[0]["id"]


def shorter(command):
    return re.sub(r" +", " ", re.sub(r"-H '[^']*'|\\\n|\n|  +#.*", " ", command)).replace("curl -s ", "")[:58]


def main():
    figures = Figures("readme")
    with tempfile.TemporaryDirectory(prefix="millrace-readme-") as folder:
        figures.attempt(run_all, folder)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
