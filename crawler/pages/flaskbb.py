"""FlaskBB 1 and 2: told by classes and addresses, never by words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache, partial

from selectolax.lexbor import LexborNode

from crawler.pages.addresses import Address, rebuilt, split, with_query
from crawler.pages.forum import Forum, Mark
from crawler.pages.lists import SeenRow, board_reading, count
from crawler.pages.nesting import holders, nearest, outermost
from crawler.pages.page import Page
from crawler.pages.pagination import numbered_pages
from crawler.pages.posts import MOST, Around, Seen, thread_reading
from crawler.pages.refusals import verdict
from crawler.pages.said import Wording
from crawler.pages.stamps import Stamp, stamp_of
from crawler.pages.words import classes, readable, words
from crawler.reading import Reading

__all__ = ["FLASKBB"]

ENGINE = "flaskbb"
_THREAD = re.compile(r"/topic/(\d{1,12})(?:-[^/]*)?$")
_BOARD = re.compile(r"/forum/(\d{1,12})(?:-[^/]*)?$")
_POST = re.compile(r"/post/(\d{1,12})$")
_PAGE = re.compile(r"(?:^|&)page=(\d{1,9})(?:&|$)")
_APART = re.compile(
    r"/(?:user|search|memberlist|topictracker|markread|message|management|online|report)(?:/|$)|/auth/(?!login)"
    r"|/raw$|/(?:new|edit|reply)$"
)
_LINKS, _CURRENT = ".pagination a[href]", ".pagination .active"
_SAID = Wording(drops=frozenset(["alert"]))
_MARKS = (
    Mark(2, "flaskbb-", re.compile(r"<(?:div|footer)[^>]{1,60}\bclass=[\"']flaskbb-(?:layout|header|footer)")),
    Mark(1, "breadcrumb flaskbb-breadcrumb", re.compile(r"<ol class=[\"']breadcrumb flaskbb-breadcrumb")),
    Mark(1, "flaskbb.org", re.compile(r"<a href=[\"']https?://(?:www\.)?flaskbb\.org")),
    Mark(2, "row post-row", re.compile(r"<div[^>]{1,60}\bclass=[\"']row post-row")),
    Mark(1, "flaskbb", re.compile(r"<(?:a|link)[^>]{1,60}href=[\"']?/(?:auth/login|static/css/pygments\.css)")),
    Mark(1, "author-", re.compile(r"<div[^>]{0,30}\bclass=[\"']author-(?:name|registered)[\"']")),
    Mark(1, "-view", re.compile(r"<div[^>]{0,30}\bclass=[\"'](?:topic-view|forum-view|category-view|page-view)[\"']")),
    Mark(1, "topic-", re.compile(r"<div[^>]{0,80}\bclass=[\"'][^\"']{0,60}\btopic-(?:last-post|stats)\b")),
    Mark(1, "flashed-messages", re.compile(r"<div[^>]{0,30}\bid=[\"']flashed-messages[\"']")),
)


@lru_cache(maxsize=2_048)
def thread_address(url: str) -> Address | None:
    """*url* as that of a thread, or None; a post's own address leads into one."""
    if found := _address(url, _THREAD):
        return found
    post = _POST.search(split(url).path)
    return Address(id=None, slug=f"p{post.group(1)}", url=url, jumps=True) if post else None


@lru_cache(maxsize=2_048)
def board_address(url: str) -> Address | None:
    """*url* as that of a board, or None."""
    return _address(url, _BOARD)


def _address(url: str, form: re.Pattern[str]) -> Address | None:
    parts = split(url)
    found, page = form.search(parts.path), _PAGE.search(parts.query)
    if found is None:
        return None
    number = max(int(page.group(1)), 1) if page else 1
    return Address(id=found.group(1), page=number, url=rebuilt(parts, parts.path))


def numbered(url: str, page: int, per_page: int | None = None) -> str:
    """The address of page number *page* of the thread at *url*."""
    address = thread_address(url)
    first = address.url if address else url
    return with_query(first, "page", str(page)) if page > 1 else first


def _thread(page: Page) -> Reading | None:
    seen = [*_posts(page)]
    if not seen:
        return None
    title = page.tree.css_first(".topic-head a[href], .topic-header a[href]")
    told = thread_address(page.address(title) or "") or thread_address(page.url)
    own = thread_address(page.url)
    key = told.id if told else None
    return thread_reading(
        page,
        engine=ENGINE,
        seen=seen,
        around=Around(
            thread=key or (own.key if own else page.url),
            url=told.url if told else page.url,
            title=words(title) or words(page.tree.css_first(".breadcrumb .active")) or page.title,
            board=_board(page),
            pages=numbered_pages(page, own=own, parse=thread_address, key=key, links=_LINKS, current=_CURRENT),
        ),
    )


