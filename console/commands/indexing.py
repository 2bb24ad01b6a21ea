"""`index`: what is searched, held against the ledger and made anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.output import say, write, write_json
from console.places import Places
from model.clocks import SystemClock

if TYPE_CHECKING:
    from model.settings import Elastic
    from storage.ledger import SqliteLedger

__all__ = ["verbs"]

SHOWN = 20  # differences that are written out on a terminal


def verbs() -> typer.Typer:
    """The group `index`."""
    group = typer.Typer(help="Hold the search index against the ledger.", rich_markup_mode=None)
    group.callback()(lambda: None)
    group.command("verify")(_verify)
    group.command("rebuild")(_rebuild)
    return group


AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def _verify(context: typer.Context, as_json: AsJson = False) -> None:
    """Compare every post's id, version and content with the ledger's; name those that differ.

    Exits with 3 when any does. What still waits to be told is no difference. Stopped halfway, the same command goes
    on where it stopped.

    Example: vigie index verify --json
    """
    from console.wiring import catalog, ledger

    places: Places = context.obj
    elastic = catalog(places.configured).settings.search
    with ledger(places.home) as book:
        if elastic is None:
            wrong: list[dict[str, Any]] = [{"key": None, "wrong": line} for line in book.check()]
            answer: dict[str, Any] = {"engine": "embedded", "posts": dict(book.counts())["posts_kept"]}
        else:
            wrong = _elastic_compared(book, elastic, places.home)
            answer = {"engine": "elasticsearch", "posts": _kept(book), "waiting": book.index_backlog().waiting}
    _tell(answer, wrong, as_json=as_json)
    raise typer.Exit(3 if wrong else 0)


def _rebuild(context: typer.Context, as_json: AsJson = False) -> None:
    """Make the index anew from the ledger, and show it in the old one's place when it is whole.

    Searches go on meanwhile. Stopped halfway, the same command goes on where it stopped.

    Example: vigie index rebuild
    """
    from console.wiring import catalog, held, ledger

    places: Places = context.obj
    settings = catalog(places.configured).settings
    already = "another command rebuilds the index of this home: wait until it is done"
    with held(places.home, "rebuild", otherwise=already), ledger(places.home) as book:
        if settings.search is None:
            wrong = _embedded_anew(book)
            answer: dict[str, Any] = {"engine": "embedded", "posts": dict(book.counts())["posts_kept"]}
        else:
            wrong = _elastic_anew(book, settings.search)
            answer = {"engine": "elasticsearch", "posts": _kept(book), "dead": book.index_backlog().dead}
    if settings.search is not None and not wrong:
        from console.indexing import index_now

        index_now(places.home, settings, clock=SystemClock())
    _tell(answer, wrong, as_json=as_json)
    if wrong:
        say("the old index stays: something else writes to the new one; run the same command again")
    raise typer.Exit(3 if wrong else 0)


def _elastic_compared(book: SqliteLedger, elastic: Elastic, home: Path) -> list[dict[str, Any]]:
    from console.indexing import opened
    from console.verifying import verified
    from console.wiring import held

    already = "another command verifies the index of this home: wait until it is done"
    with (
        held(home, "verify", otherwise=already),
        opened(elastic) as client,
        _bar("comparing", _kept(book)) as told,
    ):
        return [*verified(book, client, elastic.index, home=home, clock=SystemClock().now, told=told)]


def _embedded_anew(book: SqliteLedger) -> list[dict[str, Any]]:
    with _bar("indexing", dict(book.counts())["posts_kept"]) as told:
        so_far = 0

        def more(done: int, _of: int) -> None:
            nonlocal so_far
            told(done - so_far)
            so_far = done

        book.index_anew(told=more)
    return [{"key": None, "wrong": line} for line in book.check()]


def _elastic_anew(book: SqliteLedger, elastic: Elastic) -> list[dict[str, Any]]:
    from console.indexing import opened
    from console.wiring import analysis
    from storage.elastic.check import Rebuild

    with opened(elastic) as client, _bar("indexing", _kept(book)) as told:
        rebuild = Rebuild(
            book, client, alias=elastic.index, analysis=analysis(), wait=lambda time: sleep(time.total_seconds())
        )
        left = rebuild.run(now=datetime.now(UTC), told=told)
    return [{"key": one.key, "wrong": one.wrong.value} for one in left]


def _kept(book: SqliteLedger) -> int:
    return int(book.counts()["posts_kept"])


def _tell(answer: dict[str, Any], wrong: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        write_json({"schema_version": 1, **answer, "differences": wrong})
        return
    for one in wrong[:SHOWN]:
        write(f"{one['key'] or 'the index'}  {one['wrong']}")
    if len(wrong) > SHOWN:
        kinds = Counter(str(one["wrong"]) for one in wrong)
        write("in all: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()))
    state = f"{len(wrong)} differ: vigie index rebuild mends them" if wrong else "the index is as the ledger says"
    say(f"{answer['engine']}: {answer['posts']} posts; {state}")


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Something to count with; on a terminal, people see how far it is."""
    import sys

    if not sys.stderr.isatty():
        yield lambda _more: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda more: progress.advance(task, more)
