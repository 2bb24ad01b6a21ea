"""Opens, passes and closes what a visit works with, in the visit's own process."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.desk import Desk
from matching.matcher import Matcher
from matching.stems import SnowballAnalysis
from model.clocks import Clock
from model.errors import AlreadyRunning, BadInput, Refused
from model.identities import SourceId
from model.settings import Catalog
from model.sources import Source, Transport
from storage.catalog import load
from storage.ledger import open_ledger

__all__ = ["configured", "held", "opened", "source_of"]


def configured(config: Path | None) -> Catalog:
    """The configuration in *config*, or the shipped one; raises `BadConfig`."""
    return load(config)


def source_of(catalog: Catalog, source: SourceId) -> Source:
    """The source called *source*, if this version can reach it; raises `BadInput` or `Refused`."""
    found = catalog.source(source)
    if found is None:
        known = ", ".join(sorted(s.id for s in catalog.sources)) or "none yet: `vigie source add URL`"
        raise BadInput(f"no source is called '{source}' (known: {known})")
    if found.is_onion or found.transport is not Transport.CLEAR:
        raise Refused(f"{source}: needs Tor, which this version does not do yet: pause it until it does")
    return found


@contextmanager
def opened(catalog: Catalog, source: Source, *, home: Path, clock: Clock) -> Iterator[Desk]:
    """A desk for one visit of *source*, which nobody else visits meanwhile; raises `AlreadyRunning`."""
    matcher = Matcher(catalog.watchlist, catalog.lexicon)
    with held(home, source.id):
        ledger = open_ledger(home, analysis=SnowballAnalysis())
        try:
            keep = source.keep or catalog.settings.keep
            yield Desk(source=source, keep=keep, ledger=ledger, understand=matcher.understand, clock=clock)
        finally:
            ledger.close()


@contextmanager
def held(home: Path, source: SourceId) -> Iterator[None]:
    """Hold the lock of *source*; the kernel lets go of it when this process ends, however it ends."""
    locks = home / "locks"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        locks.mkdir(exist_ok=True, mode=0o700)
        lock = os.open(locks / f"{source}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        what = error.filename or home
        raise BadInput(
            f"{what}: cannot be used ({error.strerror}): mend it, or name another home, --home DIR"
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise AlreadyRunning(f"{source} is being visited already: wait until that visit ends") from error
    try:
        yield
    finally:
        os.close(lock)
