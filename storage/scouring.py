"""Leaving nothing of replaced words in the embedded index.

FTS5 only notes that a word is gone, until all its parts are merged. That takes the longer the more there is: a large
index waits until it is worth it, and is merged in steps between which others write.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, text, update

from storage.database import Database
from storage.schema import embedded_index
from storage.words import count_words

__all__ = ["FEW", "scour"]

FEW = 5_000
"""Entries that are scoured at once, and in one step; of more, one in a hundred must be stale."""

_PAGES = 1_000  # of FTS5, merged in one step
_NOTHING = 2  # changes that a step makes at least that merged something


def scour(database: Database, *, at_once: bool = False, few: int = FEW) -> bool:
    """Let no byte of words that are found no more be left; says whether there was a need.

    Unless *at_once*, an index of more than *few* entries waits until one in a hundred is stale. When this is
    killed, the next call begins again.
    """
    with database.writing() as connection:
        stale = connection.execute(select(embedded_index.c.stale)).scalar_one()
        found = count_words(connection) if stale else 0
        if not stale or not (at_once or found <= few or stale * 100 >= found):
            return False
        if found <= few:
            connection.execute(text("INSERT INTO post_words(post_words) VALUES ('optimize')"))
    if found > few:
        _merge(database)
    with database.writing() as connection:
        connection.execute(update(embedded_index).values(stale=embedded_index.c.stale - stale))
    database.checkpoint()
    return True


def _merge(database: Database) -> None:
    pages = -_PAGES  # below zero: begin to merge everything into one
    while _step(database, pages):
        pages = _PAGES


def _step(database: Database, pages: int) -> bool:
    with database.writing() as connection:
        driver: Any = connection.connection.driver_connection
        before = driver.total_changes
        connection.execute(text("INSERT INTO post_words(post_words, rank) VALUES ('merge', :pages)"), {"pages": pages})
        return bool(driver.total_changes - before >= _NOTHING)
