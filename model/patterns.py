r"""Analysts' patterns as RE2 understands them, with words of all alphabets: its own `\b` and `\w` know ASCII."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Branch", "branches"]

_FLAGS = re.compile(r"\(\?[imsU]+\)")
_PART = re.compile(r"\\Q.*?(?:\\E|$)|\\[pP]\{[^}]*\}|\\.|\[\^?\]?(?:\\.|\[:[^\]]*:\]|[^\]\\])*\]|.", re.DOTALL)
_OUTSIDE = {r"\w": r"[\pL\pN_]", r"\W": r"[^\pL\pN_]", r"\d": r"\p{Nd}", r"\D": r"\P{Nd}"}
_INSIDE = ((r"\w", r"\pL\pN_"), (r"\d", r"\p{Nd}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One alternative of a pattern."""

    source: str
    opens_word: bool
    """Whether a word must begin where it begins."""
    closes_word: bool
    """Whether a word must end where it ends."""


def branches(pattern: str) -> tuple[Branch, ...]:
    r"""The alternatives of *pattern*; raises `ValueError` for a `\b` where it cannot be told what it means."""
    flags = _FLAGS.match(pattern)
    head = flags[0] if flags else ""
    return tuple(_branch(head, tokens) for tokens in _alternatives(pattern[len(head) :]))


def _alternatives(pattern: str) -> list[list[str]]:
    found: list[list[str]] = [[]]
    depth = 0
    for part in _PART.findall(pattern):
        depth += (part == "(") - (part == ")")
        if part == "|" and depth == 0:
            found.append([])
        else:
            found[-1].append(part)
    return found


def _branch(head: str, tokens: list[str]) -> Branch:
    opens = tokens[:1] == [r"\b"]
    tokens = tokens[opens:]
    closes = tokens[-1:] == [r"\b"]
    tokens = tokens[: len(tokens) - closes]
    if r"\b" in tokens or r"\B" in tokens:
        raise ValueError(r"\b may stand only at the very ends of an alternative: write \bone\b|\btwo\b")
    return Branch(source=head + "".join(map(_wide, tokens)), opens_word=opens, closes_word=closes)


def _wide(token: str) -> str:
    if not token.startswith("["):
        return _OUTSIDE.get(token, token)
    for narrow, wide in _INSIDE:
        token = token.replace(narrow, wide)
    return token
