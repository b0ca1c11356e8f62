#!/usr/bin/env python3
# about: predict asked three times what it can, slow senders, 10,000 idle connections
"""Overload: answered soon or refused at once. Usage: ./millrace check overload (CHECK_LONG=1: for 60 s)"""

import os
import resource
import socket
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from lib import oip
from lib.campaign import LONG
from lib.client import until
from lib.figures import Figures
from lib.house import heap_after_gc
from lib.load import Load
from lib.pipeline import sample
from lib.planted import Planted

BATCH = 64
WORDS = 200
SERVER, LOAD = {0}, {1}  # processors
CONNECTIONS = 64
SECONDS = 60 if LONG else 20
INFER = "/v2/models/spam/infer"
IDLE = 10_000


@contextmanager
def held_to(processors):
    """Whatever is started meanwhile keeps to these processors, and so a JVM makes its threads for them."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, processors)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def batches():
    texts = [" ".join(mail["text"].split()[:WORDS]) for mail in sample("spam")]
    return [oip.binary(texts[first : first + BATCH]) for first in range(0, 20 * BATCH, BATCH)]


def sent(load, connections, seconds, rate=0):
    with held_to(LOAD):
        return load.send(connections, seconds, rate)


def three_times(figures, predict, load):
    figures.part(f"batches of {BATCH} texts, the server on one core, the load on the other")
    sent(load, 4, 12)  # the compilers share the core, and must be done
    sent(load, CONNECTIONS, 8, 1500)
    alone = sent(load, 2, 8)["answered"] / 8  # one is worked on, one waits, none is refused
    capacity = max(alone, sent(load, CONNECTIONS, 8, 1.5 * alone)["answered"] / 8)  # without the gaps between two
    figures.note(f"capacity {capacity:.0f} batches a second ({capacity * BATCH:.0f} texts)")
    calm = sent(load, CONNECTIONS, 10, capacity / 2)
    figures.note(f"calm, at half of it: p50 {calm['answered_p50']} ms, p99 {calm['answered_p99']} ms")
    heap = heap_after_gc(predict)
    over = sent(load, CONNECTIONS, SECONDS, 3 * capacity)
    figures.note(f"{SECONDS} s at 3 times of it: {over}")
    figures.aim_at_most("p99 of what is answered, to that when calm", over["answered_p99"] / calm["answered_p99"], 2, 8, "times")
    figures.aim_at_least("what is answered, to the capacity", over["answered"] / SECONDS / capacity, 0.9, 0.6)
    figures.at_least("refused", over["refused"], 1)
    figures.aim_at_most("p99 of the refusals", over["refused_p99"], 50, 500, "ms")
    figures.equal("refusals without Retry-After", over["without_retry_after"], 0)
    figures.equal("answers that are neither", over["other"], 0)
    figures.equal("connections made anew", over["reconnected"], 0)
    time.sleep(5)
    after = sent(load, CONNECTIONS, 10, capacity / 2)
    figures.aim_at_most("5 s later: p99, to that when calm", after["answered_p99"] / calm["answered_p99"], 1.5, 6, "times")
    figures.aim_at_most("refused then, of 100", 100 * after["refused"] / (after["answered"] + after["refused"]), 1, 20)
    figures.at_most("heap after it, MiB more than before", heap_after_gc(predict) - heap, 8, "MiB")


def slow_senders(figures, predict):
    figures.part("slow senders")
    body = b'{"text": "' + b"a" * 20_000 + b'"}'
    head = b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body)
    with ThreadPoolExecutor(2) as pool:
        senders = [
            pool.submit(cut, "a body of which a byte comes a second", predict.port, head + body[:100], body[100:]),
            pool.submit(cut, "a head of which a byte comes a second", predict.port, head[:20], head[20:]),
        ]
    for sender in senders:
        figures.expect(*sender.result())
    answer = predict.client.post("/predict", {"text": "free money"})
    figures.equal("others are answered", answer.status, 200)


def cut(what, port, first, rest, limit=40):
    """Sends byte after byte till the server answers or closes."""
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=1) as sender:
        sender.sendall(first)
        for at in range(limit):
            try:
                answer = sender.recv(300)
                taken = time.monotonic() - begin
                return f"{what}: answered or closed", True, f"{taken:.1f} s", answer[:12].decode() or "closed"
            except TimeoutError:
                sender.sendall(rest[at : at + 1])
            except OSError as error:
                return f"{what}: closed", True, f"{time.monotonic() - begin:.1f} s", str(error)
    return f"{what}: cut off", False, f"not within {limit} s"


def idle(figures, predict, load):
    figures.part("idle connections")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = IDLE + 200
    if hard != resource.RLIM_INFINITY and hard < wanted:
        figures.note(f"only {hard} files may be open here: fewer connections")
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard) if hard != resource.RLIM_INFINITY else wanted, hard))
    count = min(IDLE, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 200)
    heap = heap_after_gc(predict)
    held = []
    try:
        for _ in range(count):
            held.append(socket.create_connection(("127.0.0.1", predict.port), timeout=10))
        for each in held[:: count // 100]:
            ask(each)
        figures.equal("held open", len(held), count)
        figures.at_most("heap for each", (heap_after_gc(predict) - heap) * 1024 / count, 16, "KiB")
        busy = sent(load, 2, 5)
        figures.at_least("batches a second meanwhile", busy["answered"] / 5, 1)
        figures.equal("of which not answered", busy["refused"] + busy["other"], 0)
        figures.equal("100 of them asked again", sum(ask(each) for each in held[:: count // 100][:100]), 100)
    finally:
        for each in held:
            each.close()
    until("the heap to be as before", 30, lambda: heap_after_gc(predict) - heap < 8)


def ask(connection):
    """Whether it answers a prediction."""
    body = b'{"text": "win free money"}'
    connection.sendall(
        b"POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    )
    return connection.recv(2000).startswith(b"HTTP/1.1 200")


def overload(figures, folder):
    with ExitStack() as stack:
        backing = stack.enter_context(Planted(folder))
        with held_to(SERVER):
            predict = stack.enter_context(backing.start("predict"))
        predict.wait_ready()
        load = Load(folder, predict.port, INFER, batches())
        figures.attempt(three_times, predict, load)
        figures.attempt(slow_senders, predict)
        figures.attempt(idle, predict, load)


def main():
    figures = Figures("overload")
    with tempfile.TemporaryDirectory(prefix="millrace-overload-") as folder:
        figures.attempt(overload, folder)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
