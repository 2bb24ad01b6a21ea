"""The index held against the ledger, and made anew from it while searches go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from elasticsearch import Elasticsearch

from model.errors import Away
from model.identities import PostKey
from model.indexing import IndexMark
from model.ports import Analysis, IndexOutbox
from storage.elastic.bulk import Fate, Make, write
from storage.elastic.client import spoken
from storage.elastic.documents import document
from storage.elastic.relay import rest
from storage.elastic.shelves import Generation, Shelves

__all__ = ["Difference", "Rebuild", "Wrong", "differences"]

BLOCK = 1000  # posts compared at once

Told = Callable[[int], None]
"""Called with how many more posts are done."""


class Wrong(Enum):
    """How the index differs from the ledger."""

    MISSING = "missing"
    STALE = "older than the ledger's"
    ALTERED = "newer than the ledger's"
    FOREIGN = "unknown to the ledger"
    DOUBLED = "there twice"
    DEAD = "refused by the index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One post that stands in the index otherwise than it should."""

    key: PostKey
    wrong: Wrong


def differences(
    outbox: IndexOutbox, client: Elasticsearch, indices: Sequence[str], *, told: Told = lambda _: None
) -> Iterator[Difference]:
    """Every difference between the ledger and *indices*, in blocks by key; what still waits to be told is none."""
    with spoken():
        if indices:
            client.indices.refresh(index=list(indices))
    after: PostKey | None = None
    while True:
        marks = outbox.index_marks(after=after, limit=BLOCK)
        last = marks[-1].key if len(marks) == BLOCK else None
        yield from _compared(outbox, marks, _stored(client, indices, after, last))
        told(len(marks))
        if last is None:
            return
        after = last


def _stored(
    client: Elasticsearch, indices: Sequence[str], after: PostKey | None, last: PostKey | None
) -> dict[PostKey, list[int]]:
    """The versions that the index holds of the posts past *after*, up to *last*."""
    bounds = {name: key for name, key in (("gt", after), ("lte", last)) if key is not None}
    stored: dict[PostKey, list[int]] = {}
    resume: list[str] | None = None
    while indices:
        with spoken():
            said = client.search(
                index=list(indices),
                query={"range": {"event.id": bounds}} if bounds else {"match_all": {}},
                sort=[{"event.id": "asc"}, {"_index": "asc"}],
                search_after=resume,
                size=BLOCK,
                source=False,
                version=True,
                allow_partial_search_results=False,
            )
        hits = said["hits"]["hits"]
        for hit in hits:
            stored.setdefault(PostKey(hit["_id"]), []).append(int(hit["_version"]))
        if len(hits) < BLOCK:
            break
        resume = hits[-1]["sort"]
    return stored


def _compared(
    outbox: IndexOutbox, marks: Sequence[IndexMark], stored: dict[PostKey, list[int]]
) -> Iterator[Difference]:
    wanted = {mark.key: mark for mark in marks}
    suspects = [key for key, mark in wanted.items() if stored.get(key) != [mark.revision]]
    now = {one.mark.key: one for one in outbox.index_entries([*suspects, *(k for k in stored if k not in wanted)])}
    dead = {letter.key for letter in outbox.index_dead()} if suspects else set()
    for key in suspects:
        if key in dead:
            yield Difference(key=key, wrong=Wrong.DEAD)
        elif key in now and now[key].mark.is_settled:
            yield Difference(key=key, wrong=_wrong(stored.get(key, []), wanted[key].revision))
    for key in stored:
        if key not in wanted and (key not in now or (now[key].post is None and now[key].mark.is_settled)):
            yield Difference(key=key, wrong=Wrong.FOREIGN)


def _wrong(versions: Sequence[int], revision: int) -> Wrong:
    if not versions:
        return Wrong.MISSING
    if len(versions) > 1:
        return Wrong.DOUBLED
    return Wrong.STALE if versions[0] < revision else Wrong.ALTERED


class Rebuild:
    """Makes the index anew under another name; what an earlier one began is gone on with."""

    def __init__(
        self,
        outbox: IndexOutbox,
        client: Elasticsearch,
        *,
        alias: str,
        analysis: Analysis,
        wait: Callable[[timedelta], object],
        make: Make | None = None,
    ) -> None:
        self._outbox, self._client, self._wait = outbox, client, wait
        self._shelves = Shelves(client, alias, words=analysis.version)
        self._make: Make = make or (lambda entry: document(entry, analysis))

    def run(self, *, now: datetime, told: Told = lambda _: None) -> list[Difference]:
        """Fill, compare, and show the new index in the old one's place.

        Gives back what is wrong with the new one: only then the old one stays. Posts that the index refuses
        are not counted as wrong: they are dead letters.
        """
        self._shelves.prepare()
        self._outbox.index_revive(now=now)
        generation = self._shelves.begin(now)
        self._fill(generation, told)
        left = self._left(generation)
        if any(one.wrong in _MENDED for one in left):
            self._write(generation, [one.key for one in left if one.wrong in _MENDED])
            left = self._left(generation)
        if left:
            self._shelves.drop(self._shelves.of(generation))  # somebody else writes to it: the next begins anew
        else:
            self._shelves.swap(generation)
        return left

    def _left(self, generation: Generation) -> list[Difference]:
        found = differences(self._outbox, self._client, self._shelves.of(generation))
        return [one for one in found if one.wrong is not Wrong.DEAD]

    def _fill(self, generation: Generation, told: Told) -> None:
        after: PostKey | None = None
        while marks := self._outbox.index_marks(after=after, limit=BLOCK):
            stored = _stored(self._client, self._shelves.of(generation), after, marks[-1].key)
            lacking = [mark.key for mark in marks if max(stored.get(mark.key, [0])) < mark.revision]
            self._write(generation, lacking)
            told(len(marks))
            after = marks[-1].key

    def _write(self, generation: Generation, keys: Sequence[PostKey]) -> None:
        waiting = list(keys)
        for tries in range(_TRIES):
            if not waiting:
                return
            if tries:
                self._wait(rest(tries, chance=0.5))
            waiting = self._once(generation, waiting)
        raise Away(f"Elasticsearch did not take {len(waiting)} posts: run the same command again, it goes on from here")

    def _once(self, generation: Generation, keys: Sequence[PostKey]) -> list[PostKey]:
        """Write them, and give back those that are to be written later."""
        later: list[PostKey] = []
        for start in range(0, len(keys), _BATCH):
            entries = [one for one in self._outbox.index_entries(keys[start : start + _BATCH]) if one.post is not None]
            for outcome in write(self._client, self._shelves, entries, {generation: self._shelves.next}, self._make):
                if outcome.fate is Fate.LATER:
                    later.append(outcome.entry.mark.key)
                elif outcome.fate is Fate.POISON:
                    self._outbox.index_buried(outcome.entry.mark, reason=outcome.reason)
        return later


_MENDED = frozenset({Wrong.MISSING, Wrong.STALE})  # by writing once more
_TRIES = 8
_BATCH = 500
