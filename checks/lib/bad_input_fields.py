"""The table of bad input, function by function: fields, path and query that break a rule."""

import json

from lib import raw
from lib.bad_input_cases import MIB, UNKNOWN_RUN, Case


def cases():
    return ingest_cases() + batch_cases() + clean_cases() + train_cases() + predict_cases()


def body_cases(function, method, path, rows):
    """Rows of (name, body, code, field, words...): 422, naming the field."""
    return [
        Case(function, f"{method} {path}: {name}", raw.request(method, path, encoded(body)), 422, code, field, tuple(words))
        for name, body, code, field, *words in rows
    ]


def encoded(body):
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def ingest_cases():
    spam = {"model": "spam", "text": "never stored"}
    flower = {"sepal_length": 1, "sepal_width": 1, "petal_length": 1, "petal_width": 1}
    iris = {"model": "iris", "features": flower}
    rows = [
        ("no model", {"text": "x"}, "invalid-model", "model", "missing"),
        ("model null", {"model": None, "text": "x"}, "invalid-model", "model", "missing"),
        ("a model that is a number", {**spam, "model": 7}, "invalid-model", "model", "a number", "string"),
        ("an unknown model", {**spam, "model": "spa"}, "unknown-model", "model", "spa", "[spam, iris]"),
        ("a model with a slash", {**spam, "model": "spam/x"}, "invalid-model", "model"),
        ("a model of 1,000 letters", {**spam, "model": "m" * 1000}, "invalid-model", "model"),
        ("neither text nor features", {"model": "spam"}, "no-content", "text"),
        ("text null", {"model": "spam", "text": None}, "no-content", "text"),
        ("a text that is a number", {**spam, "text": 7}, "invalid-text", "text", "a number", "string"),
        ("a text that is a list", {**spam, "text": ["x"]}, "invalid-text", "text", "a list", "string"),
        ("half a surrogate pair", b'{"model":"spam","text":"\\ud800"}', "invalid-text", "text", "position 0"),
        ("a text over its limit", {**spam, "text": "x" * (MIB + 1)}, "text-too-long", "text", "1048576"),
        ("text for a table", {"model": "iris", "text": "x"}, "wrong-kind", "text", "features"),
        ("features for a text", {"model": "spam", "features": flower}, "wrong-kind", "features", "text"),
        ("text and features", {**iris, "text": "x"}, "two-contents", "features", "one of the two"),
        ("text and no features", {**spam, "features": {}}, "two-contents", "features", "one of the two"),
        ("features that are empty", {"model": "iris", "features": {}}, "invalid-features", "features"),
        ("features that are a list", {"model": "iris", "features": [1]}, "invalid-features", "features", "object"),
        ("a feature missing", {"model": "iris", "features": {"sepal_length": 1}}, "missing-feature",
         "features.sepal_width", "number"),
        ("a feature too many", {"model": "iris", "features": {**flower, "x": 1}}, "unknown-feature", "features.x"),
        ("a feature of another type", {"model": "iris", "features": {**flower, "petal_width": "1"}},
         "wrong-feature-type", "features.petal_width", "number"),
        ("a feature that is a boolean", {"model": "iris", "features": {**flower, "petal_width": True}},
         "wrong-feature-type", "features.petal_width", "boolean"),
        ("a feature that is null", {"model": "iris", "features": {**flower, "petal_width": None}},
         "wrong-feature-type", "features.petal_width", "null"),
        ("an unknown label", {**spam, "label": "eggs"}, "unknown-label", "label", "[ham, spam]"),
        ("a label that is a number", {**spam, "label": 1}, "invalid-label", "label", "a number"),
        ("an empty label", {**spam, "label": ""}, "invalid-label", "label", "empty"),
        ("a label for nobody", {"model": "spam", "label": "ham"}, "no-content", "id", "missing"),
        ("an empty id", {**spam, "id": ""}, "invalid-id", "id", "empty"),
        ("an id of 10,000 characters", {**spam, "id": "i" * 10_000}, "invalid-id", "id", "10000"),
        ("NUL in an id", {**spam, "id": "a\0b"}, "invalid-id", "id", "position 1"),
        ("a line break in an id", {**spam, "id": "a\nb"}, "invalid-id", "id", "position 1"),
        ("an id that is a number", {**spam, "id": 7}, "invalid-id", "id", "a number"),
        ("a source of 10,000 characters", {**spam, "source": "s" * 10_000}, "invalid-source", "source", "10000"),
    ]  # fmt: skip
    good = encoded(spam)

    def key(name, value, *says):
        sent = raw.request("POST", "/ingest", good, headers=[f"Idempotency-Key: {value}"])
        return Case("ingest", f"Idempotency-Key {name}", sent, 422, "invalid-idempotency-key", "Idempotency-Key", says)

    return body_cases("ingest", "POST", "/ingest", rows) + [
        key("empty", "", "1 to 255"),
        key("of 1,000 characters", "k" * 1000, "1000"),
        key("with a tab in it", "a\tb", "control"),
        Case("ingest", "a text of 9 MiB", raw.request("POST", "/ingest", encoded({**spam, "text": "x" * (9 * MIB)})),
             413, "body-too-large", "", ("8388608",)),
        Case("ingest", "no content type", raw.request("POST", "/ingest", good, None), 415, "unsupported-media-type", "",
             ("missing", "application/json")),
    ]  # fmt: skip


