#!/usr/bin/env python3
# about: infra-compose in its three profiles: documents, training, predictions, what is open, hardening (Docker)
"""infra-compose. Usage: [CHECK_IMAGES=millrace CHECK_VERSION=0.1.0] ./millrace check compose"""

import json
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from lib import docker
from lib.campaign import seed
from lib.client import Client, until
from lib.docker import Compose
from lib.door import closed, limited
from lib.feed import Feed
from lib.house import free_port
from lib.pipeline import Pipeline, sample

FLOWERS = sample("iris")
REPLICAS = {"dev": 1, "staging": 2, "prod": 3}
# Requests a second of one address, in staging: few, so that they are soon too many.
RATE = 50
ONE_SHOTS = ["migrate", "secrets"]
# The secrets that a container sees, by its service; others see none.
SEEN = {"clean": ["clean"], "train": ["train"], "predict": ["predict"], "postgres": ["postgres"]}


def passwords(figures, folder):
    figures.part("secrets.sh")
    script = docker.HOUSE / "infra-compose" / "secrets.sh"
    made = Path(folder) / "passwords"

    def told():
        return docker.run(["sh", "-c", f"sh {script} {made} 2>&1"])

    def kept():
        return {path.parent.name: (path.read_text(), path.stat().st_mtime_ns) for path in made.glob("*/password")}

    first = told()
    before = kept()
    same(figures, "passwords made", sorted(before), ["clean", "grafana", "monitor", "postgres", "predict", "train"])
    figures.equal("of 48 digits, each its own", {len(text) for text, _ in before.values()}, {48})
    figures.equal("different ones", len({text for text, _ in before.values()}), 6)
    figures.equal("passwords that it prints", [name for name, (text, _) in before.items() if text in first], [])
    figures.equal("the folder is closed to others", oct(made.stat().st_mode & 0o777), "0o700")
    figures.equal("a second time it says", told(), "")
    figures.expect("and changes nothing", kept() == before)


def rendered(figures, folder):
    figures.part("what Compose reads")
    compose = Compose(folder, "dev", REVISION="1a2b3c4")
    read = json.loads(compose("config", "--format", "json"))["services"]
    again = json.loads(compose("--env-file", ".env.dev", "config", "--format", "json"))["services"]
    level = "MILLRACE_LOG_LEVEL"
    same(figures, "services of dev, also by --env-file .env.dev", sorted(again), sorted(read))
    figures.equal("log level by .env.dev", {again[name]["environment"][level] for name in docker.FUNCTIONS}, {"debug"})
    told = {"VERSION": docker.VERSION, "REVISION": "1a2b3c4"}
    wanted = {name: {"FUNCTION": name, **told} for name in docker.FUNCTIONS}
    same(figures, "arguments of builds", {name: read[name]["build"]["args"] for name in docker.FUNCTIONS}, wanted)
    contexts = {read[name]["build"]["context"] for name in docker.FUNCTIONS}
    figures.equal("what is built: the folder above", contexts, {str(Path(folder).resolve())})


def profile(figures, compose, ports):
    figures.part(f"profile {compose.profile}")
    compose("config", "-q")
    begin = time.monotonic()
    compose.up()
    figures.note(f"every service healthy after {time.monotonic() - begin:.0f} s")
    figures.attempt(declared, compose, ports)
    figures.attempt(hardened, compose)
    figures.attempt(separated, compose)
    door = ports.get("GATEWAY_PORT")
    ingest, predict = ports.get("INGEST_PORT", door), ports.get("PREDICT_PORT", door)
    figures.attempt(journey, compose, ingest, predict, ports.get("TRAIN_PORT"))
    if door:
        figures.attempt(closed, door)
        if "RATE" in compose.told:
            figures.attempt(limited, door, RATE)
    else:
        figures.attempt(restarted, compose, ports["INGEST_PORT"], ports["CLEAN_PORT"])
    figures.attempt(silent, compose)


def ended(figures, compose):
    figures.part(f"profile {compose.profile}, ended")
    volumes = {m["Name"] for c in compose.containers() for m in c.state["Mounts"] if m["Type"] == "volume"}
    begin = time.monotonic()
    compose.down()
    figures.note(f"down after {time.monotonic() - begin:.0f} s")
    figures.equal("left of it: containers, volumes, networks", compose.left(), {})
    figures.equal("volumes without a name left", volumes & set(docker.docker("volume", "ls", "-q").split()), set())


def same(figures, what, found, wanted):
    """As `equal`, of what is too long to be shown when it is as it should be."""
    shown = {"found": f"all {len(wanted)}"} if found == wanted else {"found": found, "goal": f"= {wanted}"}
    figures.expect(what, found == wanted, **shown)


