"""Search over the embedded index, which is written in the ledger's own transactions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, func, select

from model.cases import PostView
from model.matches import Intent
from model.ports import Analyse
from model.queries import Answer, Found, Query
from storage.database import Part
from storage.queries import Terms, terms
from storage.schema import matches, posts
from storage.snippets import snippet
from storage.views import views
from storage.words import answering

__all__ = ["FACETS", "SqlSearch", "found", "nothing", "ranked"]

FACETS = ("source", "intent", "watch", "signature")
"""What an answer counts by."""


class SqlSearch(Part):
    """The port `Search`, over SQLite's FTS5."""

    def search(self, query: Query, *, limit: int) -> Answer:
        wanted, unwanted = terms(query.wanted, self._analyse), terms(query.unwanted, self._analyse)
        if query.wanted and not wanted:
            return nothing()
        condition = answering(wanted, unwanted)
        with self._database.reading() as connection:
            newest = select(posts.c.id).where(condition).order_by(posts.c.sorted_at.desc(), posts.c.key).limit(limit)
            shown = views(connection, connection.execute(newest).scalars())
            facets = _facets(connection, condition)
        return Answer(
            total=sum(facets["source"].values()),
            posts=tuple(found(view, wanted, self._analyse) for view in shown),
            facets=facets,
        )


def nothing() -> Answer:
    """The answer to a query of signs that are no words."""
    return Answer(total=0, posts=(), facets={name: {} for name in FACETS})


def found(view: PostView, wanted: Terms, analyse: Analyse) -> Found:
    """*view*, as an answer shows it."""
    return Found(
        key=view.key,
        source=view.source,
        thread=view.thread_title,
        author=view.author,
        posted_at=view.posted_at,
        intent=None if view.assessment is None else view.assessment.intent,
        watches=tuple(sorted({match.watch for match in view.matches if match.watch})),
        signatures=tuple(sorted({match.signature for match in view.matches if match.signature})),
        snippet=snippet(view.text or view.thread_title, wanted, analyse),
    )


def ranked(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """One facet: the most frequent value first."""
    return dict(sorted(counts, key=lambda one: (-one[1], one[0])))


def _facets(connection: Connection, condition: ColumnElement[bool]) -> dict[str, dict[str, int]]:
    recognised = posts.join(matches, matches.c.post == posts.c.id)
    columns = {
        "source": (posts.c.source, posts),
        "intent": (posts.c.intent, posts),
        "watch": (matches.c.watch, recognised),
        "signature": (matches.c.signature, recognised),
    }
    return {name: _facet(connection, column, place, condition) for name, (column, place) in columns.items()}


def _facet(
    connection: Connection, column: ColumnElement[Any], place: FromClause, condition: ColumnElement[bool]
) -> dict[str, int]:
    how_many = func.count(posts.c.id.distinct())
    query = select(column, how_many).select_from(place).where(condition, column.is_not(None)).group_by(column)
    return ranked((_word(value), count) for value, count in connection.execute(query))


def _word(value: str | Intent) -> str:
    return value.value if isinstance(value, Intent) else value
