"""Malformed inference requests whose body is JSON."""

from lib.malformed import FLOWERS, binary, body, columns, get, post, tensor

V1 = "/v1/models/spam:predict"


def cases():
    return shapes() + tensors() + numbers() + outputs() + members() + grammar() + flowers() + first_version()


def shapes():
    """The shape alone, and against the data."""
    wrong = [
        ("no dimension", []), ("a dimension of 0", [0]), ("a dimension of -1", [-1]), ("least long", [-(2**63)]),
        ("most long", [2**63 - 1]), ("beyond 64 bits", [2**64]), ("beyond 128 bits", [2**128]),
        ("of 2^31", [2**31]), ("of 2^32 + 1", [2**32 + 1]), ("two columns", [1, 2]), ("a second dimension of 0", [1, 0]),
        ("negative second", [1, -1]), ("product that wraps to 1", [2**32, 2**32]), ("product that wraps to 0", [2**33, 2**31]),
        ("1,001 rows", [1001]), ("17 dimensions", [1] * 17), ("100,000 dimensions", [1] * 100_000),
        ("a fraction", [1.5]), ("1.0", [1.0]), ("1e0", b"[1e0]"), ("a string", ["1"]), ("null within", [None]),
        ("a list within", [[1]]), ("true", [True]), ("an object within", [{}]), ("a number", 1), ("text", "[1]"), ("an object", {"0": 1}),
    ]  # fmt: skip
    table = []
    for name, shape in wrong:
        made = body(tensor(shape="SHAPE"))
        if isinstance(shape, bytes):
            made = b'{"inputs":[{"name":"text","shape":' + shape + b',"datatype":"BYTES","data":["a"]}]}'
        else:
            made["inputs"][0]["shape"] = shape
        table.append(post(f"shape: {name}", made, "shape"))
    return table + [
        post("shape missing", body(tensor(shape=None)), "inputs[0].shape", "missing"),
        post("two rows, one element", body(tensor(shape=[2])), "data", "2"),
        post("one row, two elements", body(tensor(data=["a", "b"])), "data", "2"),
        post("1,000 rows, none there", body(tensor(shape=[1000], data=[])), "data"),
        post("nested, two rows for one", body(tensor(shape=[1, 1], data=[["a"], ["b"]])), "data"),
        post("1,001 elements", body(tensor(shape=[1000], data=["a"] * 1001)), "1000"),
        post("a million elements", body(tensor(shape=[1000], data=["a"] * 1_000_000)), "1000"),
    ]


