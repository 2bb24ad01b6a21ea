"""The posts of a page nobody described: repeated elements that carry numbers, each with all that belongs to it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from crawler.pages.generic_links import Address, Kind
from crawler.pages.generic_outline import Element, Outline

__all__ = ["Item", "Path", "candidates", "paths"]

Path = tuple[str, ...]

MOST = 1_000  # items of one page: no board shows so many
FAMILIES = 40  # ways of numbering that are tried
DEEP = 12  # steps of a path

_NUMBERED = ("id", "name", "data-pid", "data-msgid", "data-post-id", "data-postid", "data-post", "data-node-id",
             "data-content", "data-id", "data-comment-id", "data-commentid", "data-message-id", "data-item-id",
             "data-fullname", "data-key", "data-index", "data-number", "itemid")  # fmt: skip
_ID = re.compile(r"\d{1,18}")
_NAME = re.compile(
    r"(?<=t[13]_)[a-z0-9]{4,12}$|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,27}$|(?<![0-9a-f])[0-9a-f]{24,64}$"
)
_POSTLIKE = re.compile(
    r"(?:^|[\s_-])(?:js-)?(?:el)?(?:posts?|comments?|messages?|msg|reply|replies|entry|answer|beitrag|p|c|pid)(?=[\s_#-]|$)",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"user|author|profile|avatar|quick|reply_?form|menu|tab|vote|like|rating|thank|sig|attach|quote|collapse|option|poll"
    r"|forum|cat|board|button|tool|nav|widget|ad[-_]|banner|tooltip|thumb|img|image|file|field|input|label|lang|style",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"\d+|^(?:odd|even|first|last|alt\d?|bg\d|row\d|active|unread|new|read|op|own|sticky|is-\w+|has-\w+)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One repeated element, or the siblings that belong together."""

    id: str | None  # None where nothing numbers it
    parts: tuple[Element, ...] = field(repr=False)
    holes: tuple[Element, ...] = field(default=(), repr=False)
    """Items inside it, as answers stand inside what they answer."""

    def holds(self, element: Element) -> bool:
        """Whether *element* stands in it, and in none of its holes."""
        return any(part.holds(element) for part in self.parts) and not any(hole.holds(element) for hole in self.holes)

    def elements(self, outline: Outline) -> Iterator[Element]:
        """Everything in it, in order."""
        skip = {hole.start: hole.end for hole in self.holes}
        for part in self.parts:
            at = part.start
            while at < part.end:
                if at in skip:
                    at = skip[at]
                    continue
                yield outline.elements[at]
                at += 1


def candidates(outline: Outline, links: dict[int, Address]) -> Iterator[tuple[Item, ...]]:
    """The ways in which the page may be a row of posts, the likeliest first."""
    seen: set[tuple[int, ...]] = set()
    for anchors in _families(outline, links):
        items = _items(outline, anchors)
        places = tuple(item.parts[0].start for item in items)
        if items and places not in seen:
            seen.add(places)
            yield items
    for members in _twins(outline):
        items = _items(outline, [(None, element) for element in members])
        places = tuple(item.parts[0].start for item in items)
        if items and places not in seen:
            seen.add(places)
            yield items


def paths(item: Item, outline: Outline) -> Iterator[tuple[Path, Element]]:
    """Each element of *item*, and how it stands there: the tags and lasting classes on the way to it."""
    known: dict[int, Path] = {}
    for element in item.elements(outline):
        above = known.get(element.parent.start) if element.parent is not None else None
        own = step(element)
        if above is None:
            above = (str(item.parts.index(element)),) if len(item.parts) > 1 and element in item.parts else ()
            own = element.tag
        known[element.start] = (*above, own) if len(above) < DEEP else above
        yield known[element.start], element


def step(element: Element) -> str:
    """The tag and the lasting classes of *element*."""
    names = sorted({name for name in element.classes if not _STATES.search(name)})
    return ".".join((element.tag, *names[:4]))


