"""Shows a person who waits how far it is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

    from crawler.visit import RunningVisit
    from model.sources import Source
    from model.visits import VisitReport

__all__ = ["Counting", "watched"]

BEAT = 0.25  # seconds


class Counting:
    """Told how many of something are done, and of how many: shows a bar on a terminal, once there are any."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._bar: Progress | None = None  # None until there is something to show

    def __call__(self, done: int, of: int) -> None:
        if self._bar is None and sys.stderr.isatty():
            self._bar = _bar_of(self._what)
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=done, total=of)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()


def _bar_of(what: str) -> Progress:
    from rich.console import Console
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    bar.add_task(what, total=None)
    bar.start()
    return bar


def watched(visit: RunningVisit, source: Source) -> VisitReport:
    """Wait for *visit* to end; on a terminal, with a bar that counts pages against the source's budget."""
    if not sys.stderr.isatty():
        return visit.join()
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("pages"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(source.id, total=source.budget)
        while (report := visit.poll(timeout=BEAT)) is None:
            bar.update(task, completed=visit.pages())
        return report
