"""What a stranger at the gateway must not reach, in Compose and in Swarm."""

from lib.client import Client

# Also by other spellings.
INSIDE = ["/", "/metrics", "/docs", "/openapi.yml", "/health", "/health/ready", "/models", "/registry/models", "/runs"]
INSIDE += ["/topic", "/dead-letters", "/ingest/", "/clean", "/train", "/ping", "/v1/models/iris"]
INSIDE += ["/v2/repository/index", "/v2/repository/models/iris/load", "/v2//repository/index", "/v2/../metrics"]
INSIDE += ["//metrics", "/v2/%2e%2e/metrics", "/v2/%72epository/index", "/v2/x/../repository/index"]
INSIDE += ["/predict/../metrics"]


def closed(figures, port, host="127.0.0.1"):
    """An answer of the gateway itself is 404 without a problem report; one of a function would have that."""
    client = Client(f"http://{host}:{port}")
    reached = {}
    for path in INSIDE:
        for method in ("GET", "POST"):
            answer = client.send(method, path, None if method == "GET" else {})
            if answer.status != 404 or "problem" in answer.text():
                reached[f"{method} {path}"] = answer.status
    figures.equal(f"inner paths, of {len(INSIDE)}, that the gateway lets in", reached, {})
