"""Finds what names a person or opens an account by its shape: NIR, e-mail, phone, IBAN, card, credentials."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from matching.credentials import credentials
from matching.digits import nir_key_holds, numbers
from matching.fold import is_unseen
from matching.patterns import pattern
from model.watches import Field

__all__ = ["Canonical", "Shape", "canonical", "nirs", "shapes"]

_LOCAL = r"(?:\"[^\"\n]+\"|[^\s<>()\[\],;:\"|=&?/\\@{}]*[\pL\pN][^\s<>()\[\],;:\"|=&?/\\@{}]*)"
_AT_WORD = r"(?:a|at|@|arobase|chez|собака|arroba)"
_AT = (
    r"(?:@{1,3}\s?|\s@\s|_at_|\s?-at-\s?|\s?[#|*~/=\"]at[#|*~/=\"]\s?|\s?%40\s?|\s?&(?:#64|#x40|commat);\s?"
    rf"|\s{{0,2}}[\[({{<]{{1,2}}\s?{_AT_WORD}\s?[\])}}>]{{1,2}}\s{{0,2}})"
)
_LABEL = r"[\pL\pN•](?:[\pL\pN•_-]*[\pL\pN•])?"
_DOTTED = rf"{_LABEL}(?:\.{_LABEL})+"
_HIDDEN_DOT = r"\s{0,2}(?:[\[({<]\s?(?:\.|dot|point|punkt|punto)\s?[\])}>]|\s(?:dot|point|punkt|punto)\s)\s{0,2}"
_PROVIDER = (
    r"(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|icloud|aol|gmx|web|mail|yandex|orange|wanadoo|free|sfr|neuf"
    r"|laposte|bbox|numericable|proton|protonmail|tutanota|zoho)"
)
_EMAILS = (
    pattern(rf"(?i)({_LOCAL}){_AT}{_DOTTED}"),
    pattern(
        rf"(?i)((?:[\pL\pN_-]+{_HIDDEN_DOT})*{_LOCAL})(?:{_AT}|\s(?:at|arobase|chez|arroba)\s)"
        rf"{_LABEL}(?:\.{_LABEL})*{_HIDDEN_DOT}\pL{{2,}}"
    ),
    pattern(rf"(?i)({_LOCAL})\s(?:at|arobase|arroba|chez)\s{_PROVIDER}\.[a-z.]{{2,8}}"),
    pattern(rf"(?i)({_LOCAL})\s(?:arobase|arroba|собака)\s{_DOTTED}"),
    pattern(rf"(?i)([\pL\pN._+-]*\pL[\pL\pN]*[\pN._+-][\pL\pN._+-]*|\pN+\pL[\pL\pN._+-]*)\s(?:at|chez)\s{_DOTTED}"),
    pattern(rf"(?i)({_LOCAL})@{_PROVIDER}\b"),  # no more of a domain, yet an account
)
_AT_SIGNS = pattern(r"(?i)@|%40|&#|&com|[^\pL](?:a|at|arobase|chez|собака|arroba)[^\pL]")
_MARKUP = pattern(
    r"(?i)\[/?(?:b|i|u|s|size|font|code|quote|color|highlight)(?:=[^\]\n]{0,30})?\]"
    r"|</?(?:b|i|u|s|em|strong|span|font|mark|code|wbr)(?:\s[^>\n]{0,60})?>"
    r"|(\[br\]|<br\s?/?>|&(?:nbsp|thinsp|ensp|emsp|#160|#xa0|#8239);|%20)"
    r"|&(?:shy|zwnj|zwj|#8203|#173);|\*\*|__|~~"
)
_IBAN_START = pattern(r"(?i)(?:^|[^\pL\pN]|iban)([A-Z]{2}[ \-.]?[0-9]{2})[ \-./|_:\n]{0,3}[A-Z0-9]")
_IBANS = """
    AD=24 AE=23 AL=28 AO=25 AT=20 AZ=28 BA=20 BE=16 BF=28 BG=22 BH=22 BI=27 BJ=28 BR=29 BY=28 CF=27
    CG=27 CH=21 CI=28 CM=27 CR=22 CV=25 CY=28 CZ=24 DE=22 DJ=27 DK=18 DO=28 DZ=26 EE=20 EG=29 ES=24
    FI=18 FO=18 FR=27 GA=27 GB=22 GE=22 GI=23 GL=18 GQ=27 GR=27 GT=28 GW=25 HN=28 HR=21 HU=28 IE=22
    IL=23 IQ=23 IR=26 IS=26 IT=27 JO=30 KM=27 KW=30 KZ=20 LB=28 LC=32 LI=21 LT=20 LU=20 LV=21 LY=25
    MA=28 MC=27 MD=24 ME=22 MG=27 MK=19 ML=28 MN=20 MR=27 MT=31 MU=30 MZ=25 NE=28 NI=28 NL=18 NO=15
    OM=23 PK=24 PL=28 PS=29 PT=25 QA=29 RO=24 RS=22 RU=33 SA=24 SC=31 SD=18 SE=24 SI=19 SK=24 SM=27
    SN=28 SO=23 ST=25 SV=28 TD=27 TG=28 TL=23 TN=24 TR=26 UA=29 VA=22 VG=24 XK=20 YE=30
