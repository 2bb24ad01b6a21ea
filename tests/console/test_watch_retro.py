"""`watch retro`: a new watch finds what is kept already, once, and it is told in one digest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.hunting import chosen, hunt
from console.wiring import ledger
from model.clocks import SystemClock
from storage.catalog import load
from tests.journey.world import World
from tests.servers.board import Board, BoardServer, serving

NOW = datetime(2024, 2, 9, 12, 0, tzinfo=UTC)


@pytest.fixture
def board() -> Iterator[BoardServer]:
    """A board on which two threads speak of somebody whom nobody watches yet."""
    board = Board(now=NOW, per_list=9, per_page=4)
    databases = board.board("Databases")
    board.talk(databases, "new base", "selling the Mutuelle Boréale database, 500k lines, 300 USD", "thanks", "price?")
    board.talk(databases, "looking for", "who has the Viamedis data", "somebody said Mutuelle B0réale too")
    with serving(board) as server:
        yield server


@pytest.fixture
def world(board: BoardServer, tmp_path: Path) -> World:
    """A home that has read it."""
    world = World(root=tmp_path, forum=f"{board.url}/index.php", keep="all").configure()
    assert world.vigie("visit", "board").code == 0
    return world


def test_a_new_watch_is_looked_for_in_what_is_kept_and_told_in_one_digest(world: World) -> None:
    assert world.vigie("watch", "retro").out == ""
    assert world.vigie("watch", "add", "Mutuelle Boréale").code == 0

    done = world.vigie("watch", "retro", "--json")
    assert done.code == 0, done.err
    assert done.json == {
        "schema_version": 1,
        "hunted": ["mutuelle-boreale"],
        "posts": 5,
        "finds": {"mutuelle-boreale": 2},
        "is_complete": True,
    }
    assert "RETRO · 2 cases found in what was kept already" in done.err
    assert done.err.count("RETRO") == 1
    assert world.vigie("search", "watch:mutuelle-boreale", "--json").json["total"] == 2
    retro = [post for post in world.vigie("export", "posts", "--jsonl").lines if post["retro"]]
    assert [post["retro"] for post in retro] == [["mutuelle-boreale"], ["mutuelle-boreale"]]
    assert "(exact, retro)" in world.vigie("post", "show", retro[0]["key"]).out
    assert world.vigie("watch", "retro").err.splitlines() == [
        "nothing is new or changed since it was last looked for; --all looks again"
    ]

    again = world.vigie("watch", "retro", "Mutuelle Boréale", "--all", "--json")
    assert (again.json["posts"], again.json["finds"]) == (5, {"mutuelle-boreale": 0})
    assert "RETRO" not in again.err


def test_a_changed_watch_is_looked_for_again_and_the_others_are_not(world: World) -> None:
    (world.config / "watchlist" / "own.yaml").write_text(
        "watches:\n  - {id: own, name: Nobody Ltd, terms: [Nobody Ltd]}\n"
    )
    assert world.vigie("watch", "retro", "own").out == "own: found in 0 posts\n"

    (world.config / "watchlist" / "own.yaml").write_text(
        "watches:\n  - {id: own, name: Nobody Ltd, terms: [Nobody Ltd, Mutuelle Boréale]}\n"
    )
    assert world.vigie("watch", "retro").out == "own: found in 2 posts\n"


def test_what_is_not_looked_for_is_answered_in_one_line(world: World) -> None:
    done = world.vigie("watch", "retro", "nobody")
    assert (done.code, done.err) == (
        2,
        "vigie: no watch or signature is called 'nobody': 'vigie watch list' shows them\n",
    )


def test_what_a_hunt_found_before_it_was_killed_is_told_by_the_next_one(world: World) -> None:
    assert world.vigie("watch", "add", "Mutuelle Boréale").code == 0
    with ledger(world.home) as book:
        catalog, clock = load(world.config), SystemClock()
        sought = chosen(book, catalog, (), again=False, now=clock.now())
        assert hunt(book, catalog, sought, clock=clock, told=lambda *_: None).finds["mutuelle-boreale"] == 2

    done = world.vigie("watch", "retro")
    assert done.code == 0
    assert done.err.count("RETRO · 2 cases found in what was kept already") == 1
    assert "RETRO" not in world.vigie("watch", "retro").err
