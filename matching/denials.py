"""Whether what a post names is denied there: `no phones`, `ce n'est pas Viamedis`, `телефонов нет`."""

from __future__ import annotations

import re

from matching.tokens import plain

__all__ = ["is_denied", "is_disowned"]

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


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether the kind of data that stands at *start* is said not to be there."""
    before = _CLAUSE_END.split(text[max(0, start - _NEAR) : start])[-1]
    if _BEFORE.search(plain(before)):
        return True
    after = re.split(r"[.!?;\n]", text[end : end + 90])[0]
    return bool(_AFTER.match(plain(after)))


def is_disowned(text: str, start: int) -> bool:
    """Whether the name at *start* is said not to be the matter."""
    return bool(_DISOWNED.search(plain(text[max(0, start - 30) : start])))
