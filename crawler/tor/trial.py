"""A process that fetches as visits do, under the eyes of Python's audit hooks, and tells all that it tried.

`python -m crawler.tor.trial`: a JSON `Errand` on stdin, then a line when the proxy is gone; a JSON `Account` on stdout.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import aiohttp
import requests

from crawler.confinement import bounds, confine
from crawler.failures import TransportDown, Unreached
from crawler.way_out import opened_way, way_out
from crawler.ways import SystemResolver
from model.identities import SourceId
from model.settings import Settings, Tor
from model.sources import Source, Transport

__all__ = ["NAME", "Account", "Errand", "Part"]

NAME = f"{'a' * 55}d.onion"  # its check is wrong: Tor refuses it at once, and asks nobody
_TIME = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What the process is told."""

    home: str
    port: int
    """Of the proxy, on loopback."""
    elsewhere: int
    """A port on loopback that it must not reach."""


@dataclass(slots=True, kw_only=True)
class Part:
    """What one client did."""

    came_of_it: str = "nothing"
    """`refused` by the proxy, `down` for a proxy that is gone, or what else."""
    connected: list[list[Any]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Account:
    """What the process did, and is held to."""

    held: str
    elsewhere: str
    """What came of connecting to another port: `EACCES` where the kernel holds it."""
    through: list[Part]
    without: list[Part]
    """The same when the proxy was gone."""


class _Watch:
    """Notes what sockets are asked to do."""

    def __init__(self) -> None:
        self.part = Part()
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            place = arguments[1]
            self.part.connected.append(list(place[:2]) if isinstance(place, tuple) else [str(place)])
        elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
            if not _is_literal(arguments[0]):
                self.part.looked_up.append(str(arguments[0]))
        elif event in ("socket.sendto", "socket.sendmsg"):
            self.part.sent.append(str(arguments[1]))


def _is_literal(host: object) -> bool:
    try:
        ip_address(host.decode() if isinstance(host, bytes) else str(host))
    except ValueError:
        return False
    return True


def _ours(port: int) -> str:
    """As a visit fetches."""
    return asyncio.run(asyncio.wait_for(_our_fetch(port), _TIME))


async def _our_fetch(port: int) -> str:
    source, settings = _of(port)
    way = opened_way(way_out(source, settings), SystemResolver())
    try:
        async with (
            aiohttp.ClientSession(connector=way.connector(), trust_env=False) as session,
            session.get(source.url) as answer,
        ):
            return str(answer.status)
    except Unreached:
        return "refused"
    except TransportDown:
        return "down"


def _theirs(port: int) -> str:
    """As somebody else's code does: a second opinion on the proxy."""
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"http": f"socks5h://vigie-doctor:second@127.0.0.1:{port}"}
        try:
            return str(session.get(f"http://{NAME}/", timeout=_TIME).status_code)
        except requests.exceptions.ConnectionError as error:
            return "down" if "Connection refused" in str(error) else "refused"


def _of(port: int) -> tuple[Source, Settings]:
    source = Source(id=SourceId("doctor"), url=f"http://{NAME}/", transport=Transport.ONION)
    return source, Settings(tor=Tor(socks=f"127.0.0.1:{port}"))


def _tried(watch: _Watch, fetch: Callable[[int], str], port: int) -> Part:
    watch.part = part = Part()
    try:
        part.came_of_it = fetch(port)
    except Exception as error:  # noqa: BLE001 - whatever it was, it is told by its name
        part.came_of_it = type(error).__name__
    return part


def _elsewhere(port: int) -> str:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except PermissionError:
        return "EACCES"
    except OSError as error:
        return type(error).__name__
    return "connected"


def _main() -> None:
    errand = Errand(**json.loads(sys.stdin.readline()))
    source, settings = _of(errand.port)
    held = confine(bounds(source, settings, home=Path(errand.home), config=None))
    elsewhere = _elsewhere(errand.elsewhere)
    watch = _Watch()
    through = [_tried(watch, fetch, errand.port) for fetch in (_ours, _theirs)]
    sys.stdout.write("pull\n")
    sys.stdout.flush()
    sys.stdin.readline()
    without = [_tried(watch, fetch, errand.port) for fetch in (_ours, _theirs)]
    account = Account(held=str(held), elsewhere=elsewhere, through=through, without=without)
    sys.stdout.write(json.dumps(asdict(account)) + "\n")


if __name__ == "__main__":
    _main()
