"""Who wrote each of an unknown page's items, when, and what: told by what stands at the same place in most of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from crawler.pages.generic_authors import authors_of
from crawler.pages.generic_bodies import bodies_of
from crawler.pages.generic_items import Item, paths
from crawler.pages.generic_links import Kind
from crawler.pages.generic_outline import Element
from crawler.pages.generic_stamps import Shown, dates_of
from crawler.pages.generic_view import Candidate, View

__all__ = ["Fields", "fields_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What one item holds."""

    item: Item = field(repr=False)
    author: str = field(repr=False)
    """Empty where nobody is named."""
    is_marked: bool
    """Whether a link or a class says that this is the author, and not a mere "by"."""
    date: Shown | None = field(repr=False)  # None where none is shown
    body: Element | None = field(default=None, repr=False)  # None where nothing is left for it
    size: int = 0
    """Characters of the body's own words."""
    without: tuple[Element, ...] = field(default=(), repr=False)
    """What stands in the body and is none of it: answers, or the name and the date where all stands in one."""
    begins_with_date: bool = False
    """Whether the date stands among the body's own words, before them."""


def fields_of(seen: View, items: Sequence[Item]) -> tuple[Fields, ...]:
    """The fields of each of *items*."""
    placed = [list(paths(item, seen.outline)) for item in items]
    authors = authors_of(seen, items, placed)
    names = [each.value if each is not None else "" for each in authors]
    dates = dates_of(seen, items, placed, names)
    heads = [
        [each.element for each in pair if each is not None and each.path[-1:] != ("@",)]
        for pair in zip(authors, dates, strict=True)
    ]
    bodies = bodies_of(seen, items, placed, heads, names)
    return tuple(
        _with_body(seen, _head(item, author, date), body, head)
        for item, author, date, body, head in zip(items, authors, dates, bodies, heads, strict=True)
    )


def _head(item: Item, author: Candidate[str] | None, date: Candidate[Shown] | None) -> Fields:
    return Fields(
        item=item,
        author=author.value if author is not None else "",
        is_marked=author is not None and author.path[-1:] != ("by",),
        date=date.value if date is not None else None,
    )


def _with_body(seen: View, fields: Fields, body: Element | None, heads: Sequence[Element]) -> Fields:
    item = fields.item
    if body is not None:
        inner = tuple(hole for hole in item.holes if body.holds(hole))
        return replace(fields, body=body, size=seen.said(body), without=inner)
    whole = item.parts[0]
    without = (*item.holes, *(head for head in heads if head is not whole), *_tools(seen, item))
    size = seen.said(whole) - sum(seen.said(each) for each in without if whole.holds(each))
    if len(item.parts) > 1 or size <= 1:
        return fields
    return replace(fields, body=whole, size=size, without=without, begins_with_date=whole in heads)


def _tools(seen: View, item: Item) -> Iterator[Element]:
    """What one can do with a post: its own links."""
    for element in item.elements(seen.outline):
        link = seen.links.get(element.start)
        if element.tag == "button" or (link is not None and link.kind in (Kind.ACTION, Kind.POST, Kind.PROFILE)):
            yield element
