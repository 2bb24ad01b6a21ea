"""What the tests of Elasticsearch do by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from model.clocks import Clock
from model.errors import Away
from model.ports import Ledger
from storage.elastic.bulk import Make
from storage.elastic.check import Wrong, differences
from storage.elastic.client import Elastic, Elasticsearch, connect
from storage.elastic.relay import IndexRelay
from storage.elastic.shelves import Shelves
from storage.memory import MemoryLedger
from tests.storage.makers import NOON, a_post, a_thread, analysis, kept, see

__all__ = ["LATER", "Hands", "a_client", "a_ledger", "a_relay", "drain", "keep", "texts", "versions", "wrong"]

LATER = NOON + timedelta(days=1)
_PATIENCE = 120.0  # seconds


class Hands:
    """A clock that only moves when it is moved."""

    def __init__(self, now: datetime = LATER) -> None:
        self.time = now

    def now(self) -> datetime:
        return self.time


def a_ledger(*texts: str) -> MemoryLedger:
    """A ledger that keeps posts 1, 2, … with these *texts*."""
    ledger = MemoryLedger(analysis=analysis)
    keep(ledger, *texts)
    return ledger


def keep(ledger: Ledger, *texts: str, first: int = 1) -> None:
    """Keep posts with these *texts*, the first of them with the id *first*."""
    posts = [a_post(str(n), kept=kept(text)) for n, text in enumerate(texts, start=first)]
    see(ledger, threads=[a_thread()], posts=posts)


def a_relay(
    ledger: Ledger, client: Elasticsearch, alias: str, clock: Clock | None = None, make: Make | None = None
) -> IndexRelay:
    """The relay between *ledger* and *client*."""
    return IndexRelay(ledger, client, alias=alias, analysis=analysis, clock=clock or Hands(), make=make)


def drain(relay: IndexRelay, clock: Hands | None = None) -> None:
    """Let *relay* tell all there is; with a *clock*, what must wait waits no longer than it takes to move it."""
    deadline = monotonic() + _PATIENCE
    while monotonic() < deadline:
        try:
            if relay.step():
                continue
        except Away:
            if clock is None:
                raise
        if clock is None or not relay.is_behind:
            break
        clock.time += timedelta(seconds=30)
    _show(relay, deadline if clock is not None else 0.0)


def _show(relay: IndexRelay, deadline: float) -> None:
    """Let what was told be found, also where a node was lost and its client asks it once more."""
    while True:
        try:
            return relay.show()
        except Away:
            if monotonic() > deadline:
                raise


def texts(client: Elasticsearch, alias: str) -> dict[str, str]:
    """What is found, by the posts' own ids."""
    return {hit["_source"]["vigie"]["post"]["id"]: hit["_source"]["message"] for hit in _hits(client, alias)}


def versions(client: Elasticsearch, alias: str) -> dict[str, list[int]]:
    """Which versions of each post are found, by key."""
    found: dict[str, list[int]] = {}
    for hit in _hits(client, alias):
        found.setdefault(hit["_id"], []).append(hit["_version"])
    return found


def wrong(ledger: Ledger, client: Elasticsearch, alias: str) -> dict[str, Wrong]:
    """What differs between the ledger and the index, by the posts' own ids."""
    names = {view.key: view.id for view in ledger.posts()}
    found = differences(ledger, client, list(Shelves(client, alias).standing()))
    return {names.get(one.key, one.key): one.wrong for one in found}


def _hits(client: Elasticsearch, alias: str) -> list[dict[str, Any]]:
    client.indices.refresh(index=alias)
    hits: list[dict[str, Any]] = client.search(index=alias, size=10_000, version=True)["hits"]["hits"]
    return hits


@contextmanager
def a_client(url: str) -> Iterator[Elasticsearch]:
    """A client of the server at *url*."""
    opened = connect(Elastic(urls=(url,)))
    try:
        yield opened
    finally:
        opened.close()
