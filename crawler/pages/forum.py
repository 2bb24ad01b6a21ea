"""A forum software, put together from what its pages are made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from crawler.pages.documents import Document
from crawler.pages.page import Page
from crawler.reading import Reading
from model.visits import PageClass

__all__ = ["Forum", "Mark"]


@dataclass(frozen=True, slots=True)
class Mark:
    """What speaks for a software when it stands in a page's markup."""

    points: int
    needs: str
    """What stands in all that the pattern matches: looked for first, since most pages are of another software."""
    pattern: re.Pattern[str]
    """Begins with a tag or an attribute, which members do not write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """One software's way of writing pages."""

    name: str
    frame: str
    marks: tuple[Mark, ...]
    links: Callable[[Page], bool]
    """Whether the page links, on its own host, to addresses of this software's form."""
    thread: Callable[[Page], Reading | None]
    """The page as one of a thread; None when it holds no post."""
    listing: Callable[[Page], Reading | None]
    """The page as a list of threads or boards; None when it lists neither."""
    wall: Callable[[Page], Reading]
    """What stands where posts or rows should be."""
    is_apart: Callable[[str], bool]
    """Whether an address is of a page that shows threads or posts but is neither list nor thread."""
    numbered: Callable[[str, int, int | None], str]
    """The address of a page of a thread, given how many posts a page holds where that is known."""
    cookie: re.Pattern[str] | None = None  # None where the software sets none of its own
    data: Callable[[Page, Document], Reading | None] | None = None  # None where it offers none

    def score(self, page: Page) -> int:
        """How much in *page* speaks for this software; one mark alone never suffices."""
        found = sum(mark.points for mark in self.marks if mark.needs in page.text and mark.pattern.search(page.text))
        if self.cookie is not None:
            cookies = (value for name, value in page.fetched.headers if name.lower() == "set-cookie")
            found += 3 * any(self.cookie.search(cookie) for cookie in cookies)
        return found + 2 * self.links(page) if found else 0

    def read(self, page: Page) -> Reading:
        """What *page* says."""
        if self.is_apart(page.url):
            return page.reading(
                PageClass.UNKNOWN, "a page of the forum that is neither list nor thread", engine=self.name
            )
        return self.thread(page) or self.listing(page) or self.wall(page)

    def read_data(self, page: Page, document: Document) -> Reading | None:
        """What *document* says; None where it is not this software's."""
        return self.data(page, document) if self.data is not None else None

    def page_url(self, thread_url: str, page: int, per_page: int | None = None) -> str:
        """The address of page number *page* of the thread at *thread_url*."""
        return self.numbered(thread_url, page, per_page)
