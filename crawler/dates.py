"""Dates as boards write them: in five languages, in either order of day and month, or relative to now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["Calendar", "Wall", "believed", "learn", "sent_at", "wall"]

DAY = timedelta(days=1)
FURTHEST_ZONE = timedelta(hours=14, minutes=30)  # Kiritimati is at +14
QUARTER = timedelta(minutes=15)  # zones differ by quarters of an hour

_MONTHS = {
    prefix: number
    for number, prefixes in enumerate(
        (
            "jan ene янв",
            "feb fév fev фев",
            "mar mär mrz маr мар",
            "apr avr abr апр",
            "may mai мая май",
            "jun juin июн",
            "jul juil июл",
            "aug aoû aou ago авг",
            "sep set сен",
            "oct okt окт",
            "nov ноя",
            "dec déc dez dic дек",
        ),
        start=1,
    )
    for prefix in prefixes.split()
}
_TODAY = r"today|aujourd.?hui|heute|hoy|сегодня"
_YESTERDAY = r"yesterday|hier|gestern|ayer|вчера"
_UNITS = (
    (r"sec\w*|sek\w*|seg\w*|сек\w*", timedelta(seconds=1)),
    (r"min\w*|мин\w*", timedelta(minutes=1)),
    (r"hour\w*|heure\w*|stunde\w*|hora\w*|час\w*|hrs?", timedelta(hours=1)),
    (r"days?|jours?|tage?n?|d[ií]as?|дн\w+|день", DAY),
    (r"weeks?|semaines?|wochen?|semanas?|недел\w+", 7 * DAY),
)

_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})([-./])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_WORDED = re.compile(
    r"(?<!\w)(?:(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?(?P<month>[^\W\d_]{3,12})\.?"
    r"|(?P<month2>[^\W\d_]{3,12})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?),?\s+(?:de\s+)?(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_TIME = re.compile(r"(?<!\d)(\d{1,2})(?::|h)(\d{2})(?::(\d{2}))?(?!\d)(?:\s*([ap])\.?m\b\.?)?", re.IGNORECASE)
_DAY_WORD = re.compile(rf"(?<!\w)(?:(?P<today>{_TODAY})|(?P<yesterday>{_YESTERDAY}))(?!\w)", re.IGNORECASE)
_AGO = re.compile(
    r"(?<!\w)(?P<count>\d{1,4}|an?|une?|eine[rnm]?|un[ao]?)\s+(?:"
    + "|".join(f"(?P<u{n}>{words})" for n, (words, _) in enumerate(_UNITS))
    + r")(?!\w)",
    re.IGNORECASE,
)
_AHEAD = re.compile(r"^\s*(?:in|dans|en|через)\s", re.IGNORECASE)
_PAST = re.compile(r"ago|il y a|vor\s|hace\s|назад", re.IGNORECASE)
_JUST_NOW = re.compile(r"(?<!\w)(?:just now|à l'instant|gerade eben|ahora mismo|только что)(?!\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """What a wall clock of the board showed: an absolute date whose zone is not said."""

    first: int
    """The day or the month where *is_open*, else the month."""
    second: int
    year: int
    time: timedelta | None  # None when only a date was written
    is_open: bool
    """Whether the order of day and month is a matter of the board's habit."""

    def at(self, *, day_first: bool) -> datetime | None:
        """The moment without zone, or None where no such day exists."""
        month, day = (self.second, self.first) if self.is_open and day_first else (self.first, self.second)
        try:
            midnight = datetime(self.year, month, day)  # noqa: DTZ001 - a wall shows no zone
        except ValueError:
            return None
        return midnight + (self.time or timedelta(0))


def wall(text: str) -> Wall | None:
    """The first absolute date that stands in *text*, or None."""
    numeric, worded = _NUMERIC.search(text), _WORDED.search(text)
    if worded and (not numeric or worded.start() < numeric.start()):
        return _worded(worded, text)
    return _numeric(numeric, text) if numeric else None


def _numeric(found: re.Match[str], text: str) -> Wall | None:
    one, two, three = (found.group(part) for part in (1, 3, 4))
    time = _time(text, found.end())
    if len(one) == 4:
        return (
            Wall(first=int(two), second=int(three), year=int(one), time=time, is_open=False)
            if len(three) == 2
            else None
        )
    if len(one) > 2:
        return None
    return Wall(first=int(one), second=int(two), year=_year(three), time=time, is_open=True)


def _worded(found: re.Match[str], text: str) -> Wall | None:
    name = (found["month"] or found["month2"]).lower()
    month = _MONTHS.get(name[:4]) or _MONTHS.get(name[:3])
    if month is None:
        return None
    day = int(found["day"] or found["day2"])
    return Wall(first=month, second=day, year=int(found["year"]), time=_time(text, found.end()), is_open=False)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year > 69 else 2000)


