#!/usr/bin/env python3
# about: no space left under the broker, then under the database: no false 202, nothing corrupt, on again when there is space
"""Disks that fill up under load. Usage, as root: [CHECK_SEED=n] ./millrace check disk-full"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lib import account
from lib.backing import Backing
from lib.campaign import seed
from lib.client import until
from lib.feed import Feed
from lib.figures import Figures
from lib.pipeline import Pipeline

SIZE = 256 << 20  # bytes of each file system
FULL = 10  # seconds


@contextmanager
def small_disk(folder):
    """A file system of its own, in memory."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0777", "millrace-check", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(folder):
    """Takes all that is left; gives the file to delete."""
    ballast = folder / "ballast"
    with open(ballast, "wb", buffering=0) as file:
        block = bytes(1 << 16)
        try:
            while True:
                file.write(block)
        except OSError:
            return ballast


class Supervisor:
    """Starts a server again when it has ended, as a container's restart policy does."""

    def __init__(self, server):
        self.server = server
        self.restarts = 0
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.stopping.wait(1):
            if not self.server.alive():
                self.restarts += 1
                self.server.kill()
                try:
                    self.server.start()
                except RuntimeError:
                    pass  # no space yet: again in a second

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.thread.join(60)


def full(figures, server, folder, feed, clean, meanwhile):
    figures.part(f"no space left under {server.program} for {FULL} s, under load")
    with Supervisor(server) as supervisor:
        ballast = fill(folder)
        meanwhile()
        ballast.unlink()
        begin = time.monotonic()
        accepted = feed.accepted()
        until("a 202 again", 60, lambda: feed.accepted() > accepted)
        Pipeline(clean.client)
        until("clean at the topic's end", 90, lambda: near_end(clean), 0.3)
        figures.at_most("on again by itself, seconds after there is space", time.monotonic() - begin, 90, "s")
        figures.note(f"the server was started again {supervisor.restarts} times, as a restart policy does")


def near_end(clean):
    answer = clean.client.get("/topic", limit=10)
    partitions = answer.json()["partitions"] if answer.ok else []
    return partitions and sum(p.get("lag", 10_000) for p in partitions) < 300


def broker_meanwhile(figures, feed):
    def wait():
        # What is written already may still find room in a block: then nothing is taken any more.
        until("no 202 for a second", 30, lambda: stands(feed), 0.1)
        accepted = feed.accepted()
        time.sleep(FULL)
        figures.equal("documents answered 202 meanwhile", feed.accepted() - accepted, 0)

    return wait


def stands(feed):
    before = feed.accepted()
    time.sleep(1)
    return feed.accepted() == before


def database_meanwhile(figures, feed, clean):
    def wait():
        until("clean to say so", 60, lambda: clean.client.get("/topic", limit=10).status != 200 or waiting(clean))
        accepted = feed.accepted()
        time.sleep(FULL)
        figures.at_least("documents answered 202 meanwhile", feed.accepted() - accepted, 500)
        figures.equal("clean: alive", clean.client.get("/health/live").status, 200)

    return wait


def waiting(clean):
    return any(p["state"] == "waiting" for p in clean.client.get("/topic", limit=10).json()["partitions"])


def campaign(figures, folder, chosen):
    with ExitStack() as stack:
        backing = Backing(folder, started=False)
        disks = [folder / "kafka", folder / "postgres"]
        for disk in disks:
            stack.enter_context(small_disk(disk))
        stack.enter_context(backing).begin()
        ingest, clean = (stack.enter_context(backing.start(name)) for name in ("ingest", "clean"))
        ingest.wait_ready(), clean.wait_ready()
        with Feed(lambda: ingest.port, chosen, rate=300, models=("spam", "iris")) as feed:
            until("the first documents", 30, lambda: feed.accepted() > 500)
            full(figures, backing.broker, disks[0], feed, clean, broker_meanwhile(figures, feed))
            full(figures, backing.database, disks[1], feed, clean, database_meanwhile(figures, feed, clean))
        Pipeline(clean.client).wait_stored(120)
        account.judge(figures, backing, feed.ledgers)
        balanced = Pipeline(clean.client).call("GET", "/topic/account")["balanced"]
        figures.expect("GET /topic/account: balanced", balanced)


def main():
    figures = Figures("disk-full")
    chosen = seed(figures)
    if os.geteuid() != 0:
        figures.expect("skipped: only root can mount the small file systems it needs", False)
        return figures.close()
    with tempfile.TemporaryDirectory(prefix="millrace-disk-full-") as folder:
        os.chmod(folder, 0o755)
        figures.attempt(campaign, Path(folder), chosen)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
