"""Finds bank accounts by their country, their length and their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from matching.patterns import pattern

__all__ = ["ibans"]

_START = pattern(r"(?i)(?:^|[^A-Za-z0-9]|iban)([A-Z]{2}[^\pL\pN]{0,4}[0-9]{2})[^\pL\pN]{0,4}[A-Z0-9]")
_CHECK = re.compile(r"[0-9]{2}")
_TABLE = """
    AD=24 AE=23 AL=28 AO=25 AT=20 AZ=28 BA=20 BE=16 BF=28 BG=22 BH=22 BI=27 BJ=28 BR=29 BY=28 CF=27
    CG=27 CH=21 CI=28 CM=27 CR=22 CV=25 CY=28 CZ=24 DE=22 DJ=27 DK=18 DO=28 DZ=26 EE=20 EG=29 ES=24
    FI=18 FK=18 FO=18 FR=27 GA=27 GB=22 GE=22 GI=23 GL=18 GQ=27 GR=27 GT=28 GW=25 HN=28 HR=21 HU=28
    IE=22 IL=23 IQ=23 IR=26 IS=26 IT=27 JO=30 KM=27 KW=30 KZ=20 LB=28 LC=32 LI=21 LT=20 LU=20 LV=21
    LY=25 MA=28 MC=27 MD=24 ME=22 MG=27 MK=19 ML=28 MN=20 MR=27 MT=31 MU=30 MZ=25 NE=28 NI=28 NL=18
    NO=15 OM=23 PK=24 PL=28 PS=29 PT=25 QA=29 RO=24 RS=22 RU=33 SA=24 SC=31 SD=18 SE=24 SI=19 SK=24
    SM=27 SN=28 SO=23 ST=25 SV=28 TD=27 TG=28 TL=23 TN=24 TR=26 UA=29 VA=22 VG=24 XK=20 YE=30
"""
_LENGTHS = {country: int(length) for country, length in (item.split("=") for item in _TABLE.split())}
_PARTS = re.compile(r"([A-Za-z0-9]+)|[\W_]{1,4}")
_USUAL_GAPS = frozenset(" -.\n\t_/|:")


def ibans(text: str) -> Iterator[tuple[int, int, bool]]:
    """The start and end of each, and whether its check digits hold."""
    if not _CHECK.search(text):
        return
    for match in _START.finditer(text):
        length = _LENGTHS.get(match[1][:2].upper())
        if length is None:
            continue
        end, parts, gaps = _collected(text, match.start(1), length)
        letters = "".join(parts)
        if len(letters) != length or not letters[2:4].isdigit():
            continue
        is_sure = _holds(letters)
        is_digits = 2 * sum(map(str.isdigit, letters)) >= length
        is_glued = text[end : end + 1].isalnum()
        if (is_sure and (is_digits or _are_even(parts))) or (is_digits and not is_glued and gaps <= _USUAL_GAPS):
            yield match.start(1), end, is_sure


def _collected(text: str, start: int, length: int) -> tuple[int, list[str], set[str]]:
    """Where the *length* letters and digits from *start* on end, as they are grouped, and the signs between."""
    parts: list[str] = []
    gaps: set[str] = set()
    at = start
    while length and (match := _PARTS.match(text, at, at + length)):
        if match[1]:
            parts.append(match[1])
            length -= len(match[1])
        else:
            gaps.update(match[0])
        if match[1] or not parts or length:
            at = match.end()
    return at, parts, gaps


def _are_even(parts: list[str]) -> bool:
    """Whether the groups are as long as people write them, and not words that stand behind two letters."""
    return len(parts) <= 3 or len(list(groupby(parts[2:-1], len))) <= 1


def _holds(letters: str) -> bool:
    turned = (letters[4:] + letters[:4]).upper()
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
