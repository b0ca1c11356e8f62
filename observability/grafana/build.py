#!/usr/bin/env python3
"""Writes dashboards/NAME.json of each source/NAME.py. Usage: observability/grafana/build.py [--check]

--check writes nothing; it fails when a file is not what its source makes, or has no source.
"""

import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
DASHBOARDS = "ml_pipeline", "red", "pipeline", "models", "kafka", "postgresql", "jvm", "swarm", "slo"


def made():
    """The text of each file by its path."""
    sys.path.insert(0, str(HERE / "source"))
    found = {}
    for name in DASHBOARDS:
        text = json.dumps(importlib.import_module(name).DASHBOARD, indent=2, ensure_ascii=False)
        found[HERE / "dashboards" / f"{name.replace('_', '-')}.json"] = text + "\n"
    return found


def stale(files):
    there = {path: path.read_text() for path in (HERE / "dashboards").glob("*.json")}
    return sorted(path.name for path in files.keys() | there.keys() if files.get(path) != there.get(path))


def main(arguments):
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    files = made()
    if arguments:
        for name in stale(files):
            print(f"dashboards/{name} is not what source makes: run {Path(__file__).name}", file=sys.stderr)
        return 1 if stale(files) else 0
    for name in stale(files):
        path = HERE / "dashboards" / name
        path.write_text(files[path]) if path in files else path.unlink()
        print(f"dashboards/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
