"""Software that nobody wrote a page object for: what repeats is a post or a row, what repeats not frames it.

It says how sure it is, and is asked only where no software was recognised.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from crawler.dates import Calendar, Telling, Told, shown_clock, told_zone
from crawler.pages.addresses import slug_id
from crawler.pages.generic_around import board_of, thread_address, title_of
from crawler.pages.generic_fields import Fields, fields_of
from crawler.pages.generic_items import Item, candidates
from crawler.pages.generic_links import Address, Kind, address, prefers_suffix
from crawler.pages.generic_lists import Row, boards_of, cards_of, rows_of
from crawler.pages.generic_outline import Element, Outline, as_written, outline
from crawler.pages.generic_pages import pages_of
from crawler.pages.generic_said import quotes_of, text_of, without_signatures
from crawler.pages.generic_stamps import Shown
from crawler.pages.generic_view import View, view
from crawler.pages.hidden import hides
from crawler.pages.page import Page
from crawler.pages.refusals import asks_to_sign_in
from crawler.reading import Reading
from model.identities import ThreadId
from model.posts import Post, Thread, ThreadRow
from model.visits import PageClass

__all__ = ["ENGINE", "SURE", "generic"]

ENGINE = "generic"
_DATED = re.compile(r"^[^\n]{0,40}?\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?[\s)\]:,–—|-]*", re.IGNORECASE)
_FEED = re.compile(r"\s*<\?xml")
SURE = 0.6
"""From here on a page is believed to hold what was found on it."""
GOOD = 0.97  # sure enough to try no other way of cutting the page up
MOST_TRIES = 24
MOST_LOOKS = 120_000  # elements looked at in all tries: pages of a thousand answers take some thirty thousand
LONGEST_ADDRESS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """A page, and what its links lead to."""

    page: Page
    outline: Outline = field(repr=False)
    links: dict[int, Address] = field(repr=False)
    own: Address
    seen: View
    is_walled: bool
    """Whether a form to sign in stands where posts should be."""


def generic(page: Page) -> Reading | None:
    """What *page* says as far as its structure alone tells; None where it is not sure enough."""
    if _FEED.match(page.text) and "<html" not in page.text[:2_000].lower():
        return None
    reading = _read(page)
    if reading is None and (tree := as_written(page.text)) is not None and _is_torn(page.text):
        reading = _read(replace(page, tree=tree))
    return reading


def _is_torn(text: str) -> bool:
    """Whether a page holds tables, whose contents browsers move about where they are not well formed."""
    low = text.lower()
    return "<tr" in low or "<td" in low


def _read(page: Page) -> Reading | None:
    sight = _sight(page)
    if sight is None:
        return None
    listed = _list(sight) if sight.own.kind is not Kind.PROFILE else None
    if page.fetched.status < 400 and sight.own.kind not in (Kind.PROFILE, Kind.ACTION):
        found = _thread(sight)
        if found is not None and not _outweighs(sight, listed, found):
            return found
    if sight.is_walled or page.fetched.status >= 400:
        return None
    return listed


def _outweighs(sight: _Sight, listed: Reading | None, found: Reading) -> bool:
    """Whether a list is more likely than the thread that was found: its address says nothing, and it lists more."""
    if listed is None or sight.own.kind in (Kind.THREAD, Kind.POST):
        return False
    return len(listed.rows) + len(listed.boards) >= max(len(found.posts), 2)


def _sight(page: Page) -> _Sight | None:
    found = outline(page.tree)
    if found is None:
        return None
    urls = {
        element.start: url[:LONGEST_ADDRESS]
        for element in found.elements
        if element.tag == "a" and (url := page.join(element.attributes.get("href", "").strip())) and page.is_own(url)
    }
    known = {url: address(url) for url in {*urls.values()}}
    by_suffix = prefers_suffix([url for url, each in known.items() if each.kind is Kind.THREAD])
    if by_suffix:
        known = {url: address(url, by_suffix=True) for url in known}
    links = {place: known[url] for place, url in urls.items()}
    rough = Calendar(now=max(page.sent_at, page.fetched.fetched_at))
    return _Sight(
        page=page,
        outline=found,
        links=links,
        own=address(page.url, by_suffix=by_suffix),
        seen=view(found, links, rough, title=page.title),
        is_walled=asks_to_sign_in(page),
    )


def _thread(sight: _Sight) -> Reading | None:
    good: list[tuple[float, Sequence[Fields]]] = []
    spent = 0
    for tries, items in enumerate(candidates(sight.outline, sight.links)):
        if tries >= MOST_TRIES or (tries > 3 and good and max(sure for sure, _ in good) >= GOOD):
            break
        spent += sum(part.end - part.start for item in items for part in item.parts)
        if spent > MOST_LOOKS:
            break
        fields = fields_of(sight.seen, items)
        if (sure := _sureness(sight, fields)) >= SURE:
            good.append((sure, fields))
    if not good:
        return None
    sure, best = max(good, key=lambda each: (round(each[0] + 0.02 * min(len(each[1]), 10), 2), each[0]))
    return _posts(sight, [*_opening(sight, best, [fields for _, fields in good]), *best], sure)


def _opening(sight: _Sight, best: Sequence[Fields], others: Sequence[Sequence[Fields]]) -> Sequence[Fields]:
    """The post that opens the thread, where it is made otherwise than its answers."""
    first = min(part.start for each in best for part in each.item.parts)
    for other in others:
        if len(other) == 1 and other[0].item.id is not None and other[0].item.parts[-1].end <= first:
            return other
    return ()


def _sureness(sight: _Sight, fields: Sequence[Fields]) -> float:
    """How sure it is that *fields* are those of one thread's posts, from 0 to 1."""
    count = len(fields)
    if _is_list(sight, fields):
        return 0.0
    named = sum(bool(each.author) for each in fields) / count
    dated = sum(each.date is not None for each in fields) / count
    worded = sum(each.size > 0 for each in fields) / count
    numbered = sum(each.item.id is not None for each in fields) / count
    if named < 0.5 or worded < 0.5:
        return 0.0
    if dated < 0.5 and numbered < 0.5 and not (sight.own.kind is Kind.THREAD and named == worded == 1 and count > 1):
        return 0.0
    if numbered < 0.5:  # only likeness holds them together
        marked = sum(each.is_marked for each in fields) / count
        if min(marked, worded, dated or 1) < 0.8 or sight.is_walled:
            return 0.0
    sure = 0.35 * named + 0.3 * worded + 0.2 * dated + 0.15 * numbered
    sure -= 0.25 * _share_of_crowds(sight, fields)
    if count == 1 and sight.own.kind not in (Kind.THREAD, Kind.POST):
        sure -= 0.35
    return sure - 0.35 * (sight.own.kind is Kind.BOARD)


