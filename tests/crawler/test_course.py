"""What a visit says of its source's health: an empty harvest is a failure, never a quiet success."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.course import Course, Event, ending
from model.sources import Health
from model.visits import ErrandKind, Outcome
from tests.crawler.nouns import NOON

START, LIST, THREAD = ErrandKind.START, ErrandKind.LIST, ErrandKind.THREAD


def ok(kind: ErrandKind, *, yields: int = 3) -> Event:
    return Event(kind=kind, outcome=Outcome.READ, yields=yields)


def bad(kind: ErrandKind, outcome: Outcome, reason: str = "") -> Event:
    return Event(kind=kind, outcome=outcome, reason=reason)


def course(*events: Event) -> Course:
    whole = Course()
    for event in events:
        whole = whole.after(event)
    return whole


INDEX = ok(START)


@pytest.mark.parametrize(
    ("events", "health", "reason"),
    [
        pytest.param([INDEX, ok(LIST), ok(THREAD)], Health.OK, "", id="all read"),
        pytest.param([INDEX, ok(LIST)], Health.OK, "", id="nothing moved"),
        pytest.param([INDEX, ok(LIST), bad(LIST, Outcome.WALLED)], Health.OK, "", id="one board is walled"),
        pytest.param([INDEX, ok(LIST), bad(THREAD, Outcome.GONE)], Health.OK, "", id="a thread was removed"),
        pytest.param(
            [INDEX, ok(LIST), bad(THREAD, Outcome.TIMED_OUT)],
            Health.OK,
            "1 page could not be fetched and will be tried again",
            id="one page did not come",
        ),
        pytest.param([INDEX, ok(LIST), bad(LIST, Outcome.EMPTY)], Health.OK, "", id="one board is empty"),
        pytest.param(
            [bad(START, Outcome.UNREACHABLE, "board.example: no connection (Connection refused)")],
            Health.DOWN,
            "board.example: no connection (Connection refused)",
            id="nobody answers",
        ),
        pytest.param([bad(START, Outcome.HTTP_ERROR, "HTTP 500")], Health.DOWN, "HTTP 500", id="an HTTP error"),
        pytest.param([bad(START, Outcome.GONE, "HTTP 404")], Health.DOWN, "HTTP 404", id="the start is gone"),
        pytest.param([bad(START, Outcome.TIMED_OUT)], Health.DOWN, "the start page: timed out", id="a time-out"),
        pytest.param(
            [bad(START, Outcome.WALLED)], Health.WALLED, "the start page asks for a login", id="the start is walled"
        ),
        pytest.param(
            [INDEX, bad(LIST, Outcome.WALLED), bad(LIST, Outcome.WALLED)],
            Health.WALLED,
            "every board asks for a login",
            id="every board is walled",
        ),
        pytest.param(
            [bad(START, Outcome.CHALLENGED, "ddos-guard")],
            Health.CHALLENGED,
            "the start page is a challenge: ddos-guard",
            id="a challenge",
        ),
        pytest.param(
            [INDEX, ok(LIST), bad(THREAD, Outcome.CHALLENGED, "captcha")],
            Health.CHALLENGED,
            "1 page turned into a challenge: captcha",
            id="a challenge on the way",
        ),
        pytest.param(
            [bad(START, Outcome.SEIZED)],
            Health.SEIZED,
            "the start page says that the source was seized",
            id="seized",
        ),
        pytest.param(
            [bad(START, Outcome.UNREADABLE, "the software was not recognised")],
            Health.DRIFTED,
            "the start page could not be read: the software was not recognised",
            id="the start is of no kind",
        ),
        pytest.param(
            [INDEX, ok(LIST), ok(THREAD), bad(THREAD, Outcome.UNREADABLE, "no post in it")],
            Health.DRIFTED,
            "1 of 4 pages could not be read: no post in it",
            id="a thread without posts",
        ),
        pytest.param(
            [INDEX, bad(LIST, Outcome.UNREADABLE, "no row in it")],
            Health.DRIFTED,
            "1 of 2 pages could not be read: no row in it",
            id="a list without rows",
        ),
        pytest.param(
            [INDEX, Event(kind=THREAD, outcome=Outcome.UNREADABLE, is_unread=True)],
            Health.DRIFTED,
            "a watched name stands on a page, and in no post that could be read of it",
            id="a watched name in no post",
        ),
        pytest.param(
            [INDEX, ok(LIST), Event(kind=THREAD, outcome=Outcome.READ, yields=9, is_undated=True)],
            Health.DRIFTED,
            "the dates of 1 page could not be read",
            id="dates that cannot be read",
        ),
        pytest.param(
            [bad(START, Outcome.EMPTY)], Health.DRIFTED, "the start page holds nothing", id="the start is empty"
        ),
        pytest.param(
            [ok(START, yields=0), bad(LIST, Outcome.EMPTY)],
            Health.DRIFTED,
            "no page held a thread or a post",
            id="nothing anywhere",
        ),
        pytest.param(
            [bad(START, Outcome.REFUSED, "10.0.0.8: is not public")],
            Health.REFUSED,
            "the start page may not be fetched (refused): 10.0.0.8: is not public",
            id="a refused address",
        ),
        pytest.param(
            [bad(START, Outcome.FORBIDDEN)],
            Health.REFUSED,
            "the start page may not be fetched (robots.txt)",
            id="robots.txt",
        ),
        pytest.param(
            [INDEX, bad(LIST, Outcome.HTTP_ERROR, "HTTP 500"), bad(LIST, Outcome.TIMED_OUT)],
            Health.DOWN,
            "no board could be fetched: HTTP 500",
            id="no board answers",
        ),
        pytest.param(
            [INDEX, ok(LIST), bad(LIST, Outcome.WALLED, "a wall"), bad(LIST, Outcome.HTTP_ERROR, "HTTP 500")],
            Health.DOWN,
            "1 of 3 pages of boards could not be fetched: HTTP 500",
            id="one board fails",
        ),
        pytest.param(
            [INDEX, ok(LIST), bad(LIST, Outcome.LOOPED, "6 redirects, and no page")],
            Health.DOWN,
            "1 of 2 pages of boards could not be fetched: 6 redirects, and no page",
            id="one board leads round in circles",
        ),
        pytest.param([INDEX, ok(LIST), bad(LIST, Outcome.ELSEWHERE)], Health.OK, "", id="one board is a link"),
        pytest.param(
            [INDEX, ok(LIST), ok(THREAD), bad(THREAD, Outcome.CUT, "the page ends in its middle")],
            Health.OK,
            "1 page could not be fetched and will be tried again: the page ends in its middle",
            id="one thread fails",
        ),
        pytest.param([], Health.DOWN, "the start page was not fetched", id="nothing at all"),
    ],
)
def test_the_end_of_a_visit_tells_whether_the_source_is_seen(events: list[Event], health: Health, reason: str) -> None:
    end = ending(course(*events), at=NOON)
    assert (end.health, end.reason, end.at) == (health, reason, NOON)


@pytest.mark.parametrize(
    ("events", "is_over"),
    [
        pytest.param([INDEX, ok(LIST)], False, id="all is well"),
        pytest.param([bad(START, Outcome.UNREACHABLE)], True, id="the start cannot be reached"),
        pytest.param([bad(START, Outcome.WALLED)], True, id="the start is walled"),
        pytest.param([INDEX, bad(THREAD, Outcome.CHALLENGED)], True, id="it defends itself"),
        pytest.param([INDEX, bad(LIST, Outcome.WALLED)], False, id="one wall"),
        pytest.param([INDEX, *[bad(THREAD, Outcome.TIMED_OUT)] * 2], False, id="two time-outs"),
        pytest.param([INDEX, *[bad(THREAD, Outcome.TIMED_OUT)] * 3], True, id="three time-outs in a row"),
        pytest.param(
            [INDEX, *[bad(THREAD, Outcome.TIMED_OUT)] * 2, ok(THREAD), bad(THREAD, Outcome.TIMED_OUT)],
            False,
            id="three time-outs, not in a row",
        ),
    ],
)
def test_a_visit_goes_no_further_than_does_good(events: list[Event], is_over: bool) -> None:
    assert course(*events).is_over is is_over


def test_a_server_that_asks_for_time_ends_the_visit_and_is_told() -> None:
    later = NOON + timedelta(minutes=10)
    busy = Event(kind=THREAD, outcome=Outcome.HTTP_ERROR, reason="HTTP 429", until=later)
    whole = course(INDEX, ok(LIST), busy)
    assert (whole.is_over, whole.until) == (True, later)
    end = ending(whole, at=NOON)
    assert (end.health, end.reason) == (Health.DOWN, "the source asks us to come back later: HTTP 429")


def test_n5_a_way_out_that_is_down_ends_the_visit_and_says_nothing_of_the_source() -> None:
    down = bad(THREAD, Outcome.TRANSPORT_DOWN, "Tor at 127.0.0.1:9050: nobody listens")
    whole = course(INDEX, bad(LIST, Outcome.UNREADABLE), down)
    assert whole.is_over
    told = ending(whole, at=NOON)
    assert (told.health, told.reason) == (Health.TRANSPORT_DOWN, "Tor at 127.0.0.1:9050: nobody listens")
    assert not told.health.is_well
