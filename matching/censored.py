"""Names with letters struck out, as where a name may not be said or was not decoded: `viam*dis`, `Bor?ale`."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise, product
from zlib import crc32

import numpy as np

from matching.fold import LOOKS, is_unseen, skeleton
from matching.glyphs import Page, glyphs, kinds, page_of
from matching.likeness import Likeness
from matching.sketch import Sketch
from matching.spellings import Spelling
from matching.tokens import analyse

__all__ = ["Censored", "Struck"]

_VEIL, _OTHER = 27, 28  # cells beside 1 to 26 for letters and 0 for what ends a word
_MOST = 3  # letters of one name that may be struck out
_SHORTEST = 5  # letters of a name of one word, of which one may be struck out
_SHORTEST_PART = 4  # letters of one word of a longer name
_KNOWN = (7, 8, 12)  # letters of a name that is known for sure without one, two, three of them
_REACH = 48  # characters of what may be a name; more in a row without a space are no words
_MOST_TRIALS = 8  # parts of such a piece that are tried
_REMEMBERED = 50_000
_LONG = 4096  # characters of a text in which all signs are looked at at once
_GAP = 3  # characters between the words of one name
_MANY = 2_000  # words beyond which nearly any four letters stand in one of them
_NO_VEIL = b"\"'`,;:/\\()[]{}<>&="  # ends a word or opens one
_LETTER_SIGN = "@"  # stands for a letter more often than in the place of one
_SIGN = glyphs("•")[0]  # the glyph of signs that are no ASCII
_SOFT = "._-+"
"""Joins words as well: may stand for a letter or two where the words around speak for it."""
_SIGNS = re.compile(
    rb"\x1b(?<=[\x01-\x1a\x1c]\x1b)(?:(?<!\x1b.\x1b)\x1b{0,2}(?=[\x01-\x1a\x1c])|\x1b{0,2}(?=[\x01-\x1a\x1c][^\x1b]))",
    re.DOTALL,
)
"""By cells: signs within a word, unless two more of them stand on either side, a letter away."""
_PIECE = re.compile(r"[^\s\u2010-\u201f\u2026\u2060«»´ʼ]+")
_PART = re.compile(rf"[^{re.escape(_SOFT)}]+")
_WORD = re.compile(r"[^\W_].*[^\W_]")
_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]")
_ASCII = {
    code: skeleton(chr(code), LOOKS) if chr(code).isalnum() or chr(code) == _LETTER_SIGN else "*" for code in range(128)
}
_SOFTENED = re.compile("л(?=[бвгджзкмнпрстфхцчш])")
_CYRILLIC = str.maketrans("abvgdezijklmnoprstufhcqxyw", "абвгдезижклмнопрстуфхкккив")


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """A name with letters struck out; *likeness* is `None` where enough are left to be sure."""

    spelling: Spelling
    start: int
    end: int
    likeness: Likeness | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """One word of a name, as it looks."""

    spelling: Spelling
    part: int
    letters: str


_Hit = tuple[_Name, int, int, Likeness | None]


class Censored:
    """Knows the names, and which letters stand on either side of any that are struck out of them."""

    def __init__(self, spellings: Sequence[Spelling]) -> None:
        self._names = [name for spelling in spellings if spelling.is_struck for name in _names(spelling)]
        self._beside = _beside({name.letters for name in self._names})
        self._index: _Index | None = None  # None: nothing like a name was struck out yet
        self._known: dict[str, tuple[_Hit, ...]] = {}
        self._page: Page | None = None  # None: no text was seen yet
        self._cells = b""

    def find(self, glance: Sketch) -> Iterator[Struck]:
        """The names of which signs cover letters."""
        if not self._names:
            return
        cells = b"\0" + glance.glyphs.translate(self._table()) + b"\0"
        at = 0
        for first, behind in self._places(cells):
            if first < at:
                continue
            start, at = cells.rfind(b"\0", 0, first), cells.find(b"\0", behind) - 1
            if at - start <= _REACH:
                yield from self._read(glance.text, start, at)

    def _places(self, cells: bytes) -> Iterable[tuple[int, int]]:
        """Where signs begin and end that stand between such letters as a name has beside those struck out."""
        if len(cells) >= _LONG:
            return self._places_at_once(cells)
        spans = (found.span() for found in _SIGNS.finditer(cells))
        return [span for span in spans if self._beside[_around(cells, *span)]]

    def _places_at_once(self, cells: bytes) -> Iterable[tuple[int, int]]:
        """The same, sooner where many such signs stand."""
        found = np.frombuffer(cells, np.uint8)
        veils = found == _VEIL
        turns = np.flatnonzero(veils[1:] != veils[:-1]) + 1
        starts, ends = turns[::2], turns[1::2]
        is_inside = (ends - starts <= _MOST) & (found[starts - 1] != 0) & (found[ends] != 0)
        starts, ends = starts[is_inside], ends[is_inside]
        far, before, behind, last = (found[at].astype(np.intp) for at in (starts - 2, starts - 1, ends, ends + 1))
        known = np.frombuffer(self._beside, np.bool_)[((far * 32 + before) * 32 + behind) * 32 + last]
        known &= (far != _VEIL) | (last != _VEIL)
        return zip(starts[known].tolist(), ends[known].tolist(), strict=True)

    def _table(self) -> bytes:
        """What each glyph is: a letter, a sign that may cover one, or the end of a word."""
        page = page_of(LOOKS)
        if page is not self._page:
            self._page, self._cells = page, bytes(_cell(glyph, page) for glyph in range(256))
        return self._cells

    def _read(self, text: str, start: int, end: int) -> Iterator[Struck]:
        piece = text[start:end]
        hits = self._known.get(piece)
        if hits is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            hits = self._known[piece] = tuple(self._hits(piece))
        for name, first, last, likeness in hits:
            place = _whole(text, start + first, start + last, name)
            if place is not None:
                yield Struck(spelling=name.spelling, start=place[0], end=place[1], likeness=likeness)

    def _hits(self, piece: str) -> Iterator[_Hit]:
        for first, last in islice(dict.fromkeys(_trials(piece)), _MOST_TRIALS):
            letters = _letters(piece[first:last])
            veiled = letters.count("*")
            is_soft = any(sign in _SOFT for sign in piece[first:last])
            for name in self._like(letters) if 0 < veiled <= _MOST else ():
                if _is_enough(len(name.spelling.letters), len(letters), veiled, is_soft=is_soft):
                    yield name, first, last, _doubt(len(name.spelling.letters), veiled, is_soft=is_soft)

    def _like(self, letters: str) -> Iterator[_Name]:
        """The names that *letters* are, whatever stands for its stars."""
        if self._index is None:
            self._index = _Index([name.letters for name in self._names])
        for place in self._index.like(letters):
            name = self._names[place]
            if all(sign in ("*", letter) for sign, letter in zip(letters, name.letters, strict=False)):
                yield name


class _Index:
    """Words by each of their thirds: of a word that lacks two letters, one third is whole."""

    def __init__(self, words: Sequence[str]) -> None:
        keys = np.fromiter((key for word in words for key in _thirds(word)), np.uint32, 3 * len(words))
        order = np.argsort(keys, kind="stable")
        self._keys, self._places = array("I", keys[order].tolist()), array("I", (order // 3).tolist())

    def like(self, word: str) -> Iterator[int]:
        """The places of words as long as *word* that share a third with it, or whose thirds are filed alike."""
        seen: set[int] = set()
        for key in _thirds(word):
            at = bisect_left(self._keys, key)
            while at < len(self._keys) and self._keys[at] == key:
                if self._places[at] not in seen:
                    seen.add(self._places[at])
                    yield self._places[at]
                at += 1


def _thirds(word: str) -> tuple[int, int, int]:
    raw, length = word.encode(), len(word)
    one, two = length // 3, 2 * length // 3
    return (
        crc32(raw[:one], 4 * length),
        crc32(raw[one:two], 4 * length + 1),
        crc32(raw[two:], 4 * length + 2),
    )


def _names(spelling: Spelling) -> Iterator[_Name]:
    words = spelling.words
    for part, word in enumerate(words):
        if len(word) < (_SHORTEST if len(words) == 1 else _SHORTEST_PART) or not word.isalpha():
            continue
        cyrillic = word.translate(_CYRILLIC)
        for way in dict.fromkeys((word, cyrillic, _SOFTENED.sub("ль", cyrillic))):
            letters = skeleton(way, LOOKS)
            if len(letters) == len(way):
                yield _Name(spelling=spelling, part=part, letters=letters)


def _beside(words: set[str]) -> bytearray:
    """For each four cells, whether letters may be struck out of one of *words* between the second and the third."""
    known = bytearray(bytes([len(words) > _MANY]) * (1 << 20))
    edge = (0, _VEIL, _OTHER)
    for word in words if len(words) <= _MANY else ():
        cells = [edge, *((_letter(letter), _VEIL) for letter in word), edge]
        for first in range(2, len(word)):
            for after in range(first + 1, min(first + _MOST, len(word)) + 1):
                for far, last in product(cells[first - 2], cells[after + 1]):
                    known[_key(far, cells[first - 1][0], cells[after][0], last)] = 1
    return known


def _around(cells: bytes, start: int, end: int) -> int:
    return _key(cells[start - 2], cells[start - 1], cells[end], cells[end + 1])


def _key(far: int, before: int, behind: int, last: int) -> int:
    return ((far * 32 + before) * 32 + behind) * 32 + last


def _cell(glyph: int, page: Page) -> int:
    kind = kinds(bytes([glyph]))
    if kind == b" " or glyph in _NO_VEIL:
        return 0
    if glyph < 128 and not chr(glyph).isalnum() and chr(glyph) != _LETTER_SIGN:
        return _VEIL if chr(glyph).isprintable() or glyph == _SIGN else 0
    if page.lengths[glyph] == 1:
        return _letter(chr(page.letters[glyph]))
    return _VEIL if page.lengths[glyph] == 0 and kind in b".?" else _OTHER


def _letter(letter: str) -> int:
    return ord(letter) - 96 if "a" <= letter <= "z" else _OTHER


def _trials(piece: str) -> Iterator[tuple[int, int]]:
    """The parts of *piece* that may be a word."""
    for run in _PIECE.finditer(piece):
        parts = [part.span() for part in _PART.finditer(piece, *run.span())]
        pairs = [(left[0], right[1]) for left, right in pairwise(parts)]
        for span in (run.span(), *parts, *pairs):
            for core in (_WORD, _LETTERS):
                if found := core.search(piece, *span):
                    yield found.span()


def _letters(word: str) -> str:
    """How *word* looks, with stars for the signs in it; empty where a sign is more than one letter."""
    if word.isascii():
        return word.translate(_ASCII)
    letters = []
    for sign in word:
        if is_unseen(sign):
            continue
        looks = "*" if sign.isascii() and not sign.isalnum() else skeleton(sign, LOOKS) or "*"
        if len(looks) > 1:
            return ""
        letters.append(looks)
    return "".join(letters)


def _is_enough(whole: int, letters: int, veiled: int, *, is_soft: bool) -> bool:
    """Whether what is left of *letters* tells of a name that is *whole* letters long."""
    if letters - veiled < _SHORTEST_PART - 1:
        return False
    if is_soft:
        return veiled < _MOST and whole >= _KNOWN[veiled - 1]
    return whole >= _SHORTEST + veiled or (whole == _SHORTEST and veiled == 1)


def _doubt(whole: int, veiled: int, *, is_soft: bool) -> Likeness | None:
    if not is_soft and whole >= _KNOWN[veiled - 1]:
        return None
    return Likeness.INSIDE if veiled < _MOST else Likeness.AT_AN_END


def _whole(text: str, start: int, end: int, name: _Name) -> tuple[int, int] | None:
    """Where the whole name stands, if its other words are beside the one from *start* to *end*."""
    words = name.spelling.words
    others = (*words[: name.part], *words[name.part + 1 :])
    if not others:
        return start, end
    left = max(0, start - _REACH)
    before = [(word, left + at, left + stop) for word, at, stop in analyse(text[left:start])]
    after = [(word, end + at, end + stop) for word, at, stop in analyse(text[end : end + _REACH])]
    beside = [*before[len(before) - name.part :], ("", start, end), *after[: len(words) - name.part - 1]]
    if tuple(word for word, _, _ in beside if word) != others:
        return None
    if any(right[1] - left[2] > _GAP for left, right in pairwise(beside)):
        return None
    return beside[0][1], beside[-1][2]
