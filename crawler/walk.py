"""Where a visit goes next: decisions over what a page said and what the ledger remembers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from crawler.accounts.shapes import is_write
from crawler.egress import Egress
from crawler.pages import page_url
from crawler.reading import Reading
from model.errors import Refused
from model.identities import ThreadId
from model.ports import Fingerprints
from model.posts import Thread, ThreadRow
from model.records import ThreadRecord
from model.sources import Source
from model.visits import Errand, ErrandKind, Find, Listing, Purpose, ThreadMark

__all__ = [
    "Steps",
    "after_list",
    "after_thread",
    "first_unread",
    "has_gap",
    "has_moved",
    "is_ours",
    "listing",
    "starts",
]

TOLERANCE = timedelta(seconds=120)  # "5 minutes ago" is a minute off, and so was the last visit's
MOST_PAGES = 2000  # of one board or one thread: what goes on longer is a trap
MOST_BOARDS = 300  # of one page; the largest boards of this field link to some 80
DEEPEST_BOARD = 6.0  # the rank past which sub-boards of sub-boards are not followed
SUB_BOARD = 0.75  # a sub-board waits for its board's own threads, so that a maze of boards starves nobody
THREAD = 0.5
PLACE = 0.001  # keeps the threads of one list in the list's order


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What follows from a list: addresses, and what is to be remembered of its threads."""

    finds: tuple[Find, ...] = ()
    threads: tuple[ThreadRecord, ...] = ()


def starts(source: Source) -> list[Find]:
    """What every visit of *source* begins with."""
    return [Find(url=source.url, kind=ErrandKind.START, rank=0.0)]


def is_ours(source: Source, url: str) -> bool:
    """Whether *url* shows something of the source itself: nothing else is ever queued or followed."""
    try:
        Egress.of(source).check(url)
    except Refused:
        return False
    return not is_write(url)


def listing(row: ThreadRow, fingerprints: Fingerprints) -> Listing:
    """What *row* says of its thread, in the form that is remembered."""
    author = fingerprints.fingerprint(row.last_author) if row.last_author else None
    return Listing(replies=row.replies, last_post_at=row.last_post_at, last_author=author)


def has_moved(now: Listing, before: Listing | None) -> bool:
    """Whether a thread changed since it was listed as *before*; a list that tells nothing hides everything."""
    if before is None:
        return True
    told = False
    if now.replies is not None and before.replies is not None:
        told = True
        if now.replies != before.replies:
            return True
    if now.last_author is not None and before.last_author is not None:
        told = True
        if now.last_author != before.last_author:
            return True
    if now.last_post_at is not None and before.last_post_at is not None:
        return abs(now.last_post_at - before.last_post_at) > TOLERANCE
    return not told