def tensors():
    """One input, and the list of them."""
    return [
        post("no inputs", {}, "inputs"),
        post("inputs null", {"inputs": None}, "inputs"),
        post("inputs empty", body(), "inputs"),
        post("inputs an object", {"inputs": {}}, "inputs", "an object"),
        post("inputs a string", {"inputs": "text"}, "inputs"),
        post("an input that is null", body(None), "inputs[0]"),
        post("an input that is a list", body([]), "inputs[0]"),
        post("an input that is empty", body({}), "inputs[0].name"),
        post("one input twice", body(tensor(), tensor()), "inputs[1].name"),
        post("an input that is not known", body(tensor(), tensor("title")), "title"),
        post("only one that is not known", body(tensor("txt")), "txt", "text"),
        post("name null", body(tensor(name=None)), "inputs[0].name"),
        post("name a number", body(tensor(name=1)), "inputs[0].name"),
        post("name empty", body(tensor(name="")), "inputs[0].name"),
        post("name of half a pair", b'{"inputs":[{"name":"\\ud800","shape":[1],"datatype":"BYTES","data":["a"]}]}', "name"),
        post("name of 100,000 letters", body(tensor("n" * 100_000)), "name"),
        post("5,000 inputs", body(*[tensor(f"t{i}") for i in range(5000)]), "inputs"),
        post("datatype missing", body(tensor(datatype=None)), "datatype"),
        post("datatype STRING", body(tensor(datatype="STRING")), "datatype", "BYTES"),
        post("datatype bytes", body(tensor(datatype="bytes")), "datatype"),
        post("datatype INT128", body(tensor(datatype="INT128")), "datatype"),
        post("datatype ''", body(tensor(datatype="")), "datatype"),
        post("datatype a number", body(tensor(datatype=1)), "datatype"),
        post("datatype of a megabyte", body(tensor(datatype="D" * 1_000_000)), "datatype"),
        post("FP64 for a text", body(tensor(datatype="FP64", data=[1.5])), "datatype", "BYTES"),
        post("BOOL for a text", body(tensor(datatype="BOOL", data=[True])), "datatype"),
        post("data missing", body(tensor(data=None)), "data"),
        post("data a string", body(tensor(data="hello")), "data"),
        post("data an object", body(tensor(data={"0": "hello"})), "data"),
        post("data with null", body(tensor(data=[None])), "data[0]", "null"),
        post("data with an object", body(tensor(data=[{}])), "data[0]", "an object"),
        post("data with a number", body(tensor(data=[7])), "data[0]"),
        post("data with true", body(tensor(data=[True])), "data[0]"),
        post("data nested 20 deep", b'{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":' + b"[" * 20 + b'"a"' + b"]" * 20 + b"}]}",
             "16 levels"),
        post("data nested a million deep", b'{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":' + b"[" * 1_000_000, "16 levels"),
        post("half a surrogate pair", b'{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["a\\ud800"]}]}', "row 0", "surrogate"),
        post("the other half", b'{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["\\udc00"]}]}', "surrogate"),
        post("a text over its limit", body(tensor(data=["x" * ((1 << 20) + 1)])), "1048576"),
        post("FP16 in JSON", body(tensor(datatype="FP16", data=[1.5])), "FP16"),
        post("shared memory", body(tensor(parameters={"shared_memory_region": "r"})), "shared memory"),
        post("an input's parameters a list", body(tensor(parameters=[])), "parameters"),
    ]  # fmt: skip


def numbers():
    """Elements that do not fit their datatype, and numbers that are none."""
    def column(name, datatype, data):
        return post(f"{datatype}: {name}", body(*columns(petal_width=tensor("petal_width", [1], datatype, data))),
                    "inputs[3].data[0]", path=FLOWERS)

    def literal(name, written, *says):
        made = b'{"inputs":[{"name":"sepal_length","shape":[1],"datatype":"FP64","data":[' + written + b"]}]}"
        return post(f"FP64: {name}", made, *says, path=FLOWERS)

    return [
        column("256", "UINT8", [256]), column("-1", "UINT8", [-1]), column("65536", "UINT16", [65536]),
        column("-1", "UINT32", [-1]), column("2^64", "UINT64", [2**64]), column("-1", "UINT64", [-1]),
        column("128", "INT8", [128]), column("-129", "INT8", [-129]), column("2^31", "INT32", [2**31]),
        column("2^63", "INT64", [2**63]), column("-2^63 - 1", "INT64", [-(2**63) - 1]), column("1.5", "INT32", [1.5]),
        column("a string", "INT64", ["1"]), column("true", "FP64", [True]), column("a string", "FP64", ["1.5"]),
        column("1e39", "FP32", [1e39]), column("a number", "BF16", [1.5]), column("null", "FP64", [None]),
        literal("NaN", b"NaN"), literal("Infinity", b"Infinity"), literal("-Infinity", b"-Infinity"),
        literal("1e999", b"1e999", "finite"), literal("-1e999", b"-1e999", "finite"), literal("a billion's exponent", b"1e999999999", "finite"),
        literal("500 digits", b"9" * 500, "limits"), literal("a leading zero", b"01"), literal("hex", b"0x10"), literal("+1", b"+1"),
        literal("1.", b"1."), literal(".5", b".5"),
    ]  # fmt: skip


