#!/usr/bin/env python3
# about: alerts: rules, a test that fires each and one that does not, runbooks, metrics, SLOs, who is told
"""The alerts, and the Prometheus of ./millrace up --observe. Usage: ./millrace check rules. Needs promtool and amtool."""

import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from lib import alert_rules
from lib.client import Client, until
from lib.dashboards import unknown_metrics
from lib.figures import Figures
from lib.house import up

ADDRESS = re.compile(r"Prometheus: (http://\S+)")
PACKAGES = {"promtool": "prometheus", "amtool": "prometheus-alertmanager"}


def tools(figures):
    """Whether both are there."""
    there = {tool: shutil.which(tool) for tool in PACKAGES}
    for tool, package in PACKAGES.items():
        figures.expect(f"{tool} is there", there[tool], goal="" if there[tool] else f"Debian's {package} has it")
    return all(there.values())


def run(figures, what, *command):
    ended(figures, what, subprocess.run(command, capture_output=True, text=True))


def ended(figures, what, done):
    if not figures.expect(what, done.returncode == 0, f"exit code {done.returncode}" if done.returncode else ""):
        for line in (done.stdout + done.stderr).strip().splitlines()[-30:]:
            figures.note(line)


def none(figures, what, faults):
    figures.equal(what, len(faults), 0)
    for fault in faults:
        figures.note(fault)


def syntax(figures):
    figures.part("as Prometheus and Alertmanager read them")
    run(figures, "promtool check rules", "promtool", "check", "rules", *sorted(alert_rules.RULES.glob("*.yml")))
    for file in alert_rules.scrape_configurations():
        run(figures, f"promtool check config {file.name}", "promtool", "check", "config", "--syntax-only", file)
    run(figures, "amtool check-config", "amtool", "check-config", alert_rules.RECEIVERS)


def tests(figures):
    figures.part("promtool test rules")

    def tested(file):
        return file.name, subprocess.run(["promtool", "test", "rules", file], capture_output=True, text=True)

    with ThreadPoolExecutor(2) as pool:
        for name, done in pool.map(tested, sorted(alert_rules.TESTS.glob("*.yml"))):
            ended(figures, name, done)


def standalone(figures):
    """What `./millrace up --observe` starts: the Prometheus of the path, with our rules."""
    figures.part("./millrace up --observe")
    with tempfile.TemporaryDirectory(prefix="millrace-rules-") as data, up("--empty", "--observe", data=data) as running:
        running.wait_for("its Prometheus", 120, lambda: ADDRESS.search(running.output()))
        prometheus = Client(ADDRESS.search(running.output())[1])

        def targets():
            active = prometheus.get("/api/v1/targets").json()["data"]["activeTargets"]
            return {target["labels"]["job"]: target["health"] for target in active}

        # Within a scrape's interval.
        both = {"standalone": "up", "prometheus": "up"}
        until("both targets to be up", 30, lambda: targets() == both, 0.5)
        groups = prometheus.get("/api/v1/rules").json()["data"]["groups"]
        loaded = [rule for group in groups for rule in group["rules"]]
        figures.equal("rules that it has", len(loaded), len(alert_rules.rules()))
        figures.equal("rules that it cannot evaluate", [rule["name"] for rule in loaded if rule["health"] == "err"], [])


def contents(figures):
    every = alert_rules.rules()
    alerts = [rule for rule in every if "alert" in rule]
    figures.part(f"{len(alerts)} alerts, {len(every) - len(alerts)} recordings")
    none(figures, "alerts without severity, summary, description, runbook, time", alert_rules.alert_faults(alerts))
    none(figures, "alerts without a test that fires and one that is silent", alert_rules.case_faults(alerts))
    none(figures, "runbooks that are missing, too many, or not in the table", alert_rules.runbook_faults(alerts))
    none(figures, "scripts that runbooks name and that are not there", alert_rules.script_faults())
    unknown = sorted(unknown_metrics(alert_rules.names_read(every)))
    none(figures, "metrics of neither metrics.md, an exporter, nor a recording", unknown)
    none(figures, "rules of an older slo.yml", alert_rules.slo_faults())
    none(figures, "names in alertmanager.yml that no alert has", alert_rules.silenced_faults(alerts))


def dashboards(figures):
    """What alerts and dashboards have in common."""
    figures.part("beside the dashboards")
    none(figures, "dashboards that runbooks name and that are not there", alert_rules.dashboard_faults())
    idle = alert_rules.idle_recordings(alert_rules.rules())
    none(figures, "recordings that neither a rule nor a dashboard reads", idle)


def main():
    figures = Figures("rules")
    if tools(figures):
        figures.attempt(syntax)
        figures.attempt(tests)
        figures.attempt(standalone)
    figures.attempt(contents)
    figures.attempt(dashboards)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
