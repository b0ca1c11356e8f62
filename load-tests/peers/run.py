#!/usr/bin/env python3
"""Serving, side by side with what others use: Flask and FastAPI with scikit-learn, on real mails, in one run.

Starts them all on this machine, asks each the same mails in turns (A B C A B C ...), and prints medians beside goals.
The load takes part of the same cores, so ratios within one run count, not figures of two runs. Exit code 1 when a goal
is missed or an answer is not 2xx. Needs Linux, wrk, python3 3.9 to 3.12 with venv, JDK 25, and a built Millrace.
"""

import json
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "checks")]

from lib import measurement, oip, wrk  # noqa: E402
from lib.planted import Planted  # noqa: E402
from twins import Twins, split  # noqa: E402

WORDS = 200
BATCH = 64
BATCHES = 4  # at once: predict refuses more than a few big bodies for each processor, so that answers come soon
JSON = {"Content-Type": "application/json"}
INFER = "/v2/models/spam/infer"


def asked(running, mails):
    """The label of each mail, one request each; anything but 200 ends it."""
    found = []
    for mail in mails:
        answer = running.client.post("/predict", {"text": mail["text"]})
        if answer.status != 200:
            raise RuntimeError(f"answered {answer.status}: {answer.text()[:300]}")
        found.append(answer.json()["label"])
    return found


def answers(figures, services, holdout):
    """Right answers first: the speed of wrong ones is worth nothing."""
    figures.part(f"answers on the {len(holdout)} mails that no model was trained on")
    labels = {name: asked(running, holdout) for name, running in services.items()}
    for name, found in labels.items():
        right = sum(label == mail["label"] for label, mail in zip(found, holdout)) / len(holdout)
        figures.at_least(f"{name}: accuracy", right, 0.95)
    same = sum(a == b for a, b in zip(labels["millrace"], labels["flask"])) / len(holdout)
    figures.at_least("millrace and flask: the same label", same, 0.97)
    return {"same_label": same}


def told(figures, seen):
    for name, found in seen.items():
        figures.note(
            f"{name:<14} {found['rate']:8.0f} requests/s   {found['cpu_us']:7.0f} us CPU each   p50 {found['p50']:7.2f}"
            f"   p99 {found['p99']:7.2f} ms   {found['pss_mib']:4.0f} MiB   rounds {found['rates']}"
        )
    for name, found in seen.items():
        figures.equal(f"{name}: answers that were not 2xx, or none", found["refused"] + found["broken"], 0)


def bodies(texts):
    return [json.dumps({"text": text}).encode() for text in texts]


def against_peers(figures, folder, services, holdout, options):
    figures.part(f"{options.connections} connections, the {len(holdout)} mails in turn, {options.rounds} rounds")
    asks = bodies(mail["text"] for mail in holdout)
    loads = [
        wrk.Load(folder, name, running.port, "/predict", running.process.pid, asks, JSON)
        for name, running in services.items()
    ]
    for load in loads:
        load.send(options.connections, options.warm if load.name == "millrace" else 3)
    seen = wrk.interleaved(loads, options.rounds, options.connections, options.seconds)
    told(figures, seen)
    ours, flask = seen["millrace"], seen["flask"]
    figures.aim_at_least("requests/s: times flask's", ours["rate"] / flask["rate"], 40, 10)
    figures.aim_at_least("server CPU a request: flask's is so many times ours", flask["cpu_us"] / ours["cpu_us"], 45, 12)
    figures.aim_at_least("p99: flask's is so many times ours", flask["p99"] / ours["p99"], 10, 1.5)
    figures.aim_at_most("memory (PSS): times flask's", ours["pss_mib"] / flask["pss_mib"], 0.5, 0.65)
    return seen


