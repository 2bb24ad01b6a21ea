"""Where Tor listens: as settings say, or the one that we run below the home."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from model.settings import Settings, Tor

__all__ = ["Running", "folder", "found", "process_began", "running", "with_tor"]


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
    """*tor*, or where it names no place for SOCKS, the Tor that runs for *home*, if one does."""
    ours = running(home) if tor.socks is None else None
    if ours is None:
        return tor
    if tor.control is not None:
        return replace(tor, socks=ours.socks)
    return replace(tor, socks=ours.socks, control=ours.control, cookie_file=ours.cookie_file, password_file=None)


def with_tor(settings: Settings, home: Path) -> Settings:
    """*settings*, with the Tor that is `found`."""
    return replace(settings, tor=found(settings.tor, home))


def process_began(pid: int) -> int | None:
    """When the process *pid* began, in ticks; `None` when there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (OSError, ValueError):
        return None
    return None if fields[0] in "ZX" else int(fields[19])
