"""The threads of phpBB 3: posts of prosilver and its kin, and of the older subsilver2."""

from __future__ import annotations

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborNode

from crawler.pages.addresses import Address, without_session
from crawler.pages.nesting import holders, is_same, nearest, outermost
from crawler.pages.page import Page
from crawler.pages.pagination import offset_pages
from crawler.pages.phpbb_addresses import thread_address
from crawler.pages.phpbb_parts import CURRENT, ENGINE, LINKS, NAMES, board_name, clock, person, zone
from crawler.pages.posts import MOST, Around, Seen, thread_reading
from crawler.pages.said import Wording
from crawler.pages.stamps import Stamp, stamp_of
from crawler.pages.words import classes, readable, words
from crawler.reading import Reading

__all__ = ["thread"]

_ID = re.compile(r"p(\d{1,12})")
_UNSAID = frozenset(["a", "strong", "b", "form", "button"])


def thread(page: Page) -> Reading | None:
    """The page as one of a thread; None when it holds no post."""
    seen = [*_posts(page)] or [*_rows(page)]
    if not seen:
        return None
    own = thread_address(page.url)
    title = page.tree.css_first("h2.topic-title a[href], .topic-title a[href], a.titles[href], h2 a[href]")
    told = _own_address(page, title)
    key = own.id if own and own.id else (told.id if told else None)
    pages = offset_pages(page, own=told or own, parse=thread_address, key=key, links=LINKS, current=CURRENT)
    first = told if told is not None and (own is None or own.id in (None, told.id)) else own
    return thread_reading(
        page,
        engine=ENGINE,
        seen=seen,
        around=Around(
            thread=key or (own.key if own else page.url),
            url=first.url if first is not None else page.url,
            title=words(title) or page.title,
            board=board_name(page),
            pages=pages,
            clock=clock(page),
            zone=zone(page),
        ),
    )


def _own_address(page: Page, title: LexborNode | None) -> Address | None:
    """The thread's address as the page tells it: asked for by a post, its own address names no thread."""
    canonical = page.tree.css_first("link[rel='canonical']")
    for link in (
        title,
        canonical,
        page.tree.css_first("a[href*='mode=reply']"),
        page.tree.css_first("h3 a[href*='t=']"),
    ):
        url = page.address(link)
        if url and (found := thread_address(url.replace("posting.php", "viewtopic.php"))) and found.id:
            return found
    return None


def _posts(page: Page) -> Iterable[Seen]:
    """Prosilver's: an element per post, numbered by its id."""
    numbered = [node for node in page.tree.css("[id^='p']") if node.tag != "a" and _ID.fullmatch(node.id or "")]
    for node in outermost(numbered[:MOST]):
        found = _ID.fullmatch(node.id or "")
        body = node.css_first(".content, .post-text")
        if found is None or body is None:
            continue
        head = node.css_first("p.author, .author, .post-author, .post-info, time[datetime]")
        yield Seen(
            id=found.group(1),
            author=_author(node, head, body),
            said=_SAID.read(body),
            stamp=_date(head),
            edit=_edit(node),
            permalink=_permalink(page, head, found.group(1)),
        )


def _author(node: LexborNode, head: LexborNode | None, body: LexborNode) -> str:
    """The name as it is shown; guests and the deleted have one without a link."""
    for place in (head, node.css_first(".postprofile, .post-profile, .profile, .postauthor")):
        if place is None:
            continue
        named = person(place) or words(place.css_first("dt strong, strong"))
        if named:
            return named
    return next((words(name) for name in node.css(NAMES) if not _within(name, body)), "")


def _within(node: LexborNode, other: LexborNode) -> bool:
    parent: LexborNode | None = node
    while parent is not None:
        if is_same(parent, other):
            return True
        parent = parent.parent
    return False


def _date(head: LexborNode | None) -> Stamp:
    if head is None:
        return Stamp()
    said = " ".join(readable(head, skip=_is_unsaid).split())
    return stamp_of(head, said.rpartition("»")[2].strip() or said)


