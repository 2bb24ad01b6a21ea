"""`source check` and `post show`: what is seen of a source and of a post, and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.journey.world import World
from tests.servers.board import Answer, Board, BoardServer, serving

NOW = datetime(2024, 2, 9, 12, 0, tzinfo=UTC)


@pytest.fixture
def board() -> Iterator[BoardServer]:
    """Six threads about the watched organisation."""
    board = Board(now=NOW, per_list=9, per_page=4)
    fid = board.board("Databases")
    for n in range(6):
        board.talk(fid, f"thread {n}", f"who has the Viamedis data {n}", "thanks", "no")
    with serving(board) as server:
        yield server


@pytest.fixture
def world(board: BoardServer, tmp_path: Path) -> World:
    """A home that watches it."""
    return World(root=tmp_path, forum=f"{board.url}/index.php", keep="all").configure()


def test_a_source_that_is_seen_shows_what_is_expected_of_it(world: World) -> None:
    assert world.vigie("visit", "board").code == 0
    done = world.vigie("source", "check", "board", "--json")
    (row,) = done.json["sources"]
    assert (done.code, row["state"], row["is_well"], row["blind_since"]) == (0, "ok", True, None)
    assert (row["expected"]["engines"], row["expected"]["rows_a_list"]) == (["mybb"], 6.0)
    assert row["expected"]["fields"]["threads"] == {"author": 1.0, "posted_at": 1.0, "text": 1.0}
    text = world.vigie("source", "check", "board").out
    assert "board: ok" in text
    assert "mybb, 6.0 threads a list, 3.0 posts a page (learnt from 1 visit)" in text


def test_a_source_that_cannot_be_seen_says_since_when_and_what_to_do(world: World, board: BoardServer) -> None:
    world.vigie("visit", "board")
    board.board.odd["/index.php"] = Answer(
        body="<html><body><h1>This domain has been seized by the FBI</h1></body></html>"
    )
    world.vigie("visit", "board")
    done = world.vigie("source", "check", "--json")
    (row,) = done.json["sources"]
    assert (done.code, row["is_well"]) == (3, False)
    assert row["blind_since"] is not None
    assert row["way_out"]
    assert row["last_visit"]["posts"] == {"new": 0, "changed": 0, "gone": 0}
    assert "blind      since" in world.vigie("source", "check", "board").out


def test_a_source_that_is_not_there_is_told_in_one_line(world: World) -> None:
    done = world.vigie("source", "check", "nowhere")
    assert (done.code, done.out) == (2, "")
    assert "no source is called nowhere" in done.err


def test_a_post_is_shown_with_what_it_said_before(world: World, board: BoardServer) -> None:
    world.vigie("visit", "board")
    talk = board.board.talks[1]
    talk.posts[0].text = "who sells the Viamedis data"
    board.board.now += timedelta(hours=1)
    board.board.reply(1, "one more")
    assert "1 changed" in world.vigie("visit", "board").out
    key = next(post["key"] for post in world.posts() if post["versions"] == 2)

    shown = world.vigie("post", "show", key[:10]).out

    assert "-who has the Viamedis data 0" in shown
    assert "+who sells the Viamedis data" in shown
    said = world.vigie("post", "show", key, "--json").json
    assert [one["text"] for one in said["versions"]] == ["who has the Viamedis data 0", "who sells the Viamedis data"]


@pytest.mark.parametrize(
    ("key", "why"),
    [("ab", "too short"), ("zzzzzzzz", "no kept post has a key that begins so"), ("%%%%%%%%", "no kept")],
)
def test_a_key_that_names_no_post_is_told_in_one_line(world: World, key: str, why: str) -> None:
    done = world.vigie("post", "show", key)
    assert (done.code, done.out) == (2, "")
    assert why in done.err
