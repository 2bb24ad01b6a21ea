"""Whether what a post names is denied there: `no phones`, `ce n'est pas Viamedis`, `телефонов нет`."""

from __future__ import annotations

import re
from bisect import bisect_left

from matching.tokens import plain
from matching.words import Folded

__all__ = ["Denials", "is_disowned"]

_CLAUSE_END = re.compile(r"[.!?;\n…]| but | mais | но | pero | aber | sauf | plus que ")
_BEFORE = re.compile(
    r" (?:no|not|none|without|zero|nor|sans|ni|aucun|aucune|pas|sauf|hors|без|ни|нет"
    r"|kein|keine|keinen|ohne|nicht|sin|minus) "
)
_AFTER = re.compile(
    r"^ (?:\S+ ){0,8}?(?:нет|не было|не затронут\S*|не вход\S*|absent\S*|pas inclus\S*|pas concern\S*|non concern\S*"
    r"|non|not included|not concerned|not affected|missing|nicht|no estan) "
)
_DISOWNED = re.compile(
    r" (?:not|pas|не|nicht|kein|no es|isnt|isn t|никак|rien a voir avec|aucun rapport avec)(?: \S+){0,2} $"
)
_NEAR = 150  # characters before in which a clause may begin
_BEHIND = 90  # characters behind in which one may end
_SAYS_NO = """
    no not none without zero nor sans ni aucun aucune pas sauf hors без ни нет не kein keine keinen ohne nicht sin minus
    non missing
"""  # the words of _BEFORE, and those that _AFTER begins with; `absent` takes any ending
_NO = frozenset(_SAYS_NO.split())


class Denials:
    """Tells what is said in *text* not to be there."""

    def __init__(self, text: Folded) -> None:
        self._text = text.original
        self._places = [start for word, start, _ in text.tokens if word in _NO]
        if " absent" in text.text:
            self._places = sorted(self._places + [at for word, at, _ in text.tokens if word.startswith("absent")])

    def hold(self, start: int, end: int) -> bool:
        """Whether the kind of data that stands from *start* to *end* is said not to be there."""
        near = bisect_left(self._places, start - _NEAR)
        return near < len(self._places) and self._places[near] < end + _BEHIND and self._is_denied(start, end)

    def _is_denied(self, start: int, end: int) -> bool:
        before = _CLAUSE_END.split(self._text[max(0, start - _NEAR) : start])[-1]
        if _BEFORE.search(plain(before)):
            return True
        after = re.split(r"[.!?;\n]", self._text[end : end + _BEHIND])[0]
        return bool(_AFTER.match(plain(after)))


def is_disowned(text: str, start: int) -> bool:
    """Whether the name at *start* is said not to be the matter."""
    return bool(_DISOWNED.search(plain(text[max(0, start - 30) : start])))
