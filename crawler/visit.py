"""A visit in a process of its own: a crash, a leak or a hostile page costs one visit of one source.

The child comes from a fork server that has imported all it needs. It holds the source's lock for its life, has
limits on memory and CPU, ends its visit itself and sets when the source is due next. The parent watches: past the
wall limit it ends the child, and a visit whose child died it closes as `Health.CRASHED`.
"""

from __future__ import annotations

import logging
import random
import signal
import threading
from datetime import timedelta
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from time import monotonic

from crawler.forks import forks
from crawler.log import Log
from crawler.orders import Began, Died, Done, Failed, Order, Paged, carry_out
from crawler.schedule import next_due
from matching.stems import SnowballAnalysis
from model.clocks import Clock
from model.errors import AlreadyRunning, BadInput, Broken, Refused, VigieError
from model.identities import SourceId, VisitId
from model.settings import Catalog, Limits
from model.sources import Health
from model.visits import VisitEnding, VisitReport
from storage.catalog import load
from storage.ledger import open_ledger

__all__ = ["RunningVisit", "start", "visit"]

log = Log(__name__)

GRACE = timedelta(seconds=20)  # for an orderly end: a fetch may be under way, and the delay before it
HATCHING = timedelta(minutes=2)  # from the order to the visit's begin
_ERRORS: dict[str, type[VigieError]] = {kind.__name__: kind for kind in (AlreadyRunning, BadInput, Broken, Refused)}


def visit(
    source: SourceId,
    *,
    home: Path,
    config: Path | None,
    clock: Clock,
    limits: Limits | None = None,
    chance: float | None = None,
) -> VisitReport:
    """Visit *source* now, and wait for the end: as `start(…).join()`."""
    return start(source, home=home, config=config, clock=clock, limits=limits, chance=chance).join()


def start(
    source: SourceId,
    *,
    home: Path,
    config: Path | None,
    clock: Clock,
    limits: Limits | None = None,
    chance: float | None = None,
    catalog: Catalog | None = None,
) -> RunningVisit:
    """Begin a visit of *source* in a process of its own.

    *catalog* stands in for what *config* says by now, *limits* for those of settings. The visit sets when its source
    is due next; *chance*, in [0, 1), moves that by the schedule's jitter (`None`: at random). What is wrong with the
    source or its configuration, and that it is being visited already, is raised by `RunningVisit.join` and `poll`.
    """
    order = Order(
        source=source,
        home=home,
        config=config,
        clock=clock,
        limits=limits,
        chance=random.random() if chance is None else chance,  # noqa: S311 - it spreads visits, no more
        log_level=logging.root.getEffectiveLevel(),
        catalog=catalog or _known(config),
    )
    context = forks()
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=carry_out, args=(order, there), name=f"visit of {source}", daemon=True)
    process.start()
    there.close()
    return RunningVisit(order, process, here)


def _known(config: Path | None) -> Catalog | None:
    """What *config* says, read here, where most of it was read before; `None`: the child will say what is wrong."""
    try:
        return load(config)
    except BadInput:
        return None


