"""How an errand ends, and when it is tried again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crawler.outcomes import hold, outcome_of_page, retry_at, wait_asked
from crawler.reading import Reading
from model.visits import ErrandKind, Find, Outcome, PageClass, Purpose
from tests.crawler.nouns import BOARD, NOON, fetched, list_page, post, row, thread_page, thread_url

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
THREAD = Find(url=thread_url("1"), kind=ErrandKind.THREAD, rank=1.5)
LIST = Find(url=BOARD, kind=ErrandKind.LIST, rank=1.0)


def page(page_class: PageClass, *, is_gone: bool = False) -> Reading:
    return Reading(url=BOARD, engine="mybb", page_class=page_class, is_gone=is_gone)


SOUND = thread_page(post(1), post(2))
NAMELESS = thread_page(*(post(n, author=" ") for n in range(1, 6)))
WORDLESS = thread_page(*(post(n, text=" ") for n in range(1, 6)))


@pytest.mark.parametrize(
    ("reading", "kind", "status", "outcome"),
    [
        pytest.param(SOUND, ErrandKind.THREAD, 200, Outcome.READ, id="a thread with posts"),
        pytest.param(SOUND, ErrandKind.START, 200, Outcome.READ, id="a source that is a thread"),
        pytest.param(list_page(row("1")), ErrandKind.LIST, 200, Outcome.READ, id="a list with threads"),
        pytest.param(list_page(boards=(BOARD,)), ErrandKind.START, 200, Outcome.READ, id="an index of boards"),
        pytest.param(thread_page(), ErrandKind.THREAD, 200, Outcome.UNREADABLE, id="a thread without posts"),
        pytest.param(list_page(), ErrandKind.LIST, 200, Outcome.UNREADABLE, id="a list without rows"),
        pytest.param(NAMELESS, ErrandKind.THREAD, 200, Outcome.UNREADABLE, id="posts without authors"),
        pytest.param(WORDLESS, ErrandKind.THREAD, 200, Outcome.UNREADABLE, id="posts without a word"),
        pytest.param(thread_page(post(1, text="")), ErrandKind.THREAD, 200, Outcome.READ, id="one post, a picture"),
        pytest.param(
            list_page(row("1", title=" ")), ErrandKind.LIST, 200, Outcome.UNREADABLE, id="rows without titles"
        ),
        pytest.param(page(PageClass.UNKNOWN), ErrandKind.THREAD, 200, Outcome.UNREADABLE, id="a page of no kind"),
        pytest.param(page(PageClass.EMPTY), ErrandKind.LIST, 200, Outcome.EMPTY, id="a list that says it is empty"),
        pytest.param(page(PageClass.EMPTY), ErrandKind.THREAD, 200, Outcome.UNREADABLE, id="no thread is empty"),
        pytest.param(page(PageClass.LOGIN), ErrandKind.LIST, 200, Outcome.WALLED, id="a login wall"),
        pytest.param(page(PageClass.LOGIN), ErrandKind.LIST, 403, Outcome.WALLED, id="a login wall with its status"),
        pytest.param(page(PageClass.CHALLENGE), ErrandKind.LIST, 503, Outcome.CHALLENGED, id="a challenge"),
        pytest.param(page(PageClass.SEIZED), ErrandKind.START, 200, Outcome.SEIZED, id="a seizure notice"),
        pytest.param(page(PageClass.ERROR, is_gone=True), ErrandKind.THREAD, 200, Outcome.GONE, id="no such thread"),
        pytest.param(page(PageClass.UNKNOWN), ErrandKind.THREAD, 404, Outcome.GONE, id="a 404"),
        pytest.param(page(PageClass.UNKNOWN), ErrandKind.THREAD, 410, Outcome.GONE, id="a 410"),
        pytest.param(page(PageClass.UNKNOWN), ErrandKind.THREAD, 403, Outcome.WALLED, id="a 403"),
        pytest.param(page(PageClass.UNKNOWN), ErrandKind.THREAD, 500, Outcome.HTTP_ERROR, id="a 500"),
        pytest.param(SOUND, ErrandKind.THREAD, 500, Outcome.HTTP_ERROR, id="a 500, whatever it says"),
        pytest.param(page(PageClass.ERROR), ErrandKind.THREAD, 200, Outcome.HTTP_ERROR, id="an error that may pass"),
        pytest.param(list_page(row("1")), ErrandKind.THREAD, 200, Outcome.GONE, id="a list where a thread was"),
        pytest.param(SOUND, ErrandKind.LIST, 200, Outcome.READ, id="a thread where a list was"),
    ],
)
def test_every_page_ends_its_errand_in_a_named_outcome(
    reading: Reading, kind: ErrandKind, status: int, outcome: Outcome
) -> None:
    assert outcome_of_page(reading, fetched(status), kind=kind, tries=0) is outcome


def test_nothing_sent_is_no_empty_list() -> None:
    nothing = fetched(body=b" \n")
    assert outcome_of_page(page(PageClass.EMPTY), nothing, kind=ErrandKind.LIST, tries=0) is Outcome.UNREADABLE


def test_a_page_that_always_ends_in_its_middle_is_taken_as_it_is() -> None:
    cut = replace(SOUND, is_cut=True)
    found = [outcome_of_page(cut, fetched(), kind=ErrandKind.THREAD, tries=tries) for tries in range(3)]
    assert found == [Outcome.CUT, Outcome.CUT, Outcome.READ]


PASSING = (Outcome.HTTP_ERROR, Outcome.TIMED_OUT, Outcome.UNREACHABLE, Outcome.CUT)


@pytest.mark.parametrize("outcome", PASSING)
def test_what_may_pass_is_tried_again_ever_more_rarely(outcome: Outcome) -> None:
    waits = [retry_at(outcome, THREAD, tries=tries, at=NOON, asked=None) for tries in (0, 1, 2, 3, 9)]
    assert [at - NOON for at in waits if at] == [MINUTE, 4 * MINUTE, 16 * MINUTE, 64 * MINUTE, DAY]


@pytest.mark.parametrize("outcome", PASSING)
@pytest.mark.parametrize("find", [LIST, replace(LIST, kind=ErrandKind.START)], ids=["a board", "the start"])
def test_what_each_visit_comes_by_is_given_up_after_three_tries(find: Find, outcome: Outcome) -> None:
    tried = [retry_at(outcome, find, tries=tries, at=NOON, asked=None) for tries in range(3)]
    assert tried == [NOON + MINUTE, NOON + 4 * MINUTE, None]


@pytest.mark.parametrize(
    "find",
    [replace(LIST, page=2), replace(THREAD, purpose=Purpose.CONTEXT)],
    ids=["a list's second page", "context"],
)
def test_what_nobody_finds_again_is_not_given_up_while_a_template_drifts(find: Find) -> None:
    assert retry_at(Outcome.UNREADABLE, find, tries=5, at=NOON, asked=None) is not None


FINAL = [one for one in Outcome if one.is_try and one not in {*PASSING, Outcome.CHALLENGED, Outcome.SEIZED}]


@pytest.mark.parametrize("outcome", FINAL)
def test_all_else_is_final(outcome: Outcome) -> None:
    assert retry_at(outcome, THREAD, tries=0, at=NOON, asked=None) is None


@pytest.mark.parametrize("find", [THREAD, LIST, replace(LIST, kind=ErrandKind.START)])
def test_n5_what_our_own_way_out_did_not_carry_is_due_at_once_however_often_that_was_so(find: Find) -> None:
    assert retry_at(Outcome.TRANSPORT_DOWN, find, tries=99, at=NOON, asked=None) == NOON


@pytest.mark.parametrize("outcome", [Outcome.CHALLENGED, Outcome.SEIZED])
def test_what_befell_the_whole_source_puts_the_thread_back(outcome: Outcome) -> None:
    assert retry_at(outcome, THREAD, tries=7, at=NOON, asked=None) is not None


def test_a_server_that_asks_for_more_time_gets_it() -> None:
    assert retry_at(Outcome.HTTP_ERROR, THREAD, tries=0, at=NOON, asked=2 * DAY / 4) == NOON + DAY / 2


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        pytest.param("120", 2 * MINUTE, id="seconds"),
        pytest.param("Thu, 08 Feb 2024 12:05:00 GMT", 5 * MINUTE, id="a date"),
        pytest.param("Thu, 08 Feb 2024 11:00:00 GMT", timedelta(0), id="a date that is past"),
        pytest.param("9999999999999999999", DAY, id="a day at most"),
        pytest.param("Fri, 31 Dec 9999 23:59:59 GMT", DAY, id="a day at most, as a date"),
        pytest.param("soon", None, id="a word"),
        pytest.param("-5", None, id="a negative number"),
        pytest.param("²", None, id="a digit that is none"),
    ],
)
def test_n10_retry_after_is_honoured_up_to_a_day(value: str, wait: timedelta | None) -> None:
    assert wait_asked((("Retry-After", value),), at=NOON) == wait


def test_most_servers_ask_for_no_time() -> None:
    assert wait_asked((("Content-Type", "text/html"),), at=NOON) is None


@pytest.mark.parametrize(("status", "wait"), [(429, MINUTE), (503, MINUTE), (500, None), (200, None), (404, None)])
def test_two_statuses_hold_up_the_whole_source(status: int, wait: timedelta | None) -> None:
    assert hold(fetched(status)) == wait


def test_the_whole_source_waits_as_long_as_it_asks_for() -> None:
    assert hold(fetched(429, headers=(("retry-after", "600"),))) == 10 * MINUTE
