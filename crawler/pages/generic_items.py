"""The posts of a page nobody described: repeated elements that carry numbers, each with all that belongs to it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from crawler.pages.generic_links import Address, Kind
from crawler.pages.generic_outline import Element, Outline

__all__ = ["Item", "candidates", "path"]

MOST = 1_000  # items of one page: no board shows so many
FAMILIES = 40  # ways of numbering that are tried
DEEP = 12  # steps of a path

_NUMBERED = ("id", "name", "data-pid", "data-msgid", "data-post-id", "data-postid", "data-post", "data-node-id",
             "data-content", "data-id", "data-comment-id", "data-commentid", "data-message-id", "data-item-id",
             "data-fullname", "data-key", "data-index", "data-number", "itemid")  # fmt: skip
_ID = re.compile(r"\d{1,18}|(?<=t[13]_)[a-z0-9]{4,12}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,27}|[0-9a-f]{24,64}")
_POSTLIKE = re.compile(
    r"(?:^|[\s_-])(?:js-)?(?:el)?(?:posts?|comments?|messages?|msg|reply|replies|entry|answer|beitrag|p|c|pid)(?=[\s_#-]|$)",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"user|author|profile|avatar|quick|reply_?form|menu|tab|vote|like|rating|thank|sig|attach|quote|collapse|option|poll"
    r"|forum|cat|board|button|tool|nav|widget|ad[-_]|banner|tooltip|thumb|img|image|file|field|input|label|lang|style",
    re.IGNORECASE,
)
_STATES = re.compile(r"\d+|^(?:odd|even|first|last|alt\d?|bg\d|row\d|active|unread|new|read|op|own|sticky|is-\w+|has-\w+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One repeated element, or the siblings that belong together."""

    id: str | None  # None where nothing numbers it
    parts: tuple[Element, ...] = field(repr=False)

    def holds(self, element: Element) -> bool:
        """Whether *element* stands in it."""
        return any(part.holds(element) for part in self.parts)

    def elements(self, outline: Outline) -> Iterator[Element]:
        """Everything in it, in order."""
        for part in self.parts:
            yield from outline.elements[part.start : part.end]

    def links(self, links: dict[int, Address]) -> Iterator[tuple[int, Address]]:
        """The links in it, by their places."""
        for part in self.parts:
            for place in range(part.start, part.end):
                if place in links:
                    yield place, links[place]


def candidates(outline: Outline, links: dict[int, Address]) -> Iterator[tuple[Item, ...]]:
    """The ways in which the page may be a row of posts, the likeliest first."""
    seen: set[tuple[int, ...]] = set()
    for anchors in _families(outline, links):
        items = _items(outline, anchors)
        places = tuple(item.parts[0].start for item in items)
        if items and places not in seen:
            seen.add(places)
            yield items
    for anchors in _twins(outline):
        items = _items(outline, [(None, element) for element in anchors])
        places = tuple(item.parts[0].start for item in items)
        if items and places not in seen:
            seen.add(places)
            yield items


def path(item: Item, element: Element) -> tuple[str, ...]:
    """How *element* stands in *item*: the tags and lasting classes on the way to it."""
    steps: list[str] = []
    at: Element | None = element
    while at is not None and len(steps) < DEEP:
        names = sorted({name for name in at.classes if not _STATES.search(name)})
        steps.append(".".join((at.tag, *names[:4])))
        if at in item.parts:
            steps.append(str(item.parts.index(at)) if len(item.parts) > 1 else "")
            break
        at = at.parent
    return tuple(reversed(steps))


