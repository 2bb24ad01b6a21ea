"""`source check`: how each source is seen, since when not, and the way out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.commands.source_addresses import lines, reached
from console.output import moment, say, write, write_json
from console.places import Places
from model.errors import BadInput
from model.sources import Health

if TYPE_CHECKING:
    from model.sight import Expectation
    from model.sources import Source, SourceState
    from model.visits import VisitReport

__all__ = ["add_to"]

WAYS_OUT = {
    Health.NEW: "vigie visit {id} reads it for the first time",
    Health.DEGRADED: "compare with what 'vigie source try {url}' reads; it is taken for normal after three visits",
    Health.DRIFTED: "'vigie source try {url}' shows what can be read, and what is missing",
    Health.WALLED: "give it an account (docs/operating.md), or renew the one it has",
    Health.CHALLENGED: "visit it less often, with more delay, or through an account whose cookies passed the challenge",
    Health.SEIZED: "look for its successor, then 'vigie source pause {id}'",
    Health.MOVED: "if the new host is the same place, add it to `hosts`, or change `url`",
    Health.DOWN: "open it in a browser; if it is gone for good, 'vigie source pause {id}'",
    Health.REFUSED: "the reason says which setting forbids it",
    Health.CRASHED: "run 'vigie visit {id}' and read its log; `limits` in settings.yaml may be too tight",
    Health.TRANSPORT_DOWN: "vigie doctor says what is wrong with the way out",
}


def add_to(group: typer.Typer) -> None:
    """Give *group* this verb."""
    group.command("check")(_check)


def _check(
    context: typer.Context,
    source: Annotated[str | None, typer.Argument(help="The source's id; all of them by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Show how each source is seen, since when not, and what to do about it.

    Exits with 3 when one of them cannot be seen. Example: vigie source check forum-example
    """
    from console.wiring import catalog, ledger

    places: Places = context.obj
    chosen = _chosen(catalog(places.configured).sources, source)
    with ledger(places.home) as book:
        states = {one.id: book.register(one.id, now=datetime.now(UTC)) for one in chosen}
        visits = book.visits(limit=500)
        reach = {one.id: reached(one, book, home=places.home) for one in chosen}
    rows = [
        _row(one, states[one.id], [each for each in visits if each.source == one.id]) | reach[one.id] for one in chosen
    ]
    if as_json:
        write_json({"schema_version": 1, "sources": rows})
    elif not rows:
        say(f"no sources in {places.config / 'sources'}: vigie source add https://forum.example/")
    else:
        for row in rows:
            _print(row)
    raise typer.Exit(0 if all(row["is_well"] for row in rows) else 3)


def _chosen(known: tuple[Source, ...], name: str | None) -> list[Source]:
    if name is None:
        return list(known)
    chosen = [source for source in known if source.id == name]
    if not chosen:
        raise BadInput(f"no source is called {name}: 'vigie source list' shows them")
    return chosen


def _row(source: Source, state: SourceState, visits: list[VisitReport]) -> dict[str, Any]:
    last = visits[0] if visits else None
    is_well = state.health.is_well
    return {
        "id": source.id,
        "state": state.health.value,
        "is_well": is_well,
        "since": moment(state.health_since),
        "reason": state.health_reason,
        "blind_since": moment(state.blind_since),
        "way_out": "" if state.health is Health.OK else WAYS_OUT[state.health].format(id=source.id, url=source.url),
        "paused": state.paused_at is not None,
        "last_visit": None if last is None else _visit(last),
        "expected": None if state.expectation is None else _expected(state.expectation),
    }


def _visit(report: VisitReport) -> dict[str, Any]:
    return {
        "ended_at": moment(report.ended_at),
        "pages": {page_class.value: n for page_class, n in report.pages.items() if n},
        "outcomes": {outcome.value: n for outcome, n in report.outcomes.items() if n},
        "rereads": report.rereads,
        "posts": {"new": report.tally.new, "changed": report.tally.changed, "gone": report.tally.gone},
    }


def _expected(past: Expectation) -> dict[str, Any]:
    return {
        "engines": sorted(past.engines),
        "visits": past.visits,
        "rows_a_list": round(past.lists.items / past.lists.pages, 1) if past.lists.pages else None,
        "posts_a_page": round(past.threads.items / past.threads.pages, 1) if past.threads.pages else None,
        "fields": {
            kind: {name: round(sight.share(name), 2) for name in sorted(sight.fields)}
            for kind, sight in (("lists", past.lists), ("threads", past.threads))
        },
    }


def _print(row: dict[str, Any]) -> None:
    write(f"{row['id']}: {row['state']}{' (paused)' if row['paused'] else ''}")
    if row["reason"]:
        write(f"  why        {row['reason']}")
    if row["blind_since"]:
        write(f"  blind      since {row['blind_since']}")
    if row["way_out"]:
        write(f"  way out    {row['way_out']}")
    for line in lines(row):
        write(line)
    if (last := row["last_visit"]) is not None:
        pages = ", ".join(f"{n} {name}" for name, n in last["pages"].items()) or "none"
        write(f"  last visit {last['ended_at'] or 'unfinished'}: {pages}, {last['rereads']} of them read again")
    if (past := row["expected"]) is not None:
        write(
            f"  expected   {' or '.join(past['engines']) or 'unknown software'}, "
            f"{past['rows_a_list'] or '?'} threads a list, {past['posts_a_page'] or '?'} posts a page "
            f"(learnt from {past['visits']} {'visit' if past['visits'] == 1 else 'visits'})"
        )
        write(f"  fields     {_shares(past['fields'])}")


def _shares(fields: dict[str, dict[str, float]]) -> str:
    return "; ".join(
        f"{kind}: " + ", ".join(f"{name} {share:.0%}" for name, share in each.items())
        for kind, each in fields.items()
        if each
    )