def _time(text: str, start: int = 0) -> timedelta | None:
    found = _TIME.search(text, start, start + 40)  # the time that belongs to a date stands right after it
    if not found:
        return None
    hour, minute, second = int(found.group(1)), int(found.group(2)), int(found.group(3) or 0)
    half = (found.group(4) or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    return timedelta(hours=hour, minutes=minute, seconds=second)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How one page writes dates, and when it was sent."""

    now: datetime
    zone: tzinfo = UTC
    day_first: bool = False

    def read(self, text: str, *, title: str | None = None) -> datetime | None:
        """The moment that *text* tells, in UTC; *title* is the absolute date that may stand behind a relative one.

        None when it cannot be read, or tells of a day that never was.
        """
        if title and (found := wall(title)):
            if found.time is None:  # "Yesterday", whose time stands beside it
                found = Wall(
                    first=found.first, second=found.second, year=found.year, time=_time(text), is_open=found.is_open
                )
            return self._placed(found.at(day_first=self.day_first))
        if found := wall(text):
            return self._placed(found.at(day_first=self.day_first))
        return self._relative(text)

    def _relative(self, text: str) -> datetime | None:
        if found := _DAY_WORD.search(text):
            day = self.now.astimezone(self.zone).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0)
            return self._placed(day - (DAY if found["yesterday"] else timedelta(0)) + (_time(text) or timedelta(0)))
        if found := _AGO.search(text):
            unit = next(length for n, (_, length) in enumerate(_UNITS) if found[f"u{n}"])
            count = int(found["count"]) if found["count"].isdigit() else 1
            ahead = _AHEAD.search(text) and not _PAST.search(text)
            return self.now + unit * (count if ahead else -count)
        return self.now if _JUST_NOW.search(text) else None

    def _placed(self, moment: datetime | None) -> datetime | None:
        if moment is None:
            return None
        try:
            return moment.replace(tzinfo=self.zone).astimezone(UTC)
        except OverflowError:
            return None


def sent_at(headers: Iterable[tuple[str, str]], fetched_at: datetime) -> datetime:
    """When the server says it sent the page; ours when it doesn't say, or says it unreadably."""
    for name, value in headers:
        if name.lower() != "date":
            continue
        try:
            moment = parsedate_to_datetime(value)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, TypeError, OverflowError):
            return fetched_at
    return fetched_at


def believed(sent_at: datetime, fetched_at: datetime, *, clock: str | None) -> datetime:
    """*sent_at*, unless the board's own *clock* belies it and agrees with *fetched_at*: some servers' dates are wrong
    by years, and the pages of a recorded board are older than our clock."""
    shown = wall(clock) if clock else None
    if shown is None or _is_near(shown, sent_at) or not _is_near(shown, fetched_at):
        return sent_at
    return fetched_at


def _is_near(shown: Wall, now: datetime) -> bool:
    return any(_offset(now, shown.at(day_first=order)) is not None for order in _ORDERS)


def learn(
    *,
    now: datetime,
    clock: str | None,
    dates: Sequence[str],
    rising: Sequence[str] = (),
    zone: str | None = None,
    day_first: bool | None = None,
) -> Calendar:
    """The calendar of a page, from what it shows.

    *clock* is the board's own clock, *dates* every date on the page, *rising* those that follow one another in time.
    *zone* and *day_first* are what the operator declared: they count where the page says nothing.
    """
    shown = wall(clock) if clock else None
    order = _order(now, shown, dates, rising)
    if order is None:
        order = bool(day_first)
    offset = _offset(now, shown.at(day_first=order)) if shown and shown.time is not None else None
    return Calendar(now=now, zone=timezone(offset) if offset is not None else _named(zone), day_first=order)


def _named(zone: str | None) -> tzinfo:
    try:
        return ZoneInfo(zone) if zone else UTC
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _offset(now: datetime, shown: datetime | None) -> timedelta | None:
    if shown is None:
        return None
    ahead = shown - now.astimezone(UTC).replace(tzinfo=None)
    if abs(ahead) > FURTHEST_ZONE:
        return None
    return round(ahead / QUARTER) * QUARTER


def _order(now: datetime, shown: Wall | None, dates: Sequence[str], rising: Sequence[str]) -> bool | None:
    """Whether days come first; the evidence that is hardest to mistake is asked first. None: nothing tells."""
    if (
        shown
        and shown.is_open
        and (told := _only(_offset(now, shown.at(day_first=order)) for order in _ORDERS)) is not None
    ):
        return told
    walls = [found for text in dates if (found := wall(text)) and found.is_open]
    for found in walls:
        if (told := _only(found.at(day_first=order) for order in _ORDERS)) is not None:
            return told
    limit = now.astimezone(UTC).replace(tzinfo=None) + 2 * DAY
    if (told := _only(_past(walls, limit, order) for order in _ORDERS)) is not None:
        return told
    steps = [found for text in rising if (found := wall(text)) and found.is_open]
    return _only(_rises(steps, order) for order in _ORDERS)


_ORDERS = (False, True)


def _only(readings: Iterable[object]) -> bool | None:
    """Which of the two orders makes sense, where the other doesn't."""
    month_first, day_first = (reading is not None for reading in readings)
    return None if month_first == day_first else day_first


def _past(walls: Sequence[Wall], limit: datetime, day_first: bool) -> bool | None:
    return (
        all(moment is None or moment <= limit for found in walls for moment in [found.at(day_first=day_first)]) or None
    )


def _rises(walls: Sequence[Wall], day_first: bool) -> bool | None:
    moments = [moment for found in walls if (moment := found.at(day_first=day_first))]
    return all(a <= b for a, b in pairwise(moments)) or None
