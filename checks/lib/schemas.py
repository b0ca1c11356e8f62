"""schemathesis against a function's own specification, in a virtual environment below target/."""

import os
import re
import subprocess
from pathlib import Path

from lib.environments import environment

REQUIREMENTS = Path(__file__).resolve().parents[1] / "requirements.txt"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"


def tool():
    return environment("schemathesis", REQUIREMENTS) / "bin" / "schemathesis"


def begin(program, port, folder, seed, examples, seconds):
    """Starts one run; `outcome` waits for it."""
    base = f"http://127.0.0.1:{port}"
    return subprocess.Popen(
        [
            *(program, "run", f"{base}/openapi.yml", "--url", base, "--checks", CHECKS, "--seed", str(seed)),
            *("--phases", "examples,coverage,fuzzing", "--max-examples", str(examples), "--max-time", str(seconds)),
            *("--request-timeout", "5", "--generation-database", "none", "--no-shrink", "--no-color"),
            *("--warnings", "off", "--continue-on-failure"),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=folder,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(Path(__file__).parent)},
    )


def outcome(run, limit):
    """(exit code, requests made, what it found: one line each with the command that shows it)."""
    try:
        text, _ = run.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        run.kill()
        text, _ = run.communicate()
        return -1, 0, [f"did not end within {limit} s", *text.splitlines()[-3:]]
    made = re.search(r"(\d+) generated", text)
    found = []
    for part in re.split(r"\n(?=\d+\. Test Case ID)", text)[1:]:
        what = "; ".join(re.findall(r"^- (.+)$", part, re.MULTILINE))
        how = re.search(r"^ +(curl .+)$", part, re.MULTILINE)
        found.append(f"{what}: {how.group(1)[:200] if how else part[:200]}")
    if run.returncode and not found:
        found = text.splitlines()[-8:]
    return run.returncode, int(made.group(1)) if made else 0, found
