#!/usr/bin/env python3
# about: infra-swarm from nothing: updates, rollouts, rollbacks, scaling, nodes drained and killed, under load (Swarm)
"""infra-swarm. Usage: [REGISTRY=host:port] [CHECK_NODES=...] ./millrace check swarm

CHECK_KILL and CHECK_REVIVE are commands that end a worker, as if its power were cut, and bring it back; its name is
added.
CHECK_STACK=keep leaves the stack for the next check. What its scripts said is in target/swarm-commands.log.
"""

import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lib import docker, stack
from lib.campaign import seed
from lib.client import until
from lib.feed import Feed
from lib.k6 import meanwhile
from lib.pipeline import Pipeline, sample
from lib.versions import Versions

MAILS = sample("spam")
# Of so many the first version is made; of all of them a better one.
FEW = 1000
# New images of predict and ingest, each time beside at least so many requests.
UPDATES, REQUESTS = 3, 10_000
# Iterations a second beside each part; one is 1.2 requests.
UPDATE_LOAD, ROLLOUT_LOAD, SCALE_LOAD = 125, 45, 22
# An image that starts and is never healthy, as when its settings are wrong; it ends when it is told to.
BROKEN = 'ENTRYPOINT ["sh", "-c", "trap \\"exit 1\\" TERM; while :; do sleep 1; done"]'
# More servers of one volume would destroy it; the others would be refused by a replica that starts, or do nothing.
WRONG = [
    ("scale.sh", "postgres", "2"),
    ("scale.sh", "predict", "05"),
    ("scale.sh", "predict", "many"),
    ("rollback.sh", "gateway"),
    ("update.sh", "postgres:17"),
    ("rollout.sh", "spam", "v2"),
    ("rollout.sh", "spam", "0"),
    ("rollout.sh", ".*", "2"),
    ("rollout.sh", "--unpin", "SPAM"),
    ("deploy.sh", "090"),
]


def understood(figures):
    """--help, and words that a script does not take: neither asks Docker for anything."""
    figures.part("the scripts' words")
    scripts = sorted(script for script in stack.SCRIPTS.glob("*.sh") if os.access(script, os.X_OK))
    with tempfile.TemporaryDirectory(prefix="millrace-swarm-") as folder:
        asked = Path(folder) / "asked"
        docker_instead = Path(folder) / "docker"
        docker_instead.write_text(f'#!/bin/sh\necho "$0 $*" >>{asked}\n')
        docker_instead.chmod(0o755)

        def said(script, *words, **told):
            told = {**os.environ, "PATH": f"{folder}:{os.environ['PATH']}", **told}
            done = subprocess.run([script, *words], env=told, capture_output=True, text=True, timeout=30)
            return done.returncode, "Usage:" in done.stdout, "Usage:" in done.stderr

        unhelpful = [script.name for script in scripts if said(script, "--help") != (0, True, False)]
        figures.equal(f"whose --help is not their usage, of {len(scripts)}", unhelpful, [])
        taken = [script.name for script in scripts if said(script, "--nonsense") != (2, False, True)]
        figures.equal("that take an option which they do not know", taken, [])
        wrong = [line for line in WRONG if said(stack.SCRIPTS / line[0], *line[1:]) != (2, False, True)]
        figures.equal(f"wrong words that are taken, of {len(WRONG)} lines", wrong, [])
        steps = [step for step in ("0", "-1", "five") if said(stack.SCRIPTS / "scale.sh", "predict", "9", STEP=step)[0] != 2]
        figures.equal("STEP of scale.sh that is none, and taken", steps, [])
        figures.equal("what they asked Docker for", asked.read_text() if asked.exists() else "", "")


def deployed(figures, it):
    figures.part("from nothing")
    begin = time.monotonic()
    it.deploy()
    took = time.monotonic() - begin
    figures.aim_at_most("from nothing to ready", took, 120, 180, "s")
    learn(figures, it, MAILS[:FEW], stored=FEW)
    pipeline = Pipeline(it.client)
    until("an answer", 30, lambda: pipeline.serving("spam", text="hello"))
    asked = MAILS[-200:]
    instances = [{"text": mail["text"]} for mail in asked]
    answers = pipeline.call("POST", "/predict", {"instances": instances})["predictions"]
    right = sum(answer["label"] == mail["label"] for answer, mail in zip(answers, asked))
    figures.at_least(f"mails that it never saw, of {len(asked)}, predicted rightly through the gateway", right, 180)


