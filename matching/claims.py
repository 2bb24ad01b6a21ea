"""How many records or people an author says that the data holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from matching.amounts import Number
from matching.counted import (
    AFTER,
    BETWEEN,
    CLAUSE,
    COMPANY,
    LABEL,
    LEFT,
    LISTED,
    NOT_AFTER,
    NOT_BEFORE,
    NUMBERED,
    OF_WHOLE,
    ORDERED,
    RANGE,
    RANGE_BETWEEN,
    SAMPLE,
    SAMPLE_BEHIND,
    SENTENCE_END,
    STAFF,
    TOTAL,
    TOTAL_BEHIND,
    TURNOVER,
    WANTED,
    WAYS_IN,
)
from matching.prices import Asked
from matching.tokens import plain
from model.matches import Intent

__all__ = ["Amount", "Claims"]

_NEVER = frozenset({Intent.ACCESS_SALE, Intent.NOISE})
_KNOWN_SET = (
    200_000  # of a set that is asked for, the number by which people know it; what one wants to have is smaller
)
_SURELY_KNOWN = 1_000_000  # nobody wants so many: `ищу базу на 20 млн`
_ALIKE = 0.08
_MOST = 20_000_000_000
_LARGE = 10_000  # people who work for a victim, at most
_TOTALLED, _SAMPLED = -1, 4  # ranks: what is said to be all, and what is only shown
_WHOLE_BEHIND = 3  # numbers behind a part among which its whole is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number of records, and where it is said."""

    records: int
    start: int
    end: int


class _Place:
    """A number that may count records, and what stands around it, looked at when first asked and once."""

    def __init__(self, text: str, number: Number) -> None:
        self.number = number
        self._text = text

    @cached_property
    def before(self) -> str:
        start = self.number.start
        return plain(CLAUSE.split(self._text[max(0, start - 40) : start])[-1])

    @cached_property
    def behind(self) -> str:
        return plain(SENTENCE_END.split(self._text[self.number.end : self.number.end + 64], maxsplit=1)[0])

    @cached_property
    def counts(self) -> bool:
        """Whether the number may be one of records at all."""
        one = self.number
        return not (
            abs(one.value - round(one.value)) >= 1e-6 * max(1.0, one.value)
            or (one.value >= 10 and self._text[one.start] == "0" and not one.is_scaled)
            or not 2 <= one.value <= _MOST
            or (one.value < 1_000 and self.behind.startswith(" sur "))  # a mark: `15 sur 20`
            or NOT_AFTER.match(plain(LISTED.split(self._text[one.end : one.end + 64])[0]))
            or NOT_BEFORE.search(self.before)
            or TURNOVER.search(self.before)
            or (not one.is_scaled and NUMBERED.search(self.before))
        )

    @cached_property
    def is_year(self) -> bool:
        return _is_year(self.number)

    @cached_property
    def is_total(self) -> bool:
        is_some = not self.is_year and self.number.value >= 100
        return is_some and bool(TOTAL.search(self.before) or TOTAL_BEHIND.match(self.behind))

    @cached_property
    def is_sample(self) -> bool:
        return bool(SAMPLE.search(self.before) or SAMPLE_BEHIND.match(self.behind))

    @cached_property
    def is_of_things(self) -> bool:
        return bool(AFTER.match(self.behind))

    @cached_property
    def is_named(self) -> bool:
        is_labelled = self.number.value >= 100 and not self.is_of_things and bool(LABEL.search(self.before))
        return not self.is_year and (self.is_of_things or is_labelled)

    @cached_property
    def is_left(self) -> bool:
        """Whether it is what is left of a whole: `il m'en reste 4 100 sur les 6 000`."""
        return not self.is_year and self.number.value >= 100 and bool(LEFT.search(self.before))

    @cached_property
    def is_staff(self) -> bool:
        """Whether it tells how large a victim is."""
        item = plain(CLAUSE.split(self._text[self.number.end : self.number.end + 40], maxsplit=1)[0])
        return not self.before.strip() and self.number.value < _LARGE and bool(STAFF.match(item))

    @cached_property
    def is_way_in(self) -> bool:
        return bool(WAYS_IN.match(self.behind))

    @cached_property
    def is_wanted(self) -> bool:
        is_known = self.number.value >= _KNOWN_SET and self.is_of_things and self.before.endswith(" les ")
        return not is_known and bool(WANTED.search(self.before))

    @cached_property
    def is_of_something_else(self) -> bool:
        is_few = self.number.value < 1_000 and self.is_wanted
        return is_few or bool(ORDERED.search(self.before)) or bool(COMPANY.search(self.before))


