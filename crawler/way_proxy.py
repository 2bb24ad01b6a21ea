"""A way out through a proxy: it gets names as they are, and nothing goes round it."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_proto import ResponseHandler

from crawler import way_connect, way_socks
from crawler.egress import Target, literal
from crawler.failures import TransportDown, Unreached
from crawler.way_socks import Login
from crawler.way_wire import Broken, Wire
from crawler.ways import Resolver
from model.errors import Refused
from model.sources import ProxyKind

__all__ = ["Circuit", "Gate", "Key", "Known", "ProxyWay"]

_LOCAL = "127.0.0.1"
_GREETING = 15.0  # seconds for the proxy itself, which is near; what lies behind it has the fetch's whole time
_NO_NETWORK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Where a proxy listens, and what it speaks."""

    kind: ProxyKind
    host: str
    port: int | None  # None: *host* is the path of a Unix socket
    is_tor: bool = False

    def __str__(self) -> str:
        what = "Tor" if self.is_tor else "the proxy"
        return f"{what} at {self.host}" if self.port is None else f"{what} at {self.host}:{self.port}"


class Key(Protocol):
    """What a proxy lets us in by."""

    @property
    def login(self) -> Login | None:
        """The login of the next connection; `None` when the proxy asks for none."""
        ...

    def renew(self) -> None:
        """Change what may be changed of it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The one login of a proxy that knows its users."""

    login: Login | None

    def renew(self) -> None:
        """Nothing to change."""


class Circuit:
    """The login that keeps *name* on circuits of its own: Tor lets no two logins share one."""

    def __init__(self, name: str) -> None:
        self._name, self._run, self._generation = name, secrets.token_hex(8), 0

    @property
    def login(self) -> Login:
        return Login(user=f"vigie-{self._name}", password=f"{self._run}-{self._generation}")

    def renew(self) -> None:
        self._generation += 1


class ProxyWay:
    """Through *gate*, and by no other way: where it does not answer, nothing leaves."""

    def __init__(self, gate: Gate, key: Key, resolver: Resolver) -> None:
        self._gate, self._key, self._resolver = gate, key, resolver

    async def prepare(self, target: Target) -> None:
        """Nothing to prepare: names are the proxy's to look up."""

    def connector(self) -> aiohttp.BaseConnector:
        return _Tunnels(self._tunnel)

    async def check(self) -> None:
        sock, _ = await self._entered()
        sock.close()

    def renew(self) -> None:
        self._key.renew()

    async def _tunnel(self, host: str, port: int) -> socket.socket:
        """A socket whose other end is *host*; raises `TransportDown` or `Unreached`."""
        sock, login = await self._entered()
        try:
            await self._connected(Wire(sock), host, port, login)
        except BaseException:
            sock.close()
            raise
        return sock

    async def _entered(self) -> tuple[socket.socket, Login | None]:
        """A socket to the proxy that was let in."""
        login = self._key.login
        try:
            async with asyncio.timeout(_GREETING):
                sock = await self._reached()
                try:
                    if self._gate.kind is ProxyKind.SOCKS5:
                        await way_socks.greet(Wire(sock), login)
                except BaseException:
                    sock.close()
                    raise
        except TimeoutError:
            raise TransportDown(f"{self._gate} does not answer{_NOTHING}") from None
        except (OSError, Broken) as error:
            raise TransportDown(f"{self._gate}: {_words(error)}{_NOTHING}") from None
        return sock, login

    async def _reached(self) -> socket.socket:
        family, place = await self._place()
        sock = socket.socket(family, socket.SOCK_STREAM)
        try:
            sock.setblocking(False)
            if family != socket.AF_UNIX:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await asyncio.get_running_loop().sock_connect(sock, place)
        except BaseException:
            sock.close()
            raise
        return sock

    async def _place(self) -> tuple[socket.AddressFamily, str | tuple[str, int]]:
        gate = self._gate
        if gate.port is None:
            return socket.AF_UNIX, gate.host
        host = _LOCAL if gate.host == "localhost" else gate.host
        if literal(host) is None:
            host = next(iter(await self._resolver.addresses(host, gate.port)))
        return socket.AF_INET6 if ":" in host else socket.AF_INET, (host, gate.port)

    async def _connected(self, wire: Wire, host: str, port: int, login: Login | None) -> None:
        try:
            await self._speak()(wire, host, port, login)
        except way_socks.Refusal as refusal:
            if self._gate.is_tor and refusal.code == _NO_NETWORK:
                raise TransportDown(f"{self._gate}: it has no network{_NOTHING}") from None
            self.renew()  # whatever tries again does so on another circuit
            raise Unreached(f"{self._gate} did not reach it: {refusal}") from None
        except way_connect.Denied as denied:
            raise Unreached(f"{self._gate} did not reach it: {denied}") from None
        except (OSError, Broken) as error:
            raise TransportDown(f"{self._gate}: {_words(error)}{_NOTHING}") from None

    def _speak(self) -> Callable[[Wire, str, int, Login | None], Awaitable[None]]:
        return way_connect.connect if self._gate.kind is ProxyKind.HTTP else _by_socks


_NOTHING = ", and nothing goes round it"


async def _by_socks(wire: Wire, host: str, port: int, login: Login | None) -> None:
    await way_socks.connect(wire, host, port)


def _words(error: OSError | Broken) -> str:
    if isinstance(error, Broken):
        return str(error)
    if isinstance(error, ConnectionRefusedError):
        return "nobody listens"
    if isinstance(error, ConnectionError):
        return "it hung up"
    return (error.strerror or type(error).__name__).lower()


class _Tunnels(aiohttp.TCPConnector):
    """aiohttp's pool and TLS, over sockets that a proxy connected."""

    def __init__(self, tunnel: Callable[[str, int], Awaitable[socket.socket]]) -> None:
        super().__init__(resolver=_AsTheyAre(), use_dns_cache=False, socket_factory=_no_socket, limit=4)
        self._tunnel = tunnel

    # aiohttp has no public way to bring a socket of one's own. If it ever stops asking here, it meets `_no_socket`.
    async def _wrap_create_connection(
        self, *args: Any, addr_infos: list[Any], **kwargs: Any
    ) -> tuple[asyncio.Transport, ResponseHandler]:
        host, port = addr_infos[0][4][:2]
        sock = await self._tunnel(host, port)
        return await self._wrap_existing_connection(*args, sock=sock, **kwargs)


def _no_socket(info: object) -> socket.socket:
    raise Refused("only the proxy's socket is ever opened")


class _AsTheyAre(AbstractResolver):
    """Looks nothing up."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host=host, port=port, family=family, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing to let go of."""
