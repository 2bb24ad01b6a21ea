"""The one analysis that every index and query shares: text to folded words, with their places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

__all__ = ["Token", "analyse", "fold_word", "plain", "words"]

Token = tuple[str, int, int]
"""A folded word, and where it starts and ends."""

_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe00-\ufe0f"
_UNSEEN = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_WORD = re.compile(rf"[^\W_][^\W_{_MARKS}{_UNSEEN}]*(?:[{_MARKS}{_UNSEEN}]+[^\W_]*)*")
_ASCII_WORD = re.compile(r"[0-9A-Za-z]+")
_HEAP = re.compile(rf"[{_MARKS}{_UNSEEN}]{{8,}}")
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


class _Words(dict[str, str]):
    """Each word's folded form: worked out when first met, and forgotten with all others when they are too many."""

    def __missing__(self, word: str) -> str:
        folded = fold_word(word)
        if len(word) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[word] = folded
        return folded


_HUGE = 512  # letters of what is no word
_LONGEST = 40  # letters of a word that is worth remembering
_MOST = 30_000  # words: some megabytes
_WORDS = _Words()


def fold_word(word: str) -> str:
    """*word* without case, accents and invisible signs."""
    if word.isascii():
        return word.lower().translate(_LETTERS)
    if len(word) > _HUGE:
        word = _HEAP.sub("", word)  # no letter bears so many, and to compose them takes long
    return unicodedata.normalize("NFC", word).translate(_LETTERS)


def analyse(text: str) -> list[Token]:
    """The words of *text*, folded, each with its start and end; languages' stems may follow here."""
    tokens, end = [], 0
    is_ascii = text.isascii()
    for word in (_ASCII_WORD if is_ascii else _WORD).findall(text):  # with places, it would take twice as long
        start = text.index(word, end)
        end = start + len(word)
        if folded := word.lower() if is_ascii else _WORDS[word]:
            tokens.append((folded, start, end))
    return tokens


def words(text: str) -> Iterable[tuple[str, str]]:
    """The words of *text*, each folded and as it is written."""
    if text.isascii():
        return zip(_ASCII_WORD.findall(text.lower()), _ASCII_WORD.findall(text), strict=True)
    return ((folded, word) for word in _WORD.findall(text) if (folded := _WORDS[word]))


def plain(text: str) -> str:
    """The folded words of *text* with one space around each: what phrases are looked up in."""
    if text.isascii():
        found = _ASCII_WORD.findall(text.lower())
    else:
        found = [folded for word in _WORD.findall(text) if (folded := _WORDS[word])]
    return f" {' '.join(found)} "
