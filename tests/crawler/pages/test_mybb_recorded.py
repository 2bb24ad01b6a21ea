"""A real MyBB board, as it was recorded: everything on it is read, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest

from crawler.extract import Extract, extract, extract_index

MINUTE = timedelta(seconds=60)


@pytest.fixture(scope="module")
def board(shared: Path) -> Path:
    return shared / "corpus" / "mybb-1.8.37"


@pytest.fixture(scope="module")
def threads(board: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((board / "truth.json").read_text())["threads"]
    return found


@pytest.fixture(scope="module")
def answers(board: Path) -> list[Extract]:
    return list(extract_index(board / "index.jsonl"))


def is_near(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(datetime.fromisoformat(one) - datetime.fromisoformat(other)) <= MINUTE


def alike(one: str, other: str) -> float:
    return SequenceMatcher(None, " ".join(one.split()), " ".join(other.split()), autojunk=False).ratio()


def posts(answers: list[Extract], view: str) -> Iterator[Any]:
    return (post for answer in answers if answer["view"] == view for post in answer["posts"])


def test_a_guest_sees_every_post_that_guests_may_see(answers: list[Extract], threads: list[dict[str, Any]]) -> None:
    visible = {post["id"] for thread in threads if thread["guest_visible"] for post in thread["posts"]}
    assert {post["id"] for post in posts(answers, "guest")} == visible


@pytest.mark.parametrize("view", ["guest", "member"])
def test_posts_are_as_the_software_keeps_them(view: str, answers: list[Extract], threads: list[dict[str, Any]]) -> None:
    truth = {post["id"]: post for thread in threads for post in thread["posts"]}
    for post in posts(answers, view):
        kept = truth[post["id"]]
        assert (post["author"], post["permalink"]) == (kept["author"], kept["permalink"])
        assert is_near(post["posted_at"], kept["posted_at"])
        assert is_near(post["edited_at"], kept["edited_at"])
        if view == "guest" or not kept["has_hidden"]:  # members read more than the truth holds
            assert alike(post["text"], kept["text"]) >= 0.99


def test_threads_are_as_the_software_keeps_them(answers: list[Extract], threads: list[dict[str, Any]]) -> None:
    truth = {thread["id"]: thread for thread in threads}
    for answer in answers:
        if thread := answer["thread"]:
            kept = truth[thread["id"]]
            assert (thread["title"], thread["url"], answer["board"]) == (kept["title"], kept["url"], kept["board"])
            assert thread["author"] in (None, kept["author"])
            assert thread["replies"] in (None, kept["replies"])


def test_lists_are_as_the_software_keeps_them(answers: list[Extract], threads: list[dict[str, Any]]) -> None:
    truth = {thread["id"]: thread for thread in threads}
    listed = [row for answer in answers for row in answer["threads"]]
    assert {row["id"] for row in listed} == set(truth)
    for row in listed:
        kept = truth[row["id"]]
        told = (row["title"], row["url"], row["author"], row["replies"])
        assert told == (kept["title"], kept["url"], kept["author"], kept["replies"])
        assert is_near(row["last_post_at"], max(post["posted_at"] for post in kept["posts"]))


def test_every_line_of_the_index_is_answered_in_its_order(board: Path, answers: list[Extract]) -> None:
    lines = [json.loads(line) for line in (board / "index.jsonl").read_text().splitlines()]
    assert [(answer["url"], answer["view"]) for answer in answers] == [(line["url"], line["view"]) for line in lines]


@pytest.mark.parametrize(
    ("target", "page_class"),
    [
        ("forumdisplay.php?fid=4", "login"),
        ("showthread.php?tid=35", "login"),
        ("member.php?action=login", "login"),
        ("showthread.php?tid=99999", "error"),
        ("showthread.php?tid=2&action=lastpost", "empty"),
        ("printthread.php?tid=2", "unknown"),
        ("archive/index.php?thread-2.html", "unknown"),
        ("portal.php", "unknown"),
        ("search.php", "unknown"),
        ("memberlist.php", "unknown"),
        ("member.php?action=register", "unknown"),
        ("member.php?action=profile&uid=4", "unknown"),
    ],
)
def test_what_is_no_list_and_no_thread_says_what_it_is(target: str, page_class: str, answers: list[Extract]) -> None:
    answer = next(each for each in answers if each["view"] == "guest" and each["url"].endswith("/" + target))
    assert (answer["page_class"], answer["posts"], answer["threads"]) == (page_class, [], [])


def test_a_thread_is_walked_by_its_own_next_links(answers: list[Extract]) -> None:
    by_url = {answer["url"]: answer for answer in answers if answer["view"] == "guest"}
    url: str | None = "http://127.0.0.1:18101/showthread.php?tid=2"
    seen: list[str] = []
    while url is not None and len(seen) < 100:
        seen.extend(post["id"] for post in by_url[url]["posts"])
        url = by_url[url]["next"]
    assert len(seen) == len(set(seen)) == 45


def test_a_page_past_the_end_is_the_page_that_it_shows(answers: list[Extract]) -> None:
    past = next(each for each in answers if each["url"].endswith("forumdisplay.php?fid=2&page=99"))
    first = next(each for each in answers if each["url"].endswith("forumdisplay.php?fid=2"))
    assert (past["threads"], past["next"]) == (first["threads"], first["next"])


@pytest.mark.parametrize("form", ["%d.%m.%Y, %H:%M", "%d-%m-%y, %I:%M %p", "%Y-%m-%d, %H:%M", "%A, %d %B, %Y, %H:%M"])
@pytest.mark.parametrize("hours", [-8, 0, 5.5])
def test_a_board_may_write_dates_as_it_likes(
    form: str, hours: float, board: Path, threads: list[dict[str, Any]]
) -> None:
    truth = {post["id"]: post for thread in threads for post in thread["posts"]}
    body = (board / "pages" / "0018.html").read_text()
    for shown in set(_dates(body)):
        moment = datetime.strptime(shown, "%m-%d-%Y, %I:%M %p") + timedelta(hours=hours)  # noqa: DTZ007
        body = body.replace(shown, f"\0{moment.strftime(form)}")
    answer = extract(
        body.replace("\0", "").encode(),
        url="http://127.0.0.1:18101/showthread.php?tid=2",
        seen_at=datetime.fromisoformat("2026-11-22T05:34:55Z"),
    )
    assert len(answer["posts"]) == 10
    for post in answer["posts"]:
        assert is_near(post["posted_at"], truth[post["id"]]["posted_at"])
        assert is_near(post["edited_at"], truth[post["id"]]["edited_at"])


def _dates(body: str) -> list[str]:

    return re.findall(r"\d\d-\d\d-\d{4}, \d\d:\d\d [AP]M", body)


def test_template_comments_are_not_needed(board: Path, answers: list[Extract]) -> None:

    lines = [json.loads(line) for line in (board / "index.jsonl").read_text().splitlines()]
    for line, answer in zip(lines, answers, strict=True):
        if line["file"] and line["view"] == "guest":
            body = re.sub(r"<!-- (?:start|end): \w+ -->", "", (board / line["file"]).read_text()).encode()
            bare = extract(
                body,
                url=line["url"],
                seen_at=datetime.fromisoformat(line["fetched_at"]),
                headers=[(name, value) for name, value in line["headers"]],
            )
            apart = ("view", "engine") if answer["page_class"] == "unknown" else ("view",)
            told = {name: value for name, value in answer.items() if name not in apart}
            assert {name: value for name, value in bare.items() if name not in apart} == told
