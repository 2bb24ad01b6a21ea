"""The skeleton of a text that knows where in the text each of its letters stood."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from matching.fold import LOOKS, Table
from matching.glyphs import ODD, ODD_TURNED, page_of
from matching.sketch import Sketch

__all__ = ["Skeleton"]

_STEP = 4096  # characters that are folded together
_MANY = 16  # one odd character in so many: then all are folded as characters
_ODD = bytes([ODD])
_ODD_TURNED = bytes([ODD_TURNED])


class Skeleton:
    """The skeleton of a text between *at* and *stop*; its letters are UTF-8, and counted in bytes."""

    def __init__(self, glance: Sketch, table: Table = LOOKS, at: int = 0, stop: int | None = None) -> None:
        self._text, self._table, self._at = glance.text, table, at
        self._glyphs = glance.glyphs.replace(_ODD_TURNED, _ODD)  # folded alike
        self._page = page_of(table)
        self._stop = len(self._text) if stop is None else min(stop, len(self._text))
        parts = [self._folded(start) for start in range(at, self._stop, _STEP)]
        self._starts = [0, *accumulate(map(len, parts))]
        self._places: dict[int, npt.NDArray[np.intp]] = {}
        self.letters = b"".join(parts)

    def place(self, index: int) -> int:
        """Where in the text the letter at *index* of the skeleton stood."""
        chunk = bisect_right(self._starts, index) - 1
        return self._at + chunk * _STEP + int(self._placed(chunk)[index - self._starts[chunk]])

    def places(self, start: int, end: int) -> list[int]:
        """Where in the text the letters from *start* to *end* of the skeleton stood, a place each."""
        if start >= end:
            return []
        chunk = bisect_right(self._starts, start) - 1
        if end <= self._starts[chunk + 1]:
            before, at = self._starts[chunk], self._at + chunk * _STEP
            inside: list[int] = self._placed(chunk)[start - before : end - before].tolist()
            found = [at + place for place in inside]
        else:
            found = [self.place(index) for index in range(start, end)]
        letters = self.letters[start:end]
        if letters.isascii():
            return found
        return [place for place, byte in zip(found, letters, strict=True) if byte & 0xC0 != 0x80]

    def _folded(self, start: int) -> bytes:
        chunk = self._glyphs[start : min(start + _STEP, self._stop)]
        letters = chunk.translate(self._page.letters, self._page.dropped)
        if letters.isascii():
            return letters
        odd = letters.count(_ODD)
        if odd * _MANY > len(chunk):
            return self._text[start : start + len(chunk)].translate(self._table).encode()
        for glyph, several in self._page.several:
            if glyph in letters:
                letters = letters.replace(glyph, several)
        return self._with_odd(letters, start) if odd else letters

    def _with_odd(self, letters: bytes, start: int) -> bytes:
        """*letters* with what is folded one by one in its places."""
        first, *rest = letters.split(_ODD)
        parts, at = [first], start - 1
        for part in rest:
            at = self._glyphs.index(ODD, at + 1)
            parts += [self._fold(at), part]
        return b"".join(parts)

    def _fold(self, at: int) -> bytes:
        return (self._table[ord(self._text[at])] or "").encode()

    def _placed(self, chunk: int) -> npt.NDArray[np.intp]:
        """Where each letter of a chunk stood in it."""
        known = self._places.get(chunk)
        if known is None:
            start = self._at + chunk * _STEP
            glyphs = self._glyphs[start : min(start + _STEP, self._stop)]
            lengths = glyphs.translate(self._page.lengths)
            if _ODD not in glyphs and not any(glyph in glyphs for glyph, _ in self._page.several):
                known = np.frombuffer(lengths, np.bool_).nonzero()[0]
            else:
                counts = self._with_odd_lengths(lengths, glyphs, start)
                known = np.repeat(np.arange(len(counts)), counts)
            self._places[chunk] = known
        return known

    def _with_odd_lengths(self, lengths: bytes, glyphs: bytes, start: int) -> npt.NDArray[np.uint8]:
        """How many bytes of the skeleton each character becomes, those too that are folded one by one."""
        counts = np.frombuffer(bytearray(lengths), np.uint8)
        for at in np.flatnonzero(np.frombuffer(glyphs, np.uint8) == ODD).tolist():
            counts[at] = len(self._fold(start + at))
        return counts
