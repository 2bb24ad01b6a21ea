"""The proxy goes away in the middle of a long crawl, and comes back: nothing is lost, and nothing read twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from model.sources import Health
from model.visits import Outcome, VisitReport
from tests.crawler.nouns import NOON
from tests.crawler.places import Place, clock_at
from tests.servers.board import Board, serving
from tests.servers.socks import socks

PAGES = 500
DEADLINE = 400.0  # seconds; a machine with nothing else to do needs a twentieth of it
OUTAGE = timedelta(seconds=30)
INTERVAL = timedelta(minutes=20)


def visit(place: Place) -> VisitReport:
    return place.start().join(timeout=DEADLINE)


@pytest.mark.timeout(3 * DEADLINE)
def test_n5_an_outage_of_thirty_seconds_in_a_crawl_of_500_pages_loses_and_repeats_nothing(tmp_path: Path) -> None:
    board = Board(now=NOON, per_list=100)
    fid = board.board("Databases")
    for n in range(PAGES):
        board.talk(fid, f"thread {n}", f"words {n}", at=NOON - timedelta(hours=n + 1))
    with serving(board) as server, socks() as proxy:

        def die_at(path: str) -> None:
            if len(server.asked) == PAGES // 2:
                proxy.die()

        server.before = die_at
        port = server.url.rpartition(":")[2]
        more = "budget: 1000\ntransport: tor"
        place = Place.made(tmp_path, f"http://forum.example:{port}/index.php", more=more, clock=clock_at(NOON))
        with (place.config / "settings.yaml").open("a") as file:
            file.write(f"tor: {{socks: '{proxy.address}'}}\n")

        broken = visit(place)
        down_since = place.clock.now()
        assert (broken.health, broken.outcomes[Outcome.TRANSPORT_DOWN]) == (Health.TRANSPORT_DOWN, 1)
        while True:
            due_at = place.state().next_due_at
            assert due_at is not None
            place = place.later(due_at - place.clock.now())
            if place.clock.now() - down_since >= OUTAGE:
                break
            assert place.visit().outcomes == {Outcome.TRANSPORT_DOWN: 1}
        proxy.start()
        assert place.clock.now() - down_since < 2 * INTERVAL
        whole = visit(place)
        assert whole.health is Health.OK, whole.reason

        threads = Counter(path for path in server.asked if path.startswith("/showthread"))
        assert len(threads) == PAGES
        # twice: the page that was on its way when the proxy died, and what is read again to find edits and removals
        assert sum(threads.values()) <= PAGES + 1 + broken.rereads + whole.rereads
    posts = place.posts()
    assert Counter(str(post.text) for post in posts) == Counter(f"words {n}" for n in range(PAGES))
    assert all(post.versions == 1 for post in posts)
