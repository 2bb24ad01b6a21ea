"""Texts as detectors want them: plain digits, letters and spaces, mark-up read, and where each sign stood."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.entities import html5

from matching.fold import is_unseen

__all__ = ["Canonical", "Unmarked", "canonical", "unmarked"]

_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\r"
_MARKUP = re.compile(
    r"(?i)[\[<&*_~%\\](?:"
    r"(?<=\[)(?:/?(?:b|i|u|s|size|font|code|quote|color|colour|highlight|email|url|left|center|right|hide|spoiler)"
    r"|(?:size|font|color|colour|highlight)=[^\]\n]{0,30})\]"
    r"|(?<=<)/?(?:b|i|u|s|em|strong|span|font|mark|code|wbr|p|a|div|td|li)(?:\s[^>\n]{0,60})?>"
    r"|(?P<space>(?<=\[)br\]|(?<=<)br\s?/?>)"
    r"|(?<=&)(?:amp;){0,2}(?:#(?P<decimal>[0-9]{1,7});?|#x(?P<hex>[0-9a-f]{1,6});?|(?P<name>[a-z]{2,8});)"
    r"|(?<=%)(?:25){0,2}(?P<percent>[2-7][0-9a-f])"
    r"|(?<=\\)(?:u(?P<unicode>[0-9a-f]{4})|x(?P<byte>[2-7][0-9a-f])|(?P<escaped>[@.:_\-+]))"
    r"|(?<=\*)\*|(?<=_)_|(?<=~)~)"
)
_BASES = {"decimal": 10, "hex": 16, "percent": 16, "unicode": 16, "byte": 16}


@dataclass(frozen=True, slots=True)
class Canonical:
    """A text with plain digits, letters and spaces and without unseen signs, that knows where each stood."""

    text: str = field(repr=False)
    dropped: list[int] | None
    """How many signs were kept before each that was not; `None`: every sign stands where it stood."""

    def start(self, index: int) -> int:
        """Where in the original the sign at *index* stood."""
        return index if self.dropped is None else index + bisect_right(self.dropped, index)

    def end(self, index: int) -> int:
        """Just behind where the sign before *index* stood in the original."""
        return index if self.dropped is None else self.start(index - 1) + 1


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A text without mark-up and with entities and escapes read, that knows where each sign stood."""

    text: str = field(repr=False)
    pieces: list[int]
    """Where each piece begins."""
    places: list[tuple[int, int]]
    """Where each piece stood; a sign that was spelled out stood where its spelling did."""

    def start(self, index: int) -> int:
        """Where in the original the sign at *index*, or its spelling, began."""
        piece = bisect_right(self.pieces, index) - 1
        start, end = self.places[piece]
        return start if end else start + index - self.pieces[piece]

    def end(self, index: int) -> int:
        """Where in the original the sign before *index*, or its spelling, ended."""
        piece = bisect_right(self.pieces, index - 1) - 1
        start, end = self.places[piece]
        return end or start + index - self.pieces[piece]

    def windows(self) -> Iterator[tuple[int, int]]:
        """The lines that were not as they are now, with a line before and behind, as places in the text."""
        left = right = -1
        for place in self.pieces:
            if place < right:
                continue
            start = self.text.rfind("\n", 0, max(0, self.text.rfind("\n", 0, place))) + 1
            if start > right >= 0:
                yield left, right
                left = start
            left = start if left < 0 else left
            right = self._next_line(self._next_line(place))
        yield left, right

    def _next_line(self, place: int) -> int:
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end + 1


class _Plainer(dict[int, str]):
    """One sign for one sign: digits and letters of every width and face become plain, spaces become a space."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain = self._plain(sign)
        self[code] = plain
        return plain

    @staticmethod
    def _plain(sign: str) -> str:
        if sign in "\n\t\r":
            return sign if sign == "\t" else "\n"
        if is_unseen(sign):
            return ""
        if unicodedata.category(sign) == "Cs":
            return "\ufffd"  # half a sign, which no text may hold
        if unicodedata.category(sign) == "Nd":
            return str(unicodedata.decimal(sign))
        if sign.isspace():
            return "\n" if sign in "\x0b\x0c\x85\u2028\u2029\x1c\x1d\x1e" else " "
        if sign in "。｡":
            return "."  # parts the labels of a domain as a dot does
        plain = unicodedata.normalize("NFKC", sign)
        if len(plain) == 1 and plain != sign:
            return plain
        digit = unicodedata.digit(sign, None)  # ❶ and ⑴ stand for nothing else
        return sign if digit is None else str(digit)


_PLAINER = _Plainer()
_ASCII_CONTROL = str.maketrans(dict.fromkeys(_LINE_ENDS, "\n"))


def _one_of(signs: Iterable[str]) -> str:
    return "".join(f"\\U{ord(sign):08x}" for sign in signs)


_USUAL = [
    sign
    for sign in map(chr, (*range(0x500), *range(0x2010, 0x2040), 0x20AC))
    if sign != "\r" and _PLAINER[ord(sign)] == sign
]
_UNUSUAL = re.compile(f"[^{_one_of(_USUAL)}]")


def canonical(text: str) -> Canonical:
    """*text* as the detectors want it."""
    if not _UNUSUAL.search(text):
        return Canonical(text, None)
    text = text.replace("\r\n", " \n")
    if text.isascii():
        return Canonical(text.translate(_ASCII_CONTROL), None)
    plain = text.translate(_PLAINER)
    if len(plain) == len(text):
        return Canonical(plain, None)
    unseen = re.compile(f"[{_one_of(sign for sign in set(text) if not _PLAINER[ord(sign)])}]")
    return Canonical(plain, [match.start() - count for count, match in enumerate(unseen.finditer(text))])


def unmarked(text: str) -> Unmarked | None:
    """*text*, canonical already, as a browser would show it; `None`: there is no mark-up in it."""
    parts: list[str] = []
    pieces: list[int] = []
    places: list[tuple[int, int]] = []
    at = length = 0
    for match in _MARKUP.finditer(text):
        sign = _said(match)
        if sign is None:
            continue
        for part, place in ((text[at : match.start()], (at, 0)), (sign, match.span())):
            if part:
                parts.append(part)
                pieces.append(length)
                places.append(place)
                length += len(part)
        at = match.end()
    if not at:
        return None
    return Unmarked("".join((*parts, text[at:])), [*pieces, length], [*places, (at, 0)])


def _said(match: re.Match[str]) -> str | None:
    """The sign that a piece of mark-up stands for, empty where it only dresses others, `None` where it is none."""
    kind = match.lastgroup
    if kind is None:
        return ""
    if kind == "space":
        return " "
    if kind == "escaped":
        return match[kind]
    if kind == "name":
        sign = html5.get(match[kind].lower() + ";", "")
        return _PLAINER[ord(sign)] if len(sign) == 1 else None
    code = int(match[kind], _BASES[kind])
    return _PLAINER[code] if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None
