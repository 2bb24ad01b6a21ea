"""FluxBB 1.4 and 1.5, and PunBB 1.2 from which it came: told by ids, classes and addresses, never by words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from selectolax.lexbor import LexborNode

from crawler.pages.addresses import Address
from crawler.pages.forum import Forum, Mark
from crawler.pages.lists import SeenRow, board_reading, count
from crawler.pages.nesting import outermost
from crawler.pages.page import Page
from crawler.pages.pagination import numbered_pages
from crawler.pages.posts import MOST, Around, Seen, thread_reading
from crawler.pages.pun_addresses import board_address, is_apart, is_sign_in, numbered, thread_address
from crawler.pages.refusals import verdict
from crawler.pages.said import Wording
from crawler.pages.stamps import Stamp, stamp_of
from crawler.pages.words import classes, words
from crawler.reading import Reading
from model.visits import PageClass

__all__ = ["FLUXBB"]

ENGINE = "fluxbb"
_ID = re.compile(r"p(\d{1,12})")
_IN_BRACKETS = re.compile(r"\(([^()]*\d[^()]*)\)\s*$")
_LINKS, _CURRENT = ".pagelink a[href], .pagepost a[href]", ".pagelink strong"
_SAID = Wording(drops=frozenset(["postsignature", "postedit"]))
_OWN = "a[href*='viewtopic.php?'], a[href*='viewforum.php?']"
_MARKS = (
    Mark(3, "pun", re.compile(r"<div id=[\"']pun\w{0,30}[\"'][^>]{0,40}\bclass=[\"']pun[\"' ]")),
    Mark(2, "brdheader", re.compile(r"<div id=[\"']brdheader[\"']")),
    Mark(2, "brdm", re.compile(r"<div id=[\"']brdm(?:ain|enu)[\"']")),
    Mark(2, "blockpost", re.compile(r"<div[^>]{1,60}\bclass=[\"']blockpost\b")),
    Mark(1, "tclcon", re.compile(r"<div class=[\"']tclcon[\"']")),
)


def _thread(page: Page) -> Reading | None:
    seen = [*_posts(page)]
    if not seen:
        return None
    own = thread_address(page.url)
    crumbs = page.tree.css_first(".crumbs")
    told = own if own is not None and own.id else _told(page)
    pages = numbered_pages(
        page, own=own, parse=thread_address, key=told.id if told else None, links=_LINKS, current=_CURRENT
    )
    return thread_reading(
        page,
        engine=ENGINE,
        seen=seen,
        around=Around(
            thread=(told.id if told else None) or (own.key if own else page.url),
            url=told.url if told else page.url,
            title=_title(crumbs) or page.title,
            board=_board(page),
            pages=pages,
        ),
    )


def _told(page: Page) -> Address | None:
    """The thread's address as the page tells it: asked for by a post, its own names no thread."""
    for link in page.tree.css(
        "link[rel='canonical'], .crumbs a[href], .pagelink a[href], .postlink a[href*='tid='], a[href*='tid=']"
    )[:60]:
        url = page.address(link)
        if url and (found := thread_address(url.replace("post.php?tid=", "viewtopic.php?id="))) and found.id:
            return found
    return None


def _title(crumbs: LexborNode | None) -> str:
    items = crumbs.css("li") if crumbs is not None else []
    return words(items[-1]).lstrip("»\u00a0 ") if items else ""


def _board(page: Page) -> str | None:
    names = [
        words(link) for link in page.tree.css(".crumbs a[href]") if (url := page.address(link)) and board_address(url)
    ]
    return names[-1] if names else None


def _posts(page: Page) -> Iterable[Seen]:
    for node in outermost(page.tree.css("div.blockpost[id^='p']")[:MOST]):
        found, body = _ID.fullmatch(node.id or ""), _body(node)
        if found is None or body is None:
            continue
        head = node.css_first("h2")
        link = head.css_first("a[href*='#p']") if head is not None else None
        place = head.css_first(".conr") if head is not None else None
        yield Seen(
            id=found.group(1),
            author=words(node.css_first(".postleft dt, .postleft strong")),
            said=_SAID.read(body),
            stamp=stamp_of(link),
            edit=_edit(body),
            n=count(words(place)),
            permalink=page.address(link)
            or page.join(f"viewtopic.php?pid={found.group(1)}#p{found.group(1)}")
            or page.url,
        )