"""
_IBAN_LENGTHS = dict(item.split("=") for item in _IBANS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What was found, and where; *is_sure* says that its check digits hold, or that it has none."""

    field: Field
    start: int
    end: int
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Canonical:
    """A text with plain digits, letters and spaces and without unseen signs, that knows where each stood."""

    text: str
    places: list[int] | None  # None: every sign stands where it stood

    def start(self, index: int) -> int:
        """Where in the original the sign at *index* stood."""
        return index if self.places is None else self.places[index]

    def end(self, index: int) -> int:
        """Just behind where the sign before *index* stood in the original."""
        return index if self.places is None else self.places[index - 1] + 1


class _Plainer(dict[int, str]):
    """One sign for one sign: digits and letters of every width and face become plain, spaces become a space."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain = self._plain(sign)
        self[code] = plain
        return plain

    @staticmethod
    def _plain(sign: str) -> str:
        if sign in "\n\t\r":
            return sign if sign == "\t" else "\n"
        if is_unseen(sign):
            return ""
        if unicodedata.category(sign) == "Nd":
            return str(unicodedata.decimal(sign))
        if sign.isspace():
            return "\n" if sign in "\x0b\x0c\x85\u2028\u2029\x1c\x1d\x1e" else " "
        if sign == "•":
            return sign
        plain = unicodedata.normalize("NFKC", sign)
        return plain if len(plain) == 1 else sign


_PLAINER = _Plainer()
_ASCII_CONTROL = str.maketrans(dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\r", "\n"))


def canonical(text: str) -> Canonical:
    """*text* as the detectors want it."""
    if text.isascii():
        return Canonical(text.translate(_ASCII_CONTROL), None)
    plain = text.translate(_PLAINER)
    if len(plain) == len(text):
        return Canonical(plain, None)
    return Canonical(plain, [place for place, sign in enumerate(text) if _PLAINER[ord(sign)]])


def shapes(text: str) -> list[Shape]:
    """All that has a shape in *text*, by place; the field tells the kind, logins and passwords of pairs included."""
    view = canonical(text)
    found = [*_plain_shapes(view.text), *_credentials(view.text), *_marked_up(view.text)]
    return sorted(
        (
            Shape(field=one.field, start=view.start(one.start), end=view.end(one.end), is_sure=one.is_sure)
            for one in found
        ),
        key=lambda one: (one.start, -one.end),
    )


def _plain_shapes(text: str) -> Iterator[Shape]:
    yield from _emails(text)
    yield from _numbers(text)
    yield from _ibans(text)


def _marked_up(text: str) -> Iterator[Shape]:
    """What only has a shape once the mark-up inside it is read: `1 84 05 [b]99[/b]`, `1&nbsp;84&nbsp;05`."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for match in _MARKUP.finditer(text):
        parts.append(text[at : match.start()])
        places += range(at, match.start())
        if match[1]:
            parts.append(" ")
            places.append(match.start())
        at = match.end()
    if not at:
        return
    bare = "".join((*parts, text[at:]))
    places += range(at, len(text))
    for one in _plain_shapes(bare):
        yield replace(one, start=places[one.start], end=places[one.end - 1] + 1)


def nirs(text: str) -> list[str]:
    """The NIRs of *text*, without separators; for checks in memory, never to be written."""
    view = canonical(text).text
    return [_characters(view[start:end]) for kind, start, end in numbers(view) if kind == "nir"]


def _characters(nir: str) -> str:
    return "".join(sign for sign in nir if sign.isdigit() or sign in "ABab")


def _emails(text: str) -> Iterator[Shape]:
    """The local parts: a domain is nobody's."""
    if not _AT_SIGNS.search(text):
        return
    for emails in _EMAILS:
        for match in emails.finditer(text):
            yield Shape(field=Field.EMAIL, start=match.start(1), end=match.end(1))


def _numbers(text: str) -> Iterator[Shape]:
    for kind, start, end in numbers(text):
        sure = True
        if kind == "nir":
            digits = _characters(text[start:end])
            sure = len(digits) == 13 or nir_key_holds(digits)
        yield Shape(field=Field(kind), start=start, end=end, is_sure=sure)


def _credentials(text: str) -> Iterator[Shape]:
    for kind, start, end in credentials(text):
        yield Shape(field=Field(kind), start=start, end=end)


def _ibans(text: str) -> Iterator[Shape]:
    for match in _IBAN_START.finditer(text):
        length = _IBAN_LENGTHS.get(match[1][:2].upper())
        if length is None:
            continue
        end, letters = _collect(text, match.start(1), int(length))
        if len(letters) != int(length):
            continue
        is_sure = _iban_holds(letters)
        is_glued = end < len(text) and text[end].isalnum()
        if is_sure or (sum(sign.isdigit() for sign in letters) >= 0.5 * len(letters) and not is_glued):
            yield Shape(field=Field.IBAN, start=match.start(1), end=end, is_sure=is_sure)


def _collect(text: str, start: int, length: int) -> tuple[int, str]:
    letters, at, gap = "", start, 0
    while at < len(text) and len(letters) < length:
        sign = text[at]
        if sign.isascii() and sign.isalnum():
            letters += sign
            gap = 0
        elif sign in " -.\n\t_/|:" and gap < 3:
            gap += 1
        else:
            break
        at += 1
    return at, letters


def _iban_holds(letters: str) -> bool:
    turned = (letters[4:] + letters[:4]).upper()
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
