"""tritonclient's asyncio HTTP client against a running predict. Argument: its port."""

import asyncio
import sys

import numpy as np
import tritonclient.http as sync
import tritonclient.http.aio as triton
from calls import MAILS, distribution, equal
from client_triton import labels, texts
from tritonclient.utils import InferenceServerException as Refusal

GOAL = ["spam", "ham"]


async def calls(client):
    equal("is_server_live", await client.is_server_live(), True)
    equal("is_server_ready", await client.is_server_ready(), True)
    equal("is_model_ready", await client.is_model_ready("spam", "champion"), True)
    equal("get_model_metadata", (await client.get_model_metadata("iris"))["name"], "iris")
    equal("get_model_config", (await client.get_model_config("spam"))["max_batch_size"], 0)
    answer = await client.infer("spam", texts(MAILS))
    equal("infer with defaults", labels(answer), GOAL)
    equal("its probabilities", all(distribution(row) for row in answer.as_numpy("probabilities")), True)
    equal("binary off", labels(await client.infer("spam", texts(MAILS, binary=False))), GOAL)
    for coding in ("gzip", "deflate"):
        found = await client.infer("spam", texts(MAILS * 40), request_compression_algorithm=coding)
        equal(f"{coding} request", labels(found), GOAL * 40)
        found = await client.infer("spam", texts(MAILS * 40), response_compression_algorithm=coding)
        equal(f"{coding} answer", labels(found), GOAL * 40)
    wanted = [sync.InferRequestedOutput("probabilities", class_count=2)]
    found = (await client.infer("spam", texts(MAILS), outputs=wanted)).as_numpy("probabilities")
    equal("classification", [each.decode().split(":")[2] for each in np.ravel(found)], ["spam", "ham", "ham", "spam"])
    many = await asyncio.gather(*(client.infer("spam", texts(MAILS)) for _ in range(50)))
    equal("50 at once", [labels(each) for each in many], [GOAL] * 50)
    equal("repository", len(await client.get_model_repository_index()), 3)
    await client.load_model("spam", query_params={"version": 1})
    equal("load_model", await client.is_model_ready("spam", "1"), True)
    await client.unload_model("spam", query_params={"version": 1})
    equal("unload_model", await client.is_model_ready("spam", "1"), False)
    equal("statistics", (await client.get_inference_statistics("spam"))["model_stats"][0]["name"], "spam")
    try:
        await client.infer("spam", texts(MAILS), model_version="9")
        equal("an unknown version", "no error", "an error")
    except Refusal as refusal:
        equal("an unknown version", "no version '9'" in str(refusal), True)


async def main():
    client = triton.InferenceServerClient(f"127.0.0.1:{sys.argv[1]}")
    try:
        await calls(client)
    finally:
        await client.close()


if __name__ == "__main__":
    asyncio.run(main())
