"""Readiness is looked at before anything is measured: a run against nothing would only say that nothing is there."""

import http.client
import json
import time
import urllib.error
import urllib.request

LIMIT = 30  # seconds
PAUSE = 0.5
# No proxy: what is measured is the address that is given.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class CannotMeasure(Exception):
    """Says in one line why, and what to do."""


def asked(url):
    """Status and body; status 0 and the reason when there is no answer."""
    try:
        with OPENER.open(url, timeout=5) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except (OSError, ValueError, http.client.HTTPException) as error:
        return 0, str(getattr(error, "reason", error)) or type(error).__name__


def wait_ready(predict):
    url = f"{predict}/v2/health/ready"
    end = time.monotonic() + LIMIT
    while True:
        status, body = asked(url)
        if status == 200:
            return
        if time.monotonic() > end:
            answer = said(url, status, body)
            raise CannotMeasure(f"not ready within {LIMIT} s: {answer}; start Millrace, or name its --url")
        time.sleep(PAUSE)


def require_documents(clean):
    """The route that end-to-end polls is internal: a gateway need not have it, and then its 404 is without our code."""
    url = f"{clean}/documents/spam/k6-never-sent"
    status, body = asked(url)
    if status != 404 or code(body) != "unknown-document":
        raise CannotMeasure(f"no stored documents there: {said(url, status, body)}; name a clean by --clean-url")


def code(body):
    try:
        return json.loads(body).get("code")
    except (ValueError, AttributeError):
        return None


def said(url, status, body):
    return f"{url} answers {status or 'nothing'}: {' '.join(body.split())[:200] or 'without a body'}"
