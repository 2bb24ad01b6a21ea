"""`watch add`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from console.output import say, write, write_json
from console.places import Places
from model.watches import Sector

if TYPE_CHECKING:
    from pathlib import Path

    from model.proposals import Proposal, Trial
    from model.watches import Watch

__all__ = ["add_to"]

MOST_KEPT = 5000
"""Kept posts that a new watch is tried on."""


def add_to(group: typer.Typer) -> None:
    """Give *group* this verb."""
    group.command("add")(_add)


def _add(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The organisation's name.")],
    term: Annotated[list[str] | None, typer.Option("--term", help="Another name, alias or domain; may repeat.")] = None,
    exclude: Annotated[list[str] | None, typer.Option("--exclude", help="A look-alike; may repeat.")] = None,
    sector: Annotated[Sector | None, typer.Option("--sector", help="Its trade; else told by its name.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write it without asking, on a terminal too.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Only what is given: propose nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Watch an organisation from the next visit on.

    Other spellings, and phrases that mean something else, are proposed after a trial on sentences in which nobody
    speaks of a leak and on what is kept; they are written with a comment each. Without a terminal nothing is asked.

    Example: vigie watch add "Mutuelle Boréale" --term boreale.example --exclude "aurore boréale"
    """
    from matching.proposing import propose
    from model.watches import Watch
    from storage.catalog_benign import benign, everyday
    from storage.catalog_edit import add_proposal, add_watch, watch_id

    places: Places = context.obj
    if plain:
        path = add_watch(
            places.config, name, terms=tuple(term or ()), exclude=tuple(exclude or ()), sector=_word(sector)
        )
        _told(path, None, as_json=as_json)
        return
    given = Watch(
        id=watch_id(name),
        name=name.strip(),
        terms=tuple(dict.fromkeys([name.strip(), *(one.strip() for one in term or ())])),
        exclude=tuple(exclude or ()),
        sector=sector,
    )
    proposal = propose(_checked(places, given), benign=benign(), everyday=everyday(), kept=_kept(places))
    if not as_json:
        _print(proposal)
    if not (yes or as_json or _is_wanted()):
        say("nothing was written")
        raise typer.Exit(1)
    _told(add_proposal(places.config, proposal), proposal, as_json=as_json)


def _is_wanted() -> bool:
    """What a person says, where there is one."""
    is_terminal = sys.stdin.isatty() and sys.stderr.isatty()
    return not is_terminal or typer.confirm("write it?", default=True, err=True)


def _word(sector: Sector | None) -> str | None:
    return sector.value if sector else None


def _checked(places: Places, given: Watch) -> Watch:
    """*given*, if it could be written as it is: what is wrong with it is told before it is tried on anything."""
    from storage.catalog_edit import check_watch

    check_watch(places.config, given)
    return given


def _kept(places: Places) -> Iterator[str]:
    """The texts of posts that are kept; none where there is no home yet."""
    from console.wiring import ledger
    from storage.keys import LEDGER

    if not (places.home / LEDGER).exists():
        return
    with ledger(places.home) as book:
        for post in islice(book.posts(), MOST_KEPT):
            yield f"{post.thread_title}\n{post.text or ''}" if post.n == 1 else (post.text or "")


def _print(proposal: Proposal) -> None:
    watch, reasons = proposal.watch, dict(proposal.reasons)
    write(f"{watch.id}: {watch.name}")
    if watch.sector:
        write(f"  sector   {watch.sector.value}{_because(reasons.get(watch.sector.value))}")
    for word, values in (("terms", watch.terms), ("weak", watch.weak), ("exclude", watch.exclude)):
        for value in values:
            write(f"  {word:<8} {value}{_because(reasons.get(value))}")
    for guess, why in proposal.guesses:
        write(f"  perhaps  {guess} ({why})")
    if proposal.misspellings:
        write(f"  {proposal.seen} of {proposal.misspellings} misspellings to expect are seen without being listed")
    write(f"  benign   as given {_trial(proposal.as_given)}; as proposed {_trial(proposal.as_proposed)}")
    for example in proposal.as_proposed.examples:
        write(f"           “{example}”")
    if watch.name in watch.weak and watch.sector is None:
        say(f"{watch.name} means other things too: --sector says its trade, by which it is told apart better")
    if proposal.kept:
        write(f"  kept     {_trial(proposal.kept)}")
        for example in proposal.kept.examples:
            write(f"           “{example}”")


def _because(reason: str | None) -> str:
    return f" ({reason})" if reason else ""


def _trial(trial: Trial) -> str:
    return f"seen in {trial.alarms:,} of {trial.posts:,} ({trial.rate:.1%})"


def _told(path: Path, proposal: Proposal | None, *, as_json: bool) -> None:
    if as_json:
        write_json({"schema_version": 1, "written": str(path)} | (_json(proposal) if proposal else {"id": path.stem}))
    say(f"wrote {path}: it counts from the next visit on, and 'vigie watch retro' looks back")


def _json(proposal: Proposal) -> dict[str, object]:
    watch = proposal.watch
    return {
        "id": watch.id,
        "name": watch.name,
        "sector": _word(watch.sector),
        "terms": list(watch.terms),
        "weak": list(watch.weak),
        "exclude": list(watch.exclude),
        "reasons": dict(proposal.reasons),
        "guesses": dict(proposal.guesses),
        "misspellings": {"expected": proposal.misspellings, "seen": proposal.seen},
        "benign": {"as_given": _trial_json(proposal.as_given), "as_proposed": _trial_json(proposal.as_proposed)},
        "kept": _trial_json(proposal.kept) if proposal.kept else None,
    }


def _trial_json(trial: Trial) -> dict[str, object]:
    return {
        "posts": trial.posts,
        "alarms": trial.alarms,
        "rate": round(trial.rate, 4),
        "examples": list(trial.examples),
    }