def outputs():
    def wanted(name, *wishes, says=("outputs",)):
        return post(f"outputs: {name}", body(tensor(), outputs=list(wishes)), *says)

    def classes(name, count):
        return wanted(f"classification {name}", {"name": "probabilities", "parameters": {"classification": count}})

    return [
        wanted("not known", {"name": "nope"}, says=("nope", "label")),
        wanted("twice", {"name": "label"}, {"name": "label"}, says=("outputs[1].name",)),
        wanted("without a name", {}),
        wanted("name null", {"name": None}),
        wanted("name a number", {"name": 1}),
        wanted("null", None),
        wanted("a string", "label"),
        wanted("5,000", *[{"name": f"o{i}"} for i in range(5000)]),
        wanted("binary_data as text", {"name": "label", "parameters": {"binary_data": "true"}}),
        wanted("shared memory", {"name": "label", "parameters": {"shared_memory_region": "r"}}),
        wanted("classification of the label", {"name": "label", "parameters": {"classification": 1}}),
        classes("-1", -1), classes("1.5", 1.5), classes("2^31", 2**31), classes("2^70", 2**70), classes("as text", "1"),
        post("outputs an object", body(tensor(), outputs={"name": "label"}), "outputs"),
        post("outputs a string", body(tensor(), outputs="label"), "outputs"),
    ]  # fmt: skip


def members():
    """What stands beside the inputs."""
    return [
        post("id a number", body(tensor(), id=7), "id"),
        post("id a list", body(tensor(), id=[]), "id"),
        post("parameters a list", body(tensor(), parameters=[]), "parameters"),
        post("binary_data_output as text", body(tensor(), parameters={"binary_data_output": "yes"}), "binary_data_output"),
        post("timeout -1", body(tensor(), parameters={"timeout": -1}), "timeout"),
        post("timeout 2^63", body(tensor(), parameters={"timeout": 2**63}), "timeout"),
        post("timeout as text", body(tensor(), parameters={"timeout": "1s"}), "timeout"),
        post("inputs twice", b'{"inputs":[],"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["a"]}]}', "Duplicate"),
        post("binary size without bytes", body(binary(9)), "binary_data_size"),
        post("binary size beside data", body(tensor(parameters={"binary_data_size": 9})), "data"),
        post("binary size -1", body(binary(-1)), "binary_data_size"),
        post("binary size 2^31", body(binary(2**31)), "binary_data_size"),
        post("binary size 2^64", body(binary(2**64)), "binary_data_size"),
        post("binary size as text", body(binary("9")), "binary_data_size"),
        post("binary size 1.5", body(binary(1.5)), "binary_data_size"),
    ]  # fmt: skip


