"""The peers: Flask and FastAPI services with scikit-learn, trained on the documents that Millrace trains on."""

import base64
import hashlib
import json
import subprocess
from pathlib import Path

from lib.environments import environment
from lib.house import HOUSE, JAVA, STANDALONE, Running, free_port
from lib.pipeline import sample

HERE = Path(__file__).parent
WORKERS = 2  # of gunicorn and uvicorn: the machine's cores


def split(name):
    """The sample documents by side: those that train learns from, and those it holds out."""
    documents = sample(name)
    lines = "".join(base64.b64encode(each["text"].encode()).decode() + "\n" for each in documents)
    command = [str(part) for part in (JAVA, "-cp", STANDALONE, HERE / "Sides.java")]
    sides = subprocess.run(command, input=lines, capture_output=True, text=True, check=True).stdout.split()
    return tuple([d for d, at in zip(documents, sides) if at == side] for side in ("TRAIN", "HOLDOUT"))


class Twins:
    """Installs, and trains when the documents are others than the last time. `flask` and `fastapi` start a service."""

    def __init__(self, documents, ngrams=2):
        lines = "".join(json.dumps(document) + "\n" for document in documents)
        version = hashlib.sha256(lines.encode()).hexdigest()[:12]
        self.model = HOUSE / "target" / "peers" / f"model-{version}-{ngrams}"
        if not (self.model / "about.json").exists():
            self.model.mkdir(parents=True, exist_ok=True)
            (self.model / "documents.jsonl").write_text(lines)
            python = environment("peers/flask", HERE / "flask.txt") / "bin" / "python"
            command = [python, HERE / "twin" / "train.py", self.model / "documents.jsonl", self.model, str(ngrams)]
            subprocess.run(command, check=True)

    def flask(self):
        """Two sync workers: of gunicorn's kinds the one that answers most here, since the model keeps a core busy."""
        program = environment("peers/flask", HERE / "flask.txt") / "bin" / "gunicorn"
        port = free_port()
        address = f"127.0.0.1:{port}"
        return self.running([program, "-b", address, "-w", WORKERS, "--log-level", "warning", "flask_app:app"], port)

    def fastapi(self):
        program = environment("peers/fastapi", HERE / "fastapi.txt") / "bin" / "uvicorn"
        port = free_port()
        quiet = ["--no-access-log", "--log-level", "warning"]
        return self.running([program, "--port", port, "--workers", WORKERS, *quiet, "fastapi_app:app"], port)

    def running(self, command, port):
        """With one thread for each worker's algebra: more of them than cores would only get into each other's way."""
        told = {"TWIN_MODEL": str(self.model), "PYTHONPATH": str(HERE / "twin"), "PYTHONDONTWRITEBYTECODE": "1"}
        return Running(command, port, {**told, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"})
