"""Each character of a text as one byte, so that what reads the text afterwards does so at the speed of bytes.

Characters that all skeletons and glances treat alike share a byte, their glyph. ASCII characters are their own, and
lend it to what is read as they are: `é` is `e`. A compiled fold would stand in for this module and `skeletons`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np

from matching.fold import FLIPS, LOOKS, PLAIN, SOUNDS, Table

__all__ = ["ODD", "ODD_TURNED", "OVERRIDES", "TURNED", "Alphabet", "Page", "glyphs", "holds_pair", "kinds", "page_of"]

ODD = 255
"""The glyph of what is folded one by one: letters that no Latin one stands for, and rare signs of several letters."""
ODD_TURNED = 254
"""The same of letters that stand upside down."""
_UNKNOWN = 0
_FIRST = 128  # glyphs below are ASCII
_CODES = 0x110000
_NUL = 1  # what has no glyph of its own because that says "not met yet"
_IDEOGRAPHS = 0x3400  # from here on, letters are many and looked at only when they are folded
_LONG = 4096  # bytes
_EMPTY = ("Cn", "Co", "Cs")

_SIGNS = "@$€£¥¢§µ"
_BARS = "!|¡"
_BRACKETS = "()[]<>{}"
OVERRIDES = "\u202e\u2067\u202b"
"""What turns the direction of a text."""
TURNED = frozenset(sign for sign in FLIPS if not sign.isascii())
"""Letters that stand upside down."""

_OF_A_KIND = {
    *map(ord, (*TURNED, *OVERRIDES)),
    *range(0x400, 0x500),
    *(ord(sign) for page in ("cp1251", "cp1252") for sign in bytes(range(128, 256)).decode(page, "ignore")),
}
"""What is of another kind than `?`: glyphs are given to it first, so that none is short of one."""

_Traits = tuple[str | None, str | None, str | None, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A table as it works on glyphs."""

    letters: bytes
    """What each glyph becomes; itself where that is several letters, or must be asked of the table."""
    dropped: bytes
    several: tuple[tuple[bytes, bytes], ...]
    """Glyphs that become several letters."""
    lengths: bytes
    """How many letters each glyph becomes."""


class Alphabet:
    """Gives out glyphs to characters when they are first met."""

    def __init__(self) -> None:
        self._known: dict[_Traits, int] = {}
        self._signs: dict[int, str] = {}
        self._kinds = bytearray(b"?" * 256)
        self._kinds[ODD_TURNED] = ord("t")
        self._glyphs = np.zeros(_CODES, np.uint8)
        self._pages: dict[int, tuple[int, Page]] = {}
        small = range(ord("a"), ord("z") + 1)  # first, so that accented letters share them
        for code in (*small, *(code for code in range(_NUL, _FIRST) if code not in small)):
            self._give(code, code, _traits(chr(code)))
        self._glyphs[0] = _NUL
        for code in sorted({*range(_FIRST, 256), *_OF_A_KIND}):
            self._meet(code)
        self._latin = self._glyphs[:256].tobytes()

    def glyphs(self, text: str) -> bytes:
        """The glyph of each character of *text*."""
        if text.isascii():
            raw = text.encode("ascii")
            return raw.replace(b"\0", bytes([_NUL])) if b"\0" in raw else raw
        try:
            return text.encode("latin-1").translate(self._latin)
        except UnicodeEncodeError:
            pass
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.dtype("<u4"))
        found = self._glyphs.take(codes)
        raw = found.tobytes()
        if _UNKNOWN not in raw:
            return raw
        for code in np.unique(codes[found == _UNKNOWN]).tolist():
            self._meet(code)
        return self._glyphs.take(codes).tobytes()

    def kinds(self, raw: bytes) -> bytes:
        """The kind of each of the glyphs *raw*.

        `a`: a letter, `b`: a Cyrillic one, `0`: a digit, `s`: a sign that may be a letter, `v`: a bar that may be one,
        `p`: a bracket, ` `: a space, `t`: a letter upside down, `r`: turns the direction, `.`: other signs,
        `?`: what is on no European code page, and question marks.
        """
        return raw.translate(self._kinds)

    def page_of(self, table: Table) -> Page:
        """*table* as it works on the glyphs that were given out so far."""
        size, page = self._pages.get(id(table), (0, None))
        if page is None or size != len(self._signs):
            page = self._page(table)
            self._pages[id(table)] = len(self._signs), page
        return page

    def _meet(self, code: int) -> None:
        sign = chr(code)
        category = unicodedata.category(sign)
        if category in _EMPTY:
            traits: _Traits = (None, None, None, "?")
        elif code >= _IDEOGRAPHS and category == "Lo":
            self._glyphs[code] = ODD
            return
        else:
            traits = _traits(sign)
        odd = ODD_TURNED if traits[-1] == "t" else ODD
        glyph = self._known.get(traits, odd)
        free = _FIRST + len(self._signs) - (_FIRST - _NUL)
        if glyph == odd and free < ODD_TURNED and _is_common(traits):
            self._give(code, free, traits)
        else:
            self._glyphs[code] = glyph

    def _give(self, code: int, glyph: int, traits: _Traits) -> None:
        self._known.setdefault(traits, glyph)
        self._signs[glyph] = chr(code)
        self._kinds[glyph] = ord(traits[-1])
        self._glyphs[code] = glyph

    def _page(self, table: Table) -> Page:
        folded = {glyph: table[ord(sign)] or "" for glyph, sign in self._signs.items()}
        several = {glyph: letters for glyph, letters in folded.items() if len(letters) > 1}
        return Page(
            letters=bytes(ord(folded[at]) if len(folded.get(at, "")) == 1 else at for at in range(256)),
            dropped=bytes(glyph for glyph, letters in folded.items() if not letters),
            several=tuple((bytes([glyph]), letters.encode()) for glyph, letters in several.items()),
            lengths=bytes(len(folded.get(at, "")) for at in range(256)),
        )


def _traits(sign: str) -> _Traits:
    code = ord(sign)
    return LOOKS[code], PLAIN[code], SOUNDS[code], _kind(sign)


def _is_common(traits: _Traits) -> bool:
    """Whether characters of these *traits* are worth a glyph of their own."""
    letters, kind = [one for one in traits[:-1] if one], traits[-1]
    return all(one.isascii() for one in letters) and (kind != "?" or all(len(one) == 1 for one in letters))


def _kind(sign: str) -> str:
    if sign == "?" or not _is_european(sign):
        return "t" if sign in TURNED else "r" if sign in OVERRIDES else "?"
    for signs, kind in ((_SIGNS, "s"), (_BARS, "v"), (TURNED, "t"), (_BRACKETS, "p")):
        if sign in signs:
            return kind
    if "\u0400" <= sign <= "\u04ff":
        return "b"
    return "a" if sign.isalpha() else "0" if sign.isalnum() else " " if sign.isspace() else "."


def _is_european(sign: str) -> bool:
    if "\u0400" <= sign <= "\u04ff":
        return True
    return any(sign.encode(page, "ignore") for page in ("cp1252", "cp1251"))


def holds_pair(raw: bytes, pair: bytes) -> bool:
    """Whether the two bytes *pair* follow on each other in *raw*; in long texts, this is found sooner than by `in`."""
    if len(raw) < _LONG:
        return pair in raw
    found = np.frombuffer(raw, np.uint8)
    return bool(((found[1:] == pair[1]) & (found[:-1] == pair[0])).any())


_ALPHABET = Alphabet()
glyphs = _ALPHABET.glyphs
kinds = _ALPHABET.kinds
page_of = _ALPHABET.page_of
