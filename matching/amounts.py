"""Numbers as people write them: `33.000.000`, `33kk`, `1,6 million`, `9k7`, `medio millón`, `сорок тысяч`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.patterns import pattern
from matching.words import Folded

__all__ = ["DIGITS", "SCALES", "Number", "numbers", "scale_of", "value_of"]

DIGITS = r"[0-9]{1,3}(?:[ \x{a0}\x{202f}.,'’][0-9]{3})+(?:[.,][0-9]{1,2})?|[0-9]+(?:[.,][0-9]+)?"
"""A number in digits, its groups of thousands apart or not."""

SCALES = (
    r"millionen|millones|millions?|millón|milhões|milliarden|milliards?|mille|mills?|mil|mios?|mlns?|kk|кк|k|к"
    r"|billions?|bn"
    r"|миллион\pL*|мильон\pL*|млн|лям\pL*|thousands?|tausend|tsd|тысяч\pL*|тыщ\pL*|тыс|lakhs?|crores?|m|м"
)
"""Words and letters behind a number that make it larger."""

_NUMBER = pattern(rf"(?i)({DIGITS})([ \x{{a0}}\x{{202f}}]?)(?:({SCALES})\.?(\+?))?")
_GLUED = re.compile(
    r"(?:e|р|p|btc|eth|xmr|usdt?|eur|euros?|cad|gbp|chf|pln|zł|zl|lv|лв|usd|руб|грн|gb|go|cts|ct|credits?)(?![^\W\d_])",
    re.IGNORECASE,
)
_MOST = 400  # numbers of a text that are weighed: what is claimed and asked stands among the first
_K_IN = pattern(r"(?i)\b([0-9]{1,3})k([0-9])\b")
_SPANISH = frozenset(
    [
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
        "hay",
        "vendo",
        "busco",
        "cada",
    ]
)
_WORDS = """
    deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 quinze=15 seize=16 vingt=20
    trente=30
    quarante=40 cinquante=50 soixante=60 septante=70 octante=80 huitante=80 nonante=90
    two=2 three=3 four=4 five=5 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 fifteen=15 twenty=20 thirty=30
    forty=40
    fifty=50 sixty=60 seventy=70 eighty=80 ninety=90
    dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 veinte=20 treinta=30 cuarenta=40 cincuenta=50
    sesenta=60
    setenta=70 ochenta=80 noventa=90
    zwei=2 drei=3 vier=4 funf=5 sechs=6 sieben=7 acht=8 neun=9 zehn=10 zwanzig=20 dreissig=30 vierzig=40 funfzig=50
    sechzig=60
    siebzig=70 achtzig=80 neunzig=90 eineinhalb=1.5 anderthalb=1.5
    два=2 две=2 двух=2 три=3 трех=3 четыре=4 пять=5 пяти=5 шесть=6 семь=7 восемь=8 девять=9 десять=10 десяти=10
    двадцать=20
    двадцати=20 тридцать=30 тридцати=30 сорок=40 пятьдесят=50 шестьдесят=60 семьдесят=70 восемьдесят=80 девяносто=90
    сто=100
    двести=200 триста=300 четыреста=400 пятьсот=500 полтора=1.5
