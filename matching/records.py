"""Rows checked one by one: does a NIR's key hold, and do its sex, year and month agree with what stands beside it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matching.digits import is_nir, nir_key_holds

__all__ = ["Checked", "checked"]

_LONGEST = 2_000  # characters of a row
_CHANCE = 1 / 97  # of a key that holds by accident
_NIR = re.compile(
    r"\b([1-478])[ .]?([0-9]{2})[ .]?([0-9]{2})[ .]?([0-9][0-9ABab])[ .]?([0-9]{3})[ .]?([0-9]{3})"
    r"(?:[ ;|,/\t.-]{0,3}(?:cl[eé]\s?)?([0-9]{2}))?\b"
)
_DATES = (
    re.compile(r"(?<!\d)[0-3]?\d[/.-]([01]?\d)[/.-](?:19|20)(\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?:19|20)(\d\d)-([01]\d)-[0-3]\d(?!\d)"),
)
_DATE_GOES_ON = re.compile(r"[/.-]\d")  # behind two digits that are no key, but a day
_MEN = re.compile(r"(?:^|[\s;|,'\"])(?:M\.|Mr\.?|Monsieur|Herr|MR)(?=[\s;|,'\"])")
_WOMEN = re.compile(r"(?:^|[\s;|,'\"])(?:Mme\.?|MME|Mlle|MLLE|Mrs\.?|Ms\.?|Madame|Frau)(?=[\s;|,'\"])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What became of the rows that bear a NIR."""

    numbers: int = 0
    """Rows with a number that is built like a NIR."""
    keyed: int = 0
    right: int = 0
    """Of those with a key, the ones whose key holds."""
    dated: int = 0
    agreeing: int = 0
    """Of those beside a birth date, the ones whose year and month are the number's."""
    titled: int = 0
    fitting: int = 0
    """Of those beside a `M.` or `Mme`, the ones whose sex is the number's."""

    @property
    def is_forged(self) -> bool:
        """Whether keys hold no more often than chance has it, or dates and titles were drawn apart from the numbers."""
        guessed = self.keyed >= 3 and self.right <= max(1.0, 3 * _CHANCE * self.keyed)
        apart = self.dated >= 5 and self.agreeing <= 0.3 * self.dated
        return guessed or apart or (self.titled >= 8 and self.fitting <= 0.65 * self.titled)

    def __str__(self) -> str:
        """In words that hold no leaked data."""
        parts = [f"nir {self.right + self.numbers - self.keyed}/{self.numbers} valid"]
        if self.dated:
            parts.append(f"birth dates agree {self.agreeing}/{self.dated}")
        if self.titled:
            parts.append(f"civility agrees {self.fitting}/{self.titled}")
        if self.is_forged:
            parts.append(f"rather forged: {_CHANCE:.0%} of keys hold by chance")
        return "; ".join(parts)


def checked(rows: Iterable[str]) -> Checked:
    """The *rows* that bear a NIR, checked."""
    counts = dict.fromkeys(("numbers", "keyed", "right", "dated", "agreeing", "titled", "fitting"), 0)
    for row in rows:
        for name in _holds(row):
            counts[name] += 1
    return Checked(**counts)


def _holds(row: str) -> Iterator[str]:
    row = row[:_LONGEST]
    match = next((one for one in _NIR.finditer(row) if is_nir("".join(filter(None, one.groups()[:6])))), None)
    if match is None:
        return
    body = "".join(filter(None, match.groups()[:6]))
    sex, year, month = body[0], body[1:3], body[3:5]
    yield "numbers"
    rest = f"{row[: match.start()]} {row[match.end() :]}"
    if match[7] and not _DATE_GOES_ON.match(row, match.end()):
        yield "keyed"
        if nir_key_holds(body + match[7]):
            yield "right"
    if (born := _born(row)) is not None and 1 <= int(month) <= 12:
        yield "dated"
        if born == (year, month):
            yield "agreeing"
    is_man, is_woman = bool(_MEN.search(rest)), bool(_WOMEN.search(rest))
    if is_man is not is_woman:
        yield "titled"
        if (sex in "1378") is is_man or (sex in "2478" and is_woman):
            yield "fitting"


def _born(row: str) -> tuple[str, str] | None:
    if match := _DATES[0].search(row):
        return match[2], f"{int(match[1]):02}"
    if match := _DATES[1].search(row):
        return match[1], match[2]
    return None
