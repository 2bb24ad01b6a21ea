"""The stretch of a post that shows why it was found."""

from __future__ import annotations

from model.identities import Masked
from model.ports import Analyse
from storage.queries import Terms

__all__ = ["SNIPPET", "snippet"]

SNIPPET = 200
"""How many characters a snippet has at most."""

_BEFORE = 60  # of them, before the first hit
_GAP = "…"


def snippet(text: str, wanted: Terms, analyse: Analyse) -> Masked:
    """Up to 200 characters of *text* around the first words that are *wanted*, cut between words."""
    flat = " ".join(text.split())
    start = max(0, _first(flat, wanted, analyse) - _BEFORE)
    if len(flat) <= SNIPPET:
        return Masked(flat)
    start = min(start, len(flat) - SNIPPET + len(_GAP))
    if start > 0:
        start = _next_word(flat, start)
    head = _GAP if start > 0 else ""
    room = SNIPPET - len(head)
    if len(flat) - start <= room:
        return Masked(head + flat[start:])
    end = start + room - len(_GAP)
    if not flat[end].isspace():
        end = max(flat.rfind(" ", start, end), start) if " " in flat[start:end] else end
    return Masked(head + flat[start:end].rstrip() + _GAP)


def _next_word(text: str, start: int) -> int:
    if text[start - 1] == " ":
        return start
    space = text.find(" ", start, start + _BEFORE)
    return start if space < 0 else space + 1


def _first(text: str, wanted: Terms, analyse: Analyse) -> int:
    """Where the first wanted phrase begins, else the first wanted word, else the text."""
    tokens = analyse(text)
    words = [token for token, _, _ in tokens]
    starts = [
        tokens[place][1]
        for place in range(len(words))
        if any(tuple(words[place : place + len(phrase)]) == phrase for phrase in wanted)
    ]
    return min(starts, default=0)
