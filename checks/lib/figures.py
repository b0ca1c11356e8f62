"""Figures beside their goals, and the counts that close a check."""

import io
import math
import sys
import threading


class Figures:
    """Prints each figure as it is known; `close` gives the exit code."""

    def __init__(self, check, out=None):
        self.check = check
        self.out = out or sys.stdout
        self.passed = 0
        self.failed = 0

    def part(self, title):
        print(f"\n  {title}", file=self.out, flush=True)

    def note(self, text):
        """A figure without a goal."""
        print(f"        {text}", file=self.out, flush=True)

    def expect(self, what, met, found="", goal=""):
        verdict = "ok  " if met else "FAIL"
        print(f"  {verdict}  {what:<58} {shown(found):>12}   {goal}".rstrip(), file=self.out, flush=True)
        if met:
            self.passed += 1
        else:
            self.failed += 1
        return met

    def at_least(self, what, found, goal):
        return self.expect(what, is_number(found) and found >= goal, found, f">= {goal}")

    def at_most(self, what, found, goal, unit=""):
        return self.expect(what, is_number(found) and found <= goal, found, f"<= {goal} {unit}")

    def aim_at_least(self, what, found, aim, hold):
        """An aim of speed, and what must hold on any machine, however busy: between the two it passes, marked low."""
        self.aimed(what, found, is_number(found) and found >= aim, is_number(found) and found >= hold, f">= {aim}", hold)

    def aim_at_most(self, what, found, aim, hold, unit=""):
        self.aimed(
            what, found, is_number(found) and found <= aim, is_number(found) and found <= hold, f"<= {aim} {unit}", hold
        )

    def aimed(self, what, found, reached, held, aim, hold):
        if reached or not held:
            self.expect(what, held, found, aim)
            return
        print(f"  low   {what:<58} {shown(found):>12}   {aim.strip()} aimed at, {hold} holds", file=self.out, flush=True)
        self.passed += 1

    def equal(self, what, found, goal):
        return self.expect(what, found == goal, found, f"= {shown(goal)}")

    def attempt(self, part, *arguments):
        """Runs a part of the check; an error ends the part, not the check."""
        try:
            part(self, *arguments)
        except Exception as error:  # whatever it was, it is a goal that was not met
            self.expect(f"{part.__name__} ended early", False)
            self.note(f"{type(error).__name__}: {error}")

    def attempt_beside(self, part, *arguments):
        """As `attempt`, beside what follows: returns a call that waits for its end, and shows what it found."""
        figures = Figures(self.check, io.StringIO())
        thread = threading.Thread(target=figures.attempt, args=(part, *arguments))
        thread.start()

        def ended():
            thread.join()
            print(figures.out.getvalue(), end="", file=self.out, flush=True)
            self.passed += figures.passed
            self.failed += figures.failed

        return ended

    def attempt_at_once(self, parts, *arguments):
        """As `attempt`, all parts at once; what each found is shown when it has ended, one after the other."""
        for ended in [self.attempt_beside(part, *arguments) for part in parts]:
            ended()

    def close(self):
        print(f"\n{self.check}: {self.passed} passed, {self.failed} failed", file=self.out, flush=True)
        return 1 if self.failed or not self.passed else 0


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def shown(value):
    return f"{value:.4g}" if isinstance(value, float) else str(value)
