"""Hunts through what is kept: what was declared, how far each came, and what they found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from model.hunting import Catch, Definition, Hunt, HuntStep, Quarry
from model.identities import PostKey, ThreadId, thread_key
from storage.database import Part, batches
from storage.hunt_rules import caught_sightings, narrowed, undeclared
from storage.index_notes import note_posts
from storage.post_rows import post_ids
from storage.schema import hunts, matches, post_versions, posts, threads, visits
from storage.sightings import Occasion, settle_known, write_sightings
from storage.views import views
from storage.words import write_words

__all__ = ["MOST_TEXT", "SqlHunts"]

MOST_TEXT = 400_000
"""Characters that are looked at in one transaction, unless one post has more: a second's work."""


class SqlHunts(Part):
    """The port `Hunts`, over SQL."""

    def declare(self, definitions: Sequence[Definition], *, now: datetime) -> None:
        with self._database.reading() as connection:
            if not undeclared(_hunts(connection), definitions):
                return
        with self._database.writing() as connection:
            _declare(connection, definitions, now)

    def hunts(self) -> list[Hunt]:
        with self._database.reading() as connection:
            return _hunts(connection)

    def hunt_again(self, subjects: Iterable[str]) -> None:
        anew = {"position": 0, "began_at": None, "ended_at": None}
        with self._database.writing() as connection:
            for batch in batches(subjects):
                connection.execute(update(hunts).where(hunts.c.subject.in_(batch)).values(anew))

    def unhunted(self, subjects: Iterable[str]) -> int:
        with self._database.reading() as connection:
            wanted = set(subjects)
            due = [hunt for hunt in _hunts(connection) if hunt.is_due and hunt.definition.subject in wanted]
            if not due:
                return 0
            before = _kept_past(min(hunt.position for hunt in due))
            return connection.execute(select(func.count()).select_from(before.subquery())).scalar_one()

    def hunt(
        self,
        definitions: Sequence[Definition],
        look: Callable[[Quarry], Catch | None],
        *,
        limit: int,
        now: datetime,
    ) -> HuntStep:
        with self._database.writing() as connection:
            wanted = set(definitions)
            due = [hunt for hunt in _hunts(connection) if hunt.is_due and hunt.definition in wanted]
            if not due:
                return HuntStep(posts=0, matches=0, is_over=True)
            rows = _next(connection, min(hunt.position for hunt in due), limit)
            if not rows:
                return _end(connection, due, now)
            subjects = {hunt.definition.subject for hunt in due}
            seen = [catch for quarry in _quarry(connection, rows) if (catch := look(quarry)) is not None]
            caught = [catch for one in seen if (catch := narrowed(one, subjects)) is not None]
            found = _write(connection, caught, now)
            touched = post_ids(connection, (catch.post for catch in caught)).values()
            write_words(connection, touched, self._analysis)
            note_posts(connection, touched, at=now)
            _advance(connection, subjects, to=rows[-1], now=now)
            return HuntStep(posts=len(rows), matches=found, is_over=False)


def _hunts(connection: Connection) -> list[Hunt]:
    return [
        Hunt(
            definition=Definition(subject=row["subject"], digest=row["digest"]),
            declared_at=row["declared_at"],
            position=row["position"],
            began_at=row["began_at"],
            ended_at=row["ended_at"],
        )
        for row in connection.execute(select(hunts).order_by(hunts.c.subject)).mappings()
    ]


def _kept_past(position: int) -> Any:
    return select(posts.c.id).where(posts.c.is_kept, posts.c.id > position)


def _next(connection: Connection, position: int, limit: int) -> list[int]:
    """The next posts, so many that nobody has to wait long for the lock; one of any size goes alone."""
    size = func.coalesce(func.length(post_versions.c.text), 0)
    newest = (post_versions.c.post == posts.c.id) & (post_versions.c.number == posts.c.versions)
    query = select(posts.c.id, size.label("size")).join(post_versions, newest)
    kept = query.where(posts.c.is_kept, posts.c.id > position).order_by(posts.c.id).limit(limit)
    rows: list[int] = []
    room = MOST_TEXT
    for row in connection.execute(kept):
        room -= row.size
        if rows and room < 0:
            break
        rows.append(row.id)
    return rows


