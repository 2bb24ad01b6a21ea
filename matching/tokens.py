"""The one analysis that every index and query shares: text to folded words, with their places."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["analyse", "fold_word", "plain"]

_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe00-\ufe0f"
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_WORD = re.compile(rf"[^\W_][^\W_{_MARKS}{_UNSEEN}]*(?:[{_MARKS}{_UNSEEN}]+[^\W_]*)*")
_KEPT = {"й": "й", "Й": "й"}  # a letter of its own, though Unicode takes it apart
_LIGATURES = {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}


class _Letters(dict[int, str]):
    """Each character's folded form, worked out when first met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_letter(chr(code))
        self[code] = folded
        return folded


def _fold_letter(letter: str) -> str:
    if letter in _KEPT:
        return _KEPT[letter]
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", letter).casefold())
    return "".join(_LIGATURES.get(part, part) for part in decomposed if part.isalnum())


_LETTERS = _Letters()


def fold_word(word: str) -> str:
    """*word* without case, accents and invisible signs."""
    if word.isascii():
        return word.lower().translate(_LETTERS)
    return unicodedata.normalize("NFC", word).translate(_LETTERS)


def analyse(text: str) -> list[tuple[str, int, int]]:
    """The words of *text*, folded, each with its start and end; languages' stems may follow here."""
    words = ((match[0], match.start(), match.end()) for match in _WORD.finditer(text))
    found = ((word.lower() if word.isascii() else fold_word(word), start, end) for word, start, end in words)
    return [token for token in found if token[0]]


def plain(text: str) -> str:
    """The folded words of *text* with one space around each: what phrases are looked up in."""
    return " " + " ".join(token for token, _, _ in analyse(text)) + " "