def batch_cases():
    """Batches without one good line: rejected whole, each line named."""

    def batch(name, body, status, code, says=(), headers=()):
        sent = raw.request("POST", "/ingest", body, "application/x-ndjson", headers)
        return Case("ingest", f"batch: {name}", sent, status, code, "", says)

    return [
        Case("ingest", "batch: empty", raw.head("POST", "/ingest", "Content-Type: application/x-ndjson", "Content-Length: 0"),
             422, "empty-batch", "", ("no line",)),
        batch("blank lines", b"\n \n\r\n", 422, "empty-batch", ("no line",)),
        batch("one broken line", b'{"model":', 422, "all-rejected"),
        batch("a list of documents", b'[{"model":"spam","text":"x"}]', 422, "all-rejected"),
        batch("every line unsound", b'{}\n{"model":"spa","text":"x"}\n{"model":"spam","text":7}\n', 422, "all-rejected"),
        batch("lines in UTF-16", '{"model":"spam","text":"x"}\n'.encode("utf-16"), 422, "all-rejected"),
        batch("NUL bytes", b"\0" * 1000, 422, "all-rejected"),
        batch("10,000 unsound lines", b"{}\n" * 10_000, 422, "all-rejected"),
        batch("a line of 9 MiB", b'{"model":"spam","text":"' + b"x" * (9 * MIB) + b'"}\n', 422, "all-rejected"),
        batch("gzip that is none", b'{"model":"spam","text":"x"}\n', 400, "malformed", ("Content-Encoding",),
              headers=["Content-Encoding: gzip"]),
        batch("Idempotency-Key empty", b'{"model":"spam","text":"x"}\n', 422, "invalid-idempotency-key", ("1 to 255",),
              headers=["Idempotency-Key: "]),
    ]  # fmt: skip


