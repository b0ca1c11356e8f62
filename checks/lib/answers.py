"""A load on /predict that keeps every answer, and what the answers say about the changes of the champion."""

import json
import subprocess
import sys
from array import array
from bisect import bisect_right
from itertools import chain
from pathlib import Path

from lib.house import JAVA
from lib.prepared import program

WINDOW = 250_000  # us before and after a change whose latencies are compared
TOGETHER = 5  # changes whose answers make one p99


class Load:
    """`connections` ask without pause until the end of the `with` block; then there are `answers` and `errors`."""

    def __init__(self, folder, port, bodies, connections=32):
        self.folder = Path(folder)
        asked = self.folder / "bodies"
        asked.write_text("".join(json.dumps(body) + "\n" for body in bodies))
        self.kept = self.folder / "answers"
        command = [JAVA, "-XX:+UseSerialGC", *program("Answers"), port, asked, connections, self.kept]
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.errors = None
        self.answers = None

    def __enter__(self):
        if self.process.stdout.readline().strip() != "ready":
            self.process.kill()
            raise RuntimeError("the load did not start")
        return self

    def __exit__(self, *_):
        try:
            said, _ = self.process.communicate("", timeout=60)
            self.errors = said.splitlines()
            self.answers = Answers(self.kept)
        finally:
            self.process.kill()
            self.process.wait()


class Answers:
    """All answers, as arrays: when asked for (us of the epoch), how long it took (us), the version."""

    def __init__(self, kept):
        whole = Path(kept).read_bytes()
        start = int.from_bytes(whole[:8], "big")
        numbers = array("i", whole[8:])
        if sys.byteorder == "little":
            numbers.byteswap()
        self.begun = array("q", (start + begin for begin in numbers[0::3]))
        self.took = numbers[1::3]
        self.version = numbers[2::3]

    def __len__(self):
        return len(self.begun)

    def p99_around(self, moments):
        """(calm, reload) in ms for each few moments: the p99 of the time before them, and of as long a time after them."""
        order = sorted(range(len(self)), key=self.begun.__getitem__)
        times = [self.begun[i] for i in order]

        def took(begin, end):
            return (self.took[order[at]] for at in range(bisect_right(times, begin), bisect_right(times, end)))

        def p99(windows):
            taken = sorted(chain.from_iterable(took(*window) for window in windows))
            return taken[len(taken) * 99 // 100] / 1000 if taken else None

        groups = (moments[first : first + TOGETHER] for first in range(0, len(moments) - TOGETHER + 1, TOGETHER))
        pairs = ((p99((m - WINDOW, m) for m in some), p99((m, m + WINDOW) for m in some)) for some in groups)
        return [(calm, reload) for calm, reload in pairs if calm and reload]

    def follow(self, changes):
        """Holds every answer against the champions' [(version, since in us)], oldest first."""
        return Followed(self, changes)


class Followed:
    """
    An answer belongs to the last change to its version that was made before the answer was given.

    first[i]: when change i was answered with first; last[i]: when last an answer was asked for that change i gave;
    strangers: answers of a version that was not champion yet.
    """

    def __init__(self, answers, changes):
        self.changes = changes
        since = {}
        for index, (version, at) in enumerate(changes):
            since.setdefault(version, ([], []))
            since[version][0].append(at)
            since[version][1].append(index)
        self.first = [None] * len(changes)
        self.last = [None] * len(changes)
        self.strangers = 0
        for begun, took, version in zip(answers.begun, answers.took, answers.version):
            times, indexes = since.get(version, ((), ()))
            at = bisect_right(times, begun + took) - 1
            if at < 0:
                self.strangers += 1
                continue
            index = indexes[at]
            if self.first[index] is None or begun + took < self.first[index]:
                self.first[index] = begun + took
            if self.last[index] is None or begun > self.last[index]:
                self.last[index] = begun

    def back(self):
        """Changes that were answered with again after a later one had been seen by anybody."""
        backward = []
        earliest = None
        for index in range(len(self.changes) - 1, -1, -1):
            if earliest is not None and self.last[index] is not None and self.last[index] > earliest:
                backward.append(self.changes[index])
            if self.first[index] is not None and (earliest is None or self.first[index] < earliest):
                earliest = self.first[index]
        return backward

    def delay(self, index):
        """Seconds from a change to its first answer; none when it was never seen."""
        return None if self.first[index] is None else (self.first[index] - self.changes[index][1]) / 1e6

    def lag(self, index):
        """Seconds for which the version before was still asked and answered with."""
        before = self.last[index - 1] if index else None
        return None if before is None else max(0.0, (before - self.changes[index][1]) / 1e6)
