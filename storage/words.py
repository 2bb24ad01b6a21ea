"""The embedded index's words: our analysis makes them, SQLite's FTS5 finds them.

Nothing outside this module and the migrations knows that it is FTS5.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select

from model.ports import Analyse
from model.records import KeptPost
from storage.columns import storable
from storage.database import batches
from storage.schema import post_words, posts

__all__ = ["answering", "count_words", "write_words"]

_Words = tuple[str, ...]


def write_words(connection: Connection, kept: Mapping[int, KeptPost], analyse: Analyse) -> None:
    """Let each post, by its row, be found by the words of what is *kept* of it now, and by no others."""
    for batch in batches(kept):
        connection.execute(delete(post_words).where(post_words.c.rowid.in_(batch)))
    rows = [
        {
            "rowid": post,
            "title": _spaced(version.title, analyse),
            "text": _spaced(version.text or "", analyse),
            "author": _spaced(version.author, analyse),
        }
        for post, version in kept.items()
    ]
    if rows:
        connection.execute(insert(post_words), rows)


def answering(wanted: Sequence[_Words], unwanted: Sequence[_Words]) -> ColumnElement[bool]:
    """The kept posts that hold all of *wanted* and none of *unwanted*."""
    condition: ColumnElement[bool] = posts.c.is_kept
    if wanted:
        condition &= posts.c.id.in_(_found(" AND ".join(map(_quoted, wanted))))
    if unwanted:
        condition &= posts.c.id.not_in(_found(" OR ".join(map(_quoted, unwanted))))
    return condition


def count_words(connection: Connection) -> int:
    """How many posts can be found."""
    return connection.execute(select(func.count()).select_from(post_words)).scalar_one()


def _found(expression: str) -> Select[int]:
    return select(post_words.c.rowid).where(post_words.c.post_words.op("MATCH")(expression))


def _quoted(words: _Words) -> str:
    return '"' + storable(" ".join(words)).replace('"', '""') + '"'


def _spaced(text: str, analyse: Analyse) -> str:
    return storable(" ".join(token for token, _, _ in analyse(text)))
