"""Which pages are read again for what no list betrays: edits and removals on pages without news."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from crawler.pages import page_url
from crawler.reading import Reading
from model.identities import ThreadId, VisitId
from model.posts import ThreadRow
from model.visits import REREAD_RANK, ErrandKind, Find, Purpose, ThreadMark

__all__ = ["ROUND", "again", "pages_again"]

ROUND = 10  # visits in which every page comes round, as far as the budget allows
LEAST = 3
SHARE = 4  # of the budget, one part goes to pages that are read again


def pages_again(pages: int, *, budget: int) -> int:
    """How many of the *pages* of kept threads one visit reads again; its *budget* is in pages, too."""
    return min(max(LEAST, -(-pages // ROUND)), max(1, budget // SHARE))


def again(
    reading: Reading,
    marks: Mapping[ThreadId, ThreadMark],
    *,
    moved: Collection[ThreadId],
    before: datetime | None,
    visit: VisitId,
) -> tuple[Find, ...]:
    """Pages of threads on a list that did not move and are not kept: their addresses are known only here and now.

    Those that lack a post come first, then those that were looked at longest ago, and never after *before*, when the
    visit before this one began (`None`: there was none).
    """
    if before is None:
        return ()
    rows = [(row, mark) for row in reading.rows if (mark := marks.get(row.id)) and row.id not in moved]
    due = [
        (row, mark)
        for row, mark in rows
        if not mark.is_kept and mark.looked_at and (mark.doubtful_page or mark.looked_at < before)
    ]
    due.sort(key=lambda one: (one[1].doubtful_page is None, one[1].looked_at))
    doubtful = sum(mark.doubtful_page is not None for _, mark in due)
    return tuple(_find(reading, row, mark, visit) for row, mark in due[: max(doubtful, -(-len(due) // ROUND))])


def _find(reading: Reading, row: ThreadRow, mark: ThreadMark, visit: VisitId) -> Find:
    page = mark.doubtful_page or 1 + visit % max(1, mark.last_page)
    page = page if reading.engine is not None else 1
    url = row.url if page == 1 or reading.engine is None else page_url(reading.engine, row.url, page)
    return Find(url=url, kind=ErrandKind.THREAD, rank=REREAD_RANK, thread=row.id, page=page, purpose=Purpose.REREAD)
