"""SMF's addresses: plain, with sessions in them, and as its search-friendly setting writes them."""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.pages.addresses import Address, split

__all__ = ["board_address", "is_apart", "is_sign_in", "numbered", "thread_address"]

PER_PAGE = 15  # as 2.0 is installed; 2.1 shows 20
_THREAD = re.compile(r"(?:[?;&/]|^)topic[=,](\d{1,12})(?:\.(?:(\d{1,9})|(msg\d+|new|from\d+)))?(?=[;&#.]|$)")
_BOARD = re.compile(r"(?:[?;&/]|^)board[=,](\d{1,9})(?:\.(\d{1,9}))?(?=[;&#.]|$)")
_ACTION = re.compile(r"(?:[?;&])action=(\w+)")
_FRIENDLY = re.compile(r"index\.php/(?:topic|board),")


@lru_cache(maxsize=2_048)
def thread_address(url: str) -> Address | None:
    """*url* as that of a thread, or None."""
    found = _THREAD.search(_told(url))
    if found is None or _ACTION.search(url):
        return None
    return Address(
        id=found.group(1),
        offset=int(found.group(2) or 0),
        url=_written(url, f"topic={found.group(1)}.0"),
        jumps=found.group(3) is not None,
    )


@lru_cache(maxsize=2_048)
def board_address(url: str) -> Address | None:
    """*url* as that of a board, or None."""
    told = _told(url)
    found = _BOARD.search(told)
    if found is None or _ACTION.search(url) or _THREAD.search(told):
        return None
    return Address(id=found.group(1), offset=int(found.group(2) or 0), url=_written(url, f"board={found.group(1)}.0"))


def _told(url: str) -> str:
    """What follows the script's name."""
    parts = split(url)
    return f"?{parts.query}" if parts.query else parts.path


def _written(url: str, query: str) -> str:
    parts = split(url)
    script = (
        parts.path[: parts.path.lower().find("index.php") + len("index.php")]
        if "index.php" in parts.path
        else parts.path
    )
    base = f"{parts.scheme}://{parts.netloc}{script}"
    if _FRIENDLY.search(url):
        return f"{base}/{query.replace('=', ',')}.html"
    return f"{base}?{query}"


def numbered(url: str, page: int, per_page: int | None = None) -> str:
    """The address of page number *page* of the thread at *url*, of whose posts *per_page* stand on one."""
    address = thread_address(url)
    first = address.url if address else url
    offset = (page - 1) * (per_page or PER_PAGE)
    tail = ".html" if first.endswith(".html") else ""
    return f"{first.removesuffix(tail).removesuffix('.0')}.{max(offset, 0)}{tail}"


def is_sign_in(url: str) -> bool:
    """Whether *url* leads to the form by which members sign in."""
    found = _ACTION.search(url)
    return found is not None and found.group(1) in ("login", "login2", "kickguest")


def is_apart(url: str) -> bool:
    """Whether *url* is of a page that shows threads or posts but is neither list nor thread."""
    found = _ACTION.search(url)
    return found is not None and not is_sign_in(url) and found.group(1) not in ("forum", "collapse")
