"""The lists of phpBB 3: the index of boards, and a board's threads."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from selectolax.lexbor import LexborNode

from crawler.pages.lists import SeenRow, board_reading, count
from crawler.pages.nesting import is_same
from crawler.pages.page import Page
from crawler.pages.pagination import offset_pages
from crawler.pages.phpbb_addresses import board_address, thread_address
from crawler.pages.phpbb_parts import CURRENT, ENGINE, LINKS, NAMES, board_name, clock, person, zone
from crawler.pages.posts import MOST
from crawler.pages.stamps import Stamp, stamp_of
from crawler.pages.words import classes, readable, words
from crawler.reading import Reading

__all__ = ["has_frame", "heading", "listing"]

_BOARDS = "a.forumtitle[href], a.subforum[href], a.forumlink[href]"
_SET_APART = ("sticky", "announce", "global-announce")


def listing(page: Page) -> Reading | None:
    """The page as a list of threads or boards; None when it lists neither."""
    return board_reading(
        page,
        engine=ENGINE,
        rows=_rows(page),
        boards=_BOARDS,
        parse=board_address,
        paged=partial(offset_pages, links=LINKS, current=CURRENT),
        board=heading(page),
        clock=clock(page),
        zone=zone(page),
    )


def heading(page: Page) -> str | None:
    """The name of the board whose list this is."""
    shown = page.tree.css_first("h2.forum-title, .forum-title, a.titles")
    return words(shown) or board_name(page)


def has_frame(page: Page) -> bool:
    """Whether the head of a list stands there, which stays when there is nothing to list."""
    return page.tree.css_first("h2.forum-title, .forum-title, #pageheader a.titles") is not None


def _rows(page: Page) -> Iterable[SeenRow]:
    for link in page.tree.css("a.topictitle[href]")[:MOST]:
        url = page.address(link)
        address = thread_address(url) if url else None
        row = _row_of(link)
        if address is None or address.id is None or row is None:
            continue
        yield (
            _old_row(link, row, address.id, address.url)
            if row.tag == "tr"
            else _row(link, row, address.id, address.url)
        )


def _row_of(link: LexborNode) -> LexborNode | None:
    parent = link.parent
    while parent is not None and parent.tag not in ("li", "tr", "article", "body") and "row" not in classes(parent):
        parent = parent.parent
    return parent if parent is not None and parent.tag != "body" else None


def _row(link: LexborNode, row: LexborNode, id: str, url: str) -> SeenRow:  # noqa: A002
    last = row.css_first("dd.lastpost, .lastpost")
    return SeenRow(
        id=id,
        title=words(link),
        url=url,
        author=_starter(row),
        replies=count(_plain(row.css_first("dd.posts, .posts"))),
        last=_last_date(last),
        last_author=person(last) or _bare_name(last),
        is_sticky=not classes(row).isdisjoint(_SET_APART),
        is_moved=row.css_first(".topic_moved") is not None,
    )


def _starter(row: LexborNode) -> str | None:
    """Whoever opened it: small screens are shown the last author instead, in a box of their own."""
    place = row.css_first(".topic-poster") or row.css_first("dt") or row
    for name in place.css(NAMES):
        if not _is_for_small_screens(name, row):
            return words(name) or None
    said = readable(
        place, skip=lambda each: each.tag == "a" or not classes(each).isdisjoint(("responsive-show", "pagination"))
    )
    line = next((line for line in said.split("\n") if "»" in line), "")
    return line.partition("»")[0].strip().partition(" ")[2] or None


def _is_for_small_screens(node: LexborNode, row: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and not is_same(parent, row):
        if "responsive-show" in classes(parent):
            return True
        parent = parent.parent
    return False


def _plain(node: LexborNode | None) -> str:
    return readable(node, skip=lambda each: each.tag == "dfn") if node is not None else ""


def _last_lines(last: LexborNode) -> list[str]:
    return readable(last, skip=lambda each: each.tag in ("a", "dfn") or "sr-only" in classes(each)).split("\n")


def _last_date(last: LexborNode | None) -> Stamp | None:
    return stamp_of(last, _last_lines(last)[-1]) if last is not None else None


def _bare_name(last: LexborNode | None) -> str | None:
    lines = _last_lines(last) if last is not None else []
    return lines[0].strip().partition(" ")[2] or None if len(lines) > 1 else None


def _old_row(link: LexborNode, row: LexborNode, id: str, url: str) -> SeenRow:  # noqa: A002
    """Subsilver2's: cells in a fixed order, the counts and the last post alike but for their place."""
    details = row.css(".topicdetails")
    icon = row.css_first("td img, td .imageset")
    look = f"{icon.attributes.get('src')} {icon.attributes.get('class')}" if icon is not None else ""
    return SeenRow(
        id=id,
        title=words(link),
        url=url,
        author=words(row.css_first(".topicauthor")) or None,
        replies=count(words(details[0])) if len(details) > 3 else None,
        last=stamp_of(details[2]) if len(details) > 3 else None,
        last_author=words(details[3]) or None if len(details) > 3 else None,
        is_sticky="sticky" in look or "announce" in look or "global" in look,
        is_moved="moved" in look,
    )
