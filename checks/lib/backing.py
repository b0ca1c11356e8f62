"""A broker and a database of their own, for checks that start the functions one by one."""

import json
import os
import subprocess
from pathlib import Path

from lib.house import HOUSE, JAVA, QUIET, STANDALONE, Running, free_port

OWN_ROLE = ("clean", "train", "predict")


class Backing:
    """Starts them on `folder`; they end with the `with` block."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.models = HOUSE / "samples" / "models.yml"
        source = Path(__file__).with_name("Backing.java")
        self.log = open(self.folder / "backing.log", "wb")
        self.process = subprocess.Popen(
            [JAVA, *QUIET, "-XX:+UseSerialGC", "-cp", STANDALONE, source, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
        )
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("no broker and database: " + (self.folder / "backing.log").read_text()[-2000:])
        self.places = json.loads(line)
        for name in OWN_ROLE:
            (self.folder / name).write_text(f"check-millrace_{name}")
            os.chmod(self.folder / name, 0o600)

    def environment(self, name):
        """What a function is told, and no more, since it refuses what it does not know; the password in a file."""
        told = {
            "MILLRACE_MODELS_FILE": str(self.models),
            "MILLRACE_HOST": "127.0.0.1",
            "MILLRACE_DRAIN_DELAY": "0s",
        }
        if name in ("ingest", "clean"):
            told["MILLRACE_KAFKA"] = self.places["kafka"]
        if name in OWN_ROLE:
            told["MILLRACE_DATABASE_URL"] = self.places["database"]
            told[f"MILLRACE_{name.upper()}_DATABASE_PASSWORD_FILE"] = str(self.folder / name)
        return told

    def start(self, name, *arguments, **environment):
        """One function alone, straight from its jar."""
        port = free_port()
        jar = HOUSE / "functions" / name / "target" / f"{name}.jar"
        heap = "-Xmx2g" if name == "train" else "-Xmx256m"
        command = [JAVA, *QUIET, "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", heap, "-jar", jar, *arguments]
        own_port = {f"MILLRACE_{name.upper()}_PORT": str(port)}
        return Running(command, port, {**self.environment(name), **own_port, **environment})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()
