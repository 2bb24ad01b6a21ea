"""Posts that belong to cases: opens the case, weighs it, notes that people are to be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from model.cases import CaseState, NoteKind
from model.errors import BadInput
from model.identities import CaseKey, PostKey, ThreadId
from model.records import PageRecord, Sighting
from storage.database import inserted
from storage.post_rows import post_ids
from storage.rules import heaviest
from storage.schema import cases, notes, sightings, threads

__all__ = ["write_sightings"]


def write_sightings(connection: Connection, page: PageRecord, places: Mapping[ThreadId, int]) -> None:
    """Write the page's sightings, each once however often it is seen."""
    by_case: dict[CaseKey, list[Sighting]] = {}
    for sighting in page.sightings:
        by_case.setdefault(sighting.case, []).append(sighting)
    ids = post_ids(connection, (sighting.post for sighting in page.sightings))
    for seen in by_case.values():
        case = _case(connection, page, seen[0], places)
        for sighting in seen:
            _write(connection, page, sighting, case=case, post=_known(ids, sighting))
        _weigh(connection, case)


def _case(connection: Connection, page: PageRecord, first: Sighting, places: Mapping[ThreadId, int]) -> int:
    known = connection.execute(select(cases.c.id).where(cases.c.key == first.case)).scalar()
    if known is not None:
        return int(known)
    row = {
        "key": first.case,
        "subject": first.subject,
        "source": page.source,
        "thread": places[first.thread],
        "title": _title(connection, page, first, places[first.thread]),
        "level": first.level,
        "intent": first.intent,
        "state": CaseState.NEW,
        "is_historic": first.is_historic,
        "opened_at": page.at,
        "updated_at": page.at,
    }
    return inserted(connection, insert(cases).values(row))


def _title(connection: Connection, page: PageRecord, sighting: Sighting, thread: int) -> str:
    for record in page.posts:
        if record.key == sighting.post and record.kept is not None:
            return record.kept.title
    title = connection.execute(select(threads.c.title).where(threads.c.id == thread)).scalar()
    return "" if title is None else str(title)


def _known(ids: Mapping[PostKey, int], sighting: Sighting) -> int:
    if sighting.post not in ids:
        raise BadInput(f"a sighting names the post {sighting.post}, which was never recorded")
    return ids[sighting.post]


def _write(connection: Connection, page: PageRecord, sighting: Sighting, *, case: int, post: int) -> None:
    said = {"intent": sighting.intent, "level": sighting.level, "is_historic": sighting.is_historic}
    this = (sightings.c.case == case) & (sightings.c.post == post)
    if not connection.execute(update(sightings).where(this).values(said)).rowcount:
        connection.execute(insert(sightings).values(case=case, post=post, at=page.at, **said))
    if _raise_note(connection, page, sighting, case=case, post=post):
        connection.execute(update(cases).where(cases.c.id == case).values(updated_at=page.at))


def _raise_note(connection: Connection, page: PageRecord, sighting: Sighting, *, case: int, post: int) -> bool:
    same = (notes.c.case == case) & (notes.c.post == post) & (notes.c.matched == sighting.matched)
    if connection.execute(select(notes.c.id).where(same)).first() is not None:
        return False
    row: dict[str, Any] = {"kind": NoteKind.CASE, "source": page.source, "case": case, "post": post, "text": ""}
    row |= {"matched": sighting.matched, "level": sighting.level, "is_historic": sighting.is_historic}
    connection.execute(insert(notes).values(row | {"created_at": page.at}))
    return True


def _weigh(connection: Connection, case: int) -> None:
    query = select(sightings.c.level, sightings.c.intent, sightings.c.is_historic).where(sightings.c.case == case)
    seen = connection.execute(query).all()
    level, intent = heaviest((row.level, row.intent) for row in seen)
    is_historic = all(row.is_historic for row in seen)
    values = {"level": level, "intent": intent, "is_historic": is_historic}
    connection.execute(update(cases).where(cases.c.id == case).values(values))
