"""`post show`: one kept post, with what it said before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import unified_diff
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.output import moment, write, write_json
from console.places import Places
from model.errors import BadInput

if TYPE_CHECKING:
    from model.cases import PostVersion, PostView
    from model.matches import Match
    from model.ports import Ledger

__all__ = ["verbs"]

SHORTEST = 6  # signs of a key that name a post


def verbs() -> typer.Typer:
    """The group `post`."""
    group = typer.Typer(help="One kept post.", rich_markup_mode=None)
    group.callback()(lambda: None)
    group.command("show")(_show)
    return group


def _show(
    context: typer.Context,
    key: Annotated[str, typer.Argument(help="The post's key, or how it begins: 'vigie search' shows it.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Show a kept post, and how each edit changed it; identifiers are masked.

    Example: vigie post show 3fa9c1d2
    """
    from console.wiring import ledger

    places: Places = context.obj
    with ledger(places.home) as book:
        post = _named(book, key)
        versions = book.versions(post.key)
    if as_json:
        write_json(_json(post, versions))
    else:
        _print(post, versions)


def _named(book: Ledger, key: str) -> PostView:
    wanted = key.strip().lower().removeprefix("post:")
    if len(wanted) < SHORTEST:
        raise BadInput(f"'{key}' is too short: give at least {SHORTEST} signs of the key that 'vigie search' shows")
    found = book.named(wanted, limit=2)
    if not found:
        raise BadInput(f"{key}: no kept post has a key that begins so: 'vigie search' shows keys")
    if len(found) > 1:
        raise BadInput(f"{key}: several kept posts have keys that begin so: give more of it")
    return found[0]


def _print(post: PostView, versions: Sequence[PostVersion]) -> None:
    write(f"{post.key}")
    write(f"  source   {post.source}, {post.board or 'board unknown'}")
    write(f"  thread   {post.thread_title}")
    write(f"  author   {post.author}")
    write(f"  posted   {moment(post.posted_at) or 'unknown'}")
    write(f"  seen     {moment(post.first_seen_at)} to {moment(post.last_seen_at)}")
    if post.gone_at:
        write(f"  gone     {moment(post.gone_at)}: removed from its thread")
    if post.matches:
        write(f"  about    {', '.join(_recognised(match) for match in post.matches)}")
    write(f"  link     {post.permalink}")
    write()
    write(post.text or "(kept without its text)")
    for before, after in pairwise(versions):
        write()
        for line in _diff(before, after):
            write(line)


def _recognised(match: Match) -> str:
    return f"{match.subject} ({match.grade.value}{', retro' if match.is_retro else ''})"


def _diff(before: PostVersion, after: PostVersion) -> Iterator[str]:
    return unified_diff(
        (before.text or "").splitlines(),
        (after.text or "").splitlines(),
        f"version {before.number} as of {moment(before.seen_at)}",
        f"version {after.number} as of {moment(after.seen_at)}",
        lineterm="",
    )


def _json(post: PostView, versions: Sequence[PostVersion]) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "key": post.key,
        "source": post.source,
        "board": post.board,
        "thread": {"id": post.thread_id, "title": post.thread_title, "url": post.thread_url},
        "author": post.author,
        "posted_at": moment(post.posted_at),
        "first_seen_at": moment(post.first_seen_at),
        "last_seen_at": moment(post.last_seen_at),
        "gone_at": moment(post.gone_at),
        "permalink": post.permalink,
        "text": post.text,
        "matches": [
            {"subject": match.subject, "grade": match.grade.value, "retro": match.is_retro} for match in post.matches
        ],
        "versions": [
            {"number": one.number, "seen_at": moment(one.seen_at), "author": one.author, "text": one.text}
            for one in versions
        ],
        "diffs": ["\n".join(_diff(before, after)) for before, after in pairwise(versions)],
    }
