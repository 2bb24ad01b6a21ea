"""R3: identifiers in every dress leave by no door: not the home's files, not an answer, not an alert, not a log."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from tests.journey.test_canaries import SluggedBoard, left_of
from tests.journey.world import World
from tests.matching.planted import KINDS, planted
from tests.servers.board import serving

NOW = datetime(2024, 2, 9, 12, 0, tzinfo=UTC)
TRAPS = 150
COMMON = re.compile(r"[a-zа-яё]+|\d{1,6}|0+")
"""What our own words, times and numbers may happen to hold as well."""


class _Board(SluggedBoard):
    """A board that makes its addresses of the words of its titles, whatever parts them."""

    def _slugged(self, link: re.Match[str]) -> str:
        slug = re.sub(r"[^0-9a-z]+", "-", self.talks[int(link[1])].title.lower()).strip("-")
        return f"Thread-{slug}-t{link[1]}" + (f"?page={link[2]}" if link[2] else "")


def _words(text: str) -> Iterator[str]:
    """What of *text* is long and odd enough to stand nowhere by accident."""
    for word in re.findall(r"[^\W_]{6,}", text):
        if not COMMON.fullmatch(word):
            yield word


def _board() -> tuple[_Board, list[str]]:
    board = _Board(now=NOW, per_list=20, per_page=5)
    fid = board.board("Databases")
    words: list[str] = []
    for n in range(TRAPS):
        plant = planted(Random(n), list(KINDS)[n % len(KINDS)])
        is_title = n % 3 == 0 and "\n" not in plant.text
        if n % 5 == 0:
            title = f"Viamedis part {n}" + (f" {plant.text}" if is_title else "")
            talk = board.talk(fid, title, at=datetime(2024, 2, 8, 10, n % 60, tzinfo=UTC))
        author = plant.text if is_title and len(plant.text) < 40 else "corvid"
        board.reply(talk.tid, f"Selling Viamedis, sample below\n{plant.text}\nwrite me", author=author)
        words += [word for start, end in plant.hidden for word in _words(plant.text[start:end])]
    return board, words


def test_identifiers_in_any_dress_leave_by_no_door(tmp_path: Path) -> None:
    board, words = _board()
    with serving(board) as server:
        world = World(root=tmp_path, forum=f"{server.url}/index.php").configure()
        ran = world.vigie("visit", "board")
        told = [ran.out, ran.err, world.vigie("source", "try", f"{server.url}/index.php").out]
    assert ran.code == 0, ran.err
    posts = world.posts()
    assert len(posts) == TRAPS
    assert len(words) > TRAPS / 2
    shown = [world.vigie("post", "show", str(post["key"])) for post in posts[::60]]
    assert all(one.code == 0 for one in shown)
    told += [one.out + one.err for one in shown]
    for command in (
        ("search", "viamedis", "--json"),
        ("search", "sample"),
        ("alert", "list"),
        ("status",),
        ("source", "list"),
    ):
        done = world.vigie(*command)
        assert done.code == 0, done.err
        told += [done.out, done.err]
    told += map(str, posts)
    assert [word for word in words if any(word in one for one in told)] == []
    assert left_of(words, world.home) == []