def clean_cases():
    def get(name, path, status, code, field="", *says):
        return Case("clean", f"GET {name}", raw.request("GET", path), status, code, field, says)

    generations = body_cases("clean", "POST", "/topic/generations", [
        ("nothing said", {}, "invalid-expected-generation", "expected_generation", "missing", "GET /topic"),
        ("no generation", {"reason": "x"}, "invalid-expected-generation", "expected_generation", "missing"),
        ("generation 0", {"expected_generation": 0, "reason": "x"}, "invalid-expected-generation",
         "expected_generation", "0", "1 to"),
        ("half a generation", {"expected_generation": 1.5, "reason": "x"}, "invalid-expected-generation",
         "expected_generation", "1.5"),
        ("a generation beyond int", {"expected_generation": 2**31, "reason": "x"}, "invalid-expected-generation",
         "expected_generation", "2147483647"),
        ("a generation as text", {"expected_generation": "1", "reason": "x"}, "invalid-expected-generation",
         "expected_generation", "a string"),
        ("no reason", {"expected_generation": 1}, "invalid-reason", "reason", "missing"),
        ("an empty reason", {"expected_generation": 1, "reason": " "}, "invalid-reason", "reason", "empty"),
        ("a reason of 10,000", {"expected_generation": 1, "reason": "r" * 10_000}, "invalid-reason", "reason", "10000"),
        ("a reason with NUL", {"expected_generation": 1, "reason": "a\0"}, "invalid-reason", "reason", "position 1"),
    ])  # fmt: skip
    redrive = body_cases("clean", "POST", "/dead-letters/redrive", [
        ("nothing said", {}, "invalid-reason", "reason", "missing", "places"),
        ("a reason that is none", {"reason": "Drop Table"}, "invalid-reason", "reason", "unknown-label"),
        ("a reason that is a list", {"reason": []}, "invalid-reason", "reason", "a list"),
        ("places that are text", {"places": "1/0/1"}, "invalid-places", "places", "a string"),
        ("a place that is a number", {"places": [1]}, "invalid-places", "places[0]", "a number"),
        ("a place that is none", {"places": ["1/0/1", "1/0"]}, "invalid-places", "places[1]", "1/0/42"),
        ("a place below 0", {"places": ["1/0/-1"]}, "invalid-places", "places[0]", "1/0/42"),
        ("a place beyond long", {"places": ["1/0/" + "9" * 30]}, "invalid-places", "places[0]", "1/0/42"),
        ("limit 0", {"reason": "malformed", "limit": 0}, "invalid-limit", "limit", "1 to 1000"),
        ("limit 1001", {"reason": "malformed", "limit": 1001}, "invalid-limit", "limit", "1 to 1000"),
        ("a limit as text", {"reason": "malformed", "limit": "9"}, "invalid-limit", "limit", "a string"),
    ])  # fmt: skip
    clean = body_cases("clean", "POST", "/clean", [
        ("no text", {}, "invalid-text", "text", "missing"),
        ("text null", {"text": None}, "invalid-text", "text", "missing"),
        ("a number", {"text": 1}, "invalid-text", "text", "a number"),
        ("half a surrogate pair", b'{"text":"ab\\ud800"}', "invalid-text", "text", "position 2"),
    ])  # fmt: skip
    return generations + redrive + clean + [
        Case("clean", "POST /topic/generations: nothing is stopped",
             raw.request("POST", "/topic/generations", encoded({"expected_generation": 1, "reason": "x"})),
             409, "topic-unusable", "", ("stopped",)),
        get("a document of no model", "/documents/nope/a", 404, "unknown-model", "", "nope", "[spam, iris]"),
        get("a document that is not there", "/documents/spam/nope", 404, "unknown-document", "", "nope", "/dead-letters"),
        get("a document of a model that cannot be", "/documents/NO%20MODEL/a", 422, "invalid-model", "model"),
        get("an id with NUL", "/documents/spam/a%00b", 422, "invalid-id", "id", "position 1"),
        get("an id of 2,000", "/documents/spam/" + "i" * 2000, 422, "invalid-id", "id", "2000"),
        get("a document without an id", "/documents/spam", 404, "not-found"),
        get("a path that is no UTF-8", "/documents/spam/%ff%fe", 404, "unknown-document"),
        get("a path that breaks off", "/documents/spam/%4", 400, "bad-request"),
        get("limit=0", "/dead-letters?limit=0", 422, "invalid-limit", "limit", "1 to 1000"),
        get("limit=-1", "/dead-letters?limit=-1", 422, "invalid-limit", "limit", "1 to 1000"),
        get("limit=1001", "/dead-letters?limit=1001", 422, "invalid-limit", "limit", "1 to 1000"),
        get("limit=x", "/dead-letters?limit=x", 400, "invalid-parameter", "limit", "whole number"),
        get("limit=1.5", "/dead-letters?limit=1.5", 400, "invalid-parameter", "limit", "whole number"),
        get("limit=99999999999", "/dead-letters?limit=99999999999", 400, "invalid-parameter", "limit", "whole number"),
        get("after=x", "/dead-letters?after=x", 422, "invalid-after", "after", "1/0/42"),
        get("after=0/0/0", "/dead-letters?after=0/0/0", 422, "invalid-after", "after", "1/0/42"),
        get("after=NUL", "/dead-letters?after=%00", 422, "invalid-after", "after", "1/0/42"),
        get("reason=x'--", "/dead-letters?reason=x%27--", 422, "invalid-reason", "reason", "unknown-label"),
    ]  # fmt: skip


