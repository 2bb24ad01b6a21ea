"""The stretch of a post that shows why it was found."""

from __future__ import annotations

from collections.abc import Sequence

from model.identities import Masked
from model.ports import Analysis
from model.queries import Words
from storage.answering import places
from storage.columns import storable
from storage.entries import LONGEST_WORD, spellings

__all__ = ["SNIPPET", "snippet"]

SNIPPET = 200
"""How many characters a snippet has at most."""

_BEFORE = 60  # of them, before the first mark
_GAP = "…"

_Span = tuple[int, int]


def snippet(
    text: str, wanted: Sequence[Words], analysis: Analysis, *, lang: str | None = None
) -> tuple[Masked, tuple[_Span, ...]]:
    """Up to 200 characters of *text*, which is in *lang*, around the first words *wanted*, and where those stand."""
    flat = " ".join(text.split())
    spans = _spans(flat, wanted, analysis, lang)
    start, end = _stretch(flat, spans[0][0] if spans else 0)
    head, tail = _GAP if start > 0 else "", _GAP if end < len(flat) else ""
    shown = flat[start:end].rstrip() if tail else flat[start:end]
    shift = len(head) - start
    marks = tuple((a + shift, b + shift) for a, b in spans if start <= a and b <= start + len(shown))
    return Masked(head + shown + tail), marks


def _stretch(flat: str, first: int) -> _Span:
    if len(flat) <= SNIPPET:
        return 0, len(flat)
    start = min(max(0, first - _BEFORE), len(flat) - SNIPPET + len(_GAP))
    if start > 0:
        start = _next_word(flat, start)
    room = SNIPPET - (len(_GAP) if start > 0 else 0)
    if len(flat) - start <= room:
        return start, len(flat)
    end = start + room - len(_GAP)
    if not flat[end].isspace() and " " in flat[start:end]:
        end = max(flat.rfind(" ", start, end), start)
    return start, end


def _next_word(text: str, start: int) -> int:
    if text[start - 1] == " ":
        return start
    space = text.find(" ", start, start + _BEFORE)
    return start if space < 0 else space + 1


def _spans(text: str, wanted: Sequence[Words], analysis: Analysis, lang: str | None) -> list[_Span]:
    """Where the *wanted* words stand, in order and apart from each other."""
    if not wanted:
        return []
    tokens = analysis.words(storable(text))
    words = [word[:LONGEST_WORD] for word, _, _ in tokens]
    stems = analysis.stems(words, lang)
    found = [
        (tokens[at][1], tokens[at + len(phrase.words) - 1][2])
        for phrase in wanted
        for at in _places(phrase, words, stems, analysis)
    ]
    return _apart(found)


def _places(phrase: Words, words: Sequence[str], stems: Sequence[str], analysis: Analysis) -> set[int]:
    found = set(places(phrase.words, words, is_prefix=phrase.is_prefix))
    if not phrase.is_prefix:
        for spelling in spellings(phrase.words, analysis):
            found.update(places(spelling, stems))
    return found


def _apart(spans: Sequence[_Span]) -> list[_Span]:
    apart: list[_Span] = []
    for start, end in sorted(set(spans)):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
