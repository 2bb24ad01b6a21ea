"""One source at several addresses."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.desk import Missed
from crawler.egress import Egress
from crawler.mirrors import addresses, in_turn, silence
from crawler.reading import Fetched
from model.accounts import Account, Login
from model.cases import NoteKind
from model.errors import Refused
from model.identities import SourceId
from model.mirrors import MirrorState
from model.sources import Health, Mirror, Source, Transport
from model.visits import Outcome
from tests.crawler.places import Place, clock_at
from tests.servers.board import Board, BoardServer, serving

NOON = datetime(2024, 2, 11, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ONION = "expyuzz4wqqyqhjn" * 3 + "abcdefgh.onion"
SOURCE = Source(
    id=SourceId("harbour"),
    url="https://forum.example/board/index.php",
    mirrors=(
        Mirror(url=f"http://{ONION}/index.php", transport=Transport.ONION),
        Mirror(url="https://forum2.example:8443/b/", transport=Transport.TOR),
    ),
    hosts=("cdn.example",),
    account=Account(login=Login(url="https://forum.example/board/login", user_file="u", password_file="p")),
)
CLEAR, HIDDEN, OTHER = addresses(SOURCE)


def page(body: str, url: str = f"http://{ONION}/index.php") -> Fetched:
    return Fetched(url=url, body=body.encode(), fetched_at=NOON)


def test_what_was_found_at_one_address_is_asked_for_at_another() -> None:
    found = "https://forum.example/board/showthread.php?tid=4&page=2"
    assert CLEAR.there(found) == found
    assert HIDDEN.there(found) == f"http://{ONION}/showthread.php?tid=4&page=2"
    assert OTHER.there(found) == "https://forum2.example:8443/b/showthread.php?tid=4&page=2"
    assert HIDDEN.home(page("", HIDDEN.there(found))).url == found


@pytest.mark.parametrize(
    ("link", "home"),
    [
        pytest.param(f'<a href="http://{ONION}/x?a=1">', '<a href="https://forum.example/board/x?a=1">', id="its own"),
        pytest.param(f"<a href='https://{ONION}/x'>", "<a href='https://forum.example/board/x'>", id="other scheme"),
        pytest.param(f"<base href=//{ONION.upper()}/>", "<base href=https://forum.example/board/>", id="no scheme"),
        pytest.param(
            '<a href="https://forum2.example:8443/b/x">', '<a href="https://forum.example/board/x">', id="another's"
        ),
        pytest.param('<a href="x?a=1">', '<a href="x?a=1">', id="relative"),
        pytest.param('<a href="https://forum2.example/b/x">', '<a href="https://forum2.example/b/x">', id="other port"),
        pytest.param(f'<a href="http://{ONION}.example/x">', f'<a href="http://{ONION}.example/x">', id="other host"),
        pytest.param(f"<p>new: http://{ONION}/x</p>", f"<p>new: http://{ONION}/x</p>", id="words of a post stay"),
    ],
)
def test_links_to_any_address_are_read_as_links_to_the_first(link: str, home: str) -> None:
    assert HIDDEN.home(page(link)).body.decode() == home


def test_a_redirect_to_another_address_stays_at_this_one() -> None:
    assert HIDDEN.turned("https://forum.example/board/x") == f"http://{ONION}/x"
    assert HIDDEN.turned("/x") == "/x"
    assert HIDDEN.turned("https://elsewhere.example/x") == "https://elsewhere.example/x"


def test_n3_no_address_fetches_what_another_one_stands_for() -> None:
    for address in (CLEAR, HIDDEN, OTHER):
        policy = Egress.of(address.source)
        policy.check(address.source.url)
        for other in {CLEAR, HIDDEN, OTHER} - {address}:
            with pytest.raises(Refused):
                policy.check(other.source.url)
    assert [each.source.transport for each in (CLEAR, HIDDEN, OTHER)] == [
        *{Transport.CLEAR},
        Transport.ONION,
        Transport.TOR,
    ]
    assert HIDDEN.source.hosts == ()


def test_each_address_has_its_own_form_to_sign_in() -> None:
    account = HIDDEN.source.account
    assert account is not None
    assert account.login is not None
    assert account.login.url == f"http://{ONION}/login"


def test_a_source_with_one_address_is_read_as_it_is_sent() -> None:
    (only,) = addresses(replace(SOURCE, mirrors=()))
    came = page('<a href="https://forum.example/board/x">', SOURCE.url)
    assert only.home(came) is came


def state(name: str, *, tried: timedelta, down: bool = False) -> MirrorState:
    return MirrorState(name=name, tried_at=NOON - tried, down_since=NOON - tried if down else None)


@pytest.mark.parametrize(
    ("states", "turns"),
    [
        pytest.param([], "clear hidden other", id="at first as declared"),
        pytest.param([state(CLEAR.name, tried=HOUR / 2, down=True)], "hidden other clear", id="down lately"),
        pytest.param([state(CLEAR.name, tried=2 * HOUR, down=True)], "clear hidden other", id="down, and due again"),
        pytest.param([state(OTHER.name, tried=DAY)], "other clear hidden", id="not tried for a day"),
        pytest.param([state(CLEAR.name, tried=2 * DAY)], "clear hidden other", id="the first is first anyway"),
    ],
)
def test_addresses_take_turns(states: list[MirrorState], turns: str) -> None:
    names = {CLEAR.name: "clear", HIDDEN.name: "hidden", OTHER.name: "other"}
    order = in_turn((CLEAR, HIDDEN, OTHER), states, since=NOON - HOUR, now=NOON)
    assert [names[address.name] for address in order] == turns.split()


@pytest.mark.parametrize(
    ("came", "is_silent"),
    [
        (Missed(outcome=Outcome.UNREACHABLE, reason="nobody answers"), True),
        (Missed(outcome=Outcome.TIMED_OUT, reason=""), True),
        (Missed(outcome=Outcome.TRANSPORT_DOWN, reason="no Tor"), False),
        (Missed(outcome=Outcome.ELSEWHERE, reason=""), False),
        (replace(page(""), status=502), True),
        (replace(page(""), status=404), False),
        (page("<p>all is well</p>"), False),
    ],
)
def test_n5_our_own_way_out_being_down_turns_nobody_to_another_address(came: Fetched | Missed, is_silent: bool) -> None:
    assert (silence(came) is not None) is is_silent


@dataclass(frozen=True, kw_only=True)
class Twins:
    """One board at two addresses, and a home that knows both."""

    first: BoardServer
    second: BoardServer
    place: Place

    def sights(self) -> dict[str, int]:
        """Through how many addresses how many posts were seen, by address."""
        ledger = self.place.ledger()
        try:
            return {one.name: one.posts for one in ledger.mirrors(SourceId("harbour"))}
        finally:
            ledger.close()

    def notes(self) -> list[str]:
        ledger = self.place.ledger()
        try:
            return [note.text for note in ledger.notes(limit=20) if note.kind is NoteKind.HEALTH]
        finally:
            ledger.close()


def harbour() -> Board:
    board = Board(now=NOON)
    for fid in (board.board("Market"), board.board("Lounge")):
        for n in range(4):
            board.talk(fid, f"thread {fid} {n}", *(f"text {n} {post}" for post in range(5)))
    return board


POSTS = 2 * 4 * 5


@contextmanager
def twins(root: Path, *, more: str = "") -> Iterator[Twins]:
    board = harbour()
    with serving(board) as first, serving(board) as second:
        mirrors = f"mirrors: [{{url: '{second.url}/index.php'}}]\n{more}"
        place = Place.made(root, f"{first.url}/index.php", more=mirrors, clock=clock_at(NOON))
        yield Twins(first=first, second=second, place=place)


def close(server: BoardServer) -> None:
    """Nobody listens there any more."""
    server.shutdown()
    server.server_close()


def names(*servers: BoardServer) -> list[str]:
    return [server.url.removeprefix("http://") for server in servers]


def test_while_the_first_address_answers_no_other_is_asked(tmp_path: Path) -> None:
    with twins(tmp_path) as both:
        assert both.place.visit().health is Health.OK
        assert both.second.asked == []
        assert both.sights() == {names(both.first)[0]: POSTS}


def test_a_dead_address_is_told_once_and_the_source_is_well_through_the_other(tmp_path: Path) -> None:
    with twins(tmp_path) as both, dead() as url:
        place = Place.made(tmp_path / "b", f"{url}/index.php", more=both_mirrors(both), clock=clock_at(NOON))
        both = replace(both, place=place)
        for hours in (0, 1, 2):
            report = place.later(hours * HOUR).visit()

            assert (report.health, report.tally.new) == (Health.OK, POSTS if hours == 0 else 0)
        assert len(both.place.posts()) == POSTS
        (note,) = both.notes()
        assert "does not answer" in note
        assert names(both.first)[0] in note
        permalinks = {str(post.permalink) for post in place.posts()}
        assert all(link.startswith(url) for link in permalinks)


def both_mirrors(both: Twins) -> str:
    return f"mirrors: [{{url: '{both.first.url}/index.php'}}, {{url: '{both.second.url}/index.php'}}]"


@contextmanager
def dead() -> Iterator[str]:
    """An address at which nobody listens, and nobody else can begin to."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def test_a_post_seen_through_both_addresses_is_kept_once(tmp_path: Path) -> None:
    with twins(tmp_path) as both:
        both.place.visit()
        both.first.board.reply(1, "one more")
        report = both.place.later(25 * HOUR).visit()  # nobody asked the second one for a day
        assert both.second.asked[0] == "/index.php"
        assert (report.health, report.tally.new, report.tally.changed) == (Health.OK, 1, 0)
        assert len(both.place.posts()) == POSTS + 1
        through = both.sights()
        assert through[names(both.first)[0]] == POSTS
        assert 1 <= through[names(both.second)[0]] < POSTS


def test_what_one_address_found_the_other_one_fetches(tmp_path: Path) -> None:
    with twins(tmp_path, more="budget: 6\n") as both:
        both.place.visit()
        found = len(both.place.posts())
        both.first.before = lambda path: close_quietly(both.first)
        assert 0 < found < POSTS
        for hours in range(1, 8):
            both.place.later(hours * HOUR).visit()
            if len(both.place.posts()) == POSTS:
                break
        assert len(both.place.posts()) == POSTS
        assert any("showthread" in path for path in both.second.asked)


def close_quietly(server: BoardServer) -> None:
    raise ConnectionAbortedError


def test_an_address_that_dies_in_the_middle_of_a_visit_loses_nothing(tmp_path: Path) -> None:
    with twins(tmp_path) as both:

        def dies(path: str) -> None:
            if len(both.first.asked) > 5:
                raise ConnectionAbortedError

        both.first.before = dies
        report = both.place.visit()
        both.first.before = lambda path: None
        assert (report.health is Health.OK, bool(both.second.asked)) == (True, True)
        both.place.later(HOUR).visit()
        assert len(both.place.posts()) == POSTS
        assert any("does not answer" in note for note in both.notes())
