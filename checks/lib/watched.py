"""A real Prometheus and a real Alertmanager with the files of observability/, beside functions that a check has started.

Both are found on the path, as Debian's packages prometheus and prometheus-alertmanager have them.
"""

import json
import os
import re
import shutil
import threading
import time
import urllib.parse
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from lib import dashboards
from lib.client import Client, until
from lib.figures import Figures
from lib.house import OBSERVABILITY, Running, free_port

# What cannot run here, by what it showed elsewhere: (job, file of observability/grafana/recorded).
RECORDED = (("cadvisor", "cadvisor"), ("kafka", "kafka"))


def missing():
    """The programs that are not there, in a sentence; empty when all are."""
    lacking = [name for name in ("prometheus", "prometheus-alertmanager") if not shutil.which(name)]
    return f"there is no {' and no '.join(lacking)} on the path (Debian's packages of that name)" if lacking else ""


def check(name, campaign, *first):
    """A check of parts that need nothing, and of a campaign that needs both programs; its exit code."""
    figures = Figures(name)
    for part in first:
        figures.attempt(part)
    why = missing()
    if not why:
        figures.attempt(campaign)
        return figures.close()
    figures.note(f"not run against a real Prometheus: {why}")
    if os.environ.get("CI") == "true":
        figures.expect("Prometheus and Alertmanager are installed", False)
    return figures.close()


class Page(BaseHTTPRequestHandler):
    """Answers GET by the server's `pages`, keeps what is posted in its `posted`."""

    def do_GET(self):
        page = self.server.pages.get(self.path)
        self.answer(200 if page else 404, page().encode() if page else b"")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.posted.append((time.monotonic(), self.path, body))
        self.answer(200, b"")

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Pages:
    """A small HTTP server of the check's own, ended with the `with` block."""

    def __init__(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.server.daemon_threads = True
        self.server.pages, self.server.posted = {}, []
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


class Watched:
    """Prometheus, and with `alerts` Alertmanager, with their files from observability/: other addresses, nothing else."""

    def __init__(self, folder, alerts=False):
        self.folder = Path(folder)
        self.jobs, self.others = {}, []
        self.stack = ExitStack()
        self.pages = self.stack.enter_context(Pages())
        self.begin = time.time()
        self.alertmanager = self.start_alertmanager() if alerts else None
        self.prometheus = self.start_prometheus()

    def start_prometheus(self):
        port = free_port()
        text = (OBSERVABILITY / "prometheus" / "compose.yml").read_text()

        def by_file(found):
            return f"file_sd_configs: [{{files: [{self.folder}/{found[1]}.json], refresh_interval: 1s}}]"

        if self.alertmanager:
            address = f"static_configs: [{{targets: ['127.0.0.1:{self.alertmanager.port}']}}]"
            text = re.sub(r"dns_sd_configs: \[\{names: \[alertmanager\][^]]*\]", address, text, count=1)
        text = re.sub(r"dns_sd_configs: \[\{names: \[(\w+)\][^]]*\]", by_file, text)
        text = text.replace("files: [targets.yml]", f"files: [{self.folder}/others.json], refresh_interval: 1s")
        text = text.replace("rules/*.yml", f"{OBSERVABILITY}/prometheus/rules/*.yml")
        file = self.folder / "prometheus.yml"
        file.write_text(text)
        for name in ("ingest", "clean", "train", "predict", "others"):
            self.write(name, [])
        listen = f"--web.listen-address=127.0.0.1:{port}"
        data = f"--storage.tsdb.path={self.folder}/tsdb"
        running = Running(
            ["prometheus", f"--config.file={file}", data, listen, "--enable-feature=exemplar-storage"], port
        )
        self.stack.enter_context(running)
        running.wait_for("Prometheus", 30, lambda: running.client.get("/-/ready").ok)
        return running

    def start_alertmanager(self):
        text = (OBSERVABILITY / "alertmanager" / "alertmanager.yml").read_text()
        file = self.folder / "alertmanager.yml"
        file.write_text(text.replace("http://alert-webhook:9095", f"http://127.0.0.1:{self.pages.port}"))
        port = free_port()
        listen = [f"--web.listen-address=127.0.0.1:{port}", "--cluster.listen-address="]
        data = f"--storage.path={self.folder}/alertmanager"
        running = Running(["prometheus-alertmanager", f"--config.file={file}", data, *listen], port)
        self.stack.enter_context(running)
        running.wait_for("Alertmanager", 30, lambda: running.client.get("/-/ready").ok)
        return running

    def write(self, name, groups):
        # Renamed into its place, so that it is never read half written.
        file = self.folder / f"{name}.new"
        file.write_text(json.dumps(groups))
        file.rename(self.folder / f"{name}.json")

    def watch(self, function, *ports):
        """From now on these are the replicas of a function."""
        self.write(function, [{"targets": [f"127.0.0.1:{port}" for port in ports]}])
        self.jobs[function] = ports

    def watch_other(self, job, port, path="/metrics"):
        self.others.append({"targets": [f"127.0.0.1:{port}"], "labels": {"job": job, "__metrics_path__": path}})
        self.write("others", self.others)

    def watch_recorded(self):
        """Exporters that cannot be had here, by recorded samples."""
        for job, name in RECORDED:

            def page(name=name):
                return dashboards.sample(name, time.time() - self.begin, time.time())

            self.pages.server.pages[f"/{name}"] = page
            self.watch_other(job, self.pages.port, f"/{name}")

    def ask(self, expr):
        """The series that PromQL gives now."""
        answer = self.prometheus.client.get(f"/api/v1/query?{urllib.parse.urlencode({'query': expr})}")
        if not answer.ok:
            raise RuntimeError(f"{expr}: {answer.status} {answer.text()[:300]}")
        return answer.json()["data"]["result"]

    def exemplars(self, selector):
        """The series of it that have one, of the last ten minutes."""
        asked = {"query": selector, "start": time.time() - 600, "end": time.time()}
        return self.prometheus.client.get(f"/api/v1/query_exemplars?{urllib.parse.urlencode(asked)}").json()["data"]

    def value(self, expr):
        """The one number of it; None when there is no series."""
        found = self.ask(expr)
        return float(found[0]["value"][1]) if found else None

    def targets(self):
        """{job/instance: health} of all that is scraped."""
        active = self.prometheus.client.get("/api/v1/targets").json()["data"]["activeTargets"]
        return {f"{t['labels']['job']}/{t['labels']['instance']}": t["health"] for t in active}

    def wait_scraped(self, least=1, limit=60):
        """Until every target was scraped so many times from now."""
        since = time.time()

        def seen():
            counts = self.ask(f"count_over_time(up[{max(1, int(time.time() - since))}s])")
            return len(counts) == len(self.targets()) >= len(self.jobs) > 0 and all(float(c["value"][1]) >= least for c in counts)

        until(f"{least} scrapes", limit, seen, 1)

    def alerts(self):
        """Those that fire at Alertmanager: {name: its labels}."""
        found = self.alertmanager.client.get("/api/v2/alerts?active=true&silenced=true&inhibited=true").json()
        return {alert["labels"]["alertname"]: alert["labels"] for alert in found}

    def told(self, name, status):
        """Whether the webhook was told of an alert, `firing` or `resolved`."""
        for _, _, body in self.pages.server.posted:
            for alert in json.loads(body)["alerts"]:
                if alert["labels"]["alertname"] == name and alert["status"] == status:
                    return True
        return False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stack.close()

