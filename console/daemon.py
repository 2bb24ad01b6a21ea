"""The daemon: starts visits when sources are due, reaps them, and has people told."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, TextIO

from console.indexer import Indexer
from console.memory import memory
from console.telling import Teller
from console.visiting import is_hanging
from console.wiring import catalog, held, ledger
from crawler.log import Log
from model.errors import AlreadyRunning, BadInput, VigieError
from model.identities import SourceId
from model.sources import Health
from storage.secret_files import exposed

if TYPE_CHECKING:
    from crawler.visit import RunningVisit
    from model.clocks import Clock
    from model.settings import Catalog
    from model.sources import Source, SourceState
    from model.visits import VisitReport
    from storage.ledger import SqliteLedger

__all__ = ["Daemon", "due"]

log = Log(__name__)

Relays = tuple[Teller, Indexer]

TICK = timedelta(milliseconds=250)
LOOK = timedelta(seconds=2)  # how often the configuration's files are looked at


def due(
    sources: tuple[Source, ...], states: dict[SourceId, SourceState], *, now: datetime, busy: frozenset[SourceId]
) -> list[Source]:
    """The sources to visit now, the longest due first; never one that is being visited or paused."""
    from crawler.schedule import is_due

    ready = [s for s in sources if s.id in states and s.id not in busy and is_due(states[s.id], s.schedule, now)]
    return sorted(ready, key=lambda s: (states[s.id].next_due_at or states[s.id].added_at, s.id))


@dataclass(slots=True, kw_only=True)
class Daemon:
    """Everything that runs by itself, on one home."""

    home: Path
    config: Path | None
    clock: Clock
    stream: TextIO = field(default_factory=lambda: sys.stderr)
    stop: Event = field(default_factory=Event)
    told: Callable[[VisitReport], None] = lambda report: None
    """Called with every visit that ended."""
    _slow: set[SourceId] = field(default_factory=set)
    """Sources that kept their last visit waiting."""

    def run(self, began: Callable[[], None] = lambda: None) -> None:
        """Live until `stop` is set; calls *began* once all is open.

        Raises `AlreadyRunning` when another daemon holds this home.
        """
        with ExitStack() as stack:
            already = f"a daemon already runs on {self.home}: stop it first, or use another --home"
            stack.enter_context(held(self.home, "daemon", otherwise=already))
            stack.enter_context(held(self.home, "relay", otherwise="another command is telling people: try again"))
            known = catalog(self.config)
            book = stack.enter_context(ledger(self.home))
            teller = Teller(self.home, config=self.config, clock=self.clock, stream=self.stream)
            teller.start(known)
            stack.callback(teller.stop)
            indexer = Indexer(self.home, clock=self.clock)
            stack.callback(indexer.stop)
            indexer.start(known.settings)
            _warn(known)
            running: dict[SourceId, RunningVisit] = {}
            stack.callback(_stop_all, running)
            began()
            self._live(book, known, (teller, indexer), running)

    def _live(self, book: SqliteLedger, known: Catalog, relays: Relays, running: dict[SourceId, RunningVisit]) -> None:
        stamp, looked_at = _stamp(self.config), self.clock.now()
        log.info("daemon started", sources=len(known.sources))
        while not self.stop.is_set():
            now = self.clock.now()
            if now - looked_at >= LOOK and (fresh := _stamp(self.config)) != stamp:
                stamp, known = fresh, self._reload(known, relays)
            if now - looked_at >= LOOK:
                looked_at = now
            self._reap(book, known, running)
            self._slow |= {name for name, visit in running.items() if _is_slow(visit)}
            self._start_due(book, known, running, now)
            self.stop.wait(TICK.total_seconds())

    def _reload(self, known: Catalog, relays: Relays) -> Catalog:
        try:
            fresh = catalog(self.config)
            _use(fresh, relays, instead_of=known)
        except BadInput as error:
            log.warning("configuration not taken, the old one stays", because=str(error))
            return known
        log.info("configuration taken")
        _warn(fresh)
        return fresh

    def _reap(self, book: SqliteLedger, known: Catalog, running: dict[SourceId, RunningVisit]) -> None:
        for name, visit in list(running.items()):
            try:
                report = visit.poll()
            except VigieError as error:  # this source's trouble is not the others'
                del running[name]
                self._put_off(book, known, name, error)
                continue
            if report is not None:
                del running[name]
                log.info("visit finished", source=name, **_told(report))
                self.told(report)

    def _put_off(self, book: SqliteLedger, known: Catalog, name: SourceId, error: VigieError) -> None:
        from crawler.schedule import after_failure

        log.warning("no visit", source=name, because=str(error))
        source, now = known.source(name), self.clock.now()
        if source is not None:
            again = after_failure(source.schedule, after=now, is_busy=isinstance(error, AlreadyRunning))
            book.schedule(name, due_at=again)

    def _start_due(
        self, book: SqliteLedger, known: Catalog, running: dict[SourceId, RunningVisit], now: datetime
    ) -> None:
        from crawler.lanes import Turn, admitted, most_at_once
        from crawler.visit import start

        for source in known.sources:
            book.register(source.id, now=now)
        states = {state.id: state for state in book.states()}
        prompt = {name for name, state in states.items() if state.health is Health.OK} - self._slow
        waiting = [
            Turn(source=source.id, is_prompt=source.id in prompt)
            for source in due(known.sources, states, now=now, busy=frozenset(running))
        ]
        underway = [
            Turn(source=name, is_prompt=name in prompt, hangs=is_hanging(known.source(name), visit))
            for name, visit in running.items()
        ]
        for name in admitted(waiting, underway, most=most_at_once(memory())):
            self._slow.discard(name)
            # what it reads with is what was found right, whatever the files say by now
            running[name] = start(name, home=self.home, config=self.config, clock=self.clock, catalog=known)


def _warn(known: Catalog) -> None:
    for secret in exposed(known):
        log.warning("a secret is not private", because=secret)


def _is_slow(visit: RunningVisit) -> bool:
    from crawler.lanes import is_slow

    silence = visit.silence()
    return silence is not None and is_slow(silence)


def _stop_all(running: dict[SourceId, RunningVisit]) -> None:
    for visit in running.values():
        visit.dismiss()  # all at once: each may need a moment
    for visit in running.values():
        visit.stop()


def _use(fresh: Catalog, relays: Relays, *, instead_of: Catalog) -> None:
    """Let the relays go on with *fresh*, both or neither."""
    teller, indexer = relays
    teller.use(fresh)
    try:
        indexer.use(fresh.settings)
    except BadInput:
        teller.use(instead_of)
        raise


def _stamp(config: Path | None) -> tuple[tuple[str, int, int], ...]:
    """What tells that a file of the configuration was touched: rules and tokens stand beside the YAML."""
    found = []
    for file in sorted(config.rglob("*")) if config is not None else []:
        with suppress(OSError):  # editors replace files; it is looked at again
            if file.is_file():
                state = file.stat()
                found.append((str(file), state.st_mtime_ns, state.st_size))
    return tuple(found)


def _told(report: VisitReport) -> dict[str, object]:
    tally = report.tally
    return {
        "health": report.health.value if report.health else "unfinished",
        "because": report.reason,
        "pages": sum(report.pages.values()),
        "new": tally.new,
        "changed": tally.changed,
        "matches": tally.matches,
    }
