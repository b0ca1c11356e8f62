"""tritonclient's synchronous HTTP client against a running predict. Argument: its port."""

import sys

import numpy as np
import tritonclient.http as triton
from calls import FLOWER, MAILS, distribution, equal, refused, tell
from tritonclient.utils import InferenceServerException as Refusal


def texts(mails, binary=True):
    text = triton.InferInput("text", [len(mails)], "BYTES")
    text.set_data_from_numpy(np.array([mail.encode() for mail in mails], dtype=np.object_), binary_data=binary)
    return [text]


def columns(type_, dtype):
    made = []
    for name, value in FLOWER.items():
        column = triton.InferInput(name, [1, 1], type_)
        column.set_data_from_numpy(np.array([[value]], dtype=dtype))
        made.append(column)
    return made


def labels(result):
    found = result.as_numpy("label").tolist()
    return [label.decode() if isinstance(label, bytes) else label for label in found]


def server(client):
    equal("is_server_live", client.is_server_live(), True)
    equal("is_server_ready", client.is_server_ready(), True)
    about = client.get_server_metadata()
    equal("get_server_metadata: name", about["name"], "millrace")
    for extension in ("binary_tensor_data", "classification", "model_repository", "statistics"):
        equal(f"extension {extension}", extension in about["extensions"], True)


def models(client):
    for model, version, goal in (
        ("spam", "", True),
        ("spam", "3", True),
        ("spam", "champion", True),
        ("spam", "previous", True),
        ("spam", "99", False),
        ("nobody", "", False),
    ):
        equal(f"is_model_ready({model!r}, {version!r})", client.is_model_ready(model, version), goal)
    about = client.get_model_metadata("spam")
    equal("get_model_metadata: inputs", about["inputs"], [{"name": "text", "datatype": "BYTES", "shape": [-1]}])
    equal("get_model_metadata: versions", about["versions"], ["2", "3"])
    equal("of one version", client.get_model_metadata("spam", "2")["properties"]["version"], "2")
    equal("get_model_config: input", client.get_model_config("spam")["input"][0]["data_type"], "TYPE_STRING")
    equal("of an unknown model", refusal(lambda: client.get_model_metadata("nobody")), "404")


def refusal(call):
    try:
        call()
        return "no error"
    except Refusal as error:
        return error.status()


def inference(client):
    goal = ["spam", "ham"]
    defaults = client.infer("spam", texts(MAILS))
    equal("infer with defaults: labels", labels(defaults), goal)
    probabilities = defaults.as_numpy("probabilities")
    equal("its probabilities: shape, dtype", (probabilities.shape, str(probabilities.dtype)), ((2, 2), "float64"))
    tell("each row sums to 1", all(distribution(row) for row in probabilities), probabilities.sum(axis=1))
    equal("its prediction ids differ", len(set(defaults.as_numpy("prediction_id").tolist())), 2)
    equal("the version that answered", defaults.get_response()["model_version"], "3")
    equal("binary off", labels(client.infer("spam", texts(MAILS, binary=False))), goal)
    for coding in ("gzip", "deflate"):
        equal(f"{coding} request", labels(client.infer("spam", texts(MAILS), request_compression_algorithm=coding)), goal)
        answer = client.infer("spam", texts(MAILS * 40), response_compression_algorithm=coding)
        equal(f"{coding} answer", labels(answer), goal * 40)
    both = client.infer("spam", texts(MAILS), request_compression_algorithm="gzip", response_compression_algorithm="gzip")
    equal("both", labels(both), goal)
    for binary in (True, False):
        wanted = [triton.InferRequestedOutput(name, binary_data=binary) for name in ("label", "probabilities")]
        answer = client.infer("spam", texts(MAILS), outputs=wanted, request_id="42")
        equal(f"named outputs, binary {binary}", labels(answer), goal)
        tell("with the same numbers", np.allclose(answer.as_numpy("probabilities"), probabilities))
        equal("and the id", answer.get_response()["id"], "42")
        equal("and nothing else", [output["name"] for output in answer.get_response()["outputs"]], ["label", "probabilities"])
    mixed = [triton.InferRequestedOutput("label", binary_data=False), triton.InferRequestedOutput("probabilities")]
    equal("one output binary, one not", labels(client.infer("spam", texts(MAILS), outputs=mixed)), goal)
    why = client.infer("spam", texts(MAILS[:1]), outputs=[triton.InferRequestedOutput("explanation")])
    tell("an explanation", b"contributions" in why.as_numpy("explanation")[0], why.as_numpy("explanation")[0][:40])
    equal("a batch of 64", labels(client.infer("spam", texts(MAILS * 32))), goal * 32)
    equal("by version", client.infer("spam", texts(MAILS), model_version="2").get_response()["model_version"], "2")
    old = client.infer("spam", texts(MAILS), model_version="previous")
    equal("by alias", old.get_response()["model_version"], "2")
    equal("with a timeout", labels(client.infer("spam", texts(MAILS), timeout=5_000_000)), goal)
    for type_, dtype in (("FP64", np.float64), ("FP32", np.float32), ("FP16", np.float16)):
        equal(f"columns of {type_}", labels(client.infer("iris", columns(type_, dtype))), ["setosa"])
    waiting = [client.async_infer("spam", texts(MAILS)) for _ in range(4)]
    equal("async_infer", [labels(each.get_result()) for each in waiting], [goal] * 4)