def _declare(connection: Connection, definitions: Sequence[Definition], now: datetime) -> None:
    known = {hunt.definition.subject: hunt.definition for hunt in _hunts(connection)}
    wanted = {definition.subject: definition for definition in definitions}
    stale = [subject for subject in known if known[subject] != wanted.get(subject)]
    for batch in batches(stale):
        connection.execute(delete(hunts).where(hunts.c.subject.in_(batch)))
    is_empty = connection.execute(_kept_past(0).limit(1)).first() is None
    said = {"declared_at": now, "position": 0, "began_at": None, "ended_at": now if is_empty else None}
    fresh = [
        {"subject": subject, "digest": definition.digest} | said
        for subject, definition in wanted.items()
        if known.get(subject) != definition
    ]
    if fresh:
        connection.execute(insert(hunts), fresh)


def _end(connection: Connection, due: Sequence[Hunt], now: datetime) -> HuntStep:
    """End what no visit that began before it was declared can still bring posts for."""
    oldest = connection.execute(select(func.min(visits.c.started_at)).where(visits.c.ended_at.is_(None))).scalar()
    done = [hunt.definition.subject for hunt in due if oldest is None or hunt.declared_at <= oldest]
    for batch in batches(done):
        ended = {"ended_at": now, "began_at": func.coalesce(hunts.c.began_at, now)}
        connection.execute(update(hunts).where(hunts.c.subject.in_(batch)).values(ended))
    rest = [hunt.definition.subject for hunt in due if hunt.definition.subject not in done]
    for batch in batches(rest):  # nobody waits for it: it is as if it had not begun
        connection.execute(update(hunts).where(hunts.c.subject.in_(batch)).values(began_at=None))
    return HuntStep(posts=0, matches=0, is_over=True, is_early=bool(rest))


def _advance(connection: Connection, subjects: Iterable[str], *, to: int, now: datetime) -> None:
    for batch in batches(subjects):
        these = hunts.c.subject.in_(batch)
        began = {"began_at": func.coalesce(hunts.c.began_at, now)}
        connection.execute(update(hunts).where(these).values(began))
        connection.execute(update(hunts).where(these, hunts.c.position < to).values(position=to))


def _quarry(connection: Connection, rows: Sequence[int]) -> Iterable[Quarry]:
    beside: dict[PostKey, Any] = {}
    newest = (post_versions.c.post == posts.c.id) & (post_versions.c.number == posts.c.versions)
    query = select(posts.c.key, posts.c.born_in, post_versions.c.quotes).join(post_versions, newest)
    for batch in batches(rows):
        for row in connection.execute(query.where(posts.c.id.in_(batch))):
            beside[PostKey(row.key)] = row
    for view in views(connection, rows):
        known = beside[view.key]
        born_in = ThreadId(known.born_in or view.thread_id)
        yield Quarry(post=view, quotes=tuple(words for _, words in known.quotes), born_in=born_in)


def _write(connection: Connection, caught: Sequence[Catch], now: datetime) -> int:
    ids = post_ids(connection, (catch.post for catch in caught))
    found = sum(_add_matches(connection, ids[catch.post], catch) for catch in caught)
    for catch in caught:
        _raise_level(connection, ids[catch.post], catch)
        key = thread_key(catch.source, catch.thread)
        place = connection.execute(select(threads.c.id).where(threads.c.key == key)).scalar_one()
        occasion = Occasion(source=catch.source, at=now, is_retro=True, places={catch.thread: place})
        write_sightings(connection, caught_sightings(catch), occasion)
        settle_known(connection, catch, occasion, post=ids[catch.post])
    return found


def _add_matches(connection: Connection, post: int, catch: Catch) -> int:
    last = connection.execute(select(func.max(matches.c.place)).where(matches.c.post == post)).scalar()
    first = 0 if last is None else int(last) + 1
    rows = [
        {"post": post, "place": place, "watch": match.watch, "signature": match.signature, "match": match}
        for place, match in enumerate(catch.matches, first)
    ]
    connection.execute(insert(matches), rows)
    return len(rows)


def _raise_level(connection: Connection, post: int, catch: Catch) -> None:
    number = select(posts.c.versions).where(posts.c.id == post).scalar_subquery()
    newest = (post_versions.c.post == post) & (post_versions.c.number == number)
    said = connection.execute(select(post_versions.c.assessment).where(newest)).scalar_one()
    if said.level is not catch.level:
        raised = replace(said, level=catch.level)
        connection.execute(update(post_versions).where(newest).values(assessment=raised))