def train_cases():
    def get(name, path, status, code, field="", *says):
        return Case("train", f"GET {name}", raw.request("GET", path), status, code, field, says)

    def put(name, path, body, status, code, field="", *says):
        sent = raw.request("PUT", path, encoded(body))
        return Case("train", f"PUT {name}", sent, status, code, field, says)

    aliases = "/registry/models/iris/aliases/"
    move = {"version": 1, "reason": "never moved"}
    alias = body_cases("train", "PUT", aliases + "reference", [
        ("no version", {"reason": "x"}, "invalid-version", "version", "missing"),
        ("version 0", {**move, "version": 0}, "invalid-version", "version", "1 to"),
        ("version -1", {**move, "version": -1}, "invalid-version", "version", "-1"),
        ("a version beyond int", {**move, "version": 2**31}, "invalid-version", "version", "2147483647"),
        ("a version beyond long", {**move, "version": 2**70}, "invalid-version", "version", "whole number"),
        ("a version as text", {**move, "version": "1"}, "invalid-version", "version", "a string"),
        ("no reason", {"version": 1}, "invalid-reason", "reason", "missing"),
        ("a reason of 10,000", {**move, "reason": "r" * 10_000}, "invalid-reason", "reason", "10000"),
        ("a name of 1,000", {**move, "by": "b" * 1000}, "invalid-by", "by", "1000"),
        ("a name with a line break", {**move, "by": "a\nb"}, "invalid-by", "by", "position 1"),
    ])  # fmt: skip
    back = body_cases("train", "POST", "/registry/models/spam/rollback", [
        ("a name that is a number", {"by": 1}, "invalid-by", "by", "a number"),
        ("a reason that is a list", {"reason": []}, "invalid-reason", "reason", "a list"),
    ])  # fmt: skip
    train = body_cases("train", "POST", "/train", [
        ("no model", {}, "invalid-model", "model", "missing"),
        ("a model that is a number", {"model": 1}, "invalid-model", "model", "a number"),
        ("a model that is not there", {"model": "spa"}, "unknown-model", "model", "[spam, iris]"),
        ("a model that cannot be", {"model": "../spam"}, "invalid-model", "model"),
    ])  # fmt: skip
    return alias + back + train + [
        put("alias previous", aliases + "previous", move, 422, "invalid-alias", "alias", "rollback"),
        put("alias A", aliases + "A", move, 422, "invalid-alias", "alias", "lower-case"),
        put("alias %00", aliases + "%00", move, 422, "invalid-alias", "alias", "lower-case"),
        put("alias of 100", aliases + "a" * 100, move, 422, "invalid-alias", "alias", "63"),
        put("alias to a version that is not there", aliases + "reference", {**move, "version": 999}, 404,
            "unknown-version", "", "999", "newest"),
        put("alias of no model", "/registry/models/nope/aliases/reference", move, 404, "unknown-model", "", "iris"),
        Case("train", "rollback of one champion only", raw.request("POST", "/registry/models/iris/rollback", b"{}"),
             409, "no-previous"),
        Case("train", "rollback of no model", raw.request("POST", "/registry/models/nope/rollback", b"{}"),
             404, "unknown-model", "", ("iris",)),
        get("versions of no model", "/registry/models/nope/versions", 404, "unknown-model", "", "iris"),
        get("version 999", "/registry/models/iris/versions/999", 404, "unknown-version", "", "newest"),
        get("version 0", "/registry/models/iris/versions/0", 404, "unknown-version", "", "newest"),
        get("version -1", "/registry/models/iris/versions/-1", 404, "unknown-version", "", "newest"),
        get("version x", "/registry/models/iris/versions/x", 400, "invalid-parameter", "version", "whole number"),
        get("version 1.0", "/registry/models/iris/versions/1.0", 400, "invalid-parameter", "version", "whole number"),
        get("version 2147483648", "/registry/models/iris/versions/2147483648", 400, "invalid-parameter", "version"),
        get("version %00", "/registry/models/iris/versions/%00", 400, "invalid-parameter", "version"),
        get("history of no model", "/registry/models/nope/history", 404, "unknown-model", "", "iris"),
        get("history at=x", "/registry/models/iris/history?at=x", 422, "invalid-at", "at", "2026-07-01T12:00:00Z"),
        get("history at=2026-13-01", "/registry/models/iris/history?at=2026-13-01T00:00:00Z", 422, "invalid-at", "at"),
        get("history without a zone", "/registry/models/iris/history?at=2026-07-01T12:00:00", 422, "invalid-at", "at", "zone"),
        get("history in the year 999999", "/registry/models/iris/history?at=%2B999999-01-01T00:00:00Z", 422, "invalid-at", "at"),
        get("history at=", "/registry/models/iris/history?at=", 422, "invalid-at", "at"),
        get("a run that is not there", UNKNOWN_RUN, 404, "unknown-run", "", "/runs"),
        get("a run x", "/runs/x", 404, "unknown-run", "", "/runs"),
        get("a run %00", "/runs/%00", 404, "unknown-run", "", "/runs"),
        get("runs of no model", "/runs?model=spa", 422, "unknown-model", "model", "[spam, iris]"),
        get("runs of model ''", "/runs?model=", 422, "invalid-model", "model"),
        get("runs limit=0", "/runs?limit=0", 422, "invalid-limit", "limit", "1 to 1000"),
        get("runs limit=1001", "/runs?limit=1001", 422, "invalid-limit", "limit", "1 to 1000"),
        get("runs limit=x", "/runs?limit=x", 400, "invalid-parameter", "limit", "whole number"),
        get("runs limit=9999999999", "/runs?limit=9999999999", 400, "invalid-parameter", "limit", "whole number"),
    ]  # fmt: skip


