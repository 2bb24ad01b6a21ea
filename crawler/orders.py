"""What the process of a visit is told, and what it says; the parent that waits needs no crawler for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from model.clocks import Clock
from model.identities import SourceId, VisitId
from model.settings import Catalog, Limits
from model.visits import VisitReport

__all__ = ["CHILD", "Began", "Died", "Done", "Failed", "Order", "Paged", "Word", "carry_out"]

CHILD = "crawler.child"  # by name: it imports Scrapy, and the daemon's process shall not


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a visit's process is told."""

    source: SourceId
    home: Path
    config: Path | None  # None: the shipped configuration
    clock: Clock
    limits: Limits | None  # None: as settings say
    chance: float
    """Moves the source's next due time."""
    log_level: int
    """The parent's: a child says as much as its parent does."""
    catalog: Catalog | None = field(default=None, repr=False)  # None: as *config* says when the visit begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Began:
    """The visit is open in the ledger."""

    visit: VisitId
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Paged:
    """So many pages are filed."""

    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The visit is closed."""

    report: VisitReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """There was no visit; *kind* names the error that the parent is to raise."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Died:
    """The visit broke off, and is still open in the ledger."""

    reason: str


Word = Began | Paged | Done | Failed | Died


def carry_out(order: Order, wire: Connection) -> None:
    """Carry *order* out in this process, which was made for it."""
    from crawler.child import main

    main(order, wire)
