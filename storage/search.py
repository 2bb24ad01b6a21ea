"""Search over the embedded index, which is written in the ledger's own transactions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, literal_column, select

from model.queries import Answer, Find, Order
from storage.answering import sought
from storage.answers import FACETS, counted, found
from storage.database import Part
from storage.embedded_cursors import After, read_cursor, write_cursor
from storage.expressions import Asked, asked
from storage.numbers import DAY, SECOND, day
from storage.patience import patience
from storage.schema import entries, post_words
from storage.views import views

__all__ = ["MOST", "PATIENCE", "SqlSearch"]

MOST: Final = 5_000
"""Of what is found, the newest so many are counted and ranked."""
PATIENCE: Final = timedelta(seconds=2)
"""How long a search may take."""

_CACHE: Final = "PRAGMA cache_size = -16000"  # kilobytes: what is found lies on some thousand pages

# weights of title, text, author, their stems, board and tags
_SCORE: ColumnElement[float] = literal_column("bm25(post_words, 10, 1, 5, 5, 0.5, 2, 0, 0)").label("score")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counts:
    total: int
    facets: dict[str, dict[str, int]]
    days: dict[str, int]
    first: Sequence[After]


class SqlSearch(Part):
    """The port `Search`, over SQLite's FTS5."""

    def search(self, find: Find, *, now: datetime) -> Answer:
        after = read_cursor(find)
        with self._database.reading() as connection, patience(connection, PATIENCE):
            connection.exec_driver_sql(_CACHE)
            counts = _count(connection, asked(find.node, self._analysis), first=find.limit + 1)
            page = counts.first
            if find.order is Order.RELEVANCE or after is not None or find.limit >= MOST:
                page = _page(connection, asked(find.node, self._analysis, find.order), find, after)
            shown = views(connection, [row.post for row in page[: find.limit]])
        wanted = sought(find.node)
        return Answer(
            engine="embedded",
            total=min(counts.total, MOST),
            posts=tuple(found(view, wanted, self._analysis) for view in shown),
            facets=counts.facets,
            days=counts.days,
            next=write_cursor(find, page[find.limit - 1]) if len(page) > find.limit else None,
            is_exact=counts.total <= MOST,
        )


def _page(connection: Connection, question: Asked, find: Find, after: After | None) -> Sequence[After]:
    """What stands behind *after*, and one more than is asked for."""
    if find.order is Order.NEWEST or question.words is None:
        below = None if after is None else after.number
        rows = connection.execute(_newest(question, entries.c.post, below=below).limit(find.limit + 1))
        return [After(number=row.number, post=row.post) for row in rows]
    rows = connection.execute(_newest(question, entries.c.post, _SCORE).limit(MOST))
    scored = sorted(After(score=row.score, number=row.number, post=row.post) for row in rows)
    return [row for row in scored if after is None or row > after][: find.limit + 1]


def _count(connection: Connection, question: Asked, *, first: int) -> _Counts:
    """Count what is asked for, and keep the *first* on the way: some questions cost much to begin with."""
    found = connection.execute(_newest(question, entries.c.post, *(entries.c[name] for name in FACETS)).limit(MOST + 1))
    rows: Iterator[Sequence[Any]] = iter(found.cursor.fetchone, None)  # bare tuples: ours cost several times as much
    counter = _Counter(first)
    facets = counted(map(counter.label, islice(rows, MOST)))
    total = counter.days.total() + len(list(rows))
    found.close()
    days = {day(one).isoformat(): counter.days[one] for one in sorted(counter.days)}
    return _Counts(total=total, facets=facets, days=days, first=counter.first)


class _Counter:
    """Sees rows pass by, and counts their days."""

    def __init__(self, first: int) -> None:
        self._most = first
        self.first: list[After] = []
        self.days: Counter[int] = Counter()

    def label(self, row: Sequence[Any]) -> Sequence[str | None]:
        """The labels of *row*."""
        self.days[row[0] // (SECOND * DAY)] += 1
        if len(self.first) < self._most:
            self.first.append(After(number=row[0], post=row[1]))
        return row[2:]


def _newest(question: Asked, *columns: Any, below: int | None = None) -> Select[Any]:
    """What is asked for, newest first: both tables are read from their ends, so nothing is sorted."""
    number = entries.c.number if question.words is None else post_words.c.rowid.label("number")
    query = select(number, *columns)
    if question.words is not None:
        query = query.select_from(post_words).join(entries, entries.c.number == post_words.c.rowid)
        query = query.where(post_words.c.post_words.op("MATCH")(question.words))
    ordered = entries.c.number if question.words is None else post_words.c.rowid
    high = question.high if below is None else min(question.high, below - 1)
    query = query.where(ordered >= question.low, ordered <= high)
    if question.further is not None:
        query = query.where(question.further)
    return query.order_by(ordered.desc())
