"""An HTTP server on loopback that misbehaves as it is asked to, by path."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from time import monotonic

import brotli  # type: ignore[import-untyped]  # it has no stubs

try:
    from compression import zstd  # type: ignore[import-not-found]  # Python 3.14 has it
except ImportError:
    from backports import zstd

__all__ = ["PAGE", "Hostile", "Trap", "answered", "hostile", "raw_deflate", "trap", "zstd"]

PAGE = b"<!doctype html><title>Accueil</title><p>" + "Société générale de forums. ".encode() * 40
_ZEROS = bytes(1024 * 1024)
_BOMB = 64  # MiB


def _zlib_bomb(bits: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, bits)
    return b"".join(packer.compress(_ZEROS) for _ in range(_BOMB)) + packer.flush()


def _brotli_bomb() -> bytes:
    packer = brotli.Compressor(quality=1)
    return b"".join(packer.process(_ZEROS) for _ in range(_BOMB)) + bytes(packer.finish())


def _zstd_bomb() -> bytes:
    packer = zstd.ZstdCompressor()
    return b"".join(packer.compress(_ZEROS) for _ in range(_BOMB)) + bytes(packer.flush())


def raw_deflate(data: bytes) -> bytes:
    """*data* deflated without the head that it should have."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _answer(body: bytes, *lines: str, status: str = "200 OK", kind: str = "text/html; charset=utf-8") -> bytes:
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", *lines]
    return "\r\n".join([*head, "", ""]).encode("latin-1") + body


def _packed(encoding: str, body: bytes) -> bytes:
    return _answer(body, f"Content-Encoding: {encoding}")


_CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
_REFRESH = b'<meta http-equiv="refresh" content="0;url=http://127.0.0.1:1/">'
_COOKIES = (
    *(
        "",
        "=",
        ";",
        "a",
        "=a",
        "a=b; Domain=",
        "a=b; Domain=.",
        "a=b; Domain=..",
        "a=b; Domain=com",
        "a=b; Domain=[::1]",
    ),
    *("a=b; Domain=\xff.example", "\xff=\xfe", "a=b; Expires=never", "a=b; Expires=Thu, 99 Foo 99999 99:99:99 GMT"),
    *(
        "a=b; Max-Age=x",
        "a=b; Max-Age=99999999999999999999",
        "a=b; Path=\xff",
        "a=" + "b" * 9000,
        'a="',
        "a=b; Version=x",
    ),
    *("a=b; Domain=" + "a." * 300, "a=b; Port=x", "$Version=1; a=b", "a=b; Domain=1.2.3.4", "a=b; Domain=xn--\xff"),
)
_PDF = b"%PDF-1.7\n1 0 obj\n" + PAGE

