"""The way through Tor, proven: it is there, really Tor, ready, apart for each source; and nothing goes beside it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

from crawler.tor.control import Control, opened
from crawler.tor.leaks import leaks
from crawler.tor.probe import reached, speaks_as_tor, tunnel
from crawler.way_out import tor_gate
from crawler.way_proxy import Circuit, Gate
from model.errors import Away, BadInput
from model.findings import Finding
from model.settings import Tor

__all__ = ["proven"]

_TO_TARGET = 60.0  # seconds
_START = "start it (vigie tor start, or systemctl start tor), or name where it listens: tor: socks: in settings.yaml"
_CONTROL = "name its control port: tor: control: 127.0.0.1:9051 (ControlPort and CookieAuthentication in torrc)"


def proven(tor: Tor, *, home: Path, target: tuple[str, int] | None) -> Iterator[Finding]:
    """One finding for each promise; *target* is a source's host, to which circuits are built, and nothing is sent."""
    gate = tor_gate(tor)
    try:
        reached(gate)
    except Away as error:
        yield Finding(name="tor is reachable", holds=False, said=str(error), fix=_START)
        return
    yield Finding(name="tor is reachable", holds=True, said=f"{gate} takes logins")
    yield from _by_control(tor, gate, target)
    yield from leaks(gate, home=home)


def _by_control(tor: Tor, gate: Gate, target: tuple[str, int] | None) -> Iterator[Finding]:
    try:
        with opened(tor) as control:
            yield _is_tor(gate, control)
            yield _is_ready(control)
            yield _is_isolated(control, gate, target)
    except (Away, BadInput) as error:
        yield _is_tor(gate, None)
        is_named = tor.control is not None
        yield Finding(
            name="tor is ready",
            holds=False if is_named else None,
            said=str(error) if is_named else "nobody can tell without a control port",
            fix="mend tor: control: in settings.yaml, or leave it out" if is_named else _CONTROL,
        )
        yield Finding(
            name="sources are kept apart",
            holds=None,
            said="each source has a login of its own; that Tor heeds it shows only at a control port",
            fix=_CONTROL,
        )


def _is_tor(gate: Gate, control: Control | None) -> Finding:
    name = "the proxy is tor"
    if control is not None and any(_same(gate, place) for place in control.socks()):
        return Finding(name=name, holds=True, said=f"the control port of Tor {control.version()} says it listens there")
    if not speaks_as_tor(gate):
        return Finding(
            name=name, holds=False, said=f"{gate} does not know Tor's own commands: it is another proxy", fix=_START
        )
    if control is None:
        return Finding(name=name, holds=True, said="it knows Tor's own command RESOLVE")
    return Finding(
        name=name,
        holds=False,
        said=f"{gate} speaks as Tor does, but the control port is another Tor's",
        fix="name a control port and a SOCKS port of the same Tor in settings.yaml",
    )


def _same(gate: Gate, place: str) -> bool:
    if gate.port is None:
        return place == f"unix:{gate.host}"
    host, _, port = place.rpartition(":")
    here = "127.0.0.1" if gate.host == "localhost" else gate.host
    return port == str(gate.port) and host.strip("[]") in (here, "0.0.0.0", "::")  # noqa: S104 - compared, not bound


def _is_ready(control: Control) -> Finding:
    name, bootstrap = "tor is ready", control.bootstrap()
    if bootstrap.is_done and control.has_circuits():
        built = sum(circuit.is_built for circuit in control.circuits())
        return Finding(name=name, holds=True, said=f"{bootstrap}, {built} circuits")
    fix = "wait for it; if it stays so, look at this machine's network and clock, or give Tor bridges (docs/tor.md)"
    return Finding(name=name, holds=False, said=str(bootstrap), fix=fix)


def _is_isolated(control: Control, gate: Gate, target: tuple[str, int] | None) -> Finding:
    name = "sources are kept apart"
    if not control.isolates():
        fix = "take NoIsolateSOCKSAuth out of SocksPort in torrc"
        return Finding(name=name, holds=False, said="torrc has Tor put different logins on one circuit", fix=fix)
    if target is None:
        said = "Tor's settings say so; a source through Tor would prove it"
        return Finding(name=name, holds=True, said=said)
    used = asyncio.run(_circuits(control, gate, target))
    if not all(used):
        said = "Tor's settings say so; the first source's host could not be reached to prove it"
        return Finding(name=name, holds=True, said=said)
    if set.intersection(*used):
        fix = "look at SocksPort in torrc: IsolateSOCKSAuth must hold"
        return Finding(name=name, holds=False, said="two logins shared a circuit", fix=fix)
    return Finding(name=name, holds=True, said="two logins to one host took two circuits")


async def _circuits(control: Control, gate: Gate, target: tuple[str, int]) -> list[set[str]]:
    """The circuits of two logins while both have a connection to *target*."""
    logins = [Circuit(f"doctor-{which}").login for which in ("one", "two")]
    tunnels = await asyncio.gather(
        *(asyncio.wait_for(tunnel(gate, login, *target), _TO_TARGET) for login in logins), return_exceptions=True
    )
    try:
        circuits = control.circuits()
    finally:
        for each in tunnels:
            if isinstance(each, socket.socket):
                each.close()
    return [{circuit.id for circuit in circuits if circuit.user == login.user} for login in logins]