def first_unread(mark: ThreadMark, replies: int | None, *, per_page: int | None = None) -> int:
    """The page of a thread that holds its first post we have not seen, as far as counts can tell.

    *per_page* is how many posts the source's other threads have on a page, for a thread that never filled one.
    """
    per_page = mark.per_page or (per_page if mark.last_page <= 1 and replies is not None else None)
    if per_page is None:
        return max(1, mark.last_page)
    page = mark.posts // per_page + 1
    if replies is not None:
        page = min(page, replies // per_page + 1)  # posts that were removed leave the count too high
    return max(1, page)


def after_list(
    reading: Reading,
    *,
    source: Source,
    errand: Errand,
    marks: Mapping[ThreadId, ThreadMark],
    fingerprints: Fingerprints,
    met: Collection[ThreadId] = (),
    to_end: bool = False,
    per_page: int | None = None,
) -> Steps:
    """The threads that moved, the boards of an index, and the next page while there may be more.

    *met* are the threads that this visit has dealt with: what is posted meanwhile pushes them down, so that they tell
    nothing of those below; and what moved in them since, the next visit is to find. With *to_end* the list is read to
    its end, whatever moved: an earlier visit broke it off, and nobody knows how far its threads were pushed down since.
    """
    base = max(1.0, errand.find.rank)
    rows = list(_rows(reading, source))
    moved = [row for row in rows if row.id not in met and _moved(row, marks, fingerprints)]
    threads = [
        _thread_find(reading.engine, row, marks.get(row.id), base + THREAD + min(place, 400) * PLACE, per_page)
        for place, row in enumerate(moved)
    ]
    return Steps(
        finds=(
            *_boards(reading, source, errand, base),
            *(find for find in threads if is_ours(source, find.url)),
            *_next_list(reading, source, errand, base, to_end or _may_hold_more(rows, {r.id for r in moved} | {*met})),
        ),
        threads=tuple(
            ThreadRecord(id=row.id, listing=listing(row, fingerprints), replies=row.replies) for row in moved
        ),
    )


def after_thread(
    reading: Reading,
    *,
    source: Source,
    errand: Errand,
    mark: ThreadMark | None,
    is_match: bool,
    is_gap: bool = False,
) -> tuple[Find, ...]:
    """The thread's further pages.

    *mark* is how far it was read before this page, *is_match* whether this page makes it worth keeping,
    *is_gap* whether posts before its first went unseen.
    """
    thread = reading.thread
    if thread is None or errand.find.purpose is Purpose.CONTEXT:
        return ()
    here, finds = reading.page, list[Find]()
    if is_gap and here > 1:
        finds.append(_page_find(reading, thread, errand, here - 1, Purpose.NEWS))
    if is_match and not (mark and mark.is_kept):
        read = max(here - 1, mark.last_page if mark else 0)
        finds += [
            _page_find(reading, thread, errand, page, Purpose.CONTEXT)
            for page in range(1, min(read, MOST_PAGES) + 1)
            if page != here
        ]
    if errand.find.purpose is Purpose.NEWS or mark is None or here >= mark.last_page:  # else it was read before
        finds += _next_page(reading, thread, errand, mark)
    return tuple(find for find in finds if is_ours(source, find.url))


def has_gap(mark: ThreadMark | None, reading: Reading, *, is_first_known: bool) -> bool:
    """Whether posts were missed: the page was jumped to, and begins with a post that should be known and is not."""
    if mark is None or reading.page == 1 or not reading.posts or is_first_known:
        return False
    place = reading.posts[0].n
    return place is not None and place <= mark.posts


def _rows(reading: Reading, source: Source) -> Iterable[ThreadRow]:
    seen = set[ThreadId]()
    for row in reading.rows:
        if not row.is_moved and row.id not in seen and is_ours(source, row.url):
            seen.add(row.id)
            yield row


def _moved(row: ThreadRow, marks: Mapping[ThreadId, ThreadMark], fingerprints: Fingerprints) -> bool:
    mark = marks.get(row.id)
    return mark is None or has_moved(listing(row, fingerprints), mark.listing)


def _thread_find(
    engine: str | None, row: ThreadRow, mark: ThreadMark | None, rank: float, per_page: int | None
) -> Find:
    page = 1 if mark is None else first_unread(mark, row.replies, per_page=per_page)
    per_page = mark.per_page if mark else None
    url = row.url if page == 1 or engine is None else page_url(engine, row.url, page, per_page)
    return Find(url=url, kind=ErrandKind.THREAD, rank=rank, thread=row.id, page=page)


def _boards(reading: Reading, source: Source, errand: Errand, base: float) -> Iterable[Find]:
    is_index = errand.find.kind is ErrandKind.START
    rank = base if is_index else base + SUB_BOARD
    if errand.find.page > 1 or reading.page > 1 or rank > DEEPEST_BOARD:
        return
    for url in dict.fromkeys(reading.boards[:MOST_BOARDS]):
        if is_ours(source, url) and url not in {reading.url, errand.find.url}:
            yield Find(url=url, kind=ErrandKind.LIST, rank=rank)


def _next_list(reading: Reading, source: Source, errand: Errand, base: float, may_hold_more: bool) -> Iterable[Find]:
    page = reading.page + 1
    if reading.next and may_hold_more and errand.find.page < page <= MOST_PAGES and is_ours(source, reading.next):
        yield Find(url=reading.next, kind=ErrandKind.LIST, rank=base + 1, page=page)


def _may_hold_more(rows: list[ThreadRow], moved: Collection[ThreadId]) -> bool:
    """Whether threads further down may have moved, given those of this page."""
    plain = [row for row in rows if not row.is_sticky]
    if not plain:
        return bool(rows)  # nothing but sticky threads: the others are still to come
    lately = [row.last_post_at for row in plain if row.last_post_at is not None]
    if len(lately) < len(plain):
        return any(row.id in moved for row in plain)
    return plain[-1].id in moved or not _is_newest_first(lately)


def _is_newest_first(lately: list[datetime]) -> bool:
    """Whether each thread's last post is older than the one's above; themes that don't mark what they pin have a few
    on top that are not."""
    pinned = len(lately) - 1
    while pinned and lately[pinned - 1] + TOLERANCE >= lately[pinned]:
        pinned -= 1
    return pinned * 2 < len(lately)


def _page_find(reading: Reading, thread: Thread, errand: Errand, page: int, purpose: Purpose) -> Find:
    is_first = page == 1 or reading.engine is None
    url = thread.url if is_first else page_url(str(reading.engine), thread.url, page, reading.per_page)
    return Find(
        url=url,
        kind=ErrandKind.THREAD,
        rank=max(1.0 + THREAD, errand.find.rank),
        thread=thread.id,
        page=page,
        purpose=purpose,
    )


def _next_page(reading: Reading, thread: Thread, errand: Errand, mark: ThreadMark | None) -> list[Find]:
    page = reading.page + 1
    if reading.next is None or not errand.find.page < page <= MOST_PAGES:
        return []
    if errand.find.kind is ErrandKind.START and mark and mark.last_page > 1:
        unread = first_unread(mark, thread.replies)
        return [_page_find(reading, thread, errand, max(unread, 2), Purpose.NEWS)]
    return [replace(_page_find(reading, thread, errand, page, Purpose.NEWS), url=reading.next)]
