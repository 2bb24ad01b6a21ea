"""Checks of what a Vigie is made of: its configuration, its home, its ledger, its sources and its ways out."""

from __future__ import annotations

import os
import shlex
import shutil
import stat
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from console.places import Places
from model.errors import VigieError
from model.findings import Finding
from model.settings import Catalog
from model.sources import Source, SourceState

__all__ = ["checked"]

_LITTLE = 512 * 1024 * 1024  # bytes: below this the ledger may soon be refused a page


def checked(places: Places) -> Iterator[Finding]:
    """One finding for each promise, as it is checked."""
    try:
        from console.wiring import catalog

        known = catalog(places.configured)
    except VigieError as error:
        yield Finding(name="configuration is valid", holds=False, said=str(error), fix="mend that line")
        return
    yield from _configuration(known, places)
    yield _secrets(known)
    yield from _home(places.home)
    yield from _examples(known)
    yield from _kept(known, places.home)
    yield _channels(known, places)
    yield from _ways(known, places.home)


def _configuration(known: Catalog, places: Places) -> Iterator[Finding]:
    where = places.configured or "the shipped one"
    yield Finding(name="configuration is valid", holds=True, said=str(where))
    said = f"{len(known.sources)} sources, {len(known.watchlist.watches)} watches"
    what = "vigie source add https://forum.example/" if not known.sources else "vigie watch add 'Your organisation'"
    is_ready = bool(known.sources and known.watchlist.watches)
    yield Finding(name="there is something to do", holds=True if is_ready else None, said=said,
                  fix=None if is_ready else what)  # fmt: skip


def _examples(known: Catalog) -> Iterator[Finding]:
    from matching.examples import try_examples

    name, results = "watches and signatures do as told", try_examples(known.watchlist, known.lexicon)
    wrong = sorted({result.subject for result in results if not result.passed})
    if wrong:
        said = f"examples of {', '.join(wrong)} come out otherwise"
        yield Finding(name=name, holds=False, said=said, fix="vigie watch test")
    elif results:
        yield Finding(name=name, holds=True, said=f"{len(results)} examples are right")


def _home(home: Path) -> Iterator[Finding]:
    name = "home is private"
    if not home.exists():
        yield Finding(name=name, holds=None, said=f"{home} is not there yet: the first command that writes makes it")
        return
    mode = stat.S_IMODE(home.stat().st_mode)
    if not os.access(home, os.W_OK | os.X_OK):
        yield Finding(name=name, holds=False, said=f"{home} cannot be written to", fix=f"chown it to this user: {home}")
    elif mode & 0o077:
        said = f"{home} can be looked into by others ({mode:04o})"
        yield Finding(name=name, holds=False, said=said, fix=f"chmod 700 {home}")
    else:
        yield Finding(name=name, holds=True, said=str(home))
    free = shutil.disk_usage(home).free
    said = f"{free >> 20} MiB free"
    if free < _LITTLE:
        yield Finding(name="disk has room", holds=False, said=said, fix="make room, or move the home: --home DIR")
    else:
        yield Finding(name="disk has room", holds=True, said=said)


def _secrets(known: Catalog) -> Finding:
    from storage.secret_files import exposed

    open_to_others = exposed(known)
    if not open_to_others:
        return Finding(name="secrets are private", holds=True, said="no file of theirs can be read by others")
    said = "; ".join(f"others may read {secret.path}, {secret.what}" for secret in open_to_others)
    fix = f"chmod 600 {shlex.join(str(secret.path) for secret in open_to_others)}"
    return Finding(name="secrets are private", holds=False, said=said, fix=fix)


def _kept(known: Catalog, home: Path) -> Iterator[Finding]:
    """The ledger, and what it says of sources; nothing is made where there is none yet."""
    from console.wiring import ledger
    from storage.keys import LEDGER

    name = "ledger is whole"
    if not (home / LEDGER).exists():
        yield Finding(name=name, holds=None, said="there is none yet: the first visit makes it")
        return
    try:
        with ledger(home) as book:
            damage, states = book.check(), {state.id: state for state in book.states()}
    except VigieError as error:
        yield Finding(name=name, holds=False, said=str(error), fix="restore it from a backup, with the files beside it")
        return
    if damage:
        yield Finding(name=name, holds=False, said="; ".join(damage[:3]), fix="restore it from a backup")
    else:
        yield Finding(name=name, holds=True, said="every row is in order")
    yield from (_source(states[source.id]) for source in known.sources if source.id in states)


def _source(state: SourceState) -> Finding:
    name = f"source {state.id} is seen"
    if state.paused_at is not None:
        return Finding(name=name, holds=None, said="it is paused")
    if state.health.is_well:
        return Finding(name=name, holds=True, said=state.health.value)
    reason = f"{state.health.value}: {state.health_reason}" if state.health_reason else state.health.value
    return Finding(name=name, holds=False, said=reason, fix=f"vigie source check {state.id}")


def _channels(known: Catalog, places: Places) -> Finding:
    from alerting.channels import open_notifiers

    name, settings = "channels can be opened", known.settings.alerting
    try:
        opened = open_notifiers(settings, environ=os.environ, config=places.configured, stream=StringIO())
    except VigieError as error:
        return Finding(name=name, holds=False, said=str(error), fix="mend that, then: vigie alert test")
    for each in opened:
        each.close()
    names = ", ".join(channel.id for channel in settings.channels)
    return Finding(name=name, holds=True, said=f"{names} (vigie alert test sends through them)")


def _ways(known: Catalog, home: Path) -> Iterator[Finding]:
    from crawler.tor.places import found
    from crawler.tor.proof import proven

    over_tor = [source for source in known.sources if source.transport.is_tor]
    tor = found(known.settings.tor, home)
    if not over_tor and tor.socks is None:
        yield Finding(name="tor is reachable", holds=None, said="no source needs it")
        yield _confined()
        return
    yield from proven(tor, home=home, target=_place(over_tor[0]) if over_tor else None)


def _confined() -> Finding:
    from crawler.confinement import of_this_kernel

    held = of_this_kernel()
    is_held = held.files and held.ports
    fix = None if is_held else "Linux 6.7 or later with Landlock confines ports, too"
    said = f"this kernel holds a visit to: {held}"
    return Finding(name="visits are confined", holds=True if is_held else None, said=said, fix=fix)


def _place(source: Source) -> tuple[str, int]:
    parts = urlsplit(source.url)
    return source.host, parts.port or (443 if parts.scheme == "https" else 80)
