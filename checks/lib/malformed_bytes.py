"""Malformed inference requests with binary tensors, with wrong headers, or compressed."""

import gzip
import struct
import zlib

from lib import raw
from lib.malformed import (
    COLUMNS, FLOWERS, INFER, JSON_LENGTH, Malformed, binary, body, columns, encoded, get, post, strings, tensor, with_bytes,
)  # fmt: skip

MIB = 1 << 20
GOOD = strings(b"hello")
EXPLAINED = " ".join(f"{number:x}" for number in range(1500))


def cases():
    return sizes() + elements() + headers() + raw_inputs() + encodings() + bombs() + limits()


def sizes():
    """The sizes that the JSON says, against the bytes that are there."""
    def one(name, size, tail, *says, shape=(1,)):
        return with_bytes(f"bytes: {name}", body(binary(size, shape=shape)), tail, *says)

    return [
        one("none there", 9, b"", "binary_data_size"), one("cut by 1", 9, GOOD[:-1], "binary_data_size"),
        one("cut in the length", 9, GOOD[:2], "binary_data_size"), one("one too many", 9, GOOD + b"x", "1 bytes follow"),
        one("one too many, announced", 10, GOOD + b"x", "binary_data_size"), one("size 0 for a row", 0, b"", "row 0"),
        one("size 3 for a row", 3, b"\0\0\0", "row 0"), one("size 2^31 - 1", 2**31 - 1, GOOD, "binary_data_size"),
        one("size -1", -1, GOOD, "binary_data_size"), one("size 2^63", 2**63, GOOD, "binary_data_size"),
        one("an element longer than the rest", 9, struct.pack("<I", 6) + b"hello", "row 0"),
        one("an element of 2^32 - 1", 9, struct.pack("<I", 2**32 - 1) + b"hello", "row 0"),
        one("an element of 2^31", 9, struct.pack("<I", 2**31) + b"hello", "row 0"),
        one("a length in big-endian", 9, struct.pack(">I", 5) + b"hello", "row 0"),
        one("two rows, one there", 9, GOOD, "row 1", shape=[2]),
        one("one row, two there", 18, GOOD + GOOD, "follow", shape=[1]),
        one("1,000 rows of nothing", 0, b"", "row 0", shape=[1000]),
        one("1,001 rows", 1001 * 4, strings(*[b""] * 1001), "1000", shape=[1001]),
        one("huge rows, no bytes", 0, b"", "shape", shape=[2**62]),
        with_bytes("bytes: a second tensor without", body(binary(9), binary(9, "title")), GOOD, "inputs[1]"),
        with_bytes("bytes: sizes that overflow together", body(*[binary(2**31 - 1, f"t{i}") for i in range(3)]), GOOD),
        with_bytes("bytes: data and bytes", body(tensor()), GOOD, "follow"),
        with_bytes("bytes: JSON of the good form and one zero", body(tensor()), b"\0", "follow"),
    ]  # fmt: skip


def elements():
    """Elements that are not what the datatype says."""
    def column(name, datatype, tail, *says, rows=1):
        inputs = columns(rows, petal_width=binary(len(tail), "petal_width", [rows], datatype))
        return with_bytes(f"bytes {datatype}: {name}", body(*inputs), tail, *says, path=FLOWERS)

    def text(name, element):
        return with_bytes(f"bytes: {name}", body(binary(4 + len(element))), strings(element), "row 0", "UTF-8")

    halves = [("NaN", b"\x01\x7e"), ("Infinity", b"\x00\x7c"), ("-Infinity", b"\x00\xfc")]
    brains = [("NaN", b"\xc0\x7f"), ("Infinity", b"\x80\x7f"), ("-Infinity", b"\x80\xff")]
    words = [("NaN", float("nan")), ("Infinity", float("inf")), ("-Infinity", float("-inf"))]
    sizes_of = {"UINT8": 1, "INT8": 1, "UINT16": 2, "INT16": 2, "FP16": 2, "BF16": 2, "UINT32": 4, "INT32": 4, "FP32": 4,
                "UINT64": 8, "INT64": 8, "FP64": 8}  # fmt: skip
    return [
        text("an element that is no UTF-8", b"\xff\xfe\xfd"), text("a character cut off", b"caf\xc3"),
        text("a surrogate as UTF-8", b"\xed\xa0\x80"), text("an over-long slash", b"\xc0\xaf"), text("beyond Unicode", b"\xf5\x80\x80\x80"),
        *[column(name, "FP16", half, "finite") for name, half in halves],
        *[column(name, "BF16", brain, "finite") for name, brain in brains],
        *[column(name, "FP32", struct.pack("<f", word), "finite") for name, word in words],
        *[column(name, "FP64", struct.pack("<d", word), "finite") for name, word in words],
        column("NaN in the second row", "FP64", struct.pack("<dd", 1.0, float("nan")), "row 1", rows=2),
        column("a byte of 2", "BOOL", b"\x02", "0 or 1"), column("a byte of 255", "BOOL", b"\xff", "0 or 1"),
        column("BOOL for a number", "BOOL", b"\x01", "datatype"),
        *[column(f"{size + 1} bytes", datatype, b"\0" * (size + 1), "binary_data_size") for datatype, size in sizes_of.items()],
        *[column("no bytes", datatype, b"", "binary_data_size") for datatype in ("INT8", "FP64")],
        column("BYTES for a number", "BYTES", strings(b"1.5"), "datatype"),
    ]  # fmt: skip