def _is_unsaid(node: LexborNode) -> bool:
    return node.tag in _UNSAID or not classes(node).isdisjoint(("sr-only", "responsive-hide", "username"))


def _edit(node: LexborNode) -> Stamp | None:
    """The note of an edit; one that begins with empty lines tells of a bump, one with a class of a removal."""
    for note in node.css(".notice"):
        first = note.child
        while first is not None and first.tag == "-text" and not (first.text_content or "").strip():
            first = first.next
        if first is None or first.tag == "br" or "post_deleted_msg" in classes(note):
            continue
        words_of_it = readable(
            note, skip=lambda each: each.tag in ("a", "em", "strong") or not classes(each).isdisjoint(_NAMED)
        )
        return stamp_of(note, " ".join(words_of_it.split()))
    return None


_NAMED = ("username", "username-coloured")


def _permalink(page: Page, head: LexborNode | None, id: str) -> str:  # noqa: A002
    for link in head.css("a[href]") if head is not None else ():
        url = page.address(link)
        if url and url.endswith(f"p={id}#p{id}"):
            return without_session(url)
    own = thread_address(page.url)
    return page.join(f"viewtopic.php?p={id}#p{id}") or (own.url if own else page.url)


def _rows(page: Page) -> Iterable[Seen]:
    """Subsilver2's: a table per post, numbered by an anchor."""
    tables = frozenset(table.mem_id for table in page.tree.css("table.tablebg")[: 4 * MOST])
    around = holders(page.tree.css(".postbody")[: 4 * MOST]) & tables
    anchors = {
        table.mem_id: (anchor, table)
        for anchor in page.tree.css("a[name^='p']")[:MOST]
        if _ID.fullmatch(anchor.attributes.get("name") or "") and (table := nearest(anchor, around)) is not None
    }
    for table in outermost([table for _, table in anchors.values()]):
        found = _ID.fullmatch(anchors[table.mem_id][0].attributes.get("name") or "")
        if found is None:
            continue
        body = table.css_first("div.postbody")  # the signature has the same class, and comes second
        if body is None:
            continue
        head = next(
            (cell for cell in table.css("td.gensmall") if cell.css_first(f"a[href='#p{found.group(1)}']")), None
        )
        yield Seen(
            id=found.group(1),
            author=words(table.css_first(".postauthor")),
            said=_OLD.read(body),
            stamp=_old_date(head),
            edit=_old_edit(table),
            permalink=_permalink(page, head, found.group(1)),
        )


def _old_date(head: LexborNode | None) -> Stamp:
    """The subject stands before it in the same cell, and may read like a date."""
    if head is None:
        return Stamp()
    boxes = [
        box for box in head.css("div") if box.css_first("a[href*='#p']") is not None or box.css_first("b") is not None
    ]
    place = boxes[-1] if boxes else head
    return stamp_of(place, " ".join(readable(place, skip=lambda each: each.tag in ("a", "b")).split()))


def _old_edit(table: LexborNode) -> Stamp | None:
    for note in table.css("span.gensmall"):
        if note.css_first("a[href*='mode=viewprofile'], .username, .username-coloured") is not None:
            said = readable(note, skip=lambda each: each.tag == "a" or not classes(each).isdisjoint(_NAMED))
            return stamp_of(note, " ".join(said.split()))
    return None


def _title_before(quote: LexborNode) -> str | None:
    before = quote.prev
    while before is not None and before.tag == "-text":
        before = before.prev
    if before is None or "quotetitle" not in classes(before):
        return None
    said = words(before).rstrip(": ")
    return said.rpartition(" ")[0] or None


_SAID = Wording(drops=frozenset(["attachtitle", "spoiler-header", "spoiler_title", "spoilertitle"]))
_OLD = Wording(drops=frozenset(["attachtitle"]), quotes="div.quotecontent, blockquote", quoted=_title_before)
