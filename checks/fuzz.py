#!/usr/bin/env python3
# about: malformed requests to every route of the Open Inference Protocol: each a 4xx that says why, none slow, memory flat
"""The corpus of malformed requests. Usage: [CHECK_LONG=1] [CHECK_SEED=n] ./millrace check fuzz"""

import random
import socket
import sys
import tempfile
import time
from contextlib import ExitStack

from lib import malformed_bytes, malformed_json, malformed_routes, raw
from lib.campaign import LONG, seed
from lib.figures import Figures
from lib.house import heap_after_gc
from lib.malformed import INFER, body, encoded, tensor
from lib.planted import Planted

LIMIT, BUSY = 2.0, 6.0  # seconds an answer may take; on busy cores
ROUNDS = 10 if LONG else 2
INSIDE = ("Exception", "dev.millrace", "JsonReadFeature", "REDACTED")
MAIL = "Congratulations! You have won a free prize. Click here to claim your money now."


def table():
    return malformed_json.cases() + malformed_bytes.cases() + malformed_routes.cases()


def ask(port, case):
    """The answer, and what the connection did after it: `usable`, `closed`, or the reason why neither."""
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        refused_early = False
        try:
            connection.sendall(case.sent)
        except OSError:
            refused_early = True  # the answer is there to be read all the same
        reply = raw.read(connection, begin + 10)
        reply.seconds = time.monotonic() - begin
        if refused_early or reply.status == 413:
            return reply, "closed"  # not all of it was read: the other end may hang up as it likes
        return reply, afterwards(connection)


def afterwards(connection):
    try:
        connection.sendall(raw.request("GET", "/v2/health/live"))
        reply = raw.read(connection, time.monotonic() + 5)
    except OSError as broken:
        return f"{type(broken).__name__}"
    if reply.status == 200:
        return "usable"
    return "closed" if reply.reason == "closed without an answer" else f"{reply.status} {reply.reason}"


def kept(case):
    """What may become of the connection: nothing must be left to read of a request without a body."""
    bodiless = case.sent.startswith(b"GET ") and case.sent.endswith(b"\r\n\r\n")
    return ("usable",) if bodiless and case.status in (404, 405) else ("usable", "closed")


def wrong(case, reply, connection):
    """What is not as it should be; empty when all is."""
    error = reply.problem().get("error")
    sound = isinstance(error, str) and error
    found = [
        (reply.status == case.status, f"status {reply.status} {reply.reason}, not {case.status}"),
        (reply.headers.get("content-type") == "application/json", f"Content-Type {reply.headers.get('content-type')}"),
        (sound and set(reply.problem()) == {"error"}, f"body {reply.body[:80]!r}"),
        (reply.seconds <= BUSY, f"took {reply.seconds:.1f} s"),
        (connection in kept(case), f"the connection: {connection}"),
        (not sound or not any(word in error for word in INSIDE), "shows what is inside"),
        *((not sound or any(word in error for word in words.split("|")), f"does not say '{words}'") for words in case.says),
    ]
    words = "; ".join(why for met, why in found if not met)
    return words and f"{words} | {str(error)[:160]}"


def round_of(port, cases, order):
    order.shuffle(cases)
    return [(case, *ask(port, case)) for case in cases]


def right(client):
    """The labels and probabilities of a right request, in JSON."""
    answer = client.post(INFER, body(tensor(shape=[2], data=[MAIL, "The meeting moves to Thursday."])), limit=10)
    return [output["data"] for output in answer.json()["outputs"] if output["name"] != "prediction_id"]


def corpus(figures, folder):
    chosen = seed(figures)
    with ExitStack() as stack:
        backing = stack.enter_context(Planted(folder, ("spam", "iris")))
        predict = stack.enter_context(backing.start("predict"))
        predict.wait_ready()
        cases = table()
        figures.at_least("malformed requests", len(cases), 150)
        figures.equal("names that two of them have", len(cases) - len({case.name for case in cases}), 0)
        figures.equal("operations that none of them asks", missed(predict, cases), [])
        before = right(predict.client)
        begin = time.monotonic()
        order = random.Random(chosen)
        answers, heap = [], []
        for _ in range(ROUNDS):
            answers += round_of(predict.port, cases, order)
            heap.append(heap_after_gc(predict))
        figures.note(f"{len(answers)} answers in {time.monotonic() - begin:.0f} s")
        verdict(figures, answers)
        figures.at_most("heap after GC, grown since the first round", heap[-1] - heap[0], 16, "MiB")
        figures.note("MiB after each round: " + ", ".join(f"{each:.0f}" for each in heap))
        figures.equal("a right request is answered as before", right(predict.client), before)


def verdict(figures, answers):
    figures.equal("answers with 5xx", sum(1 for _, reply, _ in answers if reply.status >= 500), 0)
    figures.equal("requests without an answer", sum(1 for _, reply, _ in answers if reply.status == 0), 0)
    case, slowest, _ = max(answers, key=lambda answer: answer[1].seconds)
    figures.aim_at_most("slowest answer", slowest.seconds, LIMIT, BUSY, "s")
    figures.note(f"to '{case.name}'")
    bad = {(case.name, why) for case, reply, connection in answers if (why := wrong(case, reply, connection))}
    figures.equal("answers that are not as they should be", len(bad), 0)
    for name, why in sorted(bad)[:40]:
        figures.note(f"{name}: {why}")


def missed(predict, cases):
    """Operations of the protocol in the specification that no case asks."""
    asked = [case.sent.split(b"\r\n", 1)[0].decode("latin-1").split(" ")[1].split("?")[0] for case in cases]
    text = predict.client.get("/openapi.yml").text()
    templates = [line.strip(" :'\"") for line in text.splitlines() if line.startswith(("  /v1", "  /v2"))]
    return [template for template in templates if not any(fits(template, path) for path in asked)]


def fits(template, path):
    parts, given = template.replace("{model}:", "spam:").split("/"), path.split("/")
    return len(parts) == len(given) and all(a == b or a.startswith("{") for a, b in zip(parts, given))


def main():
    figures = Figures("fuzz")
    with tempfile.TemporaryDirectory(prefix="millrace-fuzz-") as folder:
        figures.attempt(corpus, folder)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
