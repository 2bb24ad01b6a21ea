"""An HTTP proxy on loopback that knows CONNECT only, and writes down what it is asked."""

from __future__ import annotations

import socket
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

__all__ = ["Connect", "connect"]

_PATIENCE = 60.0


@dataclass
class Connect:
    """The proxy; what it is told to do holds for the next connections."""

    port: int
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    """Host and port, and the login that came with them."""
    heads: list[str] = field(default_factory=list)
    """All that was sent before the tunnel."""
    login: str | None = None  # None: anybody may
    says: bytes = b""
    """What it answers, if anything, instead of opening a tunnel."""

    @property
    def url(self) -> str:
        """Its address, as settings write it."""
        return f"http://127.0.0.1:{self.port}"

    def answer(self, near: socket.socket) -> None:
        """Answer one client."""
        with near, suppress(OSError):
            near.settimeout(_PATIENCE)
            head = b""
            while not head.endswith(b"\r\n\r\n") and (more := near.recv(4096)):
                head += more
            self._open(near, head.decode("latin-1"))

    def _open(self, near: socket.socket, head: str) -> None:
        self.heads.append(head)
        first, *lines = head.split("\r\n")
        place = first.split(" ")[1] if first.startswith("CONNECT ") else first
        tokens = [line.removeprefix("Proxy-Authorization: Basic ") for line in lines if "Basic " in line]
        login = b64decode(tokens[0]).decode() if tokens else None
        self.asked.append((place, login))
        if self.says:
            near.sendall(self.says)
        elif self.login is not None and login != self.login:
            near.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
        else:
            far = socket.create_connection(("127.0.0.1", int(place.rpartition(":")[2])), timeout=_PATIENCE)
            near.sendall(b"HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n")
            up = threading.Thread(target=_pump, args=(near, far), daemon=True)
            up.start()
            with far:
                _pump(far, near)
                up.join(_PATIENCE)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for one in (source, sink):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)


@contextmanager
def connect() -> Iterator[Connect]:
    """A proxy that is alive."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        proxy = Connect(port=listener.getsockname()[1])

        def serve() -> None:
            with suppress(OSError):
                while True:
                    near, _ = listener.accept()
                    threading.Thread(target=proxy.answer, args=(near,), daemon=True).start()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)
