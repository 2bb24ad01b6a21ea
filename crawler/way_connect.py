"""HTTP's CONNECT (RFC 9110, 9.3.6), as far as a client needs it."""

from __future__ import annotations

import re
from base64 import b64encode

from crawler.way_socks import Login, NoLogin
from crawler.way_wire import Broken, Wire

__all__ = ["Denied", "connect"]

_HEAD = 16 * 1024
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5]\d\d)\b")
_WANTS_LOGIN = 407


class Denied(Exception):
    """The proxy answers, and did not reach the host."""

    def __init__(self, status: int) -> None:
        super().__init__(f"it answers {status} to CONNECT")
        self.status = status


async def connect(wire: Wire, host: str, port: int, login: Login | None) -> None:
    """Have the proxy connect to *host*, which it gets by name; raises `Denied`, `NoLogin` and `Broken`."""
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}"]
    if login is not None:
        token = b64encode(f"{login.user}:{login.password}".encode()).decode("ascii")
        lines.append(f"Proxy-Authorization: Basic {token}")
    await wire.send("\r\n".join([*lines, "", ""]).encode("ascii"))
    head = await wire.take_until(b"\r\n\r\n", most=_HEAD)
    found = _STATUS.match(head)
    if found is None:
        raise Broken("it does not speak HTTP")
    status = int(found[1])
    if status == _WANTS_LOGIN:
        raise NoLogin("it wants a login" if login is None else "it refuses the login")
    if not 200 <= status < 300:
        raise Denied(status)
