"""The lists of MyBB: the index of boards, and a board's threads."""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from crawler.dates import Calendar
from crawler.pages.mybb_addresses import board_address, slug_id, thread_address
from crawler.pages.mybb_parts import ENGINE, Pages, clock, inside, pagination, profile
from crawler.pages.nesting import is_same
from crawler.pages.page import Page, date_of
from crawler.pages.words import classes, readable, words
from crawler.reading import Reading
from model.identities import ThreadId
from model.posts import ThreadRow
from model.visits import PageClass

__all__ = ["bare", "has_frame", "listing"]

_ROW_ID = re.compile(r"tid_(\d+)")
MOST_LINKS = 2_000  # to boards on one page: the rest of a hostile page's is not looked at
_FRAME = ("navigation", "pagination", "breadcrumb", "breadcrumbs", "menu", "bottom_links", "top_links")


def listing(page: Page) -> Reading | None:
    """The page as a list of threads or boards; None when it lists neither."""
    titles = [node for node in page.tree.css("[id^='tid_']") if _ROW_ID.fullmatch(node.id or "")]
    boards = tuple(_boards(page))
    if not titles and (not boards or _is_message(page)):
        return None
    rows = [_row_of(node) for node in titles]
    calendar = _calendar(page, rows)
    pages = _pages(page)
    return Reading(
        url=page.url,
        engine=ENGINE,
        page_class=PageClass.LIST,
        board=_name(page),
        rows=tuple(_row(page, node, row, calendar) for node, row in zip(titles, rows, strict=True)),
        boards=boards,
        page=pages.page,
        pages=pages.pages,
        next=pages.next,
    )


def bare(page: Page) -> Reading:
    """The page as a list that says that it holds nothing."""
    return Reading(url=page.url, engine=ENGINE, page_class=PageClass.EMPTY, board=_name(page), reason="an empty list")


def has_frame(page: Page) -> bool:
    """Whether the page has the head of a list of threads, which stays when there is nothing to list."""
    return page.tree.css_first("[href*='sortby='], select[name='sortby'], .thread_legend") is not None


def _is_message(page: Page) -> bool:
    """Messages of the board may link to boards; they have neither a clock of threads nor a list's marks."""
    return page.tree.css_first(".forum_status, [id^='mark_read_'], .sub_forums, [class*='forumbit']") is None and (
        page.tree.css_first("a[href*='action=lastpost'], a[href*='-lastpost.html']") is None
    )


def _pages(page: Page) -> Pages:
    own = board_address(page.url)
    if own is None:
        return Pages()
    fid = next((node.attributes.get("value") for node in page.tree.css("form input[name='fid']")), None)
    return pagination(page, own, board_address, among=own.id or fid or own.key)


def _name(page: Page) -> str | None:
    if board_address(page.url) is None:
        return None
    return words(page.tree.css_first(".navigation .active, .breadcrumb .active, .breadcrumbs .active")) or None


def _boards(page: Page) -> Iterable[str]:
    """The boards that stand in the list itself, each once; categories only where they hold no board that is shown."""
    own = board_address(page.url)
    to_boards = "a[href*='orumdisplay.php'], a[href*='orum-']"
    links = [
        (link, url)
        for link in page.tree.css(to_boards)[:MOST_LINKS]
        if (url := page.address(link)) and page.is_own(url)
    ]
    found: dict[str, tuple[str, bool]] = {}
    for link, url in links:
        address = board_address(url)
        if address is None or "sortby=" in url or "datecut=" in url or not words(link) or inside(link, _is_frame):
            continue
        if own is not None and address.key == own.key:
            continue
        is_category = inside(link, lambda node: "thead" in classes(node))
        found.setdefault(address.key, (address.url, is_category))
    has_boards = any(not is_category for _, is_category in found.values())
    return (url for url, is_category in found.values() if not (is_category and has_boards))


def _is_frame(node: LexborNode) -> bool:
    return node.id in ("header", "panel", "footer") or not classes(node).isdisjoint(_FRAME) or _is_redirect(node)


