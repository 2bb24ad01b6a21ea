"""SMF 2.0 and 2.1: told by ids, classes and addresses, never by words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from selectolax.lexbor import LexborNode

from crawler.dates import wall
from crawler.pages.addresses import Address
from crawler.pages.forum import Forum, Mark
from crawler.pages.lists import SeenRow, board_reading, count
from crawler.pages.nesting import holders, is_same, nearest, outermost
from crawler.pages.page import Page
from crawler.pages.pagination import offset_pages
from crawler.pages.posts import MOST, Around, Seen, thread_reading
from crawler.pages.refusals import verdict
from crawler.pages.said import Wording
from crawler.pages.smf_addresses import board_address, is_apart, is_sign_in, numbered, thread_address
from crawler.pages.stamps import Stamp, stamp_of
from crawler.pages.words import classes, readable, words
from crawler.reading import Reading
from model.visits import PageClass

__all__ = ["SMF"]

ENGINE = "smf"
_BODY_ID = re.compile(r"msg_(\d{1,12})")
_LINKS, _CURRENT = (
    ".pagelinks a[href], .pagesection a.navPages[href], a.nav_page[href]",
    ".current_page, .pagelinks strong, .pagesection strong",
)
_PROFILE = "a[href*='action=profile'], a[href*='/profile/']"
_MARKS = (
    Mark(
        3,
        "var smf_",
        re.compile(
            r"<script[^>]{0,60}>(?:\s|<!--|// )*(?:// <!\[CDATA\[\s*)?var smf_(?:theme_url|scripturl|default_theme_url)"
        ),
    ),
    Mark(2, "id=", re.compile(r"id=[\"'](?:forumposts|quickModForm|messageindex|topic_container)[\"']")),
    Mark(2, "msg_", re.compile(r"<div[^>]{1,80}\bid=[\"']msg_\d{1,12}[\"']")),
    Mark(2, "msg_", re.compile(r"<span id=[\"']msg_\d{1,12}[\"']")),
    Mark(1, "post_wrapper", re.compile(r"<div class=[\"']post_wrapper[\"']")),
    Mark(1, "navigate_section", re.compile(r"<div class=[\"']navigate_section[\"']")),
    Mark(1, 'id="', re.compile(r"id=[\"'](?:boardindex_table|boards_container|board_\d+|category_\d+_boards)[\"']")),
    Mark(1, "/Themes/", re.compile(r"<(?:link|script)[^>]{1,120}/Themes/\w{1,40}/(?:css|scripts)/")),
)


def _dated(quote: LexborNode) -> str | None:
    """Whom a quote names: "Quote from: somebody on some day", in a link of its own."""
    cite = quote.css_first("cite")
    if cite is None or not is_same(_nearest_quote(cite), quote):
        cite = quote.prev
        while cite is not None and cite.tag == "-text":
            cite = cite.prev
    said = words(cite) if cite is not None and cite.tag in ("cite", "div") else ""
    name = said.partition(": ")[2] or said
    return _WHEN.sub("", name).strip() or None


_WHEN = re.compile(r"\s+(?:on|le|am|el|от|em|il|—|-)\s+[^\s].{3,60}$", re.IGNORECASE)
_SAID = Wording(
    drops=frozenset(["quoteheader", "quotefooter", "codeheader", "bbc_link_preview", "meaction"]), quoted=_dated
)


def _nearest_quote(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None and parent.tag != "blockquote":
        parent = parent.parent
    return parent


def _thread(page: Page) -> Reading | None:
    own, told = thread_address(page.url), _told(page)
    address = own if own is not None and not own.jumps else told or own
    seen = [*_posts(page, address)]
    if not seen:
        return None
    crumb = _crumbs(page)
    title = words(page.tree.css_first("#top_subject")) or (words(crumb[-1]) if crumb else "")
    return thread_reading(
        page,
        engine=ENGINE,
        seen=seen,
        around=Around(
            thread=address.key if address else page.url,
            url=address.url if address else page.url,
            title=title or page.title,
            board=_board(page),
            pages=offset_pages(
                page,
                own=address,
                parse=thread_address,
                key=address.id if address else None,
                links=_LINKS,
                current=_CURRENT,
            ),
            clock=_clock(page),
        ),
    )


def _told(page: Page) -> Address | None:
    for link in page.tree.css("link[rel='canonical'], .navigate_section a[href], .pagelinks a[href]")[:10]:
        found = thread_address(page.address(link) or "")
        if found is not None and not found.jumps:
            return found
    return None


def _crumbs(page: Page) -> list[LexborNode]:
    return page.tree.css(".navigate_section")[0].css("a[href]") if page.tree.css_first(".navigate_section") else []


def _board(page: Page) -> str | None:
    names = [words(link) for link in _crumbs(page) if board_address(page.address(link) or "")]
    return names[-1] if names else None


def _clock(page: Page) -> str | None:
    """The board's clock beside the greeting, where it is no other date."""
    for node in page.tree.css(
        "#inner_wrap time, .user time, .user li, #userarea, .user .smalltext, #upper_section .user"
    )[:20]:
        said = words(node)
        if 8 < len(said) < 80 and (found := wall(said)) is not None and found.time is not None:
            return said
    return None


