"""MyBB's addresses: plain, as its own search-friendly settings write them, and as slugs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, urlencode, urlunsplit

from crawler.pages.addresses import Address, slug_id, split

__all__ = ["Address", "board_address", "is_sign_in", "numbered", "slug_id", "split", "thread_address", "user_address"]

_THREAD = re.compile(
    r"/thread-(\d{1,12})(?:-page-(\d{1,9}))?"
    r"(?:-(?:post-\d+|lastpost|newpost|nextnewest|nextoldest))?\.html$",
    re.IGNORECASE,
)
_BOARD = re.compile(r"/forum-(\d{1,12})(?:-page-(\d{1,9}))?\.html$", re.IGNORECASE)
_THREAD_SLUG = re.compile(r"/thread-([^/?#]+?)(?:-page-(\d{1,9}))?/?$", re.IGNORECASE)
_BOARD_SLUG = re.compile(r"/forum-([^/?#]+?)(?:-page-(\d{1,9}))?/?$", re.IGNORECASE)
_USER = re.compile(r"/user-[^/?#]+$", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,12}")
_OTHER_FORMS = ("page", "pid", "action", "mode", "highlight", "my_post_key", "sid")


@lru_cache(maxsize=2_048)
def thread_address(url: str) -> Address | None:
    """*url* as that of a thread, or None."""
    return _address(url, "showthread.php", "tid", _THREAD, _THREAD_SLUG)


@lru_cache(maxsize=2_048)
def board_address(url: str) -> Address | None:
    """*url* as that of a board, or None."""
    return _address(url, "forumdisplay.php", "fid", _BOARD, _BOARD_SLUG)


def user_address(url: str) -> bool:
    """Whether *url* is that of a member's profile."""
    parts = split(url)
    if parts.path.lower().endswith("/member.php"):
        query = dict(parse_qsl(parts.query))
        return query.get("action") == "profile"
    return _USER.search(parts.path) is not None


def is_sign_in(url: str) -> bool:
    """Whether *url* leads to the form by which members sign in."""
    parts = split(url)
    return parts.path.lower().endswith("member.php") and dict(parse_qsl(parts.query)).get("action") in (
        "login",
        "do_login",
    )


def _address(url: str, script: str, key: str, plain: re.Pattern[str], slug: re.Pattern[str]) -> Address | None:
    parts = split(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    given = dict(query)
    page = int(given["page"]) if _NUMBER.fullmatch(given.get("page", "")) else 1
    kept = [(name, value) for name, value in query if name not in _OTHER_FORMS]
    jumps = "pid" in given or given.get("action", "") != ""

    def made(path: str, query: str, *, id: str | None = None, name: str | None = None, page: int = page) -> Address:  # noqa: A002
        first = urlunsplit((parts.scheme, parts.netloc, path, query, ""))
        return Address(id=id, slug=name, page=max(page, 1), url=first, jumps=jumps)

    if parts.path.lower().endswith("/" + script):
        number = given.get(key, "")
        return made(parts.path, urlencode([(key, number)]), id=number) if _NUMBER.fullmatch(number) else None
    if found := plain.search(parts.path):
        path = parts.path[: found.start()] + _first(found, ".html")
        return made(path, urlencode(kept), id=found.group(1), page=int(found.group(2) or page))
    if found := slug.search(parts.path):
        path = parts.path[: found.start()] + _first(found, "")
        return made(path, urlencode(kept), name=unquote(found.group(1)).lower(), page=int(found.group(2) or page))
    return None


def _first(found: re.Match[str], suffix: str) -> str:
    prefix = found.group(0)[: found.start(1) - found.start()]
    return f"{prefix}{found.group(1)}{suffix}"


def numbered(url: str, page: int, parse: Callable[[str], Address | None] = thread_address) -> str:
    """The address of page number *page* of what *url* leads to."""
    address = parse(url)
    first = address.url if address else url
    if page <= 1:
        return first
    if first.endswith(".html") and address is not None:
        return first.removesuffix(".html") + f"-page-{page}.html"
    parts = split(first)
    query = [*((name, value) for name, value in parse_qsl(parts.query) if name != "page"), ("page", str(page))]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), ""))