def _share_of_crowds(sight: _Sight, fields: Sequence[Fields]) -> float:
    """How many of the items name several members outside of what is said: those hold more than one post each."""
    crowds = 0
    for each in fields:
        names = {
            sight.links[element.start].key
            for element in each.item.elements(sight.outline)
            if element.start in sight.links
            and sight.links[element.start].kind is Kind.PROFILE
            and not (each.body is not None and each.body.holds(element))
            and not (element.last > element.first and sight.seen.apart[element.first])
        }
        crowds += len(names) > 1
    return crowds / len(fields)


def _is_list(sight: _Sight, fields: Sequence[Fields]) -> bool:
    """Whether most items lead, with words of their own, to a page of their own."""
    targets: set[str] = set()
    texts: set[str] = set()
    leading = 0
    for each in fields:
        found = _leads(sight, each)
        if found is not None:
            leading += 1
            targets.add(found[0])
            texts.add(found[1])
    if leading < 0.5 * len(fields):
        return False
    return len(targets) > 1 or (len(fields) == 1 and sight.own.kind not in (Kind.THREAD, Kind.POST))


def _leads(sight: _Sight, each: Fields) -> tuple[str, str] | None:
    own = sight.own
    for element in each.item.elements(sight.outline):
        link = sight.links.get(element.start)
        if link is None or link.kind in (Kind.PROFILE, Kind.ACTION) or link.base == own.base:
            continue
        if link.kind is Kind.POST and (link.thread is None or link.thread == own.key or own.kind is not Kind.THREAD):
            continue
        if link.kind is own.kind is Kind.THREAD and link.key == own.key:
            continue
        text = sight.outline.text(element)
        is_wordy = sum(char.isalpha() for char in text) > 3 and not _is_date(sight, text)
        if (
            is_wordy
            and not _is_said(sight, each, element, text)
            and (link.kind is not Kind.OTHER or _is_heading(element))
        ):
            return link.base, text
    return None