def _body(node: LexborNode) -> LexborNode | None:
    """Signatures bear the class of bodies, too."""
    return next((each for each in node.css(".postmsg") if "postsignature" not in classes(each)), None)


def _edit(body: LexborNode) -> Stamp | None:
    note = body.css_first(".postedit")
    told = _IN_BRACKETS.search(words(note))
    return Stamp(words=told.group(1)) if told else None


def _listing(page: Page) -> Reading | None:
    return board_reading(
        page,
        engine=ENGINE,
        rows=_rows(page) if board_address(page.url) else (),
        boards="h3 > a[href], .subforums a[href]",
        parse=board_address,
        paged=partial(numbered_pages, links=_LINKS, current=_CURRENT),
        board=_heading(page),
    )


def _heading(page: Page) -> str | None:
    crumbs = page.tree.css_first(".crumbs")
    return _title(crumbs) or words(page.tree.css_first("#vf h2")) or None if board_address(page.url) else None


def _rows(page: Page) -> Iterable[SeenRow]:
    for row in outermost(page.tree.css("#vf tr, .blocktable tr")[:MOST]):
        link = next((each for each in row.css(".tcl a[href]") if _is_thread(page, each)), None)
        url = page.address(link)
        address = thread_address(url) if url else None
        if address is None or address.id is None:
            continue
        last = row.css_first(".tcr")
        link_to_last = last.css_first("a[href]") if last is not None else None
        yield SeenRow(
            id=address.id,
            title=words(link),
            url=address.url,
            author=_by(row.css_first(".tcl .byuser")),
            replies=count(words(row.css_first(".tc2"))),
            last=stamp_of(link_to_last) if link_to_last is not None else None,
            last_author=_by(last.css_first(".byuser")) if last is not None else None,
            is_sticky="isticky" in classes(row) or row.css_first(".stickytext") is not None,
            is_moved="imoved" in classes(row) or row.css_first(".movedtext") is not None or link_to_last is None,
        )


def _is_thread(page: Page, link: LexborNode) -> bool:
    url = page.address(link)
    found = thread_address(url) if url else None
    return found is not None and not found.jumps


def _by(node: LexborNode | None) -> str | None:
    """The name behind the word for "by"."""
    link = node.css_first("a") if node is not None else None
    return words(link) or words(node).partition(" ")[2] or None


def _wall(page: Page) -> Reading:
    if page.tree.css_first("#maint, #punmaint") is not None:
        return page.reading(PageClass.MAINTENANCE, "the board says that it is closed for a while", engine=ENGINE)
    return verdict(
        page,
        engine=ENGINE,
        message=page.tree.css_first("#msg .inbox, #brdmain #msg, #brdmain .block#msg"),
        is_asked=thread_address(page.url) is not None or board_address(page.url) is not None,
        is_empty_list=page.tree.css_first("#vf") is not None,
        is_sign_in=is_sign_in(page.url),
        board=_heading(page),
    )


def _links_to_itself(page: Page) -> bool:
    found = (page.address(link) for link in page.tree.css(_OWN)[:20])
    return any(url and page.is_own(url) and (thread_address(url) or board_address(url)) for url in found)


FLUXBB = Forum(
    name=ENGINE,
    frame="#brdheader, #brdfooter, .crumbs, .postleft, .postsignature, .postedit, #brdstats, .tcr",
    marks=_MARKS,
    links=_links_to_itself,
    thread=_thread,
    listing=_listing,
    wall=_wall,
    is_apart=is_apart,
    numbered=numbered,
    cookie=re.compile(r"(?:^|[\s,;])pun_cookie"),
)
