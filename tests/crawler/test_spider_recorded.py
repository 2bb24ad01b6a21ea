"""Recorded boards of four kinds, visited as a guest through the replay server, without being told their software."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from matching.masking import mask
from model.cases import PostView
from model.sources import Health
from tests.crawler.places import Place, clock_at
from tests.servers.replay import Replay

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
STARTS = {
    "phpbb-3.2.2": ("/index.php", ""),
    "fluxbb-1.5.11": ("/index.php", "board_zone: Etc/GMT-1"),
    "flaskbb-2.0.2": ("/", ""),
    "django-machina-1.3.1": ("/forum/", "board_zone: Europe/Paris"),
}


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """The board, its truth, and a home that watches it."""

    replay: Replay
    place: Place
    truth: dict[str, Any] = field(repr=False)

    def guest_posts(self) -> dict[tuple[str, str], dict[str, Any]]:
        """What a guest can see, by thread and post."""
        threads = [thread for thread in self.truth["threads"] if thread["guest_visible"]]
        return {(thread["id"], post["id"]): post for thread in threads for post in thread["posts"]}


@pytest.fixture(params=STARTS)
def recorded(request: pytest.FixtureRequest, shared: Path, tmp_path: Path) -> Iterator[Recorded]:
    """The set, on any port."""
    folder, (start, more) = shared / "corpus" / request.param, STARTS[request.param]
    with Replay(folder, port=0) as replay:
        place = Place.made(tmp_path, f"{replay.url}{start}", clock=clock_at(replay.captured_at), more=more)
        yield Recorded(replay=replay, place=place, truth=json.loads((folder / "truth.json").read_text()))


def likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, "".join(a.split()), "".join(b.split()), autojunk=False).ratio()


def is_as(post: PostView, truth: dict[str, Any]) -> bool:
    at = datetime.fromisoformat(truth["posted_at"])
    return (
        post.author == mask(truth["author"])
        and post.posted_at is not None
        and abs(post.posted_at - at) <= MINUTE
        and post.n in (truth["n"], None)
        and likeness(str(post.text), mask(truth["text"])) >= 0.98
    )


def test_every_post_that_a_guest_can_see_is_kept_as_it_is_and_once(recorded: Recorded) -> None:
    report = recorded.place.visit()
    assert report.health is Health.OK
    found = {(post.thread_id, post.id): post for post in recorded.place.posts()}
    wanted = recorded.guest_posts()
    assert found.keys() == wanted.keys()
    assert [key for key, post in wanted.items() if not is_as(found[key], post)] == []
    assert report.tally.new == len(wanted)

    again = recorded.place.later(HOUR).visit()
    assert (again.health, again.tally.new, again.tally.changed) == (Health.OK, 0, 0)
