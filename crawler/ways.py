"""The way out that a source takes: looks a name up once, and opens connections to what was approved only."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence
from typing import Protocol

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from scrapy.exceptions import CannotResolveHostError

from crawler.egress import Address, Target, literal
from model.errors import Refused

__all__ = ["ClearWay", "Resolver", "SystemResolver", "Way"]


class Resolver(Protocol):
    """Looks names up."""

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        """The addresses of *host*; raises `OSError` when it has none."""
        ...


class SystemResolver:
    """The machine's own resolver."""

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


class Way(Protocol):
    """Opens connections to targets that the egress policy approved."""

    async def prepare(self, target: Target) -> None:
        """Make *target*'s host reachable; raises `Refused` or `CannotResolveHostError`."""
        ...

    def connector(self) -> aiohttp.BaseConnector:
        """What connects, from then on; called once, inside the loop."""
        ...

    async def check(self) -> None:
        """Raise `TransportDown` if the way itself is gone: asked when a connection broke, and nobody knows whose."""
        ...

    def renew(self) -> None:
        """Take other circuits from now on, where there are any."""
        ...


class ClearWay:
    """Straight out. A name is looked up once a request; what connects gets no other address."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._pins = _Pins()

    async def prepare(self, target: Target) -> None:
        self._pins.set(target.host, target.known or target.pinned(await self._look_up(target)))

    def connector(self) -> aiohttp.BaseConnector:
        return aiohttp.TCPConnector(
            resolver=self._pins, use_dns_cache=False, socket_factory=self._pins.socket, limit=4, ttl_dns_cache=None
        )

    async def check(self) -> None:
        """It begins at this machine, and cannot go away."""

    def renew(self) -> None:
        """It has no circuits."""

    async def _look_up(self, target: Target) -> Sequence[str]:
        try:
            return await self._resolver.addresses(target.host, target.port)
        except (OSError, UnicodeError) as error:
            raise CannotResolveHostError(f"{target.host}: its name has no address") from error


class _Pins(AbstractResolver):
    """Answers with what was approved, and opens a socket to nothing else."""

    def __init__(self) -> None:
        self._pins: dict[str, tuple[Address, ...]] = {}

    def set(self, host: str, addresses: tuple[Address, ...]) -> None:
        self._pins[host] = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=str(address),
                port=port,
                family=socket.AF_INET if address.version == 4 else socket.AF_INET6,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in self._pins.get(host, ())
        ]

    def socket(self, info: tuple[int, int, int, str, tuple[object, ...]]) -> socket.socket:
        """The last door: aiohttp takes a literal address past any resolver."""
        family, kind, proto, _, sockaddr = info
        if literal(str(sockaddr[0])) not in {a for pins in self._pins.values() for a in pins}:
            raise Refused("the address was not approved")
        return socket.socket(family, kind, proto)

    async def close(self) -> None:
        self._pins.clear()
