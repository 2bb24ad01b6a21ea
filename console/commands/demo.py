"""`demo`."""

from __future__ import annotations

import signal
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from console.output import write_json
from console.places import Places, log_level

__all__ = ["add_to"]


def add_to(root: typer.Typer) -> None:
    """Give *root* this verb."""
    root.command("demo")(_demo)


def _demo(
    context: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="End after the first visit, with a JSON summary.")] = False,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The demo forum's port; 0 is any.")] = 8766,
) -> None:
    """Watch a built-in forum of invented people on loopback: nothing needs to be set up.

    Examples:

      vigie demo

      vigie demo --once --home /tmp/vigie-demo
    """
    from console.demo.run import live
    from console.demo.run import once as visit_once
    from crawler.log import install
    from model.clocks import SystemClock

    places: Places = context.obj
    home = places.home if places.home_is_chosen else _fresh()
    given = places.config if places.config_is_chosen else None
    install(level=log_level())
    if once:
        summary, is_well = visit_once(home, given, port=port, clock=SystemClock())
        write_json(summary)
        raise typer.Exit(0 if is_well else 1)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    live(home, given, port=port, clock=SystemClock(), stop=stop)


def _fresh() -> Path:
    from tempfile import mkdtemp

    return Path(mkdtemp(prefix="vigie-demo-"))
