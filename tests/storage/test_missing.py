"""What no list betrays: posts that went, threads that were merged, pages that are read again; on every ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.identities import PostKey, ThreadId, VisitId
from model.ports import Ledger
from model.records import PageRead, PostRecord
from model.sight import Expectation, Sight
from model.sources import Health
from model.visits import Outcome, Purpose, VisitEnding
from storage.rules import Place, absent
from tests.storage.makers import (
    FORUM,
    HOUR,
    NOON,
    START,
    THREAD,
    WELL,
    a_find,
    a_page,
    a_post,
    a_thread,
    kept,
    see,
    take,
)

WHOLE = PageRead(page=1, posts=3, is_last=True, is_sure=True)


def posts(*numbers: int, thread: ThreadId = THREAD) -> list[PostRecord]:
    return [
        a_post(str(n), thread=thread, kept=kept(f"text {n}"), posted_at=NOON - HOUR + timedelta(minutes=n))
        for n in numbers
    ]


def look(ledger: Ledger, *numbers: int, hours: int = 0, read: PageRead = WHOLE) -> int:
    at = NOON + hours * HOUR
    return see(ledger, at=at, threads=[a_thread(read=read)], posts=posts(*numbers)).gone


def gone(ledger: Ledger) -> list[str]:
    return [post.id for post in ledger.posts() if post.gone_at is not None]


def test_a_post_that_three_visits_miss_between_its_neighbours_is_gone_and_stays_kept(ledger: Ledger) -> None:
    look(ledger, 1, 2, 3)
    assert [look(ledger, 1, 3, hours=n) for n in (1, 2)] == [0, 0]
    assert gone(ledger) == []

    assert look(ledger, 1, 3, hours=3) == 1

    assert gone(ledger) == ["2"]
    assert [post.text for post in ledger.posts()] == ["text 1", "text 2", "text 3"]
    assert look(ledger, 1, 3, hours=4) == 0
    assert ledger.check() == []


def test_every_version_of_a_post_is_told_oldest_first(ledger: Ledger) -> None:
    for n, text in enumerate(("who has it", "who sells it", "who sells it")):
        see(ledger, at=NOON + n * HOUR, posts=[a_post(kept=kept(text))])
    key = a_post().key

    assert [(one.number, one.seen_at, one.text) for one in ledger.versions(key)] == [
        (1, NOON, "who has it"),
        (2, NOON + HOUR, "who sells it"),
    ]
    assert [post.key for post in ledger.named(key[:8], limit=2)] == [key]
    assert ledger.named("z", limit=2) == []


def test_a_post_that_comes_back_is_not_gone(ledger: Ledger) -> None:
    look(ledger, 1, 2, 3)
    for n in range(1, 4):
        look(ledger, 1, 3, hours=n)
    look(ledger, 1, 2, 3, hours=4)
    assert gone(ledger) == []


def test_what_was_seen_between_two_misses_begins_anew(ledger: Ledger) -> None:
    for n, numbers in enumerate([(1, 2, 3), (1, 3), (1, 3), (1, 2, 3), (1, 3), (1, 3)]):
        look(ledger, *numbers, hours=n)
    assert gone(ledger) == []


def test_a_page_read_twice_in_a_visit_is_one_sight(ledger: Ledger) -> None:
    look(ledger, 1, 2, 3)
    visit = ledger.begin(FORUM, now=NOON, starts=[a_find(slug) for slug in ("a", "b", "c", "d")])
    for _ in range(4):
        ledger.record(a_page(visit, take(ledger, visit), threads=[a_thread(read=WHOLE)], posts=posts(1, 3)))
    assert gone(ledger) == []


def test_a_page_that_was_read_in_part_misses_nothing(ledger: Ledger) -> None:
    look(ledger, 1, 2, 3)
    for n in range(1, 5):
        look(ledger, 1, 3, hours=n, read=PageRead(page=1, posts=2, is_last=True))
    assert gone(ledger) == []


@pytest.mark.parametrize(
    ("seen", "page", "is_last", "missing"),
    [
        pytest.param([1, 2, 4, 5], 1, True, [3], id="between"),
        pytest.param([5, 4, 2, 1], 1, True, [3], id="newest first"),
        pytest.param([2, 3, 4, 5], 1, True, [1], id="the first post"),
        pytest.param([1, 2, 3], 1, True, [4, 5], id="the end"),
        pytest.param([1, 2], 1, False, [], id="the rest stands on further pages"),
        pytest.param([4, 5], 2, True, [], id="the rest stands on pages before"),
        pytest.param([1, 4, 5], 2, True, [], id="a first post that every page repeats"),
        pytest.param([1, 5], 3, True, [], id="a first post and a single other one"),
        pytest.param([3], 2, False, [], id="one neighbour"),
        pytest.param([3], 1, True, [1, 2, 4, 5], id="one left of a whole thread"),
        pytest.param([], 1, True, [], id="nothing that is known"),
        pytest.param([1, 5, 3], 1, True, [], id="sorted by something else"),
    ],
)
def test_what_is_missing_is_told_by_its_neighbours(
    seen: Sequence[int], page: int, is_last: bool, missing: Sequence[int]
) -> None:
    known = [_place(n) for n in range(1, 6)]
    read = PageRead(page=page, posts=len(seen), is_last=is_last)
    assert absent(known, [_key(n) for n in seen], read=read, per_page=None).missing == tuple(map(_key, missing))


@pytest.mark.parametrize(
    ("first_seen_again", "per_page", "missing", "is_doubtful"),
    [
        pytest.param(True, 2, [3], False, id="both neighbours were seen since"),
        pytest.param(False, 2, [], True, id="the one before was not"),
        pytest.param(True, 3, [], False, id="it may stand on the page before"),
        pytest.param(True, None, [], False, id="nobody knows how many a page holds"),
    ],
)
def test_what_is_missing_at_the_turn_of_a_page_is_told_by_both(
    *, first_seen_again: bool, per_page: int | None, missing: Sequence[int], is_doubtful: bool
) -> None:
    known = [_place(n, seen_at=NOON + HOUR * (first_seen_again and n < 3)) for n in range(1, 6)]
    lack = absent(known, [_key(4), _key(5)], read=PageRead(page=2, posts=2, is_last=True), per_page=per_page)
    assert (lack.missing, lack.is_doubtful) == (tuple(map(_key, missing)), is_doubtful)


@given(st.sets(st.integers(0, 30)), st.integers(1, 8), st.integers(1, 5), st.booleans())
def test_nothing_that_is_there_is_missing_and_nothing_of_other_pages_is(
    removed: set[int], size: int, number: int, is_upside_down: bool
) -> None:
    """Whatever is removed, and wherever pages begin because of it."""
    known = [_place(n) for n in range(31)]
    left = sorted(set(range(31)) - removed, reverse=is_upside_down)
    pages = [left[n : n + size] for n in range(0, len(left), size)]
    seen = pages[number - 1] if number <= len(pages) else []
    read = PageRead(page=number, posts=len(seen), is_last=number == len(pages))
    found = absent(known, [_key(n) for n in seen], read=read, per_page=size)
    assert set(found.missing) <= {_key(n) for n in removed}


def _key(n: int) -> PostKey:
    return PostKey(f"key {n}")


def _place(n: int, *, seen_at: datetime = NOON) -> Place:
    return Place(key=_key(n), at=NOON, native=str(n), seen_at=seen_at)


def test_a_post_of_a_merged_thread_stays_the_post_that_it_was(ledger: Ledger) -> None:
    there = ThreadId("8")
    look(ledger, 1, 2, 3)

    assert ledger.births(FORUM, ["2", "3", "9"]) == {"2": THREAD, "3": THREAD}
    moved = [a_post("2", kept=kept("text 2"), thread=there, key=posts(2)[0].key, born_in=THREAD)]
    tally = see(ledger, threads=[a_thread(there)], posts=moved)

    assert (tally.new, tally.changed) == (0, 0)
    assert {post.id: post.thread_id for post in ledger.posts()} == {"1": THREAD, "2": there, "3": THREAD}
    assert ledger.births(FORUM, ["2"]) == {"2": THREAD}
    assert ledger.marks(FORUM, [THREAD])[THREAD].posts == 2
    for n in range(1, 4):
        look(ledger, 1, 3, hours=n)
    assert gone(ledger) == []


def read_all(ledger: Ledger, *slugs: str, is_kept: bool = True, purpose: Purpose = Purpose.NEWS) -> VisitId:
    """A visit that reads the pages at *slugs*, each of a thread of its own."""
    visit = ledger.begin(FORUM, now=NOON, starts=[a_find(one, thread=ThreadId(one), purpose=purpose) for one in slugs])
    while (errand := ledger.take(visit, now=NOON)) is not None:
        assert errand.find.thread is not None
        record = a_thread(errand.find.thread, is_kept=is_kept)
        ledger.record(a_page(visit, errand, threads=[record], items=7))
    ledger.end(visit, WELL)
    return visit


def again(ledger: Ledger, limit: int = 9) -> list[str]:
    """What a further visit is told to read again, and reads."""
    visit = ledger.begin(FORUM, now=NOON, starts=[])
    queued = ledger.rereads(visit, limit=lambda pages: min(limit, pages), now=NOON)
    slugs = []
    while (errand := ledger.take(visit, now=NOON)) is not None:
        assert (errand.find.purpose, errand.held) in {(Purpose.REREAD, None), (Purpose.REREAD, 7)}
        ledger.record(a_page(visit, errand, threads=[a_thread(ThreadId(errand.find.thread or ""))], items=7))
        slugs.append(errand.find.url.rsplit("/", 1)[1])
    assert (len(slugs), ledger.end(visit, WELL).rereads) == (queued, queued)
    assert ledger.check() == []
    return sorted(slugs)


def test_pages_of_kept_threads_are_read_again_in_turns(ledger: Ledger) -> None:
    read_all(ledger, "a", "b", "c", "d", "e")
    assert again(ledger) == []  # all of it was read a visit ago
    assert again(ledger, limit=2) == ["a", "b"]
    assert again(ledger, limit=2) == ["c", "d"]
    assert again(ledger, limit=2) == ["a", "e"]
    assert again(ledger, limit=9) == ["b", "c", "d"]


def test_no_address_of_a_thread_that_is_not_kept_stays(ledger: Ledger) -> None:
    read_all(ledger, "a", "b", is_kept=False)
    again(ledger)
    assert again(ledger) == []


def test_a_page_that_is_no_more_is_not_read_again(ledger: Ledger) -> None:
    read_all(ledger, "a")
    again(ledger)
    visit = ledger.begin(FORUM, now=NOON, starts=[])
    assert ledger.rereads(visit, limit=lambda pages: pages, now=NOON) == 1
    ledger.record(a_page(visit, take(ledger, visit), outcome=Outcome.GONE))
    ledger.end(visit, WELL)
    assert [again(ledger), again(ledger)] == [[], []]
    assert ledger.check() == []


def test_a_page_that_lacks_a_post_is_read_again_at_once(ledger: Ledger) -> None:
    lacking = ThreadId("b")
    read_all(ledger, "a", "b", "c")
    visit = ledger.begin(FORUM, now=NOON, starts=[a_find("b", thread=lacking)])
    page = a_page(visit, take(ledger, visit), threads=[a_thread(lacking)], posts=posts(1, 2, 3, thread=lacking))
    ledger.record(page)
    ledger.end(visit, WELL)
    visit = ledger.begin(FORUM, now=NOON, starts=[a_find("b", thread=lacking)])
    page = a_page(
        visit, take(ledger, visit), threads=[a_thread(lacking, read=WHOLE)], posts=posts(1, 3, thread=lacking)
    )
    ledger.record(page)
    ledger.end(visit, WELL)

    assert ledger.marks(FORUM, [lacking])[lacking].doubtful_page == 1
    assert again(ledger, limit=1) == ["a", "b"]
    assert again(ledger, limit=1) == ["b", "c"]


def test_what_was_learnt_of_a_source_stays_until_something_else_is(ledger: Ledger) -> None:
    learnt = Expectation(
        engines=frozenset({"mybb"}),
        visits=2,
        lists=Sight(pages=1, items=20, fields={"author": 19}, always=frozenset({7, 9}), ever=frozenset({7, 8, 9})),
        strikes=1,
    )
    for n, told in enumerate((learnt, None)):
        visit = ledger.begin(FORUM, now=NOON + n * HOUR, starts=[START])
        ledger.end(visit, VisitEnding(health=Health.OK, reason="", at=NOON + n * HOUR, expectation=told))

    state = ledger.register(FORUM, now=NOON)

    assert (state.expectation, state.began_at, state.well_at) == (learnt, NOON + HOUR, NOON + HOUR)


def test_a_source_is_blind_since_it_was_last_seen_well(ledger: Ledger) -> None:
    for n, health in enumerate((Health.OK, Health.DRIFTED, Health.DOWN)):
        visit = ledger.begin(FORUM, now=NOON + n * HOUR, starts=[START])
        ledger.end(visit, VisitEnding(health=health, reason="", at=NOON + n * HOUR))

    state = ledger.register(FORUM, now=NOON)

    assert (state.health, state.health_since, state.blind_since) == (Health.DOWN, NOON + 2 * HOUR, NOON)
