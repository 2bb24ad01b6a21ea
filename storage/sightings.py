"""Posts that belong to cases: opens the case, weighs it, notes that people are to be told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from model.cases import CaseState, NoteKind
from model.errors import BadInput
from model.hunting import Catch
from model.identities import CaseKey, Masked, PostKey, SourceId, ThreadId
from model.records import Sighting
from storage.database import inserted
from storage.hunt_rules import RETRO
from storage.post_rows import post_ids
from storage.rules import heaviest
from storage.schema import cases, notes, sightings, threads

__all__ = ["Occasion", "settle_known", "write_sightings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Where and when sightings were made: on a page, or by a hunt."""

    source: SourceId
    at: datetime
    places: Mapping[ThreadId, int]
    """The row of each thread that they name."""
    titles: Mapping[PostKey, Masked] = field(default_factory=dict, repr=False)
    """What a case is called that a post opens; else its thread's title."""
    is_retro: bool = False


def write_sightings(connection: Connection, sighted: Iterable[Sighting], occasion: Occasion) -> None:
    """Write what was *sighted*, each once however often it is seen."""
    by_case: dict[CaseKey, list[Sighting]] = {}
    for sighting in sighted:
        by_case.setdefault(sighting.case, []).append(sighting)
    ids = post_ids(connection, (sighting.post for seen in by_case.values() for sighting in seen))
    for seen in by_case.values():
        case = _case(connection, occasion, seen[0])
        for sighting in seen:
            _write(connection, occasion, sighting, case=case, post=_known(ids, sighting))
        _weigh(connection, case)


def settle_known(connection: Connection, catch: Catch, occasion: Occasion, *, post: int) -> None:
    """Let what *catch* adds to its post raise nothing in the cases that the post was of before."""
    for key in catch.known_cases:
        case = connection.execute(select(cases.c.id).where(cases.c.key == key)).scalar()
        if case is None or _is_noted(connection, case=case, post=post, matched=catch.matched):
            continue
        row: dict[str, Any] = {"kind": NoteKind.CASE, "source": occasion.source, "case": case, "post": post, "text": ""}
        row |= {"matched": catch.matched, "level": catch.level, "is_historic": catch.is_historic, "is_retro": True}
        row |= {"created_at": occasion.at, "settled_at": occasion.at, "verdict": RETRO}
        connection.execute(insert(notes).values(row))


def _case(connection: Connection, occasion: Occasion, first: Sighting) -> int:
    known = connection.execute(select(cases.c.id).where(cases.c.key == first.case)).scalar()
    if known is not None:
        return int(known)
    row = {
        "key": first.case,
        "subject": first.subject,
        "source": occasion.source,
        "thread": occasion.places[first.thread],
        "title": _title(connection, occasion, first),
        "level": first.level,
        "intent": first.intent,
        "state": CaseState.NEW,
        "is_historic": first.is_historic,
        "opened_at": occasion.at,
        "updated_at": occasion.at,
    }
    return inserted(connection, insert(cases).values(row))


def _title(connection: Connection, occasion: Occasion, sighting: Sighting) -> str:
    if sighting.post in occasion.titles:
        return occasion.titles[sighting.post]
    thread = threads.c.id == occasion.places[sighting.thread]
    title = connection.execute(select(threads.c.title).where(thread)).scalar()
    return "" if title is None else str(title)


def _known(ids: Mapping[PostKey, int], sighting: Sighting) -> int:
    if sighting.post not in ids:
        raise BadInput(f"a sighting names the post {sighting.post}, which was never recorded")
    return ids[sighting.post]


def _write(connection: Connection, occasion: Occasion, sighting: Sighting, *, case: int, post: int) -> None:
    said = {"intent": sighting.intent, "level": sighting.level, "is_historic": sighting.is_historic}
    this = (sightings.c.case == case) & (sightings.c.post == post)
    if not connection.execute(update(sightings).where(this).values(said)).rowcount:
        connection.execute(insert(sightings).values(case=case, post=post, at=occasion.at, **said))
    if _raise_note(connection, occasion, sighting, case=case, post=post):
        connection.execute(update(cases).where(cases.c.id == case).values(updated_at=occasion.at))


def _raise_note(connection: Connection, occasion: Occasion, sighting: Sighting, *, case: int, post: int) -> bool:
    if _is_noted(connection, case=case, post=post, matched=sighting.matched):
        return False
    row: dict[str, Any] = {"kind": NoteKind.CASE, "source": occasion.source, "case": case, "post": post, "text": ""}
    row |= {"matched": sighting.matched, "level": sighting.level, "is_historic": sighting.is_historic}
    connection.execute(insert(notes).values(row | {"is_retro": occasion.is_retro, "created_at": occasion.at}))
    return True


def _is_noted(connection: Connection, *, case: int, post: int, matched: str) -> bool:
    same = (notes.c.case == case) & (notes.c.post == post) & (notes.c.matched == matched)
    return connection.execute(select(notes.c.id).where(same)).first() is not None


def _weigh(connection: Connection, case: int) -> None:
    query = select(sightings.c.level, sightings.c.intent, sightings.c.is_historic).where(sightings.c.case == case)
    seen = connection.execute(query).all()
    level, intent = heaviest((row.level, row.intent) for row in seen)
    is_historic = all(row.is_historic for row in seen)
    values = {"level": level, "intent": intent, "is_historic": is_historic}
    connection.execute(update(cases).where(cases.c.id == case).values(values))