def classification(client):
    wanted = [triton.InferRequestedOutput("probabilities", class_count=1)]
    found = client.infer("spam", texts(MAILS), outputs=wanted).as_numpy("probabilities")
    equal("classification: shape", found.shape, (2, 1))
    equal("value:index:label", [each.decode().split(":")[1:] for each in found[:, 0]], [["1", "spam"], ["0", "ham"]])
    more = [triton.InferRequestedOutput("probabilities", class_count=9, binary_data=False)]
    equal("more classes than there are", client.infer("iris", columns("FP64", np.float64), outputs=more).as_numpy("probabilities").shape, (1, 3))


def repository(client):
    states = {(each["name"], each["version"]): each["state"] for each in client.get_model_repository_index()}
    equal("get_model_repository_index", states, {("spam", "3"): "READY", ("spam", "2"): "READY", ("iris", "1"): "READY"})
    client.load_model("spam")
    tell("load_model", True)
    client.load_model("spam", query_params={"version": 1})
    equal("load_model of one version", client.is_model_ready("spam", "1"), True)
    equal("which answers when named", client.infer("spam", texts(MAILS), model_version="1").get_response()["model_version"], "1")
    client.unload_model("spam", query_params={"version": 1})
    equal("unload_model of one version", client.is_model_ready("spam", "1"), False)
    client.load_model("spam", config='{"version_policy": {"specific": {"versions": [1]}}}')
    equal("load_model by a configuration", client.is_model_ready("spam", "1"), True)
    client.unload_model("spam")
    equal("unload_model lets go of it", client.is_model_ready("spam", "1"), False)
    equal("the champion stays", client.is_model_ready("spam"), True)
    refused("load_model of no version", lambda: client.load_model("spam", query_params={"version": 77}), Refusal, "not in the registry")
    refused("load_model of no model", lambda: client.load_model("nobody"), Refusal, "nobody")


def statistics(client):
    before = client.get_inference_statistics("spam", "3")["model_stats"][0]
    client.infer("spam", texts(MAILS))
    after = client.get_inference_statistics("spam", "3")["model_stats"][0]
    equal("get_inference_statistics: rows", after["inference_count"] - before["inference_count"], 2)
    equal("requests", after["execution_count"] - before["execution_count"], 1)
    tell("time", after["inference_stats"]["success"]["ns"] > before["inference_stats"]["success"]["ns"])
    equal("of all models", len(client.get_inference_statistics()["model_stats"]), 3)


def refusals(client):
    short = triton.InferInput("text", [3], "BYTES")
    short.set_data_from_numpy(np.array([b"a"] * 3, dtype=np.object_))
    short._shape = [4]
    refused("fewer elements than the shape says", lambda: client.infer("spam", [short]), Refusal, "row 3")
    refused("an unknown model", lambda: client.infer("nobody", texts(MAILS)), Refusal, "not in the models file")
    refused("an unknown version", lambda: client.infer("spam", texts(MAILS), model_version="9"), Refusal, "no version '9'")
    unknown = [triton.InferRequestedOutput("nothing")]
    refused("an unknown output", lambda: client.infer("spam", texts(MAILS), outputs=unknown), Refusal, "'nothing'")
    refused("texts for a table", lambda: client.infer("iris", texts(MAILS)), Refusal, "'text'")
    other = triton.InferInput("text", [1], "INT32")
    other.set_data_from_numpy(np.array([1], dtype=np.int32))
    refused("numbers for a text", lambda: client.infer("spam", [other]), Refusal, "expected BYTES")


def main():
    client = triton.InferenceServerClient(f"127.0.0.1:{sys.argv[1]}", concurrency=4)
    try:
        for part in (server, models, inference, classification, repository, statistics, refusals):
            part(client)
    finally:
        client.close()


if __name__ == "__main__":
    main()
