"""Discourse: the pages it sends to those who run no scripts, and the data behind its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from math import ceil

from selectolax.lexbor import LexborNode

from crawler.pages.discourse_addresses import (
    board_address,
    is_apart,
    is_data,
    is_sign_in,
    numbered,
    thread_address,
)
from crawler.pages.documents import Document, flag, fragment, items, number_of, part, replies_of, text_of
from crawler.pages.forum import Forum, Mark
from crawler.pages.lists import SeenRow, board_reading, count, list_reading
from crawler.pages.nesting import outermost
from crawler.pages.page import Page
from crawler.pages.pagination import Pages, numbered_pages
from crawler.pages.posts import MOST, Around, Seen, thread_reading
from crawler.pages.refusals import verdict
from crawler.pages.said import Wording
from crawler.pages.stamps import Stamp, stamp_of
from crawler.pages.words import words
from crawler.reading import Reading

__all__ = ["DISCOURSE"]

ENGINE = "discourse"
CHUNK = 20  # posts on a page, where the data doesn't say
_ID = re.compile(r"post_(\d{1,9})")
_LINKS = "a[rel='next'], a[rel='prev'], link[rel='next'], link[rel='prev'], .nav-next, .nav-prev"
_SAID = Wording(
    drops=frozenset(["quote", "onebox", "lightbox", "small-action", "badge-notification", "cooked-selection-barrier"]),
    quotes="aside.quote",
    quoted=lambda quote: (quote.attributes.get("data-username") or "").strip() or None,
)
_MARKS = (
    Mark(2, "Discourse", re.compile(r"<meta name=[\"']generator[\"'] content=[\"']Discourse ")),
    Mark(3, "crawler-post", re.compile(r"<div[^>]{1,200}\bclass=[\"'][^\"']{0,40}\bcrawler-post\b")),
    Mark(2, "crawler-post-", re.compile(r"<(?:span|div)[^>]{0,40}\bclass=[\"']crawler-post-(?:infos|meta)[\"']")),
    Mark(2, "topic-list-item", re.compile(r"<tr class=[\"']topic-list-item")),
    Mark(1, "-list", re.compile(r"<(?:table|tbody)[^>]{0,40}\bclass=[\"'](?:topic|category)-list")),
    Mark(1, "main-outlet", re.compile(r"<div id=[\"']main-outlet[\"']")),
    Mark(2, "discourse-setup", re.compile(r"<meta[^>]{1,80}\bid=[\"']data-discourse-setup[\"']")),
    Mark(2, "discourse-assets", re.compile(r"<discourse-assets")),
    Mark(2, "data-preloaded", re.compile(r"<div[^>]{0,40}\bid=[\"']data-preloaded[\"']")),
    Mark(1, "crawler", re.compile(r"<body[^>]{0,80}\bclass=[\"'][^\"']{0,40}\bcrawler\b")),
)


def _thread(page: Page) -> Reading | None:
    seen = [*_posts(page)]
    own = thread_address(page.url)
    if not seen:
        return None
    title = page.tree.css_first("#topic-title a[href], #topic-title h1, h1 a[href]")
    told = own or thread_address(page.address(title) or "")
    pages = numbered_pages(
        page, own=own, parse=thread_address, key=told.id if told else None, links=_LINKS, current=None
    )
    return thread_reading(
        page,
        engine=ENGINE,
        seen=seen,
        around=Around(
            thread=told.key if told else page.url,
            url=told.url if told else page.url,
            title=words(title) or page.title,
            board=_board(page),
            pages=Pages(page=pages.page, pages=None if pages.next else pages.page, next=pages.next),
        ),
    )


def _board(page: Page) -> str | None:
    names = [
        words(link) for link in page.tree.css(".topic-category a[href]") if board_address(page.address(link) or "")
    ]
    return names[-1] if names else None


def _posts(page: Page) -> Iterable[Seen]:
    for node in outermost(page.tree.css(".crawler-post")[:MOST]):
        body = node.css_first(".post")
        id = _number(node)  # noqa: A001
        if body is None or id is None:
            continue
        time = node.css_first("time[datetime], .post-time")
        own = thread_address(page.url)
        yield Seen(
            id=id,
            author=_author(node),
            said=_SAID.read(body),
            stamp=stamp_of(time),
            n=int(id),
            permalink=f"{own.url}/{id}" if own else page.url,
        )


def _number(node: LexborNode) -> str | None:
    """A post's place, which is what names it in addresses; older pages mark the first one by its place alone."""
    found = _ID.fullmatch(node.id or "")
    if found:
        return found.group(1)
    shown = words(node.css_first("[itemprop='position']")).lstrip("#")
    return shown if shown.isdecimal() and len(shown) < 10 else None


