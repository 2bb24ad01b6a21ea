"""The embedded index follows analysis and schema: what is kept is indexed anew, in steps that survive a kill."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from time import monotonic

from sqlalchemy import Connection, delete, func, select, text, update

from model.ports import Analysis
from storage.database import Database
from storage.schema import embedded_index, entries, entry_words, posts
from storage.words import count_words, write_words

__all__ = ["Told", "catch_up", "start_anew"]

Told = Callable[[int, int], None]
"""Is told how many posts are indexed, and of how many."""

_STEP = 200  # posts in the first transaction; each may have twice as many as the one before,
_LARGEST = 5_000  # up to so many,
_SHORT = 0.5  # as long as none takes more seconds: others want to write, too

_IN_BULK = {"hashsize": 1 << 24, "automerge": 16, "crisismerge": 32}
"""How FTS5 gathers words while many come at once: larger parts, and merged less often."""
_USUALLY = {"hashsize": 1 << 20, "automerge": 4, "crisismerge": 16}  # what SQLite begins with
_PAGES_IN_BULK = {"cache_size": -64_000, "wal_autocheckpoint": 10_000}  # kilobytes, and pages
_PAGES_USUALLY = {"cache_size": -2_000, "wal_autocheckpoint": 1_000}


def catch_up(database: Database, analysis: Analysis, told: Told) -> None:
    """Index what is kept and not yet indexed, or indexed with another analysis."""
    with database.reading() as connection:
        state = connection.execute(select(embedded_index)).one()
    if state.analysis != analysis.version:
        start_anew(database, analysis)
    elif state.is_whole:
        return
    with database.writing() as connection:
        _gather(connection, _IN_BULK)
        done, of = count_words(connection), _kept(connection)
    after, limit = 0, _STEP
    while True:
        began = monotonic()
        rows = _step(database, analysis, after, limit)
        if not rows:
            return
        after, done = rows[-1], done + len(rows)
        limit = min(2 * limit, _LARGEST) if monotonic() - began < _SHORT else max(_STEP, limit // 2)
        told(done, max(done, of))


def start_anew(database: Database, analysis: Analysis) -> None:
    """Forget the index: the next to catch up makes it."""
    with database.writing() as connection:
        made = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'post_words'")).scalar_one()
        connection.execute(text("DROP TABLE post_words"))
        connection.exec_driver_sql(made)
        for table in (entries, entry_words):
            connection.execute(delete(table))
        connection.execute(update(embedded_index).values(analysis=analysis.version, is_whole=False, stale=0))


def _step(database: Database, analysis: Analysis, after: int, limit: int) -> Sequence[int]:
    """Index up to *limit* posts behind the row *after*; gives their rows."""
    with database.writing() as connection:
        _pragmas(connection, _PAGES_IN_BULK)
        missing = (
            select(posts.c.id)
            .join(entries, entries.c.post == posts.c.id, isouter=True)
            .where(posts.c.is_kept, entries.c.post.is_(None), posts.c.id > after)
            .order_by(posts.c.id)
            .limit(limit)
        )
        rows = connection.execute(missing).scalars().all()
        write_words(connection, rows, analysis)
        if not rows:
            _gather(connection, _USUALLY)
            _pragmas(connection, _PAGES_USUALLY)
            connection.execute(update(embedded_index).values(is_whole=True))
        return rows


def _gather(connection: Connection, settings: Mapping[str, int]) -> None:
    change = text("INSERT INTO post_words(post_words, rank) VALUES (:name, :value)")
    connection.execute(change, [{"name": name, "value": value} for name, value in settings.items()])


def _pragmas(connection: Connection, pragmas: Mapping[str, int]) -> None:
    for name, value in pragmas.items():
        connection.exec_driver_sql(f"PRAGMA {name} = {value}")


def _kept(connection: Connection) -> int:
    return connection.execute(select(func.count()).where(posts.c.is_kept)).scalar_one()
