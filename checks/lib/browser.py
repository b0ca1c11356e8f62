"""A real headless Chromium, driven by its own driver over the WebDriver protocol."""

import base64
import shutil
import subprocess
import tempfile

from lib.client import Client, until
from lib.house import free_port

# Without the quiet ones Chromium looks up hosts of its maker at every start, and waits where there is no network.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1200,1600",
]


class Browser:
    def __init__(self):
        chromium = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")
        driver = shutil.which("chromedriver")
        if not chromium or not driver:
            raise RuntimeError("needs Chromium and its driver: as 'apt install chromium chromium-driver'")
        port = free_port()
        self.profile = tempfile.TemporaryDirectory(prefix="millrace-chromium-")
        self.driver = subprocess.Popen(
            [driver, f"--port={port}"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.client = Client(f"http://127.0.0.1:{port}")
        until("chromedriver", 20, lambda: self.client.get("/status", limit=2).ok)
        options = {"binary": chromium, "args": [*FLAGS, f"--user-data-dir={self.profile.name}"]}
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        session = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = f"/session/{session['sessionId']}"

    def ask(self, method, path, body=None):
        answer = self.client.send(method, path, body)
        if not answer.ok:
            raise RuntimeError(f"chromedriver: {answer.text()[:500]}")
        return answer.json()["value"]

    def open(self, url):
        self.ask("POST", f"{self.session}/url", {"url": url})

    def run(self, script):
        return self.ask("POST", f"{self.session}/execute/sync", {"script": script, "args": []})

    def complaints(self):
        """What the page wrote to the console as an error since the last call."""
        entries = self.ask("POST", f"{self.session}/se/log", {"type": "browser"})
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]

    def picture(self, file):
        file.write_bytes(base64.b64decode(self.ask("GET", f"{self.session}/screenshot")))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.client.send("DELETE", self.session, limit=10)
        finally:
            self.driver.terminate()
            self.driver.wait(10)
            self.profile.cleanup()
