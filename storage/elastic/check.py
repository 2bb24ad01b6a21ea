"""The index held against the ledger, and made anew from it while searches go on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from elasticsearch import Elasticsearch

from model.errors import Away
from model.identities import PostKey
from model.indexing import IndexEntry
from model.ports import Analysis, IndexOutbox
from storage.elastic.bulk import Fate, Make, write
from storage.elastic.client import spoken
from storage.elastic.documents import digest, document, source
from storage.elastic.relay import rest
from storage.elastic.shelves import Generation, Shelves

__all__ = ["Block", "Difference", "Rebuild", "Wrong", "compared", "differences"]

BLOCK = 500  # posts compared at once

_PAGE = 250  # posts fetched at once
_HASHES = ("event.hash", "words.hash")

Told = Callable[[int], None]
"""Called with how many more posts are done."""


class Wrong(Enum):
    """How the index differs from the ledger."""

    MISSING = "missing"
    STALE = "older than the ledger's"
    ALTERED = "newer than the ledger's"
    CHANGED = "not what the ledger says, though of its version"
    FOREIGN = "unknown to the ledger"
    DOUBLED = "there twice"
    DEAD = "refused by the index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One post that stands in the index otherwise than it should."""

    key: PostKey
    wrong: Wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Posts that were compared at once."""

    posts: int
    last: PostKey | None  # None: nothing follows
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A post as the index holds it."""

    version: int
    digests: frozenset[str | None]
    """What its digests say, and what its content comes to: all one, when nobody touched it."""


def differences(
    outbox: IndexOutbox, client: Elasticsearch, indices: Sequence[str], *, told: Told = lambda _: None
) -> Iterator[Difference]:
    """Every difference between the ledger and *indices*; what still waits to be told is none."""
    for block in compared(outbox, client, indices):
        yield from block.differences
        told(block.posts)


def compared(
    outbox: IndexOutbox, client: Elasticsearch, indices: Sequence[str], *, after: PostKey | None = None
) -> Iterator[Block]:
    """The ledger held against *indices* in blocks by key, from past *after* on: ids, versions and content."""
    _refresh(client, indices)
    while True:
        marks = outbox.index_marks(after=after, limit=BLOCK)
        last = marks[-1].key if len(marks) == BLOCK else None
        keys = [mark.key for mark in marks]
        found = _differences(outbox, client, indices, keys, _held(client, indices, _between(after, last)))
        yield Block(posts=len(marks), last=last, differences=tuple(found))
        if last is None:
            return
        after = last


def _differences(
    outbox: IndexOutbox, client: Elasticsearch, indices: Sequence[str], keys: Sequence[PostKey], held: _Shelf
) -> list[Difference]:
    """What is wrong with *keys* and with all that is *held*, at two looks: somebody may be writing at the first."""
    doubtful = list(_wrong(outbox, [*keys, *held], held))
    if not doubtful:
        return []
    _refresh(client, indices)
    again = _wrong(outbox, doubtful, _held(client, indices, {"terms": {"event.id": doubtful}}))
    return [Difference(key=key, wrong=wrong) for key, wrong in again.items()]


def _wrong(outbox: IndexOutbox, keys: Sequence[PostKey], held: _Shelf) -> dict[PostKey, Wrong]:
    entries = {entry.mark.key: entry for entry in outbox.index_entries(keys)}
    some_wait = any(not entry.mark.is_settled for entry in entries.values())
    dead = {letter.key for letter in outbox.index_dead()} if some_wait else set()
    judged = ((key, _judged(entries.get(key), held.get(key, []), dead)) for key in dict.fromkeys(keys))
    return {key: wrong for key, wrong in judged if wrong is not None}


def _judged(entry: IndexEntry | None, held: Sequence[_Held], dead: Collection[PostKey]) -> Wrong | None:
    if entry is None:
        return Wrong.FOREIGN if held else None
    versions = [one.version for one in held]
    if entry.mark.key in dead:
        return None if versions == [entry.mark.revision] else Wrong.DEAD
    if not entry.mark.is_settled:
        return None
    if entry.post is None:
        return Wrong.FOREIGN if held else None
    if not held:
        return Wrong.MISSING
    if len(held) > 1:
        return Wrong.DOUBLED
    if versions != [entry.mark.revision]:
        return Wrong.STALE if versions[0] < entry.mark.revision else Wrong.ALTERED
    return None if held[0].digests == {digest(source(entry))} else Wrong.CHANGED


_Shelf = Mapping[PostKey, Sequence[_Held]]


def _held(client: Elasticsearch, indices: Sequence[str], query: Mapping[str, Any]) -> _Shelf:
    """What the index holds of the posts that answer *query*."""
    held: dict[PostKey, list[_Held]] = {}
    for hit in _hits(client, indices, query, docvalue_fields=list(_HASHES)):
        said = hit.get("fields", {})
        digests = {digest(hit["_source"]), *(one for name in _HASHES for one in said.get(name, [None]))}
        one = _Held(version=int(hit["_version"]), digests=frozenset(digests))
        held.setdefault(PostKey(hit["_id"]), []).append(one)
    return held


def _versions(client: Elasticsearch, indices: Sequence[str], query: Mapping[str, Any]) -> dict[PostKey, int]:
    """The newest version that the index holds of each post that answers *query*."""
    versions: dict[PostKey, int] = {}
    for hit in _hits(client, indices, query, source=False):
        key = PostKey(hit["_id"])
        versions[key] = max(int(hit["_version"]), versions.get(key, 0))
    return versions


def _hits(
    client: Elasticsearch, indices: Sequence[str], query: Mapping[str, Any], **what: Any
) -> Iterator[Mapping[str, Any]]:
    resume: list[str] | None = None
    while indices:
        with spoken():
            said = client.search(
                index=list(indices),
                query=query,
                sort=[{"event.id": "asc"}, {"_index": "asc"}],
                search_after=resume,
                size=_PAGE,
                version=True,
                allow_partial_search_results=False,
                **what,
            )
            hits = said["hits"]["hits"]
        yield from hits
        if len(hits) < _PAGE:
            return
        resume = hits[-1]["sort"]


def _between(after: PostKey | None, last: PostKey | None) -> Mapping[str, Any]:
    """Asks for the posts past *after*, up to *last*."""
    bounds = {name: key for name, key in (("gt", after), ("lte", last)) if key is not None}
    return {"range": {"event.id": bounds}} if bounds else {"match_all": {}}


def _refresh(client: Elasticsearch, indices: Sequence[str]) -> None:
    with spoken():
        if indices:
            client.indices.refresh(index=list(indices))


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
            stored = _versions(self._client, self._shelves.of(generation), _between(after, marks[-1].key))
            lacking = [mark.key for mark in marks if stored.get(mark.key, 0) < mark.revision]
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
