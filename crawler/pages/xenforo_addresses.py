"""XenForo's addresses, with and without `index.php?` in front of the route."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.pages.addresses import Address

__all__ = ["board_address", "is_apart", "is_sign_in", "numbered", "thread_address"]

_THREAD = re.compile(r"(?:^|[/?])threads?/(?:[^/?#&]*\.)?(\d{1,12})(?=[/?#&]|$)", re.IGNORECASE)
_BOARD = re.compile(r"(?:^|[/?])(?:forums|categories)/(?:[^/?#&]*\.)?(\d{1,12})(?=[/?#&]|$)", re.IGNORECASE)
_PAGE = re.compile(r"/page-(\d{1,9})(?=[/?#&]|$)")
_JUMP = re.compile(r"/(?:post-\d+|latest|unread|reply|watch|add-reply)(?=[/?#&]|$)")
_APART = re.compile(
    r"(?:^|[/?])(?:whats-new|search|members|account|register|misc|media|resources|help|tags|online|login/|conversations"
    r"|posts|attachments|find-new|recent-activity|featured|direct-messages)(?:[/?#]|$)",
    re.IGNORECASE,
)
_SIGN_IN = re.compile(r"(?:^|[/?])login(?:/login)?/?(?:[?#]|$)", re.IGNORECASE)


@lru_cache(maxsize=2_048)
def thread_address(url: str) -> Address | None:
    """*url* as that of a thread, or None."""
    return _address(url, _THREAD)


@lru_cache(maxsize=2_048)
def board_address(url: str) -> Address | None:
    """*url* as that of a board, or None."""
    return _address(url, _BOARD)


def _address(url: str, form: re.Pattern[str]) -> Address | None:
    found = form.search(url)
    if found is None:
        return None
    rest = url[found.end() :]
    page = _PAGE.match(rest)
    return Address(
        id=found.group(1),
        page=max(int(page.group(1)), 1) if page else 1,
        url=url[: found.end()] + "/",
        jumps=_JUMP.match(rest) is not None,
    )


def numbered(url: str, page: int, per_page: int | None = None) -> str:
    """The address of page number *page* of the thread at *url*."""
    address = thread_address(url)
    first = address.url if address else url
    return f"{first}page-{page}" if page > 1 else first


def is_sign_in(url: str) -> bool:
    """Whether *url* leads to the form by which members sign in."""
    return _SIGN_IN.search(url) is not None


def is_apart(url: str) -> bool:
    """Whether *url* is of a page that shows threads or posts but is neither list nor thread."""
    return _APART.search(url) is not None and not is_sign_in(url) and _THREAD.search(url) is None
