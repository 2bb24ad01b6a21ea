"""Sources that send a page byte by byte, for ever, beside one that answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from statistics import median
from threading import Event
from time import monotonic

from console.memory import memory
from crawler.lanes import most_at_once
from tests.journey.world import World
from tests.servers.board import Board, serving
from tests.servers.hostile import Hostile, hostile

DRIPPING = 50
AT_ONCE = min(DRIPPING, most_at_once(memory()) - 4)  # as many as this machine lets hang: four places are kept
LOOKS = 0.5  # seconds: the daemon looks four times a second whether a visit is over, and what is due
FINISHED = re.compile(r'^at=(\S+) .*event="visit finished" .*source=board\b', re.MULTILINE)


def awaited(true: Callable[[], bool], what: str, *, seconds: float = 60) -> None:
    deadline, pause = monotonic() + seconds, Event()
    while not true():
        assert monotonic() < deadline, what
        pause.wait(0.05)


def takes(seconds: float) -> None:
    """A server that needs so long for each page."""
    Event().wait(seconds)


def drip(world: World, server: Hostile) -> None:
    """Make fifty sources of *server*, all due now."""
    for number in range(DRIPPING):
        name = f"a-drip-{number}"  # before the healthy one, by name too
        (world.config / "sources" / f"{name}.yaml").write_text(
            f"id: {name}\nurl: {server.url('/drip' if number % 2 else '/drip-headers')}\nevery: 1s\njitter: 0%\n"
        )


def test_h3_fifty_dripping_sources_do_not_delay_a_healthy_one(tmp_path: Path) -> None:
    board = Board(now=datetime(2024, 2, 9, 12, tzinfo=UTC))
    board.talk(board.board("Databases"), "a thread", "who has the Viamedis data", "thanks")
    with serving(board) as healthy, hostile() as dripping:
        healthy.before = lambda path: takes(1.0)  # it takes its time, and always the same
        dripping.pause = 1.0
        world = World(root=tmp_path, forum=f"{healthy.url}/index.php").configure()
        with (world.config / "settings.yaml").open("a") as settings:
            settings.write("limits: {fetch: 10m}\n")  # so that none of them ends while we look

        with world.daemon():
            alone = latencies(world, visits=3)
            drip(world, dripping)
            awaited(lambda: len(dripping.asked) > 3, "no dripping source is visited")
            began = len(ends(world))
            awaited(lambda: len(dripping.asked) == AT_ONCE, "some dripping sources are never visited", seconds=150)
            assert len(ends(world)) > began, "while the others began, the healthy one was not visited"
            beside = latencies(world, visits=5)

        assert len(dripping.asked) == AT_ONCE, "a dripping source was hung up on before its time"
        # the quickest ones tell: what else this machine does makes visits longer, and never shorter
        assert min(beside) <= min(alone) * 1.1 + LOOKS, (alone, beside)
        assert median(beside) <= median(alone) * 2, (alone, beside)


def latencies(world: World, *, visits: int) -> list[float]:
    """Seconds from one visit of the healthy source to the next, of so many from now on."""
    before = len(ends(world))
    awaited(lambda: len(ends(world)) > before + visits, "the healthy source is visited no more", seconds=90)
    return [later - earlier for earlier, later in pairwise(ends(world)[before:])]


def ends(world: World) -> list[float]:
    """When each visit of the healthy source ended, by the daemon's log."""
    log = (world.root / "daemon.log").read_text()
    return [datetime.fromisoformat(moment).timestamp() for moment in FINISHED.findall(log)]
