#!/usr/bin/env python3
# about: /docs of each function in a real Chromium, and every request it shows, sent
"""What the pages show must work. Usage: ./millrace check docs-pages"""

import json
import sys
import tempfile
from contextlib import ExitStack
from urllib.parse import quote

from lib.backing import Backing
from lib.browser import Browser
from lib.client import until
from lib.figures import Figures
from lib.pipeline import Pipeline, sample

METHODS = ("get", "put", "post", "delete", "patch")
# One function's page after the other, in the order in which a document meets them.
FUNCTIONS = ("ingest", "clean", "train", "predict")


def requests_of(specification):
    """(name, method, path, content type, body) of every example, in the order of the page."""
    for path, item in specification["paths"].items():
        for method in (m for m in METHODS if m in item):
            operation = item[method]
            parameters = item.get("parameters", []) + operation.get("parameters", [])
            target = filled(path, [resolved(specification, parameter) for parameter in parameters])
            name = f"{method.upper()} {path}"
            bodies = operation.get("requestBody", {}).get("content", {})
            if not bodies:
                yield name, method.upper(), target, None, None
            for content_type, content in bodies.items():
                examples = {key: example["value"] for key, example in content.get("examples", {}).items()}
                if "example" in content:
                    examples["example"] = content["example"]
                for key, body in examples.items():
                    yield f"{name} ({key})", method.upper(), target, content_type, body


def resolved(specification, part):
    for name in part.get("$ref", "#").split("/")[1:]:
        part = specification = specification[name]
    return part


def filled(path, parameters):
    query = []
    for parameter in parameters:
        example = parameter.get("example", parameter.get("schema", {}).get("example"))
        if example is None:
            continue
        if parameter["in"] == "path":
            path = path.replace("{" + parameter["name"] + "}", quote(str(example), safe=""))
        elif parameter["in"] == "query":
            query.append(f"{parameter['name']}={quote(str(example), safe='')}")
    return path + ("?" + "&".join(query) if query else "")


def page(figures, browser, name, client):
    """Opens the page; returns the specification as the page read it."""
    browser.open(client.base + "/docs")
    count = "return document.querySelectorAll('.opblock').length"
    shown = until(f"the page of {name}", 20, lambda: browser.run(count))
    specification = json.loads(browser.run("return JSON.stringify(ui.specSelectors.specJson().toJS())"))
    operations = sum(method in METHODS for item in specification["paths"].values() for method in item)
    figures.equal(f"{name}: operations on the page", shown, operations)
    complaints = browser.complaints()
    figures.equal(f"{name}: errors in the browser's console", len(complaints), 0)
    for complaint in complaints:
        figures.note(complaint[:200])
    errors = browser.run("return document.querySelectorAll('.errors-wrapper, .loading-container .failed').length")
    figures.equal(f"{name}: errors on the page", errors, 0)
    return specification


def send_all(figures, name, client, specification, run):
    """Each example as it stands; a run's id, which nobody knows beforehand, is a real one."""
    refused = []
    sent = 0
    for label, method, path, content_type, body in requests_of(specification):
        if "/runs/" in path:
            path = f"/runs/{run}"
        body = body if body is None or isinstance(body, str) else json.dumps(body)
        answer = client.send(method, path, body, content_type=content_type or "application/json")
        sent += 1
        if not answer.ok:
            refused.append(f"{label}: {answer.status} {answer.text()[:200]}")
    figures.expect(f"{name}: examples sent and answered 2xx", sent and not refused, f"{sent - len(refused)} of {sent}")
    for line in refused:
        figures.note(line)


def versions(ingest, clean, train):
    """One version of iris, and two champions of spam one after the other, so that there is a way back; the last run."""
    mails = sample("spam")
    for documents in (sample("iris") + mails[:1000], mails[1000:2000]):
        ingest.ingest(documents)
        clean.wait_stored()
        run = train.train("spam")
    train.train("iris")
    if train.champion("spam") == 1:
        train.call("PUT", "/registry/models/spam/aliases/champion", {"version": 2, "reason": "a check"})
    return run


def functions(figures, folder):
    with ExitStack() as stack:
        backing = stack.enter_context(Backing(folder))
        running = {name: stack.enter_context(backing.start(name)) for name in ("ingest", "clean", "train")}
        for one in running.values():
            one.wait_ready()
        run = versions(*(Pipeline(one.client) for one in running.values()))
        running["predict"] = stack.enter_context(backing.start("predict"))
        running["predict"].wait_ready()
        browser = stack.enter_context(Browser())
        for name in FUNCTIONS:
            figures.part(name)
            client = running[name].client
            specification = page(figures, browser, name, client)
            send_all(figures, name, client, specification, run["id"])
            Pipeline(running["clean"].client).wait_stored()


def main():
    figures = Figures("docs-pages")
    with tempfile.TemporaryDirectory(prefix="millrace-docs-") as folder:
        figures.attempt(functions, folder)
    return figures.close()


if __name__ == "__main__":
    sys.exit(main())
