"""Whether anything leaves beside Tor: a process that fetches is watched, first with Tor there, then with Tor gone."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from threading import Timer

from crawler.forks import inherited
from crawler.tor.tap import Tap
from crawler.tor.trial import NAME, Account, Errand, Part
from crawler.way_proxy import Gate
from model.errors import Away
from model.findings import Finding

__all__ = ["judge", "leaks"]

_TIME = 150.0
_ROOT = Path(__file__).resolve().parents[2]
_REPORT = "do not visit sources through Tor with this version, and please report this line"


def leaks(gate: Gate, *, home: Path) -> Iterator[Finding]:
    """No look-up, nothing but the proxy, nothing without it: by a visit's own code, and by requests as a second."""
    with Tap(gate) as tap:
        try:
            account = _account(tap, home)
        except (Away, OSError, ValueError) as error:
            said = f"the trial broke off ({type(error).__name__})"
            yield Finding(name="no name is looked up", holds=False, said=said, fix="run vigie doctor again")
            return
    yield from judge(account, port=tap.port, heard=tap.heard)


def judge(account: Account, *, port: int, heard: Sequence[bytes]) -> Iterator[Finding]:
    """What *account* shows of a process whose proxy was at *port*, and heard what stands in *heard*."""
    yield _asks_no_resolver(account, port, heard)
    yield _stops(account, port)
    yield _is_confined(account)


def _account(tap: Tap, home: Path) -> Account:
    """Have the process fetch, pull the tap out between its two rounds, and hear what it tells."""
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as elsewhere,
        subprocess.Popen(
            [sys.executable, "-P", "-m", "crawler.tor.trial"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**inherited(os.environ), "PYTHONPATH": str(_ROOT)},
        ) as process,
    ):
        limit = Timer(_TIME, process.kill)
        limit.start()
        try:
            errand = Errand(home=str(home), port=tap.port, elsewhere=elsewhere.getsockname()[1])
            return _told(process, errand, tap)
        finally:
            limit.cancel()
            process.kill()


def _told(process: subprocess.Popen[str], errand: Errand, tap: Tap) -> Account:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(asdict(errand)) + "\n")
    process.stdin.flush()
    if process.stdout.readline() != "pull\n":
        raise Away("it ended early")
    tap.pull()
    process.stdin.write("pulled\n")
    process.stdin.flush()
    told = json.loads(process.stdout.readline())
    through, without = ([Part(**part) for part in told[key]] for key in ("through", "without"))
    return Account(held=told["held"], elsewhere=told["elsewhere"], through=through, without=without)


def _asks_no_resolver(account: Account, port: int, heard: Sequence[bytes]) -> Finding:
    name = "no name is looked up"
    leak = _leak(account.through, port)
    if leak is not None:
        return Finding(name=name, holds=False, said=leak, fix=_REPORT)
    if sum(NAME.encode() in each for each in heard) < len(account.through):
        said = f"Tor did not get the name from both clients ({_came(account.through)})"
        return Finding(
            name=name, holds=False, said=said, fix="look whether Tor is well (vigie tor status), then try again"
        )
    return Finding(name=name, holds=True, said="two clients gave Tor the name, and asked nobody else")


def _stops(account: Account, port: int) -> Finding:
    name = "without tor nothing leaves"
    leak = _leak(account.without, port)
    if leak is None and any(part.came_of_it != "down" for part in account.without):
        leak = f"a client did not notice that the proxy was gone ({_came(account.without)})"
    if leak is not None:
        return Finding(name=name, holds=False, said=leak, fix=_REPORT)
    return Finding(name=name, holds=True, said="with the proxy pulled out, two clients tried that and nothing else")


def _is_confined(account: Account) -> Finding:
    name = "visits are confined"
    if account.elsewhere == "EACCES":
        return Finding(name=name, holds=True, said=f"by the kernel: {account.held}")
    if account.elsewhere == "connected":
        said = f"this kernel holds a visit to: {account.held}"
        return Finding(name=name, holds=None, said=said, fix="Linux 6.7 or later with Landlock confines ports, too")
    return Finding(name=name, holds=None, said=f"another port could not be tried ({account.elsewhere})")


def _leak(parts: Sequence[Part], port: int) -> str | None:
    """The first thing that went anywhere but to the proxy."""
    for who, part in zip(("a visit's code", "requests"), parts, strict=True):
        if part.looked_up:
            return f"{who} asked a resolver"
        if part.sent:
            return f"{who} sent a datagram"
        if any(place != ["127.0.0.1", port] for place in part.connected):
            return f"{who} connected past the proxy"
    return None


def _came(parts: Sequence[Part]) -> str:
    return ", ".join(part.came_of_it for part in parts)
