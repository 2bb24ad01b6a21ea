"""Words with letters drawn out, as in shouting: `ALMEEERYYYS`, `viamediiis`, `VViiaammeeddiiss`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt

from matching.crowds import MOST, Gathering, spread
from matching.leftovers import FILLER
from matching.sketch import Sketch

__all__ = ["eased"]

_SHORTEST, _LONGEST = 6, 64  # letters of a word that may be a name, before they are let go
_TAIL = 4  # letters from the first of three that stand twice each to the last
_LEAST = 4  # letters that differ from their neighbours
_WORD = re.compile(rb"[ab]+")
_DRAWN_OUT = re.compile(r"(?i)(\w)\1{2,}")
_TWICE = re.compile(r"(?i)(\w)\1+")

_Span = tuple[int, int]


def eased(glance: Sketch, gathering: Gathering) -> Iterator[tuple[str, Sequence[_Span]]]:
    """The text with drawn-out letters let go, in each of the ways they may be, and where the words are that had any."""
    spans = list(_words(glance))
    if not spans:
        return
    if gathering.is_crowd(len(spans)):
        spans = list(spread(spans, MOST))
    seen: set[tuple[str, ...]] = set()
    for pattern, kept in ((_DRAWN_OUT, 1), (_TWICE, 1), (_DRAWN_OUT, 2)):
        words = tuple(pattern.sub(partial(_short, kept), glance.text[start:end]) for start, end in spans)
        if words not in seen:
            seen.add(words)
            yield _put(glance.text, spans, words), spans


def _short(kept: int, run: re.Match[str]) -> str:
    return run[0][:kept] + FILLER * (len(run[0]) - kept)


def _put(text: str, spans: Sequence[_Span], words: Sequence[str]) -> str:
    parts, done = [], 0
    for (start, end), word in zip(spans, words, strict=True):
        parts += [text[done:start], word]
        done = end
    return "".join([*parts, text[done:]])


def _words(glance: Sketch) -> Iterator[_Span]:
    runs, place, done = _runs(glance), 0, 0
    while place < len(runs):
        start = at = int(runs[place])
        while start > max(done, at - _LONGEST) and glance.kinds[start - 1] in b"ab":
            start -= 1
        whole = _WORD.match(glance.kinds, at)
        done = whole.end() if whole else at + 1
        if _SHORTEST <= done - start <= _LONGEST and len(set(glance.text[start:done].lower())) >= _LEAST:
            yield start, done
        place = int(np.searchsorted(runs, done))


def _runs(glance: Sketch) -> npt.NDArray[np.intp]:
    """Where a letter stands three times in a row, or three stand twice each."""
    glyphs, kinds = np.frombuffer(glance.glyphs, np.uint8), np.frombuffer(glance.kinds, np.uint8)
    twins = np.zeros(len(glyphs) + _TAIL, np.bool_)
    np.equal(glyphs[1:], glyphs[:-1], out=twins[: max(0, len(glyphs) - 1)])
    runs = (twins[:-_TAIL] & (twins[1 : 1 - _TAIL] | (twins[2 : 2 - _TAIL] & twins[_TAIL:]))).nonzero()[0]
    of = kinds[runs]
    lettered: npt.NDArray[np.intp] = runs[(of == ord("a")) | (of == ord("b"))]
    return lettered
