"""For the scripts that call a client within its own environment: each call's outcome as a line of JSON."""

import json
import math

MAILS = [
    "Congratulations! You have won a free prize, click here to claim your money now.",
    "> On Tuesday, someone wrote: which kernel do you run? It does not compile here, see the list archive.",
]
FLOWER = {"sepal_length": 5.1, "sepal_width": 3.5, "petal_length": 1.4, "petal_width": 0.2}


def tell(call, ok, found="", goal=""):
    print(json.dumps({"call": call, "ok": bool(ok), "found": str(found)[:60], "goal": str(goal)[:60]}), flush=True)


def equal(call, found, goal):
    tell(call, found == goal, found, f"= {goal}")


def refused(call, failure, error, words):
    """`call` must fail with an error whose text holds the words."""
    try:
        failure()
    except error as refusal:
        tell(call, words in str(refusal), str(refusal)[:60], words)
    else:
        tell(call, False, "no error", words)


def distribution(numbers):
    return all(0 <= number <= 1 for number in numbers) and math.isclose(sum(numbers), 1, abs_tol=1e-9)