_PAGES: dict[str, Callable[[], bytes]] = {
    "/": lambda: _answer(PAGE),
    "/robots.txt": lambda: _answer(b"User-agent: *\nDisallow: /members/\n", kind="text/plain"),
    "/rules": lambda: _answer(b"User-agent: *\nDisallow: /gzip\n", kind="text/plain"),
    "/raises": lambda: _answer(PAGE),
    "/members/list": lambda: _answer(PAGE),
    "/empty": lambda: _answer(b""),
    "/nothing-packed": lambda: _packed("gzip", b""),
    "/gzip": lambda: _packed("gzip", gzip.compress(PAGE)),
    "/gzip-in-two": lambda: _packed("gzip", gzip.compress(PAGE[:99]) + gzip.compress(PAGE[99:])),
    "/gzip-padded": lambda: _packed("x-gzip", gzip.compress(PAGE) + bytes(64)),
    "/zlib": lambda: _packed("deflate", zlib.compress(PAGE)),
    "/raw-deflate": lambda: _packed("deflate", raw_deflate(PAGE)),
    "/br": lambda: _packed("br", brotli.compress(PAGE)),
    "/zstd": lambda: _packed("zstd", zstd.compress(PAGE)),
    "/zstd-in-two": lambda: _packed("zstd", zstd.compress(PAGE[:99]) + zstd.compress(PAGE[99:])),
    "/stacked": lambda: _packed("gzip, br", brotli.compress(gzip.compress(PAGE))),
    "/odd-encoding": lambda: _packed("UTF-8", PAGE),
    "/unknown-encoding": lambda: _packed("rot13", PAGE),
    "/thrice": lambda: _packed("gzip, gzip, gzip", gzip.compress(gzip.compress(gzip.compress(PAGE)))),
    "/bomb-gzip": lambda: _packed("gzip", _zlib_bomb(31)),
    "/bomb-zlib": lambda: _packed("deflate", _zlib_bomb(15)),
    "/bomb-raw-deflate": lambda: _packed("deflate", _zlib_bomb(-15)),
    "/bomb-br": lambda: _packed("br", _brotli_bomb()),
    "/bomb-zstd": lambda: _packed("zstd", _zstd_bomb()),
    "/bomb-stacked": lambda: _packed("gzip, gzip", gzip.compress(_zlib_bomb(31))),
    "/bomb-five": lambda: _packed("br, zstd, gzip, gzip, gzip", gzip.compress(_zlib_bomb(31))),
    "/bomb-of-nothing": lambda: _packed("gzip, gzip", gzip.compress(gzip.compress(b"") * 1_000_000)),
    "/links-packed": lambda: _packed("gzip", gzip.compress(b"<a href=/x>x</a>" * 10_000_000, 1)),
    "/links": lambda: _answer(b"".join(b"<a href=/%d>x</a>" % n for n in range(480_000))),
    "/line-breaks": lambda: _answer(b"<html><body>" + b"<br>" * 2_500_000 + b"</body></html>"),
    "/deep": lambda: _answer(b"<html><body>" + b"<div>" * 1_500_000 + b"</body></html>"),
    "/gzip-cut": lambda: _packed("gzip", gzip.compress(PAGE)[:-20]),
    "/gzip-broken": lambda: _packed("gzip", gzip.compress(PAGE)[:30] + b"\xff" * 60),
    "/br-broken": lambda: _packed("br", b"\xff" * 60),
    "/zstd-broken": lambda: _packed("zstd", b"\xff" * 60),
    "/announces-much": lambda: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\n",
    "/announces-more": lambda: _answer(PAGE).replace(b"Content-Length: ", b"Content-Length: 9"),
    "/chunked": lambda: _CHUNKED + f"{len(PAGE):x}\r\n".encode() + PAGE + b"\r\n0\r\n\r\n",
    "/until-closed": lambda: b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE,
    "/chunks-cut": lambda: _CHUNKED + b"64\r\n" + PAGE[:0x50],
    "/pdf-as-html": lambda: _answer(_PDF),
    "/pdf": lambda: _answer(_PDF, kind="application/pdf"),
    "/zip-as-text": lambda: _answer(b"PK\x03\x04" + bytes(200), kind="text/plain"),
    "/gzip-undeclared": lambda: _answer(gzip.compress(PAGE)),
    "/png-as-html": lambda: _answer(b"\x89PNG\r\n\x1a\n" + bytes(200)),
    "/mp4-as-html": lambda: _answer(b"\x00\x00\x00\x18ftypmp42" + bytes(200)),
    "/noise-as-html": lambda: _answer(bytes(range(1, 32)) * 99),
    "/png": lambda: _answer(PAGE, kind="image/png"),
    "/attachment": lambda: _answer(PAGE, kind="application/octet-stream"),
    "/no-type": lambda: _answer(PAGE).replace(b"Content-Type: text/html; charset=utf-8\r\n", b""),
    "/utf-16": lambda: _answer("<p>Société générale".encode("utf-16-le")),
    "/long-header": lambda: _answer(PAGE, "X-Long: " + "a" * 5_000_000),
    "/many-headers": lambda: _answer(PAGE, *(f"X-{n}: {'a' * 1000}" for n in range(5000))),
    "/heavy-headers": lambda: _answer(PAGE, *(f"X-{n}: {'a' * 9000}" for n in range(20))),
    "/moved": lambda: _answer(PAGE, "Location: http://127.0.0.1:1/x", status="302 Found"),
    "/moved-to-file": lambda: _answer(PAGE, "Location: file:///etc/hostname", status="301 Moved Permanently"),
    "/refreshes": lambda: _answer(_REFRESH, "Refresh: 0;url=/x"),
    "/missing": lambda: _answer(PAGE, status="404 Not Found"),
    "/failing": lambda: _answer(PAGE, status="503 Service Unavailable"),
    "/cookie": lambda: _answer(PAGE, "Set-Cookie: sid=1; Path=/; Domain=forum.example"),
    "/odd-type": lambda: _answer(PAGE, kind="text/html; charset=\xff\x80;;=;charset"),
    "/odd-headers": lambda: _answer(PAGE, 'Content-Disposition: inline; filename="\xff.pdf', "X-Odd: \xff", "Vary:"),
    "/odd-cookies": lambda: _answer(PAGE, *(f"Set-Cookie: {cookie}" for cookie in _COOKIES)),
    "/odd-charset": lambda: _answer(PAGE, kind="text/html; charset=utf-7"),
    "/odd-status": lambda: _answer(PAGE, status="999 \xff"),
    "/not-http": lambda: b"SSH-2.0-OpenSSH_9.2\r\n",
    "/hangs-up": lambda: b"",
}  # fmt: skip