def predict_cases():
    text = {"text": "x"}
    flower = {"sepal_length": 1, "sepal_width": 1, "petal_length": 1, "petal_width": 1}
    return body_cases("predict", "POST", "/predict", [
        ("nothing asked", {}, "no-content", "text", "features"),
        ("text null", {"text": None}, "no-content", "text", "features"),
        ("instances null", {"instances": None}, "no-content", "text", "features"),
        ("a text that is a number", {"text": 1}, "invalid-text", "text", "a number"),
        ("half a surrogate pair", b'{"text":"\\udc00"}', "invalid-text", "text", "position 0"),
        ("a text over its limit", {"text": "x" * (MIB + 1)}, "text-too-long", "text", "1048576"),
        ("text and features", {"text": "x", "features": flower}, "two-contents", "features"),
        ("text beside instances", {"instances": [text], "text": "x"}, "two-contents", "text", "within"),
        ("features that are empty", {"features": {}}, "invalid-features", "features"),
        ("a feature missing", {"features": {"sepal_length": 1}}, "missing-feature", "features.sepal_width"),
        ("a feature too many", {"features": {**flower, "x": 1}}, "unknown-feature", "features.x"),
        ("a feature of another type", {"features": {**flower, "petal_width": "w"}}, "wrong-feature-type",
         "features.petal_width"),
        ("an unknown model", {**text, "model": "spa"}, "unknown-model", "model", "[spam, iris]"),
        ("a model that cannot be", {**text, "model": "A b"}, "invalid-model", "model"),
        ("a model that is null in a list", {"instances": [text, {"text": "x", "model": 1}]}, "invalid-instances",
         "instances[1].model", "a number"),
        ("a model of the other kind", {**text, "model": "iris"}, "wrong-kind", "text", "features"),
        ("top 0", {**text, "top": 0}, "invalid-top", "top", "1 to"),
        ("top -1", {**text, "top": -1}, "invalid-top", "top", "1 to"),
        ("top 1.5", {**text, "top": 1.5}, "invalid-top", "top", "1.5"),
        ("top beyond long", {**text, "top": 2**70}, "invalid-top", "top", "whole number"),
        ("top as text", {**text, "top": "2"}, "invalid-top", "top", "a string"),
        ("explain as text", {**text, "explain": "yes"}, "invalid-explain", "explain", "true or false"),
        ("a label", {**text, "label": "spam"}, "unknown-field", "label", "expected ["),
        ("no instances", {"instances": []}, "invalid-instances", "instances", "1 to 1000"),
        ("5,000 instances", {"instances": [text] * 5000}, "invalid-instances", "instances", "1 to 1000"),
        ("instances that are an object", {"instances": {}}, "invalid-instances", "instances", "an object"),
        ("an instance that is a number", {"instances": [text, 7]}, "invalid-instances", "instances[1]", "a number"),
        ("an instance without content", {"instances": [text, {}]}, "no-content", "instances[1].text"),
        ("too much to explain", {"instances": [{"text": "word " * 1500}] * 1000, "explain": True}, "too-much-to-explain",
         "explain", "1048576"),
        ("the 1,000th instance", {"instances": [text] * 999 + [{"text": 1}]}, "invalid-instances", "instances[999].text"),
        ("instances in an instance", {"instances": [{"instances": []}]}, "unknown-field", "instances[0].instances"),
        ("an unknown field in an instance", {"instances": [{**text, "lable": 1}]}, "unknown-field", "instances[0].lable"),
    ]) + [
        Case("predict", "a body of 9 MiB", raw.request("POST", "/predict", encoded({"text": "x" * (9 * MIB)})),
             413, "body-too-large", "", ("8388608",)),
    ]  # fmt: skip
