"""Real boards of four kinds, as they were recorded: everything on them is read, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from crawler.extract import Extract, extract_index

MINUTE = timedelta(seconds=60)
ZONES = {
    "phpbb-3.2.2": None,  # its footer tells
    "fluxbb-1.5.11": "Etc/GMT-1",
    "flaskbb-2.0.2": None,  # it writes UTC
    "django-machina-1.3.1": "Europe/Paris",
}


@dataclass(frozen=True, kw_only=True)
class Board:
    """A recorded board: what is read of it, and what its software kept."""

    name: str
    answers: list[Extract] = field(repr=False)
    threads: dict[str, dict[str, Any]] = field(repr=False)

    @property
    def engine(self) -> str:
        """The software's name."""
        return self.name.rpartition("-")[0]

    @property
    def posts(self) -> dict[str, dict[str, Any]]:
        """What was written, by its id."""
        return {post["id"]: post for thread in self.threads.values() for post in thread["posts"]}

    def guest(self, end: str) -> Extract:
        """What guests are shown at the address that ends so."""
        return next(each for each in self.answers if each["view"] == "guest" and each["url"].endswith(end))


@pytest.fixture(scope="module", params=ZONES)
def board(request: pytest.FixtureRequest, shared: Path) -> Board:
    directory = shared / "corpus" / request.param
    truth = json.loads((directory / "truth.json").read_text())
    answers = list(extract_index(directory / "index.jsonl", zone=ZONES[request.param]))
    return Board(name=request.param, answers=answers, threads={each["id"]: each for each in truth["threads"]})


def is_near(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(datetime.fromisoformat(one) - datetime.fromisoformat(other)) <= MINUTE


def alike(one: str, other: str) -> float:
    return SequenceMatcher(None, " ".join(one.split()), " ".join(other.split()), autojunk=False).ratio()


def posts(board: Board, view: str) -> Iterator[Any]:
    return (post for answer in board.answers if answer["view"] == view for post in answer["posts"])


def test_a_guest_sees_every_post_that_guests_may_see(board: Board) -> None:
    visible = {post["id"] for each in board.threads.values() if each["guest_visible"] for post in each["posts"]}
    assert {post["id"] for post in posts(board, "guest")} == visible


@pytest.mark.parametrize("view", ["guest", "member"])
def test_posts_are_as_the_software_keeps_them(view: str, board: Board) -> None:
    truth = board.posts
    assert any(posts(board, view))
    for post in posts(board, view):
        kept = truth[post["id"]]
        assert (post["author"], post["permalink"]) == (kept["author"], kept["permalink"])
        assert is_near(post["posted_at"], kept["posted_at"])
        assert is_near(post["edited_at"], kept["edited_at"])
        assert alike(post["text"], kept["text"]) >= 0.98


def test_threads_are_as_the_software_keeps_them(board: Board) -> None:
    for answer in board.answers:
        if thread := answer["thread"]:
            kept = board.threads[thread["id"]]
            assert (thread["title"], thread["url"], answer["board"]) == (kept["title"], kept["url"], kept["board"])
            assert thread["author"] in (None, kept["author"])
            assert thread["replies"] in (None, kept["replies"])


def test_lists_are_as_the_software_keeps_them(board: Board) -> None:
    listed = [row for answer in board.answers for row in answer["threads"]]
    assert {row["id"] for row in listed} == set(board.threads)
    for row in listed:
        kept = board.threads[row["id"]]
        told = (row["title"], row["url"], row["author"], row["replies"])
        assert told == (kept["title"], kept["url"], kept["author"], kept["replies"])
        if row["last_post_at"] is not None or board.engine != "flaskbb":  # "3 years ago" tells no time
            assert is_near(row["last_post_at"], max(post["posted_at"] for post in kept["posts"]))


def test_every_thread_is_walked_by_its_own_next_links(board: Board) -> None:
    pages = {answer["url"]: answer for answer in board.answers if answer["view"] == "guest"}
    for thread in board.threads.values():
        url, seen = thread["url"] if thread["guest_visible"] else None, list[str]()
        while url is not None and len(seen) < 100:
            seen.extend(post["id"] for post in pages[url]["posts"])
            url = pages[url]["next"]
        assert seen == [post["id"] for post in thread["posts"] if thread["guest_visible"]]


def test_every_page_of_the_board_is_known_as_its_own_or_as_nobodys(board: Board) -> None:
    assert {answer["engine"] for answer in board.answers} <= {board.engine, None}
    strangers = [answer for answer in board.answers if answer["engine"] is None]
    assert not any(answer["posts"] or answer["threads"] for answer in strangers)


CLASSES = {
    "phpbb-3.2.2": {
        "/index.php": "list",
        "/viewforum.php?f=1": "list",
        "/viewforum.php?f=4": "login",
        "/viewtopic.php?f=4&t=36": "login",
        "/ucp.php?mode=login": "login",
        "/viewtopic.php?t=99999": "error",
        "/viewforum.php?f=2&start=900": "list",
        "/viewtopic.php?p=47": "thread",
        "&view=print": "unknown",
        "/search.php": "unknown",
        "/ucp.php?mode=register": "unknown",
        "mode=viewprofile&u=48": "unknown",
    },
    "fluxbb-1.5.11": {
        "/index.php": "list",
        "/viewforum.php?id=3": "error",
        "/viewtopic.php?id=35": "error",
        "/viewtopic.php?id=99999": "error",
        "/viewforum.php?id=1&p=99": "list",
        "/viewtopic.php?pid=46": "thread",
        "/login.php": "login",
        "/register.php": "unknown",
        "/userlist.php": "unknown",
        "&fid=1&type=atom": "unknown",
    },
    "flaskbb-2.0.2": {
        "18107/": "list",
        "/category/1-exchange": "list",
        "/forum/3-vip-members": "login",
        "/topic/36-private:-price-list": "login",
        "/auth/login": "login",
        "/auth/register": "unknown",
        "?page=99": "error",
        "/memberlist": "unknown",
        "/user/zazie_83/posts": "unknown",
        "/user/zazie_83/topics": "unknown",
    },
    "django-machina-1.3.1": {
        "/forum/": "list",
        "/forum/exchange-1/": "list",
        "?post=46": "thread",
        "/topics/all/": "unknown",
        "/member/profile/4/": "unknown",
        "/forum/search/": "unknown",
        "/attachment/1/": "unknown",
    },
}


def test_each_page_is_what_it_is(board: Board) -> None:
    expected = CLASSES[board.name]
    assert {end: board.guest(end)["page_class"] for end in expected} == expected