def _families(outline: Outline, links: dict[int, Address]) -> Iterable[list[tuple[str | None, Element]]]:
    """Elements whose attributes differ by a number only, each number once; then those told by their permalinks."""
    found: dict[str, dict[str, Element]] = defaultdict(dict)
    for element in outline.elements:
        for name in _NUMBERED:
            value = element.attributes.get(name)
            if value and len(value) < 80 and (number := _ID.search(value)) and (name != "name" or element.tag == "a"):
                shape = f"{name}={value[: number.start()]}#{value[number.end() :]}"
                if not _ID.search(value, number.end()):
                    found[shape].setdefault(number.group(0), element)
    for place, link in links.items():
        if link.kind is Kind.POST and link.post is not None:
            found["post"].setdefault(link.post, outline.elements[place])
    ranked = sorted(found.items(), key=lambda each: _rank(each[0], len(each[1])), reverse=True)
    for _, members in ranked[:FAMILIES]:
        yield sorted(members.items(), key=lambda each: each[1].start)[:MOST]


def _rank(shape: str, count: int) -> tuple[bool, bool, int]:
    name = shape.partition("=")[2] or shape
    return (not _NEVER.search(name), _POSTLIKE.search(name) is not None or shape == "post", count)


def _twins(outline: Outline) -> Iterable[list[Element]]:
    """Siblings of one tag and one set of classes, where nothing numbers them."""
    for parent in outline.elements:
        if len(parent.children) < 2:
            continue
        shapes = Counter(_shape(child) for child in parent.children)
        for shape, count in shapes.most_common(3):
            if count >= 2 and shape[0] in ("article", "div", "li", "section", "tr", "table", "dt", "dd"):
                members = [child for child in parent.children if _shape(child) == shape]
                if sum(outline.size(member) for member in members[:50]) > 20 * min(count, 50):
                    yield members[:MOST]


def _shape(element: Element) -> tuple[str, ...]:
    return (element.tag, *sorted({name for name in element.classes if not _STATES.search(name)}))


def _items(outline: Outline, anchors: Sequence[tuple[str | None, Element]]) -> tuple[Item, ...]:
    """Each anchor with the widest element that holds no other, and the siblings up to the next."""
    starts = [element.start for _, element in anchors]
    wide: dict[int, tuple[str | None, Element]] = {}
    for place, (id_, element) in enumerate(anchors):
        before = starts[place - 1] if place else -1
        after = starts[place + 1] if place + 1 < len(starts) else len(outline.elements)
        widest = _widest(element, before, after, alone=len(anchors) == 1)
        wide.setdefault(widest.start, (id_, widest))
    ordered = [wide[start] for start in sorted(wide)]
    if any(a[1].holds(b[1]) for a, b in zip(ordered, ordered[1:], strict=False)):
        return ()  # comments nested in comments are handled by whoever numbers their own part
    runs = [_run(element, ordered[place + 1][1] if place + 1 < len(ordered) else None) for place, (_, element) in enumerate(ordered)]
    if len(runs) > 1:
        usual = Counter(len(run) for run in runs[:-1]).most_common(1)[0][0]
        runs[-1] = _behind(ordered[-1][1], usual)
    return tuple(Item(id=id_, parts=run) for (id_, _), run in zip(ordered, runs, strict=True))


def _widest(element: Element, before: int, after: int, *, alone: bool) -> Element:
    best = element
    for parent in element.above():
        if parent.tag in ("body", "html", "main") or parent.start <= before or parent.end > after:
            break
        if alone and (parent.tag in ("tbody", "table", "form") or not _POSTLIKE.search(parent.names)):
            if best.tag in ("article", "li", "tr") or _POSTLIKE.search(best.names):
                break
        best = parent
    return best


def _run(element: Element, following: Element | None) -> tuple[Element, ...]:
    """*element* and its siblings before *following*."""
    if following is None or following.parent is not element.parent or element.parent is None:
        return (element,)
    return tuple(child for child in element.parent.children if element.start <= child.start < following.start)


def _behind(element: Element, count: int) -> tuple[Element, ...]:
    if element.parent is None:
        return (element,)
    return tuple(child for child in element.parent.children if child.start >= element.start)[: max(count, 1)]