"""
_VALUES = {word: float(value) for word, _, value in (item.partition("=") for item in _WORDS.split())}
_HUNDREDS = frozenset(["cent", "cents", "hundred", "hundreds", "hundert", "cien", "ciento", "cientos"])
_TIMES = {
    **dict.fromkeys(
        ["mille", "thousand", "thousands", "tausend", "mil", "тысяча", "тысячи", "тысяч", "тыщ", "тыщи"], 1_000
    ),
    **dict.fromkeys(
        [
            "million",
            "millions",
            "millon",
            "millones",
            "millionen",
            "milion",
            "миллион",
            "миллиона",
            "миллионов",
            "миллионами",
            "миллиону",
            "лям",
            "ляма",
            "лямов",
            "млн",
        ],
        1_000_000,
    ),
}
_HALVES = {
    **dict.fromkeys(
        ["полмиллиона", "полмиллионом", "полумиллиона", "полмильона", "полляма", "полумиллионная"], 500_000
    ),
    **dict.fromkeys(["полмиллиарда"], 500_000_000),
}
_HALF = pattern(
    r"(?i)(?:half an?|half|un demi|demi|medio|eine halbe|halbe|halben|пол)[ -]?(?:million|mil|mio|mill[oó]n|миллиона"
    r"|ляма|млн)\b"
    r"|(?:пол)[ -](?:миллиона|ляма|млн)"
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
    found = [*_halves(text), *_in_words(text, folded), *_in_digits(text, mil)]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Number] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept[:_MOST]


def _halves(text: str) -> Iterator[Number]:
    for match in _HALF.finditer(text):
        yield Number(value=500_000, start=match.start(), end=match.end(), is_scaled=True, is_spelled=True)


def _in_digits(text: str, mil: int) -> Iterator[Number]:
    for match in _K_IN.finditer(text):
        value = 1_000.0 * int(match[1]) + 100 * int(match[2])
        yield Number(value=value, start=match.start(), end=match.end(), is_scaled=True)
    for match in _NUMBER.finditer(text):
        start = match.start()
        if start and (
            text[start - 1].isalnum() or (text[start - 1] in ".,_" and text[start - 2 : start - 1].isalnum())
        ):
            continue
        scale, end = _scaled(text, match[2], match[3], match.end(3)) if match[3] else ("", match.end(1))
        if not scale:
            end = match.end(1)
            if text[end : end + 1].isalpha() and not _GLUED.match(text[end : end + 8]):
                continue
        value = value_of(match[1])
        is_grouped = len(re.findall(r"[0-9]+", match[1])) > 1 and value >= 1_000
        yield Number(
            value=value * (mil if scale.lower() == "mil" else scale_of(scale)) if scale else value,
            start=start,
            end=end,
            is_scaled=bool(scale),
            is_grouped=is_grouped,
        )


def _scaled(text: str, gap: str, scale: str, end: int) -> tuple[str, int]:
    """The scale, if it is one: `88m` and `20 M` are millions, `1,42 m` is a length."""
    if text[end : end + 1].isalnum() or (scale in "mм" and gap):
        return "", end
    return scale, end


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
    if low in ("k", "к", "mille", "tausend", "tsd") or low.startswith(("thous", "тыс", "тыщ")):
        return 1_000
    if low.startswith(("lakh", "crore")):
        return 100_000 if low.startswith("l") else 10_000_000
    return 1_000_000_000 if low.startswith(("milliard", "billion", "bn")) else 1_000_000


def _in_words(text: str, folded: Folded) -> Iterator[Number]:
    tokens = folded.tokens
    at = 0
    while at < len(tokens):
        word, start, end = tokens[at]
        if word in _HALVES:
            yield Number(value=_HALVES[word], start=start, end=end, is_scaled=True, is_spelled=True)
        elif word in _VALUES or word in _TIMES or word in _HUNDREDS:
            value, last = _spelled(tokens, at)
            if value >= 2:
                stop = tokens[last][2]
                yield Number(value=value, start=start, end=stop, is_scaled=value >= 1_000, is_spelled=True)
            at = last
        at += 1


def _spelled(tokens: Sequence[tuple[str, int, int]], at: int) -> tuple[float, int]:
    """The value of the words from *at*, and the last of them: `two million six hundred thousand`, `тысяч сорок`."""
    total = part = 0.0
    last = at
    for place in range(at, min(at + 8, len(tokens))):
        word = tokens[place][0]
        if place > at and tokens[place][1] - tokens[last][2] > 3:
            break
        if word in _VALUES:
            part += _VALUES[word]
        elif word in _HUNDREDS:
            part = (part or 1) * 100
        elif word in _TIMES:
            total, part = total + (part or 1) * _TIMES[word], 0.0
        elif word not in ("and", "et", "und", "y"):
            break
        last = place
    if tokens[at][0].startswith(("тысяч", "тыщ")) and part:
        return part * 1_000, last  # Russian says `тысяч сорок` for about forty thousand
    return total + part, last
