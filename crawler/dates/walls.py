"""Absolute dates, as the clock on a board's wall showed them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from crawler.dates.words import MONTH, WEEKDAY, folded, month, weekday
from crawler.dates.zones import ABBREVIATIONS, OFFSET, offset_of

__all__ = ["Wall", "epoch", "time_of_day", "wall", "walls"]

DATE_LONG = 120  # characters: what is longer is no date, and is not remembered
NEAR = 40  # characters: a time that belongs to a date stands right beside it
PIVOT = 69  # of two digits, those above are of the last century

_NUMERIC = re.compile(
    r"(?<![\d.,/:-])(\d{1,4})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d]|[./-]\d)"
    r"|(?<!\d)(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日"
)
_GAP, _OF = r"[\s\-/.,]{0,3}", r"(?:(?:de|del|of|do)\s)?"


def _day(n: int) -> str:
    return rf"(?P<day{n}>\d{{1,2}})(?!\d)(?:st|nd|rd|th|er|eme|e|\.|°|-?го)?"


def _month(n: int) -> str:
    return rf"(?P<month{n}>{MONTH})(?![^\W\d_])\.?"


def _long(n: int) -> str:
    return rf"(?P<year{n}>\d{{4}})(?!\d)"


_WORDED = re.compile(
    r"(?<!\w)(?:"
    + "|".join(
        (
            rf"{_day(1)}{_GAP}{_OF}{_month(1)},?{_GAP}{_OF}(?P<year1>\d{{4}}|'?\d{{2}})(?![\d:h]|\s?[ap]\.?\s?m\b)",
            rf"{_month(2)}{_GAP}{_day(2)},?{_GAP}{_OF}(?:{_long(2)}|'(?P<short>\d{{2}})(?!\d))",
            rf"{_long(3)}{_GAP}{_month(3)}{_GAP}{_day(3)}",
            rf"{_month(4)}\s{_day(4)}\s(?P<ctime>\d{{1,2}}:\d\d(?::\d\d)?)\s(?:[a-z]{{3,4}}\s)?{_long(4)}",
        )
    )
    + ")"
)
_YEARLESS = re.compile(
    rf"(?<![\w-])(?:{_day(1)}[\s\-.]{{0,2}}{_OF}{_month(1)}|{_month(2)}\s{{0,2}}{_day(2)})(?![^\W_]|-\d)"
)
_ZONE = (
    rf"(?:\s?\(?(?:(?P<abbreviation>{'|'.join(sorted(ABBREVIATIONS, key=len, reverse=True))})(?![a-zа-я])"
    rf"\s?(?P<ahead>{OFFSET})?|(?P<offset>[+\-−]\d{{2}}:?\d{{2}})(?!\d)|(?P<zulu>z)(?!\w)))?"
)
_TIME = re.compile(
    r"(?<![\d.,:])(?:(?P<hour>\d{1,2})\s?[:h]\s?(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?(?!\d)"
    r"(?:\s?(?P<half>[ap])\.?\s?m(?!\w)\.?)?"
    r"|(?P<hour2>\d{1,2})\s?(?P<half2>[ap])\.?\s?m(?!\w)\.?|(?P<hour3>\d{1,2})\s?(?:h(?!\w)|uhr(?!\w))"
    r"|(?P<hour4>\d{1,2})\.(?P<minute4>\d{2})(?=\suhr)|(?P<word>noon|midnight|midi(?!\w)|minuit))" + _ZONE
)
_HOURS = {"noon": 12, "midi": 12, "midnight": 0, "minuit": 0}
_EPOCH = re.compile(r"\s*(\d{10})(\d{3})?(?:\.\d+)?\s*")
_WEEKDAY = re.compile(rf"(?<!\w)(?P<name>{WEEKDAY})(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """What a wall clock of the board showed: an absolute date, whose zone is seldom said."""

    first: int
    """The day or the month where *is_open*, else the month."""
    second: int
    year: int | None  # None when the date leaves it out
    time: timedelta | None  # None when only a date was written
    is_open: bool
    """Whether the order of day and month is a matter of the board's habit."""
    zone: tzinfo | None = None  # None when the date itself does not say
    weekday: int | None = None  # Monday is one; None when the date does not say

    def at(self, *, day_first: bool, year: int | None = None) -> datetime | None:
        """The moment without zone, in *year* where it names none itself; None where no such day exists."""
        month, day = (self.second, self.first) if self.is_open and day_first else (self.first, self.second)
        try:
            midnight = datetime(self.year or year or 0, month, day)  # noqa: DTZ001 - a wall shows no zone
        except ValueError:
            return None
        return midnight + (self.time or timedelta(0))

    @property
    def orders(self) -> frozenset[bool]:
        """The orders of day and month in which the date exists, on its own day of the week: `True` is day first."""
        found = {order: self.at(day_first=order, year=2000) for order in (False, True)}
        valid = frozenset(order for order, moment in found.items() if moment is not None)
        if self.weekday is None or self.year is None:
            return valid
        return frozenset(o for o in valid if (m := found[o]) and m.isoweekday() == self.weekday) or valid