def _is_date(sight: _Sight, text: str) -> bool:
    return len(text) < 40 and sight.seen.calendar.told(text).telling is not Telling.UNREADABLE


def _is_said(sight: _Sight, each: Fields, link: Element, text: str) -> bool:
    """Whether *link* stands among an author's words: it neither begins them nor makes up most of them."""
    if link.last > link.first and sight.seen.apart[link.first]:
        return True
    body = each.body
    if body is None or not body.holds(link) or len(text) >= 0.4 * each.size:
        return False
    return any(piece.strip() for piece in sight.outline.pieces[body.first : link.first])


def _is_heading(element: Element) -> bool:
    return any(each.tag in ("h1", "h2", "h3", "h4", "h5", "h6") for each in (element, *element.above()))


def _posts(sight: _Sight, fields: Sequence[Fields], sure: float) -> Reading:
    page, items = sight.page, [each.item for each in fields]
    title = title_of(page, sight.outline, items)
    calendar = _calendar(sight, [each.date for each in fields], items)
    own = _own(sight, items)
    pages = pages_of(page, sight.outline, sight.links, own, items)
    thread = ThreadId(own.id if own.kind is Kind.THREAD else (own.thread or own.id))
    texts = without_signatures([each.author for each in fields], [_text(sight, each, title) for each in fields])
    posts = tuple(_post(sight, each, thread, calendar, text, own) for each, text in zip(fields, texts, strict=True))
    posts = tuple({post.id: post for post in reversed(posts)}.values())[::-1]
    opening = posts[0] if pages.page == 1 else None
    return Reading(
        url=page.url,
        engine=ENGINE,
        page_class=PageClass.THREAD,
        board=board_of(sight.outline, sight.links, own),
        thread=Thread(
            source=page.source,
            id=thread,
            title=title,
            url=own.url.partition("#")[0],
            board=board_of(sight.outline, sight.links, own),
            author=opening.author if opening else None,
            created_at=opening.posted_at if opening else None,
        ),
        posts=posts,
        page=pages.page,
        pages=pages.pages,
        next=pages.next,
        has_hidden=any(each.body is not None and hides(each.body.node) for each in fields),
        sureness=round(sure, 2),
    )


def _own(sight: _Sight, items: Sequence[Item]) -> Address:
    """The thread's own address: the page's, or what its links say where that leads to a post or says nothing."""
    own = sight.own
    if own.kind is Kind.THREAD:
        return own
    found = thread_address(sight.page, sight.outline, sight.links, own, items)
    if found is None:
        return own
    return replace(found, post=own.post)


def _text(sight: _Sight, each: Fields, title: str) -> str:
    if each.body is None:
        return ""
    drops = frozenset(element.node.mem_id for element in each.without)
    text = text_of(each.body.node, drops=drops, title=title)
    return _DATED.sub("", text, count=1) if each.begins_with_date else text


def _post(sight: _Sight, each: Fields, thread: ThreadId, calendar: Calendar, text: str, own: Address) -> Post:
    told = _told(calendar, each.date)
    shown = each.date.text or each.date.title if each.date else None
    id_ = each.item.id or _name(each.author, shown or "", text)
    return Post(
        source=sight.page.source,
        thread=thread,
        id=id_,
        author=each.author,
        text=text,
        quotes=quotes_of(each.body.node) if each.body is not None else (),
        posted_at=told.at if told else None,
        posted_raw=shown if told is not None and not told.is_exact else None,
        permalink=_permalink(sight, each) or own.url,
        seen_at=sight.page.fetched.fetched_at,
    )


