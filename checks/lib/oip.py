"""Requests of the Open Inference Protocol (V2), byte for byte as tritonclient's HTTP client sends them by default."""

import json
import struct


def binary(texts):
    """The body, and the header that says where its JSON ends: one input of BYTES, all outputs wanted as bytes."""
    tensor = b"".join(struct.pack("<I", len(text)) + text for text in (text.encode() for text in texts))
    about = {
        "inputs": [
            {
                "name": "text",
                "shape": [len(texts)],
                "datatype": "BYTES",
                "parameters": {"binary_data_size": len(tensor)},
            }
        ],
        "parameters": {"binary_data_output": True},
    }
    head = json.dumps(about, separators=(",", ":")).encode()
    return head + tensor, f"Inference-Header-Content-Length: {len(head)}"


def labels(body, head_length):
    """The labels of an answer in that form."""
    at = head_length
    for output in json.loads(body[:head_length])["outputs"]:
        size = output["parameters"]["binary_data_size"]
        if output["name"] == "label":
            return strings(body[at : at + size])
        at += size
    raise ValueError("no output 'label'")


def strings(tensor):
    found, at = [], 0
    while at < len(tensor):
        (length,) = struct.unpack_from("<I", tensor, at)
        found.append(tensor[at + 4 : at + 4 + length].decode())
        at += 4 + length
    return found
