"""Alerts: rules of observability/prometheus, their tests, their runbooks, who is told; and what is wrong with them."""

import hashlib
import importlib.util
import json
import re
import subprocess
import sys
from collections import Counter

from lib.dashboards import metric_names
from lib.environments import environment
from lib.house import HOUSE, OBSERVABILITY as FOLDER

RULES, TESTS, RUNBOOKS = FOLDER / "prometheus" / "rules", FOLDER / "prometheus" / "tests", FOLDER / "runbooks"
DASHBOARDS = FOLDER / "grafana" / "dashboards"
RECEIVERS = FOLDER / "alertmanager" / "alertmanager.yml"
PAGES = "https://github.com/millrace/millrace/blob/main/observability/runbooks/"
SEVERITIES = {"page", "ticket"}
# It always fires, so it has no severity, and no silent case.
ALWAYS = "Watchdog"
ANNOTATIONS = ("summary", "description", "runbook_url")
# A page is read at night: all of it on one screen.
LEAST, MOST = 12, 30
TO_JSON = "import json, sys, yaml; print(json.dumps([yaml.safe_load(open(name)) for name in sys.argv[1:]]))"


def parsed(*files):
    """YAML as Python has it. Where there is no PyYAML, that of the environment which the check bad-input has, too."""
    python = sys.executable
    if importlib.util.find_spec("yaml") is None:
        python = environment("schemathesis", HOUSE / "checks" / "requirements.txt") / "bin" / "python"
    done = subprocess.run([python, "-c", TO_JSON, *files], capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"not YAML: {done.stderr.strip().splitlines()[-1]}")
    return json.loads(done.stdout)


def rules():
    """Every rule, with the name of its file under `file`."""
    files = sorted(RULES.glob("*.yml"))
    return [
        {**rule, "file": file.name}
        for file, content in zip(files, parsed(*files))
        for group in content["groups"]
        for rule in group["rules"]
    ]


def severity(alert):
    return alert.get("labels", {}).get("severity")


def shown(alert):
    return f"{alert['alert']} ({severity(alert)})"


def alert_faults(alerts):
    faults = []
    for alert in alerts:
        allowed = {"none"} if alert["alert"] == ALWAYS else SEVERITIES
        if severity(alert) not in allowed:
            faults.append(f"{shown(alert)}: its severity should be one of {sorted(allowed)}")
        said = alert.get("annotations", {})
        faults += [f"{shown(alert)} has no {name}" for name in ANNOTATIONS if not said.get(name, "").strip()]
        if said.get("runbook_url") != f"{PAGES}{alert['alert']}.md":
            faults.append(f"{shown(alert)}: its runbook_url should be {PAGES}{alert['alert']}.md")
        # Those of an SLO have two windows instead.
        if "for" not in alert and "sloth_severity" not in alert.get("labels", {}):
            faults.append(f"{shown(alert)} does not say for how long")
    return faults + [f"{name} comes twice" for name, times in Counter(map(shown, alerts)).items() if times > 1]


def runbook_faults(alerts):
    """A page an alert, none beside, and a table that has each with its severities."""
    severities = {}
    for alert in alerts:
        severities.setdefault(alert["alert"], []).append(severity(alert))
    pages = {page.stem: page.read_text() for page in RUNBOOKS.glob("*.md")}
    index = pages.pop("README", "")
    faults = [f"{name} has no page" for name in severities if name not in pages]
    faults += [f"{name}.md is of no alert" for name in pages if name not in severities]
    for name in sorted(severities.keys() & pages.keys()):
        lines, row = pages[name].splitlines(), f"| [{name}]({name}.md) | {', '.join(severities[name])} |"
        if lines[0] != f"# {name}" or not LEAST <= len(lines) <= MOST:
            faults.append(f"{name}.md: expected its name as title and {LEAST} to {MOST} lines, found {len(lines)}")
        if f"**Severity: {', '.join(severities[name])}.**" not in pages[name]:
            faults.append(f"{name}.md: its severity is another")
        if row not in index:
            faults.append(f"README.md lacks: {row}")
        for link in re.findall(r"\]\(([^)]+)\)", pages[name]):
            if not (RUNBOOKS / link).exists():
                faults.append(f"{name}.md leads to {link}, which is not there")
    return faults


