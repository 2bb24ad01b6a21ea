"""MyBB 1.8, and 1.6 as far as it is alike: which of its pages one is, and what the page says.

Structure is told by ids, classes and addresses, never by words: boards speak any language and themes move wrappers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawler.pages import mybb_lists, mybb_threads
from crawler.pages.documents import Document
from crawler.pages.mybb_addresses import board_address, is_sign_in, numbered, split, thread_address
from crawler.pages.mybb_parts import inside
from crawler.pages.page import Page
from crawler.pages.refusals import GONE, MAINTENANCE, REFUSED
from crawler.pages.words import classes, words
from crawler.reading import Reading
from model.visits import PageClass

__all__ = ["MyBB"]

MOST = 1_000  # posts or threads on one page: no board shows so many, and each costs a search of what is around it

_COOKIE = re.compile(r"(?:^|[\s,;])mybb\[\w+\]=")
_POST_KEY = re.compile(r"\bvar\s+my_post_key\s*=|name=[\"']my_post_key[\"']")
_SCRIPT = re.compile(r"jscripts/(?:general|thread|jquery\.plugins(?:\.min)?)\.js\?ver=1[68]")
_TEMPLATE = re.compile(r"<!-- start: (?:header|headerinclude|footer|postbit|forumdisplay|showthread|nav)\w* -->")

_TRACES = ("my_post_key", "jscripts/", "<!-- start: ", "pid_", "tid_", "trow1", "mybb", "showthread", "forumdisplay")
_APART = tuple(
    f"/{name}.php"
    for name in (
        *("portal", "search", "memberlist", "stats", "online", "calendar", "misc", "printthread"),
        *("showteam", "usercp", "private", "reputation", "announcements"),
    )
)
_FIELDS = "input:not([type='hidden']):not([type='submit']):not([type='password']), select"
_FRAME = frozenset(["header", "panel", "footer", "quick_login"])


@dataclass(frozen=True, slots=True)
class MyBB:
    """MyBB's pages."""

    name: str = "mybb"
    frame: str = "#header, #panel, #footer, #quick_login, .navigation, .signature, .author_statistics, .lastpost"

    def score(self, page: Page) -> int:
        text, tree = page.text, page.tree
        if not any(trace in text for trace in _TRACES):
            return 0
        cookies = (value for name, value in page.fetched.headers if name.lower() == "set-cookie")
        return (
            3 * any(_COOKIE.search(cookie) for cookie in cookies)
            + 3 * (_POST_KEY.search(text) is not None)
            + 2 * (_SCRIPT.search(text) is not None)
            + (_TEMPLATE.search(text) is not None)
            + 2 * (tree.css_first("[id^='pid_']") is not None and tree.css_first("[id^='post_']") is not None)
            + 2 * (tree.css_first("span[id^='tid_']") is not None)
            + (tree.css_first(".trow1") is not None and tree.css_first(".thead") is not None)
            + (tree.css_first("a[href*='://mybb.com'], a[href*='://www.mybb.com']") is not None)
            + 2 * self._has_own_links(page)
        )

    def _has_own_links(self, page: Page) -> bool:
        """Links in posts may lead to any MyBB; the board's own lead to itself."""
        own = "a[href*='showthread.php?tid='], a[href*='forumdisplay.php?fid='], a[href*='member.php?action=']"
        return any(page.is_own(url) for link in page.tree.css(own)[:20] if (url := page.address(link)))

    def read_data(self, page: Page, document: Document) -> Reading | None:
        return None  # it offers none

    def page_url(self, thread_url: str, page: int, per_page: int | None = None) -> str:
        return numbered(thread_url, page)

    def read(self, page: Page) -> Reading:
        if _is_apart(page.url):
            return page.reading(
                PageClass.UNKNOWN, "a page of the forum that is neither list nor thread", engine=self.name
            )
        if len(page.tree.css("[id^='pid_'], [id^='tid_']")) > MOST:
            return page.reading(PageClass.UNKNOWN, f"more than {MOST} posts or threads on one page", engine=self.name)
        if (found := mybb_threads.thread(page)) is not None:
            return found
        if (found := mybb_lists.listing(page)) is not None:
            return found
        return self._wall(page)

    def _wall(self, page: Page) -> Reading:
        """What stands where posts or rows should be."""
        message = _message(page)
        said = words(message)
        if is_sign_in(page.url) or self._asks_to_sign_in(page, message):
            return page.reading(PageClass.LOGIN, "the board asks to sign in", engine=self.name)
        if message is not None and mybb_lists.has_frame(page):
            if REFUSED.search(said):
                return page.reading(PageClass.LOGIN, "the list is shown to members only", engine=self.name)
            return self._empty(page)
        if message is not None and MAINTENANCE.search(said) and not GONE.search(said):
            return page.reading(PageClass.MAINTENANCE, "the board says that it is closed for a while", engine=self.name)
        if message is not None and REFUSED.search(said) and not GONE.search(said):
            return page.reading(PageClass.LOGIN, "shown to members only", engine=self.name)
        if page.fetched.status >= 400 or (message is not None and not inside(message, _is_form)):
            return self._error(page, said)
        return page.reading(PageClass.UNKNOWN, self._lack(page), engine=self.name)

    def _asks_to_sign_in(self, page: Page, message: LexborNode | None) -> bool:
        content = [node for node in page.tree.css("input[type='password']") if not _is_framed(node)]
        if any(_form_of(node, "register") for node in content):
            return False  # a form to join, not a wall
        if content:
            return True
        links = message.css("a[href]") if message is not None else []
        return any(is_sign_in(url) for link in links if (url := page.address(link)))

    def _empty(self, page: Page) -> Reading:
        return mybb_lists.bare(page)

    def _error(self, page: Page, said: str) -> Reading:
        asked = thread_address(page.url) or board_address(page.url)
        is_gone = asked is not None and (page.fetched.status in (404, 410) or GONE.search(said) is not None)
        reason = "the board says that there is no such thing" if is_gone else "the board shows a message instead"
        return Reading(url=page.url, engine=self.name, page_class=PageClass.ERROR, is_gone=is_gone, reason=reason)

    def _lack(self, page: Page) -> str:
        if thread_address(page.url):
            return "the address of a thread, and no post on its page"
        if board_address(page.url):
            return "the address of a board, and no list on its page"
        return "a page of the forum that is neither list nor thread"


def _message(page: Page) -> LexborNode | None:
    """The one cell of a table in which the board speaks to its reader instead of showing what was asked for."""
    cells = [cell for cell in page.tree.css("td.trow1") if not _is_framed(cell)]
    return cells[0] if len(cells) == 1 and cells[0].css_first(_FIELDS) is None else None


def _is_apart(url: str) -> bool:
    """Whether *url* is of a page that shows threads or posts but is neither list nor thread."""
    path = split(url).path.lower()
    return path.endswith(_APART) or "/archive/" in path


def _is_form(node: LexborNode) -> bool:
    return node.tag == "form"


def _is_framed(node: LexborNode) -> bool:
    """Whether *node* stands in what surrounds every page."""
    parent: LexborNode | None = node
    while parent is not None:
        if parent.id in _FRAME or "modal" in classes(parent):
            return True
        parent = parent.parent
    return False


def _form_of(node: LexborNode, action: str) -> bool:
    parent: LexborNode | None = node
    while parent is not None and parent.tag != "form":
        parent = parent.parent
    if parent is None:
        return False
    fields = [field.attributes.get("value") or "" for field in parent.css("input[name='action']")]
    return any(action in field for field in fields) or parent.css_first("input[name='password2']") is not None