def _author(node: LexborNode) -> str:
    """The account's name; a person's own may stand behind it in brackets."""
    return words(node.css_first(".creator [itemprop='name']")) or words(node.css_first(".creator a"))


def _listing(page: Page) -> Reading | None:
    return board_reading(
        page,
        engine=ENGINE,
        rows=_rows(page),
        boards=".category-list a[href], td.category a[href], .category a[itemprop='item'][href],"
        " #main-outlet > a[href*='/c/']",
        parse=board_address,
        paged=partial(numbered_pages, links=_LINKS, current=None),
        board=words(page.tree.css_first("#main-outlet h1")) or None,
    )


def _rows(page: Page) -> Iterable[SeenRow]:
    """Dates of lists are days without a time, which tell less than the number of replies."""
    for row in outermost(page.tree.css(".topic-list-item")[:MOST]):
        link = next((each for each in row.css("a.title[href], .main-link a[href]") if words(each)), None)
        address = thread_address(page.address(link) or "")
        if address is None:
            continue
        posters = row.css(".posters a[href]")
        yield SeenRow(
            id=str(address.id),
            title=words(link),
            url=address.url,
            author=_account(posters[0]) if posters else None,
            replies=count(words(row.css_first(".replies .posts, .posts, .replies"))),
            last_author=_account(
                next((each for each in posters if "latest" in (each.attributes.get("class") or "")), None)
            ),
            is_sticky="pinned" in (row.attributes.get("class") or ""),
        )


def _account(link: LexborNode | None) -> str | None:
    href = (link.attributes.get("href") or "").rstrip("/") if link is not None else ""
    return href.rpartition("/")[2] or None


def _data(page: Page, document: Document) -> Reading | None:
    """The same from data: a thread's, a list's, or that of all boards."""
    if "post_stream" in document:
        return _data_of_thread(page, document)
    if "topic_list" in document:
        return _data_of_list(page, document)
    if "category_list" in document:
        boards = tuple(_boards_of(page, items(part(document, "category_list"), "categories")))
        return list_reading(page, engine=ENGINE, rows=(), boards=boards) if boards else None
    return None


def _data_of_thread(page: Page, document: Document) -> Reading | None:
    stream = part(document, "post_stream")
    own = thread_address(page.url)
    id, slug = text_of(document, "id"), text_of(document, "slug") or "-"  # noqa: A001
    seen = [each for post in items(stream, "posts") if (each := _seen(page, post, slug, id)) is not None]
    if not seen or not id:
        return None
    everyone = stream.get("stream")
    chunk = number_of(document, "chunk_size") or CHUNK
    here = own.page if own is not None else 1
    pages = max(here, ceil(len(everyone) / chunk)) if isinstance(everyone, list) and everyone else here
    url = own.url if own is not None else page.join(f"/t/{slug}/{id}.json") or page.url
    return thread_reading(
        page,
        engine=ENGINE,
        seen=seen,
        around=Around(
            thread=id,
            url=url,
            title=text_of(document, "title", "fancy_title"),
            board=None,
            pages=Pages(page=here, pages=pages, next=numbered(url, here + 1) if here < pages else None, per_page=chunk),
            replies=replies_of(document, "posts_count"),
        ),
    )


