"""Which row of data each finding stands in: its line or, in a dump without line ends, what follows up to the next."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from matching.shapes import Shape

__all__ = ["rows_of"]

_ENDLESS = 4_000  # characters of a line that is rather a dump without line ends
_SPARSE = 1_000  # characters between two findings beyond which they are no rows of it

Row = tuple[int, int, Shape]
"""Where a row starts and ends, and what was found in it."""


def rows_of(text: str, found: Iterable[Shape]) -> Iterator[Row]:
    """Each of *found*, which are in the order of *text*, with its row."""
    for line, end, here in _by_line(text, found):
        starts = [one.start for one in here if one.field is here[0].field]
        if end - line <= _ENDLESS or end - line > _SPARSE * len(starts):
            yield from ((line, end, one) for one in here)
        else:
            ends = dict(pairwise([*starts, min(end, starts[-1] + _SPARSE)]))
            for one in here:
                start = starts[bisect_right(starts, one.start) - 1]
                yield start, ends[start], one


def _by_line(text: str, found: Iterable[Shape]) -> Iterator[tuple[int, int, list[Shape]]]:
    line, end = 0, -1
    here: list[Shape] = []
    for one in found:
        if one.start > end:
            if here:
                yield line, end, here
            line = text.rfind("\n", max(end, 0), one.start) + 1 or line
            end, here = text.find("\n", one.end), []
            end = len(text) if end < 0 else end
        here.append(one)
    if here:
        yield line, end, here