def learn(figures, it, mails, stored):
    answer = until("documents to be accepted", 60, lambda: sent(it, mails), 2)
    figures.equal("documents accepted through the gateway", answer["accepted"], len(mails))
    until("their rows", 60, lambda: int(it.sql("select count(*) from document")[0]) >= stored, 0.5)
    it.script("train.sh", "spam")
    figures.equal("dead letters", it.sql("select count(*) from dead_letter"), ["0"])


def sent(it, mails):
    """As a good client: what was not confirmed is sent again, with the same key, and so the same documents."""
    lines = "".join(json.dumps(mail) + "\n" for mail in mails)
    key = {"Idempotency-Key": f"mails-{len(mails)}"}
    answer = it.client.post("/ingest", lines, content_type="application/x-ndjson", headers=key)
    if answer.status not in (0, 202, 502, 503, 504):
        raise RuntimeError(f"POST /ingest answered {answer.status}: {answer.text()[:300]}")
    return answer.status == 202 and answer.json()


def variants(it):
    """Names of images with another label only, for each update; of predict and ingest, each pushed where nodes pull."""
    made = {}
    for turn in [*map(str, range(1, UPDATES + 1)), "broken"]:
        for function in ("predict", "ingest"):
            name = "/".join(filter(None, [stack.REGISTRY, docker.PROJECT, f"{function}:{turn}"]))
            line = BROKEN if turn == "broken" else f"LABEL millrace.turn={turn}"
            docker.run(["docker", "build", "-q", "-t", name, "-"], input=f"FROM {it.image(function)}\n{line}\n")
            if stack.REGISTRY:
                docker.docker("push", "--quiet", name, limit=300)
            made[function, turn] = name
    return made


