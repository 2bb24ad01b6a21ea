"""Redirects: each hop is a decision of ours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.hops import crosses, is_redirect, next_hop
from model.sources import Transport
from model.visits import Outcome
from tests.crawler.nouns import HOST, SOURCE

HERE = f"{HOST}/showthread.php?tid=1"
CHAIN = (HERE,)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        pytest.param("/showthread.php?tid=2", f"{HOST}/showthread.php?tid=2", id="a path"),
        pytest.param("showthread.php?tid=2#pid9", f"{HOST}/showthread.php?tid=2", id="without its fragment"),
        pytest.param("//board.example/x", f"{HOST}/x", id="without a scheme"),
        pytest.param("https://board.example/x", "https://board.example/x", id="to the same host with a lock"),
        pytest.param(" /x ", f"{HOST}/x", id="with spaces around"),
    ],
)
def test_a_redirect_within_the_source_is_followed(location: str, target: str) -> None:
    assert next_hop(SOURCE, CHAIN, location, sets_cookie=False) == target


@pytest.mark.parametrize(
    "location",
    [
        "http://other.example/",
        "//other.example/",
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://board.example:22/",
        "http://board.example@other.example/",
        "http://board.example\\@other.example/",
        "file:///etc/passwd",
        "ftp://board.example/",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://abcdefghijklmnop.onion/",
        "http://[board/",
    ],
)
def test_h8_a_redirect_that_leads_away_is_not_followed(location: str) -> None:
    assert next_hop(SOURCE, CHAIN, location, sets_cookie=False) is Outcome.ELSEWHERE


ONION = f"http://{'a' * 56}.onion/index.php"


@pytest.mark.parametrize(
    ("home", "transport", "location", "is_crossing"),
    [
        (ONION, Transport.ONION, "https://board.example/index.php", True),
        (ONION, Transport.ONION, "http://127.0.0.1/", True),
        (ONION, Transport.ONION, f"http://{'b' * 56}.onion/", False),
        (ONION, Transport.ONION, "/elsewhere", False),
        (ONION, Transport.ONION, "file:///etc/hostname", False),
        (f"{HOST}/", Transport.TOR, ONION, True),
        (f"{HOST}/", Transport.CLEAR, ONION, True),
        (f"{HOST}/", Transport.TOR, "https://other.example/", False),
    ],
)
def test_n3_a_redirect_that_changes_the_transport_is_not_followed_and_known_as_such(
    home: str, transport: Transport, location: str, is_crossing: bool
) -> None:
    source = replace(SOURCE, url=home, transport=transport)
    assert crosses(source, (home,), location) is is_crossing
    if is_crossing:
        assert next_hop(source, (home,), location, sets_cookie=True) is Outcome.ELSEWHERE


def test_a_lock_is_not_taken_off() -> None:
    chain = ("https://board.example/a",)
    assert next_hop(SOURCE, chain, "http://board.example/a", sets_cookie=True) is Outcome.ELSEWHERE


def test_h8_a_redirect_to_itself_that_sets_a_cookie_is_followed_once() -> None:
    assert next_hop(SOURCE, CHAIN, HERE, sets_cookie=True) == HERE
    assert next_hop(SOURCE, (HERE, HERE), HERE, sets_cookie=True) is Outcome.LOOPED
    assert next_hop(SOURCE, CHAIN, HERE, sets_cookie=False) is Outcome.LOOPED


def test_h8_five_redirects_are_followed_and_no_sixth() -> None:
    chain = [HERE, *(f"{HOST}/{n}" for n in range(4))]
    assert next_hop(SOURCE, chain, "/fifth", sets_cookie=False) == f"{HOST}/fifth"
    assert next_hop(SOURCE, [*chain, f"{HOST}/fifth"], "/sixth", sets_cookie=False) is Outcome.LOOPED


def test_a_redirect_to_nowhere_is_an_error_of_the_server() -> None:
    assert next_hop(SOURCE, CHAIN, "", sets_cookie=False) is Outcome.HTTP_ERROR


def test_only_five_statuses_redirect() -> None:
    assert [status for status in range(100, 600) if is_redirect(status)] == [301, 302, 303, 307, 308]
