"""Which places of a crowd are looked at: where the same stands thousands of times, a few of them say as much as all.

A text's first places are all looked at, and of what follows the last place of each kind of surroundings. Where these
are still too many, every name keeps as many as its share is, spread evenly from its first place to its last.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import accumulate, chain
from typing import Protocol, TypeVar

from ahocorasick_rs import BytesAhoCorasick

from matching.skeletons import Skeleton

__all__ = ["MOST", "Alone", "Crowded", "Gathering", "Together", "looked_at", "most_of", "spread", "thinned"]

MOST = 192
"""Places of a crowd that are looked at, if no more than so many names are found."""

_FEW = 512  # places in one text that are no crowd
_ORDINARY = 64  # characters to a place, in texts put together that are none
_SOME, _STRETCH = 48, 8_192  # places of a crowd in a short text, and characters to each further one
_LEAST = 2  # places of each name: its first and its last

_AROUND = 12  # letters of a skeleton on either side of a place that are its surroundings

_Item = TypeVar("_Item")
_Hit = tuple[int, int, int]


class Crowded(Exception):
    """Texts that were put together have to be gone through one by one."""


class Gathering(Protocol):
    """What is gone through at once."""

    def is_crowd(self, places: int) -> bool:
        """Whether *places* found in one way are too many to be looked at one by one."""
        ...


class Alone:
    """One text."""

    def is_crowd(self, places: int) -> bool:
        return places > _FEW


class Together:
    """Several texts of *length* characters in all; they stay together only while none of them can be a crowd."""

    def __init__(self, length: int) -> None:
        self._most = _FEW + length // _ORDINARY

    def is_crowd(self, places: int) -> bool:
        """Never: raises `Crowded` instead."""
        if places > self._most:
            raise Crowded
        return False


def looked_at(
    automaton: BytesAhoCorasick, skeletons: Sequence[Skeleton], gathering: Gathering
) -> Iterator[tuple[Skeleton, _Hit]]:
    """What *automaton* finds in *skeletons*: which key, and where it starts and ends in which; of a crowd, some."""
    found = [automaton.find_matches_as_indexes(bones.letters, overlapping=True) for bones in skeletons]
    if not gathering.is_crowd(sum(map(len, found))):
        for bones, hits in zip(skeletons, found, strict=True):
            for hit in hits:
                yield bones, hit
        return
    every = list(chain.from_iterable(found))
    around = [part for bones, hits in zip(skeletons, found, strict=True) for part in _around(bones.letters, hits)]
    ends = list(accumulate(map(len, found)))
    most = most_of(sum(len(bones.letters) for bones in skeletons))
    for place in thinned([key for key, _, _ in every], around, most):
        yield skeletons[bisect_right(ends, place)], every[place]


def _around(letters: bytes, hits: Sequence[_Hit]) -> list[bytes]:
    wide = bytes(_AROUND) + letters
    return [wide[first : last + 2 * _AROUND] for _, first, last in hits]


def most_of(length: int) -> int:
    """How many places of a crowd are looked at in *length* characters."""
    return min(MOST, _SOME + length // _STRETCH)


def thinned(keys: Sequence[Hashable], around: Sequence[Hashable], most: int = MOST) -> list[int]:
    """Which places of a crowd are looked at, told by what was found in each of them and by what stands around."""
    last = dict(zip(around, range(len(around)), strict=True)).values()
    kept = sorted({*range(min(most // 2, len(around))), *last})
    if len(kept) <= most:
        return kept
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place in kept:
        places[keys[place]].append(place)
    share = max(_LEAST, most // len(places))
    return sorted(place for ones in places.values() for place in spread(ones, share))


def spread(items: Sequence[_Item], most: int) -> Sequence[_Item]:
    """*most* of *items*, at least two: the first, the last, and what lies evenly between."""
    if len(items) <= most:
        return items
    return [items[step * (len(items) - 1) // (most - 1)] for step in range(most)]
