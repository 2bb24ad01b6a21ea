"""NodeBB's addresses: of pages, and of the data that stands under the same paths below `/api`."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.pages.addresses import Address, number, query_of, rebuilt, split, with_query

__all__ = ["board_address", "is_apart", "is_sign_in", "numbered", "thread_address"]

_THREAD = re.compile(r"(/topic/(\d{1,12})(?:/[^/]*[^/\d][^/]*)?)(?:/(\d{1,9}))?/?$")
_BOARD = re.compile(r"(/category/(\d{1,9})(?:/[^/]*[^/\d][^/]*)?)(?:/(\d{1,9}))?/?$")
_APART = re.compile(
    r"/(?:user|users|uid|groups?|tags?|search|notifications|chats?|register|reset|admin|flags|world|popular|top|post"
    r"|unread|ip-blacklist|compose|me)(?:/|$)"
)


@lru_cache(maxsize=2_048)
def thread_address(url: str) -> Address | None:
    """*url* as that of a thread, or None."""
    return _address(url, _THREAD)


@lru_cache(maxsize=2_048)
def board_address(url: str) -> Address | None:
    """*url* as that of a board, or None."""
    return _address(url, _BOARD)


def _address(url: str, form: re.Pattern[str]) -> Address | None:
    parts = split(url)
    found = form.search(parts.path)
    if found is None:
        return None
    page = int(number(query_of(parts).get("page")) or 1)
    path = parts.path[: found.end(1)]
    return Address(
        id=found.group(2), page=max(page, 1), url=rebuilt(parts, path), jumps=found.group(3) not in (None, "1")
    )


def numbered(url: str, page: int, per_page: int | None = None) -> str:
    """The address of page number *page* of the thread at *url*."""
    address = thread_address(url)
    first = address.url if address else url
    return with_query(first, "page", str(page)) if page > 1 else first


def is_sign_in(url: str) -> bool:
    """Whether *url* leads to the form by which members sign in."""
    return split(url).path.rstrip("/").endswith("/login")


def is_apart(url: str) -> bool:
    """Whether *url* is of a page that shows threads or posts but is neither list nor thread."""
    return _APART.search(split(url).path) is not None and thread_address(url) is None
