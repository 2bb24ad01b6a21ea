"""Who wrote each of an unknown page's items: by links to members, by names of classes, by the word before a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from crawler.dates import wall
from crawler.pages.generic_items import Item
from crawler.pages.generic_links import Kind
from crawler.pages.generic_names import AUTHOR
from crawler.pages.generic_stamps import OTHER_DATE
from crawler.pages.generic_view import Candidate, Placed, View, elected

__all__ = ["authors_of"]

LONGEST = 60  # characters of a name
_SMALL = 8  # elements in what holds a name
_GIVEN = ("data-author", "data-username", "data-poster", "data-user-name")
_NOT_A_NAME = re.compile(
    r"^(?:[\d\s.,:#+-]*|[\w ]{2,20}:\s?[\d.,\s]+|quote|reply|report(?: post)?|edit|pm|www|link|permalink|top|up|profile"
    r"|website|e-?mail|send (?:a )?(?:private )?message|find|citer|répondre|zitieren|antworten|цитата|ответить|профиль"
    r"|offline|online|by|posted by|author:?|share|like|member|user|avatar|new member|view profile)$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:^|\s|«|\()(?:(?:posted |written |started |created |submitted )?by|par|von|por|от|автор|auteur|autor|author|di)"
    r"(?:\s?:\s?|\s)(?P<who>[^\s,;:|»].{0,40}?)"
    r"(?=\s(?:on|at|le|am|el|em|il|в|um|»|[-–—|•·])\s|\s?[,;|»)(]|\s\d|\s?$)",
    re.IGNORECASE,
)


def authors_of(seen: View, items: Sequence[Item], placed: Sequence[Placed]) -> list[Candidate[str] | None]:
    """The author of each item; None where nobody is named."""
    found = [[*_marked(seen, each), *_told(seen, item, each)] for item, each in zip(items, placed, strict=True)]
    return elected(found, _worth)


def _worth(found: Sequence[tuple[int, Candidate[str]]]) -> float:
    """A word that is the same everywhere is no name, unless it links to a member."""
    weights = [candidate.weight for _, candidate in found]
    is_varied = len({candidate.value for _, candidate in found}) > 1 or len(found) < 3 or max(weights) >= 3
    return sum(weights) * (1 if is_varied else 0.4)


def _marked(seen: View, placed: Placed) -> Iterator[Candidate[str]]:
    for path, element in placed:
        given = element.attributes
        if name := next((given[attribute] for attribute in _GIVEN if given.get(attribute)), None):
            yield Candidate(path=(*path, "@"), weight=5, element=element, value=name)
        if seen.is_apart(element):
            continue
        link = seen.links.get(element.start)
        is_profile = link is not None and link.kind is Kind.PROFILE
        is_named = given.get("itemprop") in ("author", "creator", "name") or AUTHOR.search(element.names) is not None
        is_named = is_named or "author" in given.get("rel", "").split()
        if not is_profile and not (is_named and element.end - element.start < _SMALL):
            continue
        if _is_name(name := seen.outline.text(element)):
            is_narrow = element.tag in ("b", "strong", "span", "a")
            yield Candidate(
                path=path, weight=3 + is_named if is_profile else 1.5 + 0.5 * is_narrow, element=element, value=name
            )


def _told(seen: View, item: Item, placed: Placed) -> Iterator[Candidate[str]]:
    """Names behind "by", "par", "от" in short lines."""
    known = {element.start: (path, element) for path, element in placed}
    for part in item.parts:
        for first, last in seen.outline.lines_of(part):
            owner = seen.outline.owners[first]
            line = " ".join("".join(seen.outline.pieces[first:last]).split())
            if owner.start not in known or seen.apart[first] or len(line) > 3 * LONGEST:
                continue
            if (found := _BY.search(line)) and _is_name(who := found["who"].strip()):
                path, element = known[owner.start]
                yield Candidate(path=(*path, "by"), weight=1, element=element, value=who)


def _is_name(text: str) -> bool:
    if not 0 < len(text) <= LONGEST or _NOT_A_NAME.match(text):
        return False
    return OTHER_DATE.search(text) is None and wall(text) is None
