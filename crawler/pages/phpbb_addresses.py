"""phpBB's addresses: plain, with sessions in them, and as its search-friendly extensions write them."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.pages.addresses import Address, number, query_of, rebuilt, split, with_query

__all__ = ["board_address", "is_apart", "is_sign_in", "numbered", "thread_address"]

PER_PAGE = 10  # as installed
_THREAD = re.compile(r"/(?:[^/?#]*?-)?(?:t|topic)(\d{1,12})(?:[-_](\d{1,9}))?(?:\.html|/)?$", re.IGNORECASE)
_BOARD = re.compile(
    r"/(?:[^/?#]*?-)?(?:f|forum)(\d{1,12})(?:[-_](\d{1,9}))?(?:\.html|/(?:page(\d{1,9})\.html)?)?$", re.IGNORECASE
)
_APART = re.compile(
    r"/(?:search|memberlist|posting|viewonline|mcp|report|faq|feed|cron|download/file)\.php|/app\.php/|/feed(?:/|$)"
    r"|/adm/|/help/faq",
    re.IGNORECASE,
)


@lru_cache(maxsize=2_048)
def thread_address(url: str) -> Address | None:
    """*url* as that of a thread, or None."""
    parts = split(url)
    query = query_of(parts)
    if parts.path.lower().endswith("viewtopic.php"):
        thread, post = number(query.get("t")), number(query.get("p"))
        if thread is None and post is None:
            return None
        kept = [(name, query[name]) for name in ("f", "t") if number(query.get(name))] or [("p", post or "")]
        jumps = post is not None or query.get("view", "") not in ("", "viewpoll")
        return Address(
            id=thread,
            slug=None if thread else f"p{post}",
            offset=_offset(query.get("start")),
            url=rebuilt(parts, parts.path, kept),
            jumps=jumps,
        )
    return _friendly(url, _THREAD)


@lru_cache(maxsize=2_048)
def board_address(url: str) -> Address | None:
    """*url* as that of a board, or None."""
    parts = split(url)
    query = query_of(parts)
    if parts.path.lower().endswith("viewforum.php"):
        board = number(query.get("f"))
        if board is None:
            return None
        return Address(id=board, offset=_offset(query.get("start")), url=rebuilt(parts, parts.path, [("f", board)]))
    return _friendly(url, _BOARD)


def _friendly(url: str, form: re.Pattern[str]) -> Address | None:
    parts = split(url)
    found = form.search(parts.path)
    if found is None:
        return None
    path = parts.path
    if found.group(2):
        path = path[: found.start(2) - 1] + path[found.end(2) :]
    offset = found.group(2) or query_of(parts).get("start")
    return Address(id=found.group(1), offset=_offset(offset), url=rebuilt(parts, path))


def _offset(text: str | None) -> int:
    return int(number(text) or 0)


def numbered(url: str, page: int, per_page: int | None = None) -> str:
    """The address of page number *page* of the thread at *url*, of whose posts *per_page* stand on one."""
    address = thread_address(url)
    first = address.url if address else url
    offset = (page - 1) * (per_page or PER_PAGE)
    if offset <= 0:
        return first
    if first.endswith(".html"):
        return f"{first.removesuffix('.html')}-{offset}.html"
    return with_query(first, "start", str(offset))


def is_sign_in(url: str) -> bool:
    """Whether *url* leads to the form by which members sign in."""
    parts = split(url)
    return parts.path.lower().endswith("ucp.php") and query_of(parts).get("mode") == "login"


def is_apart(url: str) -> bool:
    """Whether *url* is of a page that shows threads or posts but is neither list nor thread."""
    parts = split(url)
    if parts.path.lower().endswith("ucp.php"):
        return not is_sign_in(url)
    return _APART.search(parts.path) is not None or query_of(parts).get("view") == "print"
