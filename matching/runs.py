"""Finds which groups of a run of digits make a number together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate

from matching.digits import LENGTHS, kind_of, nir_key_holds

__all__ = ["Number", "Run"]

Number = tuple[str, int, int]
"""The kind (`nir`, `card` or `phone`), start and end."""

_GROUP = re.compile(r"[0-9]+")
_FEWEST = 8
_LINES = 2  # ends of lines that a number may stand across


class Run:
    """Groups of digits that stand from *start* to *end* in a text, with nothing but gaps between."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._groups = [match.span() for match in _GROUP.finditer(text, start, end)]
        self._sizes = [right - left for left, right in self._groups]
        self._reaches = list(accumulate(self._sizes, initial=0))
        self._last = {reach: last for last, reach in enumerate(self._reaches[1:])}
        self._digits = "".join(text[left:right] for left, right in self._groups)
        self._line_ends = (
            [place for place in range(start, end) if text[place] == "\n"] if "\n" in text[start:end] else []
        )

    def numbers(self, is_earned: Callable[[Number], bool] | None = None) -> Iterator[Number]:
        """Those that begin at any group; of what *is_earned* refuses, none."""
        # How many groups are taken, and what for. A NIR without its key may have taken the first digits of a phone
        # number for it, and one from abroad those of a card: so what begins inside is looked at too.
        reach, is_phone, is_long = 0, True, False
        for at, (first, _) in enumerate(self._groups):
            if len(self._digits) - self._reaches[at] < _FEWEST:
                break
            plus = first > 0 and self._text[first - 1] == "+"
            begins = plus or self._text[first] == "0"
            if at < reach and not (is_long or (begins and not is_phone)):
                continue
            found = self._from(at, is_earned, plus=plus)
            if found is None or found[1] < reach or (at < reach and is_phone and not begins and found[0] == "phone"):
                continue
            kind, last = found
            is_abroad = kind == "phone" and 0 < last - at <= 5 and plus
            is_long = is_abroad or (is_long and at < reach)
            if at >= reach:
                reach, is_phone = last + 1, kind == "phone"
            yield kind, first - plus, self._groups[last][1]

    def _from(self, at: int, is_earned: Callable[[Number], bool] | None, *, plus: bool) -> tuple[str, int] | None:
        """What the digits from group *at* on are, and the last group of theirs."""
        first, begun = self._groups[at][0], self._reaches[at]
        best: tuple[str, int] | None = None
        for length in LENGTHS["+" if plus else self._text[first]]:
            last = self._last.get(begun + length)
            if last is None:
                continue
            if self._line_ends and self._lines(first, self._groups[last][1]) > _LINES:
                break
            digits = self._digits[begun : begun + length]
            kind = kind_of(digits, tuple(self._sizes[at : last + 1]), partial(self._gaps, at, last), plus=plus)
            if kind is None or (is_earned and not is_earned((kind, first - plus, self._groups[last][1]))):
                continue
            if best is None or kind != "phone" or best[0] == "phone":
                best = (kind, last)
            if kind == "nir" and length == 15 and nir_key_holds(digits):
                break  # no longer number is surer
        return best

    def _gaps(self, at: int, last: int) -> list[str]:
        return [self._text[self._groups[n][1] : self._groups[n + 1][0]] for n in range(at, last)]

    def _lines(self, start: int, end: int) -> int:
        return bisect_right(self._line_ends, end) - bisect_right(self._line_ends, start)