def _name(author: str, date: str, text: str) -> str:
    """What stands for the number of a post that has none."""
    return slug_id(f"{author}\0{date}\0{text[:200]}")


def _permalink(sight: _Sight, each: Fields) -> str | None:
    for element in each.item.elements(sight.outline):
        link = sight.links.get(element.start)
        if link is not None and link.post is not None and link.post == each.item.id and link.kind is not Kind.ACTION:
            return link.url
    return None


def _told(calendar: Calendar, shown: Shown | None) -> Told | None:
    if shown is None:
        return None
    return calendar.told(shown.text, title=shown.title)


def _calendar(sight: _Sight, dates: Sequence[Shown | None], items: Sequence[Item]) -> Calendar:
    """How the page writes dates, from those found, and from what its frame says of its clock."""
    outline = sight.outline
    inside = [range(part.first, part.last) for item in items for part in item.parts]
    covered = {at for each in inside for at in each}
    frame = "".join(piece if at not in covered else "\n" for at, piece in enumerate(outline.pieces))
    zoned = " ".join(
        e.attributes["title"]
        for e in outline.elements
        if "title" in e.attributes and "/" in e.attributes["title"] and len(e.attributes["title"]) < 40
    )
    texts = [each.best for each in dates if each is not None and not each.is_machine]
    told = told_zone(f"{frame} | times are {zoned}") if zoned else told_zone(frame)
    return sight.page.calendar(
        clock=shown_clock(frame), dates=texts, rising=texts, told=told, habit=_habit(sight.page, texts)
    )


def _habit(page: Page, texts: Sequence[str]) -> bool | None:
    """The order that the page's language has, where it has one; English has both."""
    root = page.tree.css_first("html[lang]")
    lang = (root.attributes.get("lang") or "").lower() if root is not None else ""
    if lang.startswith("en-us"):
        return False
    if (lang and not lang.startswith(("en", "zh", "ja", "ko", "hu"))) or lang.startswith(
        ("en-gb", "en-au", "en-nz", "en-ie")
    ):
        return True
    dotted = sum(text.count(".") >= 2 for text in texts)
    return True if texts and dotted > 0.8 * len(texts) else None


def _list(sight: _Sight) -> Reading | None:
    rows = rows_of(sight.seen, sight.own)
    boards = boards_of(sight.seen, sight.own)
    if not rows and not boards and sight.own.kind is not Kind.ACTION:
        rows = cards_of(sight.seen, sight.own)
    if not rows and not boards:
        return None
    sure = 0.9 if len(rows) + len(boards) > 2 else 0.7
    page = sight.page
    calendar = _calendar(sight, [row.last for row in rows], ())
    pages = pages_of(page, sight.outline, sight.links, sight.own, ())
    return Reading(
        url=page.url,
        engine=ENGINE,
        page_class=PageClass.LIST,
        board=title_of(page, sight.outline, ()) if sight.own.kind is Kind.BOARD else None,
        rows=tuple(_row(row, calendar) for row in rows),
        boards=boards,
        page=pages.page,
        pages=pages.pages,
        next=pages.next,
        sureness=sure,
    )


def _row(row: Row, calendar: Calendar) -> ThreadRow:
    return ThreadRow(
        id=ThreadId(row.link.id),
        title=row.title,
        url=row.link.url.partition("#")[0],
        author=row.author,
        replies=row.replies,
        last_post_at=_exact(calendar, row.last),
        last_author=row.last_author,
        is_sticky=row.is_sticky,
        is_moved=row.is_moved,
    )


def _exact(calendar: Calendar, shown: Shown | None) -> datetime | None:
    told = _told(calendar, shown)
    return told.at if told is not None and told.is_exact else None
