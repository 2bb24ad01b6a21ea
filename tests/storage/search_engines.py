"""The engines that one contract holds for, each filled with the same posts, once a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from matching.stems import SnowballAnalysis
from model.ports import Search
from storage.ledger import SqliteLedger, open_ledger
from storage.memory import MemoryLedger
from tests.storage.library import fill

__all__ = ["ANALYSIS", "ENGINES", "Opened", "library"]

ANALYSIS = SnowballAnalysis()

Opened = Iterator[Search]


def memory(_ledger: SqliteLedger) -> Opened:
    """Looks at every post."""
    filled = MemoryLedger(analysis=ANALYSIS)
    fill(filled)
    yield filled


def embedded(ledger: SqliteLedger) -> Opened:
    """SQLite's FTS5."""
    yield ledger


ENGINES: Mapping[str, Callable[[SqliteLedger], Opened]] = {"memory": memory, "embedded": embedded}
"""By name, what opens an engine that holds what the ledger keeps, and closes it when it is done."""


@contextmanager
def library(home: Path) -> Iterator[SqliteLedger]:
    """A ledger that keeps all posts of the library."""
    ledger = open_ledger(home, analysis=ANALYSIS)
    try:
        fill(ledger)
        yield ledger
    finally:
        ledger.close()
