"""django-machina 0.4 to 1: told by classes and addresses, never by words; under whatever path a site mounts it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, partial

from selectolax.lexbor import LexborNode

from crawler.pages.addresses import Address, query_of, rebuilt, split, with_query
from crawler.pages.forum import Forum, Mark
from crawler.pages.lists import SeenRow, board_reading, count
from crawler.pages.nesting import holders, nearest, outermost
from crawler.pages.page import Page
from crawler.pages.pagination import numbered_pages
from crawler.pages.posts import MOST, Around, Seen, thread_reading
from crawler.pages.refusals import verdict
from crawler.pages.said import Wording
from crawler.pages.stamps import Stamp, stamp_of
from crawler.pages.words import readable, words
from crawler.reading import Reading

__all__ = ["MACHINA"]

ENGINE = "django-machina"
_THREAD = re.compile(r"/forum/[^/]+-\d{1,12}/topic/(?:[^/]*-)?(\d{1,12})/?$")
_BOARD = re.compile(r"/forum/(?:[^/]*-)?(\d{1,12})/?$")
_APART = re.compile(
    r"/(?:search|member|moderation|feeds|tracking|attachment|permission|topic/create|post/create)(?:/|$)"
    r"|/topic/create/?$"
)
_LINKS, _CURRENT = ".pagination a[href]", ".pagination .active"
_SAID = Wording()
_FULL_HOUR = re.compile(r"(?<![\d:])(1?\d)\s+([ap])\.m\.")  # "11 p.m.": Django leaves the minutes of a full hour away
_NOON, _MIDNIGHT = re.compile(r"\bnoon\b"), re.compile(r"\bmidnight\b")
_MARKS = (
    Mark(2, "machina.", re.compile(r"<(?:link|script)[^>]{1,80}\bmachina\.(?:board_theme|packages|min)")),
    Mark(2, "-name-link", re.compile(r"<a[^>]{1,200}\bclass=[\"'](?:topic-name-link|forum-name-link)[\"']")),
    Mark(2, "-data-table", re.compile(r"<table class=[\"'](?:topic|forum)-data-table[\"']")),
    Mark(2, "post-content-wrapper", re.compile(r"<div[^>]{1,60}\bclass=[\"'][^\"']{0,60}\bpost-content-wrapper\b")),
    Mark(
        1,
        "list",
        re.compile(
            r"<div[^>]{1,60}\bclass=[\"'][^\"']{0,60}\b(?:post-sidebar|topic-actions-block|topiclist|forumlist)\b"
        ),
    ),
    Mark(
        1,
        "-link-wrapper",
        re.compile(r"<div[^>]{1,60}\bclass=[\"'][^\"']{0,40}\b(?:controls-link-wrapper|forum-actions-block)\b"),
    ),
    Mark(1, "machina.init", re.compile(r"<script[^>]{0,40}>\s{0,40}\$\(function\(\)\s?\{\s{0,40}machina\.init")),
)


@lru_cache(maxsize=2_048)
def thread_address(url: str) -> Address | None:
    """*url* as that of a thread, or None."""
    return _address(url, _THREAD)


@lru_cache(maxsize=2_048)
def board_address(url: str) -> Address | None:
    """*url* as that of a board, or None."""
    return _address(url, _BOARD)


def _address(url: str, form: re.Pattern[str]) -> Address | None:
    parts = split(url)
    found = form.search(parts.path)
    if found is None:
        return None
    query = query_of(parts)
    page = query.get("page", "")
    return Address(
        id=found.group(1),
        page=max(int(page), 1) if page.isdecimal() and len(page) < 10 else 1,
        url=rebuilt(parts, parts.path),
        jumps="post" in query or page == "last",
    )


def numbered(url: str, page: int, per_page: int | None = None) -> str:
    """The address of page number *page* of the thread at *url*."""
    address = thread_address(url)
    first = address.url if address else url
    return with_query(first, "page", str(page)) if page > 1 else first


def _thread(page: Page) -> Reading | None:
    own = thread_address(page.url)
    seen = [*_posts(page)] if own is not None else []
    if own is None or not seen:
        return None
    title = page.tree.css_first("#main_container h1, h1")
    return thread_reading(
        page,
        engine=ENGINE,
        seen=seen,
        around=Around(
            thread=own.key,
            url=own.url,
            title=words(title) or page.title,
            board=_board(page),
            pages=numbered_pages(page, own=own, parse=thread_address, key=own.key, links=_LINKS, current=_CURRENT),
        ),
    )


def _board(page: Page) -> str | None:
    links = page.tree.css(".breadcrumb a[href]")
    names = [words(link) for link in links if (url := page.address(link)) and board_address(url)]
    return names[-1] if names else None


def _posts(page: Page) -> Iterable[Seen]:
    for node in outermost(page.tree.css(".post[id]")[:MOST]):
        body = node.css_first(".post-content")
        if body is None or not (node.id or "").isdecimal():
            continue
        head = node.css_first("p small.text-muted, p .text-muted, .post-content-wrapper small")
        permalink = node.css_first(f".subject a[href$='#{node.id}'], a[href$='#{node.id}']")
        yield Seen(
            id=node.id or "",
            author=_author(node, head),
            said=_SAID.read(body),
            stamp=_date(head),
            edit=_edit(node),
            permalink=page.address(permalink) or f"{page.url}#{node.id}",
        )


def _author(node: LexborNode, head: LexborNode | None) -> str:
    shown = words(node.css_first(".username"))
    if shown:
        return shown
    link = head.css_first("a") if head is not None else None
    return words(link)


def _date(node: LexborNode | None) -> Stamp:
    """The date behind the name, in Django's way of writing hours."""
    if node is None:
        return Stamp()
    return stamp_of(node, _spelled(_after_name(node)))


