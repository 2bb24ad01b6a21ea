"""`visit`."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.output import moment, say, write, write_json
from console.places import Places, log_level
from model.errors import BadInput, VigieError

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.visit import RunningVisit
    from model.clocks import Clock
    from model.identities import SourceId
    from model.settings import Catalog
    from model.sources import Source
    from model.visits import VisitReport

__all__ = ["add_to"]

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def add_to(root: typer.Typer) -> None:
    """Give *root* this verb."""
    root.command("visit")(_visit)


def _visit(
    context: typer.Context,
    source: Annotated[str | None, typer.Argument(help="The source's id.")] = None,
    all_due: Annotated[bool, typer.Option("--due", help="All sources that are due, then end.")] = False,
    at: Annotated[
        str | None, typer.Option("--at", metavar="ISO", help="Start the visit's clock there: for recorded pages.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Visit a source now, or all that are due, tell people, and end.

    For cron and systemd timers: vigie visit --due

    Exits with 1 when a source could not be read, 4 when only some could, 5 when it is being visited already.
    """
    from console.indexing import index_now
    from console.wiring import catalog
    from crawler.forks import forks
    from crawler.log import install
    from storage.secret_files import exposed

    places: Places = context.obj
    if (source is None) == (not all_due):
        raise BadInput("name one source, or --due for all that are due: vigie visit SOURCE")
    clock = _clock(at)
    known = catalog(places.configured)
    for secret in exposed(known):
        say(f"vigie: {secret}")
    chosen, prompt = _due(places, known, clock) if all_due else ([_named(known, str(source))], frozenset())
    if chosen:
        forks()  # it imports for a second what a visit needs, and we do so with what is ours meanwhile
    install(level=log_level())
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a timer that ends is as orderly as Ctrl-C

    def begin(source: Source) -> RunningVisit:
        from crawler.visit import start

        return start(source.id, home=places.home, config=places.configured, clock=clock, catalog=known)

    reports: list[VisitReport] = []
    failures: list[VigieError] = []
    if len(chosen) == 1:
        reports = [_visit_one(chosen[0], begin)]
    elif chosen:
        reports, failures = _visit_several(chosen, begin, prompt)
    _tell(places, known, clock)
    index_now(places.home, known.settings, clock=clock)
    if as_json:
        write_json({"schema_version": 1, "visits": [_json(report) for report in reports]})
    else:
        for report in reports:
            _print(report)
        if all_due and not chosen:
            say("nothing is due")
    raise typer.Exit(_code(reports, failures))


def _clock(at: str | None) -> Clock:
    from model.clocks import ShiftedClock, SystemClock

    if at is None:
        return SystemClock()
    try:
        start = datetime.fromisoformat(at)
    except ValueError as error:
        raise BadInput(f"--at {at}: not a time like 2024-02-08T09:30:00Z") from error
    start = start.replace(tzinfo=start.tzinfo or UTC)
    if not EARLIEST < start < LATEST:
        raise BadInput(f"--at {at}: no page was recorded then")
    return ShiftedClock(by=start - datetime.now(UTC))


def _named(known: Catalog, name: str) -> Source:
    source = known.source(name)
    if source is None:
        raise BadInput(f"no source is called {name}: 'vigie source list' shows them")
    return source


def _due(places: Places, known: Catalog, clock: Clock) -> tuple[list[Source], frozenset[SourceId]]:
    """The sources that are due, and which of them were well at their last visit."""
    from console.daemon import due
    from console.wiring import ledger
    from model.sources import Health

    now = clock.now()
    with ledger(places.home) as book:
        for source in known.sources:
            book.register(source.id, now=now)
        states = {state.id: state for state in book.states()}
    prompt = frozenset(name for name, state in states.items() if state.health is Health.OK)
    return due(known.sources, states, now=now, busy=frozenset()), prompt


def _visit_one(source: Source, begin: Callable[[Source], RunningVisit]) -> VisitReport:
    from console.progress import watched

    visit = begin(source)
    try:
        return watched(visit, source)
    except KeyboardInterrupt:
        visit.stop()
        raise


def _visit_several(
    chosen: list[Source], begin: Callable[[Source], RunningVisit], prompt: frozenset[SourceId]
) -> tuple[list[VisitReport], list[VigieError]]:
    from console.memory import memory
    from console.progress import Counting
    from console.visiting import visit_all
    from crawler.lanes import most_at_once

    bar = Counting("visiting what is due")
    try:
        ended = visit_all(chosen, begin, prompt=prompt, most=most_at_once(memory()), told=bar)
    finally:
        bar.close()
    for name, error in ended.failures.items():
        say(f"vigie: {name}: {error}")
    names = [source.id for source in chosen]
    return [ended.reports[name] for name in names if name in ended.reports], list(ended.failures.values())


def _tell(places: Places, known: Catalog, clock: Clock) -> None:
    from console.telling import tell_now

    left = tell_now(places.home, known, config=places.configured, clock=clock)
    waiting = {name: n for name, n in left.items() if n}
    if waiting:
        say("still to be told: " + ", ".join(f"{name} {n}" for name, n in sorted(waiting.items())))


def _print(report: VisitReport) -> None:
    classes = ", ".join(f"{n} {page_class.value}" for page_class, n in report.pages.items() if n) or "none"
    tally = report.tally
    write(f"{report.source}: {report.health.value if report.health else 'unfinished'}")
    if report.reason:
        write(f"  reason   {report.reason}")
    write(f"  pages    {classes}" + (f"; {report.rereads} of them read again" if report.rereads else ""))
    write(f"  posts    {tally.new} new, {tally.changed} changed, {tally.gone} gone")
    write(f"  matches  {tally.matches}")


def _json(report: VisitReport) -> dict[str, Any]:
    return {
        "source": report.source,
        "visit": report.id,
        "started_at": moment(report.started_at),
        "ended_at": moment(report.ended_at),
        "health": report.health.value if report.health else None,
        "reason": report.reason,
        "pages": {page_class.value: n for page_class, n in report.pages.items()},
        "outcomes": {outcome.value: n for outcome, n in report.outcomes.items()},
        "posts": {"new": report.tally.new, "changed": report.tally.changed, "gone": report.tally.gone},
        "matches": report.tally.matches,
        "rereads": report.rereads,
    }


def _code(reports: list[VisitReport], failures: list[VigieError]) -> int:
    from model.sources import Health

    bad = [report for report in reports if report.health is None or not report.health.is_well]
    if not bad and not failures:
        return 0
    if len(bad) < len(reports):
        return 4
    if len(reports) == 1 and reports[0].health is Health.REFUSED:
        return 6
    return 1
