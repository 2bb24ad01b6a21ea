"""Visits of several sources, side by side, until all are over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, Protocol

from crawler.lanes import Turn, admitted, hangs
from model.errors import AlreadyRunning, VigieError

if TYPE_CHECKING:
    from model.identities import SourceId
    from model.sources import Source
    from model.visits import VisitReport

__all__ = ["Ended", "Visit", "is_hanging", "visit_all"]

BEAT = 0.1  # seconds


class Visit(Protocol):
    """A visit under way."""

    def silence(self) -> timedelta | None:
        """How long ago it filed its last page, or else began; `None` while it has not begun."""
        ...

    def pages(self) -> int:
        """How many pages it has filed so far."""
        ...

    def poll(self) -> VisitReport | None:
        """Its report; `None` while it is under way. Raises a `VigieError` when there is none to report."""
        ...

    def dismiss(self) -> None:
        """Ask it to end."""
        ...

    def stop(self) -> None:
        """Ask it to end, and wait."""
        ...


@dataclass(slots=True, kw_only=True)
class Ended:
    """What came of visits, by source."""

    reports: dict[SourceId, VisitReport] = field(default_factory=dict)
    failures: dict[SourceId, VigieError] = field(default_factory=dict)
    """Of those that could not begin, or whose end could not be written."""

    def __len__(self) -> int:
        return len(self.reports) + len(self.failures)


def is_hanging(source: Source | None, visit: Visit) -> bool:
    """Whether *visit* waits for its *source*; `None`: one that is in no file any more."""
    silence = visit.silence()
    return source is not None and silence is not None and hangs(source, silence=silence, pages=visit.pages())


def visit_all(
    sources: Sequence[Source],
    begin: Callable[[Source], Visit],
    *,
    prompt: frozenset[SourceId],
    most: int,
    told: Callable[[int, int], None] = lambda done, of: None,
) -> Ended:
    """Visit *sources*, the first of them first, as many side by side as get on; a failure is that of its source alone.

    *prompt* are those that were well at their last visit, *most* is for all together. *told* hears how many are over.
    When it is interrupted it ends the visits under way, and goes on raising.
    """
    waiting, ended, pause = list(sources), Ended(), Event()
    blocked: list[Source] = []
    running: dict[SourceId, tuple[Source, Visit]] = {}
    try:
        while waiting or running:
            for source in _next(waiting, running, prompt=prompt, most=most):
                waiting.remove(source)
                running[source.id] = source, begin(source)
            if not _reap(running, ended, blocked):
                pause.wait(BEAT)
                continue
            waiting, blocked = [*blocked, *waiting], []  # what they waited for may be over: an account that is shared
            told(len(ended), len(sources))
    except BaseException:
        for _, visit in running.values():
            visit.dismiss()  # all at once: each may need a moment
        for _, visit in running.values():
            visit.stop()
        raise
    return ended


def _next(
    waiting: Sequence[Source],
    running: dict[SourceId, tuple[Source, Visit]],
    *,
    prompt: frozenset[SourceId],
    most: int,
) -> list[Source]:
    due = [Turn(source=source.id, is_prompt=source.id in prompt) for source in waiting]
    underway = [
        Turn(source=name, is_prompt=name in prompt, hangs=is_hanging(source, visit))
        for name, (source, visit) in running.items()
    ]
    begun = set(admitted(due, underway, most=most))
    return [source for source in waiting if source.id in begun]


def _reap(running: dict[SourceId, tuple[Source, Visit]], ended: Ended, blocked: list[Source]) -> bool:
    """Take those that are over out of *running*; says whether there were any."""
    before = len(running)
    for name, (source, visit) in list(running.items()):
        try:
            report = visit.poll()
        except VigieError as error:
            del running[name]
            if isinstance(error, AlreadyRunning) and running:
                blocked.append(source)
            else:
                ended.failures[name] = error
            continue
        if report is not None:
            del running[name]
            ended.reports[name] = report
    return len(running) < before
