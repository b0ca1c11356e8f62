"""KServe's REST client, protocol V2 and V1, against a running predict. Argument: its port."""

import asyncio
import sys

import httpx
import numpy as np
from calls import FLOWER, MAILS, distribution, equal
from kserve import InferenceRESTClient, InferInput, InferRequest, RESTConfig

GOAL = ["spam", "ham"]


def strings(output):
    found = output.as_numpy().ravel().tolist()
    return [each.decode() if isinstance(each, bytes) else each for each in found]


def output(answer, name):
    return next(each for each in answer.outputs if each.name == name)


def question(binary):
    text = InferInput("text", [len(MAILS)], "BYTES")
    text.set_data_from_numpy(np.array([mail.encode() for mail in MAILS], dtype=np.object_), binary_data=binary)
    return InferRequest(model_name="spam", infer_inputs=[text])


async def v2(base):
    client = InferenceRESTClient(RESTConfig(protocol="v2", retries=0))
    equal("V2 is_server_live", await client.is_server_live(base), True)
    equal("V2 is_server_ready", await client.is_server_ready(base), True)
    equal("V2 is_model_ready", await client.is_model_ready(base, "spam"), True)
    equal("V2 is_model_ready of none", await client.is_model_ready(base, "nobody"), False)
    for binary in (True, False):
        answer = await client.infer(base, question(binary), model_name="spam")
        equal(f"V2 infer, binary {binary}", strings(output(answer, "label")), GOAL)
        rows = output(answer, "probabilities").as_numpy()
        equal("its probabilities", rows.shape == (2, 2) and all(distribution(row) for row in rows), True)
        equal("the version that answered", answer.parameters["model_version"], "3")
    plain = {"inputs": [{"name": name, "shape": [1], "datatype": "FP64", "data": [value]} for name, value in FLOWER.items()]}
    answer = await client.infer(base, plain, model_name="iris")
    found = answer if isinstance(answer, dict) else answer.to_dict()
    equal("V2 infer of a table", next(each["data"] for each in found["outputs"] if each["name"] == "label"), ["setosa"])
    try:
        await client.infer(base, question(True), model_name="nobody")
        equal("V2 infer of no model", "no error", "an error")
    except httpx.HTTPStatusError as refusal:
        equal("V2 infer of no model", "not in the models file" in str(refusal), True)


async def v1(base):
    client = InferenceRESTClient(RESTConfig(protocol="v1", retries=0))
    equal("V1 is_model_ready", await client.is_model_ready(base, "spam"), True)
    answer = await client.infer(base, {"instances": MAILS}, model_name="spam")
    equal("V1 infer", [each["label"] for each in answer["predictions"]], GOAL)
    answer = await client.infer(base, {"instances": [{"text": mail} for mail in MAILS]}, model_name="spam")
    equal("V1 infer of objects", [each["label"] for each in answer["predictions"]], GOAL)
    answer = await client.infer(base, {"instances": [FLOWER]}, model_name="iris")
    equal("V1 infer of a table", answer["predictions"][0]["label"], "setosa")
    answer = await client.explain(base, "spam", {"instances": MAILS})
    why = answer["explanations"]
    equal("V1 explain", [each["label"] for each in why], GOAL)
    exact = all(abs(each["bias"] + sum(c["contribution"] for c in each["contributions"]) - each["score"]) < 1e-9 for each in why)
    equal("which sums to the score", exact, True)


async def main():
    base = f"http://127.0.0.1:{sys.argv[1]}"
    await v2(base)
    await v1(base)


if __name__ == "__main__":
    asyncio.run(main())
