"""The table of bad input, as far as it is the same for all routes: what is sent, and what must be said of it."""

import gzip
import json
from dataclasses import dataclass

from lib import raw

MIB = 1 << 20
UNKNOWN_RUN = "/runs/00000000-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Case:
    """status, code, field (when the answer must name one) and words that the detail must hold."""

    function: str
    name: str
    sent: bytes
    status: int
    code: str
    field: str = ""
    says: tuple = ()

    def title(self):
        return f"{self.function}: {self.name}"


# Every route that reads JSON, with the KiB it takes, and a body that is good but for what a case spoils. Where a good body
# would do something, it names what is not there.
BODIES = (
    ("ingest", "POST", "/ingest", 8192, {"model": "no-such-model", "text": "never stored"}),
    ("clean", "POST", "/clean", 8192, {"text": "never stored"}),
    ("clean", "POST", "/dead-letters/redrive", 256, {"reason": "no-such-reason"}),
    ("clean", "POST", "/topic/generations", 16, {"expected_generation": 999, "reason": "never begun"}),
    ("train", "POST", "/train", 64, {"model": "no-such-model"}),
    ("train", "PUT", "/registry/models/iris/aliases/reference", 64, {"version": 999, "reason": "never moved"}),
    ("train", "POST", "/registry/models/spam/rollback", 64, {"reason": "never moved"}),
    ("predict", "POST", "/predict", 8192, {"model": "no-such-model", "text": "never stored"}),
)

# The routes that only answer, and a method that is not theirs.
ANSWERS = (
    *((function, path) for function in ("ingest", "clean", "train", "predict") for path in (
        "/health", "/health/live", "/health/ready", "/metrics", "/docs", "/docs/assets/docs.js", "/openapi.yml")),
    ("clean", "/documents/spam/a"), ("clean", "/dead-letters"), ("clean", "/topic"), ("clean", "/topic/account"),
    ("train", "/runs"), ("train", UNKNOWN_RUN), ("train", "/registry/models"),
    ("train", "/registry/models/iris/versions"), ("train", "/registry/models/iris/versions/1"),
    ("train", "/registry/models/iris/history"), ("predict", "/models"),
)  # fmt: skip


def cases():
    table = [case for route in BODIES for case in spoilt_bodies(*route)]
    table += [wrong_method(*route) for route in ANSWERS]
    return table + [case for function in ("ingest", "clean", "train", "predict") for case in spoilt_heads(function)]


def spoilt_bodies(function, method, path, kib, good):
    """What no route takes, whatever it does with JSON."""
    whole = json.dumps(good)
    rest = whole[1:]  # what follows the {
    levels = min(100_000, kib * 200)

    def case(name, body, status, code, *says, field="", headers=(), content_type="application/json"):
        body = body.encode() if isinstance(body, str) else body
        sent = raw.request(method, path, body, content_type, headers)
        return Case(function, f"{method} {path}: {name}", sent, status, code, field, says)

    def malformed(name, body, *says, **options):
        return case(name, body, 400, "malformed", *says, **options)

    chunked_head = raw.head(method, path, "Content-Type: application/json", "Transfer-Encoding: chunked")
    broken_chunk = chunked_head + b"5\r\n" + whole[:5].encode() + b"\r\nno size\r\n"
    too_long = raw.head(method, path, "Content-Type: application/json", f"Content-Length: {50 * MIB}")
    asks_first = raw.head(
        method, path, "Content-Type: application/json", f"Content-Length: {50 * MIB}", "Expect: 100-continue"
    )
    return [
        malformed("empty body", "", "empty"),
        malformed("only blanks", "  \n ", "JSON object"),
        malformed("cut off", whole[:-1], "ends too early", "column"),
        malformed("cut off in a string", whole[:-2], "column"),
        malformed("no JSON", "{model: spam}", "no JSON at column 2"),
        malformed("a list", f"[{whole}]", "expected a JSON object"),
        malformed("a string", '"text"', "expected a JSON object"),
        malformed("null", "null", "expected a JSON object"),
        malformed("two objects", whole + whole, "more JSON follows", "column"),
        malformed(f"{levels} levels of objects", '{"a":' * levels, "16 levels"),
        malformed(f"{levels} levels of lists", '{"a":' + "[" * levels, "16 levels"),
        malformed("one field twice", '{"twice": 1, "twice": 2, ' + rest, "Duplicate", "column"),
        malformed("a number of 500 digits", '{"n": ' + "9" * 500 + ", " + rest, "limits"),
        malformed("a number beyond 64 bits", '{"n": 1e999, ' + rest, "column"),
        malformed("NaN", '{"n": NaN, ' + rest, "column"),
        malformed("a name of 10,000 characters", '{"' + "n" * 10_000 + '": 1, ' + rest, "limits"),
        malformed("a raw NUL", '{"n": "\0", ' + rest, "column"),
        malformed("bytes that are no UTF-8", b'{"n": "\xff\xfe", ' + rest.encode(), "column"),
        malformed("UTF-16", whole.encode("utf-16"), "not UTF-8"),
        malformed("UTF-32", whole.encode("utf-32-le"), "not UTF-8"),
        malformed("gzip that is none", whole, "Content-Encoding", headers=["Content-Encoding: gzip"]),
        malformed(
            "gzip that breaks off",
            gzip.compress(whole.encode())[:-4],
            "breaks off",
            headers=["Content-Encoding: gzip"],
        ),
        case("an encoding that is not known", whole, 415, "unsupported-content-encoding", "gzip",
             headers=["Content-Encoding: br"]),
        case("an unknown field", '{"no_such": 1, ' + rest, 422, "unknown-field", "expected [", field="no_such"),
        case("a field named ''", '{"": 1, ' + rest, 422, "unknown-field", "expected ["),
        case("another content type", whole, 415, "unsupported-media-type", "text/csv", content_type="text/csv"),
        case("a form", "text=x", 415, "unsupported-media-type", content_type="application/x-www-form-urlencoded"),
        Case(function, f"{method} {path}: a chunk that is none", broken_chunk, 400, "body-incomplete"),
        Case(function, f"{method} {path}: 50 MiB announced", too_long, 413, "body-too-large", "", ("bytes",)),
        Case(function, f"{method} {path}: 50 MiB asked for", asks_first, 413, "body-too-large", "", ("bytes",)),
        Case(function, f"PATCH {path}", raw.request("PATCH", path), 405, "method-not-allowed", "", (method,)),
        Case(
            function,
            f"{method} {path}: an answer as XML",
            raw.request(method, path, whole.encode(), headers=["Accept: text/xml"]),
            406,
            "not-acceptable",
            "",
            ("application/json",),
        ),
    ]


