"""A small HTTP client: every answer is a value, whatever its status."""

import json
import time
import urllib.error
import urllib.request
from dataclasses import dataclass


@dataclass
class Answer:
    """status is 0 when nobody answered; body is then the reason."""

    status: int
    body: bytes
    headers: dict

    def json(self):
        return json.loads(self.body)

    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def ok(self):
        return 200 <= self.status < 300


class Client:
    def __init__(self, base):
        self.base = base

    def send(self, method, path, body=None, content_type="application/json", headers=None, limit=60):
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode()
        request = urllib.request.Request(self.base + path, data=body, method=method, headers=headers or {})
        if body is not None:
            request.add_header("Content-Type", content_type)
        try:
            with urllib.request.urlopen(request, timeout=limit) as answer:
                return Answer(answer.status, answer.read(), dict(answer.headers))
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, refused.read(), dict(refused.headers))
        except OSError as unreachable:
            return Answer(0, str(unreachable).encode(), {})

    def get(self, path, **options):
        return self.send("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.send("POST", path, body, **options)


def until(what, limit, condition, pause=0.1):
    """Asks again until the condition gives a true value, and returns it; raises after `limit` seconds."""
    end = time.monotonic() + limit
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise TimeoutError(f"waited {limit} s for {what}")
        time.sleep(pause)
