"""Where a visit goes next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import pytest

from crawler.walk import after_list, after_thread, first_unread, has_gap, has_moved, is_ours, listing, starts
from model.identities import SourceId, ThreadId
from model.posts import ThreadRow
from model.sources import Source
from model.visits import Errand, ErrandKind, Find, Listing, Purpose, ThreadMark
from tests.crawler.nouns import (
    BOARD,
    HOST,
    NOON,
    PRINTS,
    SOURCE,
    errand,
    list_page,
    mark,
    post,
    row,
    thread_page,
    thread_url,
)

PAGE_2 = f"{BOARD}&page=2"
MINUTE = timedelta(minutes=1)
COUNTED = row("1", at=None, by=None)
SILENT = row("1", at=None, by=None, replies=None)


def steps(
    *rows: ThreadRow,
    marks: tuple[ThreadMark, ...] = (),
    of: Errand | None = None,
    page: int = 1,
    next_url: str | None = PAGE_2,
    boards: tuple[str, ...] = (),
    source: Source = SOURCE,
    met: Collection[ThreadId] = (),
    to_end: bool = False,
) -> tuple[Find, ...]:
    """The addresses that a list leads to."""
    return after_list(
        list_page(*rows, page=page, next_url=next_url, boards=boards, url=(of or errand()).find.url),
        source=source,
        errand=of or errand(page=page),
        marks={one.id: one for one in marks},
        fingerprints=PRINTS,
        met=met,
        to_end=to_end,
    ).finds


def places(finds: tuple[Find, ...], kind: ErrandKind) -> list[tuple[str, int]]:
    return [(find.url, find.page) for find in finds if find.kind is kind]


def test_a_visit_begins_at_the_address_of_its_source() -> None:
    assert [(find.url, find.kind, find.rank) for find in starts(SOURCE)] == [(SOURCE.url, ErrandKind.START, 0.0)]


def test_an_unknown_thread_is_read_from_its_first_page() -> None:
    assert places(steps(row("1")), ErrandKind.THREAD) == [(thread_url("1"), 1)]


def test_a_thread_that_did_not_move_costs_nothing() -> None:
    assert steps(row("1"), marks=(mark("1"),)) == ()


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(row("1", replies=4), id="one more reply"),
        pytest.param(row("1", replies=2), id="one reply less"),
        pytest.param(row("1", by="miso"), id="another last author"),
        pytest.param(row("1", at=NOON + 3 * MINUTE), id="a later last post"),
    ],
)
def test_a_thread_whose_line_in_the_list_changed_has_moved(now: ThreadRow) -> None:
    assert places(steps(now, marks=(mark("1"),)), ErrandKind.THREAD) == [(thread_url("1"), 1)]


@pytest.mark.parametrize(
    ("now", "before", "moved"),
    [
        pytest.param(row("1"), None, True, id="never listed, or its last errand failed"),
        pytest.param(row("1", at=NOON + 2 * MINUTE), row("1"), False, id="relative dates are two minutes off"),
        pytest.param(row("1", at=None), row("1"), False, id="a date that cannot be read is no difference"),
        pytest.param(row("1", replies=None), row("1"), False, id="nor is a count that is not told"),
        pytest.param(SILENT, row("1"), True, id="a list that tells nothing hides everything"),
        pytest.param(COUNTED, row("1", replies=None), True, id="what cannot be compared may have changed"),
        pytest.param(COUNTED, row("1"), False, id="the count of replies is enough"),
    ],
)
def test_a_line_in_a_list_tells_whether_its_thread_moved(now: ThreadRow, before: ThreadRow | None, moved: bool) -> None:
    known = listing(before, PRINTS) if before else None
    assert has_moved(listing(now, PRINTS), known) is moved


def test_the_last_author_is_remembered_as_a_fingerprint_only() -> None:
    known = listing(row("1", by="tofu"), PRINTS)
    assert known == Listing(replies=3, last_post_at=NOON, last_author=PRINTS.fingerprint("tofu"))


@pytest.mark.parametrize(
    ("seen", "replies", "page"),
    [
        pytest.param(mark(posts=4, per_page=None, last_page=1), 9, 1, id="one page, not known how long pages are"),
        pytest.param(mark(posts=0, per_page=None, last_page=0), 9, 1, id="listed and never read"),
        pytest.param(mark(posts=45, per_page=10, last_page=5), 45, 5, id="the last page has room"),
        pytest.param(mark(posts=50, per_page=10, last_page=5), 50, 6, id="the last page was full"),
        pytest.param(mark(posts=45, per_page=10, last_page=5), 80, 5, id="several pages more: from the first unread"),
        pytest.param(mark(posts=45, per_page=10, last_page=5), 18, 2, id="posts were removed: not past the last page"),
        pytest.param(mark(posts=45, per_page=10, last_page=5), None, 5, id="the list does not count"),
    ],
)
def test_a_moved_thread_is_read_on_from_its_first_unread_page(seen: ThreadMark, replies: int | None, page: int) -> None:
    assert first_unread(seen, replies) == page


def test_a_moved_thread_costs_its_last_page() -> None:
    seen = mark("1", replies=44, posts=45, per_page=10, last_page=5)
    assert places(steps(row("1", replies=45), marks=(seen,)), ErrandKind.THREAD) == [(f"{thread_url('1')}&page=5", 5)]


OLDER = NOON - 60 * MINUTE
PINNED = row("4", at=OLDER)


@pytest.mark.parametrize(
    ("rows", "goes_on"),
    [
        pytest.param((row("1", replies=9), row("2", replies=9)), True, id="all moved"),
        pytest.param((row("1", replies=9), row("2")), False, id="newest first: below what did not move, nothing did"),
        pytest.param((row("1"), row("9", at=OLDER)), True, id="the last one moved"),
        pytest.param((row("1", at=OLDER, replies=9), row("2")), True, id="in another order, any may follow"),
        pytest.param((row("1", at=OLDER), row("2")), True, id="in another order, an unmoved page tells nothing"),
        pytest.param((PINNED, row("3"), row("2"), row("1")), False, id="newest first below what a theme pins unmarked"),
        pytest.param((row("1", at=None, replies=9), row("2", at=None)), True, id="in an order that is not told, too"),
        pytest.param((row("1", replies=9, is_sticky=True), row("2")), False, id="only a sticky thread moved"),
        pytest.param((row("1", is_sticky=True),), True, id="nothing but sticky threads tells nothing"),
        pytest.param((row("1"), row("2")), False, id="nothing moved"),
        pytest.param((), False, id="nothing there"),
    ],
)
def test_a_list_is_followed_no_further_than_needed(rows: tuple[ThreadRow, ...], goes_on: bool) -> None:
    marks = (mark("1"), mark("2"), mark("3"), mark("4", at=OLDER))
    found = places(steps(*rows, marks=marks), ErrandKind.LIST)
    assert found == ([(PAGE_2, 2)] if goes_on else [])


def test_threads_that_were_pushed_down_during_the_visit_do_not_end_it() -> None:
    found = steps(row("1"), row("2"), marks=(mark("1"), mark("2")), met={ThreadId("1"), ThreadId("2")})
    assert places(found, ErrandKind.LIST) == [(PAGE_2, 2)]


def test_what_moved_again_during_the_visit_is_left_for_the_next() -> None:
    assert places(steps(row("1", replies=9), marks=(mark("1"),), met={ThreadId("1")}), ErrandKind.THREAD) == []


def test_a_list_that_an_earlier_visit_broke_off_is_read_to_its_end() -> None:
    assert places(steps(row("1"), marks=(mark("1"),), to_end=True), ErrandKind.LIST) == [(PAGE_2, 2)]


def test_threads_go_before_the_next_page_of_their_list_and_in_its_order() -> None:
    found = steps(row("9"), row("4"), row("7"))
    assert [find.thread for find in sorted(found, key=lambda find: find.rank)] == ["9", "4", "7", None]
    assert {find.rank for find in found if find.kind is ErrandKind.LIST} == {2.0}


def test_an_index_leads_to_its_boards_and_not_to_itself() -> None:
    start = errand(SOURCE.url, ErrandKind.START, rank=0.0)
    found = steps(boards=(BOARD, f"{HOST}/forumdisplay.php?fid=3", SOURCE.url, BOARD), of=start, next_url=None)
    assert [(find.url, find.rank) for find in found] == [(BOARD, 1.0), (f"{HOST}/forumdisplay.php?fid=3", 1.0)]


def test_a_maze_of_boards_starves_no_thread_and_has_an_end() -> None:
    deeper = (f"{HOST}/forumdisplay.php?fid=99",)
    assert [find.rank for find in steps(boards=deeper, of=errand(rank=1.0), next_url=None)] == [1.75]
    assert steps(boards=deeper, of=errand(rank=6.0), next_url=None) == ()


def test_rows_that_only_point_elsewhere_are_skipped() -> None:
    assert steps(row("1", is_moved=True), next_url=None) == ()


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://other.example/showthread.php?tid=1", id="another host"),
        pytest.param("http://board.example.evil.example/showthread.php?tid=1", id="a host that begins alike"),
        pytest.param("http://board.example@evil.example/showthread.php?tid=1", id="a user name"),
        pytest.param("http://127.0.0.1/showthread.php?tid=1", id="this machine"),
        pytest.param("http://board.example:8765/showthread.php?tid=1", id="another port"),
        pytest.param("ftp://board.example/showthread.php?tid=1", id="another scheme"),
        pytest.param("http://board.example:port/", id="no port at all"),
        pytest.param("javascript:alert(1)", id="a script"),
    ],
)
def test_nothing_but_the_sources_own_addresses_is_ever_queued(url: str) -> None:
    assert not is_ours(SOURCE, url)
    assert places(steps(row("1", url=url), next_url=url, boards=(url,)), ErrandKind.THREAD) == []
    assert places(steps(row("1"), next_url=url, boards=(url,)), ErrandKind.LIST) == []
    assert (
        after_thread(thread_page(post(1), next_url=url), source=SOURCE, errand=of_thread(), mark=None, is_match=False)
        == ()
    )


@pytest.mark.parametrize(
    ("url", "source"),
    [
        pytest.param("https://board.example/index.php", SOURCE, id="with a lock"),
        pytest.param("http://www.board.example/index.php", SOURCE, id="with www"),
        pytest.param(
            "http://mirror.example/index.php", replace(SOURCE, hosts=("mirror.example",)), id="a further host of it"
        ),
        pytest.param(
            "http://127.0.0.1:18101/showthread.php?tid=1",
            Source(id=SourceId("replay"), url="http://127.0.0.1:18101/index.php"),
            id="this machine, when the source says so",
        ),
    ],
)
def test_a_sources_own_addresses_are_taken(url: str, source: Source) -> None:
    assert is_ours(source, url)


def test_a_list_that_leads_back_is_not_followed() -> None:
    assert places(steps(row("1"), page=3, of=errand(page=4)), ErrandKind.LIST) == []


def test_a_list_without_end_has_one() -> None:
    assert places(steps(row("1"), page=2000, of=errand(page=2000)), ErrandKind.LIST) == []


# A thread's pages


def of_thread(page: int = 1, *, kind: ErrandKind = ErrandKind.THREAD, purpose: Purpose = Purpose.NEWS) -> Errand:
    return errand(thread_url("1"), kind, rank=2.503, page=page, purpose=purpose)


def further(
    page: int,
    *,
    mark: ThreadMark | None = None,
    is_match: bool = False,
    is_gap: bool = False,
    of: Errand | None = None,
    is_last: bool = False,
    replies: int | None = None,
) -> list[tuple[int, Purpose]]:
    """The pages that page *page* of a thread leads to."""
    next_url = None if is_last else f"{thread_url('1')}&page={page + 1}"
    reading = thread_page(post((page - 1) * 10 + 1), page=page, next_url=next_url, replies=replies)
    found = after_thread(
        reading, source=SOURCE, errand=of or of_thread(page), mark=mark, is_match=is_match, is_gap=is_gap
    )
    assert all(find.thread == ThreadId("1") for find in found)
    return [(find.page, find.purpose) for find in found]


def test_a_thread_is_read_to_its_end() -> None:
    assert further(1) == [(2, Purpose.NEWS)]
    assert further(2, is_last=True) == []


def test_a_threads_further_pages_keep_its_place_in_the_queue() -> None:
    reading = thread_page(post(1), next_url=f"{thread_url('1')}&page=2")
    (found,) = after_thread(reading, source=SOURCE, errand=of_thread(), mark=None, is_match=False)
    assert (found.rank, found.url) == (2.503, f"{thread_url('1')}&page=2")


def test_the_first_match_on_a_later_page_has_the_earlier_ones_read_again_for_context() -> None:
    assert further(3, is_match=True) == [(1, Purpose.CONTEXT), (2, Purpose.CONTEXT), (4, Purpose.NEWS)]


def test_a_match_that_an_edit_brought_has_all_read_pages_read_again() -> None:
    found = further(2, mark=mark(posts=40, per_page=10, last_page=4), is_match=True, is_last=True)
    assert found == [(1, Purpose.CONTEXT), (3, Purpose.CONTEXT), (4, Purpose.CONTEXT)]


def test_a_match_on_the_first_page_needs_no_page_again() -> None:
    assert further(1, is_match=True) == [(2, Purpose.NEWS)]


def test_a_kept_thread_has_its_context_already() -> None:
    assert further(3, mark=mark(posts=20, per_page=10, last_page=2, is_kept=True), is_match=True) == [(4, Purpose.NEWS)]


def test_a_page_read_for_context_leads_nowhere() -> None:
    assert further(2, of=of_thread(2, purpose=Purpose.CONTEXT), is_match=True) == []


def test_a_thread_that_leads_back_is_not_followed() -> None:
    assert further(2, of=of_thread(9)) == []


def test_a_source_that_is_one_thread_goes_from_its_first_page_to_what_is_new() -> None:
    start = of_thread(kind=ErrandKind.START)
    assert further(1, of=start, mark=mark(posts=45, per_page=10, last_page=5), replies=47) == [(5, Purpose.NEWS)]
    assert further(1, of=start) == [(2, Purpose.NEWS)]


def test_posts_that_counts_made_us_jump_over_are_gone_back_for() -> None:
    seen = mark(posts=25, per_page=10, last_page=3)
    page = thread_page(post(21, name="x"), page=3)
    assert has_gap(seen, page, is_first_known=False)
    assert further(3, mark=seen, is_gap=True, is_last=True) == [(2, Purpose.NEWS)]


@pytest.mark.parametrize(
    ("seen", "first", "page", "is_known"),
    [
        pytest.param(mark(posts=20, per_page=10, last_page=2), 21, 3, False, id="the page begins where we stopped"),
        pytest.param(mark(posts=25, per_page=10, last_page=3), 21, 3, True, id="its first post is known"),
        pytest.param(None, 21, 3, False, id="nothing is known of the thread"),
        pytest.param(mark(posts=25, per_page=10, last_page=3), 1, 1, False, id="the first page"),
        pytest.param(mark(posts=25, per_page=10, last_page=3), None, 3, False, id="places are not told"),
    ],
)
def test_a_page_that_follows_on_leaves_no_gap(
    seen: ThreadMark | None, first: int | None, page: int, is_known: bool
) -> None:
    assert not has_gap(seen, thread_page(post(first, name="x"), page=page), is_first_known=is_known)
