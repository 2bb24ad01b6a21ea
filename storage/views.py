"""Kept posts, put together from their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from model.cases import PostView
from model.identities import PostKey, SourceId
from model.matches import Match
from storage.database import batches
from storage.schema import matches, post_versions, posts, threads

__all__ = ["matches_of", "views"]

_NEWEST = (post_versions.c.post == posts.c.id) & (post_versions.c.number == posts.c.versions)
_OF_VERSION = ("author", "title", "permalink", "text", "assessment")
_OF_THREAD = ("native", "title", "url", "author", "created_at", "replies", "board")

_QUERY = (
    select(
        posts,
        *(post_versions.c[name].label(f"version_{name}") for name in _OF_VERSION),
        *(threads.c[name].label(f"thread_{name}") for name in _OF_THREAD),
    )
    .join(post_versions, _NEWEST)
    .join(threads, threads.c.id == posts.c.thread)
)


def views(connection: Connection, rows: Iterable[int]) -> list[PostView]:
    """The kept posts of these *rows*, in their order."""
    wanted = list(dict.fromkeys(rows))
    found: dict[int, PostView] = {}
    for batch in batches(wanted):
        recognised = matches_of(connection, batch)
        for row in connection.execute(_QUERY.where(posts.c.id.in_(batch))).mappings():
            found[row["id"]] = _view(row, tuple(recognised.get(row["id"], ())))
    return [found[row] for row in wanted if row in found]


def matches_of(connection: Connection, batch: Sequence[int]) -> dict[int, list[Match]]:
    """What was recognised in each post of *batch*."""
    recognised: dict[int, list[Match]] = {}
    query = select(matches.c.post, matches.c.match).where(matches.c.post.in_(batch))
    for post, match in connection.execute(query.order_by(matches.c.post, matches.c.place)):
        recognised.setdefault(post, []).append(match)
    return recognised


def _view(row: RowMapping, recognised: tuple[Match, ...]) -> PostView:
    thread: dict[str, Any] = {f"thread_{name}": row[f"thread_{name}"] for name in ("author", "created_at", "replies")}
    return PostView(
        key=PostKey(row["key"]),
        source=SourceId(row["source"]),
        thread_id=row["thread_native"],
        thread_title=row["thread_title"] or row["version_title"],
        thread_url=row["thread_url"] or row["version_permalink"],
        board=row["thread_board"],
        id=row["native"],
        n=row["n"],
        author=row["version_author"],
        text=row["version_text"],
        permalink=row["version_permalink"],
        posted_at=row["posted_at"],
        edited_at=row["edited_at"],
        first_seen_at=row["first_seen_at"],
        last_seen_at=row["last_seen_at"],
        versions=row["versions"],
        gone_at=row["gone_at"],
        assessment=row["version_assessment"],
        matches=recognised,
        **thread,
    )
