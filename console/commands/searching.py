"""`search`."""

from __future__ import annotations

from datetime import UTC, datetime
from time import perf_counter
from typing import Annotated, Any

import typer

from console.output import moment, say, write, write_json, write_marked
from console.places import Places
from model.queries import Answer, Find, Found, Order

__all__ = ["add_to"]


def add_to(root: typer.Typer) -> None:
    """Give *root* this verb."""
    # a query may begin with a dash: "-phishing" holds an h, which must not ask for help
    root.command("search", context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})(_search)


def _search(
    context: typer.Context,
    query: Annotated[list[str], typer.Argument(help='Words, "phrases", -not, OR, beginnings*, field:value.')],
    order: Annotated[Order, typer.Option("--order", help="What comes first.")] = Order.NEWEST,
    limit: Annotated[int, typer.Option("--limit", min=1, max=200, help="At most so many posts.")] = 20,
    cursor: Annotated[str | None, typer.Option("--cursor", help="Go on where an answer's 'next' says.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Find kept posts, newest first.

    Fields: source, board, author, watch, signature, intent, level, lang, kind, after, before, has:sample.

    Examples:

      vigie search viamedis

      vigie search 'watch:viamedis intent:request after:7d'

      vigie search '"third party payment" OR "tiers payant" -intent:news' --json
    """
    if query == ["-h"]:
        write(context.get_help())
        return
    from console.indexing import answered
    from console.wiring import analysis, catalog, ledger
    from storage.queries import parse

    places: Places = context.obj
    now = datetime.now(UTC)
    node = parse(" ".join(query), analysis=analysis(), now=now)
    settings = catalog(places.configured).settings
    started = perf_counter()
    with ledger(places.home) as book:
        find = Find(node=node, order=order, limit=limit, cursor=cursor)
        answer = answered(book, settings, find, now=now)
    took = round((perf_counter() - started) * 1000)
    if as_json:
        write_json(_told(answer, took))
        return
    for found in answer.posts:
        _show(found)
    some = "" if answer.is_exact else " or more (the newest are counted)"
    say(f"{answer.total}{some} found, {len(answer.posts)} shown, {took} ms, {answer.engine} index")
    if answer.next is not None:
        say(f"more: the same with --cursor {answer.next}")


def _show(found: Found) -> None:
    write(f"{moment(found.posted_at) or 'no date':20}  {found.source}  {found.author}  {found.thread}")
    tags = [*(f"watch:{w}" for w in found.watches), *(f"signature:{s}" for s in found.signatures)]
    write("    " + "  ".join([found.intent.value if found.intent else "context", *tags, f"post:{found.key[:10]}"]))
    write_marked("    ", found.snippet, found.marks)


def _told(answer: Answer, took: int) -> dict[str, Any]:
    return {
        "engine": answer.engine,
        "total": answer.total,
        "exact": answer.is_exact,
        "took_ms": took,
        "posts": [_found(found) for found in answer.posts],
        "facets": answer.facets,
        "days": answer.days,
        "next": answer.next,
    }


def _found(found: Found) -> dict[str, Any]:
    return {
        "key": found.key,
        "source": found.source,
        "board": found.board,
        "thread": found.thread,
        "author": found.author,
        "posted_at": moment(found.posted_at),
        "first_seen_at": moment(found.first_seen_at),
        "intent": found.intent.value if found.intent else None,
        "level": found.level.value if found.level else None,
        "lang": found.lang,
        "watches": list(found.watches),
        "signatures": list(found.signatures),
        "snippet": found.snippet,
        "marks": [list(mark) for mark in found.marks],
    }