def at_once(*calls):
    """What each call gives, all made at the same time."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(*call) for call in calls]]


def updated(figures, it, images, turn):
    figures.part(f"update {turn} of {UPDATES}: new images of predict and ingest at the same time")
    with meanwhile(figures, it.client, UPDATE_LOAD, least=REQUESTS):
        figures.attempt_at_once([predict_updated, ingest_updated], it, images, turn)


def predict_updated(figures, it, images, turn):
    """The last time with a pin to a version, as one update."""
    image, pin = images["predict", str(turn)], "MILLRACE_PREDICT_PINS=spam=1"
    if turn < UPDATES:
        changed(figures, it, "update.sh", image)
    else:
        changed(figures, it, "service-update.sh", "--image", image, "--env-add", pin, f"{stack.NAME}_predict")
    running_is(figures, it, "predict", images["predict", str(turn)])


def ingest_updated(figures, it, images, turn):
    changed(figures, it, "update.sh", images["ingest", str(turn)])
    running_is(figures, it, "ingest", images["ingest", str(turn)])


def changed(figures, it, *words):
    done, seconds = timed(it.attempt, *words)
    figures.equal(f"exit code of {words[0]}", done.returncode, 0)
    figures.note(f"after {seconds:.0f} s")


def running_is(figures, it, function, image):
    figures.equal(f"images of {function}'s replicas", {task.image for task in it.tasks(function)}, {image})


def rolled_out(figures, it, images):
    """A version that is pinned, replica by replica, while ingest's image goes back; one that does not load; an image that
    is never healthy."""
    figures.part("rollout.sh and rollback.sh, and what is rolled back by itself")
    learn(figures, it, MAILS, stored=FEW + len(MAILS))
    champion = it.sql("select version from model_alias where model = 'spam' and alias = 'champion'")
    figures.equal("champion", champion, ["2"])
    question = {"model": "spam", "text": "hello"}
    with meanwhile(figures, it.client, ROLLOUT_LOAD), Versions(it.port, question) as versions:
        until("answers", 20, lambda: versions.seen(), 0.2)
        figures.equal("versions that answer, while all are pinned to 1", versions.seen(), {1})
        figures.attempt_at_once([version_rolled_out, ingest_rolled_back], it, images)
        versions.restart()
        figures.attempt(rolled_back, it, images)
    figures.equal("versions that answered since it was rolled out", versions.seen(), {2})
    figures.at_least("answers that the kept-alive connections looked at", versions.answers, 500)


def version_rolled_out(figures, it, images):
    changed(figures, it, "rollout.sh", "spam", "2")


def ingest_rolled_back(figures, it, images):
    changed(figures, it, "rollback.sh", "ingest")
    running_is(figures, it, "ingest", images["ingest", str(UPDATES - 1)])


def rolled_back(figures, it, images):
    bad, broken = at_once(
        (timed, it.attempt, "rollout.sh", "spam", "99"), (timed, it.attempt, "update.sh", images["ingest", "broken"])
    )
    figures.equal("exit codes: a version that cannot load, an image", [bad[0].returncode, broken[0].returncode], [1, 1])
    figures.aim_at_most("the version that cannot load rolled back after", bad[1], 120, 180, "s")
    figures.aim_at_most("the image that is never healthy rolled back after", broken[1], 90, 135, "s")
    why = {task.error for task in it.tasks("ingest", wanted=None) if task.image.endswith("broken") and task.error}
    figures.expect("'service ps' says why: unhealthy container", any("unhealthy" in each for each in why), "", why)
    pins = it.spec("predict", "{{range .Spec.TaskTemplate.ContainerSpec.Env}}{{println .}}{{end}}")
    figures.expect("the pin is that of before", "MILLRACE_PREDICT_PINS=spam=2" in pins.split())
    figures.equal("replicas of the broken image", [t.id for t in it.tasks() if t.image.endswith("broken")], [])


def timed(call, *words):
    begin = time.monotonic()
    return call(*words), time.monotonic() - begin


def scaled(figures, it):
    figures.part("drain.sh; scale.sh 1, 5, 15, 1")
    # With a broker's node drained and 15 replicas on few cores, some answers come later than a client waits.
    with meanwhile(figures, it.client, SCALE_LOAD, spared=0.01):
        figures.attempt(drained, it)
        for replicas in (1, 5, 15, 1):
            begin = time.monotonic()
            it.script("scale.sh", "predict", str(replicas))
            spread = balance(it, "predict")
            figures.note(f"{replicas} after {time.monotonic() - begin:.0f} s: {spread}")
            uneven = max(spread.values()) - min(spread.values())
            figures.at_most(f"{replicas}: replicas more on one node than on another", uneven, 1)


def drained(figures, it):
    if len(workers()) < 2:
        figures.note("no node was drained: there is no other for its replicas")
        return
    node = workers()[-1]
    begin = time.monotonic()
    try:
        it.script("drain.sh", node)
        until("replicas elsewhere", 90, lambda: whole(it))
        figures.note(f"{node} drained, all replicas elsewhere after {time.monotonic() - begin:.0f} s")
        figures.equal("replicas left on it", [t.service for t in it.tasks() if t.node == node and movable(t)], [])
    finally:
        it.script("drain.sh", "--back", node)


def workers():
    """Those that functions run on, by the label that init.sh gives."""
    nodes = stack.inspected("node", "node", "ls")
    labelled = [n["Description"]["Hostname"] for n in nodes if n["Spec"]["Labels"].get("millrace.work") == "true"]
    return sorted(node for node in stack.nodes() if node in labelled)


def movable(task):
    """Not what a label pins to a node: a broker, the database, the gateway."""
    return task.service in docker.FUNCTIONS


def balance(it, service):
    """Running replicas of each node that may have some."""
    nodes = [task.node for task in it.tasks(service) if running(task)]
    return {node: nodes.count(node) for node in workers()}


def whole(it):
    """Whether as many replicas run as there should be, on nodes that are ready."""
    ready = stack.nodes()
    there = [task.service for task in it.tasks() if running(task) and task.node in ready]
    return all(there.count(function) >= it.replicas(function) for function in docker.FUNCTIONS)


def running(task):
    return task.state == "running"


def broken(figures, it):
    """A broker, the database and a worker killed while documents come in: each that was accepted is a row, once."""
    figures.part("kill -9: a broker, the database, a worker")
    before = int(it.sql("select count(*) from document")[0])
    models = ("spam", "iris")
    with Feed(lambda: it.port, seed(figures), name="kill-", rate=150, models=models, gateway=True) as feed:
        until("documents to be accepted", 30, lambda: feed.accepted() > 200)
        for service in ("kafka-1", "postgres"):
            figures.attempt(killed, it, feed, service)
        figures.attempt(cut_off, it, feed)
    accounted(figures, it, feed, before)


def killed(figures, it, feed, service):
    task = it.one(service)
    begin = time.monotonic()
    task.docker("kill", "--signal", "KILL", task.container)
    now = feed.accepted()
    until("documents to be accepted again", 90, lambda: feed.accepted() > now + 100)
    figures.note(f"{service} killed: 100 more documents accepted after {time.monotonic() - begin:.0f} s")
    until(f"another {service}", 90, lambda: any(t.state == "running" and t.id != task.id for t in it.tasks(service)))
    figures.note(f"and another {service} runs after {time.monotonic() - begin:.0f} s")


def cut_off(figures, it, feed):
    kill, revive = os.environ.get("CHECK_KILL"), os.environ.get("CHECK_REVIVE")
    there = [task.node for task in it.tasks() if movable(task)]
    node = max(workers(), key=there.count)
    if not kill or not revive or len(workers()) < 2 or node == stack.here():
        figures.note("no worker was killed: it takes two that are not this node, and CHECK_KILL and CHECK_REVIVE")
        if os.environ.get("CI") == "true":
            figures.expect("a worker can be killed", False)
        return
    begin = time.monotonic()
    try:
        docker.run([*shlex.split(kill), node])
        until("Swarm to notice", 60, lambda: node not in stack.nodes(), 0.5)
        until("all replicas to run elsewhere", 90, lambda: whole(it), 0.5)
        what = f"{node}, with {there.count(node)} replicas, killed: all run elsewhere after"
        figures.aim_at_most(what, time.monotonic() - begin, 60, 90, "s")
        now = feed.accepted()
        until("documents to be accepted", 30, lambda: feed.accepted() > now + 100)
    finally:
        docker.run([*shlex.split(revive), node], 180)
        stack.back(node)
        it.script("init.sh")
    brokers = ("kafka-1", "kafka-2", "kafka-3")
    until("three brokers", 90, lambda: len([t for t in it.tasks(*brokers) if running(t)]) == 3, 1)


def accounted(figures, it, feed, before):
    ids = {key: times for ledger in feed.ledgers for key, times in ledger.accepted.items()}
    offered = sum(ledger.offered for ledger in feed.ledgers)
    asked = "select model || '/' || id from document where id like 'kill-%'"
    drained = until("marks at the end of the log", 90, lambda: it.account(), 1)
    rows = it.sql(asked)
    figures.note(f"{feed.accepted()} documents answered 202 under {len(ids)} ids; {offered} sent, {len(rows)} rows")
    figures.expect("next - first = stored + dead, in every partition", drained["balanced"])
    figures.equal("dead letters", it.sql("select count(*) from dead_letter"), ["0"])
    figures.equal("ids that were answered 202 and have no row", len(ids.keys() - set(rows)), 0)
    stored = Counter(rows)
    figures.equal("ids with fewer rows than 202s", sum(1 for key, times in ids.items() if stored[key] < times), 0)
    figures.at_most("rows, each of a sending", len(rows), offered)
    figures.equal("rows besides them", int(it.sql("select count(*) from document")[0]) - before - len(rows), 0)
    refused = [words for ledger in feed.ledgers for words in ledger.refused]
    figures.equal("answers that no good document gets", len(refused), 0)
    for words in refused[:2]:
        figures.note(words)


def campaign(figures):
    images = {}
    figures.attempt(understood)
    with stack.stack(figures) as it:
        try:
            deployed(figures, it)
            images = variants(it)
            for turn in range(1, UPDATES + 1):
                figures.attempt(updated, it, images, turn)
            figures.attempt(rolled_out, it, images)
            figures.attempt(scaled, it)
            figures.attempt(broken, it)
        finally:
            it.keep_words()
            # Their names; layers that run stay.
            subprocess.run(["docker", "rmi", "--force", *images.values()], capture_output=True, timeout=60)


def main():
    return docker.check("swarm", campaign, lambda: stack.missing(anew=True))


if __name__ == "__main__":
    sys.exit(main())
