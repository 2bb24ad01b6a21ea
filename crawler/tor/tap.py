"""A proxy before the proxy, on loopback: it passes bytes on, counts what goes through, and can be pulled out."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from types import TracebackType

from crawler.way_proxy import Gate

__all__ = ["Tap"]

_PATIENCE = 60.0
_MOST_NOTED = 4096  # bytes of a connection: what is asked for stands at its beginning


class Tap:
    """Listens while it is entered, until it is pulled."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open, self._lock = set[socket.socket](), threading.Lock()
        self.heard: list[bytes] = []
        """How each connection began."""

    @property
    def port(self) -> int:
        """Where it listens, or did."""
        return self._port

    def __enter__(self) -> Tap:
        self._port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._serve, name="tap", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pull()

    def pull(self) -> None:
        """Listen no more, and break what is open."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for each in self._open:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def _serve(self) -> None:
        with suppress(OSError):  # it was pulled
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._pass_on, args=(near,), name="tap", daemon=True).start()

    def _pass_on(self, near: socket.socket) -> None:
        with near, suppress(OSError), self._far() as far:
            with self._lock:
                self._open |= {near, far}
                self.heard.append(b"")
                place = len(self.heard) - 1
            back = threading.Thread(target=_pump, args=(far, near), name="tap", daemon=True)
            back.start()
            self._pump_noted(near, far, place)
            back.join(_PATIENCE)
            with self._lock:
                self._open -= {near, far}

    def _far(self) -> socket.socket:
        if self._gate.port is not None:
            return socket.create_connection((self._gate.host, self._gate.port), timeout=_PATIENCE)
        far = socket.socket(socket.AF_UNIX)
        far.connect(self._gate.host)
        return far

    def _pump_noted(self, near: socket.socket, far: socket.socket, place: int) -> None:
        with suppress(OSError):
            while data := near.recv(65536):
                self.heard[place] = (self.heard[place] + data)[:_MOST_NOTED]
                far.sendall(data)
            far.shutdown(socket.SHUT_WR)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
