"""Toxiproxy between a function and what it needs: slow, narrow, cut."""

import os
import shutil
import subprocess

from lib.client import Client, until
from lib.house import HOUSE, free_port

VERSION = "v2.12.0"


def program():
    """The one on the path, else one that Go builds into target/tools."""
    tools = HOUSE / "target" / "tools"
    found = shutil.which("toxiproxy-server") or shutil.which("toxiproxy-server", path=str(tools))
    if found:
        return found
    if not shutil.which("go"):
        raise RuntimeError("neither toxiproxy-server nor go, to build it, is on the path: install one of them")
    tools.mkdir(parents=True, exist_ok=True)
    command = ["go", "install", f"github.com/Shopify/toxiproxy/v2/cmd/server@{VERSION}"]
    subprocess.run(command, env={**os.environ, "GOBIN": str(tools)}, check=True, capture_output=True, timeout=600)
    (tools / "server").rename(tools / "toxiproxy-server")
    return str(tools / "toxiproxy-server")


class Proxies:
    """The proxy's process; for a `with` block."""

    def __init__(self):
        port = free_port()
        command = [program(), "-host", "127.0.0.1", "-port", str(port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.client = Client(f"http://127.0.0.1:{port}")
        until("toxiproxy", 10, lambda: self.client.get("/version", limit=2).ok)

    def call(self, method, path, body=None):
        answer = self.client.send(method, path, body)
        if not answer.ok:
            raise RuntimeError(f"toxiproxy: {method} {path}: {answer.status} {answer.text()[:200]}")

    def to(self, name, port):
        return Link(self, name, port)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)


class Link:
    """A way to a server's port, with a port of its own."""

    def __init__(self, proxies, name, upstream):
        self.proxies = proxies
        self.path = f"/proxies/{name}"
        self.port = free_port()
        self.toxics = []
        places = {"listen": f"127.0.0.1:{self.port}", "upstream": f"127.0.0.1:{upstream}"}
        proxies.call("POST", "/proxies", {"name": name, "enabled": True, **places})

    def spoil(self, kind, stream="downstream", **attributes):
        """Adds a toxic; kinds and attributes as Toxiproxy names them."""
        name = f"{kind}-{stream}"
        self.proxies.call(
            "POST", f"{self.path}/toxics", {"name": name, "type": kind, "stream": stream, "attributes": attributes}
        )
        self.toxics.append(name)

    def clear(self):
        while self.toxics:
            self.proxies.call("DELETE", f"{self.path}/toxics/{self.toxics.pop()}")

    def cut(self):
        """Closes every connection and takes no new one."""
        self.proxies.call("POST", self.path, {"enabled": False})

    def mend(self):
        self.proxies.call("POST", self.path, {"enabled": True})
