"""The addresses of sources that have several: which answers, and what was seen through which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from model.cases import NoteKind
from model.identities import PostKey, SourceId
from model.matches import Level
from model.mirrors import MirrorSight, MirrorState, MirrorTry
from storage.database import Part, batches
from storage.rules import tried_mirror
from storage.schema import mirrors, notes, post_mirrors, posts

__all__ = ["SqlMirrors", "write_mirror_sights"]


class SqlMirrors(Part):
    """The port `Mirrors`, over SQL."""

    def mirrors(self, source: SourceId) -> list[MirrorState]:
        counted = select(func.count()).join(posts, posts.c.id == post_mirrors.c.post)
        seen = counted.where(posts.c.source == source, post_mirrors.c.mirror == mirrors.c.name).scalar_subquery()
        of_source = select(mirrors, seen.label("posts")).where(mirrors.c.source == source).order_by(mirrors.c.name)
        with self._database.reading() as connection:
            return [_state(row) for row in connection.execute(of_source).mappings()]

    def tried_mirrors(self, source: SourceId, tries: Sequence[MirrorTry]) -> None:
        through = next((one.name for one in tries if one.reason is None), None)
        with self._database.writing() as connection:
            for one in tries:
                _write(connection, source, one, through=through)

    def seen_through(self, post: PostKey) -> list[MirrorSight]:
        query = select(post_mirrors).join(posts, posts.c.id == post_mirrors.c.post).where(posts.c.key == post)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(post_mirrors.c.first_seen_at, post_mirrors.c.mirror)).mappings()
            return [
                MirrorSight(mirror=row["mirror"], first_at=row["first_seen_at"], last_at=row["last_seen_at"])
                for row in rows
            ]


def write_mirror_sights(connection: Connection, seen: Iterable[int], *, mirror: str, at: datetime) -> None:
    """The posts *seen* were seen through *mirror*."""
    ids = list(seen)
    for batch in batches(ids):
        here = (post_mirrors.c.post.in_(batch)) & (post_mirrors.c.mirror == mirror)
        known = set(connection.execute(select(post_mirrors.c.post).where(here)).scalars())
        connection.execute(update(post_mirrors).where(here).values(last_seen_at=at))
        fresh = [
            {"post": post, "mirror": mirror, "first_seen_at": at, "last_seen_at": at}
            for post in batch
            if post not in known
        ]
        if fresh:
            connection.execute(insert(post_mirrors), fresh)


def _write(connection: Connection, source: SourceId, one: MirrorTry, *, through: str | None) -> None:
    this = (mirrors.c.source == source) & (mirrors.c.name == one.name)
    row = connection.execute(select(mirrors).where(this)).mappings().first()
    before = _state(row) if row is not None else None
    after, told = tried_mirror(before, one, through=through)
    values = {
        "tried_at": after.tried_at,
        "answered_at": after.answered_at,
        "down_since": after.down_since,
        "reason": after.reason,
        "is_told": after.is_told,
    }
    if row is None:
        connection.execute(insert(mirrors).values(source=source, name=one.name, **values))
    else:
        connection.execute(update(mirrors).where(this).values(values))
    if told is not None:
        note: dict[str, Any] = {"kind": NoteKind.HEALTH, "source": source, "level": Level.NOW, "is_historic": False}
        connection.execute(insert(notes).values(note | {"text": told, "created_at": one.at}))


def _state(row: Any) -> MirrorState:
    return MirrorState(
        name=row["name"],
        tried_at=row["tried_at"],
        answered_at=row["answered_at"],
        down_since=row["down_since"],
        reason=row["reason"],
        is_told=row["is_told"],
        posts=row.get("posts", 0),
    )
