"""The named points at which a campaign kills a function, and the debugger that holds it there."""

import subprocess

from lib.house import JAVA, free_port
from lib.prepared import program

CLEAN = "dev.millrace.clean."
STORE = "dev.millrace.store."
INGEST = "dev.millrace.ingest."

# What the process is about to do there, and the method it has just entered.
AFTER_POLL = ("after poll", CLEAN + "CleanListener", "storeAll")
IN_TRANSACTION = ("inside the transaction", STORE + "BatchInserts", "insertDocuments")
AFTER_COMMIT = ("after commit, before the acknowledgement", CLEAN + "CleanListener", "advance")
REVOKED = ("a rebalance takes its partitions", CLEAN + "CleanListener", "onPartitionsRevoked")
ASSIGNED = ("a rebalance gives it partitions", CLEAN + "CleanListener", "onPartitionsAssigned")
BEFORE_REDRIVEN = ("the broker has the redrive, its letter no mark", STORE + "DeadLetters", "markRedriven")
BEFORE_ANSWER = ("the broker has it, the client no answer", INGEST + "BatchAccepted", "of")


class Breakpoints:
    """Holds one process after another; for a `with` block."""

    def __init__(self):
        self.process = subprocess.Popen(
            [JAVA, "-XX:+UseSerialGC", *program("Breakpoint")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    def jvm():
        """A free port, and what a JVM is told to be held by it."""
        port = free_port()
        return port, [f"-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:{port}"]

    def ask(self, port, point, turns=1):
        """Begins to wait for the process; `wait_held` ends it."""
        _, type_name, method = point
        self.process.stdin.write(f"{port} {type_name} {method} {turns}\n")
        self.process.stdin.flush()

    def wait_held(self):
        answer = self.process.stdout.readline().strip()
        if answer != "held":
            raise RuntimeError(answer or "the debugger ended")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
