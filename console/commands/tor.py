"""`tor`."""

from __future__ import annotations

import signal
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer

from console.output import say, write, write_json
from console.places import Places
from model.errors import Away, BadInput

if TYPE_CHECKING:
    from crawler.tor.control import Control
    from crawler.tor.states import Bootstrap
    from model.settings import Tor

__all__ = ["verbs"]

CHECK_FAILED = 3
_DEFAULT_WAIT = 180


def verbs() -> typer.Typer:
    """The verbs of `vigie tor`."""
    group = typer.Typer(help="Run the system's Tor for this home, and look at the Tor that sources are reached by.")
    group.command("start")(_start)
    group.command("status")(_status)
    group.command("renew")(_renew)
    group.command("stop")(_stop)
    return group


def _start(
    context: typer.Context,
    detach: Annotated[bool, typer.Option("--detach", help="Return when it is ready; it runs on.")] = False,
    wait: Annotated[int, typer.Option("--wait", metavar="SECONDS", min=1, help="For it to be ready.")] = _DEFAULT_WAIT,
) -> None:
    """Run the system's Tor with a folder of its own below the home; visits find it by themselves.

    A torrc in the configuration directory is heeded (bridges). Ctrl-C ends it. Example: vigie tor start --detach
    """
    from console.wiring import held
    from crawler.tor.process import OwnTor

    places: Places = context.obj
    leaving = _leaving()
    with held(places.home, "tor", otherwise="Tor is being started already, or runs: vigie tor status"):
        tor = OwnTor.start(places.home, torrc=_torrc(places.config), outlives_us=detach)
        stays = False
        try:
            if not tor.wait_until_ready(told=_tell, within=timedelta(seconds=wait), leaving=leaving):
                raise KeyboardInterrupt
            say(f"Tor is ready at {tor.socks}")
            stays = detach
            if not detach:
                tor.wait(leaving)
        finally:
            if not stays:
                tor.end()


def _status(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")] = False,
) -> None:
    """Tell where Tor listens, how far it has come, and how many circuits it has; exit code 3 when it is not ready.

    Example: vigie tor status --json
    """
    from crawler.tor.probe import reached
    from crawler.way_out import tor_gate

    tor = _known(context.obj)
    gate = tor_gate(tor)
    answer: dict[str, Any] = {"schema_version": 1, "socks": str(gate).partition(" at ")[2], "ready": False}
    try:
        reached(gate)
        answer |= _told_by_control(tor)
    except Away as error:
        answer["reason"] = str(error)
    if as_json:
        write_json(answer)
    else:
        for key, value in answer.items():
            if key != "schema_version" and value is not None:
                write(f"{key.replace('_', ' ')}: {_word(value)}")
    if not answer["ready"]:
        raise typer.Exit(CHECK_FAILED)


def _renew(
    context: typer.Context,
    source: Annotated[str | None, typer.Argument(help="A source's id; all circuits when left out.")] = None,
) -> None:
    """Have new connections take new circuits: those of one source, or all (Tor obeys once in ten seconds).

    Example: vigie tor renew harbour
    """
    from crawler.tor.control import opened

    with opened(_known(context.obj)) as control:
        if source is None:
            waited = control.renew()
            say(f"new connections take new circuits ({waited.total_seconds():.0f} s)")
        else:
            _must_exist(context.obj, source)
            closed = control.drop(f"vigie-{source}")
            say(f"{source}: {closed} circuits closed" if closed else f"{source}: it has no circuits now")


def _stop(context: typer.Context) -> None:
    """End the Tor that runs for this home.

    Example: vigie tor stop
    """
    from crawler.tor.process import stop

    places: Places = context.obj
    say("Tor has ended" if stop(places.home) else "no Tor runs for this home; nothing was done")


def _known(places: Places) -> Tor:
    from console.wiring import catalog
    from crawler.tor.places import found

    return found(catalog(places.configured).settings.tor, places.home)


def _must_exist(places: Places, source: str) -> None:
    from console.wiring import catalog

    known = catalog(places.configured)
    if known.source(source) is None:
        names = ", ".join(sorted(s.id for s in known.sources)) or "none yet: vigie source add URL"
        raise BadInput(f"no source is called '{source}' (known: {names})")


def _told_by_control(tor: Tor) -> dict[str, Any]:
    """What the control port says; without one, a proxy that answers is all there is to know."""
    from crawler.tor.control import opened

    if tor.control is None:
        return {"ready": True, "control": None, "reason": "no control port is named, so its state is not known"}
    with opened(tor) as control:
        return {"control": tor.control, **_state(control)}


def _state(control: Control) -> dict[str, Any]:
    bootstrap = control.bootstrap()
    built = [circuit for circuit in control.circuits() if circuit.is_built]
    return {
        "ready": bootstrap.is_done and control.has_circuits(),
        "version": control.version(),
        "bootstrap": bootstrap.percent,
        "reason": None if bootstrap.is_done else str(bootstrap),
        "network": control.has_network(),
        "circuits": len(built),
        "isolated": len({circuit.user for circuit in built if circuit.user}),
    }


def _word(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _tell(bootstrap: Bootstrap) -> None:
    say(f"Tor: {bootstrap}")


def _torrc(config: Path) -> Path | None:
    path = config / "torrc"
    return path if path.is_file() else None


def _leaving() -> Event:
    """Set by Ctrl-C and SIGTERM."""
    leaving = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: leaving.set())
    return leaving
