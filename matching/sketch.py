"""A glance at a text, by kinds of letters only: what it cannot hold need not be looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from typing import Protocol

__all__ = ["Place", "Sketch", "around", "sketch"]

_SIGNS = "@$€£¥¢§µ"
_BARS = "!|¡"
_INNER = tuple(
    map(
        re.compile,
        (
            rb"v(?<=[ab0sv]v) ?[ab0sv]",
            rb"s(?<=[ab0sv?]s)(?: ?[ab0]{1,3} ?[sv?]|[sv?])",
            rb"\?(?<=[ab0sv?]\?)(?: ?[ab0]{1,3} ?[sv?]|[sv?])",
        ),
    )
)
"""A bar between letters, or a sign among several: one alone, as in an address, separates nothing."""
_WORD = re.compile(rb"[ab0]+")
_ODD = re.compile(rb"\?")
_MANY = 16  # one odd sign in so many: then all are looked through at once


def _kinds(page: str) -> bytes:
    kinds = bytearray(b"." * 256)
    for code in range(256):
        sign = bytes([code]).decode(page, "replace")
        if sign in _SIGNS:
            kinds[code] = ord("s")
        elif sign in _BARS:
            kinds[code] = ord("v")
        elif "\u0400" <= sign <= "\u04ff":
            kinds[code] = ord("b")
        elif sign.isalpha():
            kinds[code] = ord("a")
        elif sign.isalnum():
            kinds[code] = ord("0")
        elif sign in "/()[]<>{}":
            kinds[code] = ord("p")
        elif sign.isspace():
            kinds[code] = ord(" ")
    kinds[ord("?")] = ord("?")  # stands for all that the page lacks
    return bytes(kinds)


_PAGES = {page: _kinds(page) for page in ("cp1251", "cp1252")}


class Place(Protocol):
    """Where something was found."""

    def start(self) -> int:
        """Where it begins."""
        ...

    def end(self) -> int:
        """Where it ends."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A text's kinds of signs, one byte each."""

    text: str = field(repr=False)
    kinds: bytes = field(repr=False)
    is_cyrillic: bool
    """Whether a Cyrillic letter stands in it."""

    def mixed_words(self) -> Iterator[tuple[int, int]]:
        """Where words stand in which Latin and Cyrillic letters meet."""
        done = 0
        for at in merge(self._all(b"ab"), self._all(b"ba")):
            if at < done:
                continue
            start = at
            while start > done and self.kinds[start - 1] in b"ab0":
                start -= 1
            whole = _WORD.match(self.kinds, at)
            done = whole.end() if whole else at + 2
            yield start, done

    def _all(self, pair: bytes) -> Iterator[int]:
        at = self.kinds.find(pair)
        while at >= 0:
            yield at
            at = self.kinds.find(pair, at + 1)

    @property
    def may_be_drawn(self) -> bool:
        """Whether a letter may be drawn of several signs in it."""
        return b"pp" in self.kinds or "|" in self.text or "\\" in self.text

    @property
    def odd(self) -> set[str]:
        """The signs that no code page of Europe holds, and perhaps others."""
        if b"?" not in self.kinds:
            return set()
        if self.kinds.count(b"?") * _MANY > len(self.kinds):
            return set(self.text)
        return {self.text[found.start()] for found in _ODD.finditer(self.kinds)}

    def around_signs(self, reach: int) -> Iterator[tuple[int, int]]:
        """The stretches, *reach* either way, round signs that may be separators as well as letters."""
        return _joined(merge(*(self._signs(inner, reach) for inner in _INNER)), reach)

    def _signs(self, inner: re.Pattern[bytes], reach: int) -> Iterator[tuple[int, int]]:
        """Where such signs stand; of those that follow within *reach* on one, none is looked for."""
        at = 0
        while found := inner.search(self.kinds, at):
            at = found.end() + reach
            yield found.start(), at


def around(places: Iterable[Place], reach: int) -> Iterator[tuple[int, int]]:
    """The stretches, *reach* either way, round *places*; those that touch are one."""
    return _joined(((found.start(), found.end()) for found in places), reach)


def _joined(spans: Iterable[tuple[int, int]], reach: int) -> Iterator[tuple[int, int]]:
    start = stop = 0
    for first, last in spans:
        if first - reach > stop:
            if stop:
                yield start, stop
            start = max(0, first - reach)
        stop = max(stop, last + reach)
    if stop:
        yield start, stop


def sketch(text: str) -> Sketch:
    """A glance at *text*."""
    if text.isascii():
        return Sketch(text=text, kinds=text.encode("ascii").translate(_PAGES["cp1252"]), is_cyrillic=False)
    is_cyrillic = _has_cyrillic(text)
    page = "cp1251" if is_cyrillic else "cp1252"
    return Sketch(text=text, kinds=text.encode(page, "replace").translate(_PAGES[page]), is_cyrillic=is_cyrillic)


def _has_cyrillic(text: str) -> bool:
    if "о" in text or "а" in text:
        return True
    raw = text.encode("utf-8", "surrogatepass")
    return b"\xd0" in raw or b"\xd1" in raw
