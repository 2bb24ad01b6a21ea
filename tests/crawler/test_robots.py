"""robots.txt of a source that is read by it: obeyed, remembered, and no licence where it cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.robots import rules
from model.cases import Note, NoteKind
from model.robots import Told
from model.sources import Health
from model.visits import Outcome
from tests.crawler.nouns import NOON
from tests.crawler.places import Place, clock_at
from tests.servers.board import Answer, Board, BoardServer, serving

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLAIN = (("Content-Type", "text/plain"),)
FORBIDS_ONE = Answer(headers=PLAIN, body="User-agent: *\nDisallow: /showthread.php?tid=1\n")


@pytest.fixture
def board() -> Board:
    """One with two threads; what it shows robots is each test's."""
    board = Board(now=NOON)
    fid = board.board("Databases")
    for title in ("first", "second"):
        board.talk(fid, title, f"{title}: who has the Viamedis data")
    return board


@pytest.fixture
def server(board: Board) -> Iterator[BoardServer]:
    with serving(board) as server:
        yield server


@pytest.fixture
def place(tmp_path: Path, server: BoardServer) -> Place:
    return Place.made(tmp_path, f"{server.url}/index.php", more="robots: obey", clock=clock_at(NOON))


def talks(place: Place) -> set[str]:
    return {str(post.text).partition(":")[0] for post in place.posts()}


def alarms(place: Place) -> list[Note]:
    ledger = place.ledger()
    try:
        return [note for note in ledger.notes(limit=50) if note.kind is NoteKind.HEALTH]
    finally:
        ledger.close()


@pytest.mark.parametrize("status", [503, 429])
def test_while_robots_txt_answers_with_an_error_of_the_server_nothing_else_is_asked_for_and_that_is_told_once(
    place: Place, board: Board, server: BoardServer, status: int
) -> None:
    board.odd["/robots.txt"] = Answer(status=status, body="try later")
    report = place.visit()
    assert server.asked == ["/robots.txt"]
    assert (report.health, report.outcomes) == (Health.DOWN, {Outcome.HTTP_ERROR: 1})
    assert f"robots.txt answers with HTTP {status}" in report.reason
    server.forget()
    assert place.later(HOUR).visit().health is Health.DOWN
    assert server.asked == ["/robots.txt"]
    assert len(alarms(place)) == 1

    board.odd["/robots.txt"] = FORBIDS_ONE
    assert place.later(2 * HOUR).visit().health is Health.OK
    assert talks(place) == {"second"}


def test_the_rules_that_were_read_before_hold_while_they_cannot_be_read_again(
    place: Place, board: Board, server: BoardServer
) -> None:
    board.odd["/robots.txt"] = FORBIDS_ONE
    assert place.visit().outcomes[Outcome.FORBIDDEN] == 1
    board.odd["/robots.txt"] = Answer(status=503)
    board.talk(2, "third", "third: and who has the Almerys data")
    server.forget()
    report = place.later(HOUR).visit()
    assert report.health is Health.OK
    assert talks(place) == {"second", "third"}
    assert "/showthread.php?tid=1" not in server.asked


@pytest.mark.parametrize("status", [404, 403])
def test_a_host_that_has_no_robots_txt_forbids_nothing(place: Place, board: Board, status: int) -> None:
    board.odd["/robots.txt"] = Answer(status=status, body="User-agent: *\nDisallow: /\n")
    assert place.visit().health is Health.OK
    assert len(place.posts()) == 2


def test_after_thirty_days_without_a_robots_txt_there_is_none(place: Place, board: Board) -> None:
    board.odd["/robots.txt"] = Answer(status=500)
    assert place.visit().health is Health.DOWN
    assert place.later(29 * DAY).visit().health is Health.DOWN
    assert place.later(30 * DAY).visit().health is Health.OK
    assert len(place.posts()) == 2


def test_where_nobody_answers_robots_nobody_answers(tmp_path: Path) -> None:
    with serving(Board(now=NOON)) as closed:
        url = closed.url
    report = Place.made(tmp_path, f"{url}/index.php", more="robots: obey", clock=clock_at(NOON)).visit()
    assert (report.health, report.outcomes) == (Health.DOWN, {Outcome.UNREACHABLE: 1})


def test_what_a_host_wrote_for_robots_is_not_readable_in_the_home(place: Place, board: Board) -> None:
    board.odd["/robots.txt"] = Answer(headers=PLAIN, body="# ask martin.planted@forum.example\nUser-agent: *\n")
    place.visit()
    (file,) = (place.home / "robots").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert b"planted" not in file.read_bytes()
    file.write_bytes(b"damaged")
    assert place.later(HOUR).visit().health is Health.OK


NOW = datetime(2024, 2, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "held"),
    [
        pytest.param(Told(), None, id="never read: nothing may be fetched"),
        pytest.param(Told(away_since=NOW - 30 * DAY + HOUR), None, id="nor for thirty days"),
        pytest.param(Told(away_since=NOW - 30 * DAY), "", id="and then everything"),
        pytest.param(Told(rules="Disallow: /x", away_since=NOW - 99 * DAY), "Disallow: /x", id="what was told holds"),
        pytest.param(Told(rules="", away_since=NOW), "", id="there was none"),
    ],
)
def test_what_holds_while_robots_txt_cannot_be_read(told: Told, held: str | None) -> None:
    assert rules(told, now=NOW) == held
