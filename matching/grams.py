"""Words cut into pieces of two to five letters: what is left of a word when it is bent, misspelled or unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matching.words import Folded

__all__ = ["Piece", "pieces", "units"]

_SIZES = (2, 3, 4, 5)
_LONGEST = 40  # letters of a word; what is longer is an address or a key
_MOST = 1_500  # words and signs of a text that are read: what a post is stands at its head
_DIGITS = re.compile(r"\d+")
_SIGNS = frozenset("?!€$£₽:;/@[]|>#=%»«…")
_PICTURE = 0x2000  # from here on signs are arrows, symbols and pictures
_HIDDEN = "•"  # stands for rows and identifiers, which say nothing of an aim

Piece = tuple[str, int, int]


def pieces(text: str, folded: Folded) -> list[Piece]:
    """The folded words of *text*, rows left out, with `0` for digits, and its telling signs, each with its place."""
    found: list[Piece] = []
    last = 0
    for token, start, end in folded.tokens[:_MOST]:
        found += _signs(text, last, start)
        if text[start] != _HIDDEN:
            found.append((_DIGITS.sub("0", token), start, end))
        last = end
    found += _signs(text, last, min(len(text), last + 200))
    return found[:_MOST]


def _signs(text: str, start: int, end: int) -> Iterator[Piece]:
    for place in range(start, min(end, start + 24)):
        sign = text[place]
        if sign in _SIGNS or (ord(sign) >= _PICTURE and not sign.isspace() and sign != _HIDDEN):
            yield sign, place, place + 1


def units(word: str) -> frozenset[str]:
    """The pieces of *word*, a space standing for each edge."""
    padded = f" {word[:_LONGEST]} "
    found = {padded}
    for size in _SIZES:
        if size >= len(padded):
            break
        found.update(padded[at : at + size] for at in range(len(padded) - size + 1))
    return frozenset(found)
