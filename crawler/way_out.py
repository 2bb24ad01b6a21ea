"""Which way out a source takes: said once, before its visit begins, and by nothing that a page says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from crawler.way_proxy import Circuit, Gate, Key, Known, ProxyWay
from crawler.way_socks import Login
from crawler.ways import ClearWay, Resolver, Way
from model.errors import BadInput, Refused
from model.settings import Limits, Settings, Tor
from model.sources import Certificates, Proxy, ProxyKind, Source, Transport

__all__ = ["TOR_SOCKS", "WayOut", "opened_way", "tor_gate", "way_out"]

TOR_SOCKS = "127.0.0.1:9050"
_UNIX = "unix:"
_MOST_LOGIN = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """How a source is reached: all that a way is made of."""

    transport: Transport
    gate: Gate | None  # None: straight
    circuit: str
    """Whose circuits they are: those of no two sources or accounts are ever shared."""
    login: Login | None = field(default=None, repr=False)  # None: the proxy asks for none, or is Tor
    time: timedelta | None = None  # None: as limits say
    checks_certificates: bool = True

    def fetch(self, limits: Limits) -> timedelta:
        """What one page may take, from first packet to last."""
        return self.time or limits.fetch


def way_out(source: Source, settings: Settings | None = None, *, account: str | None = None) -> WayOut:
    """The way of *source*, by *settings* (the defaults when `None`); raises `BadInput` for a login nobody can read.

    *account* is whom the source takes us for; `None`: the one that it names, or a guest.
    """
    settings = settings or Settings()
    account = (source.account.id if source.account else "") if account is None else account
    circuit = f"{source.id}/{account}" if account else str(source.id)
    checks = _checks_certificates(source)
    if source.transport.is_tor:
        return WayOut(
            transport=source.transport,
            gate=tor_gate(settings.tor),
            circuit=circuit,
            time=settings.tor.timeout,
            checks_certificates=checks,
        )
    proxy = None if source.is_direct else source.proxy or settings.proxy
    return WayOut(
        transport=source.transport,
        gate=Gate(kind=proxy.kind, host=proxy.host, port=proxy.port) if proxy else None,
        circuit=circuit,
        login=_login(proxy) if proxy else None,
        checks_certificates=checks,
    )


def tor_gate(tor: Tor) -> Gate:
    """Where Tor takes connections."""
    socks = tor.socks or TOR_SOCKS
    if socks.startswith(_UNIX):
        return Gate(kind=ProxyKind.SOCKS5, host=socks.removeprefix(_UNIX), port=None, is_tor=True)
    place = urlsplit(f"//{socks}")
    return Gate(kind=ProxyKind.SOCKS5, host=place.hostname or "", port=place.port, is_tor=True)


def opened_way(out: WayOut, resolver: Resolver) -> Way:
    """The way itself; raises `Refused` rather than take a source that needs Tor anywhere else."""
    if out.gate is None:
        if out.transport.is_tor:
            raise Refused("no way through Tor is set: nothing may be fetched")
        return ClearWay(resolver)
    if out.transport.is_tor and not out.gate.is_tor:
        raise Refused("this way does not lead through Tor: nothing may be fetched")
    key: Key = Circuit(out.circuit) if out.gate.is_tor else Known(login=out.login)
    return ProxyWay(out.gate, key, resolver)


def _checks_certificates(source: Source) -> bool:
    if source.certificates is None:
        return source.transport is not Transport.ONION  # its address is its key
    return source.certificates is Certificates.CHECK


def _login(proxy: Proxy) -> Login | None:
    """The one in the proxy's file, whose text is never shown."""
    if proxy.login_file is None:
        return None
    path = Path(proxy.login_file)
    try:
        with path.open(encoding="utf-8") as file:
            line = file.read(_MOST_LOGIN).rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        told = error.strerror if isinstance(error, OSError) else "it is no text"
        raise BadInput(f"{path}: cannot be read ({told}): it holds the proxy's login, user:password") from None
    user, colon, password = line.partition(":")
    if not (user and colon and password) or "\n" in line:
        raise BadInput(f"{path}: must hold one line, user:password, the proxy's login")
    return Login(user=user, password=password)
