"""Tells Elasticsearch what the ledger noted, at least once, and never the older after the newer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import random

from elasticsearch import Elasticsearch

from model.clocks import Clock
from model.errors import Away
from model.indexing import IndexEntry
from model.ports import Analysis, IndexOutbox
from storage.elastic.bulk import Fate, Make, Outcome, write
from storage.elastic.documents import document
from storage.elastic.shelves import Shelves

__all__ = ["BATCH", "IndexRelay", "rest"]

BATCH = 1000  # posts that are told at once, in several requests

_FIRST = timedelta(seconds=1)
_LONGEST = timedelta(minutes=1)  # a server that is back is caught up with that soon


def rest(tries: int, *, chance: float) -> timedelta:
    """How long to wait after *tries* in vain: twice as long each time, a half of it by *chance* in [0, 1)."""
    whole = min(_FIRST * float(2 ** min(tries, 16)), _LONGEST)
    return whole / 2 + whole / 2 * chance


class IndexRelay:
    """Drains the index notes of one ledger into one Elasticsearch; no two work on one ledger at a time."""

    def __init__(
        self,
        outbox: IndexOutbox,
        client: Elasticsearch,
        *,
        alias: str,
        analysis: Analysis,
        clock: Clock,
        chance: Callable[[], float] = random,
        make: Make | None = None,
    ) -> None:
        self._outbox, self._client, self._clock, self._chance = outbox, client, clock, chance
        self._shelves = Shelves(client, alias, words=analysis.version)
        self._make: Make = make or (lambda entry: document(entry, analysis))
        self._failures = 0
        self._rests_until: datetime | None = None
        self._is_prepared = False

    @property
    def rests_until(self) -> datetime | None:
        """Until when nothing is tried, because the server does not answer; `None` while it does."""
        return self._rests_until

    @property
    def is_behind(self) -> bool:
        """Whether anything waits to be told, now or later."""
        return self._outbox.index_backlog().waiting > 0

    def step(self) -> int:
        """Tell one batch of what is due, and say how many posts that settled.

        Raises `Away` when the server does not answer; then nothing is tried for a while, and nothing is lost.
        """
        now = self._clock.now()
        if self._rests_until is not None and now < self._rests_until:
            return 0
        entries = self._outbox.index_pending(limit=BATCH, now=now)
        if not entries:
            return 0
        try:
            outcomes = self._written(entries)
        except Away:
            self._rests_until = now + rest(self._failures, chance=self._chance())
            self._failures += 1
            raise
        self._failures, self._rests_until = 0, None
        return self._settle(outcomes, now)

    def show(self) -> None:
        """Let what was told be found at once; raises `Away`."""
        self._shelves.refresh()

    def _written(self, entries: Sequence[IndexEntry]) -> list[Outcome]:
        if not self._is_prepared:
            self._shelves.prepare()
            self._is_prepared = True
        return write(self._client, self._shelves, entries, self._shelves.targets(), self._make)

    def _settle(self, outcomes: Sequence[Outcome], now: datetime) -> int:
        done = [one.entry.mark for one in outcomes if one.fate is Fate.DONE]
        poison = [one for one in outcomes if one.fate is Fate.POISON]
        self._outbox.index_done(done)
        for one in poison:
            self._outbox.index_buried(one.entry.mark, reason=one.reason)
        for tries in sorted({one.entry.tries for one in outcomes if one.fate is Fate.LATER}):
            marks = [one.entry.mark for one in outcomes if one.fate is Fate.LATER and one.entry.tries == tries]
            self._outbox.index_postponed(marks, until=now + rest(tries, chance=self._chance()))
        return len(done) + len(poison)