def _families(outline: Outline, links: dict[int, Address]) -> Iterable[Sequence[tuple[str | None, Element]]]:
    """Elements whose attributes differ by a number only, each number once; then those told by their permalinks."""
    found: dict[str, dict[str, Element]] = defaultdict(dict)
    for element in outline.elements:
        for name in _NUMBERED:
            value = element.attributes.get(name)
            if (
                value
                and len(value) < 80
                and (number := _NAME.search(value) or _ID.search(value))
                and (name != "name" or element.tag == "a")
            ):
                shape = f"{name}={value[: number.start()]}#{value[number.end() :]}"
                if not _ID.search(value, number.end()):
                    found[shape].setdefault(number.group(0), element)
    for place, link in links.items():
        if link.kind is Kind.POST and link.post is not None:
            found["post"].setdefault(link.post, outline.elements[place])
    ranked = sorted(found.items(), key=lambda each: _rank(each[0], len(each[1])), reverse=True)
    for _, members in [each for each in ranked if len(each[1]) <= MOST][:FAMILIES]:
        yield [*sorted(members.items(), key=lambda each: each[1].start)]


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
            if 2 <= count <= MOST and shape[0] in ("article", "div", "li", "section", "tr", "table", "dt", "dd"):
                members = [child for child in parent.children if _shape(child) == shape]
                if sum(outline.size(member) for member in members[:50]) > 20 * min(count, 50):
                    yield members


def _shape(element: Element) -> tuple[str, ...]:
    return (element.tag, *sorted({name for name in element.classes if not _STATES.search(name)}))


def _items(outline: Outline, anchors: Sequence[tuple[str | None, Element]]) -> tuple[Item, ...]:
    """Each anchor with the widest element that holds no other, and the siblings up to the next."""
    starts = [element.start for _, element in anchors]
    wide: dict[int, tuple[str | None, Element, Element]] = {}
    for place, (id_, element) in enumerate(anchors):
        before = starts[place - 1] if place else -1
        after = starts[place + 1] if place + 1 < len(starts) else len(outline.elements)
        widest = _widest(element, before, after, alone=len(anchors) == 1)
        wide.setdefault(widest.start, (id_, widest, element))
    ordered = _alike([wide[start] for start in sorted(wide)])
    return tuple(_nested(ordered) if _is_nested(ordered) else _in_a_row(ordered))


def _alike(found: Sequence[tuple[str | None, Element, Element]]) -> list[tuple[str | None, Element]]:
    """Each widest element, or one in it that is made as most others are: nothing stands behind the last to bound it."""
    usual = Counter(step(widest) for _, widest, _ in found).most_common(1)[0][0] if len(found) > 2 else None
    alike: list[tuple[str | None, Element]] = []
    for id_, widest, anchor in found:
        within = (each for each in (anchor, *anchor.above()) if widest.holds(each))
        is_usual = usual is None or step(widest) == usual
        alike.append((id_, widest if is_usual else next((each for each in within if step(each) == usual), widest)))
    return alike


def _is_nested(ordered: Sequence[tuple[str | None, Element]]) -> bool:
    return any(a[1].holds(b[1]) for a, b in pairwise(ordered))


def _nested(ordered: Sequence[tuple[str | None, Element]]) -> Iterator[Item]:
    for place, (id_, element) in enumerate(ordered):
        holes: list[Element] = []
        for _, other in ordered[place + 1 :]:
            if not element.holds(other):
                break
            if not holes or not holes[-1].holds(other):
                holes.append(other)
        yield Item(id=id_, parts=(element,), holes=tuple(holes))


def _in_a_row(ordered: Sequence[tuple[str | None, Element]]) -> Iterator[Item]:
    following: list[Element | None] = [*(element for _, element in ordered[1:]), None]
    runs = [_run(element, behind) for (_, element), behind in zip(ordered, following, strict=True)]
    if len(runs) > 1:
        usual = Counter(len(run) for run in runs[:-1]).most_common(1)[0][0]
        runs[-1] = _behind(ordered[-1][1], usual)
    return (Item(id=id_, parts=run) for (id_, _), run in zip(ordered, runs, strict=True))


def _widest(element: Element, before: int, after: int, *, alone: bool) -> Element:
    best = element
    for parent in element.above():
        if parent.tag in ("body", "html", "main") or parent.start <= before or parent.end > after:
            break
        if alone and _is_whole(best) and not (_is_postlike(parent) and parent.tag not in ("tbody", "table", "form")):
            break
        best = parent
    return best


def _is_whole(element: Element) -> bool:
    return element.tag in ("article", "li", "tr") or _is_postlike(element)


def _is_postlike(element: Element) -> bool:
    return _POSTLIKE.search(re.sub(r"\d+", "#", element.names)) is not None


def _run(element: Element, following: Element | None) -> tuple[Element, ...]:
    """*element* and its siblings before *following*."""
    if following is None or following.parent is not element.parent or element.parent is None:
        return (element,)
    return tuple(child for child in element.parent.children if element.start <= child.start < following.start)


def _behind(element: Element, count: int) -> tuple[Element, ...]:
    if element.parent is None:
        return (element,)
    return tuple(child for child in element.parent.children if child.start >= element.start)[: max(count, 1)]
