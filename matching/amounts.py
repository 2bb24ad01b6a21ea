"""Numbers as people write them: `33.000.000`, `33kk`, `1,6 million`, `9k7`, `medio millón`, `сорок тысяч`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from matching.spelled import spelled
from matching.words import Folded

__all__ = ["DIGITS", "SCALES", "Number", "numbers", "scale_of", "value_of"]

DIGITS = (
    r"[0-9]{1,2}(?:,[0-9]{2}){1,6},[0-9]{3}"
    r"|[0-9]{1,3}(?:[ \u00a0\u202f.,'’][0-9]{3})+(?:[.,][0-9]{1,2})?|[0-9]+(?:[.,][0-9]+)?"
)
"""A number in digits, its groups of thousands apart or not."""

SCALES = (
    r"millionen|millones|millions?|millón|milhões|milliarden|milliards?|milliers|mrds?|mille|mills?|mil|mios?|mlns?|kk|кк|k|к"
    r"|billions?|bn|b|mm|万"
    r"|миллион[^\W\d_]*|мильон[^\W\d_]*|млн|лям[^\W\d_]*|thousands?|tausend|tsd|тысяч[^\W\d_]*|тыщ[^\W\d_]*|тыс|lakhs?|crores?|m|м"
)
"""Words and letters behind a number that make it larger."""

_NUMBER = re.compile(rf"({DIGITS})([ \u00a0\u202f]?)(?:({SCALES})\.?(\+?))?", re.IGNORECASE)
_GLUED = re.compile(
    r"(?:e|р|p|btc|eth|xmr|usdt?|eur|euros?|cad|gbp|chf|pln|zł|zl|lv|лв|usd|руб|грн|gb|go|cts|ct|credits?)(?![^\W\d_])",
    re.IGNORECASE,
)
_MOST = 400  # numbers of a text that are weighed: what is claimed and asked stands among the first
_K_IN = re.compile(r"\b([0-9]{1,3})([kKM])([0-9])\b", re.ASCII)
_SPANISH = frozenset(
    [
        *(
            "el",
            "los",
            "las",
            "unas",
            "unos",
            "una",
            "que",
            "con",
            "para",
            "por",
            "lo",
            "del",
            "y",
            "pero",
            "sin",
            "muy",
        ),
        *(
            "hay",
            "vendo",
            "busco",
            "cada",
            "millones",
            "registros",
            "filas",
            "datos",
            "clientes",
            "personas",
            "pacientes",
        ),
        *("parte", "partes", "abonados", "socios", "usuarios", "fichas", "afiliados", "asegurados", "lineas", "tengo"),
    ]
)
_AND_HALF = re.compile(r"\s(?:et demie?|and a half|y medi[oa]|с половиной)(?![^\W\d_])", re.IGNORECASE)
_HALF_THEN = re.compile(
    rf"\s?(?:½|1/2|et demie?|and a half|y medi[oa]|с половиной)\s?({SCALES})(?![^\W\d_])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number, and where it stands; *is_scaled* says that it bears a `k` or a `million`."""

    value: float
    start: int
    end: int
    is_scaled: bool = False
    is_grouped: bool = False
    """Whether its thousands stand apart."""
    is_spelled: bool = False
    """Whether it stands in words."""


def numbers(text: str, folded: Folded) -> list[Number]:
    """All numbers of *text*, by place."""
    mil = 1_000 if len(_SPANISH.intersection(word for word, _, _ in folded.tokens)) >= 2 else 1_000_000
    found = [*_in_words(folded), *_in_digits(text, mil)]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Number] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept[:_MOST]


def _in_words(folded: Folded) -> Iterator[Number]:
    for value, start, end in spelled(folded.tokens):
        yield Number(value=value, start=start, end=end, is_scaled=value >= 1_000, is_spelled=True)


def _in_digits(text: str, mil: int) -> Iterator[Number]:
    for match in _K_IN.finditer(text):
        value = (int(match[1]) + int(match[3]) / 10) * scale_of(match[2])
        yield Number(value=value, start=match.start(), end=match.end(), is_scaled=True)
    for match in _NUMBER.finditer(text):
        start = match.start()
        if start and (
            text[start - 1].isalnum() or (text[start - 1] in ".,_" and text[start - 2 : start - 1].isalnum())
        ):
            continue
        scale, end = _scaled(text, match[2], match[3], match.end(3)) if match[3] else ("", match.end(1))
        half = 0.0
        if scale and (behind := _AND_HALF.match(text, end)):
            half, end = 0.5, behind.end()
        elif not scale and (behind := _HALF_THEN.match(text, match.end(1))):
            half, scale, end = 0.5, behind[1], behind.end()
        if not scale:
            end = match.end(1)
            if text[end : end + 1].isalpha() and not _GLUED.match(text[end : end + 8]):
                continue
        value = value_of(match[1]) + half
        is_grouped = len(re.findall(r"[0-9]+", match[1])) > 1 and value >= 1_000
        yield Number(
            value=value * (mil if scale.lower() == "mil" else scale_of(scale)) if scale else value,
            start=start,
            end=end,
            is_scaled=bool(scale),
            is_grouped=is_grouped,
        )


def _scaled(text: str, gap: str, scale: str, end: int) -> tuple[str, int]:
    """The scale, if it is one: `88m`, `20 M` and `3MM` are millions, `1,42 m` and `3mm` are lengths, `128b` is none."""
    if (text[end : end + 1].isalnum() and text[end] < "\u3000") or (scale in "mм" and gap):
        return "", end
    return ("", end) if scale in ("b", "mm", "Mm", "mM") or (scale in ("B", "MM") and gap) else (scale, end)


def value_of(written: str) -> float:
    """The number written as `33.000.000`, `1,5` or `12 000,50`; 0 for what is longer than any claim."""
    digits = re.sub(r"[ \u00a0\u202f'’]", "", written)
    whole, _, cents = re.sub(r"[.,](?=[^.,]*$)", " ", digits).partition(" ")
    if len(digits) > 20:
        return 0.0
    if len(cents) == 3 and len(whole) <= 3 and whole != "0":
        return float(whole + cents)  # one group of thousands
    if len(cents) == 3 and re.search(r"[.,]", whole):
        return float(re.sub(r"[.,]", "", whole) + cents)
    return float(f"{re.sub(r'[.,]', '', whole)}.{cents or 0}")


def scale_of(word: str) -> int:
    """What *word* multiplies by; `mil`, a thousand in Spanish and a million in English, is taken for the latter."""
    low = word.lower().rstrip(".")
    if low in ("k", "к", "mille", "milliers", "tausend", "tsd") or low.startswith(("thous", "тыс", "тыщ")):
        return 1_000
    if low == "万":
        return 10_000
    if low.startswith(("lakh", "crore")):
        return 100_000 if low.startswith("l") else 10_000_000
    return 1_000_000_000 if low.startswith(("milliard", "mrd", "b")) else 1_000_000