def headers():
    """The header that says where the JSON ends."""
    head = encoded(body(binary(len(GOOD))))
    good = len(head)

    def header(name, value, *says):
        return with_bytes(f"header: {name}", head, GOOD, *says, header=value)

    wrong = [
        ("negative", -1), ("text", "many"), ("hex", "0x10"), ("empty", ""), ("+", f"+{good}"), ("a fraction", f"{good}.0"),
        ("an exponent", "1e2"), ("2^31", 2**31), ("2^32", 2**32), ("2^64", 2**64), ("a list", f"{good},{good}"),
        ("beyond the body", good + len(GOOD) + 1), ("far beyond", 10**9 - 1), ("blanks in it", "1 2"), ("Arabic digits", "\xb2"),
        ("underscore", "1_0"), ("100 digits", "9" * 100), ("minus zero", "-0"),
    ]  # fmt: skip
    two = [f"{JSON_LENGTH}: {good}", f"{JSON_LENGTH}: {good + 1}"]
    same = [f"{JSON_LENGTH}: {good}"] * 2
    lines = {"two that differ": two, "two alike": same}
    return [
        *[header(name, value, JSON_LENGTH) for name, value in wrong],
        header("one too few", good - 1, "ends too early"), header("one too many", good + 1), header("1", 1), header("all", good + len(GOOD)),
        *[Malformed(f"header: {name}", raw.request("POST", INFER, head + GOOD, headers=said), 400, (JSON_LENGTH,))
          for name, said in lines.items()],
        post("header: none before bytes", head + GOOD, "more JSON|no JSON|not UTF-8|column"),
        with_bytes("header: right, of an empty body", b"", b"", "one input|text", header=0, path=FLOWERS),
    ]  # fmt: skip


def raw_inputs():
    """A body without JSON."""
    return [
        with_bytes("raw: for a table", b"", b"1,2,3,4", "sepal_length", header=0, path=FLOWERS),
        with_bytes("raw: no UTF-8", b"", b"\xff\xfe", "UTF-8", header=0),
        with_bytes("raw: a text over its limit", b"", b"x" * (MIB + 1), "1048576", header=0),
        with_bytes("raw: 9 MiB", b"", b"x" * (9 * MIB), "8388608", header=0, status=413),
        with_bytes("raw: no such model", b"", b"x", header=0, status=404, path="/v2/models/nope/infer"),
        with_bytes("raw: no such version", b"", b"x", header=0, status=404, path="/v2/models/spam/versions/99/infer"),
    ]