def _after_name(node: LexborNode) -> str:
    return " ".join(readable(node, skip=lambda each: each.tag in ("a", "i", "b")).split())


def _spelled(said: str) -> str:
    said = _FULL_HOUR.sub(r"\1:00 \2.m.", said)
    return _NOON.sub("12:00", _MIDNIGHT.sub("0:00", said))


def _edit(node: LexborNode) -> Stamp | None:
    note = node.css_first(".edit-info small, .edit-info")
    return _date(note) if note is not None else None


def _listing(page: Page) -> Reading | None:
    return board_reading(
        page,
        engine=ENGINE,
        rows=_rows(page),
        boards="a.forum-name-link[href], .sub-forums a[href]",
        parse=board_address,
        paged=partial(numbered_pages, links=_LINKS, current=_CURRENT),
        board=_heading(page),
    )


def _heading(page: Page) -> str | None:
    return words(page.tree.css_first("#main_container h1, h1")) or None if board_address(page.url) else None


def _rows(page: Page) -> Iterable[SeenRow]:
    around = holders(page.tree.css(".topic-last-post")[: 2 * MOST])
    for link in page.tree.css("a.topic-name-link[href]")[:MOST]:
        url, row = page.address(link), nearest(link, around)
        address = thread_address(url) if url else None
        if address is None or row is None:
            continue
        last = row.css_first(".topic-last-post")
        yield SeenRow(
            id=address.key,
            title=words(link),
            url=address.url,
            author=_by(row.css_first(".topic-created")),
            replies=count(words(row.css_first(".topic-count"))),
            last=Stamp(words=_spelled(words(last.css_first("small")))) if last is not None else None,
            last_author=_by(last),
            is_sticky=row.css_first(
                ".topic-icon .fa-lightbulb, .topic-icon .fa-lightbulb-o, .topic-icon .fa-bullhorn,"
                " .topic-icon .fa-bookmark, .fa-thumb-tack"
            )
            is not None,
            is_moved=row.css_first(
                ".topic-icon .fa-share, .topic-icon .fa-arrow-circle-right, .topic-icon .fa-arrow-right"
            )
            is not None,
        )


def _by(node: LexborNode | None) -> str | None:
    """The member whom *node* links to; anonymous ones are named bare, between the word for "by" and the date."""
    if node is None:
        return None
    for link in node.css("a[href]"):
        if "/member/" in (link.attributes.get("href") or "") and words(link):
            return words(link)
    return None


def _wall(page: Page) -> Reading:
    return verdict(
        page,
        engine=ENGINE,
        message=page.tree.css_first("#messages .alert") if page.fetched.status != 200 else None,
        is_asked=thread_address(page.url) is not None or board_address(page.url) is not None,
        is_empty_list=board_address(page.url) is not None and page.tree.css_first("h1") is not None,
        is_sign_in="/login" in split(page.url).path,
        board=_heading(page),
    )


def _links_to_itself(page: Page) -> bool:
    found = (page.address(link) for link in page.tree.css("a[href*='/forum/']")[:20])
    return any(url and page.is_own(url) and (thread_address(url) or board_address(url)) for url in found)


MACHINA = Forum(
    name=ENGINE,
    frame="nav, .breadcrumb, .post-sidebar, .post-signature, .edit-info, .topic-last-post, .forum-last-post,"
    " footer, .stats",
    marks=_MARKS,
    links=_links_to_itself,
    thread=_thread,
    listing=_listing,
    wall=_wall,
    is_apart=lambda url: _APART.search(split(url).path) is not None,
    numbered=numbered,
)
