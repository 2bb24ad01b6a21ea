"""Shows a person who waits how far a visit is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.visit import RunningVisit
    from model.sources import Source
    from model.visits import VisitReport

__all__ = ["watched"]

BEAT = 0.25  # seconds


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
