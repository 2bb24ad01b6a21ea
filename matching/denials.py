"""Whether what a post names is denied there: `no phones`, `ce n'est pas Viamedis`, `телефонов нет`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from matching.tokens import plain
from matching.words import Folded

__all__ = ["Denials", "is_disowned"]

_CLAUSE_END = re.compile(
    r"[.!?;\n…)]| but | mais | но | pero | aber | sauf | plus que |[ (]just | only | juste | nur | solo | только "
)
_BEFORE = re.compile(
    r" (?:no|not|none|without|zero|nor|sans|ni|aucun|aucune|pas|sauf|hors|без|ни|нет"
    r"|kein|keine|keinen|ohne|nicht|sin|minus|never|jamais|nunca|никогда|stop asking) "
)
_VERBAL = re.compile(r"(?i)\b(?:not|pas|не|nicht|never|jamais|nunca|никогда)\b")
"""What denies an action or a name, and so ends with its comma: `full, not the cut version, ssn + dob`."""
_NO_DENIAL = re.compile(
    r"(?i)\bn[º°]|\b(?:policy|member|phone|mobile|contract|account|acct?|passport|vers|security|ss|insurance|insured|tel|card|client"
    r"|customer|id|house) no\b|\b(?:no|nor|non|not|ni|pas|sin)-(?=\w)"
    r"|\bni(?= (?:no|number|nr))|\bno one\b|\b(?:not (?:only|just)|pas (?:seulement|que)"
    r"|nicht nur|не только|no s[oó]lo)\b"
)
"""A number's short name, and other words that only look like a denial."""
_NO_DATA = re.compile(
    r"(?i)\b(?:no|not|sans|aucune?|pas de|pas d['’]|ni|без|нет|ohne|keine?|sin|zero|without)\s?(?:any |us |the |les? )?"
    r"(?:buyers?|resellers?|middle ?m[ae]n|kids|noobs?|time ?wasters?|refunds?|escrow|scam\w*|rippers?|duplicates?"
    r"|dupes?|dups|junk|trash|bots?|spam|repost\w*|doublons?|interm[ée]diaires?|arnaque\w*|curieux|touristes?|revendeurs?|fakes?"
    r"|blabla|посредник\w*|кидал\w*|дубл\w*|повтор\w*|мусор\w*|воды|школьник\w*|dubletten|duplikate?|zwischenh[aä]ndler"
    r"|spinner|intermediarios?|curiosos?|repetidos?|duplicados?|basura)\b"
)
"""What sellers do without that is no data: `sans doublons, nom, ddn`."""
_AFTER = re.compile(
    r"^ (?:\S+ ){0,8}?(?:нет|не было|не затронут\S*|не вход\S*|absent\S*|pas inclus\S*|pas concern\S*|non concern\S*"
    r"|donc non|y en a pas|n y (?:est|sont|figurent?) pas|not included|not concerned"
    r"|not affected|missing|(?:sind|ist|waren|war|wurden?|leider|gibts|gibt es) nicht"
    r"|nicht (?:dabei|enthalten|drin|betroffen|vorhanden|mit)|no (?:estan|estarian|figuran|aparecen|vienen)) "
)
_AFTER_ITEM = re.compile(r"^ (?:\S+ ){0,3}?(?:non|no|nein|nicht) $")
_AFTER_ALL = re.compile(r"^(?: \S+){0,6} (?:was|were|are|is) not(?! only)(?: \S+){0,2} $")
_YES = re.compile(r"(?i)\b(?:oui|yes|да|есть|s[ií]|ja|exposed|were|was)\b")
_DISOWNED = re.compile(
    r" (?:not|pas|не|nicht|kein|no es|isnt|isn t|никак|rien a voir avec|aucun rapport avec)(?: \S+){0,2} $"
)
_NEAR = 150  # characters before in which a clause may begin
_BEHIND = 90  # characters behind in which one may end
_SAYS_NO = """
    no not none without zero nor sans ni aucun aucune pas sauf hors без ни нет не kein keine keinen ohne nicht sin minus
    non missing never jamais nunca никогда stop
"""  # the words of _BEFORE, and those that _AFTER begins with; `absent` takes any ending
_NO = frozenset(_SAYS_NO.split())


class Denials:
    """Tells what is said in *text* not to be there, where words for data start at *kinds*."""

    def __init__(self, text: Folded, kinds: Sequence[int]) -> None:
        self._text = text.original
        self._kinds = kinds
        self._places = [start for word, start, _ in text.tokens if word in _NO]
        if " absent" in text.text:
            self._places = sorted(self._places + [at for word, at, _ in text.tokens if word.startswith("absent")])

    def hold(self, start: int, end: int) -> bool:
        """Whether the kind of data that stands from *start* to *end* is said not to be there."""
        near = bisect_left(self._places, start - _NEAR)
        return near < len(self._places) and self._places[near] < end + _BEHIND and self._is_denied(start, end)

    def _is_denied(self, start: int, end: int) -> bool:
        before = _CLAUSE_END.split(self._text[max(0, start - _NEAR) : start])[-1]
        before = _NO_DATA.sub(_blank, _NO_DENIAL.sub(_blank, before))
        if _BEFORE.search(plain(before)) and not self._has_ended(before, start):
            return True
        after = re.split(r"[.!?;\n]", self._text[end : end + _BEHIND])[0]
        item = after.split(",")[0]
        if _AFTER_ITEM.match(plain(item)):
            return True
        if _YES.search(item):
            return bool(_AFTER_ALL.match(plain(after)))
        return bool(_AFTER.match(plain(after)) or _AFTER_ALL.match(plain(after)))

    def _has_ended(self, before: str, start: int) -> bool:
        """Whether a comma ends the only denial of *before*, with no word for data in its reach."""
        verbs = list(_VERBAL.finditer(before))
        if not verbs or len(verbs) < len(_BEFORE.findall(plain(before))):
            return False
        denied = before[verbs[-1].end() :]
        comma = denied.find(",")
        if comma < 0 or ":" in denied:
            return False
        first = start - len(denied)
        near = bisect_left(self._kinds, first)
        return near >= len(self._kinds) or self._kinds[near] > first + comma


def _blank(match: re.Match[str]) -> str:
    return "#" * len(match[0])


def is_disowned(text: str, start: int) -> bool:
    """Whether the name at *start* is said not to be the matter."""
    return bool(_DISOWNED.search(plain(text[max(0, start - 30) : start])))
