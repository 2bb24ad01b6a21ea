"""A proxy before a server that refuses a part of what it is given, or is away, as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from typing import Any
from urllib.parse import urlsplit

__all__ = ["Meddler", "meddling"]

_PASSED = ("content-type", "accept", "authorization")


@dataclass(slots=True, kw_only=True)
class Meddler:
    """What it does to what passes."""

    url: str
    is_away: bool = False
    """Whether connections are closed unanswered."""
    busy: float = 0.0
    """Which part of the items of a bulk request is answered with 429, and not passed on."""
    largest: int | None = None  # None: as large as may be; else in bytes: larger bulk requests are answered with 413
    whole: int | None = None  # None: bulk requests pass; else the status that they are answered with
    on_bulk: Callable[[], None] | None = None  # None: nothing; else called while the server has one to answer
    cut: int = 0
    """How many bulk requests the server had when it ended, and never answered."""
    chance: Random = field(default_factory=lambda: Random(7))
    refused: int = 0
    """How many items were refused so far."""


@contextmanager
def meddling(server: str) -> Iterator[Meddler]:
    """A proxy on loopback before *server*."""
    place = urlsplit(server)
    meddler = Meddler(url="")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if meddler.is_away:
                self.close_connection = True
                return
            is_bulk = self.path.split("?")[0].endswith("/_bulk")
            if is_bulk and meddler.largest is not None and len(body) > meddler.largest:
                self._answer(413, {"error": {"type": "too_large", "reason": "told to"}, "status": 413})
                return
            if is_bulk and meddler.whole is not None:
                self._answer(meddler.whole, {"error": {"type": "busy", "reason": "told to"}, "status": meddler.whole})
                return
            if is_bulk and meddler.busy:
                body, told = _thinned(body, meddler)
                if body:
                    self._forward(body, told, is_bulk=True)
                else:
                    self._write(200, self.headers.get("Accept") or "", told(b'{"errors":true,"took":0,"items":[]}'))
            else:
                self._forward(body, bytes, is_bulk=is_bulk)

        def _forward(self, body: bytes, told: Callable[[bytes], bytes], *, is_bulk: bool = False) -> None:
            connection = HTTPConnection(place.hostname or "", place.port, timeout=60)
            headers = {name: value for name, value in self.headers.items() if name.lower() in _PASSED}
            try:
                connection.request(self.command, self.path, body, headers)
                if is_bulk and meddler.on_bulk is not None:
                    meddler.on_bulk()
                answer = connection.getresponse()
                status, kind, said = answer.status, answer.headers.get("Content-Type"), answer.read()
            except (OSError, HTTPException):
                meddler.cut += is_bulk
                self.close_connection = True
                return
            finally:
                connection.close()
            self._write(status, kind or "application/json", told(said))

        def _answer(self, status: int, said: dict[str, Any]) -> None:
            self._write(status, self.headers.get("Accept") or "application/json", json.dumps(said).encode())

        def _write(self, status: int, kind: str, said: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(said)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _pass  # noqa: N815 - the names are http.server's

        def log_message(self, *_: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    meddler.url = f"http://127.0.0.1:{httpd.server_port}"
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    try:
        yield meddler
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()


def _thinned(body: bytes, meddler: Meddler) -> tuple[bytes, Callable[[bytes], bytes]]:
    """A bulk request without the items that are refused, and what puts them into the answer."""
    lines = body.splitlines()
    kept: list[bytes] = []
    refused: dict[int, dict[str, Any]] = {}
    place, number = 0, 0
    while place < len(lines):
        action = json.loads(lines[place])
        size = 1 if "delete" in action else 2
        if meddler.chance.random() < meddler.busy:
            (verb, what), *_ = action.items()
            error = {"type": "es_rejected_execution_exception", "reason": "rejected execution"}
            refused[number] = {verb: {**what, "status": 429, "error": error}}
        else:
            kept += lines[place : place + size]
        place, number = place + size, number + 1
    meddler.refused += len(refused)

    def told(answer: bytes) -> bytes:
        said = json.loads(answer)
        rest = iter(said["items"])
        said["items"] = [refused[n] if n in refused else next(rest) for n in range(number)]
        return json.dumps(said).encode()

    return b"".join(line + b"\n" for line in kept), told
