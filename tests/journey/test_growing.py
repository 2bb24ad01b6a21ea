"""A board that grows while it is read: what moves between visits, and during one, is found all the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.journey.world import World
from tests.servers.board import Answer, Board, serving

NOW = datetime(2024, 2, 9, 12, 0, tzinfo=UTC)
THREADS = 24


def test_threads_that_are_bumped_between_small_visits_push_no_other_out_of_sight(tmp_path: Path) -> None:
    board = Board(now=NOW, per_list=5, per_page=4)
    fid = board.board("Databases")
    for n in range(THREADS):
        board.talk(fid, f"thread {n}", "first", "second")
    with serving(board) as server:
        world = World(
            root=tmp_path, forum=f"{server.url}/index.php", keep="all", more="budget: {pages: 12}\n"
        ).configure()
        for n in range(8):
            assert world.vigie("visit", "board").code == 0
            if n < 4:
                board.now += timedelta(minutes=10)
                board.reply(1 + n, f"bump {n}", at=board.now)
        posts = world.posts()
        assert world.status()["sources"][0]["pages_waiting"] == 0
    wanted = {(str(talk.tid), str(said.pid)) for talk in board.talks.values() for said in talk.posts}
    assert {(post["thread"]["id"], post["id"]) for post in posts} == wanted


def test_replies_that_come_while_a_thread_is_read_are_found_by_the_next_visit(tmp_path: Path) -> None:
    board = Board(now=NOW, per_list=5, per_page=4)
    fid = board.board("Databases")
    for n in range(4):
        board.talk(fid, f"thread {n}", "first", "second", "third")

    def and_a_reply_comes(usual: Answer) -> Answer:
        board.now += timedelta(minutes=1)
        for tid in board.talks:
            if len(board.talks[tid].posts) < 9:
                board.reply(tid, f"while you read, {len(board.talks[tid].posts)}", at=board.now)
        return usual

    for tid in (1, 2, 3, 4):
        board.odd[f"/showthread.php?tid={tid}"] = and_a_reply_comes
    with serving(board) as server:
        world = World(root=tmp_path, forum=f"{server.url}/index.php", keep="all").configure()
        world.vigie("visit", "board")
        board.odd.clear()
        world.vigie("visit", "board")
        posts = world.posts()
    wanted = {(str(talk.tid), str(said.pid)) for talk in board.talks.values() for said in talk.posts}
    assert {(post["thread"]["id"], post["id"]) for post in posts} == wanted
