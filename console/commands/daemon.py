"""`run`."""

from __future__ import annotations

import signal
from types import FrameType

import typer

from console.output import say
from console.places import Places, log_level
from model.errors import BadInput

__all__ = ["add_to"]


def add_to(root: typer.Typer) -> None:
    """Give *root* this verb."""
    root.command("run")(_run)


def _run(context: typer.Context) -> None:
    """Visit every source on its schedule and tell people, until stopped.

    Stop it with Ctrl-C or SIGTERM: nothing is lost. Example: vigie run --home /var/lib/vigie --config /etc/vigie
    """
    from console.daemon import Daemon
    from console.wiring import catalog
    from crawler.forks import forks
    from crawler.log import install
    from model.clocks import SystemClock

    places: Places = context.obj
    known = catalog(places.configured)
    if not known.sources:
        raise BadInput(f"no sources in {places.config / 'sources'}: vigie source add https://forum.example/")
    install(level=log_level())
    forks()  # it imports for a second what visits need, and we open the ledger and the channels meanwhile
    daemon = Daemon(home=places.home, config=places.configured, clock=SystemClock())

    def end(_number: int, _frame: FrameType | None) -> None:
        daemon.stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    daemon.run(lambda: say(f"watching {_many(len(known.sources))}; state in {places.home}; Ctrl-C ends it"))


def _many(sources: int) -> str:
    return "1 source" if sources == 1 else f"{sources} sources"