def against_itself(figures, folder, predict, holdout, options):
    """What the way to an answer costs beside the bare server's, and each form of request beside the others."""
    figures.part(f"one process, texts of {WORDS} words, {options.connections} connections, {options.rounds} rounds")
    texts = [" ".join(words[:WORDS]) for words in (mail["text"].split() for mail in holdout) if len(words) >= WORDS]
    batches = [texts[at : at + BATCH] for at in range(0, len(texts) - BATCH, BATCH)]
    port, pid = predict.port, predict.process.pid
    loads = [
        wrk.Load(folder, "/health/live", port, "/health/live", pid),
        wrk.Load(folder, "/predict", port, "/predict", pid, bodies(texts), JSON),
    ]
    if speaks_v2(figures, predict, texts[:BATCH]):
        loads += [
            wrk.Load(folder, "/v2 one", port, INFER, pid, [oip.binary([text]) for text in texts]),
            wrk.Load(folder, f"/v2 {BATCH}", port, INFER, pid, [oip.binary(batch) for batch in batches], most=BATCHES),
        ]
    for load in loads:
        load.send(options.connections, max(2, options.warm // 2))
    seen = wrk.interleaved(loads, options.rounds, options.connections, options.seconds)
    told(figures, seen)
    rate = {name: found["rate"] for name, found in seen.items()}
    figures.aim_at_least("/predict: share of the health route's requests/s", rate["/predict"] / rate["/health/live"], 0.6, 0.45)
    if "/v2 one" in rate:
        figures.aim_at_least("/v2, one text: share of /predict's requests/s", rate["/v2 one"] / rate["/predict"], 0.9, 0.55)
        texts_ratio = BATCH * rate[f"/v2 {BATCH}"] / rate["/v2 one"]
        figures.aim_at_least(f"/v2, {BATCH} texts: times the texts/s of one", texts_ratio, 3, 1.5)
    return seen


def speaks_v2(figures, predict, texts):
    """Whether it answers the standard protocol, with /predict's labels."""
    body, header = oip.binary(texts)
    name, value = header.split(": ")
    answer = predict.client.post(INFER, body, content_type="application/octet-stream", headers={name: value})
    if not figures.equal(f"{INFER} answers", answer.status, 200):
        return False
    sent = {key.lower(): value for key, value in answer.headers.items()}
    found = oip.labels(answer.body, int(sent[name.lower()]))
    same = sum(a == b for a, b in zip(found, asked(predict, [{"text": text} for text in texts])))
    return figures.equal("its labels that are /predict's", same, len(texts))


def serving(figures, planted, options, seen):
    """All of it on a planted database, which has a version 1 of spam; `seen` takes what was measured."""
    train, holdout = split("spam")
    twins = Twins(train, options.ngrams)
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-bodies-"))
        begin = {"millrace": lambda: planted.start("predict"), "flask": twins.flask}
        if options.fastapi:
            begin["fastapi"] = twins.fastapi
        services = {name: stack.enter_context(start()) for name, start in begin.items()}
        for running in services.values():
            running.wait_ready()
        seen.update(answers(figures, services, holdout))
        seen["peers"] = against_peers(figures, folder, services, holdout, options)
        seen["itself"] = against_itself(figures, folder, services["millrace"], holdout, options)


def main():
    parser = measurement.parser(__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="of each measurement; medians count (5)")
    parser.add_argument("--seconds", type=int, default=10, help="of one round of one service (10)")
    parser.add_argument("--warm", type=int, default=20, help="seconds of load on Millrace before the first round (20)")
    parser.add_argument("--connections", type=int, default=32, help="at once, each with one request at a time (32)")
    parser.add_argument("--ngrams", type=int, default=2, help="runs of words that the peers' model counts, at most (2)")
    parser.add_argument("--no-fastapi", dest="fastapi", action="store_false", help="Flask alone, which has the goals")
    options = parser.parse_args()
    wrk.require()
    return measurement.run("peers", options, Planted, serving)


if __name__ == "__main__":
    sys.exit(main())