class RunningVisit:
    """A visit under way; a thread watches it, whether or not anybody waits for its end."""

    def __init__(self, order: Order, process: ForkServerProcess, wire: Connection) -> None:
        self._order, self._process, self._wire = order, process, wire
        self._limits = order.limits or Limits()
        self._visit: VisitId | None = None  # None until it began
        self._pages = 0
        self._heard_at: float | None = None  # None until it began
        self._until = monotonic() + HATCHING.total_seconds()
        self._end: Done | Failed | Died | None = None  # None until the child, or its watcher, said so
        self._report: VisitReport | None = None  # None until it is over, or when it never began
        self._error: VigieError | None = None
        self._over = threading.Event()
        threading.Thread(target=self._watch, name=process.name, daemon=True).start()

    @property
    def source(self) -> SourceId:
        """The source that is visited."""
        return self._order.source

    @property
    def pid(self) -> int | None:
        """Of the visit's process."""
        return self._process.pid

    def pages(self) -> int:
        """How many pages it has filed so far."""
        return self._pages

    def silence(self) -> timedelta | None:
        """How long ago it filed its last page, or else began; `None` while it has not begun."""
        return None if self._heard_at is None else timedelta(seconds=monotonic() - self._heard_at)

    def poll(self, timeout: float = 0.0) -> VisitReport | None:
        """Its report; `None` when it is still under way after *timeout* seconds. Raises as `join` does."""
        return self.join() if self._over.wait(timeout) else None

    def join(self, timeout: float | None = None) -> VisitReport:
        """Wait for its end; raises a `VigieError` when there was no visit to report, and `TimeoutError`."""
        if not self._over.wait(timeout):
            raise TimeoutError(f"the visit of {self.source} is not over")
        if self._error is not None:
            raise self._error
        assert self._report is not None
        return self._report

    def dismiss(self) -> None:
        """Ask it to end; the page that is being fetched is left to the next visit."""
        self._process.terminate()

    def stop(self) -> None:
        """Ask it to end, and wait; it is killed when that takes too long."""
        self.dismiss()
        if not self._over.wait(GRACE.total_seconds()):
            self._process.kill()
            self._over.wait()

    def _watch(self) -> None:
        try:
            self._follow()
            self._report = self._concluded()
        except VigieError as error:
            self._error = error
        except Exception as error:  # noqa: BLE001 - raised where somebody waits, who has other visits to look after
            log.error("visit not closed", source=self.source)  # noqa: TRY400 - with the place in our code, no more
            self._error = VigieError(f"the visit of {self.source} could not be closed: {type(error).__name__}")
        finally:
            self._over.set()

    def _follow(self) -> None:
        """Listen until the process is gone."""
        is_heard = True
        while True:
            wires = [self._wire] if is_heard else []
            ready = wait([*wires, self._process.sentinel], timeout=max(0.0, self._until - monotonic()))
            if self._wire in ready:
                is_heard = self._hear()
            elif ready:
                break
            else:
                self._end_late()
        self._process.join()
        self._wire.close()

    def _hear(self) -> bool:
        """Take in one word; `False` when there will be no more."""
        try:
            word = self._wire.recv()
        except (EOFError, OSError):
            return False
        if isinstance(word, Began):
            self._visit, self._limits, self._heard_at = word.visit, word.limits, monotonic()
            self._until = self._heard_at + self._limits.visit_wall.total_seconds()
        elif isinstance(word, Paged):
            self._pages, self._heard_at = word.pages, monotonic()
        elif isinstance(word, Done) or self._end is None:
            self._end = word
        return True

    def _end_late(self) -> None:
        self._until = monotonic() + GRACE.total_seconds()
        if self._end is None:
            self._end = Died(reason=f"stopped: it took longer than {self._limits.visit_wall} (limits.visit_wall)")
            self._process.terminate()
        else:
            self._process.kill()

    def _concluded(self) -> VisitReport:
        match self._end:
            case Done(report=report):
                return report
            case Failed(kind=kind, text=text):
                raise _ERRORS.get(kind, VigieError)(text)
            case Died(reason=reason):
                return self._closed(reason)
            case None:
                return self._closed(_cause(self._process.exitcode, self._limits))

    def _closed(self, reason: str) -> VisitReport:
        """Close in the ledger what the child no longer can."""
        if self._visit is None:
            raise VigieError(f"the visit of {self.source} died before it began: {reason}")
        now = self._order.clock.now()
        source = (self._order.catalog or load(self._order.config)).source(self.source)
        ledger = open_ledger(self._order.home, analysis=SnowballAnalysis())
        try:
            if source is not None:
                due_at = next_due(source.schedule, after=now, chance=self._order.chance)
                ledger.schedule(self.source, due_at=due_at)
            return ledger.end(self._visit, VisitEnding(health=Health.CRASHED, reason=reason, at=now))
        finally:
            ledger.close()


def _cause(exitcode: int | None, limits: Limits) -> str:
    if exitcode is None or exitcode >= 0:
        return f"its process ended by itself, with {exitcode}"
    if -exitcode == signal.SIGXCPU:
        return f"its process used more than {limits.visit_cpu.total_seconds():.0f} s of CPU (limits.visit_cpu)"
    return f"its process was killed by {signal.Signals(-exitcode).name}"
