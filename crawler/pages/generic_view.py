"""A page of unknown software, with what nobody said in a post marked: signatures, notes, quotes, repeated titles."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from crawler.dates import Calendar
from crawler.pages.generic_items import Path
from crawler.pages.generic_links import Address
from crawler.pages.generic_names import BODY, EDIT, QUOTE, SIGNATURE, TRIMMINGS
from crawler.pages.generic_outline import Element, Outline

__all__ = ["HEADINGS", "Candidate", "Placed", "View", "belongs_to_authors", "elected", "near", "subject", "view"]

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
Placed = Sequence[tuple[Path, Element]]
"""The elements of an item, and how each stands in it."""
_ANSWER = re.compile(r"^(?:re|aw|tr|отв|ответ)\s?:\s?")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A page, seen."""

    outline: Outline
    links: dict[int, Address] = field(repr=False)
    apart: list[bool] = field(repr=False)
    """For each piece of text, whether it is neither the author's word nor the post's head."""
    calendar: Calendar

    def is_apart(self, element: Element) -> bool:
        """Whether *element* begins with what is marked."""
        return element.last > element.first and self.apart[element.first]

    def said(self, element: Element, *, without: frozenset[str] = frozenset()) -> int:
        """How much is said in *element*: its words without what is marked, and without pieces that are *without*."""
        pieces, apart = self.outline.pieces, self.apart
        told = (pieces[at].strip() for at in range(element.first, element.last) if not apart[at])
        return sum(len(piece) for piece in told if piece not in without)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate(Generic[_T]):
    """What may be a field of an item."""

    path: Path
    weight: float
    element: Element = field(repr=False)
    value: _T = field(repr=False)


def view(outline: Outline, links: dict[int, Address], calendar: Calendar, *, title: str) -> View:
    """The page, whose title element says *title*."""
    apart = [False] * len(outline.pieces)
    about = title.casefold()
    for element in outline.elements:
        is_small = element.last - element.first < max(len(apart) // 2, 40)
        is_title = element.tag in HEADINGS and len(said := subject(outline.text(element))) > 3 and said in about
        if is_small and (is_title or _is_apart(element)):
            apart[element.first : element.last] = [True] * (element.last - element.first)
    return View(outline=outline, links=links, apart=apart, calendar=calendar)


def subject(text: str) -> str:
    """The title that a reply's own heading repeats."""
    return _ANSWER.sub("", " ".join(text.casefold().split()))


def near(element: Element) -> Iterator[Element]:
    """*element* and what it closely stands in."""
    yield element
    for count, above in enumerate(element.above()):
        if count == 2:
            return
        yield above


def elected(
    found: Sequence[Sequence[Candidate[_T]]], worth: Callable[[Sequence[tuple[int, Candidate[_T]]]], float]
) -> list[Candidate[_T] | None]:
    """For each item its candidate at the place that is worth most: as a rule, the one that most items have."""
    by_path: dict[Path, list[tuple[int, Candidate[_T]]]] = defaultdict(list)
    for item, candidates in enumerate(found):
        for path, candidate in {each.path: each for each in reversed(candidates)}.items():
            by_path[path].append((item, candidate))
    ranked = sorted(by_path, key=lambda path: (worth(by_path[path]), len(path)), reverse=True)
    places = {path: rank for rank, path in enumerate(ranked)}
    return [min(candidates, key=lambda each: places[each.path], default=None) for candidates in found]


def belongs_to_authors(names: Iterable[str], values: Iterable[str]) -> bool:
    """Whether the same author always has the same value, and others have others: then it is no post's own."""
    by_name: dict[str, set[str]] = defaultdict(set)
    counts: Counter[str] = Counter()
    for name, value in zip(names, values, strict=True):
        by_name[name].add(value)
        counts[name] += 1
    again = [name for name, count in counts.items() if count > 1]
    return bool(again) and len(by_name) > 1 and all(len(by_name[name]) == 1 for name in again)


def _is_apart(element: Element) -> bool:
    names = element.names
    if element.tag in ("blockquote", "cite"):
        return not BODY.search(names)
    if not names or element.tag in ("body", "html", "main", "form"):
        return False
    if SIGNATURE.search(names) or EDIT.search(names) or TRIMMINGS.search(names):
        return True
    return element.tag not in ("a", "span", "button", "b", "strong") and QUOTE.search(names) is not None