def wrong_method(function, path):
    sent = raw.request("POST", path, b"{}")
    return Case(function, f"POST {path}", sent, 405, "method-not-allowed", "", ("expected ", "GET"))


def spoilt_heads(function):
    """What is wrong before there is a body."""

    def case(name, sent, status, code, *says):
        return Case(function, name, sent, status, code, "", says)

    def bad(name, sent, *says):
        return case(name, sent, 400, "bad-request", "no valid HTTP", *says)

    post = "/ingest"
    return [
        case("no such path", raw.request("GET", "/nowhere"), 404, "not-found", "/docs"),
        case("no such asset", raw.request("GET", "/docs/assets/secret.txt"), 404, "not-found", "/docs"),
        case("up and out of the assets", raw.request("GET", "/docs/assets/%2e%2e%2fmillrace.yml"), 404, "not-found"),
        case("NUL in the path", raw.request("GET", "/nowhere%00"), 404, "not-found"),
        case("a method that HTTP does not know", raw.request("BREW", "/metrics"), 405, "method-not-allowed", "GET"),
        case("a first line of 9,000 bytes", raw.head("GET", "/" + "x" * 9000), 414, "uri-too-long", "4096"),
        case("a header of 9,000 bytes", raw.head("GET", "/metrics", "X: " + "x" * 9000), 431, "headers-too-long", "8192"),
        case("1,000 headers", raw.head("GET", "/metrics", *["X: 123456"] * 1000), 431, "headers-too-long", "8192"),
        bad("another protocol", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
        bad("NUL in a header", raw.head("GET", "/metrics", "X: a\0b")),
        bad("a blank in a header's name", raw.head("GET", "/metrics", "X y: 1")),
        bad("two Content-Lengths", raw.head("POST", post, "Content-Length: 2", "Content-Length: 3") + b"{}"),
        bad("a Content-Length below 0", raw.head("POST", post, "Content-Length: -5") + b"{}"),
        bad("a Content-Length that is none", raw.head("POST", post, "Content-Length: many") + b"{}"),
        bad("Content-Length and chunks",
            raw.head("POST", post, "Content-Length: 2", "Transfer-Encoding: chunked") + raw.chunked(b"{}")),
        bad("a coding that is not known", raw.head("POST", post, "Transfer-Encoding: x") + b"{}", "chunked"),
        bad("a coding before the chunks", raw.head("POST", post, "Transfer-Encoding: gzip, chunked"), "chunked"),
    ]  # fmt: skip