@cache
def answered(path: str) -> bytes:
    """All that goes over the wire for *path*."""
    return _PAGES[path]()


@dataclass
class Hostile:
    """The running server, and what it was asked."""

    port: int
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Path, and headers in the order in which they came, of each request."""
    times: list[float] = field(default_factory=list)
    """When each request came, by a clock that only goes on."""
    sent: int = 0
    """Bytes of the last endless answer that went out."""
    over: threading.Event = field(default_factory=threading.Event)
    left: int = 0
    """How many of those who were sent a page byte by byte hung up."""
    pause: float = 0.05
    """Seconds between two bytes of what drips."""

    def url(self, path: str = "/") -> str:
        """The address of *path* here."""
        return f"http://127.0.0.1:{self.port}{path}"

    def prepare(self) -> None:
        """Pack every bomb now, so that no fetch has to wait for it."""
        for path in _PAGES:
            answered(path)

    moved: dict[str, str] = field(default_factory=dict)
    """Where a path is to be found instead."""

    def answer(self, connection: socket.socket) -> None:
        """Answer one request, then hang up."""
        with connection, suppress(OSError):
            connection.settimeout(10)
            path = self._hear(connection).partition("?")[0]
            if path == "/drip":
                self._drip(connection)
            elif path == "/drip-headers":
                self._drip(connection, b"HTTP/1.1 200 OK\r\n")
            elif path == "/endless":
                self._flood(connection)
            elif path in self.moved:
                connection.sendall(_answer(b"", f"Location: {self.moved[path]}", status="301 Moved Permanently"))
            elif path in _PAGES:
                connection.sendall(answered(path))
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass

    def _hear(self, connection: socket.socket) -> str:
        heard = b""
        while b"\r\n\r\n" not in heard and (more := connection.recv(65536)):
            heard += more
        if not heard:
            raise ConnectionAbortedError("somebody came, and said nothing")
        first, *lines = heard.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        path = first.split(" ")[1]
        self.times.append(monotonic())
        self.asked.append((path, {name: value for name, _, value in (line.partition(": ") for line in lines)}))
        return path

    def _drip(self, connection: socket.socket, start: bytes = _CHUNKED) -> None:
        connection.sendall(start)
        try:
            while not self.over.wait(self.pause):
                connection.sendall(b"1\r\na\r\n" if start is _CHUNKED else b"X")
        finally:
            self.left += 1

    def _flood(self, connection: socket.socket) -> None:
        connection.sendall(_CHUNKED)
        self.sent = 0
        while not self.over.is_set():
            self.sent += connection.send(b"10000\r\n" + b"a" * 65536 + b"\r\n")


@dataclass
class Trap:
    """A listener that nobody may ever reach."""

    port: int
    caught: int = 0

    def answer(self, connection: socket.socket) -> None:
        """Count, and hang up."""
        self.caught += 1
        connection.close()


@contextmanager
def hostile() -> Iterator[Hostile]:
    """A server that misbehaves by path, on a port of its own."""
    with _listener() as listener:
        server = Hostile(port=listener.getsockname()[1])
        with _serving(listener, server.answer):
            yield server
            server.over.set()


@contextmanager
def trap(host: str = "127.0.0.1") -> Iterator[Trap]:
    """A listener on *host* that counts who comes."""
    with _listener(host) as listener:
        server = Trap(port=listener.getsockname()[1])
        with _serving(listener, server.answer):
            yield server


@contextmanager
def _listener(host: str = "127.0.0.1") -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, 0), family=family, backlog=128) as listener:
        yield listener


@contextmanager
def _serving(listener: socket.socket, answer: Callable[[socket.socket], None]) -> Iterator[None]:
    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=answer, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)