def _is_redirect(node: LexborNode) -> bool:
    """Boards that are links to elsewhere."""
    return node.tag == "tr" and node.css_first(".forum_offlink") is not None


def _row_of(title: LexborNode) -> LexborNode:
    """The row that *title* stands in: the widest element that holds no other thread."""
    best, parent = title, title.parent
    while parent is not None and parent.tag not in ("body", "html", "tbody", "table"):
        if sum(1 for node in parent.css("[id^='tid_']") if _ROW_ID.fullmatch(node.id or "")) > 1:
            break
        best, parent = parent, parent.parent
    return best


def _row(page: Page, title: LexborNode, row: LexborNode, calendar: Calendar) -> ThreadRow:
    link = title.css_first("a[href]")
    url = page.address(link) or page.url
    address = thread_address(url)
    last = _last(row)
    number = _ROW_ID.fullmatch(title.id or "")
    id = number.group(1) if number else (address and address.id) or slug_id(url)  # noqa: A001
    return ThreadRow(
        id=ThreadId(id),
        title=words(link) or words(title),
        url=address.url if address else url,
        author=_starter(page, row, last),
        replies=_replies(row),
        last_post_at=date_of(calendar, _date_text(last), last) if last is not None else None,
        last_author=_last_author(page, last),
        is_sticky=_has_class(row, "sticky"),
        is_moved=_has_class(row, "movefolder") or _has_class(row, "forumdisplay_moved") or _counts(row) == "-",
    )


def _has_class(row: LexborNode, part: str) -> bool:
    return row.css_first(f"[class*='{part}']") is not None or part in (row.attributes.get("class") or "")


def _last(row: LexborNode) -> LexborNode | None:
    found = row.css_first(".lastpost")
    if found is not None:
        return found
    link = row.css_first("a[href*='action=lastpost'], a[href*='-lastpost.html']")
    return link.parent if link is not None else None


def _starter(page: Page, row: LexborNode, last: LexborNode | None) -> str | None:
    shown = row.css_first(".author")
    if shown is not None and (name := words(shown).rstrip(", ")):
        return name
    for link in row.css("a[href]"):
        if profile(page, link) and not (last is not None and inside(link, lambda node: is_same(node, last), until=row)):
            return words(link)
    return None


def _counts(row: LexborNode) -> str:
    """What stands where the number of replies does."""
    link = row.css_first("a[href*='whoposted'], a[onclick*='whoPosted']")
    if link is not None:
        return words(link)
    cells = [words(cell) for cell in row.css("td") if cell.css_first("[id^='tid_'], .lastpost, .star_rating") is None]
    return next((cell for cell in cells if cell == "-" or re.fullmatch(r"\d[\d.,\s\u202f]*", cell)), "")


def _replies(row: LexborNode) -> int | None:
    digits = re.sub(r"\D", "", _counts(row))
    return int(digits) if digits and len(digits) < 10 else None


def _date_text(last: LexborNode | None) -> str:
    return " ".join(readable(last, skip=lambda node: node.tag == "a").split()) if last is not None else ""


def _last_author(page: Page, last: LexborNode | None) -> str | None:
    """The member linked to; a guest's name stands bare behind the link to the post."""
    if last is None:
        return None
    for link in last.css("a[href]"):
        if profile(page, link):
            return words(link)
    lines = readable(last, skip=lambda node: node.tag == "a").split("\n")
    return lines[-1].lstrip(": ").strip() or None if len(lines) > 1 and lines[-1].startswith(":") else None


def _calendar(page: Page, rows: Iterable[LexborNode]) -> Calendar:
    dates: list[str] = []
    for row in rows:
        for node in row.css(".lastpost, .thread_start_datetime"):
            behind = node.css_first("span[title]")
            dates.append((behind.attributes.get("title") or "") if behind is not None else _date_text(node))
    return page.calendar(clock=clock(page), dates=dates, habit=False)
