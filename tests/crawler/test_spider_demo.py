"""The demo forum, visited twice while its posts go on appearing; and what its pages leave behind."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from console.demo.forum import DemoForum
from model.sources import Health
from model.visits import PageClass
from tests.crawler.nouns import NOON
from tests.crawler.places import Place, clock_at
from tests.servers.board import Board, serving

ROOT = Path(__file__).resolve().parents[2]
STORY = "since: 2024-02-01"


class Hands:
    """A clock whose hands a test moves."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def now(self) -> datetime:
        return self.at


def test_a_second_visit_of_the_demo_finds_what_has_appeared(tmp_path: Path) -> None:
    hands = Hands()
    with DemoForum(port=0, clock=hands) as forum:
        place = Place.made(tmp_path, forum.url, keep="matches", more=STORY, clock=clock_at(hands.now()))
        first = place.visit()
        assert (first.health, first.reason) == (Health.OK, "")
        assert first.tally.matches > 0
        hands.at += timedelta(minutes=2)
        later = place.later(timedelta(minutes=2))
        second = later.visit()
        assert second.health is Health.OK
        assert second.tally.new > 0
        assert second.pages[PageClass.THREAD] < first.pages[PageClass.THREAD]
        third = later.visit()
        assert (third.tally.new, third.tally.changed) == (0, 0)


def test_what_does_not_match_is_nowhere_under_the_home(tmp_path: Path) -> None:
    board = Board(now=NOON)
    fid = board.board("canaryboard")
    for n in range(8):
        board.talk(fid, f"canarytitle{n}", f"canarybody{n} one", f"canarybody{n} two")
    board.talk(fid, "Viamedis data", "who has it? write to canarymail@canaryhost.example")
    with serving(board) as server:
        place = Place.made(tmp_path, f"{server.url}/index.php", keep="matches", clock=clock_at(NOON))
        report = place.visit()
    assert report.tally.new == 17
    assert len(place.posts()) == 1
    everything = b"".join(path.read_bytes() for path in place.home.rglob("*") if path.is_file())
    for canary in (b"canarytitle", b"canarybody", b"canarymail"):
        assert canary not in everything


def test_no_word_of_a_page_reaches_the_log(tmp_path: Path) -> None:
    board = Board(now=NOON)
    fid = board.board("canaryboard")
    board.talk(fid, "canarytitle Viamedis", "canarybody", "canarybody", "canarybody", "canarybody", "canarybody")
    board.odd["/canaryslug"] = board.answer("/index.php")
    with serving(board) as server:
        place = Place.made(tmp_path, f"{server.url}/canaryslug", keep="matches", clock=clock_at(NOON))
        script = tmp_path / "visits.py"
        script.write_text(
            "import logging\nfrom pathlib import Path\nfrom crawler.visit import visit\n"
            "from model.clocks import SystemClock\n"
            'if __name__ == "__main__":\n'
            "    logging.root.setLevel(logging.DEBUG)\n"
            f"    visit('harbour', home=Path({str(place.home)!r}), config=Path({str(place.config)!r}), "
            "clock=SystemClock())\n"
        )
        done = subprocess.run(
            [sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
        )
    assert "page filed" in done.stderr
    assert "canary" not in done.stderr + done.stdout


@pytest.mark.parametrize("keep", ["matches", "claims"])
def test_a_sale_of_anything_is_kept_without_its_words_only_where_claims_are(tmp_path: Path, keep: str) -> None:
    board = Board(now=NOON)
    words = "Selling the shop.example database, 500k lines, price 300 USD, PM me"
    board.talk(board.board("Databases"), "[SELLING] shop.example database", words)
    with serving(board) as server:
        place = Place.made(tmp_path, f"{server.url}/index.php", keep=keep, clock=clock_at(NOON))
        place.visit()
    assert [(post.text, str(post.thread_title)) for post in place.posts()] == (
        [(None, "[SELLING] shop.example database")] if keep == "claims" else []
    )
