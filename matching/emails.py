"""Finds e-mail addresses, disguised ones too: `jeanne (at) orange dot fr`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matching.patterns import Found, pattern

__all__ = ["locals_of"]

_LOCAL = r"(?:\"[^\"\n]*[\pL\pN][^\"\n]*\"|[^\s<>()\[\],;:\"|=&?/\\@{}«»“”]*[\pL\pN][^\s<>()\[\],;:\"|=&?/\\@{}«»“”]*)"
_OPEN, _CLOSE = r"[\[({<«⟨〈‹【〔「|#*~/=\"']", r"[\])}>»⟩〉›】〕」|#*~/=\"']"
_AT_WORD = r"(?:at|ät|@|arobase|arobas|chez|собака|arroba|klammeraffe)"
_AT = (
    rf"(?:@{{1,3}}[\s.]?|\s@\s|\s{{0,2}}{_OPEN}{{1,2}}\s?{_AT_WORD}\s?{_CLOSE}{{1,2}}\s{{0,2}}"
    r"|_at_|\s?-at-\s?|\s{0,2}[\[({<]\s?a\s?[\])}>]\s{0,2}|\s{0,2}[\[({<]_at_[\])}>]\s{0,2})"
)
_LABEL = r"[\pL\pN•](?:[\pL\pN•_-]*[\pL\pN•])?"
_DOTTED = rf"{_LABEL}(?:\.{_LABEL})+"
_DOT_WORD = r"(?:dot|d0t|point|punkt|punto|точка|тчк|ponto)"
_HIDDEN_DOT = rf"(?:\s{{0,2}}[\[({{<]\s?(?:\.|{_DOT_WORD})\s?[\])}}>]\s{{0,2}}|\s{_DOT_WORD}\s|[ ]\.[ ]?)"
_TOP = r"(?:com|net|org|info|biz|fr|be|ch|lu|ca|de|at|es|it|pt|nl|uk|eu|ru|ua|by|kz|pl|io|me|us|рф)"
_SLIPPED_DOT = rf"(?:,|\.[ ]){_TOP}\b"
_PROVIDER = (
    r"(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|aol|gmx|web|mail|yandex|orange|wanadoo|free|sfr|neuf"
    r"|laposte|bbox|numericable|proton|protonmail|tutanota|zoho)"
)
_SIGNED = r"(?:[\pL\pN._+'’-]*\pL[\pL\pN]*[\pN._+-][\pL\pN._+'’-]*|\pN+\pL[\pL\pN._+'’-]*)"
_ODD = (
    pattern(rf"(?i)({_LOCAL}){_AT}{_DOTTED}"),
    pattern(rf"(?i)({_LOCAL}){_AT}{_LABEL}(?:\.{_LABEL})*{_SLIPPED_DOT}"),
    pattern(
        rf"(?i)(?:({_SIGNED})\s{{1,2}}@{_LABEL}(?:(?:\.|{_HIDDEN_DOT}){_LABEL})+|({_LOCAL})\s@{_PROVIDER}\.[a-z.]{{2,8}})"
    ),
)
_SPACED_OUT = pattern(
    r"(?i)((?:[\pL\pN._-][ ]){2,}[\pL\pN])[ ]@[ ](?:[\pL\pN-][ ])+\.(?:[ ]\pL){2,}"  # j e a n @ x . f r
)
_HIDDEN = (
    pattern(
        rf"(?i)((?:[\pL\pN_-]+{_HIDDEN_DOT})*{_LOCAL})(?:{_AT}|\s(?:at|arobase|chez|arroba|собака)\s)"
        rf"{_LABEL}(?:\.{_LABEL})*{_HIDDEN_DOT}(?:{_LABEL}(?:\.|{_HIDDEN_DOT}))*\pL{{2,}}"
    ),
)
_SAID = (
    pattern(rf"(?i)({_LOCAL})\s(?:at|arobase|arroba|chez|собака)\s{_PROVIDER}\.[a-z.]{{2,8}}"),
    pattern(rf"(?i)({_LOCAL})\s(?:arobase|arroba|собака)\s{_DOTTED}"),
    pattern(rf"(?i)({_SIGNED})\s(?:at|chez)\s{_DOTTED}"),
)
_IN_BRACKETS = rf"_at_|-at-|{_OPEN}\s?{_AT_WORD}\s?{_CLOSE}|[\[({{<]\s?a\s?[\])}}>]"
_IN_WORDS = rf"\s(?:at|arobase|chez|arroba|собака)\s{_LABEL}(?:\.|{_HIDDEN_DOT})"
_BRACKETED, _SPOKEN = pattern(f"(?i){_IN_BRACKETS}"), pattern(f"(?i){_IN_WORDS}")
_DISGUISED = pattern(f"(?i){_IN_BRACKETS}|{_IN_WORDS}")
_HAS_HIDDEN_DOT = pattern(rf"(?i){_HIDDEN_DOT}")


_ODD_AT = re.compile(r"@[@\s.]|[\s\"]@")
_NO_LOCAL = re.compile(r"[\s<>()\[\],;:\"|=&?/\\@{}«»“”]")
_WORD = re.compile(r"[^\W_]")
_ADDRESS = r"\[[0-9a-f.:]{3,39}\]"
_HOST = re.compile(
    rf"(?i)@(?:{_PROVIDER}\b|{_ADDRESS}|(?:[^\W_]|•)[\w•-]*+(?:\.(?:[^\W_]|•)|(?:\.[\w•-]+)*+{_SLIPPED_DOT}))"
)


def locals_of(text: str) -> Iterator[tuple[int, int]]:
    """Where the local parts stand: a domain is nobody's."""
    has_at = "@" in text
    if has_at:
        yield from _glued(text)
    is_disguised = bool(_DISGUISED.search(text))
    if not (has_at or is_disguised):
        return
    is_spoken = is_disguised and bool(_SPOKEN.search(text))
    is_odd = (is_disguised and bool(_BRACKETED.search(text))) or (has_at and bool(_ODD_AT.search(text)))
    has_dots = (has_at or is_spoken or is_odd) and bool(_HAS_HIDDEN_DOT.search(text))
    for emails in (
        *((*_ODD, _SPACED_OUT) if is_odd else ()),
        *(_HIDDEN if has_dots else ()),
        *(_SAID if is_spoken else ()),
    ):
        yield from (_first(match) for match in emails.finditer(text))


def _glued(text: str) -> Iterator[tuple[int, int]]:
    """The local parts of addresses as they are usually written, found from their sign."""
    at, before = text.find("@"), 0
    while at >= 0:
        if _HOST.match(text, at):
            stop = _NO_LOCAL.search(text[before:at][::-1])
            start = at - stop.start() if stop else before
            if _WORD.search(text, start, at):
                yield start, at
        at, before = text.find("@", at + 1), at


def _first(match: Found) -> tuple[int, int]:
    group = 1 if match.start(1) >= 0 else 2
    return match.start(group), match.end(group)
