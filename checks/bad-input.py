#!/usr/bin/env python3
# about: 500 bad requests to every route of every function, and schemathesis: each a 4xx that says why, nothing stored
"""Bad input. Usage: [CHECK_LONG=1] [CHECK_SEED=n] ./millrace check bad-input"""

import http.client
import random
import socket
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from lib import bad_input_cases, bad_input_fields, raw, schemas
from lib.backing import Backing
from lib.bad_input_cases import BODIES, MIB
from lib.campaign import LONG, seed
from lib.client import until
from lib.figures import Figures
from lib.house import HOUSE, heap_after_gc
from lib.pipeline import Pipeline, sample

FUNCTIONS = ("ingest", "clean", "train", "predict")
ROUNDS = 20 if LONG else 2
EXAMPLES = 200 if LONG else 10
FUZZ_SECONDS = 300 if LONG else 15  # for each function, two at a time
MAILS = 400
IDLE = 1000 if LONG else 200
LIMIT, BUSY = 2.0, 6.0  # seconds; on busy cores


class Four:
    """The four functions, each a process, on one broker and database; predict has a version of both models."""

    def __init__(self, stack, folder):
        self.backing = stack.enter_context(Backing(folder))
        self.backing.models = self.backing.folder / "models.yml"
        models = (HOUSE / "samples" / "models.yml").read_text()
        # Few mails make a poor model; it only has to answer.
        self.backing.models.write_text(models.replace("min_accuracy:", "min_accuracy: 0.5 #"))
        self.running = {name: stack.enter_context(self.backing.start(name)) for name in FUNCTIONS}
        for running in self.running.values():
            running.wait_ready()
        self.pipelines = {name: Pipeline(running.client) for name, running in self.running.items()}
        self.ingest(sample("iris") + sample("spam")[:MAILS])
        predict = self.pipelines["predict"]
        for model, content in (("iris", {"features": self.flower()}), ("spam", {"text": "x"})):
            self.pipelines["train"].train(model)
            until(f"a served version of {model}", 30, lambda: predict.serving(model, **content))

    def port(self, function):
        return self.running[function].port

    def flower(self):
        return sample("iris")[0]["features"]

    def ingest(self, documents):
        self.pipelines["ingest"].ingest(documents)
        self.pipelines["clean"].wait_stored()


def wrong(case, reply):
    """What is not as the table has it; none when all is."""
    problem, found = reply.problem(), []
    told = (
        ("status", reply.status, case.status),
        ("code", problem.get("code"), case.code),
        ("type", problem.get("type"), f"urn:millrace:problem:{case.code}"),
        ("status within", problem.get("status"), case.status),
        ("Content-Type", reply.headers.get("content-type"), "application/problem+json"),
        ("field", problem.get("field", ""), case.field or problem.get("field", "")),
    )
    found += [f"{what} {answered}, not {expected}" for what, answered, expected in told if answered != expected]
    found += [f"does not say '{word}'" for word in case.says if word not in str(problem.get("detail"))]
    if not problem.get("title") or problem.get("trace_id", "none") not in reply.headers.get("traceparent", ""):
        found.append("no title, or not the trace of the header")
    if reply.seconds > BUSY:
        found.append(f"took {reply.seconds:.1f} s")
    return "; ".join(found) and f"{'; '.join(found)} | {problem.get('detail') or reply.reason}"


def ask(four, function, table, order):
    table = [case for case in table if case.function == function]
    order.shuffle(table)
    replies = [(case, raw.exchange(four.port(function), case.sent)) for case in table]
    return [(case, reply, wrong(case, reply)) for case, reply in replies]


def round_of(four, table, chosen):
    with ThreadPoolExecutor(len(FUNCTIONS)) as pool:
        rounds = pool.map(lambda name: ask(four, name, table, random.Random(f"{chosen}-{name}")), FUNCTIONS)
        return [answer for each in rounds for answer in each]


def table_part(figures, four, chosen):
    figures.part("the table")
    table = bad_input_cases.cases() + bad_input_fields.cases()
    before = log_ends(four)
    answers = round_of(four, table, chosen)
    heap = {name: heap_after_gc(four.running[name]) for name in FUNCTIONS}
    for turn in range(1, ROUNDS):
        answers += round_of(four, table, chosen + turn)
    figures.at_least("cases", len(table), 160)
    figures.equal("routes that were asked something bad", routes_missed(four, table), [])
    figures.equal("answers with 5xx", sum(1 for _, reply, _ in answers if reply.status >= 500), 0)
    figures.equal("requests without an answer", sum(1 for _, reply, _ in answers if reply.status == 0), 0)
    slowest = max(answers, key=lambda answer: answer[1].seconds)
    figures.aim_at_most("slowest answer", slowest[1].seconds, LIMIT, BUSY, "s")
    bad = [(case, why) for case, _, why in answers if why]
    figures.equal("answers that are not as the table has them", len(bad), 0)
    for title, why in sorted({(case.title(), why) for case, why in bad})[:20]:
        figures.note(f"{title}: {why}")
    figures.equal("records in the topic that bad requests made", log_ends(four) - before, 0)
    for name in FUNCTIONS:
        more = heap_after_gc(four.running[name]) - heap[name]
        figures.at_most(f"heap of {name} after GC, grown by", more, 16, "MiB")


