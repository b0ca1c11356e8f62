"""The dashboards of observability/grafana as JSON: Grafana's schema, their grid, and what they ask Prometheus.

Run as a program, in the environment that has Grafana's models, it reads dashboards and prints their faults of schema.
"""

import enum
import functools
import inspect
import json
import re
import subprocess
import sys
import typing
import warnings
from itertools import combinations

from lib.environments import environment
from lib.house import HOUSE, OBSERVABILITY

FOLDER = OBSERVABILITY / "grafana"
REQUIREMENTS = FOLDER / "requirements.txt"
COLUMNS = 24
DEFINED_BY_GRAFANA = ("__rate_interval", "__interval", "__range")
# Of exporters that are not ours. Their names are held against a real Prometheus, or against recorded/.
EXPORTERS = (
    *("container_", "machine_", "node_", "pg_", "kafka_server_", "kafka_controller_", "kafka_network_", "kafka_log_"),
    *("swarm_", "engine_", "traefik_", "prometheus_", "alertmanager_"),
)
BY_PROMETHEUS = {"up", "ALERTS", "ALERTS_FOR_STATE"}
PARTS = {"histogram": ("_bucket", "_sum", "_count", "_max"), "summary": ("_sum", "_count", "_max")}


def files():
    return sorted((FOLDER / "dashboards").glob("*.json"))


def read(file):
    return json.loads(file.read_text())


def panels(dashboard):
    """All but rows, which are titles; those of a closed row too."""
    found = []
    for panel in dashboard["panels"]:
        found += panels(panel) if panel["type"] == "row" else [panel]
    return found


# What they ask


def queries(dashboard, interval="1m"):
    """[(title of the panel, PromQL)], with all values of each variable."""
    return [
        (panel["title"], filled(target["expr"], dashboard, interval))
        for panel in panels(dashboard)
        for target in panel["targets"]
    ]


def legends(dashboard, interval="1m"):
    """[(title of the panel, PromQL, labels that its legend names)]: some series of the answer must have them, but for
    the 0 by the name `none`, which stands for a counter without series."""
    return [
        (
            panel["title"],
            filled(target["expr"], dashboard, interval),
            set(re.findall(r"{{\s*(\w+)\s*}}", target["legendFormat"])),
        )
        for panel in panels(dashboard)
        for target in panel["targets"]
    ]


def variables(dashboard, interval="1m"):
    """[(name, selector, label)] of label_values(selector, label)."""
    found = []
    for variable in dashboard["templating"]["list"]:
        selector, label = re.fullmatch(r"label_values\((.+), (\w+)\)", variable["query"]["query"]).groups()
        found.append((variable["name"], filled(selector, dashboard, interval), label))
    return found


def filled(expr, dashboard, interval):
    values = {variable["name"]: variable["allValue"] for variable in dashboard["templating"]["list"]}
    values.update(dict.fromkeys(DEFINED_BY_GRAFANA, interval))
    return re.sub(r"\$(?:{(\w+)(?::\w+)?}|(\w+))", lambda found: values.get(found[1] or found[2], found[0]), expr)


def variable_faults(dashboard):
    """Variables that are used and not there, or there and not used."""
    there = {variable["name"] for variable in dashboard["templating"]["list"]}
    text = json.dumps([dashboard["panels"], dashboard["templating"], dashboard["annotations"]])
    used = {name or short for name, short in re.findall(r"\${(\w+)(?::\w+)?}|\$(\w+)", text)} - {"__all"}
    lacking, idle = used - there - set(DEFINED_BY_GRAFANA), there - used
    return [f"${name} is not defined" for name in sorted(lacking)] + [f"${name} is not used" for name in sorted(idle)]


