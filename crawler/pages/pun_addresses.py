"""The addresses of FluxBB and PunBB: plain, and in the four forms in which PunBB can write them."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.pages.addresses import Address, number, query_of, rebuilt, split, with_query

__all__ = ["board_address", "is_apart", "is_sign_in", "numbered", "thread_address"]

_THREAD = re.compile(
    r"/topic[/-]?(\d{1,12})(?:[-/](?!p\d|page/)[^/?#]*?)?(?:-p(\d{1,9})|/page/(\d{1,9}))?(?:\.html|/)?$", re.IGNORECASE
)
_BOARD = re.compile(
    r"/forum[/-]?(\d{1,12})(?:[-/](?!p\d|page/)[^/?#]*?)?(?:-p(\d{1,9})|/page/(\d{1,9}))?(?:\.html|/)?$", re.IGNORECASE
)
_POST = re.compile(r"/post[/-]?(\d{1,12})(?:\.html|/)?$", re.IGNORECASE)
_APART = re.compile(
    r"/(?:userlist|search|register|profile|help|misc|extern|moderate|post|edit|delete|rewrite|message|pms_\w+)\.php$"
    r"|/(?:users|user|search|register|feed|help|rules)(?:/|\.html|-|$)",
    re.IGNORECASE,
)


@lru_cache(maxsize=2_048)
def thread_address(url: str) -> Address | None:
    """*url* as that of a thread, or None."""
    found = _address(url, "viewtopic.php", _THREAD)
    if found is not None:
        return found
    parts = split(url)
    post = number(query_of(parts).get("pid")) if parts.path.lower().endswith("viewtopic.php") else None
    if post is None and (friendly := _POST.search(parts.path)):
        post = friendly.group(1)
    return Address(id=None, slug=f"p{post}", url=url, jumps=True) if post else None


@lru_cache(maxsize=2_048)
def board_address(url: str) -> Address | None:
    """*url* as that of a board, or None."""
    return _address(url, "viewforum.php", _BOARD)


def _address(url: str, script: str, form: re.Pattern[str]) -> Address | None:
    parts = split(url)
    query = query_of(parts)
    page = int(number(query.get("p")) or 1)
    jumps = query.get("action", "") in ("new", "last")
    if parts.path.lower().endswith(script):
        id = number(query.get("id"))  # noqa: A001
        if id is None:
            return None
        return Address(id=id, page=max(page, 1), url=rebuilt(parts, parts.path, [("id", id)]), jumps=jumps)
    found = form.search(parts.path)
    if found is None:
        return None
    told = found.group(2) or found.group(3)
    path = parts.path
    if told:
        start = found.start(2) - 2 if found.group(2) else found.start(3) - len("page/")
        end = found.end(2) if found.group(2) else found.end(3)
        path = path[:start] + path[end:].lstrip("/" if path[start - 1] == "/" else "")
    return Address(id=found.group(1), page=max(int(told or page), 1), url=rebuilt(parts, path), jumps=jumps)


def numbered(url: str, page: int, per_page: int | None = None) -> str:
    """The address of page number *page* of the thread at *url*."""
    address = thread_address(url)
    first = address.url if address else url
    if page <= 1:
        return first
    if first.endswith(".html"):
        return f"{first.removesuffix('.html')}-p{page}.html"
    if ".php" not in first:
        return f"{first.rstrip('/')}/page/{page}/"
    return with_query(first, "p", str(page))


def is_sign_in(url: str) -> bool:
    """Whether *url* leads to the form by which members sign in."""
    path = split(url).path.lower()
    return path.endswith(("/login.php", "/login/", "/login.html", "/login"))


def is_apart(url: str) -> bool:
    """Whether *url* is of a page that shows threads or posts but is neither list nor thread."""
    return _APART.search(split(url).path) is not None
