"""A list of threads or boards, from the rows that were found in its markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Protocol

from crawler.pages.addresses import Address
from crawler.pages.page import Page
from crawler.pages.pagination import Pages, Parse
from crawler.pages.posts import MOST, calendar_of
from crawler.pages.stamps import Stamp
from crawler.pages.words import words
from crawler.reading import Reading
from model.identities import ThreadId
from model.posts import ThreadRow
from model.visits import PageClass

__all__ = ["SeenRow", "board_reading", "count", "list_reading"]

_NOT_DIGITS = re.compile(r"\D")
_COUNT = re.compile(r"\d[\d.,\s\u00a0\u202f']*")
_THOUSANDS = re.compile(r"(\d+(?:[.,]\d+)?)\s?([kкmм])\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRow:
    """A thread's row, as the markup holds it."""

    id: str
    title: str = field(repr=False)
    url: str = field(repr=False)
    author: str | None = field(default=None, repr=False)
    replies: int | None = None
    last: Stamp | None = None
    last_author: str | None = field(default=None, repr=False)
    is_sticky: bool = False
    is_moved: bool = False


class Paged(Protocol):
    """Tells where a page stands among its siblings: `numbered_pages` or `offset_pages`, with what they look for."""

    def __call__(self, page: Page, *, own: Address | None, parse: Parse, key: str | None) -> Pages:
        """Of the page of a thread or board that is called *key*."""
        ...


def board_reading(
    page: Page,
    *,
    engine: str,
    rows: Iterable[SeenRow],
    boards: str,
    parse: Parse,
    paged: Paged,
    board: str | None,
    clock: str | None = None,
    zone: tzinfo | None = None,
) -> Reading | None:
    """The page as a list of threads, of boards, or of both; None when it lists neither.

    *boards* selects the links that may lead to boards, *parse* tells the address of one; *board* is what this one is
    called, which counts where the page has a board's address.
    """
    own = parse(page.url)
    seen = [*rows]
    links = tuple(_board_links(page, boards, parse, own=own))
    if not seen and not links:
        return None
    return list_reading(
        page,
        engine=engine,
        rows=seen,
        boards=links,
        board=board if own is not None else None,
        pages=paged(page, own=own, parse=parse, key=own.key) if own is not None else None,
        clock=clock,
        zone=zone,
    )


def list_reading(
    page: Page,
    *,
    engine: str,
    rows: Sequence[SeenRow],
    boards: tuple[str, ...] = (),
    board: str | None = None,
    pages: Pages | None = None,
    clock: str | None = None,
    zone: tzinfo | None = None,
) -> Reading:
    """The page as a list; a thread that stands on it twice counts once."""
    rows = list({row.id: row for row in reversed(rows[:MOST])}.values())[::-1]
    pages = pages or Pages()
    stamps = [row.last for row in rows if row.last is not None]
    calendar = calendar_of(page, stamps, clock=clock, zone=zone, rising=False)
    return Reading(
        url=page.url,
        engine=engine,
        page_class=PageClass.LIST,
        board=board,
        rows=tuple(
            ThreadRow(
                id=ThreadId(row.id),
                title=row.title,
                url=row.url,
                author=row.author or None,
                replies=row.replies,
                last_post_at=row.last.exact(calendar) if row.last is not None else None,
                last_author=row.last_author or None,
                is_sticky=row.is_sticky,
                is_moved=row.is_moved,
            )
            for row in rows
        ),
        boards=boards,
        page=pages.page,
        pages=pages.pages,
        next=pages.next,
    )


def _board_links(page: Page, links: str, parse: Parse, *, own: Address | None) -> Iterable[str]:
    """The addresses of the boards that *links* select, each once, without the page's own."""
    found: dict[str, str] = {}
    for link in page.tree.css(links)[: 2 * MOST]:
        url = page.address(link)
        address = parse(url) if url and page.is_own(url) else None
        if address is None or address.jumps or (own is not None and address.key == own.key) or not words(link):
            continue
        found.setdefault(address.key, address.url)
    return found.values()


def count(text: str) -> int | None:
    """The number that *text* writes, with whatever stands between its thousands; None where it is rounded or none."""
    if _THOUSANDS.search(text):
        return None  # "1.2K" tells nothing of the next reply
    found = _COUNT.search(text)
    digits = _NOT_DIGITS.sub("", found.group(0)) if found else ""
    return int(digits) if 0 < len(digits) < 10 else None
