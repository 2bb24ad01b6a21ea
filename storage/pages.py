"""What a page does to threads; posts and sightings follow from there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select, update

from model.identities import SourceId, ThreadId, thread_key
from model.ports import Analysis
from model.records import PageRecord, ThreadRecord
from model.visits import Tally
from storage.database import batches
from storage.errands import UNLISTED
from storage.index_notes import note_posts
from storage.mirrors import write_mirror_sights
from storage.missing import write_missing
from storage.post_rows import post_ids, write_posts
from storage.rules import clears_listing, last_page
from storage.schema import posts, threads
from storage.sightings import Occasion, write_sightings
from storage.words import write_words

__all__ = ["write_page"]

_ON_EVERY_POST = frozenset({"title", "url", "board"})
"""What of its thread each post shows."""


def write_page(connection: Connection, page: PageRecord, analysis: Analysis) -> Tally:
    """Write all of *page* but its errand and its finds; says what it brought."""
    places, renamed = _write_threads(connection, page)
    tally = write_posts(connection, page, places)
    gone = write_missing(connection, page, places)
    write_sightings(connection, page.sightings, _occasion(page, places))
    seen = post_ids(connection, (record.key for record in page.posts)).values()
    if page.mirror is not None:
        write_mirror_sights(connection, seen, mirror=page.mirror, at=page.at)
    touched = list(dict.fromkeys(chain(_posts_of(connection, renamed), seen, gone)))
    write_words(connection, touched, analysis)
    note_posts(connection, touched, at=page.at)
    return replace(tally, gone=len(gone))


def _occasion(page: PageRecord, places: Mapping[ThreadId, int]) -> Occasion:
    titles = {record.key: record.kept.title for record in page.posts if record.kept is not None}
    return Occasion(source=page.source, at=page.at, places=places, titles=titles)


def _write_threads(connection: Connection, page: PageRecord) -> tuple[dict[ThreadId, int], list[int]]:
    """Bring the page's threads up to date.

    Gives the row of each thread that the page speaks of, and of those of which every post shows a change.
    """
    records = {record.id: record for record in page.threads}
    named = [record.thread for record in page.posts] + [sighting.thread for sighting in page.sightings]
    rows = _thread_rows(connection, page.source, [*records, *named])
    fresh = [_new_thread(page.source, thread) for thread in dict.fromkeys([*records, *named]) if thread not in rows]
    if fresh:
        connection.execute(insert(threads), fresh)
        rows = _thread_rows(connection, page.source, [*records, *named])
    renamed: list[int] = []
    for thread, record in records.items():
        if changes := _thread_changes(rows[thread], record, page.at):
            connection.execute(update(threads).where(threads.c.id == rows[thread]["id"]).values(changes))
            renamed += [] if _ON_EVERY_POST.isdisjoint(changes) else [rows[thread]["id"]]
    failed = page.errand.find.thread
    if failed is not None and clears_listing(page.errand, page.outcome, retry_at=page.retry_at):
        key = thread_key(page.source, failed)
        connection.execute(update(threads).where(threads.c.key == key).values(UNLISTED))
    return {thread: row["id"] for thread, row in rows.items()}, renamed


def _posts_of(connection: Connection, threads: Iterable[int]) -> Iterable[int]:
    of_threads = select(posts.c.id).where(posts.c.is_kept)
    for batch in batches(threads):
        yield from connection.execute(of_threads.where(posts.c.thread.in_(batch))).scalars().all()


def _thread_rows(connection: Connection, source: SourceId, ids: Iterable[ThreadId]) -> dict[ThreadId, RowMapping]:
    rows: dict[ThreadId, RowMapping] = {}
    for batch in batches(thread_key(source, thread) for thread in ids):
        for row in connection.execute(select(threads).where(threads.c.key.in_(batch))).mappings():
            rows[ThreadId(row["native"])] = row
    return rows


def _new_thread(source: SourceId, thread: ThreadId) -> dict[str, Any]:
    key = thread_key(source, thread)
    return {"key": key, "source": source, "native": thread, "is_listed": False, "last_page": 0, "is_kept": False}


def _thread_changes(row: RowMapping, record: ThreadRecord, at: datetime) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if record.listing is not None:
        listing = record.listing
        changes |= {"is_listed": True, "listed_replies": listing.replies}
        changes |= {"listed_at": listing.last_post_at, "listed_author": listing.last_author}
    if record.replies is not None:
        changes["replies"] = record.replies
    if record.read is not None:
        changes["last_page"] = last_page(row["last_page"], record.read)
        changes["looked_at"] = max(at, row["looked_at"] or at)
        if record.read.is_last:
            changes["read_at"] = max(at, row["read_at"] or at)
        else:
            changes["per_page"] = record.read.posts
    if record.kept is not None:
        kept = record.kept
        said = {"board": kept.board, "author": kept.author, "created_at": kept.created_at}
        changes |= {name: value for name, value in said.items() if value is not None}
        changes |= {"is_kept": True, "title": kept.title, "url": kept.url}
    return {name: value for name, value in changes.items() if value != row[name]}
