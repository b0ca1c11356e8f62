"""What every campaign takes from its caller: its seed, and whether it is the long form."""

import os
import random

LONG = os.environ.get("CHECK_LONG") == "1"


def seed(figures):
    """The seed of this run, printed so that the run can be repeated."""
    chosen = int(os.environ.get("CHECK_SEED") or random.SystemRandom().randrange(1_000_000))
    form = "CHECK_LONG=1 " if LONG else ""
    figures.note(f"seed {chosen}; again: {form}CHECK_SEED={chosen} ./millrace check {figures.check}")
    return chosen
