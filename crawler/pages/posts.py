"""A thread's page, from the posts that were found in its markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo

from crawler.dates import Calendar
from crawler.pages.page import Page
from crawler.pages.pagination import Pages
from crawler.pages.said import Said
from crawler.pages.stamps import Stamp
from crawler.reading import Reading
from model.identities import ThreadId
from model.posts import Post, Thread
from model.visits import PageClass

__all__ = ["MOST", "Around", "Seen", "calendar_of", "thread_reading"]

MOST = 1_000  # posts or threads on one page: no board shows so many


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A post, as the markup holds it."""

    id: str
    author: str = field(repr=False)
    """Empty where the page names nobody."""
    said: Said
    stamp: Stamp
    edit: Stamp | None = None  # None: no note says that it was edited
    n: int | None = None  # None when the page shows no number
    permalink: str = field(repr=False)
    hides: bool = False
    """Whether the software itself says that the post is shown to others only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What stands around the posts."""

    thread: str
    url: str = field(repr=False)
    title: str = field(repr=False)
    board: str | None = field(default=None, repr=False)
    pages: Pages
    replies: int | None = None  # None when the page does not say
    clock: str | None = None
    zone: tzinfo | None = None  # None when the page names none


def calendar_of(
    page: Page, stamps: Sequence[Stamp], *, clock: str | None, zone: tzinfo | None, rising: bool
) -> Calendar:
    """How the page writes dates."""
    shown = [stamp.shown for stamp in stamps]
    calendar = page.calendar(clock=clock, dates=shown, rising=shown if rising else ())
    return calendar if zone is None else replace(calendar, zone=zone)


def thread_reading(page: Page, *, engine: str, seen: Sequence[Seen], around: Around) -> Reading:
    """The page as one of a thread; a post that stands on it twice counts once."""
    seen = list({each.id: each for each in reversed(seen)}.values())[::-1]
    calendar = calendar_of(page, [each.stamp for each in seen], clock=around.clock, zone=around.zone, rising=True)
    first = _first_place(around.pages, len(seen))
    posts = tuple(
        _post(page, each, around, calendar, n=each.n or (first + i if first is not None else None))
        for i, each in enumerate(seen)
    )
    pages = around.pages
    return Reading(
        url=page.url,
        engine=engine,
        page_class=PageClass.THREAD,
        board=around.board,
        thread=_thread(page, around, posts),
        posts=posts,
        page=pages.page,
        pages=pages.pages,
        per_page=pages.per_page or (len(posts) if pages.next else None),
        next=pages.next,
        has_hidden=any(each.hides or each.said.hides for each in seen),
    )


def _first_place(pages: Pages, count: int) -> int | None:
    """The place of a page's first post, where its number and the length of full pages tell it."""
    if pages.page == 1:
        return 1
    per_page = pages.per_page or (count if pages.next else None)
    return (pages.page - 1) * per_page + 1 if per_page else None


def _post(page: Page, seen: Seen, around: Around, calendar: Calendar, *, n: int | None) -> Post:
    posted_at = seen.stamp.moment(calendar)
    return Post(
        source=page.source,
        thread=ThreadId(around.thread),
        id=seen.id,
        author=seen.author,
        text=seen.said.text,
        quotes=seen.said.quotes,
        n=n,
        posted_at=posted_at,
        posted_raw=None if posted_at else seen.stamp.words or None,
        edited_at=seen.edit.moment(calendar) if seen.edit is not None else None,
        permalink=seen.permalink,
        seen_at=page.fetched.fetched_at,
    )


def _thread(page: Page, around: Around, posts: Sequence[Post]) -> Thread:
    opening = next((post for post in posts if post.n == 1), None)
    pages = around.pages
    is_last = pages.pages is not None and pages.page >= pages.pages
    places = [post.n for post in posts if post.n is not None]
    return Thread(
        source=page.source,
        id=ThreadId(around.thread),
        title=around.title,
        url=around.url,
        board=around.board,
        author=opening.author if opening else None,
        created_at=opening.posted_at if opening else None,
        replies=around.replies if around.replies is not None else (max(places) - 1 if is_last and places else None),
    )
