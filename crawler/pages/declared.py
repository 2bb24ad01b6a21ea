"""Odd sites, read by the selectors that their operator declared."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from selectolax.lexbor import LexborNode

from crawler.dates import Calendar, Told, shown_clock, told_zone
from crawler.dates.calendars import NOTHING
from crawler.pages.addresses import slug_id
from crawler.pages.generic_links import Address, Kind, address
from crawler.pages.generic_said import text_of
from crawler.pages.page import Page
from crawler.pages.words import readable, words
from crawler.reading import Reading
from model.identities import ThreadId
from model.posts import Post, Quote, Thread, ThreadRow
from model.selectors import ListSelectors, Place, Selectors, ThreadSelectors
from model.visits import PageClass

__all__ = ["ENGINE", "declared"]

ENGINE = "declared"
MOST = 1_000  # posts or rows of one page
_DIGITS = re.compile(r"\d{1,18}")
_COUNT = re.compile(r"\d[\d.,\s\u00a0\u202f]*")


def declared(page: Page, selectors: Selectors) -> Reading:
    """What *page* says where *selectors* look; `PageClass.UNKNOWN` where they find neither post nor row."""
    posts = page.tree.css(selectors.thread.post)[:MOST] if selectors.thread else []
    if selectors.thread and posts:
        return _thread(page, selectors, selectors.thread, posts)
    rows = page.tree.css(selectors.list.row)[:MOST] if selectors.list else []
    boards = tuple(dict.fromkeys(_links(page, selectors.board)))
    if rows or boards:
        return _list(page, selectors, rows, boards)
    return page.reading(PageClass.UNKNOWN, "the declared selectors found neither posts nor rows")


def _thread(page: Page, selectors: Selectors, where: ThreadSelectors, nodes: list[LexborNode]) -> Reading:
    own = address(page.url)
    thread = ThreadId(_id(own))
    dates = [_value(node, where.date) for node in nodes]
    told = _dates(page, selectors, dates)
    posts = tuple(
        _post(page, where, node, thread, shown, told(shown)) for node, shown in zip(nodes, dates, strict=True)
    )
    posts = tuple({post.id: post for post in reversed(posts)}.values())[::-1]
    title = words(page.tree.css_first(where.title)) if where.title else ""
    is_first = own.page in (None, 1) and not own.offset
    return Reading(
        url=page.url,
        engine=ENGINE,
        page_class=PageClass.THREAD,
        thread=Thread(
            source=page.source,
            id=thread,
            title=title or page.title,
            url=page.url.partition("#")[0],
            author=posts[0].author if is_first else None,
            created_at=posts[0].posted_at if is_first else None,
        ),
        posts=posts,
        page=own.page or 1,
        next=_next(page, selectors),
    )


def _post(page: Page, where: ThreadSelectors, node: LexborNode, thread: ThreadId, shown: str, told: Told) -> Post:
    author = _value(node, where.author)
    body = node.css_first(where.body)
    quotes = [quote for css in where.quote for quote in body.css(css)] if body is not None else []
    drops = [*quotes, *(each for css in where.drop for each in (body.css(css) if body is not None else []))]
    text = text_of(body, drops=frozenset(each.mem_id for each in drops), title="") if body is not None else ""
    number = _DIGITS.search(_value(node, where.id)) if where.id else None
    id_ = number.group(0) if number else (_value(node, where.id) or slug_id(f"{author}\0{shown}\0{text[:200]}"))
    return Post(
        source=page.source,
        thread=thread,
        id=id_,
        author=author,
        text=text,
        quotes=tuple(Quote(author=None, text=readable(each, skip=lambda _: False)) for each in quotes),
        posted_at=told.at,
        posted_raw=None if told.is_exact or not shown else shown,
        permalink=page.url,
        seen_at=page.fetched.fetched_at,
    )


def _list(page: Page, selectors: Selectors, nodes: list[LexborNode], boards: tuple[str, ...]) -> Reading:
    where = selectors.list
    dates = [_value(node, where.last) for node in nodes] if where else []
    told = _dates(page, selectors, dates)
    found = [_row(page, where, node, told(shown)) for node, shown in zip(nodes, dates, strict=True)] if where else []
    rows = {row.id: row for row in reversed([row for row in found if row is not None])}
    return Reading(
        url=page.url,
        engine=ENGINE,
        page_class=PageClass.LIST,
        rows=tuple(rows.values())[::-1],
        boards=boards,
        page=address(page.url).page or 1,
        next=_next(page, selectors),
    )


def _row(page: Page, where: ListSelectors, node: LexborNode, told: Told) -> ThreadRow | None:
    link = _node(node, where.link)
    url = page.join(_value(node, Place(css=where.link.css, attribute=where.link.attribute or "href")).strip())
    if url is None:
        return None
    count = _COUNT.search(_value(node, where.replies))
    digits = re.sub(r"\D", "", count.group(0)) if count else ""
    return ThreadRow(
        id=ThreadId(_id(address(url))),
        title=_value(node, where.title) if where.title else words(link),
        url=url.partition("#")[0],
        author=_value(node, where.author) or None,
        replies=int(digits) if 0 < len(digits) < 10 else None,
        last_post_at=told.at if told.is_exact else None,
    )


def _id(own: Address) -> str:
    return own.id if own.kind is Kind.THREAD else slug_id(own.base)


def _dates(page: Page, selectors: Selectors, shown: Iterable[str]) -> Callable[[str], Told]:
    texts = [text for text in shown if text]
    frame = words(page.tree.body)[-4_000:] if page.tree.body is not None else ""
    calendar = page.calendar(clock=shown_clock(frame), dates=texts, rising=texts, told=told_zone(frame))

    def told(text: str) -> Told:
        if not text:
            return NOTHING
        written = _formatted(text, selectors.date_format, calendar) if selectors.date_format else None
        return calendar.told(written or text)

    return told


def _formatted(text: str, pattern: str, calendar: Calendar) -> str | None:
    """*text*, written as *pattern* says, as a date that nobody mistakes; None where it is written otherwise."""
    try:
        moment = datetime.strptime(text.strip(), pattern)  # noqa: DTZ007 - its zone is the board's where it has none
    except ValueError:
        return None
    there = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=calendar.zone).astimezone(UTC)
    return there.strftime("%Y-%m-%dT%H:%M:%SZ")


def _node(node: LexborNode, place: Place) -> LexborNode | None:
    return node.css_first(place.css) if place.css else node


def _value(node: LexborNode, place: Place | None) -> str:
    found = _node(node, place) if place is not None else None
    if found is None or place is None:
        return ""
    return " ".join((found.attributes.get(place.attribute) or "").split()) if place.attribute else words(found)


def _links(page: Page, css: str | None) -> Iterable[str]:
    for link in page.tree.css(css)[:MOST] if css else ():
        if (url := page.address(link)) and page.is_own(url):
            yield url


def _next(page: Page, selectors: Selectors) -> str | None:
    link = page.tree.css_first(selectors.next or "link[rel='next'][href], a[rel~='next'][href]")
    url = page.address(link)
    return url if url and url != page.url and page.is_own(url) else None
