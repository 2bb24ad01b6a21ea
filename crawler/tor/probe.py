"""Whether what listens where Tor should is there, and speaks as Tor alone does; no packet leaves this machine."""

from __future__ import annotations

import asyncio
import socket
from ipaddress import IPv4Address

from crawler.failures import TransportDown
from crawler.way_proxy import Circuit, Gate, ProxyWay
from crawler.way_socks import Login, connect, greet
from crawler.way_wire import Broken, Wire
from crawler.ways import SystemResolver
from model.errors import Away

__all__ = ["reached", "speaks_as_tor", "tunnel"]

_PATIENCE = 10.0
_RESOLVE = 0xF0  # Tor's own command, which no other proxy knows
_AS_IT_IS = IPv4Address("192.0.2.77")  # for documentation: Tor answers with the same, and asks nobody


def reached(gate: Gate) -> None:
    """Raise `Away` unless a proxy at *gate* takes a login of ours, by the very code that visits go through."""
    try:
        asyncio.run(ProxyWay(gate, Circuit("doctor"), SystemResolver()).check())
    except TransportDown as error:
        raise Away(str(error).partition(", and nothing goes round it")[0]) from None


def speaks_as_tor(gate: Gate) -> bool:
    """Whether it knows Tor's own command RESOLVE; raises `Away` when it is not there."""
    try:
        return asyncio.run(asyncio.wait_for(_resolves(gate), _PATIENCE))
    except Broken:
        return False
    except TimeoutError:
        return False
    except OSError as error:
        raise Away(f"{gate}: {(error.strerror or type(error).__name__).lower()}") from error


async def tunnel(gate: Gate, login: Login, host: str, port: int) -> socket.socket:
    """A socket whose other end is *host*, as *login*; raises `OSError`, `Broken` and `Refusal`."""
    sock = await _entered(gate, login)
    try:
        await connect(Wire(sock), host, port)
    except BaseException:
        sock.close()
        raise
    return sock


async def _resolves(gate: Gate) -> bool:
    with await _entered(gate, Circuit("doctor").login) as sock:
        wire, name = Wire(sock), str(_AS_IT_IS).encode("ascii")
        await wire.send(bytes([5, _RESOLVE, 0, 3, len(name)]) + name + b"\0\0")
        version, code, _, kind = await wire.take(4)
        return (version, code, kind) == (5, 0, 1) and await wire.take(4) == _AS_IT_IS.packed


async def _entered(gate: Gate, login: Login) -> socket.socket:
    host = "127.0.0.1" if gate.host == "localhost" else gate.host
    family = socket.AF_UNIX if gate.port is None else socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        await asyncio.get_running_loop().sock_connect(sock, host if gate.port is None else (host, gate.port))
        await greet(Wire(sock), login)
    except BaseException:
        sock.close()
        raise
    return sock
