"""XenForo 2, and 1 in its own shape: told by ids, classes and addresses, never by words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from selectolax.lexbor import LexborNode

from crawler.pages.addresses import Address
from crawler.pages.forum import Forum, Mark
from crawler.pages.lists import SeenRow, board_reading, count
from crawler.pages.nesting import outermost
from crawler.pages.page import Page
from crawler.pages.pagination import numbered_pages
from crawler.pages.posts import MOST, Around, Seen, thread_reading
from crawler.pages.refusals import verdict
from crawler.pages.said import Wording
from crawler.pages.stamps import stamp_of
from crawler.pages.words import classes, readable, words
from crawler.pages.xenforo_addresses import board_address, is_apart, is_sign_in, numbered, thread_address
from crawler.reading import Reading

__all__ = ["XENFORO"]

ENGINE = "xenforo"
_ID = re.compile(r"(?:js-)?post-(\d{1,12})")
_ROW_ID = re.compile(r"(?:js-threadListItem|thread)-(\d{1,12})")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """Where a generation of the software puts things."""

    post: str
    body: str
    date: str
    edit: str
    place: str
    author: str
    title: str
    crumbs: str
    links: str
    current: str
    row: str
    row_title: str
    row_author: str
    replies: str
    last: str
    boards: str


_TWO = _Shape(
    post="article.message--post, article[data-content^='post-'], article.message[id^='js-post-']",
    body=".message-body .bbWrapper, .message-content .bbWrapper, .message-userContent .bbWrapper",
    date=".message-attribution-main time, .message-header time, .message-attribution time, time.u-dt",
    edit=".message-lastEdit time",
    place=".message-attribution-opposite a",
    author=".message-name .username, .message-name, .message-userDetails .username",
    title="h1.p-title-value, .p-title-value",
    crumbs=".p-breadcrumbs a[href]",
    links=".pageNav a[href], .pageNavSimple a[href]",
    current=".pageNav-page--current",
    row=".structItem--thread",
    row_title=".structItem-title a[href]",
    row_author=".structItem-minor .username, .structItem-parts .username",
    replies=".structItem-cell--meta dd",
    last=".structItem-cell--latest",
    boards=".node-title a[href], .node-subNodeFlatList a[href], .subNodeLink[href], .node-subNodesFlat a[href]",
)
_ONE = _Shape(
    post="#messageList li[id^='post-'], li.message[id^='post-']",
    body=".messageText",
    date=".messageMeta .DateTime, .privateControls .DateTime",
    edit=".editDate .DateTime",
    place=".postNumber",
    author=".userText .username, .messageUserBlock .username",
    title=".titleBar h1, h1",
    crumbs=".breadcrumb a.crumb[href]",
    links=".PageNav a[href]",
    current=".PageNav .currentPage",
    row="li.discussionListItem[id^='thread-']",
    row_title="h3.title a[href]",
    row_author=".posterDate .username",
    replies=".major dd",
    last=".lastPost",
    boards=".nodeTitle a[href], .subForumList a[href]",
)
_SAID = Wording(
    drops=frozenset(["bbCodeBlock--unfurl", "message-signature", "attribution", "quoteExpand", "js-unfurl"]),
    quotes="blockquote.bbCodeBlock--quote, .bbCodeQuote, blockquote.quoteContainer",
    quoted=lambda quote: (
        (quote.attributes.get("data-quote") or quote.attributes.get("data-author") or "").strip() or None
    ),
)
_MARKS = (
    Mark(3, "XF", re.compile(r"<html[^>]{0,80}\bid=[\"']XF[\"']")),
    Mark(3, "XenForo", re.compile(r"<html[^>]{0,80}\bid=[\"']XenForo[\"']")),
    Mark(1, "data-template=", re.compile(r"<html[^>]{1,400}\bdata-template=[\"']")),
    Mark(2, "p-body", re.compile(r"<div[^>]{0,40}\bclass=[\"']p-(?:pageWrapper|body-inner)\b")),
    Mark(2, "message--post", re.compile(r"<article[^>]{1,40}\bmessage--post\b")),
    Mark(2, "structItem--thread", re.compile(r"<div[^>]{1,40}\bstructItem--thread\b")),
    Mark(1, "bbWrapper", re.compile(r"<div[^>]{0,40}\bclass=[\"']bbWrapper[\"']")),
    Mark(1, "data-xf-", re.compile(r"<\w{1,9}[^>]{1,200}\bdata-xf-(?:init|click)=")),
    Mark(2, "discussionListItem", re.compile(r"<li[^>]{1,40}\bclass=[\"']discussionListItem\b")),
    Mark(1, "messageText", re.compile(r"<(?:blockquote|div)[^>]{1,40}\bclass=[\"']messageText\b")),
)


def _thread(page: Page) -> Reading | None:
    shape, nodes = _shape_of(page)
    own = thread_address(page.url)
    seen = [each for node in nodes[:MOST] if (each := _post(page, node, shape)) is not None]
    if not seen:
        return None
    told = own or _told(page, shape)
    key = told.id if told else None
    return thread_reading(
        page,
        engine=ENGINE,
        seen=seen,
        around=Around(
            thread=key or page.url,
            url=told.url if told else page.url,
            title=_title(page, shape) or page.title,
            board=_board(page, shape),
            pages=numbered_pages(
                page, own=own, parse=thread_address, key=key, links=shape.links, current=shape.current
            ),
        ),
    )


def _shape_of(page: Page) -> tuple[_Shape, list[LexborNode]]:
    for shape in (_TWO, _ONE):
        if nodes := page.tree.css(shape.post):
            return shape, outermost(nodes[:MOST])
    return _TWO, []


def _told(page: Page, shape: _Shape) -> Address | None:
    for link in page.tree.css(f"link[rel='canonical'], {shape.links}")[:20]:
        if found := thread_address(page.address(link) or ""):
            return found
    return None


def _title(page: Page, shape: _Shape) -> str:
    node = page.tree.css_first(shape.title)
    if node is None:
        return ""
    said = readable(node, skip=lambda each: any(name.startswith(("label", "prefix")) for name in classes(each)))
    return " ".join(said.split())


def _board(page: Page, shape: _Shape) -> str | None:
    names = [words(link) for link in page.tree.css(shape.crumbs) if board_address(page.address(link) or "")]
    return names[-1] if names else None


def _post(page: Page, node: LexborNode, shape: _Shape) -> Seen | None:
    found = _ID.fullmatch(node.attributes.get("data-content") or "") or _ID.fullmatch(node.id or "")
    body = node.css_first(shape.body)
    if found is None or body is None:
        return None
    date, edit, place = node.css_first(shape.date), node.css_first(shape.edit), node.css(shape.place)
    shown = words(place[-1]) if place else ""
    return Seen(
        id=found.group(1),
        author=(node.attributes.get("data-author") or "").strip() or words(node.css_first(shape.author)),
        said=_SAID.read(body),
        stamp=stamp_of(date),
        edit=stamp_of(edit) if edit is not None else None,
        n=count(shown) if shown.startswith("#") else None,
        permalink=_permalink(page, node, found.group(1)),
    )


def _permalink(page: Page, node: LexborNode, id: str) -> str:  # noqa: A002
    for link in node.css(f"a[href*='post-{id}'], a[href*='posts/{id}/']")[:5]:
        url = page.address(link)
        if url and page.is_own(url):
            return url
    own = thread_address(page.url)
    return f"{own.url}post-{id}" if own else page.url


def _listing(page: Page) -> Reading | None:
    shape = _TWO if page.tree.css_first(_ONE.row) is None and page.tree.css_first("#XenForo") is None else _ONE
    return board_reading(
        page,
        engine=ENGINE,
        rows=_rows(page, shape),
        boards=shape.boards,
        parse=board_address,
        paged=partial(numbered_pages, links=shape.links, current=shape.current),
        board=_title(page, shape) or None,
    )


def _rows(page: Page, shape: _Shape) -> Iterable[SeenRow]:
    for row in outermost(page.tree.css(shape.row)[:MOST]):
        link = next((each for each in row.css(shape.row_title)[::-1] if _is_title(page, each)), None)
        address = thread_address(page.address(link) or "")
        if link is None or address is None:
            continue
        told = _ROW_ID.search(f"{row.attributes.get('class')} {row.id}")
        last, replies = row.css_first(shape.last), row.css_first(shape.replies)
        date = last.css_first("time, .DateTime") if last is not None else None
        author = (row.attributes.get("data-author") or "").strip() or words(row.css_first(shape.row_author))
        yield SeenRow(
            id=told.group(1) if told else str(address.id),
            title=words(link),
            url=address.url,
            author=author or None,
            replies=count(words(replies)),
            last=stamp_of(date) if date is not None else None,
            last_author=words(last.css_first(".username")) or None if last is not None else None,
            is_sticky=_is_sticky(row),
            is_moved=row.css_first(".structItem-status--redirect, .redirect") is not None,
        )


def _is_title(page: Page, link: LexborNode) -> bool:
    names = classes(link)
    return names.isdisjoint(("labelLink", "prefixLink")) and thread_address(page.address(link) or "") is not None


def _is_sticky(row: LexborNode) -> bool:
    parent = row.parent
    if parent is not None and "structItemContainer-group--sticky" in classes(parent):
        return True
    return (
        not classes(row).isdisjoint(("structItem--sticky", "sticky"))
        or row.css_first(".structItem-status--sticky") is not None
    )


def _wall(page: Page) -> Reading:
    root = page.tree.css_first("html")
    template = (root.attributes.get("data-template") or "") if root is not None else ""
    is_board = (
        template.startswith(("forum_view", "category_view")) or page.tree.css_first(".discussionList") is not None
    )
    message = page.tree.css_first(
        ".blockMessage--error, .p-body-pageContent > .blockMessage, .errorPanel, .errorOverlay, .messageBody.errors"
    )
    if message is None and not is_board:
        message = page.tree.css_first(".p-body-content .blockMessage, .p-body .blockMessage")
    return verdict(
        page,
        engine=ENGINE,
        message=message,
        is_asked=thread_address(page.url) is not None or board_address(page.url) is not None,
        is_empty_list=is_board,
        is_sign_in=template.startswith("login") or (is_sign_in(page.url) and message is None),
        board=_title(page, _TWO) or None,
    )


def _links_to_itself(page: Page) -> bool:
    found = (page.address(link) for link in page.tree.css("a[href*='threads/'], a[href*='forums/']")[:20])
    return any(url and page.is_own(url) and (thread_address(url) or board_address(url)) for url in found)


XENFORO = Forum(
    name=ENGINE,
    frame=(
        ".p-header, .p-nav, .p-sectionLinks, .p-breadcrumbs, .p-footer, .message-signature, .message-user, .signature,"
        " .message-lastEdit, .structItem-cell--latest, #header, .footer, .messageUserInfo, .lastPost, .p-body-sidebar"
    ),
    marks=_MARKS,
    links=_links_to_itself,
    thread=_thread,
    listing=_listing,
    wall=_wall,
    is_apart=is_apart,
    numbered=numbered,
    cookie=re.compile(r"(?:^|[\s,;])xf_(?:csrf|session|user)="),
)
