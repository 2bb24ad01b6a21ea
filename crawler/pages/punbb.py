"""PunBB 1.3 and 1.4 (1.2 is read as FluxBB, whose pages are alike): told by ids, classes and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from selectolax.lexbor import LexborNode

from crawler.pages.forum import Forum, Mark
from crawler.pages.lists import SeenRow, board_reading, count
from crawler.pages.nesting import is_same, outermost
from crawler.pages.page import Page
from crawler.pages.pagination import numbered_pages
from crawler.pages.posts import MOST, Around, Seen, thread_reading
from crawler.pages.pun_addresses import board_address, is_apart, is_sign_in, numbered, thread_address
from crawler.pages.refusals import verdict
from crawler.pages.said import Wording
from crawler.pages.stamps import Stamp, stamp_of
from crawler.pages.words import classes, readable, words
from crawler.reading import Reading
from model.visits import PageClass

__all__ = ["PUNBB"]

ENGINE = "punbb"
_ID = re.compile(r"p(\d{1,12})")
_IN_BRACKETS = re.compile(r"\(([^()]*\d[^()]*)\)\s*$")
_LINKS, _CURRENT = ".paging a[href]", ".paging strong"
_SAID = Wording(drops=frozenset(["sig-content", "lastedit"]))
_MARKS = (
    Mark(3, "brd-", re.compile(r"<div id=[\"']brd-(?:wrap|head|visit|main|about|crumbs-top)[\"']")),
    Mark(2, "posthead", re.compile(r"<div[^>]{1,80}\bclass=[\"']posthead[\"']")),
    Mark(2, "main-item", re.compile(r"<div[^>]{1,80}\bclass=[\"']main-item\b")),
    Mark(1, "entry-content", re.compile(r"<div[^>]{0,40}\bclass=[\"']entry-content[\"']")),
    Mark(1, "brd-", re.compile(r"<p id=[\"'](?:brd-desc|welcome|copyright|brd-access)[\"']")),
    Mark(1, "main-", re.compile(r"<div[^>]{1,60}\bclass=[\"']main-(?:head|content|subhead|foot)\b")),
)


def _thread(page: Page) -> Reading | None:
    seen = [*_posts(page)]
    own = thread_address(page.url)
    if not seen:
        return None
    title = page.tree.css_first("h1.main-title a[href], .main-title a.permalink, h1 a.permalink")
    told = thread_address(page.address(title) or "") or own
    key = told.id if told else None
    return thread_reading(
        page,
        engine=ENGINE,
        seen=seen,
        around=Around(
            thread=key or (own.key if own else page.url),
            url=told.url if told else page.url,
            title=words(title) or page.title,
            board=_board(page),
            pages=numbered_pages(page, own=own, parse=thread_address, key=key, links=_LINKS, current=_CURRENT),
        ),
    )


def _board(page: Page) -> str | None:
    links = page.tree.css(".crumbs a[href], #brd-crumbs-top a[href], #brd-crumbs-end a[href]")
    names = [words(link) for link in links if (url := page.address(link)) and board_address(url)]
    return names[-1] if names else None


def _posts(page: Page) -> Iterable[Seen]:
    heads = {head.parent.mem_id: head for head in page.tree.css(".posthead[id^='p']")[:MOST] if head.parent is not None}
    for node in outermost([head.parent for head in heads.values() if head.parent is not None]):
        head = heads[node.mem_id]
        found = _ID.fullmatch(head.id or "")
        body = node.css_first(".entry-content")
        if found is None or body is None:
            continue
        link = head.css_first(".post-link a[href], a.permalink[href]")
        yield Seen(
            id=found.group(1),
            author=_author(head, node),
            said=_SAID.read(body),
            stamp=Stamp(words=words(link)),
            edit=_edit(body),
            n=count(words(head.css_first(".post-num"))),
            permalink=page.address(link) or page.url,
        )


def _author(head: LexborNode, node: LexborNode) -> str:
    """The name in the head stands behind words; beside the post it stands alone."""
    named = node.css_first(".username a, .username strong, .author-ident .username")
    return words(named) or words(head.css_first(".post-byline a, .post-byline strong"))


def _edit(body: LexborNode) -> Stamp | None:
    told = _IN_BRACKETS.search(words(body.css_first(".lastedit")))
    return Stamp(words=told.group(1)) if told else None


def _listing(page: Page) -> Reading | None:
    return board_reading(
        page,
        engine=ENGINE,
        rows=_rows(page) if board_address(page.url) else (),
        boards=".item-subject a[href]",
        parse=board_address,
        paged=partial(numbered_pages, links=_LINKS, current=_CURRENT),
        board=_heading(page),
    )


def _heading(page: Page) -> str | None:
    return words(page.tree.css_first("h1.main-title, .main-title")) or None if board_address(page.url) else None


def _rows(page: Page) -> Iterable[SeenRow]:
    for row in outermost(page.tree.css(".main-item[id^='topic']")[:MOST]):
        link = next(
            (each for each in row.css(".item-subject a[href]") if thread_address(page.address(each) or "")), None
        )
        address = thread_address(page.address(link) or "")
        if link is None or address is None or address.id is None:
            continue
        last = row.css_first(".info-lastpost")
        date = last.css_first("a[href]") if last is not None else None
        yield SeenRow(
            id=address.id,
            title=words(link),
            url=address.url,
            author=_by(row.css_first(".item-starter")),
            replies=count(words(row.css_first(".info-replies strong"))),
            last=stamp_of(date) if date is not None else None,
            last_author=_by(last.css_first("cite")) if last is not None else None,
            is_sticky="sticky" in classes(row),
            is_moved="moved" in classes(row),
        )


def _by(node: LexborNode | None) -> str | None:
    """The name behind the word for "by", which may be marked up."""
    if node is None:
        return None
    inner = node.css_first("cite, a, strong")
    if inner is not None and not is_same(inner, node):
        return words(inner) or None
    return " ".join(readable(node, skip=lambda each: each.tag == "span").split()).partition(" ")[2] or None


def _wall(page: Page) -> Reading:
    if page.tree.css_first("#brd-maint") is not None:
        return page.reading(PageClass.MAINTENANCE, "the board says that it is closed for a while", engine=ENGINE)
    is_empty = page.tree.css_first(".main-forum .main-item.empty, .main-item.empty") is not None
    message = (
        None
        if is_empty
        else page.tree.css_first(".main-message, #brd-msg .main-content, .ct-box.info-box, .main-content.main-message")
    )
    return verdict(
        page,
        engine=ENGINE,
        message=message,
        is_asked=thread_address(page.url) is not None or board_address(page.url) is not None,
        is_empty_list=is_empty,
        is_sign_in=is_sign_in(page.url),
        board=_heading(page),
    )


def _links_to_itself(page: Page) -> bool:
    found = (
        page.address(link) for link in page.tree.css("h1 a[href], h3 a[href], .crumbs a[href], .post-link a[href]")[:20]
    )
    return any(url and page.is_own(url) and (thread_address(url) or board_address(url)) for url in found)


PUNBB = Forum(
    name=ENGINE,
    frame="#brd-head, #brd-navlinks, #brd-visit, #brd-about, .crumbs, .post-author, .sig-content, .lastedit,"
    " .info-lastpost",
    marks=_MARKS,
    links=_links_to_itself,
    thread=_thread,
    listing=_listing,
    wall=_wall,
    is_apart=is_apart,
    numbered=numbered,
)
