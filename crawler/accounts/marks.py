"""As whom a page was shown to us: as a member, or as a guest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from html import unescape
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.accounts.shapes import is_sign_in, is_sign_out
from crawler.html import decode, overload
from crawler.reading import Fetched
from model.accounts import LoggedIn

__all__ = ["View", "view_of"]

_LINK = re.compile(
    r"""<(?:a|form|button)\b[^<>]{0,1000}?\s(?:href|action|formaction)\s{0,9}=\s{0,9}["']?([^"'\s>]{1,2000})""",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"""<input\b[^<>]{0,1000}?\stype\s{0,9}=\s{0,9}["']?password\b""", re.IGNORECASE)
_PAGES = frozenset({200, 401, 403})  # what else is sent may lack its frame, and with it the mark
_NO_PAGE = re.compile(r"^\s*[\[{]")
MOST = 300_000  # characters at each end of a page in which links are looked for: menus stand there


class View(Enum):
    """Whom a page was made for."""

    MEMBER = "member"
    GUEST = "guest"
    UNSURE = "unsure"  # the page doesn't show it: an error, a feed


def view_of(fetched: Fetched, mark: LoggedIn | None) -> View:
    """Whom *fetched* was made for: by *mark*, or else by the links to sign out and in that all software shows."""
    text = decode(fetched.body, headers=fetched.headers, charset=fetched.charset)
    if mark is not None:
        if _bears(text, mark):
            return View.MEMBER
        is_page = fetched.status in _PAGES and bool(text.strip()) and not _NO_PAGE.match(text)
        return View.GUEST if is_page else View.UNSURE
    text = text if len(text) <= 2 * MOST else text[:MOST] + text[-MOST:]
    links = list(_own_links(text, fetched.url))
    if any(is_sign_out(url) for url in links):
        return View.MEMBER
    if fetched.status < 500 and (_PASSWORD.search(text) or any(is_sign_in(url) for url in links)):
        return View.GUEST
    return View.UNSURE


def _bears(text: str, mark: LoggedIn) -> bool:
    if mark.text is not None:
        return mark.text in text or mark.text in unescape(text)
    if mark.selector is None or overload(text):
        return False
    return LexborHTMLParser(text).css_first(mark.selector) is not None


def _own_links(text: str, base: str) -> Iterator[str]:
    """Where the page's own links lead: what other people link to in their posts says nothing of us."""
    own = urlsplit(base).netloc.lower()
    for found in _LINK.finditer(text):
        try:
            url = urljoin(base, unescape(found.group(1)))
            if urlsplit(url).netloc.lower() == own:
                yield url
        except ValueError:
            continue
