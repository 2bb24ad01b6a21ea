"""The index notes: written with what they are about, one a post however often it changes, until an index is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, func, insert, select, update

from model.cases import PostView
from model.identities import PostKey
from model.indexing import DeadLetter, IndexBacklog, IndexEntry, IndexMark
from storage.database import Part, batches
from storage.index_rules import digest
from storage.schema import index_marks, posts
from storage.views import views

__all__ = ["SqlIndexOutbox", "note_posts"]

_WAITS: ColumnElement[bool] = index_marks.c.noted_at.is_not(None) & index_marks.c.reason.is_(None)
_SETTLED = {"noted_at": None, "next_try_at": None, "tries": 0, "reason": None}


class SqlIndexOutbox(Part):
    """The port `IndexOutbox`, over SQL."""

    def index_pending(self, *, limit: int, now: datetime) -> list[IndexEntry]:
        due = select(index_marks).where(_WAITS, index_marks.c.next_try_at <= now)
        oldest = due.order_by(index_marks.c.next_try_at, index_marks.c.key).limit(limit)
        with self._database.reading() as connection:
            return _entries(connection, connection.execute(oldest).mappings().all())

    def index_done(self, marks: Sequence[IndexMark]) -> None:
        self._retell(marks, **_SETTLED)

    def index_postponed(self, marks: Sequence[IndexMark], *, until: datetime) -> None:
        self._retell(marks, next_try_at=until, tries=index_marks.c.tries + 1)

    def index_buried(self, mark: IndexMark, *, reason: str) -> None:
        self._retell([mark], noted_at=func.coalesce(index_marks.c.noted_at, mark.filed_at), reason=reason)

    def index_revive(self, *, now: datetime) -> int:
        again = {"reason": None, "tries": 0, "noted_at": now, "next_try_at": now}
        with self._database.writing() as connection:
            dead = update(index_marks).where(index_marks.c.reason.is_not(None)).values(again)
            return int(connection.execute(dead).rowcount)

    def index_backlog(self) -> IndexBacklog:
        waiting = select(func.count(), func.min(index_marks.c.noted_at)).where(_WAITS)
        dead = select(func.count()).where(index_marks.c.reason.is_not(None))
        with self._database.reading() as connection:
            count, oldest = connection.execute(waiting).one()
            return IndexBacklog(waiting=count, dead=connection.execute(dead).scalar_one(), oldest_at=oldest)

    def index_dead(self) -> list[DeadLetter]:
        dead = select(index_marks).where(index_marks.c.reason.is_not(None)).order_by(index_marks.c.key)
        with self._database.reading() as connection:
            rows = connection.execute(dead).mappings().all()
        return [DeadLetter(key=PostKey(row["key"]), revision=row["revision"], reason=row["reason"]) for row in rows]

    def index_marks(self, *, after: PostKey | None, limit: int) -> list[IndexMark]:
        held = select(index_marks).where(index_marks.c.digest.is_not(None))
        if after is not None:
            held = held.where(index_marks.c.key > after)
        with self._database.reading() as connection:
            rows = connection.execute(held.order_by(index_marks.c.key).limit(limit)).mappings().all()
        return [_mark(row) for row in rows]

    def index_entries(self, keys: Iterable[PostKey]) -> list[IndexEntry]:
        found: list[IndexEntry] = []
        with self._database.reading() as connection:
            for batch in batches(keys):
                rows = connection.execute(select(index_marks).where(index_marks.c.key.in_(batch))).mappings().all()
                found += _entries(connection, rows)
        return found

    def _retell(self, marks: Sequence[IndexMark], **values: Any) -> None:
        """Change the notes of *marks*, except of those that have changed again since."""
        if not marks:
            return
        same = (index_marks.c.key == bindparam("this")) & (index_marks.c.revision == bindparam("seen"))
        rows = [{"this": mark.key, "seen": mark.revision} for mark in marks]
        with self._database.writing() as connection:
            connection.execute(update(index_marks).where(same).values(values), rows)


def note_posts(connection: Connection, rows: Iterable[int], *, at: datetime) -> None:
    """Note those of the posts *rows* of which an index holds something else than what is kept now."""
    for batch in batches(rows):
        kept = {view.key: view for view in views(connection, batch)}
        known = _known(connection, kept)
        told = {key: digest(view) for key, view in kept.items()}
        fresh = [_first(view, told[key], at) for key, view in kept.items() if key not in known]
        changed = [
            {"this": key, "revision": known[key]["revision"] + 1, "digest": told[key]}
            for key in known
            if known[key]["digest"] != told[key]
        ]
        if fresh:
            connection.execute(insert(index_marks), fresh)
        if changed:
            again = {
                "noted_at": func.coalesce(index_marks.c.noted_at, at),
                "next_try_at": at,
                "tries": 0,
                "reason": None,
            }
            connection.execute(update(index_marks).where(index_marks.c.key == bindparam("this")).values(again), changed)


def _first(view: PostView, told: str, at: datetime) -> dict[str, Any]:
    said = {"key": view.key, "revision": 1, "filed_at": view.first_seen_at, "digest": told, "tries": 0}
    return said | {"noted_at": at, "next_try_at": at}


def _known(connection: Connection, keys: Iterable[PostKey]) -> dict[PostKey, RowMapping]:
    query = select(index_marks).where(index_marks.c.key.in_(list(keys)))
    return {PostKey(row["key"]): row for row in connection.execute(query).mappings()}


def _entries(connection: Connection, rows: Sequence[RowMapping]) -> list[IndexEntry]:
    held = [row["key"] for row in rows if row["digest"] is not None]
    ids = connection.execute(select(posts.c.id).where(posts.c.key.in_(held), posts.c.is_kept)).scalars()
    kept = {view.key: view for view in views(connection, ids)}
    return [IndexEntry(mark=_mark(row), post=kept.get(PostKey(row["key"])), tries=row["tries"]) for row in rows]


def _mark(row: Mapping[Any, Any]) -> IndexMark:
    return IndexMark(
        key=PostKey(row["key"]),
        revision=row["revision"],
        filed_at=row["filed_at"],
        is_settled=row["noted_at"] is None,
    )
