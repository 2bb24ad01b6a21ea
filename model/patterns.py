r"""Analysts' patterns as RE2 understands them, with words of all alphabets: its own `\b` and `\w` know ASCII."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["LONGEST", "MOST_BRANCHES", "Branch", "branches", "shortened"]

LONGEST = 2_000
"""Characters of one pattern."""

MOST_BRANCHES = 64
"""Alternatives of one pattern, each of which is looked for by itself."""

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
    r"""The alternatives of *pattern*; raises `ValueError` where it is too long, or where a `\b` could mean anything."""
    if len(pattern) > LONGEST:
        raise ValueError(f"it has {len(pattern):,} characters, and may have {LONGEST:,}: make several patterns of it")
    flags = _FLAGS.match(pattern)
    head = flags[0] if flags else ""
    alternatives = _alternatives(pattern[len(head) :])
    if len(alternatives) > MOST_BRANCHES:
        raise ValueError(
            f"it has {len(alternatives)} alternatives, and may have {MOST_BRANCHES}: "
            r"make `terms` of what are plain words, or a group of them: \b(?:one|two)\b"
        )
    return tuple(_branch(head, tokens) for tokens in alternatives)


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


def shortened(text: str, most: int) -> str:
    """*text* in *most* characters, for a message."""
    return text if len(text) <= most else text[: most - 1] + "…"