def _posts(page: Page, told: Address | None) -> Iterable[Seen]:
    around = holders(page.tree.css(".poster")[: 2 * MOST])
    for body in outermost(page.tree.css("div[id^='msg_'], article[id^='msg_']")[:MOST]):
        found = _BODY_ID.fullmatch(body.id or "")
        node = nearest(body, around) if found else None
        if found is None or node is None:
            continue
        yield Seen(
            id=found.group(1),
            author=_author(node),
            said=_SAID.read(body),
            stamp=_date(node, found.group(1)),
            edit=_edit(node),
            permalink=_permalink(page, node, found.group(1), told),
        )


def _author(node: LexborNode) -> str:
    """The linked name; guests and the deleted have one without a link."""
    head = node.css_first(".poster h4, .poster .name, .poster")
    if head is None:
        return ""
    named = next((words(link) for link in head.css(_PROFILE) if words(link)), "")
    return named or words(head.css_first("h4")) or (words(head) if head.tag == "h4" else "")


def _date(node: LexborNode, id: str) -> Stamp:  # noqa: A002
    """2.1 writes it as the post's link, 2.0 behind "Reply #3 on:" under the subject, which may read like a date."""
    for link in node.css(f"a.smalltext[href*='msg{id}'], a.smalltext[href*='msg={id}'], .postinfo a[href*='#msg{id}']"):
        if words(link):
            return stamp_of(link, words(link))
    head = node.css_first(".keyinfo .smalltext")
    if head is None:
        return Stamp()
    return stamp_of(head, " ".join(readable(head, skip=_is_label).strip("«» ").split()))


def _is_label(node: LexborNode) -> bool:
    """The words before a date; "Today" is marked like them, and is a part of it."""
    return node.tag in ("a", "h5") or (node.tag in ("strong", "b") and words(node).endswith(":"))


def _edit(node: LexborNode) -> Stamp | None:
    note = node.css_first(".modified")
    said = words(note)
    return stamp_of(note, said) if note is not None and any(sign.isdigit() for sign in said) else None


def _permalink(page: Page, node: LexborNode, id: str, told: Address | None) -> str:  # noqa: A002
    """In the form that all versions understand: 2.1 names no thread in a post's own link."""
    link = node.css_first(f"a[href*='#msg{id}']")
    address = thread_address(page.address(link) or "") or told
    if address is None:
        return page.address(node.css_first(f"a[href*='msg={id}']")) or f"{page.url}#msg{id}"
    return f"{address.url.replace('.0.html', '.html').removesuffix('.0')}.msg{id}#msg{id}"


def _listing(page: Page) -> Reading | None:
    return board_reading(
        page,
        engine=ENGINE,
        rows=_rows(page),
        boards="a.subject[href], a.mobile_subject[href], .children a[href], .sub_boards a[href]",
        parse=board_address,
        paged=partial(offset_pages, links=_LINKS, current=_CURRENT),
        board=_board(page),
        clock=_clock(page),
    )


