"""What a malformed request to the protocol's routes is, and the bricks that the tables of them are made of."""

import json
import struct
from dataclasses import dataclass, field

from lib import raw

INFER = "/v2/models/spam/infer"
FLOWERS = "/v2/models/iris/infer"
COLUMNS = ("sepal_length", "sepal_width", "petal_length", "petal_width")
JSON_LENGTH = "Inference-Header-Content-Length"


@dataclass(frozen=True)
class Malformed:
    """A request, the status that it must be answered with, and words that the error must hold."""

    name: str
    sent: bytes = field(repr=False)
    status: int = 400
    says: tuple = ()


def tensor(name="text", shape=(1,), datatype="BYTES", data=("hello",), **more):
    """One input as JSON has it; a member that is None is left out."""
    members = {"name": name, "shape": shape, "datatype": datatype, "data": data, **more}
    return {member: value for member, value in members.items() if value is not None}


def binary(size, name="text", shape=(1,), datatype="BYTES"):
    """One input whose data follow as bytes."""
    return tensor(name, shape, datatype, None, parameters={"binary_data_size": size})


def strings(*elements):
    """Elements of BYTES in their binary form."""
    return b"".join(struct.pack("<I", len(element)) + element for element in elements)


def columns(rows=1, **instead):
    """The four inputs of iris; `instead` replaces some of them whole."""
    usual = {name: tensor(name, [rows], "FP64", [1.5] * rows) for name in COLUMNS}
    return [each for each in {**usual, **instead}.values() if each is not None]


def body(*inputs, **members):
    return {"inputs": list(inputs), **members}


def encoded(members):
    return members if isinstance(members, bytes) else json.dumps(members).encode()


def post(name, members, *says, status=400, path=INFER, headers=()):
    """A request whose body is JSON: an object to be written, or the bytes themselves."""
    return Malformed(name, raw.request("POST", path, encoded(members), headers=headers), status, says)


def with_bytes(name, members, tail, *says, header=None, status=400, path=INFER, headers=()):
    """JSON and bytes behind it. `header`: what the header says instead of the right length."""
    head = encoded(members)
    length = f"{JSON_LENGTH}: {len(head) if header is None else header}"
    sent = raw.request("POST", path, head + tail, "application/octet-stream", [length, *headers])
    return Malformed(name, sent, status, says)


def get(name, path, status=404, *says):
    return Malformed(name, raw.request("GET", path), status, says)
