"""Lists of threads or boards on software nobody described: rows that lead to one thing each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from crawler.dates import Telling, wall
from crawler.pages.generic_around import crumbs
from crawler.pages.generic_items import Item, candidates
from crawler.pages.generic_links import Address, Kind
from crawler.pages.generic_outline import Element, Outline
from crawler.pages.generic_stamps import Shown
from crawler.pages.generic_view import HEADINGS, View

__all__ = ["Row", "boards_of", "cards_of", "rows_of"]

MOST = 1_000
FEWEST = 3  # cards of a list whose addresses say nothing: two may be anything
MOST_TRIES = 12
LARGEST = 60  # elements of a row that stands alone
_FRAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|header|footer|breadcrumbs?|crumbs?|sidebar|pagination|pagelink|tabs?|toolbar|dropdown|topbar|userbar|copyright|pagestext|topic-pages|multipage)(?:[\s_-]|$)|linktree|navstrip",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\W*\d[\d.,\s]*\W*$")
_LAST = re.compile(r"last|latest|dernier|letzte|último|последн|recent|jump|goto|»|→", re.IGNORECASE)
_REPLIES = re.compile(r"repl|answer|respuest|répons|antwort|ответ|repost|comment|resposta|rispost", re.IGNORECASE)
_POSTS = re.compile(r"posts?|messages?|beitr|mensaje|сообщ|msgs?", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:(?P<before>\d[\d.,\s\u202f]*)\s*(?:repl(?:y|ies)|answers?|comments?|réponses?|antwort(?:en)?|respuestas?|ответ\w*|комментари\w*|respostas?)"
    r"|(?:replies|answers|comments|réponses|antworten|respuestas|ответов|ответы|respostas)\s?:?\s*(?P<after>\d[\d.,\s\u202f]*))",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:^|\s)(?:by|par|von|por|от|автор:?|author:?|di)\s+(?P<who>[^\s,;|»«].{0,40}?)(?=\s?[,;|»«[(]|\s(?:on|le|am|el|в|-)\s|\s?$)",
    re.IGNORECASE,
)
_STICKY = re.compile(r"sticky|pinned|épinglé|angeheftet|важно|закреп|fijado|announce", re.IGNORECASE)
_MOVED = re.compile(
    r"(?:^|[\s_-])(?:moved|redirect)|^\W*(?:moved|déplacé|verschoben|movido|перемещен\w*)\s?:", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row, as the markup holds it."""

    link: Address
    title: str = field(repr=False)
    author: str | None = field(default=None, repr=False)  # None: the row names nobody
    last_author: str | None = field(default=None, repr=False)  # None: as above
    replies: int | None = None  # None: the row does not say
    last: Shown | None = field(default=None, repr=False)  # None: as above
    is_sticky: bool = False
    is_moved: bool = False


def rows_of(seen: View, own: Address) -> tuple[Row, ...]:
    """The threads that the page lists; none where it lists boards, or its links lead nowhere in particular."""
    titles = _titles(seen, own)
    found: list[Row] = []
    starts = [element.start for _, element, _ in titles]
    for place, (link, element, title) in enumerate(titles[:MOST]):
        before = starts[place - 1] if place else -1
        after = starts[place + 1] if place + 1 < len(starts) else len(seen.outline.elements)
        around = _around(element, before, after, alone=len(titles) == 1)
        if not _leads_with_board(seen, around, element):
            found.append(_row(seen, link, title, around))
    return tuple(found)


def boards_of(seen: View, own: Address) -> tuple[str, ...]:
    """The addresses of the boards that the page itself lists, each once."""
    above = {link.key for link, _ in crumbs(seen.outline, seen.links)}
    found: dict[str, str] = {}
    for place, link in seen.links.items():
        element = seen.outline.elements[place]
        if link.kind is not Kind.BOARD or link.key in above or (own.kind is Kind.BOARD and link.key == own.key):
            continue
        text = seen.outline.text(element)
        if text and not _NUMBER.match(text) and not _is_framed(element):
            found.setdefault(link.key, link.url)
    return tuple(found.values())


