"""The embedded index's words: our analysis makes them, SQLite's FTS5 finds them.

Nothing outside this module and the migrations knows that it is FTS5.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, func, insert, select

from model.ports import Analysis
from model.records import KeptPost
from storage.columns import storable
from storage.database import batches
from storage.schema import post_words

__all__ = ["count_words", "write_words"]


def write_words(connection: Connection, kept: Mapping[int, KeptPost], analysis: Analysis) -> None:
    """Let each post, by its row, be found by the words of what is *kept* of it now, and by no others."""
    for batch in batches(kept):
        connection.execute(delete(post_words).where(post_words.c.rowid.in_(batch)))
    rows = [
        {
            "rowid": post,
            "title": _spaced(version.title, analysis),
            "text": _spaced(version.text or "", analysis),
            "author": _spaced(version.author, analysis),
        }
        for post, version in kept.items()
    ]
    if rows:
        connection.execute(insert(post_words), rows)


def count_words(connection: Connection) -> int:
    """How many posts can be found."""
    return connection.execute(select(func.count()).select_from(post_words)).scalar_one()


def _spaced(text: str, analysis: Analysis) -> str:
    return storable(" ".join(token for token, _, _ in analysis.words(text)))
