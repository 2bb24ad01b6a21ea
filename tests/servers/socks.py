"""A SOCKS5 server on loopback that writes down what it is asked, misbehaves when told to, and can die and come back."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

__all__ = ["Asked", "Socks", "socks"]

NAME = 3
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One connection that was asked for."""

    kind: int
    """The kind of address: 1 and 4 are IP addresses, 3 is a name."""
    host: str
    port: int
    user: str | None  # None: nobody logged in
    password: str | None  # None: as above

    @property
    def login(self) -> tuple[str | None, str | None]:
        """Whose circuit it is."""
        return self.user, self.password


@dataclass
class Socks:
    """The server; what it is told to do holds for the next connections."""

    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """Where a name leads; any other leads to 127.0.0.1."""
    replies: dict[str, int] = field(default_factory=dict)
    """The code that is answered for a host, instead of connecting."""
    accepted: int = 0
    """Connections so far, whether or not anything was asked over them."""
    wants_login: bool = False
    """Whether those without a login are turned away."""
    refuses_login: bool = False
    takes_no_login: bool = False
    splits: bool = False
    """Whether every reply comes byte by byte."""
    garbage: bytes = b""
    """What is sent instead of any protocol."""
    is_mute: bool = False
    """Whether it takes connections, and says nothing."""
    dies_after: int | None = None
    """Bytes of a tunnel's answer after which the whole server dies; `None`: never."""
    _listener: socket.socket | None = None
    _open: set[socket.socket] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        """Where it listens, as settings write it."""
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen, on the same port as before."""
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, args=(self._listener,), daemon=True).start()

    def die(self) -> None:
        """Stop listening, and break every connection."""
        listener, self._listener = self._listener, None
        with self._lock:
            opened, self._open = self._open, set()
        if listener is not None:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        for one in opened:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                self.accepted += 1
                self._keep(connection)
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _keep(self, connection: socket.socket) -> None:
        with self._lock:
            self._open.add(connection)

    def _answer(self, connection: socket.socket) -> None:
        with connection, suppress(OSError, EOFError):
            connection.settimeout(_PATIENCE)
            self._converse(connection)

    def _converse(self, connection: socket.socket) -> None:
        if self.garbage:
            connection.sendall(self.garbage)
            return
        if self.is_mute:
            _take(connection, 65536)
            return
        login = self._let_in(connection)
        if login is None:
            return
        user, password = login
        _, _, _, kind = _take(connection, 4)
        host = _host(connection, kind)
        port = int.from_bytes(_take(connection, 2), "big")
        self.asked.append(Asked(kind=kind, host=host, port=port, user=user, password=password))
        code = self.replies.get(host, 0)
        far = None if code else self._connected(host, port)
        self._say(connection, bytes([5, code if far or code else 5, 0, 1, 0, 0, 0, 0, 0, 0]))
        if far is not None:
            self._tunnel(connection, far)

    def _let_in(self, connection: socket.socket) -> tuple[str | None, str | None] | None:
        _, count = _take(connection, 2)
        methods = _take(connection, count)
        if 2 in methods and not self.takes_no_login:
            self._say(connection, b"\x05\x02")
            user, password = (
                _take(connection, _take(connection, size)[-1]).decode() for size in (2, 1)
            )  # version and length, then length alone
            self._say(connection, b"\x01\x01" if self.refuses_login else b"\x01\x00")
            return None if self.refuses_login else (user, password)
        if 0 in methods and not self.wants_login:
            self._say(connection, b"\x05\x00")
            return None, None
        self._say(connection, b"\x05\xff")
        return None

    def _connected(self, host: str, port: int) -> socket.socket | None:
        try:
            far = socket.create_connection((self.names.get(host, "127.0.0.1"), port), timeout=_PATIENCE)
        except OSError:
            return None
        self._keep(far)
        return far

    def _say(self, connection: socket.socket, data: bytes) -> None:
        if not self.splits:
            connection.sendall(data)
            return
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for n in range(len(data)):
            connection.sendall(data[n : n + 1])

    def _tunnel(self, near: socket.socket, far: socket.socket) -> None:
        up = threading.Thread(target=self._pump, args=(near, far, None), daemon=True)
        up.start()
        with far:
            self._pump(far, near, self.dies_after)
            up.join(_PATIENCE)

    def _pump(self, source: socket.socket, sink: socket.socket, dies_after: int | None) -> None:
        passed = 0
        with suppress(OSError):
            while data := source.recv(65536):
                if dies_after is not None and passed + len(data) >= dies_after:
                    sink.sendall(data[: dies_after - passed])
                    self.die()
                    return
                sink.sendall(data)
                passed += len(data)
        for one in (source, sink):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


@contextmanager
def socks() -> Iterator[Socks]:
    """A server that is alive."""
    server = Socks()
    server.start()
    try:
        yield server
    finally:
        server.die()


def _take(connection: socket.socket, count: int) -> bytes:
    taken = b""
    while len(taken) < count:
        more = connection.recv(count - len(taken))
        if not more:
            raise EOFError
        taken += more
    return taken


def _host(connection: socket.socket, kind: int) -> str:
    if kind == NAME:
        return _take(connection, _take(connection, 1)[0]).decode()
    family, size = (socket.AF_INET, 4) if kind == 1 else (socket.AF_INET6, 16)
    return socket.inet_ntop(family, _take(connection, size))
