"""A glance at a text, by kinds of letters only: what it cannot hold need not be looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from typing import Protocol

import numpy as np

from matching.glyphs import glyphs, holds_pair, kinds

__all__ = ["Place", "Sketch", "around", "sketch"]

_INNER = {
    b"v": re.compile(rb"v(?<=[ab0sv]v) ?[ab0sv]"),
    b"s": re.compile(rb"s(?<=[ab0sv?t]s)(?: ?[ab0]{1,3} ?[sv?t]|[sv?t])"),
    b"?": re.compile(rb"\?(?<=[ab0sv?t]\?)(?: ?[ab0]{1,3} ?[sv?t]|[sv?t])"),
}
"""A bar between letters, or a sign among several: one alone, as in an address, separates nothing."""
_WORD = re.compile(rb"[ab0]+")
_STROKES = (b"\\", b"|")
_PAIRS = (b"()", b"[]", b"><", b"}{")
_JUMP = 4096  # characters that are taken together where signs crowd
_MEET = ord("a") ^ ord("b")


class Place(Protocol):
    """Where something was found."""

    def start(self) -> int:
        """Where it begins."""
        ...

    def end(self) -> int:
        """Where it ends."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A text, and the glyphs and kinds of its characters, one byte each."""

    text: str = field(repr=False)
    glyphs: bytes = field(repr=False)
    kinds: bytes = field(repr=False)

    @property
    def is_cyrillic(self) -> bool:
        """Whether a Cyrillic letter stands in it."""
        return b"b" in self.kinds

    def mixed_words(self) -> Iterator[tuple[int, int]]:
        """Where words stand in which Latin and Cyrillic letters meet."""
        done = 0
        for at in self._meetings():
            if at < done:
                continue
            start = at
            while start > done and self.kinds[start - 1] in b"ab0":
                start -= 1
            whole = _WORD.match(self.kinds, at)
            done = whole.end() if whole else at + 2
            yield start, done

    def _meetings(self) -> Iterator[int]:
        kinds = np.frombuffer(self.kinds, np.uint8)
        for at in np.flatnonzero((kinds[1:] ^ kinds[:-1]) == _MEET).tolist():
            if self.kinds[at] in b"ab":
                yield at

    @property
    def may_be_drawn(self) -> bool:
        """Whether a letter may be drawn of several signs in it."""
        if any(stroke in self.glyphs for stroke in _STROKES):
            return True
        return holds_pair(self.kinds, b"pp") and any(pair in self.glyphs for pair in _PAIRS)

    @property
    def is_turned(self) -> bool:
        """Whether a sign that turns the direction stands in it."""
        return b"r" in self.kinds

    @property
    def may_be_upside_down(self) -> bool:
        """Whether a letter that stands upside down stands in it."""
        return b"t" in self.kinds

    def altered(self, text: str, spans: Iterable[tuple[int, int]]) -> Sketch:
        """This sketch with *text* for its own, which differs in *spans* only, and is as long."""
        parts, done = [], 0
        for start, stop in spans:
            parts += [self.glyphs[done:start], glyphs(text[start:stop])]
            done = stop
        return _sketch(text, b"".join([*parts, self.glyphs[done:]]))

    def around_signs(self, reach: int) -> Iterator[tuple[int, int]]:
        """The stretches, *reach* either way, round signs that may be separators as well as letters."""
        there = [inner for kind, inner in _INNER.items() if kind in self.kinds]
        return _joined(merge(*(self._signs(inner, reach) for inner in there)), reach)

    def _signs(self, inner: re.Pattern[bytes], reach: int) -> Iterator[tuple[int, int]]:
        """Where such signs stand; those that soon follow on one, later ones where they crowd, go unseen."""
        at, jump = 0, reach
        while found := inner.search(self.kinds, at):
            jump = min(_JUMP, 2 * jump) if found.start() < at + reach else reach
            at = found.end() + jump
            yield found.start(), min(at, len(self.kinds))


def around(places: Iterable[Place], reach: int) -> Iterator[tuple[int, int]]:
    """The stretches, *reach* either way, round *places*; those that touch are one."""
    return _joined(((found.start(), found.end()) for found in places), reach)


def _joined(spans: Iterable[tuple[int, int]], reach: int) -> Iterator[tuple[int, int]]:
    start = stop = 0
    for first, last in spans:
        if first - reach > stop:
            if stop:
                yield start, stop
            start = max(0, first - reach)
        stop = max(stop, last + reach)
    if stop:
        yield start, stop


def sketch(text: str) -> Sketch:
    """A glance at *text*."""
    return _sketch(text, glyphs(text))


def _sketch(text: str, raw: bytes) -> Sketch:
    return Sketch(text=text, glyphs=raw, kinds=kinds(raw))
