"""Searching where settings say, and telling that index at once what the ledger notes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from console.output import say
from console.wiring import analysis, held, ledger
from model.errors import AlreadyRunning, Away, VigieError

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from model.clocks import Clock
    from model.queries import Answer, Find
    from model.settings import Elastic, Settings
    from storage.elastic.relay import IndexRelay
    from storage.ledger import SqliteLedger

__all__ = ["answered", "index_now", "opened", "opened_relay"]

PATIENCE = timedelta(seconds=20)  # a one-shot command waits no longer for a slow index; the ledger keeps the rest


@contextmanager
def opened(settings: Elastic) -> Iterator[Elasticsearch]:
    """The client of the Elasticsearch in *settings*; raises `BadInput`."""
    from storage.elastic.client import connect

    client = connect(settings)
    try:
        yield client
    finally:
        client.close()


def answered(book: SqliteLedger, settings: Settings, find: Find, *, now: datetime) -> Answer:
    """What the configured engine answers; the embedded one does, and says so, when that is away."""
    if settings.search is None:
        return book.search(find, now=now)
    from storage.elastic.search import ElasticSearch

    try:
        with opened(settings.search) as client:
            engine = ElasticSearch(client, alias=settings.search.index, analysis=analysis())
            return engine.search(find, now=now)
    except Away as error:
        say(f"vigie: {error}; the embedded index answers instead")
        return book.search(find, now=now)


def index_now(home: Path, settings: Settings, *, clock: Clock) -> None:
    """Tell the index what waits, for a while at most; a daemon on the same home does so by itself."""
    if settings.search is None:
        return
    deadline = clock.now() + PATIENCE
    try:
        with (
            held(home, "index", otherwise="the daemon tells the index by itself"),
            ledger(home) as book,
            opened(settings.search) as client,
        ):
            relay = opened_relay(book, client, settings.search, clock)
            while relay.step() and clock.now() < deadline:
                pass
            relay.show()
            if waiting := book.index_backlog().waiting:
                say(f"the index is still to be told of {waiting} post(s): the next command goes on")
    except AlreadyRunning as error:
        say(str(error))
    except VigieError as error:  # what was visited is safe in the ledger
        say(f"vigie: the index was not told: {error}; nothing is lost, the next command goes on")


def opened_relay(book: SqliteLedger, client: Elasticsearch, settings: Elastic, clock: Clock) -> IndexRelay:
    """What tells *client* what *book* notes."""
    from storage.elastic.relay import IndexRelay

    return IndexRelay(book, client, alias=settings.index, analysis=analysis(), clock=clock)
