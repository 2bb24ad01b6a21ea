"""Finds what names a person or opens an account by its shape: NIR, e-mail, phone, IBAN, card, credentials."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from matching.credentials import credentials
from matching.digits import nir_key_holds, numbers
from matching.fold import is_unseen
from matching.patterns import pattern
from model.watches import Field

__all__ = ["Canonical", "Shape", "canonical", "nirs", "shapes"]

_LOCAL = r"(?:\"[^\"\n]+\"|[^\s<>()\[\],;:\"|=&?/\\@{}]*[\pL\pN][^\s<>()\[\],;:\"|=&?/\\@{}]*)"
_AT = (
    r"(?:@\s?|\s@\s|_at_|\s?-at-\s?|\s?%40\s?|\s?&(?:#64|#x40|commat);\s?"
    r"|\s{0,2}[\[({<]\s?(?:at|@|arobase|chez|собака|arroba)\s?[\])}>]\s{0,2})"
)
_LABEL = r"[\pL\pN•](?:[\pL\pN•_-]*[\pL\pN•])?"
_DOTTED = rf"{_LABEL}(?:\.{_LABEL})+"
_HIDDEN_DOT = r"\s{0,2}(?:[\[({<]\s?(?:\.|dot|point|punkt|punto)\s?[\])}>]|\s(?:dot|point|punkt|punto)\s)\s{0,2}"
_EMAILS = (
    pattern(rf"(?i)({_LOCAL}){_AT}{_DOTTED}"),
    pattern(
        rf"(?i)((?:[\pL\pN_-]+{_HIDDEN_DOT})*{_LOCAL})(?:{_AT}|\s(?:at|arobase|chez|arroba)\s)"
        rf"{_LABEL}(?:\.{_LABEL})*{_HIDDEN_DOT}\pL{{2,}}"
    ),
)
_AT_SIGNS = (
    *("@", "%40", "&#", "&com", "_at_", "-at-"),
    *(word + end for word in ("at", "be", "ez", "ка", "ba") for end in ("]", ")", "}", ">", " ]", " )", " }")),
)
_IBAN_START = pattern(r"(?i)(?:^|[^\pL\pN]|iban)([A-Z]{2}[ \-.]?[0-9]{2})[ \-.]?[A-Z0-9]")
_IBAN_LENGTHS = dict(
    item.split("=")
    for item in [
        "AD=24",
        "AE=23",
        "AL=28",
        "AT=20",
        "AZ=28",
        "BA=20",
        "BE=16",
        "BG=22",
        "BH=22",
        "BR=29",
        "BY=28",
        "CH=21",
        "CR=22",
        "CY=28",
        "CZ=24",
        "DE=22",
        "DK=18",
        "DO=28",
        "EE=20",
        "EG=29",
        "ES=24",
        "FI=18",
        "FO=18",
        "FR=27",
        "GB=22",
        "GE=22",
        "GI=23",
        "GL=18",
        "GR=27",
        "GT=28",
        "HR=21",
        "HU=28",
        "IE=22",
        "IL=23",
        "IQ=23",
        "IS=26",
        "IT=27",
        "JO=30",
        "KW=30",
        "KZ=20",
        "LB=28",
        "LC=32",
        "LI=21",
        "LT=20",
        "LU=20",
        "LV=21",
        "MC=27",
        "MD=24",
        "ME=22",
        "MK=19",
        "MR=27",
        "MT=31",
        "MU=30",
        "NL=18",
        "NO=15",
        "PK=24",
        "PL=28",
        "PS=29",
        "PT=25",
        "QA=29",
        "RO=24",
        "RS=22",
        "SA=24",
        "SC=31",
        "SE=24",
        "SI=19",
        "SK=24",
        "SM=27",
        "ST=25",
        "SV=28",
        "TL=23",
        "TN=24",
        "TR=26",
        "UA=29",
        "VA=22",
        "VG=24",
        "XK=20",
    ]
)


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
            return sign
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
    found = [*_emails(view.text), *_numbers(view.text), *_ibans(view.text), *_credentials(view.text)]
    return sorted(
        (
            Shape(field=one.field, start=view.start(one.start), end=view.end(one.end), is_sure=one.is_sure)
            for one in found
        ),
        key=lambda one: (one.start, -one.end),
    )


def nirs(text: str) -> list[str]:
    """The NIRs of *text*, without separators; for checks in memory, never to be written."""
    view = canonical(text).text
    return [_characters(view[start:end]) for kind, start, end in numbers(view) if kind == "nir"]


def _characters(nir: str) -> str:
    return "".join(sign for sign in nir if sign.isdigit() or sign in "ABab")


def _emails(text: str) -> Iterator[Shape]:
    """The local parts: a domain is nobody's."""
    low = text.lower()
    if (
        "@" in text
        or "%40" in text
        or any(word in low for word in ("&#", "&com", "at]", "at)", "at}", "at>", "_at_", "-at-"))
    ):
        for match in _EMAILS[0].finditer(text):
            yield Shape(field=Field.EMAIL, start=match.start(1), end=match.end(1))
    if any(word in low for word in ("dot", "point", "punkt", "punto", "[.]", "(.)", "{.}")):
        for match in _EMAILS[1].finditer(text):
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
        if len(letters) != int(length) or (end < len(text) and text[end].isalnum()):
            continue
        if sum(sign.isdigit() for sign in letters) >= 0.5 * len(letters) or _iban_holds(letters):
            yield Shape(field=Field.IBAN, start=match.start(1), end=end, is_sure=_iban_holds(letters))


def _collect(text: str, start: int, length: int) -> tuple[int, str]:
    letters, at, gap = "", start, 0
    while at < len(text) and len(letters) < length:
        sign = text[at]
        if sign.isascii() and sign.isalnum():
            letters += sign
            gap = 0
        elif sign in " -.\n\t_/" and gap < 3:
            gap += 1
        else:
            break
        at += 1
    return at, letters


def _iban_holds(letters: str) -> bool:
    turned = (letters[4:] + letters[:4]).upper()
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
