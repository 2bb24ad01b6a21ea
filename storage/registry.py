"""Sources, as the ledger remembers them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update

from model.cases import NoteKind
from model.errors import BadInput
from model.identities import SourceId
from model.matches import Level
from model.sources import Habits, Health, SourceState
from storage.database import Part
from storage.rules import is_news, news
from storage.schema import errands, notes, posts, sources

__all__ = ["SqlSources", "introduce", "record_health"]


class SqlSources(Part):
    """The port `Sources`, over SQL."""

    def register(self, source: SourceId, *, now: datetime) -> SourceState:
        with self._database.writing() as connection:
            introduce(connection, source, now=now)
            return next(state for state in _states(connection) if state.id == source)

    def states(self) -> list[SourceState]:
        with self._database.reading() as connection:
            return _states(connection)

    def pause(self, source: SourceId, *, at: datetime | None) -> None:
        self._change(source, paused_at=at)

    def schedule(self, source: SourceId, *, due_at: datetime) -> None:
        self._change(source, next_due_at=due_at)

    def learn(self, source: SourceId, habits: Habits) -> None:
        self._change(source, habits=habits)

    def _change(self, source: SourceId, **values: Any) -> None:
        with self._database.writing() as connection:
            done = connection.execute(update(sources).where(sources.c.id == source).values(values))
            if not done.rowcount:
                raise BadInput(f"the ledger knows no source '{source}': visit it once, or see `vigie source list`")


def introduce(connection: Connection, source: SourceId, *, now: datetime) -> None:
    """Make *source* known, if it is not yet."""
    if connection.execute(select(sources.c.id).where(sources.c.id == source)).first() is None:
        row = {"id": source, "added_at": now, "health": Health.NEW, "health_since": now, "health_reason": ""}
        connection.execute(insert(sources).values(row))


def record_health(connection: Connection, source: SourceId, health: Health, reason: str, *, at: datetime) -> None:
    """Remember how *source* is; note that people are to be told, when that is news."""
    before = connection.execute(select(sources.c.health).where(sources.c.id == source)).scalar_one()
    values: dict[str, Any] = {"health": health, "health_reason": reason}
    if health.is_well:
        values["well_at"] = at
    if before is not health:
        values["health_since"] = at
    connection.execute(update(sources).where(sources.c.id == source).values(values))
    if is_news(before, health):
        row = {"kind": NoteKind.HEALTH, "source": source, "level": Level.NOW, "is_historic": False, "created_at": at}
        connection.execute(insert(notes).values(row | {"text": news(health, reason)}))


def _states(connection: Connection) -> list[SourceState]:
    kept = _counts(connection, select(posts.c.source, func.count()).where(posts.c.is_kept).group_by(posts.c.source))
    seen = _counts(connection, select(posts.c.source, func.count()).group_by(posts.c.source))
    waiting = select(errands.c.source, func.count()).where(errands.c.state == "waiting").group_by(errands.c.source)
    pages = _counts(connection, waiting)
    rows = connection.execute(select(sources).order_by(sources.c.id)).mappings()
    return [_state(row, kept.get(row["id"], 0), seen.get(row["id"], 0), pages.get(row["id"], 0)) for row in rows]


def _counts(connection: Connection, query: Any) -> dict[str, int]:
    return {name: count for name, count in connection.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def _state(row: RowMapping, kept: int, seen: int, waiting: int) -> SourceState:
    return SourceState(**row, posts_kept=kept, posts_seen=seen, pages_waiting=waiting)