def metric_names(expr):
    """The metrics that an expression reads."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', '""', expr)
    bare = re.sub(r"\{[^{}]*\}|\[[^\]]*\]", " ", bare)
    bare = re.sub(r"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", " ", bare)
    words = re.findall(r"(?<![\w:.])[a-zA-Z_:][\w:]*\b(?!\s*\()", bare)
    keywords = {"and", "or", "unless", "bool", "offset", "inf", "nan", "by", "without", "group_left", "group_right"}
    numbers = re.compile(r"(?i)e\d+|0x")
    return {word for word in words if word.lower() not in keywords and not numbers.match(word)}


def unknown_metrics(names, contract=None):
    """Those that metrics.md does not name, no exporter has by its prefix, and no recording rule makes."""
    known, prefixes = contract or contracted()
    return {name for name in names if name not in known and not name.startswith(prefixes)}


def contracted():
    """(names, prefixes) of observability/metrics.md, of exporters and of recording rules."""
    text = (OBSERVABILITY / "metrics.md").read_text()
    known, prefixes = set(BY_PROMETHEUS), set(EXPORTERS)
    for line in text.splitlines():
        if line.startswith("| `"):
            first, *others = [cell.strip() for cell in line.strip("|").split("|")]
            parts = next((PARTS[kind] for kind in PARTS if any(re.match(kind, cell) for cell in others)), ("",))
            known |= {name + part for name in re.findall(r"`([a-z0-9_]+)`", first) for part in parts}
    below = text.partition("## Below them")[2].partition("\n## ")[0]
    prefixes |= set(re.findall(r"`([a-z0-9_]+)\*", below))
    for file in (OBSERVABILITY / "prometheus").rglob("*.yml"):
        known |= set(re.findall(r"^\s*-?\s*record:\s*['\"]?([\w:]+)", file.read_text(), re.MULTILINE))
    return known, tuple(sorted(prefixes))


def sample(name, seconds, now):
    """recorded/NAME.prom as an exporter that has run so long would show it: counters have grown, `now` is a time."""
    counters, shown = set(), []
    for line in (FOLDER / "recorded" / f"{name}.prom").read_text().splitlines():
        if line.startswith("# TYPE ") and line.endswith(" counter"):
            counters.add(line.split()[2])
        if line and not line.startswith("#"):
            series, value = line.rsplit(" ", 1)
            if value.startswith("now"):
                value = now + float(value[3:] or 0)
            elif series.partition("{")[0] in counters:
                value = float(value) * seconds
            line = f"{series} {value}"
        shown.append(line)
    return "\n".join(shown) + "\n"


# How they are laid out and named


def layout_faults(dashboard):
    """Panels beside the grid, and panels that overlap."""
    places = [(panel["title"], panel["gridPos"]) for panel in dashboard["panels"]]
    faults = [
        f"{title} is not on the grid: {place}"
        for title, place in places
        if min(place["x"], place["y"]) < 0 or min(place["w"], place["h"]) < 1 or place["x"] + place["w"] > COLUMNS
    ]
    return faults + [f"{a} lies on {b}" for (a, one), (b, two) in combinations(places, 2) if overlap(one, two)]


def overlap(one, two):
    return all(
        one[start] < two[start] + two[length] and two[start] < one[start] + one[length]
        for start, length in (("x", "w"), ("y", "h"))
    )


def panel_faults(dashboard):
    """Panels without title, sentence about them, unit, or legend of each query; titles and ids that come twice."""
    faults = []
    for panel in panels(dashboard):
        name = panel.get("title") or f"panel {panel['id']}"
        about, unit = panel.get("description", ""), panel["fieldConfig"]["defaults"].get("unit")
        legended = panel["type"] == "table" or all(target["legendFormat"] for target in panel["targets"])
        lacks = {"title": panel.get("title"), "description": about.endswith("."), "unit": unit, "legend": legended}
        faults += [f"{name} has no {what}" for what, there in lacks.items() if not there]
    for key in ("id", "title"):
        faults += [f"{key} {value} comes twice" for value in twice(panel[key] for panel in panels(dashboard))]
    return faults


def twice(values):
    """For uids of dashboards too."""
    seen, again = set(), set()
    for value in values:
        (again if value in seen else seen).add(value)
    return sorted(again)


# Grafana's schema, by the models that Grafana publishes for Python


def schema_faults(*dashboards):
    """Keys that Grafana does not know, values of another type, words that are none of an enumeration."""
    command = [environment("grafana", REQUIREMENTS) / "bin" / "python", "-m", "lib.dashboards"]
    shown = json.dumps(dashboards)
    done = subprocess.run(command, input=shown, capture_output=True, text=True, cwd=HOUSE / "checks")
    if done.returncode:
        return [f"Grafana's models could not be asked: {(done.stderr.strip().splitlines() or ['?'])[-1]}"]
    return json.loads(done.stdout)


class Schema:
    """What the types of the models' constructors say. Their from_json looks at nothing: what it does not know is lost,
    and what it knows is taken as it is."""

    def __init__(self):
        warnings.simplefilter("ignore", DeprecationWarning)
        from grafana_foundation_sdk.cog import plugins, runtime
        from grafana_foundation_sdk.models import dashboard

        plugins.register_default_plugins()
        self.kinds, self.sources = runtime.Runtime().panelcfg_variants, runtime.Runtime().dataquery_variants
        self.whole, self.panel, self.field = dashboard.Dashboard, dashboard.Panel, dashboard.FieldConfig

    def faults(self, path, value, hint, custom=object):
        """`custom` is the type of a panel's own settings, which depends on the panel's kind."""
        outer, inner = typing.get_origin(hint), typing.get_args(hint)
        if hint is object or hint is typing.Any:
            return []
        if outer is typing.Union:  # the part that comes nearest
            return min((self.faults(path, value, part, custom) for part in inner), key=len)
        if outer is list and isinstance(value, list):
            return [fault for i, v in enumerate(value) for fault in self.faults(f"{path}[{i}]", v, inner[0], custom)]
        if outer is dict and isinstance(value, dict):
            return [fault for k, v in value.items() for fault in self.faults(f"{path}.{k}", v, inner[1], custom)]
        if hasattr(hint, "from_json") and isinstance(value, dict):
            return self.of_model(path, value, hint, custom)
        return [] if fits(value, hint) else [f"{path}: {value!r:.60} is no {getattr(hint, '__name__', hint)}"]

    def of_model(self, path, value, model, custom):
        keys = dict(declared(model))
        if model is self.panel and value.get("type") != "row":
            if value.get("type") not in self.kinds:
                return [f"{path}: no panel is a {value.get('type')!r}"]
            kind = self.kinds[value["type"]]
            custom, keys["options"] = made_by(kind.field_config_from_json_hook), made_by(kind.options_from_json_hook)
            source = self.sources.get(value.get("datasource", {}).get("type"))
            if source is None:
                return [f"{path}: a query of no known data source"]
            keys["targets"] = list[made_by(source.from_json_hook)]
        if model is self.field:
            keys["custom"] = custom
        found = [f"{path}.{key} is unknown" for key in value if key not in keys]
        for key in value.keys() & keys.keys():
            found += self.faults(f"{path}.{key}", value[key], keys[key], custom)
        return found


@functools.cache
def declared(model):
    """{key in JSON: type}. The models are generated, all by the same form, so that their source can be read."""
    types = typing.get_type_hints(model.__init__)
    names = re.findall(r'"([^"]+)"\]? ?[:=] self\.(\w+)', inspect.getsource(model.to_json))
    return {key: types.get(name, object) for key, name in names}


def made_by(hook):
    return object if hook is None else hook.__self__


def fits(value, hint):
    if typing.get_origin(hint) is typing.Literal:
        return value in typing.get_args(hint)
    if not isinstance(hint, type):
        return False
    if issubclass(hint, enum.Enum):
        return value in [member.value for member in hint]
    if hint in (int, float):
        return isinstance(value, (int, hint)) and not isinstance(value, bool)
    return isinstance(value, hint)


if __name__ == "__main__":
    schema = Schema()
    found = [schema.faults(str(one.get("uid")), one, schema.whole) for one in json.load(sys.stdin)]
    print(json.dumps(sorted(fault for faults in found for fault in faults)))
