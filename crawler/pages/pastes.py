"""Pastes: one text at an address; a paste is the only post of a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from crawler.pages.documents import Document
from crawler.pages.forum import Mark
from crawler.pages.page import Page
from crawler.reading import Reading
from model.identities import ThreadId
from model.posts import Post, Thread
from model.visits import PageClass

__all__ = ["Comment", "Paste", "PasteSite", "gone", "name_of", "paste_page", "without_text"]

SUFFIXES = frozenset(
    {"raw", "slim", "plain", "+inline", "+download", "show", "download", "json", "documents", "view", "paste"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What somebody wrote below a paste."""

    id: str
    author: str = field(repr=False)
    text: str = field(repr=False)
    posted_at: datetime | None = None  # None when the site does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste:
    """A paste, as its page shows it."""

    id: str
    text: str = field(repr=False)
    title: str = field(default="", repr=False)
    author: str = field(default="", repr=False)
    posted_at: datetime | None = None  # None when the site does not say
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PasteSite:
    """One paste software's way of writing pages."""

    name: str
    marks: tuple[Mark, ...]
    page: Callable[[Page], Reading]
    """What a page of this software says."""
    data: Callable[[Page, Document], Reading | None] | None = None  # None where it offers none
    frame: str = ""

    def score(self, page: Page) -> int:
        """How much in *page* speaks for this software; one mark alone never suffices."""
        return sum(mark.points for mark in self.marks if mark.needs in page.text and mark.pattern.search(page.text))

    def read(self, page: Page) -> Reading:
        """What *page* says."""
        return self.page(page)

    def read_data(self, page: Page, document: Document) -> Reading | None:
        """What *document* says; None where it is not this software's."""
        return self.data(page, document) if self.data is not None else None

    def page_url(self, thread_url: str, page: int, per_page: int | None = None) -> str:
        """The address itself: a paste has one page."""
        return thread_url


def paste_page(page: Page, paste: Paste, *, engine: str) -> Reading:
    """A page that shows *paste*."""
    thread = ThreadId(paste.id)
    seen_at = page.fetched.fetched_at
    first = _post(page, thread, paste.id, paste.author, paste.text, paste.posted_at, 1, seen_at)
    answers = [
        _post(page, thread, each.id, each.author, each.text, each.posted_at, n, seen_at)
        for n, each in enumerate(paste.comments, start=2)
    ]
    return Reading(
        url=page.url,
        engine=engine,
        page_class=PageClass.PASTE,
        thread=Thread(
            source=page.source,
            id=thread,
            title=paste.title,
            url=page.url,
            author=paste.author or None,
            created_at=paste.posted_at,
            replies=len(answers) or None,
        ),
        posts=(first, *answers),
    )


def _post(
    page: Page,
    thread: ThreadId,
    name: str,
    author: str,
    text: str,
    posted_at: datetime | None,
    n: int,
    seen_at: datetime,
) -> Post:
    return Post(
        source=page.source,
        thread=thread,
        id=name,
        author=author,
        text=text,
        n=n,
        posted_at=posted_at,
        permalink=page.url,
        seen_at=seen_at,
    )


def without_text(page: Page, *, engine: str, reason: str) -> Reading:
    """A page of *engine* that shows no paste, for *reason*: a form, a page about the site."""
    return page.reading(PageClass.EMPTY, reason, engine=engine)


def gone(page: Page, *, engine: str) -> Reading:
    """A page that says that there is no such paste, or none any more."""
    return Reading(
        url=page.url, engine=engine, page_class=PageClass.ERROR, is_gone=True, reason="there is no such paste"
    )


def name_of(url: str, *, drop: Sequence[str] = ()) -> str:
    """The id of the paste at *url*: the last part of its path that names no view of it."""
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step and step.lower() not in SUFFIXES and step not in drop]
    return steps[-1] if steps else parts.query.partition("&")[0]
