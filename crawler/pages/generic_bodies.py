"""What each of an unknown page's items says: by elimination, and by what is wordy at the same place in most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from crawler.pages.generic_items import Item
from crawler.pages.generic_links import Kind
from crawler.pages.generic_names import BODY, INFO
from crawler.pages.generic_outline import Element
from crawler.pages.generic_view import HEADINGS, Candidate, Placed, View, belongs_to_authors, elected

__all__ = ["bodies_of"]

ENOUGH = 3_000  # characters of one post that count: one long post proves no more
FAR = 3  # steps above an element whose names still speak for it
_INLINE = frozenset(["a", "button", "b", "strong", "em", "i", "u", "font", "small", "label", *HEADINGS])
_PARTS = frozenset(["pre", "code", "td", "span", "li", "p", "ul", "ol"])


def bodies_of(
    seen: View,
    items: Sequence[Item],
    placed: Sequence[Placed],
    heads: Sequence[Sequence[Element]],
    names: Sequence[str],
) -> list[Element | None]:
    """The body of each item; *heads* are the elements that name and date it, *names* its authors."""
    common = _common(seen, items)
    found = [
        list(_wordy(seen, item, each, head, list(_of_name(seen, each, name)), common))
        for item, each, head, name in zip(items, placed, heads, names, strict=True)
    ]

    def worth(found: Sequence[tuple[int, Candidate[str]]]) -> float:
        texts = [candidate.value for _, candidate in found]
        is_same = len(found) > 1 and len(set(texts)) == 1
        is_framing = is_same or belongs_to_authors([names[item] for item, _ in found], texts)
        size = sum(candidate.weight for _, candidate in found)
        return round(size * float((len(found) / len(placed)) ** 1.5) * (0.05 if is_framing else 1), 1)

    chosen = (candidate.element if candidate is not None else None for candidate in elected(found, worth))
    return [_narrowed(seen, element, common) if element is not None else None for element in chosen]


def _narrowed(seen: View, element: Element, common: frozenset[str]) -> Element:
    """*element*, or what in it holds everything but the buttons around it."""
    pieces = seen.outline.pieces
    for child in element.children:
        outside = (*range(element.first, child.first), *range(child.last, element.last))
        is_all = child.last > child.first and all(
            (text := pieces[at].strip()) == "" or text in common for at in outside
        )
        if is_all and child.tag in ("div", "section", "td") and any(pieces[at].strip() for at in outside):
            return _narrowed(seen, child, common)
    return element


def _common(seen: View, items: Sequence[Item]) -> frozenset[str]:
    """Words that stand in nearly every item, as ranks and buttons do."""
    counts: Counter[str] = Counter()
    for item in items:
        inner = {at for hole in item.holes for at in range(hole.first, hole.last)}
        places = (at for part in item.parts for at in range(part.first, part.last) if at not in inner)
        counts.update({piece for at in places if (piece := seen.outline.pieces[at].strip())})
    return frozenset(text for text, count in counts.items() if count > 2 and count >= 0.8 * len(items))


def _of_name(seen: View, placed: Placed, name: str) -> Iterator[Element]:
    """Further links to the author: beside pictures, in boxes of numbers."""
    for _, element in placed:
        link = seen.links.get(element.start)
        if link is not None and link.kind is Kind.PROFILE and seen.outline.text(element) == name:
            yield element


def _wordy(
    seen: View, item: Item, placed: Placed, head: Sequence[Element], named: Sequence[Element], common: frozenset[str]
) -> Iterator[Candidate[str]]:
    for path, element in placed:
        if element.tag in _INLINE or any(element.holds(other) for other in head):
            continue
        size = seen.said(element, without=common) - sum(seen.said(hole) for hole in item.holes if element.holds(hole))
        if size > 0:
            weight = (
                min(size, ENOUGH) * _fitness(element) * (0.2 if any(element.holds(other) for other in named) else 1)
            )
            yield Candidate(path=path, weight=weight, element=element, value=seen.outline.text(element)[:200])


def _fitness(element: Element) -> float:
    """How much the names of *element*, and of what it stands in, speak for a body."""
    weight = 2.0 if BODY.search(element.names) else 1.0
    for far, each in enumerate((element, *element.above())):
        if far > FAR:
            break
        if each.names and INFO.search(each.names) and not BODY.search(each.names):
            weight *= 0.4 if far else 0.15
    return weight * (0.9 if element.tag in _PARTS else 1)
