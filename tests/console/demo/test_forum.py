"""The demo forum is read by the same page object as any MyBB board, and goes on while one looks."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from console.demo.forum import DemoForum
from crawler.pages import read
from crawler.reading import Fetched, Locale, Reading
from model.identities import SourceId
from model.visits import PageClass


class Moved:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Moved:
    return Moved()


@pytest.fixture
def forum(clock: Moved) -> Iterator[DemoForum]:
    with DemoForum(port=0, clock=clock) as forum:
        yield forum


def look(forum: DemoForum, target: str = "index.php") -> Reading:
    url = forum.url.replace("index.php", target) if "://" not in target else target
    with urllib.request.urlopen(url, timeout=10) as answer:
        fetched = Fetched(
            url=url, body=answer.read(), headers=tuple(answer.headers.items()), fetched_at=datetime.now(UTC)
        )
    return read(fetched, source=SourceId("demo"), engine=None, locale=Locale())


def walked(forum: DemoForum) -> dict[str, list[Reading]]:
    """Every thread's pages, by its id."""
    found: dict[str, list[Reading]] = {}
    for board in look(forum).boards:
        for row in look(forum, board).rows:
            page = look(forum, row.url)
            found[row.id] = [page]
            while page.next is not None:
                page = look(forum, page.next)
                found[row.id].append(page)
    return found


def test_every_thread_is_read_with_its_authors_and_dates(forum: DemoForum) -> None:
    threads = walked(forum)
    assert len(threads) == 13
    for pages in threads.values():
        assert all(page.page_class is PageClass.THREAD and not page.is_cut for page in pages)
        posts = [post for page in pages for post in page.posts]
        assert [post.n for post in posts] == list(range(1, len(posts) + 1))
        assert all(post.author and post.text and post.posted_at and post.posted_at.year < 2025 for post in posts)


def test_the_request_came_a_day_after_the_notice_and_stays_without_reply(forum: DemoForum, clock: Moved) -> None:
    for _ in range(2):
        request = look(forum, "showthread.php?tid=1")
        assert [post.posted_at for post in request.posts] == [datetime(2024, 2, 8, 19, 42, tzinfo=UTC)]
        assert "Amerys" in request.posts[0].text
        clock.at += timedelta(minutes=2)


def test_its_author_had_claimed_a_leak_before(forum: DemoForum) -> None:
    threads = [pages[0].thread for pages in walked(forum).values()]
    assert sorted(thread.id for thread in threads if thread and thread.author == "kestrel_ash") == ["1", "2"]


def test_posts_and_edits_appear_while_it_runs(forum: DemoForum, clock: Moved) -> None:
    before = {post.id: post for pages in walked(forum).values() for page in pages for post in page.posts}
    clock.at += timedelta(minutes=2)
    after = {post.id: post for pages in walked(forum).values() for page in pages for post in page.posts}
    assert before.keys() < after.keys()
    changed = [post for key, post in after.items() if key in before and post.text != before[key].text]
    assert [post.edited_at for post in changed] == [datetime(2024, 2, 11, 7, 58, tzinfo=UTC)]
    covid = [post for post in after.values() if post.thread == "3" and post.id not in before]
    assert [post.posted_at and post.posted_at.day for post in covid] == [10, 10]


def test_what_is_not_there_is_gone_and_nothing_can_be_written(forum: DemoForum) -> None:
    assert look(forum, "showthread.php?tid=99").is_gone
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(forum.url, data=b"x", timeout=10)
    with refused.value as error:
        assert error.code == 501


def test_a_taken_port_is_an_error_at_once(forum: DemoForum) -> None:
    port = int(forum.url.rsplit(":", 1)[1].split("/")[0])
    with pytest.raises(OSError, match="in use"):
        DemoForum(port=port)
