"""What an analyst types, as a query: words, "phrases", -not, OR, beginnings*, (groups) and field:values."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from model.errors import BadInput
from model.ports import Analysis
from model.queries import All, Any, Node, Not, Words
from storage.entries import found_words
from storage.query_fields import FIELDS, Slip

__all__ = ["CLAUSES", "DEPTH", "LONGEST", "parse"]

LONGEST: Final = 1_000
"""Characters of a query."""
CLAUSES: Final = 64
"""Words, phrases and fields of a query."""
DEPTH: Final = 10
"""Brackets within brackets."""

_QUOTES = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "„": '"', "‟": '"'})
_SPACE = re.compile(r"\s*")
_DASHES = re.compile(r"-+")
_WORD = re.compile(r'[^\s"()]+')
_FIELD = re.compile(r"([A-Za-z_]+):(?!//)")
_PREFIX = 2  # letters that a beginning has at least

_EVERYTHING, _NOTHING = All(of=()), Any(of=())


def parse(text: str, *, analysis: Analysis, now: datetime) -> Node:
    """The query that *text* says; raises `BadInput` with one line that points at the place.

    Times such as `7d` count back from *now*. Signs that are no words are passed over; alone, they find nothing.
    """
    if len(text) > LONGEST:
        raise BadInput(f"column {LONGEST + 1}: a query has {LONGEST:,} characters at most, this one has {len(text):,}")
    return _Reader(text.translate(_QUOTES), analysis, now).whole()


class _Reader:
    """Reads a query from left to right; each method takes one thing off its beginning."""

    def __init__(self, text: str, analysis: Analysis, now: datetime) -> None:
        self._text, self._analysis, self._now = text, analysis, now
        self._at = 0
        self._clauses = 0

    def whole(self) -> Node:
        node = self._all(depth=0)
        if self._peek() == ")":
            raise self._slip("this bracket closes none: leave it out, or put it between quotation marks")
        return _EVERYTHING if node is None else node

    def _peek(self) -> str:
        """The next sign that is no space; empty at the end."""
        space = _SPACE.match(self._text, self._at)
        self._at = space.end() if space else self._at
        return self._text[self._at : self._at + 1]

    def _all(self, *, depth: int) -> Node | None:
        """Things that all must hold, up to a closing bracket or the end; `None` when there are none."""
        nodes: list[Node | None] = []
        while self._peek() not in ("", ")"):
            nodes.append(self._any(depth=depth))
        if not nodes:
            return None
        said = [node for node in nodes if node is not None]
        if not said:
            return _NOTHING
        return said[0] if len(said) == 1 else All(of=tuple(said))

    def _any(self, *, depth: int) -> Node | None:
        nodes = [self._one(depth=depth)]
        while self._takes_or():
            nodes.append(self._one(depth=depth))
        said = tuple(node for node in nodes if node is not None)
        return Any(of=said) if len(said) > 1 else next(iter(said), None)

    def _takes_or(self) -> bool:
        word = _WORD.match(self._text, self._at) if self._peek() else None
        if word is None or word[0] != "OR":
            return False
        at, self._at = self._at, word.end()
        if self._peek() in ("", ")"):
            raise self._slip("nothing follows this OR: add a word, or leave it out", at)
        return True

    def _one(self, *, depth: int) -> Node | None:
        dashes = _DASHES.match(self._text, self._at) if self._peek() else None
        if dashes is None:
            return self._plain(depth=depth)
        self._at = dashes.end()
        if self._at == len(self._text) or self._text[self._at].isspace():
            return None  # a dash of its own
        if self._text[self._at] == ")":
            raise self._slip("nothing follows this dash: add a word, or leave it out", self._at - 1)
        node = self._plain(depth=depth)
        return _EVERYTHING if node is None else Not(node=node)

    def _plain(self, *, depth: int) -> Node | None:
        if self._peek() == "(":
            return self._group(depth=depth)
        self._clauses += 1
        if self._clauses > CLAUSES:
            raise self._slip(f"a query has {CLAUSES} words, phrases and fields at most: leave some out")
        if self._peek() == '"':
            return self._words(self._quoted())
        return self._word()

    def _group(self, *, depth: int) -> Node | None:
        at, self._at = self._at, self._at + 1
        if depth == DEPTH:
            raise self._slip(f"brackets stand within brackets {DEPTH} times at most: leave some out", at)
        node = self._all(depth=depth + 1)
        if self._peek() != ")":
            raise self._slip("this bracket is not closed: add ), or put it between quotation marks", at)
        self._at += 1
        return node

    def _quoted(self) -> str:
        end = self._text.find('"', self._at + 1)
        if end < 0:
            raise self._slip("this quotation mark is not closed: add one, or leave it out")
        text, self._at = self._text[self._at + 1 : end], end + 1
        return text

    def _word(self) -> Node | None:
        at, word = self._at, _WORD.match(self._text, self._at)
        assert word is not None  # quotes, brackets, spaces and the end are dealt with
        if field := _FIELD.match(word[0]):
            return self._field(field[1], at + field.end())
        self._at = word.end()
        if word[0] == "OR":
            raise self._slip("OR stands between two things: add one before it, or write it small", at)
        if "*" in word[0]:
            return self._beginning(word[0], at)
        return self._words(word[0])

    def _field(self, name: str, value_at: int) -> Node:
        at, self._at = self._at, value_at
        if name.lower() not in FIELDS:
            known = ", ".join(FIELDS)
            raise self._slip(f"no field is called '{name[:30]}': use {known}, or quotation marks around it all", at)
        value_at += self._text[value_at : value_at + 1] == '"'
        if value_at > self._at:
            value = self._quoted()
        else:
            word = _WORD.match(self._text, self._at)
            value, self._at = (word[0], word.end()) if word else ("", self._at)
        if not value.strip():
            raise self._slip(f"{name.lower()}: has no value: write it right behind the colon", at)
        try:
            return FIELDS[name.lower()](value.strip(), self._analysis, self._now)
        except Slip as slip:
            raise self._slip(str(slip), value_at) from None

    def _beginning(self, word: str, at: int) -> Node | None:
        if word.index("*") < len(word) - 1:
            raise self._slip("a * stands at the end of a word only; between quotation marks it counts for nothing", at)
        *before, last = found_words(word, self._analysis) or ("",)
        if len(last) < _PREFIX:
            raise self._slip(f"a beginning has {_PREFIX} letters at least: add some before the *", at)
        beginning = Words(words=(last,), is_prefix=True)
        return All(of=(Words(words=tuple(before)), beginning)) if before else beginning

    def _words(self, text: str) -> Node | None:
        words = found_words(text, self._analysis)
        return Words(words=words) if words else None

    def _slip(self, what: str, at: int | None = None) -> BadInput:
        return BadInput(f"column {(self._at if at is None else at) + 1}: {what}")
