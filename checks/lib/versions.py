"""Kept-alive connections that ask for a prediction now and then, and notice by which version it is."""

import http.client
import json

from lib.traffic import Threads

PAUSE = 0.1  # seconds between two questions of a connection


class Versions(Threads):
    """For a `with` block; `restart` forgets what was seen before it."""

    def __init__(self, port, question, connections=4):
        self.port = port
        self.body = json.dumps(question)
        self.restart()
        super().__init__(connections, patience=15)

    def restart(self):
        self.found, self.answers = set(), 0
        self.since = getattr(self, "since", 0) + 1

    def seen(self):
        return set(self.found)

    def run(self, _):
        connection = None
        while not self.ended.wait(PAUSE):
            since = self.since
            connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
            try:
                connection.request("POST", "/predict", self.body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                body = answer.read()
            except (OSError, http.client.HTTPException):
                connection = connection.close()  # the load beside it counts failures
                continue
            if answer.status == 200 and since == self.since:
                self.answers += 1
                self.found.add(int(json.loads(body)["model_version"]))
