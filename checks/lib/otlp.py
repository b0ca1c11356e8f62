"""Spans, as a receiver of OTLP over HTTP gets them, and as Jaeger shows them: both as the same dictionaries."""

import struct

# Of OTLP's messages (opentelemetry-proto), the fields that are read: {number: name}.
SPAN = {1: "trace", 2: "id", 4: "parent", 5: "name", 7: "start", 8: "end", 9: "attributes", 13: "links", 15: "status"}
# What a document's way is made of: (span, service, the one above it).
WAY = [
    ("POST /ingest", "millrace-ingest", ""),
    ("send documents.raw", "millrace-ingest", "POST /ingest"),
    ("process documents.raw", "millrace-clean", "send documents.raw"),
    ("clean", "millrace-clean", "process documents.raw"),
    ("commit", "millrace-clean", "process documents.raw"),
]


def trace_of(answer):
    """The trace that an answer names."""
    return {key.lower(): value for key, value in answer.headers.items()}["traceparent"].split("-")[1]


def placed(spans):
    """Spans as WAY has them, in its order once sorted."""
    names = {span["id"]: span["name"] for span in spans}
    return sorted((span["name"], span["service"], names.get(span["parent"], "")) for span in spans)


def fields(message):
    """(number, value) of a protobuf message, in its order: bytes, or whole numbers."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(message):
        tag = varint()
        number, kind = tag >> 3, tag & 7
        if kind == 0:
            yield number, varint()
        elif kind == 1:
            yield number, struct.unpack_from("<Q", message, at)[0]
            at += 8
        elif kind == 5:
            yield number, struct.unpack_from("<I", message, at)[0]
            at += 4
        else:
            length = varint()
            yield number, message[at : at + length]
            at += length


def all_of(message, number):
    return [value for found, value in fields(message) if found == number]


def attribute(pair):
    key, value = dict(fields(pair)).get(1, b""), dict(fields(pair)).get(2, b"")
    inner = next(iter(fields(value)), (0, b""))[1]
    return key.decode(), inner.decode() if isinstance(inner, bytes) else inner


def received(request):
    """The spans of one export."""
    spans = []
    for resource in all_of(request, 1):
        told = dict(attribute(pair) for part in all_of(resource, 1) for pair in all_of(part, 1))
        for scope in all_of(resource, 2):
            for span in all_of(scope, 2):
                found = {name: value for number, value in fields(span) if (name := SPAN.get(number))}
                spans.append(
                    {
                        "trace": found["trace"].hex(),
                        "id": found["id"].hex(),
                        "parent": found.get("parent", b"").hex(),
                        "name": found["name"].decode(),
                        "service": told["service.name"],
                        "micros": (found["end"] - found["start"]) // 1000,
                        "start": found["start"] // 1000,
                        "attributes": dict(attribute(pair) for pair in all_of(span, 9)),
                        "links": [dict(fields(link))[1].hex() for link in all_of(span, 13)],
                    }
                )
    return spans


def shown(trace):
    """The spans of one trace of Jaeger's query API."""
    services = {key: process["serviceName"] for key, process in trace["processes"].items()}
    spans = []
    for span in trace["spans"]:
        refers = {kind: [r for r in span["references"] if r["refType"] == kind] for kind in ("CHILD_OF", "FOLLOWS_FROM")}
        spans.append(
            {
                "trace": span["traceID"],
                "id": span["spanID"],
                "parent": refers["CHILD_OF"][0]["spanID"] if refers["CHILD_OF"] else "",
                "name": span["operationName"],
                "service": services[span["processID"]],
                "micros": span["duration"],
                "start": span["startTime"],
                "attributes": {tag["key"]: tag["value"] for tag in span["tags"]},
                "links": [reference["traceID"] for reference in refers["FOLLOWS_FROM"]],
            }
        )
    return spans


def tree(spans, parent="", depth=0):
    """Lines for people: each span below the one that it follows from, with its milliseconds."""
    known = {span["id"] for span in spans}
    lines = []
    for span in sorted(spans, key=lambda one: one["start"]):
        root = span["parent"] not in known
        if span["parent"] == parent or (not parent and root):
            lines.append(f"{'  ' * depth}{span['name']} ({span['service']}) {span['micros'] / 1000:.1f} ms")
            lines += tree(spans, span["id"], depth + 1)
    return lines