def cards_of(seen: View, own: Address) -> tuple[Row, ...]:
    """What the page lists where its addresses say nothing: dated cards, each with a title that leads elsewhere."""
    for tries, items in enumerate(candidates(seen.outline, seen.links)):
        if tries > MOST_TRIES:
            break
        found = [row for item in items[:MOST] if (row := _card(seen, item, own)) is not None]
        dated = sum(row.last is not None for row in found)
        is_whole = len(found) >= max(FEWEST, 0.9 * len(items)) and dated >= 0.6 * len(found)
        if is_whole and len({row.link.base for row in found}) == len(found):
            return tuple(found)
    return ()


def _card(seen: View, item: Item, own: Address) -> Row | None:
    for element in item.elements(seen.outline):
        link = seen.links.get(element.start)
        if link is None or link.kind in (Kind.PROFILE, Kind.ACTION, Kind.BOARD) or link.base == own.base:
            continue
        heading = next((each for each in item.elements(seen.outline) if each.tag in HEADINGS), element)
        title = seen.outline.text(heading)
        if sum(char.isalpha() for char in title) > 2 and wall(title) is None and not _is_framed(element):
            link = replace(link, key=link.key or link.base)
            return _row(seen, link, title, item.parts[0])
    return None


def _titles(seen: View, own: Address) -> list[tuple[Address, Element, str]]:
    """Each thread's link with the most words, in the order of the page."""
    best: dict[str, tuple[Address, Element, str]] = {}
    first: dict[str, int] = {}
    for place, link in seen.links.items():
        element = seen.outline.elements[place]
        if link.kind is not Kind.THREAD or (own.kind is Kind.THREAD and link.key == own.key) or _is_framed(element):
            continue
        text = seen.outline.text(element)
        if not text or _NUMBER.match(text) or (wall(text) and len(text) < 40):
            continue
        first.setdefault(link.key, place)
        is_better = link.key not in best or (
            len(text) > len(best[link.key][2]) and not _LAST.match(text) and not _leads_further(link)
        )
        if is_better and not (link.key in best and _leads_further(link)):
            best[link.key] = (link, element, text)
    return sorted(
        (each for each in best.values() if not _LAST.match(each[2]) or len(each[2]) > 24),
        key=lambda each: each[1].start,
    )


def _leads_further(link: Address) -> bool:
    return link.page is not None or bool(link.offset)


def _is_framed(element: Element) -> bool:
    for step, each in enumerate((element, *element.above())):
        if each.tag in ("nav", "header", "footer") and step < 12 and each.tag != "header":
            return True
        if each.names and step < 6 and each.tag != "body" and _FRAME.search(each.names) and each.end - each.start < 400:
            return True
    return False


def _around(element: Element, before: int, after: int, *, alone: bool) -> Element:
    """The row of a title: the widest element that holds no other."""
    best = element
    for parent in element.above():
        is_wide = parent.start <= before or parent.end > after or (alone and parent.end - parent.start > LARGEST)
        if parent.tag in ("body", "html", "main") or is_wide:
            break
        best = parent
        if alone and parent.tag in ("tr", "li", "article"):
            break
    return best


def _leads_with_board(seen: View, row: Element, title: Element) -> bool:
    """Whether a board's link stands before the thread's: then the thread is only the board's last."""
    for place in range(row.start, title.start):
        link = seen.links.get(place)
        if link is not None and link.kind is Kind.BOARD and seen.outline.text(seen.outline.elements[place]):
            return True
    return False


def _row(seen: View, link: Address, title: str, row: Element) -> Row:
    names = _members(seen, row)
    dates = _dates(seen, row)
    text = seen.outline.text(row)
    return Row(
        link=link,
        title=title,
        author=names[0] if names else None,
        last_author=names[-1] if len(names) > 1 else None,
        replies=_replies(seen, row),
        last=dates[-1] if dates else None,
        is_sticky=_STICKY.search(row.names) is not None or _STICKY.match(text.lstrip(" :-[(")) is not None,
        is_moved=_MOVED.search(row.names) is not None or _MOVED.match(text) is not None,
    )


def _members(seen: View, row: Element) -> list[str]:
    outline = seen.outline
    found = [
        text
        for place in range(row.start, row.end)
        if (link := seen.links.get(place)) is not None
        and link.kind is Kind.PROFILE
        and (text := outline.text(outline.elements[place]))
        and not _is_aside(outline.elements[place])
    ]
    if found:
        return found
    lines = ("".join(outline.pieces[first:last]) for first, last in outline.lines_of(row))
    return [by["who"].strip() for line in lines for by in _BY.finditer(" ".join(line.split())) if by["who"].strip()]