def grammar():
    """No JSON, or not as it is wanted."""
    good = b'{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["a"]}]}'
    deep = [("objects", b'{"a":'), ("lists", b"["), ("lists of objects", b'[{"a":')]
    return [
        post("empty", b"", "empty"), post("blanks", b" \n\t ", "object"), post("null", b"null"), post("a list", b"[" + good + b"]"),
        post("a string", b'"inputs"'), post("a number", b"42"), post("cut by 1", good[:-1], "ends too early"),
        post("cut in half", good[: len(good) // 2]), post("cut in a name", good[:4]), post("two objects", good + good, "more JSON"),
        post("a trailing comma", good[:-1] + b",}"), post("no quotes", b"{inputs:[]}"), post("single quotes", good.replace(b'"', b"'")),
        post("a comment", good[:-1] + b"/* */}"), post("a raw NUL", good.replace(b"a", b"\0")), post("NUL bytes only", b"\0" * 1000),
        post("UTF-16", good.decode().encode("utf-16")), post("UTF-32", good.decode().encode("utf-32-le")),
        post("a byte order mark and no JSON", b"\xef\xbb\xbfinputs"), post("no UTF-8", good.replace(b'["a"]', b'["\xff\xfe"]')),
        post("a surrogate as UTF-8", good.replace(b'["a"]', b'["\xed\xa0\x80"]')),
        post("a bad escape", good.replace(b'["a"]', b'["\\x41"]')), post("a short escape", good.replace(b'["a"]', b'["\\u00"]')),
        post("random bytes", bytes((i * 167 + 13) % 256 for i in range(10_000))),
        post("a name of a megabyte", b'{"' + b"n" * 1_000_000 + b'":1}', "limits"),
        *[post(f"{name} 100,000 deep", b'{"x":' + opening * 100_000, "16 levels") for name, opening in deep],
        post("a form", b"inputs=text"), post("XML", b"<inputs/>"),
    ]  # fmt: skip


def flowers():
    """For a model of many columns."""
    def iris(name, *inputs, says=()):
        return post(f"iris: {name}", body(*inputs), *says, path=FLOWERS)

    return [
        iris("a column missing", *columns(petal_width=None), says=("petal_width",)),
        iris("a column too many", *columns(), tensor("colour"), says=("colour",)),
        iris("a text instead", tensor(), says=("text",)),
        iris("columns of unlike length", *columns(petal_width=tensor("petal_width", [2], "FP64", [1, 2])), says=("rows",)),
        iris("BYTES for a number", *columns(petal_width=tensor("petal_width", [1], "BYTES", ["1.5"])), says=("datatype",)),
        iris("BOOL for a number", *columns(petal_width=tensor("petal_width", [1], "BOOL", [True])), says=("datatype",)),
        iris("one matrix for all", tensor("x", [1, 4], "FP64", [1, 2, 3, 4]), says=("shape",)),
        iris("a column twice", *columns(), columns()[0], says=("inputs[4].name",)),
    ]


def first_version():
    """V1: `instances`."""
    def one(name, members, *says, path=V1):
        return post(f"V1: {name}", members, *says, path=path)

    row = dict.fromkeys(("sepal_length", "sepal_width", "petal_length"), 1)
    return [
        one("nothing", {}, "instances"), one("empty list", {"instances": []}, "instances"), one("null", {"instances": None}),
        one("a string", {"instances": "a"}, "instances"), one("a number in it", {"instances": ["a", 1]}, "instances[1]"),
        one("an object without a text", {"instances": [{}]}, "text"), one("mixed", {"instances": [{"text": "a"}, "b"]}, "instances[1]"),
        one("mixed the other way", {"instances": ["b", {"text": "a"}]}, "instances[1]"), one("null in it", {"instances": [None]}),
        one("1,001", {"instances": ["a"] * 1001}, "1000"), one("a million", {"instances": ["a"] * 1_000_000}, "1000"),
        one("half a pair", b'{"instances":["a","\\ud800"]}', "instances[1]", "surrogate"), one("cut", b'{"instances":["a"', "too early"),
        one("lists within", {"instances": [[1.0, 2.0]]}), one("deep", b'{"instances":' + b"[" * 100_000, "16 levels"),
        one("empty body", b"", "empty"), one("a text over its limit", {"instances": ["x" * ((1 << 20) + 1)]}, "1048576"),
        one("iris: strings", {"instances": ["a"]}, "instances[0]", path="/v1/models/iris:predict"),
        one("iris: lists", {"instances": [[1, 2, 3, 4]]}, path="/v1/models/iris:explain"),
        one("iris: a feature missing", {"instances": [row]}, "petal_width", path="/v1/models/iris:explain"),
        one("iris: a feature null", {"instances": [{**row, "petal_width": None}]}, path="/v1/models/iris:predict"),
        post("V1: predict of no model", {"instances": ["a"]}, status=404, path="/v1/models/nope:predict"),
        post("V1: explain of no model", {"instances": ["a"]}, status=404, path="/v1/models/nope:explain"),
        post("V1: another verb", {"instances": ["a"]}, status=405, path="/v1/models/spam:classify"),
        post("V1: POST without a verb", {"instances": ["a"]}, status=405, path="/v1/models/spam"),
        get("V1: GET of predict", V1), get("V1: no model", "/v1/models/nope"), get("V1: no such route", "/v1/nope"),
    ]  # fmt: skip
