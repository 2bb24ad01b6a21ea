"""A forum of software that nobody knows is crawled, matched and found; one with declared selectors likewise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.journey.world import World
from tests.servers.board import Answer, Board, BoardServer, serving

NOW = datetime(2024, 2, 9, 12, 0, tzinfo=UTC)
SHELL = "<html><head><title>{title} - Odd board</title></head><body><h1>{title}</h1>{body}</body></html>"


def shell(title: str, body: str) -> Answer:
    return Answer(body=SHELL.format(title=title, body=body))


def posts(*said: tuple[str, str]) -> str:
    return "".join(
        f"<section class=entry id=e{n}><a href='/people/{who}'>{who}</a> <small>0{n} Feb 2024, 10:0{n}</small>"
        f"<div class=words>{text}</div></section>"
        for n, (who, text) in enumerate(said, start=1)
    )


@pytest.fixture
def board() -> Iterator[BoardServer]:
    """A board index, a board of two threads, one of them with two pages."""
    board = Board(now=NOW)
    board.odd["/odd/"] = shell(
        "Boards",
        "<ul><li><a href='/odd/forum/1-databases'>Databases</a> 2 threads, 4 posts, 5 Feb 2024, 10:00</li></ul>",
    )
    rows = "".join(
        f"<li><a href='/odd/thread/{n}-t'>Thread number {n}</a> by <a href='/people/lynx'>lynx</a> {n} replies, "
        f"0{n} Feb 2024, 10:00</li>"
        for n in (1, 2)
    )
    board.odd["/odd/forum/1-databases"] = shell("Databases", f"<ul>{rows}</ul>")
    board.odd["/odd/thread/1-t"] = shell(
        "Thread number 1",
        posts(("lynx", "who has the Viamedis base?"), ("brix", "not me"))
        + "<a rel=next href='/odd/thread/1-t?page=2'>2</a>",
    )
    board.odd["/odd/thread/1-t?page=2"] = shell(
        "Thread number 1", posts(("lynx", "still looking for Viamedis")).replace("e1", "e7")
    )
    board.odd["/odd/thread/2-t"] = shell("Thread number 2", posts(("corvo", "hello"), ("brix", "welcome here")))
    with serving(board) as server:
        yield server


def test_a_board_of_unknown_software_is_read_to_its_last_page(board: BoardServer, tmp_path: Path) -> None:
    world = World(root=tmp_path, forum=f"{board.url}/odd/", keep="all").configure()
    done = world.vigie("visit", "board")
    assert done.code == 0, done.err
    found = world.vigie("search", "viamedis", "--json").json
    assert {post["author"] for post in found["posts"]} == {"lynx"}
    assert found["total"] == 2
    again = world.vigie("visit", "board")
    assert again.code == 0, again.err
    assert world.vigie("search", "viamedis", "--json").json["total"] == 2
