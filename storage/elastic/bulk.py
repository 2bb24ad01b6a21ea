"""Writing posts in bulk, with an outcome for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import Any

import elasticsearch
from elasticsearch import Elasticsearch

from model.errors import Away
from model.indexing import IndexEntry
from storage.elastic.client import spoken
from storage.elastic.documents import Document
from storage.elastic.shelves import Generation, Shelves

__all__ = ["Fate", "Outcome", "write"]

_DONE = frozenset({200, 201, 409})  # 409: the index holds this revision already, or a later one
_POISON = frozenset({400, 413})
_REASON = 200  # characters
_PART = 250  # posts of a request, and
_CHARACTERS = 1_000_000  # of their texts: a document is some times as long
_AT_ONCE = 2  # requests on their way
_FIELD = re.compile(r"field \[([\w.@-]{1,80})\]|introduction of \[([\w.@-]{1,80})\]")

Make = Callable[[IndexEntry], Document]


class Fate(Enum):
    """What came of writing one post."""

    DONE = "done"
    LATER = "later"
    POISON = "poison"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of writing one post, and why."""

    entry: IndexEntry
    fate: Fate
    reason: str = ""


def write(
    client: Elasticsearch,
    shelves: Shelves,
    entries: Sequence[IndexEntry],
    targets: Mapping[Generation, str],
    make: Make,
) -> list[Outcome]:
    """Write *entries* to every one of *targets*; raises `Away` when nobody can say what came of it."""
    shelves.ensure({shelves.index(one, entry.mark): alias for entry in entries for one, alias in targets.items()})
    outcomes: list[Outcome] = []
    with ThreadPoolExecutor(_AT_ONCE) as senders:  # documents are made while others are on their way
        sent = []
        for part in _parts(entries):
            made, poison = _made(part, make)
            outcomes += poison
            for one in targets:
                lines = [(entry, *_line(shelves.index(one, entry.mark), entry, body)) for entry, body in made]
                sent.append(senders.submit(_sent, client, lines))
        fates: dict[str, list[Outcome]] = {}
        for outcome in chain.from_iterable(one.result() for one in sent):
            fates.setdefault(outcome.entry.mark.key, []).append(outcome)
    return [*outcomes, *(max(some, key=lambda one: _WEIGHT[one.fate]) for some in fates.values())]


def _parts(entries: Iterable[IndexEntry]) -> Iterator[list[IndexEntry]]:
    """*entries* in requests: those of one month together, because a server syncs each index that it writes to."""
    part: list[IndexEntry] = []
    size = 0
    for entry in sorted(entries, key=lambda one: one.mark.filed_at):
        text = None if entry.post is None else entry.post.text
        if part and (len(part) == _PART or size > _CHARACTERS):
            yield part
            part, size = [], 0
        part.append(entry)
        size += len(text or "")
    if part:
        yield part


_WEIGHT = {Fate.DONE: 0, Fate.POISON: 1, Fate.LATER: 2}
_Line = tuple[IndexEntry, Document, Document | None]


def _made(entries: Sequence[IndexEntry], make: Make) -> tuple[list[tuple[IndexEntry, Document | None]], list[Outcome]]:
    made: list[tuple[IndexEntry, Document | None]] = []
    poison: list[Outcome] = []
    for entry in entries:
        try:
            made.append((entry, None if entry.post is None else make(entry)))
        except Exception as error:  # noqa: BLE001 - one post that cannot be told must not stop the others
            reason = f"no document could be made of it ({type(error).__name__})"
            poison.append(Outcome(entry=entry, fate=Fate.POISON, reason=reason))
    return made, poison


def _line(index: str, entry: IndexEntry, body: Document | None) -> tuple[Document, Document | None]:
    verb = "delete" if body is None else "index"
    versioned = {"version": entry.mark.revision, "version_type": "external"}
    return {verb: {"_index": index, "_id": entry.mark.key, **versioned}}, body


def _sent(client: Elasticsearch, lines: Sequence[_Line]) -> list[Outcome]:
    """Send *lines* at once, or in halves where that is too much at once."""
    if not lines:
        return []
    operations = [part for _, action, body in lines for part in (action, body) if part is not None]
    with spoken():
        try:
            said = client.bulk(operations=operations)
        except elasticsearch.ApiError as error:
            if error.status_code != 413:
                raise
            said = None
    if said is not None:
        return list(_told(lines, said["items"]))
    if len(lines) == 1:
        return [Outcome(entry=lines[0][0], fate=Fate.POISON, reason="larger than the server takes (413)")]
    half = len(lines) // 2
    return [*_sent(client, lines[:half]), *_sent(client, lines[half:])]


def _told(lines: Sequence[_Line], items: Sequence[Mapping[str, Any]]) -> Iterator[Outcome]:
    if len(items) != len(lines):
        raise Away(f"Elasticsearch answered for {len(items)} of {len(lines)} posts")
    for (entry, _, body), item in zip(lines, items, strict=True):
        (said,) = item.values()
        status = int(said["status"])
        if status in _DONE or (status == 404 and body is None and "error" not in said):
            yield Outcome(entry=entry, fate=Fate.DONE)
        else:
            fate = Fate.POISON if status in _POISON else Fate.LATER
            yield Outcome(entry=entry, fate=fate, reason=_reason(status, said.get("error")))


def _reason(status: int, error: Any) -> str:
    """The kind of error and the field it names: never the server's prose, which may quote the post."""
    kind = str(error.get("type", "")) if isinstance(error, Mapping) else ""
    prose = str(error.get("reason", "")) if isinstance(error, Mapping) else ""
    field = _FIELD.search(prose)
    return f"{kind or 'refused'} ({status}){f' at {field[1] or field[2]}' if field else ''}"[:_REASON]
