"""When each of an unknown page's items was posted: by what machines read, what stands behind words, or the words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from crawler.dates import Telling, wall
from crawler.pages.generic_items import Item
from crawler.pages.generic_links import Kind
from crawler.pages.generic_names import BODY, DATE
from crawler.pages.generic_outline import Element
from crawler.pages.generic_view import Candidate, Placed, View, belongs_to_authors, elected, near

__all__ = ["MACHINE", "OTHER_DATE", "Shown", "dates_of"]

MACHINE = (
    *("datetime", "data-time", "data-timestamp", "data-date", "data-datetime", "data-utime", "data-epoch"),
    *("data-created", "data-unixtime", "data-posted"),
)
_TITLES = (
    "title",
    "data-tippy-content",
    "data-original-title",
    "data-bs-title",
    "aria-label",
    "data-tip",
    "data-tooltip",
)
OTHER_DATE = re.compile(
    r"\b(?:join|regist|member since|since\b|last (?:visit|active|activity|seen|online|edit|modif|update|post)|edited"
    r"|edit:|modified|updated|expires?|until\b|birth|inscri|membre depuis|dernière (?:visite|modif|édition|connexion)"
    r"|modifié|édité|mitglied seit|beigetreten|dabei seit|registriert|zuletzt|bearbeitet|miembro desde|editado|última"
    r"|registrado|modificad|зарегистр|регистрац|на сайте|с нами|изменено|отредактир|последн|рег\b)",
    re.IGNORECASE,
)
"""Says that the date behind it is not that of the post."""
_PHRASE, _LINE = 60, 240  # characters of a line that may hold a relative and an absolute date


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A date, as an item shows it."""

    text: str = field(repr=False)
    title: str | None = field(default=None, repr=False)  # None: no other date stands behind it
    is_machine: bool = False

    @property
    def best(self) -> str:
        """What tells most of how the board writes dates."""
        return self.title or self.text


def dates_of(
    seen: View, items: Sequence[Item], placed: Sequence[Placed], names: Sequence[str]
) -> list[Candidate[Shown] | None]:
    """The date of each item, whose authors are *names*; None where none is shown."""
    found = [
        [*_for_machines(seen, each), *_in_words(seen, item, each)] for item, each in zip(items, placed, strict=True)
    ]

    def worth(found: Sequence[tuple[int, Candidate[Shown]]]) -> float:
        texts = [candidate.value.best for _, candidate in found]
        is_of_author = belongs_to_authors([names[item] for item, _ in found], texts)
        weight = sum(candidate.weight for _, candidate in found)
        return weight * (0.2 if is_of_author else 1) * (1.5 if _rises(seen, texts) else 1)

    return elected(found, worth)


def _rises(seen: View, texts: Sequence[str]) -> bool:
    """Whether most dates follow one another, as posts do and dates of registration don't."""
    moments = [moment for text in texts if (moment := seen.calendar.read(text))]
    steps = [a <= b for a, b in pairwise(moments)]
    return len(steps) > 1 and sum(steps) >= 0.9 * len(steps)


def _for_machines(seen: View, placed: Placed) -> Iterator[Candidate[Shown]]:
    for path, element in placed:
        given = element.attributes
        machine = next((given[name] for name in MACHINE if given.get(name)), None)
        if given.get("itemprop") in ("datePublished", "dateCreated") and given.get("content"):
            machine = given["content"]
        if not machine or seen.is_apart(element) or _is_other(seen, element):
            continue
        if seen.calendar.told(machine).telling is not Telling.UNREADABLE:
            shown = Shown(text=seen.outline.text(element), title=machine, is_machine=True)
            yield Candidate(path=path, weight=4, element=element, value=shown)


def _in_words(seen: View, item: Item, placed: Placed) -> Iterator[Candidate[Shown]]:
    known = {element.start: path for path, element in placed}
    for part in item.parts:
        for first, last in seen.outline.lines_of(part):
            if seen.outline.owners[first].start in known and not seen.apart[first]:
                found = _in_line(seen, first, last)
                if found is not None and found[0].start in known:
                    element, weight, shown = found
                    yield Candidate(path=(*known[element.start], "|"), weight=weight, element=element, value=shown)


def _in_line(seen: View, first: int, last: int) -> tuple[Element, float, Shown] | None:
    """The date in one line, if there is one: names of members are left out, because some are dates."""
    outline = seen.outline
    places = [at for at in range(first, last) if not seen.apart[at] and not _is_name(seen, outline.owners[at])]
    text = " ".join("".join(outline.pieces[at] for at in places).split())
    other = OTHER_DATE.search(text)
    if other is not None:  # "31 July 2023 (last edited: 1 August 2023)"
        text = text[: other.start()].rstrip(" ([-–·")
    if not 1 < len(text) <= _LINE:
        return None
    behind = next(_behind(outline.owners[at] for at in places), None) if other is None else None
    telling = seen.calendar.told(text).telling
    is_dated = telling not in (Telling.UNREADABLE, Telling.AHEAD) and (len(text) <= _PHRASE or wall(text) is not None)
    if not (is_dated or behind) or _follows_label(seen, first):
        return None
    owner = behind[0] if behind else _owner(seen, places)
    names = " ".join(each.names for each in (owner, owner.parent) if each is not None)
    weight = 1 + 2 * (behind is not None) + (DATE.search(names) is not None) + 0.5 * (len(text) < _PHRASE)
    weight -= 0.5 * (telling is Telling.ROUGH) + 0.7 * any(BODY.search(above.names) for above in near(owner))
    return owner, weight, Shown(text=text, title=behind[1] if behind else None)


def _behind(owners: Iterable[Element]) -> Iterator[tuple[Element, str]]:
    """The dates that stand behind the words of *owners*."""
    for owner in owners:
        for each in near(owner):
            title = next((value for name in _TITLES if (value := each.attributes.get(name))), "")
            if wall(title) or (title.isdecimal() and len(title) in (10, 13)):
                yield each, title


def _owner(seen: View, places: Sequence[int]) -> Element:
    """The element whose own words hold the date; the line's first where it is spread."""
    for at in places:
        if any(char.isdigit() for char in seen.outline.pieces[at]):
            return seen.outline.owners[at]
    return seen.outline.owners[places[0]]


def _is_name(seen: View, owner: Element) -> bool:
    return any((link := seen.links.get(each.start)) is not None and link.kind is Kind.PROFILE for each in near(owner))


def _is_other(seen: View, element: Element) -> bool:
    parent = element.parent
    line = seen.outline.text(parent) if parent is not None and parent.last - parent.first < 12 else ""
    is_noted = len(line) < 100 and (found := OTHER_DATE.search(line)) is not None
    if is_noted and found is not None and element.first < element.last:
        is_noted = line.find(seen.outline.text(element)) > found.start()
    return is_noted or _follows_label(seen, element.first)


def _follows_label(seen: View, first: int) -> bool:
    """Whether the words right before, alone on their line, say that the date is another's: "Joined"."""
    pieces, lines = seen.outline.pieces, seen.outline.lines
    at = first - 1
    while at >= 0 and not pieces[at].strip():
        at -= 1
    told = "".join(pieces[near] for near in range(max(0, at - 4), at + 1) if lines[near] == lines[at]).strip()
    return len(told) < 30 and OTHER_DATE.search(told) is not None
