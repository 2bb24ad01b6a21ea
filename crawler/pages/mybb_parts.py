"""What lists and threads of MyBB share: breadcrumb, pagination, the board's clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawler.pages.mybb_addresses import Address, board_address, user_address
from crawler.pages.nesting import is_same
from crawler.pages.page import Page
from crawler.pages.words import classes, words

__all__ = ["ENGINE", "Pages", "board_name", "clock", "inside", "pagination", "profile"]

ENGINE = "mybb"
MOST_LINKS = 500  # to other pages: boards show some ten, around the present one


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where a page stands among its siblings."""

    page: int = 1
    pages: int | None = 1  # None when the page does not say
    next: str | None = None  # None on the last page


def inside(node: LexborNode, matches: Callable[[LexborNode], bool], *, until: LexborNode | None = None) -> bool:
    """Whether *node* or what it stands in, below *until*, matches."""
    parent: LexborNode | None = node
    while parent is not None and not is_same(parent, until):
        if matches(parent):
            return True
        parent = parent.parent
    return False


def profile(page: Page, link: LexborNode) -> bool:
    """Whether *link* leads to a member, by a name and not by a picture."""
    url = page.address(link)
    return url is not None and user_address(url) and words(link) != ""


def board_name(page: Page) -> str | None:
    """The board that the breadcrumb of a thread ends in."""
    names = [
        words(link)
        for link in page.tree.css(".navigation a[href], .breadcrumb a[href], .breadcrumbs a[href]")
        if not inside(link, _is_pagination) and (url := page.address(link)) and board_address(url)
    ]
    return names[-1] if names and names[-1] else None


def clock(page: Page) -> str | None:
    """What the board's own clock in the footer shows."""
    shown = page.tree.css_first("#current_time")
    return words(shown) or None


def pagination(page: Page, own: Address | None, parse: Callable[[str], Address | None], *, among: str | None) -> Pages:
    """The pagination of what the page shows; never the breadcrumb's, which is that of the board.

    *own* is the page's own address; *among* the id of the thread or board, by which foreign links are told.
    """
    found = _numbers(page, own, parse, among)
    current = _current(page) or (own.page if own and not own.jumps else 1)
    if not found:
        return Pages(page=max(1, current), pages=max(current, 1))
    following = found.get(current + 1) or next((found[n] for n in sorted(found) if n > current), None)
    return Pages(page=current, pages=max(current, _told(page), *found), next=following)


def _numbers(
    page: Page, own: Address | None, parse: Callable[[str], Address | None], among: str | None
) -> dict[int, str]:
    """The addresses of the other pages by their number; all of the same thread or board."""
    found: dict[int, str] = {}
    for link in page.tree.css(".pagination a[href], a.pagination_next, a.pagination_page, a.pagination_last")[
        :MOST_LINKS
    ]:
        if inside(link, _is_breadcrumb):
            continue
        url = page.address(link)
        address = parse(url) if url else None
        if url is None or address is None or not page.is_own(url) or address.jumps:
            continue
        if address.key in (among, own.key if own else None):
            found.setdefault(address.page, url)
    return found


def _current(page: Page) -> int | None:
    for node in page.tree.css(".pagination_current"):
        number = words(node)
        if not inside(node, _is_breadcrumb) and number.isdecimal() and len(number) < 7:
            return int(number)
    return None


def _told(page: Page) -> int:
    """The number in "Pages (5):"."""
    for node in page.tree.css(".pagination .pages"):
        digits = re.sub(r"\D", "", words(node))
        if not inside(node, _is_breadcrumb) and digits and len(digits) < 7:
            return int(digits)
    return 1


def _is_pagination(node: LexborNode) -> bool:
    return "pagination" in classes(node)


def _is_breadcrumb(node: LexborNode) -> bool:
    names = classes(node)
    return not names.isdisjoint(("pagination_breadcrumb", "navigation")) or node.id == "breadcrumb_multipage_popup"
