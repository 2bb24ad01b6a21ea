"""Words with letters drawn out, as in shouting: `ALMEEERYYYS`, `viamediiis`, `VViiaammeeddiiss`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from matching.crowds import MOST, Gathering, spread
from matching.leftovers import FILLER
from matching.sketch import Sketch

__all__ = ["eased"]

_SHORTEST, _LONGEST = 6, 64  # letters of a word that may be a name, before they are let go
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
    done = 0
    for at in _runs(glance):
        if at < done:
            continue
        start = at
        while start > max(done, at - _LONGEST) and glance.kinds[start - 1] in b"ab":
            start -= 1
        whole = _WORD.match(glance.kinds, at)
        done = whole.end() if whole else at + 1
        if _SHORTEST <= done - start <= _LONGEST and len(set(glance.text[start:done].lower())) >= _LEAST:
            yield start, done


def _runs(glance: Sketch) -> Iterator[int]:
    """Where a letter stands three times in a row, or three stand twice each."""
    found = np.frombuffer(glance.glyphs, np.uint8)
    twins = np.flatnonzero(found[1:] == found[:-1]).tolist()
    for first, second, third in zip(twins, twins[1:], [*twins[2:], len(found)], strict=False):
        is_run = second == first + 1 or (second == first + 2 and third == first + 4)
        if is_run and glance.kinds[first] in b"ab":
            yield first