@dataclass(frozen=True, slots=True)
class _Seen:
    rank: int
    number: Number

    @property
    def order(self) -> tuple[int, int]:
        return self.rank, self.number.start


class Claims:
    """The numbers of *text*, but those *paid*, that may say how many records there are."""

    def __init__(self, text: str, found: Sequence[Number], paid: Sequence[Asked]) -> None:
        free = [one for one in found if not any(sum_.start <= one.start < sum_.end for sum_ in paid)]
        self._text = text
        self._places = [_Place(text, one) for one in _lower(text, free)]

    def records(self, intent: Intent | None = None) -> Amount | None:
        """How many there are: of a part rather than the whole, of things rather than a bare number."""
        if intent in _NEVER:
            return None
        seen = [_Seen(rank, one.number) for one in self._places if (rank := _rank(one, intent)) is not None]
        if not seen:
            return None
        first = min(seen, key=lambda one: one.order)
        best = _part_of(self._text, seen) or _finer(first, seen)
        return Amount(records=round(best.number.value), start=best.number.start, end=best.number.end)


def _lower(text: str, found: Sequence[Number]) -> list[Number]:
    """*found*, with the lower number for what is told as a range: `300-400k`, `entre 20 000 et 25 000`."""
    kept: list[Number] = []
    for one in found:
        low = kept[-1] if kept else None
        if low is not None and 1 <= low.value < one.value and one.value >= 1_000 and _is_range(text, low, one):
            scale = 1.0
            while one.is_scaled and not low.is_scaled and low.value * scale * 1_000 <= one.value:
                scale *= 1_000
            is_scaled = low.is_scaled or one.is_scaled
            kept[-1] = replace(low, value=low.value * scale, end=one.end, is_scaled=is_scaled)
        else:
            kept.append(one)
    return kept


def _is_range(text: str, low: Number, high: Number) -> bool:
    between = text[low.end : high.start]
    if _is_year(low) and _is_year(high):
        return False
    if RANGE_BETWEEN.fullmatch(between):
        return bool(BETWEEN.search(text[max(0, low.start - 16) : low.start]))
    return bool(RANGE.fullmatch(between))


def _rank(place: _Place, intent: Intent | None) -> int | None:
    """How surely a number counts records, 0 being surest; `None`: it counts something else."""
    one = place.number
    if not place.counts:
        return None
    if place.is_total:
        return _TOTALLED
    if place.is_left:
        return 0
    if (intent is Intent.RANSOM_CLAIM and place.is_staff) or (intent is Intent.HOW_TO_USE and place.is_way_in):
        return None
    if place.is_sample:
        return _SAMPLED if intent in (None, Intent.FREE_LEAK) and place.is_of_things else None
    if place.is_of_something_else:
        return None
    if intent is Intent.REQUEST and (one.value < _KNOWN_SET or (one.value < _SURELY_KNOWN and place.is_wanted)):
        return None
    if intent is Intent.PHISHING and not (place.is_named and one.value >= _KNOWN_SET):
        return None
    if place.is_named and one.value >= _least_named(one, intent):
        return 0 if one.value >= 100 else 3
    if one.is_scaled and one.value >= 1_000:
        return 1 if not one.is_spelled or one.value >= 10_000 else None
    if one.value >= 5_000 and (one.is_grouped or (one.value % 100 == 0 and not place.is_year)):
        return 1
    return None


def _least_named(one: Number, intent: Intent | None) -> int:
    if one.is_spelled and one.value < 1_000:
        return 20
    if intent in (Intent.DISCUSSION, Intent.REACTION):
        return 100
    return 10 if intent in (Intent.SALE, Intent.FREE_LEAK, None) else 20


def _is_year(one: Number) -> bool:
    return 1900 <= one.value <= 2099 and not one.is_grouped and not one.is_scaled


def _part_of(text: str, seen: Sequence[_Seen]) -> _Seen | None:
    """The part, where a part of a whole is spoken of: `4M of 33M`, `100k clients sur 412k`."""
    for place, left in enumerate(seen):
        for right in seen[place + 1 : place + 1 + _WHOLE_BEHIND]:
            between = text[left.number.end : right.number.start]
            if (
                left.number.end < right.number.start
                and left.number.value < right.number.value
                and OF_WHOLE.match(between)
            ):
                return left
    return None


def _finer(best: _Seen, seen: Sequence[_Seen]) -> _Seen:
    """The same number said more exactly elsewhere: a title rounds what the text counts."""
    for other in seen:
        is_alike = abs(other.number.value - best.number.value) <= _ALIKE * best.number.value
        if is_alike and other.rank <= 1 and _digits(other.number) > _digits(best.number):
            best = other
    return best


def _digits(one: Number) -> int:
    return len(str(round(one.value)).rstrip("0"))
