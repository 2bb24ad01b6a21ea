"""Where Tor listens: as settings say, else the one that we run below the home, else where a system's Tor does."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from model.settings import Tor

__all__ = ["Running", "folder", "found", "process_began", "running"]

_SYSTEMS = "127.0.0.1:9050"


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """The Tor that we run."""

    socks: str
    control: str
    cookie_file: str
    pid: int
    began: int
    """When its process began, in the kernel's ticks: a later process may have its number."""

    def told(self) -> str:
        """As it is written down."""
        return json.dumps({"schema_version": 1, **asdict(self)}) + "\n"


def folder(home: Path) -> Path:
    """What belongs to the Tor of *home*."""
    return home / "tor"


def running(home: Path) -> Running | None:
    """The Tor that runs for *home*; `None` when none does."""
    try:
        told = json.loads((folder(home) / "running.json").read_text(encoding="utf-8"))
        known = Running(**{key: told[key] for key in Running.__slots__})
    except (OSError, ValueError, KeyError, TypeError):
        return None  # there is none, or its end tore what it wrote: it is written anew with the next
    return known if process_began(known.pid) == known.began else None


def found(tor: Tor, home: Path) -> Tor:
    """*tor* with nothing left open: what it does not name is that of the Tor of *home*, or the system's."""
    if tor.socks is not None:
        return tor
    ours = running(home)
    if ours is None:
        return replace(tor, socks=_SYSTEMS)
    if tor.control is not None:
        return replace(tor, socks=ours.socks)
    return replace(tor, socks=ours.socks, control=ours.control, cookie_file=ours.cookie_file, password_file=None)


def process_began(pid: int) -> int | None:
    """When the process *pid* began, in ticks; `None` when there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return None
    return None if fields[0] in "ZX" else int(fields[19])
