"""The engines that one contract holds for, each filled with the same posts, once a run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from matching.stems import SnowballAnalysis
from model.ports import Search
from storage.elastic.client import Elastic, connect
from storage.elastic.relay import IndexRelay
from storage.elastic.search import ElasticSearch
from storage.ledger import SqliteLedger, open_ledger
from storage.memory import MemoryLedger
from tests.servers.elasticsearch_fixtures import wipe
from tests.storage.elastic_hands import Hands, drain
from tests.storage.library import fill

__all__ = ["ANALYSIS", "ENGINES", "Opened", "elasticsearch", "library"]

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


@contextmanager
def elasticsearch(ledger: SqliteLedger, url: str) -> Opened:
    """A real server at *url*, told by the relay."""
    client, alias = connect(Elastic(urls=(url,))), f"vigie-test-{uuid4().hex[:12]}"
    drain(IndexRelay(ledger, client, alias=alias, analysis=ANALYSIS, clock=Hands()))
    yield ElasticSearch(client, alias=alias, analysis=ANALYSIS)
    wipe(client, alias)
    client.close()


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
