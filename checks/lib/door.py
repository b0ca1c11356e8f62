"""What a stranger at the gateway must not reach, in Compose and in Swarm."""

from lib import raw
from lib.client import Client

# Bytes that are announced, of which the gateway lets none through to predict (infra-compose/gateway/routes.yml).
TOO_LARGE = 10_000_000

# Also by other spellings.
INSIDE = ["/", "/metrics", "/docs", "/openapi.yml", "/health", "/health/ready", "/models", "/registry/models", "/runs"]
INSIDE += ["/topic", "/dead-letters", "/ingest/", "/clean", "/train", "/ping", "/v1/models/iris"]
INSIDE += ["/v2/repository/index", "/v2/repository/models/iris/load", "/v2//repository/index", "/v2/../metrics"]
INSIDE += ["//metrics", "/v2/%2e%2e/metrics", "/v2/%72epository/index", "/v2/x/../repository/index"]
INSIDE += ["/predict/../metrics"]


def closed(figures, port):
    """An answer of the gateway itself is 404 without a problem report; one of a function would have that."""
    client = Client(f"http://127.0.0.1:{port}")
    reached = {}
    for path in INSIDE:
        for method in ("GET", "POST"):
            answer = client.send(method, path, None if method == "GET" else {})
            if answer.status != 404 or "problem" in answer.text():
                reached[f"{method} {path}"] = answer.status
    figures.equal(f"inner paths, of {len(INSIDE)}, that the gateway lets in", reached, {})
    announced = raw.head("POST", "/predict", "Content-Type: application/json", f"Content-Length: {TOO_LARGE}")
    refused = raw.exchange(port, announced)
    what = "a body of ten million bytes, announced: the gateway's own answer"
    figures.equal(what, [refused.status, refused.body], [413, b"Request Entity Too Large"])


def limited(figures, port, rate):
    """More requests at once than `rate`, which the gateway allows each second: some are told to come again."""
    client = Client(f"http://127.0.0.1:{port}")
    answers = [client.get("/v2/health/live") for _ in range(4 * rate)]
    refused = [answer for answer in answers if answer.status == 429]
    figures.at_least(f"refused of {len(answers)} requests at once, at {rate} a second", len(refused), rate)
    figures.equal("of them without Retry-After", [a.headers for a in refused if "Retry-After" not in a.headers], [])
    figures.equal("others", {answer.status for answer in answers} - {429}, {200})