def wall(text: str) -> Wall | None:
    """The first absolute date that stands in *text*, or None."""
    return _first(text) if len(text) <= DATE_LONG else next(iter(walls(text, most=1)), None)


@lru_cache(maxsize=4_096)
def _first(text: str) -> Wall | None:
    """Remembered, because a page's dates are looked at to learn how it writes them, and again to read them."""
    return next(iter(walls(text, most=1)), None)


def walls(text: str, *, most: int = 20) -> tuple[Wall, ...]:
    """The absolute dates that stand in *text*, in order, as far as their year is written; at last one without."""
    plain = folded(text[:4_000])
    found = sorted([*_NUMERIC.finditer(plain), *_WORDED.finditer(plain)], key=lambda each: each.start())
    read = [each for one in found if (each := _numeric(one, plain) if one.re is _NUMERIC else _worded(one, plain))]
    if not read and (one := _YEARLESS.search(plain)) and (each := _yearless(one, plain)):
        read = [each]
    return tuple(read[:most])


def epoch(text: str) -> datetime | None:
    """The moment that seconds or milliseconds since 1970 stand for, where *text* is nothing else."""
    found = _EPOCH.fullmatch(text)
    return datetime.fromtimestamp(int(found.group(1)), UTC) if found else None


def time_of_day(text: str) -> tuple[timedelta, tzinfo | None] | None:
    """The time of day in folded *text*, and the zone behind it."""
    for found in _TIME.finditer(text):
        if (time := _time(found)) is not None:
            return time, _zone(found)
    return None


def _numeric(found: re.Match[str], text: str) -> Wall | None:
    if found.group(5):
        return _wall(int(found.group(6)), int(found.group(7)), int(found.group(5)), found, text, is_open=False)
    one, two, three = (found.group(part) for part in (1, 3, 4))
    if len(one) == 4:
        return _wall(int(two), int(three), int(one), found, text, is_open=False) if len(three) == 2 else None
    return _wall(int(one), int(two), _year(three), found, text, is_open=True) if len(one) < 3 else None


def _worded(found: re.Match[str], text: str) -> Wall | None:
    n = next(n for n in "1234" if found[f"month{n}"])
    year = found[f"year{n}"] or found["short"]
    return _wall(month(found[f"month{n}"]), int(found[f"day{n}"]), _year(year), found, text, is_open=False)


def _yearless(found: re.Match[str], text: str) -> Wall | None:
    n = "1" if found["month1"] else "2"
    return _wall(month(found[f"month{n}"]), int(found[f"day{n}"]), None, found, text, is_open=False)


def _wall(first: int, second: int, year: int | None, found: re.Match[str], text: str, *, is_open: bool) -> Wall:
    beside = text[found.end() : found.end() + NEAR]
    before = text[max(0, found.start() - NEAR // 2) : found.start()]
    told = time_of_day(found.groupdict().get("ctime") or _one_date(beside)) or time_of_day(before)
    day = _WEEKDAY.search(f"{before[-14:]} {beside[:14]}") if is_open else None
    return Wall(
        first=first,
        second=second,
        year=year,
        time=told[0] if told else None,
        is_open=is_open,
        zone=told[1] if told else None,
        weekday=weekday(day["name"]) if day else None,
    )


def _one_date(beside: str) -> str:
    """*beside* as far as no other date begins."""
    ends = [found.start() for pattern in (_NUMERIC, _WORDED) if (found := pattern.search(beside))]
    return beside[: min(ends)] if ends else beside


def _year(digits: str) -> int:
    year = int(digits.lstrip("'"))
    return year if len(digits) == 4 else year + (1900 if year > PIVOT else 2000)


def _time(found: re.Match[str]) -> timedelta | None:
    if found["word"]:
        return timedelta(hours=_HOURS[found["word"]])
    hour = int(next(found[name] for name in ("hour", "hour2", "hour3", "hour4") if found[name]))
    minute, second = int(found["minute"] or found["minute4"] or 0), int(found["second"] or 0)
    if half := found["half"] or found["half2"]:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _zone(found: re.Match[str]) -> tzinfo | None:
    if found["zulu"]:
        return UTC
    if written := found["offset"] or found["ahead"]:
        return offset_of(written)
    if name := found["abbreviation"]:
        return timezone(timedelta(hours=ABBREVIATIONS[name]))
    return None
