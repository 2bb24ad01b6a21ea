"""`search`."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.output import moment, say, write, write_json
from console.places import Places

if TYPE_CHECKING:
    from model.queries import Found

__all__ = ["add_to"]


def add_to(root: typer.Typer) -> None:
    """Give *root* this verb."""
    root.command("search", context_settings={"ignore_unknown_options": True})(_search)


def _search(
    context: typer.Context,
    query: Annotated[list[str], typer.Argument(help='Words, "phrases" and -not.')],
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="At most so many posts.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Find kept posts, newest first.

    Examples:

      vigie search viamedis

      vigie search '"third party payment" -news' --json
    """
    from console.wiring import ledger
    from storage.queries import parse

    places: Places = context.obj
    wanted = parse(" ".join(query))
    started = perf_counter()
    with ledger(places.home) as book:
        answer = book.search(wanted, limit=limit)
    took = round((perf_counter() - started) * 1000)
    if as_json:
        posts = [_found(found) for found in answer.posts]
        write_json({"total": answer.total, "took_ms": took, "posts": posts, "facets": answer.facets})
        return
    for found in answer.posts:
        write(f"{moment(found.posted_at) or 'no date':20}  {found.source}  {found.author}  {found.thread}")
        tags = [*(f"watch:{w}" for w in found.watches), *(f"signature:{s}" for s in found.signatures)]
        write(f"    {found.intent.value if found.intent else 'context'}  {' '.join(tags)}".rstrip())
        write(f"    {' '.join(found.snippet.split())}")
    say(f"{answer.total} found, {len(answer.posts)} shown, {took} ms")


def _found(found: Found) -> dict[str, Any]:
    return {
        "key": found.key,
        "source": found.source,
        "thread": found.thread,
        "author": found.author,
        "posted_at": moment(found.posted_at),
        "intent": found.intent.value if found.intent else None,
        "watches": list(found.watches),
        "signatures": list(found.signatures),
        "snippet": found.snippet,
    }
