"""Finds k6 and runs a stage with it."""

import gzip
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from ready import CannotMeasure

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples" / "spam.jsonl.gz"
TEXTS = 500
# Bytes of the longest text, which four of five mails keep to: what bigger ones cost is asked in load-tests/peers.
LONGEST = 2048
INSTALL = "https://grafana.com/docs/k6/latest/set-up/install-k6/ tells how to install it; --k6 or K6 names its path"
# k6's exit codes: each budget was held; one was not; it was interrupted.
ENDED = (0, 99, 105)
# Budgets of a stage's whole length.
WHOLE = ("iterations", "http_reqs")


def find(named):
    path = shutil.which(named)
    if not path:
        raise CannotMeasure(f"no k6 at '{named}': {INSTALL}")
    return path


def version(k6):
    try:
        return subprocess.run([k6, "version"], capture_output=True, text=True, check=True, timeout=30).stdout.strip()
    except subprocess.SubprocessError as error:
        raise CannotMeasure(f"{error}: {INSTALL}") from error


def texts():
    """Some hundred of the sample mails, from the whole of them, the same each time."""
    with gzip.open(SAMPLES, "rt", encoding="utf-8") as lines:
        found = [text for text in (json.loads(line)["text"] for line in lines) if len(text.encode()) <= LONGEST]
    return found[:: len(found) // TEXTS][:TEXTS]


def run(k6, stage, urls, chosen, log, api=""):
    """What summary.js makes of the stage; `chosen` are rate and seconds where they are not the stage's own.

    `api`: host and port where k6 tells its counts meanwhile; nowhere without.
    """
    with tempfile.TemporaryDirectory(prefix="millrace-k6-") as folder:
        documents, summary = Path(folder, "documents.json"), Path(folder, "summary.json")
        documents.write_text(json.dumps(texts()))
        settings = {
            "STAGE": stage,
            **{f"{function.upper()}_URL": url for function, url in urls.items()},
            **{name.upper(): number for name, number in chosen.items() if number},
            "RUN": f"{time.time_ns():x}",
            "DOCUMENTS": documents,
            "SUMMARY": summary,
        }
        command = [k6, "run", "--quiet", "--no-color", "--no-usage-report", "--include-system-env-vars=false"]
        command += ["--address", api]
        command += [word for name, value in settings.items() for word in ("--env", f"{name}={value}")]
        code, seconds = ended([*command, HERE / "main.js"], log)
        if code not in ENDED or not summary.exists():
            raise CannotMeasure(f"k6 ended with {code}: {last_words(log)}; all its words are in {log}")
        result = {**json.loads(summary.read_text()), "k6_cpu_seconds": cpu_seconds()}
        return shortened(result, seconds) if seconds else result


def shortened(result, seconds):
    """What a stage that was interrupted says of the seconds that it lasted."""
    if any(budget.get("stops") for budget in result["thresholds"]):
        raise CannotMeasure("interrupted: where this stage breaks shows at its end only")
    judged = [budget for budget in result["thresholds"] if budget["metric"] not in WHOLE]
    passed = all(budget["passed"] for budget in judged)
    return {**result, "seconds": seconds, "interrupted": True, "thresholds": judged, "passed": passed}


def ended(command, log):
    """The exit code, and after how many seconds it was interrupted: Ctrl-C ends its arrivals, a second one ends it."""
    # A proxy would be measured as well, and k6's own variables would change the stage.
    clean = {name: value for name, value in os.environ.items() if not re.search("(?i)^K6_|_proxy$", name)}
    with log.open("w") as words:
        # Of a terminal's Ctrl-C it hears through us alone: of two it would give up.
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=words, stderr=words, env=clean, start_new_session=True)
        try:
            return process.wait(), None
        except KeyboardInterrupt:
            seconds = round(time.monotonic() - begin)
            process.send_signal(signal.SIGINT)
            return process.wait(), max(1, seconds)
        finally:
            if process.poll() is None:
                process.terminate()
                process.wait()


def cpu_seconds():
    """Of all k6 that ended: near the whole of the machine, k6 itself was the limit."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return round(used.ru_utime + used.ru_stime, 1)


def last_words(log):
    lines = log.read_text(errors="replace").strip().splitlines()
    return lines[-1][:300] if lines else "without a word"
