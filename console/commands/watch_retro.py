"""`watch retro`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from console.output import say, write, write_json
from console.places import Places
from model.errors import BadInput

if TYPE_CHECKING:
    from console.hunting import Hunted
    from model.settings import Catalog

__all__ = ["add_to"]


def add_to(group: typer.Typer) -> None:
    """Give *group* this verb."""
    group.command("retro")(_retro)


def _retro(
    context: typer.Context,
    watch: Annotated[
        list[str] | None, typer.Argument(help="Ids of watches or signatures; all that are new or changed by default.")
    ] = None,
    again: Annotated[bool, typer.Option("--all", help="Also what was looked for in all that is kept before.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Look for new and changed watches and signatures in what is kept already.

    What is found is marked 'retro' and told in one digest. Stopped or killed, it goes on where it was when it is
    started again. Kept texts are masked: personal numbers are not found in them.

    Exits with 4 when a visit that began before the change still reads, so that it must be run again after that
    visit, 5 when a hunt already runs.

    Example: vigie watch retro mutuelle-boreale
    """
    from console.hunting import chosen, hunt
    from console.indexing import index_now
    from console.progress import Counting
    from console.telling import tell_now
    from console.wiring import catalog, held, ledger
    from model.clocks import SystemClock

    places: Places = context.obj
    known, clock = catalog(places.configured), SystemClock()
    named = _named(known, watch or [])
    already = f"a hunt already runs on {places.home}: wait until it ends"
    progress = Counting("looking through what is kept")
    with held(places.home, "hunt", otherwise=already), ledger(places.home) as book:
        sought = chosen(book, known, named, again=again, now=clock.now())
        try:
            hunted = hunt(book, known, sought, clock=clock, told=progress)
        except KeyboardInterrupt:
            say("stopped: 'vigie watch retro' goes on where it was")
            raise
        finally:
            progress.close()
        is_waiting = any(book.backlog().values())
    subjects = [one.subject for one in sought]
    if hunted.finds or is_waiting:  # a hunt that was killed has found, and not told
        tell_now(places.home, known, config=places.configured, clock=clock)
        index_now(places.home, known.settings, clock=clock)
    if as_json:
        write_json(_json(subjects, hunted))
    else:
        _print(subjects, hunted)
    raise typer.Exit(4 if hunted.is_early else 0)


def _named(known: Catalog, given: list[str]) -> list[str]:
    """The ids that *given* means; raises `BadInput` for what is not looked for."""
    watches = {watch.name.casefold(): str(watch.id) for watch in known.watchlist.watches}
    ids = {*watches.values(), *(str(one.id) for one in known.watchlist.signatures)}
    meant = [name if name in ids else watches.get(name.casefold(), "") for name in given]
    for name, one in zip(given, meant, strict=True):
        if not one:
            raise BadInput(f"no watch or signature is called '{name}': 'vigie watch list' shows them")
    return meant


def _json(subjects: list[str], hunted: Hunted) -> dict[str, object]:
    return {
        "schema_version": 1,
        "hunted": subjects,
        "posts": hunted.posts,
        "finds": {subject: hunted.finds[subject] for subject in subjects},
        "is_complete": not hunted.is_early,
    }


def _print(subjects: list[str], hunted: Hunted) -> None:
    if not subjects:
        say("nothing is new or changed since it was last looked for; --all looks again")
    for subject in subjects:
        write(f"{subject}: found in {_many(hunted.finds[subject])}")
    if subjects:
        say(f"looked through {_many(hunted.posts)} that {'was' if hunted.posts == 1 else 'were'} kept")
    if hunted.is_early:
        say("a visit that began before still reads with what was looked for then: run this again when it has ended")


def _many(posts: int) -> str:
    return "1 post" if posts == 1 else f"{posts:,} posts"
