"""Bytes on a socket and back, for requests that no HTTP client would send."""

import json
import socket
import time
from dataclasses import dataclass, field


@dataclass
class Reply:
    """status 0: the connection ended, or the time did, without an answer; `reason` says which."""

    status: int = 0
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0
    reason: str = ""

    def problem(self):
        """The members of a problem+json; none when it is no JSON object."""
        try:
            members = json.loads(self.body)
        except ValueError:
            return {}
        return members if isinstance(members, dict) else {}


def head(method, path, *headers, version="HTTP/1.1"):
    """The head of a request, by hand: nothing is escaped, nothing added but Host."""
    return "\r\n".join([f"{method} {path} {version}", "Host: check", *headers, "", ""]).encode("latin-1")


def request(method, path, body=None, content_type="application/json", headers=()):
    """A whole request, with a Content-Length and a Content-Type when there is a body."""
    lines = list(headers)
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
        if content_type:
            lines.append(f"Content-Type: {content_type}")
    return head(method, path, *lines) + (body or b"")


def chunked(*pieces):
    """The pieces as chunks, and the end."""
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def exchange(port, sent, limit=5.0, half_close=False, hang_up=False):
    """Sends all, as far as the other side takes it, and reads one answer; never waits longer than `limit` seconds."""
    begin = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=limit) as connection:
        try:
            connection.sendall(sent)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused before all was sent: the answer is there to be read all the same
        reply = Reply(reason="hung up") if hang_up else read(connection, begin + limit)
    reply.seconds = time.monotonic() - begin
    return reply


def read(connection, deadline):
    """One answer; those before it that only say 100 are left out."""
    try:
        answer = connection.makefile("rb")
        while True:
            reply = Reply()
            line = answer.readline(1000).split()
            if len(line) < 2:
                return Reply(reason="closed without an answer")
            reply.status = int(line[1])
            for header in iter(answer.readline, b"\r\n"):
                name, _, value = header.decode("latin-1").partition(":")
                reply.headers[name.lower()] = value.strip()
            if reply.status >= 200:
                break
            connection.settimeout(max(0.01, deadline - time.monotonic()))
        length = reply.headers.get("content-length")
        reply.body = answer.read(int(length)) if length else b""
        return reply
    except OSError as broken:
        return Reply(reason=f"{type(broken).__name__}: {broken}")