def declared(figures, compose, ports):
    """What runs is what the profile says, no more."""
    replicas, kafkas = REPLICAS[compose.profile], 3 if compose.profile == "prod" else 1
    wanted = {"ingest": replicas, "clean": replicas, "predict": replicas, "train": 1, "postgres": 1}
    wanted |= {f"kafka-{n}": 1 for n in range(1, kafkas + 1)} | ({} if compose.profile == "dev" else {"gateway": 1})
    there = compose.containers()
    found = dict(Counter(c.service for c in there if c.running))
    same(figures, "services that run, with their replicas", found, wanted)
    ended = {c.service: c.state["State"]["ExitCode"] for c in there if not c.running}
    same(figures, "services that ended, with exit code 0", ended, {name: 0 for name in ONE_SHOTS})
    unwatched = [c.name for c in there if c.running and c.state["State"].get("Health", {}).get("Status") != "healthy"]
    figures.equal("containers without a health check that passes", unwatched, [])
    bound = [port for c in there for ports in c.host["PortBindings"].values() for port in ports]
    published = {(port["HostIp"] or "any", int(port["HostPort"])) for port in bound}
    address = "127.0.0.1" if compose.profile == "dev" else "any"
    same(figures, "published ports", published, {(address, port) for port in ports.values()})


def hardened(figures, compose):
    there = compose.containers()

    def without(what, condition, among=there):
        figures.equal(f"without {what}, of {len(among)}", [c.name for c in among if not condition(c)], [])

    without("a read-only root", lambda c: c.host["ReadonlyRootfs"])
    limits = ("Memory", "NanoCpus", "PidsLimit")
    without("limits of memory, processors and processes", lambda c: all(c.host[limit] for limit in limits))
    without("rotated logs", lambda c: {"max-size", "max-file"} <= set(c.host["LogConfig"]["Config"]))
    without("dropped capabilities", lambda c: c.host["CapDrop"] == ["ALL"])
    without("no-new-privileges", lambda c: any(o.startswith("no-new-privileges") for o in c.host["SecurityOpt"]))
    root = ("", "0", "0:0", "root")
    without("a user of its own", lambda c: c.state["Config"]["User"] not in root or c.service == "secrets")
    # The process itself, as the kernel sees it.
    running = [c for c in there if c.running]
    processes = {c.name: c.process() for c in running}
    without("a first process that is not root", lambda c: "0" not in processes[c.name]["Uid"].split(), running)
    for field in ("CapEff", "CapPrm", "CapBnd"):
        without(f"an empty {field}", lambda c: int(processes[c.name][field], 16) == 0, running)
    without("NoNewPrivs", lambda c: processes[c.name]["NoNewPrivs"] == "1", running)
    without("a filter of system calls", lambda c: processes[c.name]["Seccomp"] == "2", running)
    functions = [c for c in running if c.service in docker.FUNCTIONS]
    without("java as first process", lambda c: processes[c.name]["Name"] == "java", functions)


def separated(figures, compose):
    """Networks and secrets, tried from inside the containers."""
    backend = docker.inspect(f"{compose.project}_backend")[0]
    figures.expect("the backend network is internal", backend["Internal"])
    running = compose.containers(gone=False)
    if compose.profile != "dev":  # where clean and train have ports of their own
        networks = compose.one("gateway").state["NetworkSettings"]["Networks"]
        gateway = networks[f"{compose.project}_frontend"]["IPAddress"]
        ask = f"timeout 1 bash -c 'exec 3<>/dev/tcp/{gateway}/8080' && echo reached"
        others = [c for c in running if c.service != "gateway"]
        # Where nobody answers, each waits.
        with ThreadPoolExecutor(len(others)) as pool:
            heard = list(pool.map(lambda c: c.sh(ask, "bash"), others))
        out = {c.service for c, said in zip(others, heard) if said}
        figures.equal("services that reach the gateway: those of its network", out, {"ingest", "predict"})
    seen = {c.name: c.sh("ls /run/secrets 2>/dev/null").split() for c in running}
    wrong = {c.name: seen[c.name] for c in running if seen[c.name] != SEEN.get(c.service, [])}
    figures.equal("containers that see other secrets than their own", wrong, {})


