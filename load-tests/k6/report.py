"""A result for people."""

import re
from collections import Counter

COLUMNS = ("requests", "failed", "shed", "p50_ms", "p95_ms", "p99_ms", "max_ms")
TROUBLES = 5


def show(result, log):
    figures = result["figures"]
    print(f"{'route':<10}" + "".join(f"{column.replace('_', ' '):>10}" for column in COLUMNS))
    for name, route in figures["routes"].items():
        print(f"{name:<10}" + "".join(f"{shown(route[column]):>10}" for column in COLUMNS))
    others = {name: value for name, value in figures.items() if name != "routes"}
    print(", ".join(f"{name.replace('_', ' ')} {shown(value)}" for name, value in others.items()))
    processors = result["machine"]["processors"]
    cpu, load = result["k6_cpu_seconds"], result["machine"]["load_average"]
    early = ", then interrupted" if result.get("interrupted") else ""
    print(f"{result['rate']}/s for {result['seconds']} s{early}; k6 took {cpu} s of {processors} processors (load {load})")
    for check in result["checks"]:
        if check["failed"]:
            print(f"  wrong  {check['name']}: {check['failed']} of {check['failed'] + check['passed']}")
    for threshold in result["thresholds"]:
        print(line(threshold))
    for words, times in troubles(log):
        print(f"  {times} x {words}")


def line(threshold):
    word = "held" if threshold["passed"] else "stops" if threshold.get("stops") else "BROKEN"
    why = "" if threshold["passed"] else f": {threshold['reason']}"
    return f"  {word:<6} {threshold['metric']} {threshold['budget']}, is {shown(threshold['value'])}{why}"


def shown(value):
    if isinstance(value, dict):
        return " ".join(f"{name} {shown(each)}" for name, each in value.items())
    return "-" if value is None else f"{value:,.6g}" if isinstance(value, float) else f"{value:,}"


def troubles(log):
    """What k6 said most often, without the time, and without what is told above."""
    said = (re.sub(r'^time="[^"]*" level=\w+ msg=', "", each) for each in log.read_text(errors="replace").splitlines())
    return Counter(each[:240] for each in said if each and "thresholds on metrics" not in each).most_common(TROUBLES)
