"""A daemon goes on with what was right until what is new is found right, and says once what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import monotonic

import pytest

from tests.journey.world import World
from tests.servers.board import Board, BoardServer, serving

NOW = datetime(2024, 2, 9, 12, 0, tzinfo=UTC)
NOT_TAKEN = "configuration not taken"


@pytest.fixture
def board() -> Iterator[BoardServer]:
    """A board that says something now and then."""
    board = Board(now=NOW, per_list=9, per_page=4)
    board.talk(board.board("Databases"), "a thread", "who has the Viamedis data", "thanks")
    with serving(board) as server:
        yield server


def awaited(true: Callable[[], bool], what: str) -> None:
    """Wait until it is *true*, for a minute at most."""
    deadline, pause = monotonic() + 60, Event()
    while not true():
        assert monotonic() < deadline, what
        pause.wait(0.05)


def test_a_broken_edit_of_any_file_keeps_the_old_configuration_and_is_said_once(
    board: BoardServer, tmp_path: Path
) -> None:
    world = World(root=tmp_path, forum=f"{board.url}/index.php").configure()
    log = tmp_path / "daemon.log"

    def said(words: str) -> list[str]:
        return [line for line in log.read_text().splitlines() if words in line] if log.exists() else []

    def visits() -> int:
        return len(said("visit finished"))

    broken = {
        "signatures/own.yaml": "id: own\ntitel: Own\n",
        "lexicon/en.yaml": "language: en\nintents: {sail: [selling]}\n",
        "sources/members.yaml": "id: members\nurl: https://m.example/\naccount: {login: {url: https://m.example/}}\n",
        "watchlist/own.yaml": "watches:\n  - {id: own, name: Own}\n",
    }
    with world.daemon():
        awaited(lambda: visits() > 0, "the daemon visits nothing")
        for number, (name, text) in enumerate(broken.items(), 1):
            file = world.config / name
            before = file.read_bytes() if file.exists() else None
            file.parent.mkdir(exist_ok=True)
            file.write_text(text)
            awaited(lambda: len(said(NOT_TAKEN)) == number, f"{name} is wrong, and nobody says so")  # noqa: B023 - awaited here
            assert re.search(rf"{name}:\d+: ", said(NOT_TAKEN)[-1]), said(NOT_TAKEN)[-1]

            seen = visits()
            awaited(lambda: visits() > seen + 1, f"{name} is wrong, and nothing is visited any more")  # noqa: B023
            assert len(said(NOT_TAKEN)) == number
            file.unlink() if before is None else file.write_bytes(before)
            awaited(lambda: len(said("configuration taken")) == number, "what is right again is not taken")  # noqa: B023
        assert said("no visit") == []