def journey(figures, compose, ingest, predict, train):
    """Sample documents in through the door, stored, trained, and predicted through the door."""
    answer = Pipeline(Client(f"http://127.0.0.1:{ingest}")).ingest(FLOWERS)
    figures.equal("documents accepted", answer["accepted"], len(FLOWERS))
    cleaner = compose.one("clean")

    def stored():
        found = cleaner.get(6100, "/topic/account")
        return found["stored"] + found["dead"] >= len(FLOWERS) and found

    account = until("all to be stored", 90, stored, 0.5)
    counts = [account["stored"], account["dead"], account["balanced"]]
    figures.equal("stored, dead, balanced", counts, [len(FLOWERS), 0, True])
    if train:
        figures.equal("trained", Pipeline(Client(f"http://127.0.0.1:{train}")).train("iris")["state"], "published")
    else:
        compose("run", "--rm", "--no-deps", "-T", "train", "--once", "iris")
        figures.expect("trained by 'run --rm --no-deps train --once iris'", True)
    pipeline = Pipeline(Client(f"http://127.0.0.1:{predict}"))
    features = FLOWERS[0]["features"]
    # As many in turn as it takes to hear of every replica.
    turns = REPLICAS[compose.profile] * 4

    def served():
        return all(pipeline.serving("iris", features=features) for _ in range(turns))

    until("every replica to answer", 60, served, 0.5)
    instances = [{"features": flower["features"]} for flower in FLOWERS]
    answers = pipeline.call("POST", "/predict", {"instances": instances})["predictions"]
    right = sum(answer["label"] == flower["label"] for answer, flower in zip(answers, FLOWERS))
    figures.at_least(f"predicted rightly, of {len(FLOWERS)}", right, 140)
    figures.equal("the model, by the Open Inference Protocol", pipeline.call("GET", "/v2/models/iris")["name"], "iris")


def restarted(figures, compose, ingest, clean):
    """The broker and the database restarted while documents come in: each one that was accepted is a row in the end."""
    client = Client(f"http://127.0.0.1:{clean}")
    before = client.get("/topic/account").json()
    with Feed(lambda: ingest, seed(figures), name="restart-", rate=200, models=("spam", "iris")) as feed:
        for service in ("kafka-1", "postgres"):
            time.sleep(2)
            docker.docker("restart", compose.one(service).id)
            compose.wait_healthy(service)
            now = feed.accepted()
            until("documents to be accepted again", 120, lambda: feed.accepted() > now + 100)
    ids = {key for ledger in feed.ledgers for key in ledger.accepted}
    figures.at_least("documents answered 202 over both restarts", feed.accepted(), 500)
    figures.note(f"sent again for want of an answer: {sum(ledger.unanswered for ledger in feed.ledgers)} requests")

    def drained():
        answer = client.get("/topic")
        return answer.ok and answer.json()["partitions"] and all(p.get("lag") == 0 for p in answer.json()["partitions"])

    until("lag 0", 120, drained, 0.5)
    after = client.get("/topic/account").json()
    rows = after["stored"] + after["dead"] - before["stored"] - before["dead"]
    figures.expect("next - first = stored + dead, in every partition", after["balanced"])
    figures.equal("dead", after["dead"], 0)
    figures.at_least("rows of them", rows, feed.accepted())
    figures.at_most("rows of them", rows, sum(ledger.offered for ledger in feed.ledgers))
    asked = "select model || '/' || id from document where id like 'restart-%'"
    found = compose("exec", "-T", "postgres", "psql", "-U", "millrace", "-tAc", asked).split()
    figures.equal("ids that were answered 202 and have no row", len(ids - set(found)), 0)


def silent(figures, compose):
    """No password in what anybody may read who may look at containers and logs."""
    settings = docker.docker("inspect", *(c.id for c in compose.containers()))
    texts = {"settings": settings, "logs": compose("logs", "--no-color")}
    secrets = {path.parent.name: path.read_text() for path in compose.folder.glob("secrets/*/password")}
    found = [f"{name} in {where}" for name, text in secrets.items() for where, said in texts.items() if text in said]
    figures.equal(f"passwords, of {len(secrets)}, in settings and logs", found, [])


def campaign(figures):
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="millrace-compose-"))
        figures.attempt(passwords, folder)
        figures.attempt(rendered, folder)
        stack.enter_context(docker.images(figures))
        for name in reversed(REPLICAS):
            doors = docker.FUNCTIONS if name == "dev" else ["gateway"]
            ports = {f"{door.upper()}_PORT": free_port() for door in doors}
            rate = {"RATE": str(RATE)} if name == "staging" else {}
            compose = Compose(folder, name, **{key: str(port) for key, port in ports.items()}, **rate)
            try:
                figures.attempt(profile, compose, ports)
            finally:
                # Beside the start of the next: brokers take their time to end.
                stack.callback(figures.attempt_beside(ended, compose))


def main():
    return docker.check("compose", campaign)


if __name__ == "__main__":
    sys.exit(main())