def _is_aside(element: Element) -> bool:
    """Whether *element* stands in what small screens see instead."""
    return any(
        "responsive-show" in each.classes or "display: none" in each.attributes.get("style", "")
        for each in (element, *element.above())
    )


def _dates(seen: View, row: Element) -> list[Shown]:
    outline = seen.outline
    found: list[tuple[int, Shown]] = []
    for element in outline.elements[row.start : row.end]:
        given = element.attributes
        title = (
            given.get("datetime") or given.get("data-time") or given.get("data-timestamp") or given.get("title") or ""
        )
        if title and (wall(title) or title.isdecimal()) and seen.calendar.told(title).telling is not Telling.UNREADABLE:
            found.append((element.first, Shown(text=outline.text(element), title=title)))
    for first, last in outline.lines_of(row):
        text = " ".join(
            "".join(outline.pieces[at] for at in range(first, last) if not _is_title(seen, outline.owners[at])).split()
        )
        is_new = not any(first <= at < last for at, _ in found) and not _is_aside(outline.owners[first])
        if is_new and 3 < len(text) < 120 and seen.calendar.told(text).telling is not Telling.UNREADABLE:
            found.append((first, Shown(text=text)))
    return [shown for _, shown in sorted(found, key=lambda each: each[0])]


def _is_title(seen: View, owner: Element) -> bool:
    return any(
        (link := seen.links.get(each.start)) is not None
        and link.kind in (Kind.THREAD, Kind.PROFILE)
        and link.post is None
        for each in (owner, *owner.above())
    )


def _replies(seen: View, row: Element) -> int | None:
    """How many answers the row tells of: by the name of their column, the words beside them, the head above them."""
    outline = seen.outline
    named = _numbered(outline, row, _REPLIES)
    if named is not None:
        return named
    for first, last in outline.lines_of(row):
        if found := _COUNTED.search(" ".join("".join(outline.pieces[first:last]).split())):
            return _count(found["before"] or found["after"])
    cells, heads = _cells(outline, row), _heads(outline, row)
    for pattern, opening in ((_REPLIES, 0), (_POSTS, 1)):
        for head, cell in zip(heads, cells, strict=False):
            if pattern.search(head) and not _LAST.search(head) and (number := _count(cell)) is not None:
                return max(number - opening, 0)
    posts = _numbered(outline, row, _POSTS)
    if posts is not None:
        return posts
    return next((number for cell in cells if _NUMBER.match(cell) and (number := _count(cell)) is not None), None)


def _numbered(outline: Outline, row: Element, named: re.Pattern[str]) -> int | None:
    """The number alone in an element of *row* whose class has such a name."""
    for element in outline.elements[row.start : row.end]:
        if element.names and named.search(element.names) and not _LAST.search(element.names):
            text = outline.text(element)
            if len(text) < 30 and wall(text) is None and (number := _count(text)) is not None:
                return number
    return None


def _cells(outline: Outline, row: Element) -> list[str]:
    """The texts of the row's columns."""
    at = row
    while len(at.children) == 1:
        at = at.children[0]
    return [outline.text(child) for child in at.children]


def _heads(outline: Outline, row: Element) -> list[str]:
    """The words above the row's columns: those of the nearest row before it that holds words and no numbers."""
    count = len(_cells(outline, row))
    for each in (row, *row.above()):
        if each.parent is None or count < 3:
            return []
        before = [child for child in each.parent.children if child.start < each.start]
        for other in reversed(before[-200:]):
            cells = _cells(outline, other)
            is_head = len(cells) == count and not any(char.isdigit() for cell in cells for char in cell)
            if is_head and sum(bool(cell) for cell in cells) > 2:
                return cells
    return []


def _count(text: str) -> int | None:
    found = re.search(r"\d[\d.,\s\u202f\u00a0']*", text or "")
    digits = re.sub(r"\D", "", found.group(0)) if found else ""
    is_rounded = re.search(r"\d\s?[kкmм]\b", text or "", re.IGNORECASE) is not None
    return int(digits) if digits and len(digits) < 10 and not is_rounded else None
