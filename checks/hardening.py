#!/usr/bin/env python3
# about: the stack on a Swarm as a stranger and as CIS would look at it; Dockerfile and both YAML files linted (Swarm)
"""The stack's defences. Usage: [CHECK_STACK=keep] [REGISTRY=host:port] [CHECK_NODES=...] ./millrace check hardening"""

import sys
from pathlib import Path

from lib import docker, stack
from lib.cis import benchmark
from lib.drift import drift
from lib.environments import environment
from lib.figures import Figures
from lib.hardening import hardened
from lib.house import HOUSE
from lib.reach import reach
from lib.seen import look_at

HERE = Path(__file__).resolve().parent


def linted(figures):
    figures.part("Dockerfile")
    hadolint = environment("hadolint", HERE / "hadolint.txt") / "bin" / "hadolint"
    said = docker.run([hadolint, "--no-fail", "--no-color", HOUSE / "Dockerfile"]).splitlines()
    figures.equal("findings of hadolint, of any level", said, [])


def campaign(figures):
    with stack.stack(figures) as it:
        if not stack.there():
            it.deploy()
        tasks = [task for task in it.tasks() if task.state == "running"]
        looked = look_at(tasks)
        seen = [each for each in looked if each]
        figures.equal(
            "services of which no container was seen", sorted(services() - {e.task.service for e in seen}), []
        )
        figures.note(f"{len(seen)} containers; {len(looked) - len(seen)} ended meanwhile, as in an update")
        figures.attempt(hardened, seen)
        figures.attempt(reach, it, seen)
        figures.attempt(benchmark, seen)


def services():
    """Those that run all the time."""
    specs = [found["Spec"] for found in stack.inspected("service", "stack", "services", stack.NAME)]
    return {spec["Name"].removeprefix(f"{stack.NAME}_") for spec in specs if "ReplicatedJob" not in spec["Mode"]}


def main():
    figures = Figures("hardening")
    figures.attempt(linted)
    if not docker.missing():
        figures.attempt(drift)
    skip = docker.skipped(figures, stack.missing)
    if skip is not None:
        return skip or int(figures.failed > 0)
    figures.attempt(campaign)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
