"""The words of others inside a post: `[quote]…[/quote]`, and lines that begin with a `>`."""

from __future__ import annotations

import re

__all__ = ["own_words", "quoted_spans"]

_MARK = re.compile(r"\[(/?)quote\b[^\]\n]{0,200}\]", re.IGNORECASE)
_SEEN = re.compile(r"[^\n]")
_ARROWED = re.compile(r"(?m)^>[^\n]*$")


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """The places in *text* that are quotes, marks included; a quote that is never closed ends with its paragraph."""
    spans: list[tuple[int, int]] = []
    depth, start, after = 0, 0, 0
    for mark in _MARK.finditer(text):
        if not mark[1]:
            start = mark.start() if depth == 0 else start
            after = mark.end() if depth == 0 else after
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                spans.append((start, mark.end()))
    if depth:
        stop = text.find("\n\n", after)
        spans.append((start, len(text) if stop < 0 else stop))
    return spans + [match.span() for match in _ARROWED.finditer(text)] if ">" in text else spans


def own_words(text: str) -> str:
    """*text* with spaces for what is quoted: spans hold."""
    spans = quoted_spans(text)
    if not spans:
        return text
    parts: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if end > at:
            parts += (text[at:start], _SEEN.sub(" ", text[max(at, start) : end]))
            at = end
    return "".join((*parts, text[at:]))
