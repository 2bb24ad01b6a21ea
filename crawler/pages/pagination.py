"""Where a page stands among its siblings, from the links that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import gcd

from selectolax.lexbor import LexborNode

from crawler.pages.addresses import Address, without_session
from crawler.pages.page import Page
from crawler.pages.words import words

__all__ = ["Pages", "Parse", "numbered_pages", "offset_pages"]

MOST_LINKS = 500  # to other pages: boards show some ten, around the present one
Parse = Callable[[str], Address | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where a page stands."""

    page: int = 1
    pages: int | None = 1  # None when the page does not say
    next: str | None = None  # None on the last page
    per_page: int | None = None  # None when the addresses do not say


def numbered_pages(
    page: Page, *, own: Address | None, parse: Parse, key: str | None, links: str, current: str | None
) -> Pages:
    """The pagination of software that counts pages.

    *own* is the page's own address, *key* that of the thread or board, by which foreign links are told; *links* selects
    what leads to siblings, *current* what shows the present number.
    """
    found: dict[int, str] = {}
    for url, address in _siblings(page, parse, key or (own.key if own else None), links):
        found.setdefault(address.page, url)
    here = _shown(page, current) or (own.page if own and not own.jumps else 1)
    return Pages(page=here, pages=max([here, *found]), next=_following(found, here))


def offset_pages(
    page: Page, *, own: Address | None, parse: Parse, key: str | None, links: str, current: str | None
) -> Pages:
    """The pagination of software that counts posts: pages are told by the steps between their addresses."""
    by_offset: dict[int, str] = {}
    for url, address in _siblings(page, parse, key or (own.key if own else None), links):
        by_offset.setdefault(address.offset or 0, url)
    shown = _shown(page, current)
    start = own.offset if own is not None and not own.jumps and own.offset else 0
    step = _step(by_offset, start, shown)
    if step == 0:
        return Pages(page=shown or 1, pages=shown or 1)
    if shown is None:
        shown = start // step + 1
    found = {offset // step + 1: url for offset, url in by_offset.items()}
    return Pages(page=shown, pages=max([shown, *found]), next=_following(found, shown), per_page=step)


def _step(offsets: Iterable[int], start: int, shown: int | None) -> int:
    """How many posts a page holds; of three pages the second sees only steps of two, but knows its own place."""
    between = gcd(*offsets)
    if shown is not None and shown > 1 and start and start % (shown - 1) == 0 and between % (start // (shown - 1)) == 0:
        return start // (shown - 1)
    if shown is None and start:
        return gcd(between, start)
    return between


def _siblings(page: Page, parse: Parse, key: str | None, links: str) -> Iterable[tuple[str, Address]]:
    for link in page.tree.css(links)[:MOST_LINKS]:
        url = page.address(link)
        address = parse(url) if url else None
        if url is not None and address is not None and not address.jumps and page.is_own(url) and address.key == key:
            yield without_session(url), address


def _shown(page: Page, current: str | None) -> int | None:
    for node in page.tree.css(current)[:MOST_LINKS] if current else ():
        if (shown := _number(node)) is not None:
            return shown
    return None


def _number(node: LexborNode) -> int | None:
    text = words(node).replace(",", "").replace(".", "")
    return int(text) if text.isdecimal() and 0 < len(text) < 7 and int(text) > 0 else None


def _following(found: dict[int, str], here: int) -> str | None:
    return found.get(here + 1) or next((found[n] for n in sorted(found) if n > here), None)
