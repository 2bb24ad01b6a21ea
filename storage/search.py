"""Search over the embedded index, which is written in the ledger's own transactions."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from model.queries import Answer, Find
from storage.database import Part
from storage.memory_search import search_among
from storage.schema import posts
from storage.views import views

__all__ = ["SqlSearch"]


class SqlSearch(Part):
    """The port `Search`."""

    def search(self, find: Find, *, now: datetime) -> Answer:
        with self._database.reading() as connection:
            kept = views(connection, connection.execute(select(posts.c.id).where(posts.c.is_kept)).scalars())
        return replace(search_among(kept, find, self._analysis), engine="embedded")
