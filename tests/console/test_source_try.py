"""`source try`: what would be read at an address, and what is missing, and nothing saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.journey.world import World
from tests.servers.board import Answer, Board, BoardServer, serving

NOW = datetime(2024, 2, 9, 12, 0, tzinfo=UTC)
FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


@pytest.fixture
def board() -> Iterator[BoardServer]:
    """One thread on a board of known software, and one of software nobody knows."""
    board = Board(now=NOW, per_list=9, per_page=4)
    board.talk(board.board("Databases"), "a thread", "who has the Viamedis data", "thanks", "no")
    odd = (FIXTURES / "generic" / "articles.html").read_text(encoding="utf-8")
    board.odd["/threads/looking-for-base.77/"] = Answer(body=odd)
    board.odd["/nothing.html"] = Answer(body="<html><body><h1>Under construction</h1></body></html>")
    with serving(board) as server:
        yield server


@pytest.fixture
def world(board: BoardServer, tmp_path: Path) -> World:
    """A home that watches it."""
    return World(root=tmp_path, forum=f"{board.url}/index.php", keep="all").configure()


def test_what_would_be_read_is_told_and_nothing_is_saved(world: World, board: BoardServer) -> None:
    before = sorted(path for path in world.root.rglob("*") if path.is_file())
    done = world.vigie("source", "try", f"{board.url}/showthread.php?tid=1", "--json")
    assert done.code == 0, done.err
    assert (done.json["engine"], done.json["page_class"], done.json["sureness"]) == ("mybb", "thread", None)
    assert (done.json["posts"], done.json["named"], done.json["dated"], done.json["worded"]) == (3, 3, 3, 3)
    assert done.json["scores"]["mybb"] >= 4
    assert "Viamedis" not in done.out + done.err
    assert sorted(path for path in world.root.rglob("*") if path.is_file()) == before


def test_software_that_nobody_knows_is_read_by_its_structure(world: World, board: BoardServer) -> None:
    done = world.vigie("source", "try", f"{board.url}/threads/looking-for-base.77/", "--timezone", "Europe/Paris")
    assert done.code == 0, done.err
    assert "software   generic, 100% sure (marks: none)" in done.out
    assert "found      4 posts, 0 threads, 0 boards" in done.out
    assert "vigie source add" in done.err
    assert "--timezone Europe/Paris" in done.err
    assert "    engine: generic\n" in done.err
    assert "    board_zone: Europe/Paris\n" in done.err


def test_selectors_are_tried_before_they_are_saved(world: World, board: BoardServer, tmp_path: Path) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text(
        "read:\n  thread:\n    post: article\n    author: header a\n    date: time@datetime\n    body: section\n"
    )
    url = f"{board.url}/threads/looking-for-base.77/"
    done = world.vigie("source", "try", url, "--read", str(file), "--json")
    assert done.code == 0, done.err
    assert (done.json["engine"], done.json["posts"], done.json["named"], done.json["dated"]) == ("declared", 4, 4, 4)
    file.write_text("read:\n  thread:\n    post: article[\n    author: a\n    body: b\n")
    done = world.vigie("source", "try", url, "--read", str(file))
    assert done.code == 2
    assert "odd.yaml:3: 'article[' is no CSS selector" in done.err


def test_a_page_without_anything_to_read_ends_in_an_exit_code(world: World, board: BoardServer) -> None:
    done = world.vigie("source", "try", f"{board.url}/nothing.html")
    assert (done.code, "not recognised" in done.out, "nothing was saved" in done.err) == (3, True, True)


def test_half_an_address_is_answered_in_one_line(world: World) -> None:
    done = world.vigie("source", "try", "forum.example")
    assert done.code == 2
    assert "write the whole address" in done.err
    assert len(done.err.strip().splitlines()) == 1


@pytest.mark.parametrize("verb", ["try", "add"])
@pytest.mark.parametrize(
    "url", ["http://[::1", "http://forum.example:x/", "http://forum.example:99999/", "file:///etc/passwd", "https://"]
)
def test_what_is_no_address_at_all_is_answered_in_one_line(world: World, verb: str, url: str) -> None:
    done = world.vigie("source", verb, url)
    assert done.code == 2
    assert done.err.strip() == "vigie: that is not the address of a page: write it like https://forum.example/"
