"""Words cut into pieces of two to five letters: what is left of a word when it is bent, misspelled or unknown."""

from __future__ import annotations

import re
from itertools import islice

from matching.words import Folded

__all__ = ["Piece", "pieces", "units"]

_SIZES = (2, 3, 4, 5)
_LONGEST = 40  # letters of a word; what is longer is an address or a key
_MOST = 1_500  # words and signs of a text that are read: what a post is stands at its head
_DIGITS = re.compile(r"\d+")
_SIGN = re.compile("[]?!€$£₽:;/@[|>#=%»«\u2010-\u2021\u2023-\u2027\u2030-\u2bff\U0001f000-\U0001faff]")
_SIGNS = 300  # that are read
_HIDDEN = "•"  # stands for rows and identifiers, which say nothing of an aim

Piece = tuple[str, int, int]


def pieces(text: str, folded: Folded) -> list[Piece]:
    """The folded words of *text*, rows left out, with `0` for digits, and its telling signs, each with its place."""
    words = ((token, start, end) for token, start, end in folded.tokens[:_MOST] if text[start] != _HIDDEN)
    signs = ((match[0], match.start(), match.end()) for match in islice(_SIGN.finditer(text), _SIGNS))
    return [
        *((_DIGITS.sub("0", word) if not word.isalpha() else word, start, end) for word, start, end in words),
        *signs,
    ]


def units(word: str) -> frozenset[str]:
    """The pieces of *word*, a space standing for each edge."""
    padded = f" {word[:_LONGEST]} "
    found = {padded}
    for size in _SIZES:
        if size >= len(padded):
            break
        found.update(padded[at : at + size] for at in range(len(padded) - size + 1))
    return frozenset(found)
