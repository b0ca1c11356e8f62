#!/usr/bin/env python3
"""Runs one stage of the load test against a Millrace that is up; writes DIR/STAGE.json.

Exit code 0: every budget was held; 1: at least one was not; 2: it could not be measured. Ctrl-C ends a stage early, with
what it has counted; a second one without. Needs python3 and k6.
"""

import argparse
import json
import os
import re
import signal
import sys
from datetime import datetime, timezone
from pathlib import Path

sys.dont_write_bytecode = True

import k6  # noqa: E402
from machine import machine  # noqa: E402
from ready import CannotMeasure, require_documents, wait_ready  # noqa: E402
from report import show  # noqa: E402

HERE = Path(__file__).resolve().parent
GATEWAY = "http://localhost:8080"
FUNCTIONS = {"ingest": "POST /ingest", "predict": "predictions", "clean": "GET /documents/..., which end-to-end asks"}


def stages():
    """Name and question of each, out of the table that k6 reads: there is one."""
    table = (HERE / "stages.js").read_text()
    return dict(re.findall(r"^  '?([a-z-]+)'?: \{\n    about: '(.*)',$", table, re.MULTILINE))


def positive(given):
    number = int(given)
    if number < 1:
        raise ValueError(given)
    return number


def address(given):
    if not re.match(r"https?://[^/]", given):
        raise ValueError(given)
    return given.rstrip("/")


def options():
    questions = "\n".join(f"  {name:<12}{question}" for name, question in stages().items())
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=f"stages:\n{questions}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stage", choices=stages(), metavar="STAGE", help="one of those below")
    parser.add_argument("--url", type=address, default=GATEWAY, help="where all is served (%(default)s)")
    for function, what in FUNCTIONS.items():
        parser.add_argument(f"--{function}-url", type=address, metavar="URL", help=f"of {what}, if it is not --url")
    parser.add_argument("--rate", type=positive, metavar="N", help="iterations a second, instead of the stage's own")
    parser.add_argument("--seconds", type=positive, metavar="N", help="how long, instead of the stage's own")
    parser.add_argument("--out", type=Path, metavar="DIR", default=HERE / "results", help="(results/ beside this)")
    parser.add_argument("--api", metavar="HOST:PORT", default="", help="where k6 tells its counts meanwhile (its REST API); nowhere")
    parser.add_argument("--k6", metavar="PATH", default=os.environ.get("K6", "k6"), help="(variable K6, or on PATH)")
    return parser.parse_args()


def measured(given):
    """All that is kept of a run, and k6's own words."""
    path = k6.find(given.k6)
    urls = {function: getattr(given, f"{function}_url") or given.url for function in FUNCTIONS}
    wait_ready(urls["predict"])
    if given.stage == "end-to-end":
        require_documents(urls["clean"])
    given.out.mkdir(parents=True, exist_ok=True)
    log = given.out / f"{given.stage}.log"
    facts = {
        "stage": given.stage,
        "url": given.url,
        "urls": urls,
        "when": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "machine": {**machine(), "k6": k6.version(path)},
    }
    print(f"{given.stage}, at {given.url}: {stages()[given.stage]}", flush=True)
    chosen = {"rate": given.rate, "seconds": given.seconds}
    return {**facts, **k6.run(path, given.stage, urls, chosen, log, given.api)}, log


def main():
    given = options()
    # As Ctrl-C, so that k6 ends as well; that is ignored where a shell starts us in the background, as SIGHUP after nohup.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.default_int_handler)
    file = given.out / f"{given.stage}.json"
    try:
        # That of an earlier run must not pass for this one's.
        file.unlink(missing_ok=True)
        result, log = measured(given)
        file.write_text(json.dumps(result, indent=1) + "\n")
    except (CannotMeasure, OSError) as error:
        print(f"{given.stage}: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"{given.stage}: interrupted", file=sys.stderr)
        return 2
    show(result, log)
    print(f"{given.stage}: {'passed' if result['passed'] else 'failed'}; {file}")
    return 0 if result["passed"] else 1


if __name__ == "__main__":
    sys.exit(main())