def _board(page: Page) -> str | None:
    links = page.tree.css(".breadcrumb a[href]")
    names = [words(link) for link in links if (url := page.address(link)) and board_address(url)]
    return names[-1] if names else None


def _posts(page: Page) -> Iterable[Seen]:
    for node in outermost(page.tree.css(".post-row")[:MOST]):
        body = node.css_first(".post-content")
        id = (node.id or "").removeprefix("post-") or ((body.id or "") if body is not None else "").removeprefix("pid")  # noqa: A001
        if body is None or not id.isdecimal():
            continue
        head = node.css_first(".post-meta")
        link = head.css_first("a") if head is not None else None
        yield Seen(
            id=id,
            author=_author(node),
            said=_SAID.read(body),
            stamp=stamp_of(link),
            edit=_edit(head),
            n=count(words(head.css_first("strong"))) if head is not None else None,
            permalink=page.address(link) or page.join(f"/post/{id}") or page.url,
        )


def _author(node: LexborNode) -> str:
    return words(node.css_first(".author-name")) or words(node.css_first(".author a[href*='/user/']"))


def _edit(head: LexborNode | None) -> Stamp | None:
    note = head.css_first("small") if head is not None else None
    return (
        Stamp(words=" ".join(readable(note, skip=lambda each: each.tag == "a").split())) if note is not None else None
    )


def _listing(page: Page) -> Reading | None:
    return board_reading(
        page,
        engine=ENGINE,
        rows=_rows(page) if board_address(page.url) else (),
        boards=".forum-name a[href], .sub-forums a[href], .category-body a[href*='/forum/']",
        parse=board_address,
        paged=partial(numbered_pages, links=_LINKS, current=_CURRENT),
        board=_heading(page),
    )


def _heading(page: Page) -> str | None:
    if board_address(page.url) is None:
        return None
    return words(page.tree.css_first(".forum-head a, .forum-header a, .breadcrumb .active")) or None


def _rows(page: Page) -> Iterable[SeenRow]:
    around = holders(page.tree.css(".topic-last-post")[: 2 * MOST])
    for name in page.tree.css(".topic-name a[href]")[: 20 * MOST]:
        url, row = page.address(name), nearest(name, around)
        address = thread_address(url) if url else None
        if address is None or address.id is None or row is None or _in_pages(name):
            continue
        last, stats = row.css_first(".topic-last-post"), row.css(".topic-stats")
        posts = count(words(stats[0])) if stats else None
        yield SeenRow(
            id=address.id,
            title=words(name),
            url=address.url,
            author=_by(row.css_first(".topic-info .topic-author, .topic-author")),
            replies=posts - 1 if posts else None,  # it counts the opening post, too
            last=stamp_of(last.css_first("a[href]"))
            if last is not None and last.css_first("a[href]") is not None
            else None,
            last_author=_by(last.css_first(".topic-author")) if last is not None else None,
            is_sticky=row.css_first("[class*='starred'], [class*='important'], .fa-star, .fa-star-o") is not None,
        )


def _in_pages(name: LexborNode) -> bool:
    parent = name.parent
    return parent is not None and "topic-pages" in classes(parent)


def _by(node: LexborNode | None) -> str | None:
    """The name behind the word for "by"; guests have no link."""
    link = node.css_first("a") if node is not None else None
    return words(link) or words(node).partition(" ")[2] or None


def _wall(page: Page) -> Reading:
    return verdict(
        page,
        engine=ENGINE,
        message=page.tree.css_first(".page-body, .page-panel, .page-view .card-body")
        if page.fetched.status != 200 or page.tree.css_first(".page-body h1, .page-view h1") is not None
        else None,
        is_asked=thread_address(page.url) is not None or board_address(page.url) is not None,
        is_empty_list=page.tree.css_first(".forum-view .topic-name, .forum-panel .forum-meta") is not None,
        is_sign_in=split(page.url).path.endswith("/auth/login"),
        board=_heading(page),
    )


def _links_to_itself(page: Page) -> bool:
    found = (
        page.address(link)
        for link in page.tree.css("a[href*='/topic/'], a[href*='/forum/'], a[href*='/category/']")[:20]
    )
    return any(url and page.is_own(url) and (thread_address(url) or board_address(url)) for url in found)


FLASKBB = Forum(
    name=ENGINE,
    frame=(
        ".flaskbb-header, .flaskbb-footer, .navbar, .breadcrumb, .author, .post-signature, .post-meta,"
        " .topic-last-post,"
        " .forum-last-post, .stats-panel"
    ),
    marks=_MARKS,
    links=_links_to_itself,
    thread=_thread,
    listing=_listing,
    wall=_wall,
    is_apart=lambda url: _APART.search(split(url).path) is not None,
    numbered=numbered,
)