def _rows(page: Page) -> Iterable[SeenRow]:
    titles = [span for span in page.tree.css("span[id^='msg_']")[:MOST] if span.css_first("a[href]") is not None]
    around = holders(page.tree.css(".lastpost")[: 2 * MOST])
    rows = [(span, row) for span in titles if (row := nearest(span, around)) is not None]
    prefix = _prefix([row for _, row in rows])
    for span, row in rows:
        link = span.css_first("a[href]")
        address = thread_address(page.address(link) or "")
        if address is None:
            continue
        last = row.css_first(".lastpost")
        yield SeenRow(
            id=str(address.id),
            title=words(link),
            url=address.url,
            author=_starter(row, prefix),
            replies=count(words(row.css_first(".stats, .board_stats"))),
            last=_last_date(last),
            last_author=next((words(each) for each in last.css(_PROFILE) if words(each)), None)
            if last is not None
            else None,
            is_sticky="sticky" in classes(row) or row.css_first("[class*='stickybg'], .main_icons.sticky") is not None,
            is_moved=row.css_first(".main_icons.move, img[src*='moved']") is not None,
        )


def _line_of_starter(row: LexborNode) -> LexborNode | None:
    return row.css_first(".subject p, p.floatleft, .info p, .info_block p")


def _prefix(rows: list[LexborNode]) -> str:
    """The words before a starter's name, from a row whose starter is linked."""
    for row in rows:
        line = _line_of_starter(row)
        link = line.css_first(_PROFILE) if line is not None else None
        if line is not None and link is not None and words(link):
            return words(line).partition(words(link))[0].strip()
    return ""


def _starter(row: LexborNode, prefix: str) -> str | None:
    line = _line_of_starter(row)
    if line is None:
        return None
    link = next((words(each) for each in line.css(_PROFILE) if words(each)), None)
    if link:
        return link
    said = " ".join(readable(line, skip=lambda each: each.tag in ("small", "a", "span")).split())
    return said.removeprefix(prefix).strip() or None if prefix else None


def _last_date(last: LexborNode | None) -> Stamp | None:
    """2.1 writes it as a link, 2.0 beside a picture of one."""
    if last is None:
        return None
    for link in last.css("a[href]"):
        if "profile" not in (link.attributes.get("href") or "") and any(sign.isdigit() for sign in words(link)):
            return stamp_of(link, words(link))
    lines = readable(last, skip=lambda each: each.tag == "a").split("\n")
    dated = next((line for line in lines if any(sign.isdigit() for sign in line)), None)
    return stamp_of(last, dated) if dated else None


def _wall(page: Page) -> Reading:
    if page.tree.css_first("#maintenance_mode") is not None:
        return page.reading(PageClass.MAINTENANCE, "the board says that it is closed for a while", engine=ENGINE)
    return verdict(
        page,
        engine=ENGINE,
        message=page.tree.css_first("#fatal_error .padding, #fatal_error, .errorbox, .noticebox"),
        is_asked=thread_address(page.url) is not None or board_address(page.url) is not None,
        is_empty_list=page.tree.css_first("#messageindex, #topic_header") is not None,
        is_sign_in=is_sign_in(page.url) or page.tree.css_first("form#frmLogin") is not None,
        board=_board(page),
    )


def _links_to_itself(page: Page) -> bool:
    found = (
        page.address(link)
        for link in page.tree.css("a[href*='topic='], a[href*='board='], a[href*='topic,'], a[href*='board,']")[:20]
    )
    return any(url and page.is_own(url) and (thread_address(url) or board_address(url)) for url in found)


SMF = Forum(
    name=ENGINE,
    frame="#header, #top_section, #footer, #footer_section, #main_menu, .navigate_section, .poster, .signature,"
    " .modified, .lastpost, #upshrinkHeaderIC",
    marks=_MARKS,
    links=_links_to_itself,
    thread=_thread,
    listing=_listing,
    wall=_wall,
    is_apart=is_apart,
    numbered=numbered,
    cookie=re.compile(r"(?:^|[\s,;])SMFCookie\d"),
)
