"""A visit's process gives up, before it reads a page, all that it does not need: other ports, other files, programs.

It is done by the kernel (Landlock, seccomp), as far as that can: where it cannot, visits go on without, and
`vigie doctor` says so.
"""

from __future__ import annotations

import ssl
import sys
import zoneinfo
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from crawler import landlock, seccomp
from crawler.egress import literal
from crawler.log import Log
from crawler.way_out import tor_gate
from crawler.way_proxy import Gate
from model.accounts import Account
from model.settings import Settings
from model.sources import Proxy, Source, Transport

__all__ = ["Bounds", "Confined", "bounds", "confine", "of_this_kernel"]

log = Log(__name__)

_WEB = frozenset({80, 443})
_NAMES = 53  # a look-up whose answer is too long for a datagram is asked again by TCP
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc", "/opt", "/nix", "/sys", "/dev/urandom", "/dev/zero")
_ITSELF = ("/proc/self", "/proc/sys", "/proc/meminfo", "/proc/cpuinfo", "/proc/stat")  # and no other process
_NOTHING = Path("/dev/null")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a visit needs."""

    ports: frozenset[int]
    """TCP ports that it connects to."""
    looks_up: bool
    """Whether it needs names' addresses: never so where everything goes through Tor."""
    unix: bool
    """Whether its proxy listens on a Unix socket."""
    read: tuple[Path, ...]
    home: Path
    """The only place that it writes to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confined:
    """What of its bounds the kernel holds a process to."""

    files: bool
    ports: bool
    only_tcp: bool

    def __str__(self) -> str:
        held = [name for name, is_held in (("files", self.files), ("TCP ports", self.ports)) if is_held]
        held += ["no datagrams through Tor"] if self.only_tcp else []
        return ", ".join(held) or "nothing"


def bounds(source: Source, settings: Settings, *, home: Path, config: Path | None) -> Bounds:
    """The least that a visit of *source* can do with, at whichever of its addresses."""
    transports = {source.transport, *(mirror.transport for mirror in source.mirrors)}
    gates = list(_gates(source, settings, transports))
    is_straight = Transport.CLEAR in transports and _proxy(source, settings) is None
    ports = {gate.port for gate in gates if gate.port is not None}
    if is_straight:
        ports |= _WEB | {_NAMES} | _ports(source)
    return Bounds(
        ports=frozenset(ports),
        looks_up=is_straight or any(_is_name(gate) for gate in gates),
        unix=any(gate.port is None for gate in gates),
        read=(*_of_python(), *_of_system(config), *map(Path, _secrets(source, settings))),
        home=home,
    )


def of_this_kernel() -> Confined:
    """What the kernel could hold a visit through Tor to."""
    known = landlock.version()
    return Confined(files=known > 0, ports=known >= landlock.PORTS_SINCE, only_tcp=seccomp.is_known())


def confine(limits: Bounds) -> Confined:
    """Hold this thread, and every later one of it, to *limits* for good; says what the kernel does, and never fails."""
    known = of_this_kernel()
    is_confined = _done(_landlock, limits)
    is_tcp = not limits.looks_up and _done(_seccomp, limits)
    done = Confined(files=is_confined, ports=is_confined and known.ports, only_tcp=is_tcp)
    log.debug("visit confined", held=str(done))
    return done


def _landlock(limits: Bounds) -> None:
    write = (limits.home, _NOTHING)
    landlock.restrict(landlock.Allowed(read=limits.read, write=write, connect=limits.ports))


def _seccomp(limits: Bounds) -> None:
    seccomp.only_tcp(unix=limits.unix)


def _done(what: Callable[[Bounds], None], limits: Bounds) -> bool:
    try:
        what(limits)
    except OSError as error:
        log.debug("visit less confined", why=error.strerror or str(error))
        return False
    return True


def _gates(source: Source, settings: Settings, transports: Iterable[Transport]) -> Iterator[Gate]:
    if any(transport.is_tor for transport in transports):
        yield tor_gate(settings.tor)
    proxy = _proxy(source, settings)
    if Transport.CLEAR in transports and proxy is not None:
        yield Gate(kind=proxy.kind, host=proxy.host, port=proxy.port)


def _proxy(source: Source, settings: Settings) -> Proxy | None:
    return None if source.is_direct else source.proxy or settings.proxy


def _is_name(gate: Gate) -> bool:
    return gate.port is not None and gate.host != "localhost" and literal(gate.host) is None


def _ports(source: Source) -> set[int]:
    places = [source.url, *(mirror.url for mirror in source.mirrors), *(f"//{host}" for host in source.hosts)]
    return {port for place in places if (port := urlsplit(place).port) is not None}


def _secrets(source: Source, settings: Settings) -> Iterator[str]:
    """The files that this source's own secrets stand in."""
    account: Account | None = source.account
    if account is not None and account.cookies_file is not None:
        yield account.cookies_file
    if account is not None and account.login is not None:
        yield from (account.login.user_file, account.login.password_file)
    proxy = _proxy(source, settings)
    if proxy is not None and proxy.login_file is not None:
        yield proxy.login_file


def _of_python() -> Iterator[Path]:
    """Where modules, certificates and time zones are: some are read late."""
    yield from (Path(place) for place in {*sys.path, sys.prefix, sys.base_prefix, sys.exec_prefix} if place)
    paths = ssl.get_default_verify_paths()
    yield from (Path(place) for place in (paths.cafile, paths.capath) if place)
    yield from map(Path, zoneinfo.TZPATH)


def _of_system(config: Path | None) -> Iterator[Path]:
    """The system's own files, but for the configuration: it has been read, and other secrets lie beside it."""
    ours = None if config is None else config.resolve()
    yield from map(Path, _ITSELF)
    for name in _SYSTEM:
        place = Path(name)
        if ours is None or not ours.is_relative_to(place):
            yield place
        else:
            yield from (each for each in _listed(place) if not ours.is_relative_to(each))


def _listed(place: Path) -> list[Path]:
    try:
        return sorted(place.iterdir())
    except OSError:
        return []
