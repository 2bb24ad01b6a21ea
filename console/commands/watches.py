"""`watch list`, `add`, `import`, `test` and `retro`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from console.commands import imports, watch_add, watch_retro
from console.output import say, table, write, write_json
from console.places import Places

if TYPE_CHECKING:
    from matching.examples import ExampleResult
    from model.watches import Watch

__all__ = ["verbs"]


def verbs() -> typer.Typer:
    """The group `watch`."""
    group = typer.Typer(help="What is looked for: organisations and data sets.", rich_markup_mode=None)
    group.command("list")(_list)
    watch_add.add_to(group)
    imports.add_watches(group)
    group.command("test")(_test)
    watch_retro.add_to(group)
    return group


def _list(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """List watches and signatures.

    Example: vigie watch list
    """
    from console.wiring import catalog

    places: Places = context.obj
    known = catalog(places.configured).watchlist
    watches = [
        {"id": w.id, "name": w.name, "terms": list(w.terms), "weak": list(w.weak), "exclude": list(w.exclude)}
        for w in known.watches
    ]
    signatures = [{"id": s.id, "title": s.title, "status": s.status.value} for s in known.signatures]
    if as_json:
        write_json({"schema_version": 1, "watches": watches, "signatures": signatures})
        return
    table(("WATCH", "NAME", "TERMS"), [(w.id, w.name, _terms(w)) for w in known.watches])
    write()
    table(("SIGNATURE", "STATUS", "TITLE"), [(s.id, s.status.value, s.title) for s in known.signatures])


def _terms(watch: Watch) -> str:
    return ", ".join([*watch.terms, *(f"{term} (weak)" for term in watch.weak)])


def _test(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Run the examples that stand in watchlists and signatures.

    Exits with 3 when one fails. Example: vigie watch test
    """
    from console.wiring import catalog
    from matching.examples import try_examples

    places: Places = context.obj
    known = catalog(places.configured)
    results = try_examples(known.watchlist, known.lexicon)
    if as_json:
        write_json({"schema_version": 1, "examples": [_result(one) for one in results]})
    for result in results if not as_json else ():
        write(f"{'ok   ' if result.passed else 'WRONG'}  {result.subject}: {result.example}  {result.why}".rstrip())
    wrong = sum(not result.passed for result in results)
    say(f"{len(results) - wrong} of {len(results)} examples are right")
    if not results:
        say("no watch or signature has examples: add some under 'examples:'")
    raise typer.Exit(3 if wrong else 0)


def _result(one: ExampleResult) -> dict[str, object]:
    return {"subject": one.subject, "example": one.example, "passed": one.passed, "why": one.why or None}
