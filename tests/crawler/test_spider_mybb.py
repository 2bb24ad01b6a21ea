"""A recorded MyBB board, visited as a guest through the replay server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from matching.masking import mask
from model.cases import PostView
from model.sources import Health
from model.visits import Outcome, PageClass
from tests.crawler.places import Place, clock_at
from tests.servers.replay import Answer, Asked, Replay, with_post

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
INDEX, BOARDS = "/index.php", {"/forumdisplay.php?fid=2", "/forumdisplay.php?fid=3", "/forumdisplay.php?fid=4"}


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """The board, its truth, and a home that watches it."""

    replay: Replay
    place: Place
    truth: dict[str, Any]

    def guest_posts(self) -> dict[tuple[str, str], dict[str, Any]]:
        """What a guest can see, by thread and post."""
        threads = [thread for thread in self.truth["threads"] if thread["guest_visible"]]
        return {(thread["id"], post["id"]): post for thread in threads for post in thread["posts"]}


@pytest.fixture
def recorded(shared: Path, tmp_path: Path) -> Iterator[Recorded]:
    """The MyBB set, on any port."""
    folder = shared / "corpus" / "mybb-1.8.37"
    with Replay(folder, port=0) as replay:
        place = Place.made(tmp_path, f"{replay.url}/index.php", clock=clock_at(replay.captured_at))
        yield Recorded(replay=replay, place=place, truth=json.loads((folder / "truth.json").read_text()))


def likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, "".join(a.split()), "".join(b.split()), autojunk=False).ratio()


def test_every_post_that_a_guest_can_see_is_kept_as_it_is(recorded: Recorded) -> None:
    report = recorded.place.visit()
    assert (report.health, report.reason) == (Health.OK, "")
    found = {(post.thread_id, post.id): post for post in recorded.place.posts()}
    wanted = recorded.guest_posts()
    assert len(wanted) == 253
    assert found.keys() == wanted.keys()
    wrong = [key for key, post in wanted.items() if not is_as(found[key], post)]
    assert wrong == []
    assert report.pages[PageClass.LOGIN] == 1
    assert report.tally.new == 253


def is_as(post: PostView, truth: dict[str, Any]) -> bool:
    at = datetime.fromisoformat(truth["posted_at"])
    return (
        post.author == mask(truth["author"])
        and post.posted_at is not None
        and abs(post.posted_at - at) <= MINUTE
        and post.n == truth["n"]
        and likeness(str(post.text), mask(truth["text"])) >= 0.99
    )


def test_a_second_visit_reads_the_first_page_of_each_board_and_no_more(recorded: Recorded) -> None:
    recorded.place.visit()
    recorded.replay.forget()
    report = recorded.place.later(HOUR).visit()
    assert set(recorded.replay.targets) == {INDEX, *BOARDS}
    assert len(recorded.replay.targets) == 4
    assert (report.health, report.tally.new, report.tally.changed) == (Health.OK, 0, 0)


def test_one_new_reply_costs_that_threads_last_page(recorded: Recorded) -> None:
    recorded.place.visit()
    last_page = "/showthread.php?tid=2&page=5"

    def grown(asked: Asked, answer: Answer) -> Answer | None:
        if asked.target == "/forumdisplay.php?fid=2":
            return replace(answer, body=one_reply_more(answer.body, "2"))
        if asked.target == last_page:
            return with_post(answer, id="9001", author="miso", date="11-22-2026, 05:20 AM", text="one more", n=46)
        return None

    recorded.replay.forget()
    recorded.replay.hook = grown
    report = recorded.place.later(HOUR).visit()
    assert [target for target in recorded.replay.targets if "showthread" in target] == [last_page]
    assert report.tally.new == 1
    assert len(recorded.place.posts()) == 254


def one_reply_more(body: bytes, tid: str) -> bytes:
    """A list in which one thread has one reply more."""
    before, link, after = body.partition(f'MyBB.whoPosted({tid}); return false;">'.encode())
    if not link:
        before, link, after = body.partition(f"whoPosted({tid})".encode())
        extra, _, after = after.partition(b">")
        link += extra + b">"
    count, _, rest = after.partition(b"<")
    return before + link + str(int(count) + 1).encode() + b"<" + rest


def test_a_page_cut_in_half_loses_nothing(recorded: Recorded) -> None:
    def cut(asked: Asked, answer: Answer) -> Answer | None:
        return replace(answer, body=answer.body[: len(answer.body) // 2]) if "tid=5" in asked.target else None

    recorded.replay.hook = cut
    assert recorded.place.visit().outcomes[Outcome.CUT] == 1
    recorded.replay.hook = None
    recorded.place.later(HOUR).visit()
    assert {(post.thread_id, post.id) for post in recorded.place.posts()} == set(recorded.guest_posts())


def test_with_keep_matches_no_thread_without_a_match_is_kept(recorded: Recorded, tmp_path: Path) -> None:
    place = Place.made(
        tmp_path / "matches", f"{recorded.replay.url}/index.php", keep="matches", clock=recorded.place.clock
    )
    report = place.visit()
    assert report.tally.new == 253
    posts = place.posts()
    matching = {post.thread_id for post in posts if post.matches}
    assert {post.thread_id for post in posts} == matching
    assert 0 < len(matching) < 20
    whole = {key for key in recorded.guest_posts() if key[0] in matching}
    assert {(post.thread_id, post.id) for post in posts} == whole
