"""Words cut into pieces of two to five letters: what is left of a word when it is bent, misspelled or unknown."""

from __future__ import annotations

import re
from itertools import islice

from matching.words import Folded

__all__ = ["Piece", "padded", "pieces", "units"]

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
    words = folded.tokens[:_MOST]
    if _HIDDEN in text:
        words = [one for one in words if text[one[1]] != _HIDDEN]
    found = [one if one[0].isalpha() else (_DIGITS.sub("0", one[0]), one[1], one[2]) for one in words]
    found += ((match[0], match.start(), match.end()) for match in islice(_SIGN.finditer(text), _SIGNS))
    return found


def padded(word: str) -> str:
    """*word* as pieces are cut from it, a space standing for each edge."""
    return f" {word[:_LONGEST]} "


def units(word: str) -> frozenset[str]:
    """The pieces of *word*: all its runs of two to five letters, edges among them, and the whole of it."""
    whole = padded(word)
    found = {whole}
    for size in _SIZES:
        if size >= len(whole):
            break
        found.update(whole[at : at + size] for at in range(len(whole) - size + 1))
    return frozenset(found)
