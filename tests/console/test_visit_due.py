"""`vigie visit --due`: what is due, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.console.command import Ran, vigie
from tests.crawler.nouns import NOON
from tests.servers.board import Board, BoardServer, serving
from tests.servers.hostile import Hostile, hostile


@dataclass(kw_only=True)
class Due:
    """A configuration whose sources are all due."""

    root: Path
    sources: list[str] = field(default_factory=list)

    def add(self, name: str, url: str, more: str = "") -> None:
        path = self.root / "config" / "sources" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"id: {name}\nurl: {url}\ndelay: 0s\n{more}")

    def settings(self, text: str) -> None:
        (self.root / "config").mkdir(exist_ok=True)
        (self.root / "config" / "settings.yaml").write_text(text)

    def visit(self) -> Ran:
        return vigie("visit", "--due", "--json", "--config", "config", "--home", "home", cwd=self.root)


@pytest.fixture
def due(tmp_path: Path) -> Due:
    return Due(root=tmp_path)


@pytest.fixture
def server() -> Iterator[BoardServer]:
    board = Board(now=NOON)
    board.talk(board.board("Databases"), "a thread", "who has the Viamedis data")
    with serving(board) as server:
        yield server


def health(ran: Ran) -> dict[str, str]:
    return {visit["source"]: visit["health"] for visit in ran.json["visits"]}


def test_h3_a_healthy_source_is_visited_while_others_before_it_drip(due: Due, server: BoardServer) -> None:
    dripping: list[int] = []

    def count(path: str) -> None:
        dripping.append(open_connections(drips))

    server.before = count
    with hostile() as drips:
        due.settings("limits: {fetch: 20s}\n")
        for n in range(4):
            due.add(f"a-drip-{n}", drips.url("/drip"))
        due.add("z-healthy", f"{server.url}/index.php")
        ran = due.visit()
    assert ran.code == 4
    assert health(ran) == {**{f"a-drip-{n}": "down" for n in range(4)}, "z-healthy": "ok"}
    assert dripping[0] == 4, "it waited until others were over"


def open_connections(server: Hostile) -> int:
    return len(server.asked) - server.left


def test_a_source_that_cannot_be_visited_keeps_no_other_from_it(due: Due, server: BoardServer) -> None:
    due.add("broken", f"{server.url}/index.php", "proxy: {url: 'http://127.0.0.1:9', login_file: nowhere}\n")
    due.add("healthy", f"{server.url}/index.php")
    ran = due.visit()
    assert health(ran) == {"healthy": "ok"}
    assert ran.code == 4
    assert "vigie: broken: " in ran.err
    assert "nowhere: cannot be read" in ran.err