def script_faults():
    """Scripts of ours that pages name, and that are not there."""
    named = set()
    for page in RUNBOOKS.glob("*.md"):
        named |= set(re.findall(r"(?:infra-swarm|infra-compose|observability)/[\w./-]+", page.read_text()))
    return sorted(name for name in named if not (HOUSE / name.rstrip("./")).exists())


def case_faults(alerts):
    """Each alert fires in one test, with all that people are told, and stays silent in another; and in the file that is
    named as that of the rules."""
    files = sorted(TESTS.glob("*.yml"))
    fires, silent = set(), set()
    for file, content in zip(files, parsed(*files)):
        for group in content["tests"]:
            for case in group.get("alert_rule_test", []):
                expected = case.get("exp_alerts") or []
                if not expected:
                    silent.add((file.name, case["alertname"]))
                for one in expected:
                    if all(name in one.get("exp_annotations", {}) for name in ANNOTATIONS):
                        fires.add((file.name, case["alertname"], one["exp_labels"].get("severity")))
    faults = [
        f"{shown(alert)} fires in no test of tests/{alert['file']}, with labels and annotations"
        for alert in alerts
        if (alert["file"], alert["alert"], severity(alert)) not in fires
    ]
    return faults + [
        f"{alert['alert']} is silent in no test of tests/{alert['file']}"
        for alert in alerts
        if alert["alert"] != ALWAYS and (alert["file"], alert["alert"]) not in silent
    ]


def names_read(all_rules):
    """Every metric that a rule reads."""
    return set().union(*(metric_names(str(rule["expr"])) for rule in all_rules))


def idle_recordings(all_rules):
    """Recordings that neither a rule nor a dashboard reads. Those of the SLOs are Sloth's."""
    read, drawn = names_read(all_rules), "".join(file.read_text() for file in DASHBOARDS.glob("*.json"))
    recorded = [rule["record"] for rule in all_rules if "record" in rule and rule["file"] != "slo.yml"]
    return sorted(name for name in recorded if name not in read and name not in drawn)


def slo_faults():
    """slo.yml was changed and its rules were not made anew."""
    made = RULES / "slo.yml"
    if not made.exists():
        return ["prometheus/rules/slo.yml is missing: observability/slo.sh makes it"]
    hashed = hashlib.sha256((FOLDER / "slo.yml").read_bytes()).hexdigest()
    noted = re.search(r"SHA-256 of slo\.yml: (\w+)", made.read_text())
    if noted is None or noted[1] != hashed:
        return [f"prometheus/rules/slo.yml is not of this slo.yml ({hashed}): observability/slo.sh makes it anew"]
    return []


def silenced_faults(alerts):
    """Names of alerts in the routes and inhibitions that no alert has; a pattern must fit one at least."""
    names = {alert["alert"] for alert in alerts}
    [content] = parsed(RECEIVERS)
    matchers = [m for route in content["route"].get("routes", []) for m in route.get("matchers", [])]
    for rule in content.get("inhibit_rules", []):
        matchers += rule["source_matchers"] + rule["target_matchers"]
    faults = []
    for matcher in matchers:
        found = re.fullmatch(r'alertname\s*(?:=~|!~|!=|=)\s*"?([^"]+)"?', matcher.strip())
        for one in found[1].split("|") if found else []:
            if not any(re.fullmatch(one, name) for name in names):
                faults.append(f"{one} of {matcher} is no alert")
    return faults


def dashboard_faults():
    """Dashboards that runbooks name (*documents*), and that have no file with that title."""
    titles = {json.loads(file.read_text())["title"] for file in DASHBOARDS.glob("*.json")}
    named = {
        (page.name, name)
        for page in RUNBOOKS.glob("*.md")
        for name in re.findall(r"Dashboard \*([^*]+)\*", page.read_text())
    }
    return [f"{page} names {name}" for page, name in sorted(named) if f"Millrace: {name}" not in titles]


def scrape_configurations():
    return sorted((FOLDER / "prometheus").glob("*.yml"))
