"""Posts that a page should hold by their neighbours, and doesn't: what the lists of a board never betray."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, case, select, update

from model.identities import PostKey, ThreadId
from model.records import PageRecord, ThreadRecord
from storage.database import batches
from storage.rules import SIGHTS, Place, absent
from storage.schema import posts, threads

__all__ = ["write_missing"]

_COLUMNS = ("id", "key", "sorted_at", "native", "missed", "last_seen_at", "missed_at")


def write_missing(connection: Connection, page: PageRecord, places: Mapping[ThreadId, int]) -> list[int]:
    """Count what the page lacks; gives the rows of the posts that are gone from now on."""
    return [
        row
        for record in page.threads
        if record.read is not None and record.read.is_sure
        for row in _of_thread(connection, page, record, places[record.id])
    ]


def _of_thread(connection: Connection, page: PageRecord, record: ThreadRecord, thread: int) -> list[int]:
    assert record.read is not None
    seen = [post.key for post in page.posts if post.thread == record.id]
    standing = select(*(posts.c[name] for name in _COLUMNS))
    rows = {
        PostKey(row.key): row
        for row in connection.execute(standing.where(posts.c.thread == thread, posts.c.gone_at.is_(None)))
    }
    known = [
        Place(key=key, at=row.sorted_at, native=row.native, seen_at=row.last_seen_at, missed_at=row.missed_at)
        for key, row in rows.items()
    ]
    per_page = connection.execute(select(threads.c.per_page).where(threads.c.id == thread)).scalar()
    lack = absent(known, seen, read=record.read, per_page=per_page)
    missing = [rows[key] for key in lack.missing]
    is_doubtful = lack.is_doubtful or any(row.missed + 1 < SIGHTS for row in missing)
    _doubt(connection, thread, record.read.page, is_doubtful=is_doubtful)
    return _count(connection, page, [row.id for row in missing]) if missing else []


def _count(connection: Connection, page: PageRecord, missing: list[int]) -> list[int]:
    gone: list[int] = []
    for batch in batches(missing):
        fresh = posts.c.id.in_(batch) & posts.c.missed_in.is_distinct_from(page.visit)
        counted = {"missed": posts.c.missed + 1, "missed_in": page.visit, "missed_at": page.at}
        at = case((posts.c.missed + 1 >= SIGHTS, page.at), else_=None)
        connection.execute(update(posts).where(fresh).values(counted | {"gone_at": at}))
        gone += connection.execute(
            select(posts.c.id).where(posts.c.id.in_(batch), posts.c.gone_at == page.at, posts.c.missed_in == page.visit)
        ).scalars()
    return gone


def _doubt(connection: Connection, thread: int, number: int, *, is_doubtful: bool) -> None:
    this = threads.c.id == thread
    if is_doubtful:
        # every page behind the one that lacks something is moved up by it, and in doubt as well
        later = threads.c.doubtful_page.is_(None) | (threads.c.doubtful_page > number)
        connection.execute(update(threads).where(this, later).values(doubtful_page=number))
    else:
        connection.execute(update(threads).where(this, threads.c.doubtful_page == number).values(doubtful_page=None))