def routes_missed(four, table):
    """Operations of the specifications that no case asks, by the function's name; those of the inference protocol, whose
    errors have another form, are for the check `fuzz`."""
    missed = []
    for name in FUNCTIONS:
        lines = [case.sent.split(b"\r\n")[0].decode("latin-1").split(" ") for case in table if case.function == name]
        paths = {line[1].split("?")[0] for line in lines if len(line) == 3}
        text = four.running[name].client.get("/openapi.yml").text()
        templates = [line.strip(" :'\"") for line in text.splitlines() if line.startswith("  /")]
        templates = [template for template in templates if not template.startswith(("/v1/", "/v2"))]
        missed += [f"{name} {template}" for template in templates if not any(fits(template, path) for path in paths)]
    return missed


def fits(template, path):
    parts, given = template.split("/"), path.split("/")
    return len(parts) == len(given) and all(a == b or a.startswith("{") for a, b in zip(parts, given))


def log_ends(four):
    return sum(partition["log_end"] for partition in four.pipelines["clean"].topic()["partitions"])


def sockets_part(figures, four, _):
    figures.part("sockets")
    for function, method, path, _, _ in BODIES:
        status, seconds = send_all_then_read(four.port(function), method, path, 20 * MIB)
        figures.expect(f"{function} {path}: 20 MiB before the answer is read", status == 413, f"{status}, {seconds:.1f} s")
    good = b'{"model": "spam", "text": "one of a batch that breaks off"}\n'
    begun = raw.head("POST", "/ingest", "Content-Type: application/x-ndjson", "Transfer-Encoding: chunked")
    with socket.create_connection(("127.0.0.1", four.port("ingest")), timeout=10) as batch:
        batch.sendall(begun + b"%x\r\n%s\r\n" % (3 * len(good), 3 * good))
        time.sleep(0.5)
        batch.sendall(b"no size\r\n")
        reply = raw.read(batch, time.monotonic() + 5)
    figures.equal("a batch that breaks off: status", reply.status, 400)
    figures.equal("a batch that breaks off: accepted before", reply.problem().get("accepted"), 3)
    with ExitStack() as stack:
        for function in FUNCTIONS:
            for half in range(IDLE):
                idle = stack.enter_context(socket.create_connection(("127.0.0.1", four.port(function)), timeout=10))
                idle.sendall(b"POST /" if half % 2 else b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx")
        seconds = good_requests(four)
    figures.note("good requests beside them took " + ", ".join(f"{each:.2f}" for each in seconds) + " s")
    figures.at_most(f"good requests beside {IDLE} half ones each", max(seconds), LIMIT, "s")


def send_all_then_read(port, method, path, size):
    """As Python's own client does: nothing is read before all is sent."""
    begin = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, b"{" * size, {"Content-Type": "application/json"})
        return connection.getresponse().status, time.monotonic() - begin
    except OSError as error:
        return type(error).__name__, time.monotonic() - begin
    finally:
        connection.close()


def good_requests(four):
    """One of each kind; the seconds that each took."""
    seconds = []

    def timed(act):
        begin = time.monotonic()
        answer = act()
        seconds.append(time.monotonic() - begin)
        return answer

    flower = {"model": "iris", "features": four.flower()}
    timed(lambda: four.pipelines["ingest"].call("POST", "/ingest", flower))
    timed(lambda: four.pipelines["clean"].call("POST", "/clean", {"text": "<b>well</b>"}))
    timed(lambda: four.pipelines["clean"].call("GET", "/dead-letters"))
    timed(lambda: four.pipelines["train"].call("GET", "/registry/models"))
    timed(lambda: four.pipelines["predict"].call("POST", "/predict", flower))
    return seconds


def fuzz_part(figures, four, chosen):
    figures.part("schemathesis, against each function's own /openapi.yml")
    program = schemas.tool()
    with ExitStack() as stack, ThreadPoolExecutor(2) as pool:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-schemas-"))

        def fuzz(name):
            run = schemas.begin(program, four.port(name), folder, chosen, EXAMPLES, FUZZ_SECONDS)
            stack.callback(run.kill)
            return schemas.outcome(run, FUZZ_SECONDS + 60)

        for name, (code, made, found) in zip(FUNCTIONS, pool.map(fuzz, FUNCTIONS)):
            figures.expect(f"{name} is as its specification says", code == 0, f"{made} requests", "exit code 0")
            for words in found[:8]:
                figures.note(words)


def account_part(figures, four, _):
    figures.part("afterwards")
    figures.aim_at_most("good requests still work, slowest", max(good_requests(four)), LIMIT, BUSY, "s")
    four.pipelines["clean"].wait_stored()
    ready = [name for name in FUNCTIONS if four.running[name].client.get("/health/ready").ok]
    figures.equal("functions that are ready", ready, list(FUNCTIONS))
    account = four.pipelines["clean"].call("GET", "/topic/account")
    figures.expect("next - first = stored + dead, everywhere", account["balanced"], account["stored"])
    figures.equal("dead letters", account["dead"], 0)


def main():
    figures = Figures("bad-input")
    chosen = seed(figures)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-bad-input-"))

        def campaign(figures):
            four = Four(stack, folder)
            for part in (table_part, sockets_part, fuzz_part, account_part):
                figures.attempt(part, four, chosen)

        figures.attempt(campaign)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
