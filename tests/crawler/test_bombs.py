"""Whole visits of a board whose pages are bombs: each ends in a named outcome, and none costs the visit much memory."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.visit import RunningVisit
from model.settings import Limits
from model.sources import Health
from model.visits import Outcome
from tests.crawler.nouns import NOON
from tests.crawler.places import Place, clock_at
from tests.servers.board import Answer, Board, BoardServer, serving
from tests.servers.hostile import answered

MEBIBYTE = 1024
TOO_LARGE = (
    "/bomb-gzip", "/bomb-zlib", "/bomb-raw-deflate", "/bomb-br", "/bomb-zstd", "/bomb-stacked", "/bomb-five", "/thrice",
    "/bomb-of-nothing", "/announces-much", "/long-header", "/many-headers", "/heavy-headers", "/links-packed",
)  # fmt: skip
UNREADABLE = ("/links", "/line-breaks", "/deep")
NOT_TEXT = ("/unknown-encoding", "/pdf-as-html", "/gzip-undeclared", "/attachment")


@pytest.fixture
def board() -> Board:
    board = Board(now=NOON, per_list=50)
    fid = board.board("Databases")
    for n in range(1 + len(TOO_LARGE) + len(UNREADABLE) + len(NOT_TEXT) + 1):
        board.talk(fid, f"thread {n}", f"words {n}")
    return board


@pytest.fixture
def server(board: Board) -> Iterator[BoardServer]:
    with serving(board) as server:
        yield server


def peak(visit: RunningVisit) -> int:
    """The most that the visit's process has held so far, in kilobytes."""
    status = Path(f"/proc/{visit.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0])


def test_h1_h2_h4_no_bomb_goes_off_in_a_visit(tmp_path: Path, board: Board, server: BoardServer) -> None:
    bombs = (*TOO_LARGE, *UNREADABLE, *NOT_TEXT)
    first, last = board.talks[len(board.talks)], board.talks[1]  # newest first
    for talk, path in zip(list(board.talks.values())[1:-1], bombs, strict=True):
        board.odd[f"/showthread.php?tid={talk.tid}"] = Answer(raw=answered(path))
    peaks: dict[str, int] = {}
    visits: list[RunningVisit] = []

    def weigh(path: str) -> None:
        if visits and "showthread" in path:
            peaks[path] = peak(visits[0])

    server.before = weigh
    place = Place.made(tmp_path, f"{server.url}/index.php", clock=clock_at(NOON))
    visits.append(place.start())
    report = visits[0].join(timeout=200)
    assert report.outcomes == {
        Outcome.READ: 4,
        Outcome.TOO_LARGE: len(TOO_LARGE),
        Outcome.UNREADABLE: len(UNREADABLE),
        Outcome.NOT_TEXT: len(NOT_TEXT),
    }
    grown = peaks[f"/showthread.php?tid={last.tid}"] - peaks[f"/showthread.php?tid={first.tid}"]
    assert grown < 64 * MEBIBYTE
    assert {str(post.text) for post in place.posts()} == {first.posts[0].text, last.posts[0].text}
    assert report.health is Health.DRIFTED  # what could not be read is told


LARGE = b"<html><body>" + b"<p>nothing of it" * 60_000 + b"<p>who has the %s data" + b"<p>nothing else" * 800_000


@pytest.mark.parametrize(
    ("name", "health"), [(b"Viamedis", Health.DRIFTED), (b"other", Health.OK)], ids=["a watched name", "none"]
)
@pytest.mark.parametrize("head", [b"Content-Length: %d", b"Connection: close", b"Content-Encoding: gzip"])
def test_h1_h2_a_watched_name_where_a_page_begins_that_is_too_large_is_told(
    tmp_path: Path, board: Board, server: BoardServer, head: bytes, name: bytes, health: Health
) -> None:
    page = LARGE % name
    assert len(page) > Limits().page_bytes
    page = gzip.compress(page, 1) if b"gzip" in head else page
    head = head % len(page) if b"%d" in head else head
    raw = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n%s\r\n\r\n" % head + page
    board.odd["/showthread.php?tid=3"] = Answer(raw=raw)
    report = Place.made(tmp_path, f"{server.url}/index.php", clock=clock_at(NOON)).visit()
    assert report.outcomes[Outcome.TOO_LARGE] == 1
    assert report.health is health
    assert ("a watched name stands on a page" in report.reason) is (health is Health.DRIFTED)


def test_h2_h3_pages_that_never_end_are_left_in_time(tmp_path: Path, board: Board, server: BoardServer) -> None:
    """A board all of whose threads drip is given up after a few, and the visit is over soon."""

    over = threading.Event()

    def drip(path: str) -> None:
        if "showthread" in path:
            over.wait(30)

    server.before = drip
    place = Place.made(tmp_path, f"{server.url}/index.php", clock=clock_at(NOON))
    report = place.visit(limits=Limits(fetch=timedelta(seconds=2)))
    over.set()
    assert report.outcomes == {Outcome.READ: 2, Outcome.TIMED_OUT: 3}
    assert report.health is Health.DOWN
