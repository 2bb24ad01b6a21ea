"""Discourse's addresses: of pages for readers and of the data behind them."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.pages.addresses import Address, number, query_of, rebuilt, split, with_query

__all__ = ["board_address", "is_apart", "is_data", "is_sign_in", "numbered", "thread_address"]

_THREAD = re.compile(r"/t/(?:[^/]+/)?(\d{1,12})(?:/(\d{1,9}|last))?(?:\.json)?/?$")
_BOARD = re.compile(r"/c/(?:[^/]+/){0,3}(\d{1,9})(?:/l/\w+|/none|/all)?(?:\.json)?/?$")
_OLD_BOARD = re.compile(r"/(?:c|category)/([^/]+(?:/[^/]+)?)(?:/l/\w+)?(?:\.json)?/?$")
_LISTS = re.compile(r"^(.*)/(latest|top|new|hot)(?:\.json)?/?$")
_APART = re.compile(
    r"/(?:u|users|tags?|badges?|about|faq|tos|privacy|guidelines|search|groups?|g|admin|session|signup|posts|raw"
    r"|site|my)"
    r"(?:/|\.json|\.rss|$)|\.rss$"
)


@lru_cache(maxsize=2_048)
def thread_address(url: str) -> Address | None:
    """*url* as that of a thread, or None."""
    parts = split(url)
    found = _THREAD.search(parts.path)
    if found is None:
        return None
    path = parts.path
    if found.group(2):
        path = path[: found.start(2) - 1] + path[found.end(2) :]
    page = int(number(query_of(parts).get("page")) or 1)
    is_jump = found.group(2) not in (None, "1")
    return Address(id=found.group(1), page=max(page, 1), url=rebuilt(parts, path), jumps=is_jump)


@lru_cache(maxsize=2_048)
def board_address(url: str) -> Address | None:
    """*url* as that of a board or of a list of all of them, or None; their pages are counted from nought."""
    parts = split(url)
    page = int(number(query_of(parts).get("page")) or 0) + 1
    first = rebuilt(parts, parts.path)
    if found := _BOARD.search(parts.path):
        return Address(id=found.group(1), page=page, url=first)
    for form in (_OLD_BOARD, _LISTS):
        if found := form.search(parts.path):
            return Address(id=None, slug=found.group(found.lastindex or 1).lower(), page=page, url=first)
    return None


def numbered(url: str, page: int, per_page: int | None = None) -> str:
    """The address of page number *page* of the thread at *url*."""
    address = thread_address(url)
    first = address.url if address else url
    return with_query(first, "page", str(page)) if page > 1 else first


def is_data(url: str) -> bool:
    """Whether *url* is of data, not of a page."""
    return split(url).path.endswith(".json")


def is_sign_in(url: str) -> bool:
    """Whether *url* leads to the form by which members sign in."""
    return split(url).path.rstrip("/").endswith("/login")


def is_apart(url: str) -> bool:
    """Whether *url* is of a page that shows threads or posts but is neither list nor thread."""
    return _APART.search(split(url).path) is not None
