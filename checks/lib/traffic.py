"""Clients that behave: they ask a replica's readiness several times a second, and leave one that stops."""

import http.client
import threading


class Replicas:
    """Those that a client may use: their /health/ready was 200 when it was asked last."""

    def __init__(self, running):
        self.running = list(running)
        self.ready = []
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def look(self):
        self.ready = [function for function in list(self.running) if function.client.get("/health/ready", limit=2).ok]

    def watch(self):
        while not self.ended.wait(0.1):
            self.look()

    def port(self, number=0):
        """Of one that is ready; None when none is."""
        ready = self.ready
        return ready[number % len(ready)].port if ready else None

    def __enter__(self):
        self.look()
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join(10)


class Threads:
    """For a `with` block, `run` in so many threads, each told its number; it goes on until `ended`."""

    def __init__(self, count, patience):
        self.patience = patience  # seconds for each to end
        self.ended = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(n,), daemon=True) for n in range(count)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        for thread in self.threads:
            thread.join(self.patience)


class Connections(Threads):
    """So many kept-alive connections that post the same body without pause to a replica that is ready."""

    def __init__(self, count, replicas, path, body):
        self.replicas = replicas
        self.path = path
        self.body = body
        self.answers = [0] * count
        self.failures = []
        super().__init__(count, patience=40)

    def run(self, number):
        connection, used = None, None
        while not self.ended.wait(0.02):
            port = self.replicas.port(number)
            if connection is None or port != used:
                if connection:
                    connection.close()
                connection, used = http.client.HTTPConnection("127.0.0.1", port or 1, timeout=30), port
            try:
                connection.request("POST", self.path, self.body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                answer.read()
                self.answers[number] += 1
                if answer.status != 200:
                    self.failures.append(str(answer.status))
                if answer.getheader("Connection", "").lower() == "close":
                    connection = connection.close()
            except (OSError, http.client.HTTPException) as broken:
                self.failures.append(f"{type(broken).__name__}: {broken}")
                connection = connection.close()
