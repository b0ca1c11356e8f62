"""Malformed requests to the protocol's other routes: paths, verbs, and the repository's bodies."""

import base64
import json

from lib import raw
from lib.malformed import INFER, Malformed, body, encoded, get, post, tensor

INDEX = "/v2/repository/index"
LOAD = "/v2/repository/models/spam/load"
UNLOAD = "/v2/repository/models/spam/unload"
STRANGE = (
    ("empty", "%20"), ("upper case", "SPAM"), ("NUL", "%00"), ("a slash", "spam%2Finfer"), ("dots", "%2e%2e"), ("no UTF-8", "%ff%fe"),
    ("a quote", "spam%22"), ("a line break", "spam%0d%0aX:%20y"), ("1,000 letters", "m" * 1000), ("an emoji", "%F0%9F%92%A9"),
    ("a template", "%7Bmodel%7D"), ("SQL", "spam%27%3B--"), ("a semicolon", "spam;x=1"), ("half a pair", "%ED%A0%80"),
)  # fmt: skip


def cases():
    return names() + versions() + verbs() + repository()


def names():
    """Models that are not there, under strange names."""
    good = encoded(body(tensor()))
    table = [post("model: nope", good, "nope", "spam", status=404, path="/v2/models/nope/infer")]
    for what, name in STRANGE:
        table.append(post(f"model: {what}", good, status=404, path=f"/v2/models/{name}/infer"))
        table.append(get(f"metadata of a model: {what}", f"/v2/models/{name}"))
    for part in ("/ready", "/config", "/stats", "/versions/1", "/versions/1/ready", "/versions/1/config", "/versions/1/stats"):
        table.append(get(f"no model: {part}", f"/v2/models/nope{part}"))
    return table + [
        post("an empty model", good, status=404, path="/v2/models//infer"),
        get("no such route", "/v2/nope"), get("no such part", "/v2/models/spam/nope"), get("v3", "/v2/v3"),
        get("health of nothing", "/v2/health/nope"), get("no version given", "/v2/models/spam/versions"),
        get("up and out", "/v2/models/../../etc/passwd"),
    ]  # fmt: skip


def versions():
    good = encoded(body(tensor()))
    wrong = ["0", "99", "-1", "1.0", "01", "+1", "%201", "2147483648", "18446744073709551616", "x", "CHAMPION", "latest", "challenger",
             "none", "held", "%00", "%ff", "1%2F2", "v" * 1000]  # fmt: skip
    return [
        *[post(f"version {version[:30]}", good, status=404, path=f"/v2/models/spam/versions/{version}/infer") for version in wrong],
        *[get(f"version {version}: {part}", f"/v2/models/spam/versions/{version}{part}") for version in ("99", "x")
          for part in ("", "/ready", "/config", "/stats")],
    ]  # fmt: skip


def verbs():
    """Methods that are not a route's, and answers that it does not give."""
    reading = ("/v2", "/v2/health/live", "/v2/health/ready", "/v2/models", "/v2/models/stats", "/v2/models/spam", "/v2/models/spam/ready",
               "/v2/models/spam/config", "/v2/models/spam/stats", "/v2/models/spam/versions/1")  # fmt: skip
    writing = (INFER, "/v2/models/spam/versions/1/infer", INDEX, LOAD, UNLOAD)
    return [
        *[Malformed(f"{method} {path}", raw.request(method, path, b"{}"), 405) for path in reading for method in ("POST", "DELETE")],
        *[Malformed(f"{method} {path}", raw.request(method, path), 405) for path in writing for method in ("GET", "PUT", "PATCH")],
        Malformed("BREW", raw.request("BREW", INFER, b"{}"), 405),
        Malformed("an answer as XML", raw.request("POST", INFER, encoded(body(tensor())), headers=["Accept: text/xml"]), 406),
        Malformed("metadata as XML", raw.request("GET", "/v2/models/spam", headers=["Accept: text/xml"]), 406),
    ]  # fmt: skip


def repository():
    def config(name, text, *says):
        return post(f"load: config {name}", {"parameters": {"config": text}}, *says, path=LOAD)

    def specific(name, versions):
        return config(f"version {name}", json.dumps({"version_policy": {"specific": {"versions": versions}}}), "version")

    table = []
    for path in (INDEX, LOAD, UNLOAD):
        table += [
            post(f"{path}: a list", b"[]", "object", path=path), post(f"{path}: cut", b'{"ready":', path=path),
            post(f"{path}: text", b"ready", path=path), post(f"{path}: deep", b'{"a":' * 100_000, "16 levels", path=path),
            post(f"{path}: a name twice", b'{"a":1,"a":2}', "Duplicate", path=path), post(f"{path}: no UTF-8", b'{"a":"\xff"}', path=path),
        ]  # fmt: skip
    return table + [
        post("index: ready as text", {"ready": "yes"}, "ready", path=INDEX),
        post("index: ready 1", {"ready": 1}, "ready", path=INDEX),
        post("load of no model", {}, status=404, path="/v2/repository/models/nope/load"),
        post("unload of no model", {}, status=404, path="/v2/repository/models/nope/unload"),
        post("load of a strange model", {}, status=404, path="/v2/repository/models/%00/load"),
        post("load: parameters a list", {"parameters": []}, "parameters", path=LOAD),
        post("load: a model sent along", {"parameters": {"config": "{}", "file:1/m": base64.b64encode(b"x").decode()}}, "registry", path=LOAD),
        post("load: config a number", {"parameters": {"config": 1}}, "config", path=LOAD),
        config("no JSON", "{"), config("a list", "[]"), config("empty", ""), config("policy a list", '{"version_policy":[]}'),
        config("versions a number", '{"version_policy":{"specific":{"versions":1}}}'),
        specific("0", [0]), specific("-1", [-1]), specific("1.5", [1.5]), specific("2^31", [2**31]), specific("2^70", [2**70]),
        specific("as text", ["1"]), specific("null", [None]), specific("not there", [99]), specific("good and not there", [1, 99]),
        specific("100,000 of them", list(range(1, 100_001))),
        *[post(f"load: ?version={version}", {}, "version", path=f"{LOAD}?version={version}")
          for version in ("0", "-1", "x", "", "1.5", "99", "01", "%00", "9" * 30, "champion")],
        *[post(f"unload: ?version={version}", {}, "version", path=f"{UNLOAD}?version={version}")
          for version in ("0", "x", "", "99", "1", "9" * 30, "champion")],
        Malformed("index by GET with a body", raw.request("GET", INDEX, b"{}"), 405),
    ]  # fmt: skip
