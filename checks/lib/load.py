"""A load by Load.java: at a rate, or each connection with its next request when the last is answered."""

import json
import subprocess
import tempfile

from lib.house import JAVA
from lib.prepared import program


def written(folder, bodies):
    """A file of bodies, each bytes or (bytes, "Name: value"), behind a line with its length and its header."""
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        for body in bodies:
            body, header = body if isinstance(body, tuple) else (body, "")
            file.write(f"{len(body)} {header}".rstrip().encode() + b"\n" + body)
    return file.name


class Load:
    """POSTs to one path; without a header of their own the bodies are JSON."""

    def __init__(self, folder, port, path, bodies):
        self.port = port
        self.path = path
        self.bodies = written(folder, bodies)

    def send(self, connections, seconds, rate=0):
        """What Load.java saw; `rate` 0: as fast as they are answered. Times in ms."""
        command = [JAVA, "-XX:+UseSerialGC", "-Xmx256m", *program("Load"), self.port, self.path, self.bodies]
        command += [connections, rate, seconds]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(done.stderr[:1000])
        return json.loads(done.stdout)
