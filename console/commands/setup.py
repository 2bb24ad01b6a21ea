"""`init` and `status`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.output import moment, say, table, write, write_json
from console.places import Places

if TYPE_CHECKING:
    from model.indexing import IndexBacklog
    from model.settings import Settings
    from model.sources import Source, SourceState
    from model.visits import VisitReport

__all__ = ["add_to"]


def add_to(root: typer.Typer) -> None:
    """Give *root* these verbs."""
    root.command("init")(_init)
    root.command("status")(_status)


def _init(context: typer.Context) -> None:
    """Write a configuration to start from; what is there already stays as it is.

    Example: vigie init --config ./leaks
    """
    from storage.catalog_edit import init

    places: Places = context.obj
    written = init(places.config)
    for path in written:
        say(f"wrote {path}")
    if not written:
        say(f"{places.config} has everything already; nothing was changed")
    say("next: vigie watch add 'Your organisation', vigie source add https://forum.example/, vigie run")


def _status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Show how each source fares and what people are still to be told.

    Example: vigie status --json
    """
    from console.wiring import catalog, ledger

    places: Places = context.obj
    known = catalog(places.configured)
    with ledger(places.home) as book:
        states = {state.id: state for state in book.states()}
        last = {report.source: report for report in reversed(book.visits(limit=200))}
        counts, backlog = dict(book.counts()), book.backlog()
        index = _index(known.settings, book.index_backlog())
    rows = [_row(source, states.get(source.id), last.get(source.id)) for source in known.sources]
    if as_json:
        daemon = "running" if _daemon_runs(places) else "not running"
        write_json({"schema_version": 1, "daemon": daemon, "sources": rows, "counts": counts, "backlog": backlog,
                    "index": index})  # fmt: skip
        return
    if not rows:
        say(f"no sources in {places.config / 'sources'}: vigie source add https://forum.example/")
    else:
        table(
            ("SOURCE", "STATE", "SINCE", "LAST VISIT", "NEXT", "SEEN", "KEPT", "WAITING", ""),
            [
                (r["id"], r["state"], r["since"] or "", r["last_visit_at"] or "never", r["next_due_at"] or "now",
                 r["posts_seen"], r["posts_kept"], r["pages_waiting"], r["reason"])
                for r in rows
            ],
        )  # fmt: skip
    write(f"daemon: {'running' if _daemon_runs(places) else 'not running (vigie run)'}")
    write(_index_line(index))
    write("to be told: " + (", ".join(f"{name} {n}" for name, n in sorted(backlog.items()) if n) or "nothing"))


def _index(settings: Settings, behind: IndexBacklog) -> dict[str, Any]:
    """Which index is searched, and how far it is behind the ledger."""
    if settings.search is None:
        return {"engine": "embedded"}
    return {
        "engine": "elasticsearch",
        "waiting": behind.waiting,
        "waiting_since": moment(behind.oldest_at),
        "dead": behind.dead,
    }


def _index_line(index: dict[str, Any]) -> str:
    waiting = f"{index['waiting']} waiting since {index['waiting_since']}" if index.get("waiting") else ""
    dead = f"{index['dead']} refused (vigie index verify names them)" if index.get("dead") else ""
    return f"index: {', '.join(filter(None, (index['engine'], waiting, dead)))}"


def _row(source: Source, state: SourceState | None, last: VisitReport | None) -> dict[str, Any]:
    if state is None:
        now = datetime.now(UTC)
        state = _unvisited(source, now)
    return {
        "id": source.id,
        "url": source.url,
        "state": "paused" if state.paused_at else state.health.value,
        "since": moment(state.paused_at or state.health_since),
        "reason": state.health_reason,
        "last_visit_at": moment(state.last_visit_at),
        "next_due_at": moment(state.next_due_at),
        "posts_seen": state.posts_seen,
        "posts_kept": state.posts_kept,
        "pages_waiting": state.pages_waiting,
        "last_visit": None if last is None else {"new": last.tally.new, "pages": sum(last.pages.values())},
    }


def _unvisited(source: Source, now: datetime) -> SourceState:
    from model.sources import Health, SourceState

    blank = SourceState(
        id=source.id,
        added_at=now,
        paused_at=None,
        next_due_at=None,
        last_visit_at=None,
        health=Health.NEW,
        health_since=now,
    )
    return replace(blank, health_reason="never visited")


def _daemon_runs(places: Places) -> bool:
    from console.wiring import held
    from model.errors import AlreadyRunning

    try:
        with held(places.home, "daemon", otherwise=""):
            return False
    except AlreadyRunning:
        return True