def encodings():
    """Content-Encoding."""
    good = encoded(body(tensor()))
    packed, deflated = gzip.compress(good), zlib.compress(good)

    def coded(name, encoding, sent, *says, status=400, path=INFER):
        return post(f"{encoding}: {name}", sent, *says, status=status, path=path, headers=[f"Content-Encoding: {encoding}"])

    broken = bytearray(packed)
    broken[-5] ^= 1
    table = []
    for path in (INFER, "/v1/models/spam:predict", "/v2/repository/index", "/v2/repository/models/spam/load"):
        table += [
            coded(f"plain bytes to {path}", "gzip", good, path=path),
            coded(f"not known, to {path}", "br", good, status=415, path=path),
        ]
    return table + [
        coded("cut by 4", "gzip", packed[:-4]), coded("cut in half", "gzip", packed[: len(packed) // 2]),
        coded("its head alone", "gzip", packed[:10]), coded("a wrong checksum", "gzip", bytes(broken)), coded("empty", "gzip", b""),
        coded("gzip in gzip", "gzip", gzip.compress(packed)), coded("deflate", "gzip", deflated), coded("random", "gzip", b"\x1f\x8b" + b"\x99" * 99),
        coded("plain", "deflate", good), coded("cut", "deflate", deflated[:-5]), coded("gzip", "deflate", packed),
        coded("without its head", "deflate", deflated[2:-4]), coded("unknown", "zstd", good, status=415),
        coded("unknown", "gzip, gzip", gzip.compress(packed), status=415), coded("unknown", "x" * 1000, good, status=415),
        coded("empty name", "", good, status=415), with_bytes("gzip: the header counts packed bytes", gzip.compress(encoded(body(binary(9))) + GOOD), b"",
                   header=999, headers=["Content-Encoding: gzip"]),
    ]  # fmt: skip


def squeezed(pieces, wbits):
    """As gzip (31) or zlib (15), piece by piece: never whole in memory."""
    packer = zlib.compressobj(1, zlib.DEFLATED, wbits)
    return b"".join([*(packer.compress(piece) for piece in pieces), packer.flush()])


def bombs():
    """Small bodies that are big once unpacked, or dear to read."""
    zeros, blanks = bytes(4 * MIB), b" " * (4 * MIB)
    opening = b'{"inputs":[{"name":"text","shape":[1000],"datatype":"BYTES","data":['
    many = b'"a",' * MIB
    bombs_of = [
        ("1 GiB of zeros", "gzip", squeezed((zeros for _ in range(256)), 31), 413),
        ("256 MiB of zeros", "deflate", squeezed((zeros for _ in range(64)), 15), 413),
        ("JSON with 200 MiB of blanks", "gzip", squeezed([b'{"inputs":', *[blanks] * 50], 31), 413),
        ("JSON with 100 MiB of elements", "gzip", squeezed([opening, *[many] * 25], 31), 413),
        ("7 MiB of elements", "gzip", squeezed([opening, b'"a",' * 1_800_000], 31), 400),
        ("7 MiB of [", "gzip", squeezed([b'{"a":', b"[" * (7 * MIB)], 31), 400),
    ]
    names = b"{" + b",".join(b'"%x":0' % number for number in range(700_000)) + b"}"
    pairs = b'{"inputs":[{"parameters":' + names[:7_000_000].rsplit(b",", 1)[0] + b"}}]}"
    tensors = b",".join(
        b'{"name":"t%d","shape":[1000],"datatype":"INT64","data":[%s]}' % (number, b",".join([b"99"] * 1000))
        for number in range(2600)
    )
    return [
        *[post(f"bomb: {name} as {coding}", sent, status=status, headers=[f"Content-Encoding: {coding}"])
          for name, coding, sent, status in bombs_of],
        post("bomb: 700,000 names", names), post("bomb: 500,000 parameters", pairs),
        post("bomb: 700,000 names to V1", names, path="/v1/models/spam:predict"),
        post("bomb: 2,600 inputs of 1,000 numbers", b'{"inputs":[' + tensors + b"]}"),
        post("bomb: 7 MiB to explain", body(tensor(shape=[1000], data=[EXPLAINED] * 1000), outputs=[{"name": "explanation"}]), "explain is for"),
        post("bomb: 7 MiB to explain by V1", {"instances": [EXPLAINED] * 1000}, "explain is for", path="/v1/models/spam:explain"),
        post("bomb: 1 GiB of zeros to load", bombs_of[0][2], status=413, path="/v2/repository/models/spam/load",
             headers=["Content-Encoding: gzip"]),
    ]  # fmt: skip


def limits():
    """Bodies that are too long, or never come."""
    nine = encoded(body(tensor(data=["x" * (9 * MIB)])))
    announced = raw.head("POST", INFER, f"Content-Length: {50 * MIB}")
    asks = raw.head("POST", INFER, f"Content-Length: {50 * MIB}", "Expect: 100-continue")
    chunks = raw.head("POST", INFER, "Transfer-Encoding: chunked")
    return [
        post("9 MiB", nine, "8388608", status=413),
        post("9 MiB to V1", nine, "8388608", status=413, path="/v1/models/spam:explain"),
        post("2 MiB to index", b" " * (2 * MIB), "1048576", status=413, path="/v2/repository/index"),
        Malformed("50 MiB announced", announced, 413, ("8388608",)), Malformed("50 MiB asked for", asks, 413, ("8388608",)),
        Malformed("9 MiB in chunks", chunks + raw.chunked(*[b" " * MIB] * 9), 413, ("8388608",)),
        Malformed("a chunk that is none", chunks + b"5\r\n{\"inp\r\nno size\r\n", 400), get("a GET with no body", INFER, 405),
    ]  # fmt: skip