def _seen(page: Page, post: Document, slug: str, thread: str) -> Seen | None:
    place, markup = number_of(post, "post_number"), text_of(post, "cooked")
    is_notice = number_of(post, "post_type") == 3  # "closed this topic", by the software
    if place is None or (is_notice and not markup):
        return None
    body = fragment(markup)
    is_edited = (number_of(post, "version") or 1) > 1
    return Seen(
        id=str(place),
        author=text_of(post, "username", "name"),
        said=_SAID.read(body),
        stamp=Stamp(machine=text_of(post, "created_at") or None),
        edit=Stamp(machine=text_of(post, "updated_at")) if is_edited else None,
        n=place,
        permalink=page.join(f"/t/{slug}/{thread}/{place}") or page.url,
        hides=flag(post, "hidden"),
    )


def _data_of_list(page: Page, document: Document) -> Reading | None:
    listing = part(document, "topic_list")
    names = {text_of(user, "id"): text_of(user, "username") for user in items(document, "users")}
    rows = [row for topic in items(listing, "topics") if (row := _row_of(page, topic, names)) is not None]
    own = board_address(page.url)
    here = own.page if own is not None else 1
    following = _more(page, text_of(listing, "more_topics_url"))
    boards = tuple(_boards_of(page, items(part(document, "category_list"), "categories")))
    if not rows and not boards:
        return None
    return list_reading(
        page,
        engine=ENGINE,
        rows=rows,
        boards=boards,
        pages=Pages(page=here, pages=None if following else here, next=following),
    )


def _more(page: Page, href: str) -> str | None:
    """The next page of a list, which the data names as readers' pages are named."""
    if not href:
        return None
    path, _, query = href.partition("?")
    if is_data(page.url) and not path.endswith(".json"):
        path = f"{path}.json"
    return page.join(f"{path}?{query}" if query else path)


def _row_of(page: Page, topic: Document, names: dict[str, str]) -> SeenRow | None:
    id, slug = text_of(topic, "id"), text_of(topic, "slug") or "-"  # noqa: A001
    url = page.join(f"/t/{slug}/{id}.json")
    posters = [names.get(text_of(each, "user_id"), "") for each in items(topic, "posters")]
    if not id or url is None:
        return None
    return SeenRow(
        id=id,
        title=text_of(topic, "title", "fancy_title"),
        url=url,
        author=posters[0] if posters else None,
        replies=replies_of(topic, "posts_count"),
        last=Stamp(machine=text_of(topic, "last_posted_at", "bumped_at") or None),
        last_author=text_of(topic, "last_poster_username") or None,
        is_sticky=flag(topic, "pinned") or flag(topic, "pinned_globally"),
    )


def _boards_of(page: Page, categories: list[Document]) -> Iterable[str]:
    for category in categories:
        url = page.join(f"/c/{text_of(category, 'slug') or '-'}/{text_of(category, 'id')}.json")
        if url is not None and text_of(category, "id"):
            yield url


def _wall(page: Page) -> Reading:
    return verdict(
        page,
        engine=ENGINE,
        message=page.tree.css_first(".page-not-found, .not-found-container, .error-page, #main-outlet .alert-error"),
        is_asked=thread_address(page.url) is not None or board_address(page.url) is not None,
        is_empty_list=page.tree.css_first(".topic-list") is not None,
        is_sign_in=is_sign_in(page.url)
        or page.tree.css_first("form#login-form, .login-welcome, .login-required") is not None,
    )


def _links_to_itself(page: Page) -> bool:
    found = (page.address(link) for link in page.tree.css("a[href*='/t/'], a[href*='/c/'], a[href*='/u/']")[:20])
    return any(url and page.is_own(url) for url in found)


DISCOURSE = Forum(
    name=ENGINE,
    frame="header, footer, .crawler-nav, .crawler-post-meta, .topic-category, .posters",
    marks=_MARKS,
    links=_links_to_itself,
    thread=_thread,
    listing=_listing,
    wall=_wall,
    is_apart=is_apart,
    numbered=numbered,
    data=_data,
    cookie=re.compile(r"(?:^|[\s,;])_forum_session="),
)
