"""How one page writes dates: what its words, absolute or relative to now, tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import Enum

from crawler.dates.walls import Wall, epoch, time_of_day, wall
from crawler.dates.words import AGO, DAYS, MOMENTS, ONE, UNITS, WEEKDAY, folded, weekday

__all__ = ["FURTHEST_ZONE", "Calendar", "Telling", "Told"]

DAY = timedelta(days=1)
FURTHEST_ZONE = timedelta(hours=14, minutes=30)  # Kiritimati is at +14
LONGEST = 400 * 12  # months: what is said to be older than that is a jest

_UNIT = "|".join(f"(?P<u{n}>{words})" for n, (words, _) in enumerate(UNITS))
_COUNTED = re.compile(rf"(?<![\w.,])(?:(?P<count>\d{{1,5}})\s?|(?P<one>{ONE})\s)(?:{_UNIT})(?!\w)\.?")
_UNCOUNTED = re.compile(rf"(?<!\w)(?:{_UNIT})\sназад(?!\w)")
_HALF = re.compile(
    r"(?<!\w)(?:half an hour|(?:une )?demi-?\s?heure|(?:einer )?halben? stunde|media hora|meia hora|mezz'?ora|полчаса)"
    r"(?!\w)"
)
_FEW = re.compile(
    r"(?<!\w)(?:a few|few|some|quelques|ein paar|(?:ein)?igen?|unos|pocos|alguns|pochi|несколько)"
    r"\s(?:second\w*|sekunden?|segundos|secondi|секунд\w*)"
)
_PAST = re.compile(rf"(?<!\w)(?:{AGO})(?!\w)")
_AHEAD = re.compile(r"(?<!\w)(?:in|dans|en|через|em|tra|fra)\s(?=\d|an?\s|un|ein)")
_NOW = re.compile(rf"(?<!\w)(?:{MOMENTS})(?!\w)")
_DAYS = [(re.compile(rf"(?<![\w-])(?:{words})(?!\w)"), ahead) for words, ahead in DAYS]
_WEEKDAY = re.compile(rf"(?<!\w)(?P<name>{WEEKDAY})(?!\w)")
_LAST = re.compile(
    r"(?<!\w)(?:last|derniere?|letzten?r?|vergangenen?|pasado|ultimo|passad[oa]|scors[oa]|прошл\w+)(?!\w)"
)


class Telling(Enum):
    """What a date's words are worth."""

    EXACT = "exact"
    ROUGH = "rough"  # a day without a time, months ago, an hour that the clocks went through twice
    AMBIGUOUS = "ambiguous"  # day or month may come first, and nothing on the board says which
    AHEAD = "ahead"  # nobody posts in the future
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a date's words tell."""

    at: datetime | None  # UTC; None unless they are exact or rough
    telling: Telling

    @property
    def is_exact(self) -> bool:
        """Whether nothing is lost when the words are."""
        return self.telling is Telling.EXACT


NOTHING = Told(at=None, telling=Telling.UNREADABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How one page writes dates, and when it was sent."""

    now: datetime
    zone: tzinfo = UTC
    day_first: bool | None = None  # None: nothing tells, and what could be either is not read
    latest: datetime | None = None  # None: now; when the page came, where its server's clock may be behind

    def read(self, text: str, *, title: str | None = None) -> datetime | None:
        """The moment that *text* tells, in UTC; *title* is the absolute date that may stand behind a relative one.

        None when it cannot be read, may mean two days, or tells of a day that never was or is yet to come.
        """
        return self.told(text, title=title).at

    def told(self, text: str, *, title: str | None = None) -> Told:
        """What *text* tells, and what that is worth; *title* as with `read`."""
        if title and (moment := epoch(title)):
            return self._checked(moment, Telling.EXACT)
        if title and (found := wall(title)):
            return self._absolute(found, beside=text)
        if moment := epoch(text):
            return self._checked(moment, Telling.EXACT)
        if found := wall(text):
            return self._absolute(found, beside="")
        return self._relative(folded(text[:400]))

    def _absolute(self, found: Wall, *, beside: str) -> Told:
        time, zone = found.time, found.zone
        if time is None and beside:  # "Yesterday", whose time stands beside it
            time, zone = time_of_day(folded(beside)) or (None, None)
        dates = {moment for order in self._orders(found) if (moment := self._day(found, order))}
        if len(dates) != 1:
            return Told(at=None, telling=Telling.AMBIGUOUS) if dates else NOTHING
        moment = dates.pop().replace(hour=0, minute=0, second=0) + (time or timedelta(0))
        return self._placed(moment, zone, Telling.EXACT if time is not None else Telling.ROUGH)

    def _orders(self, found: Wall) -> frozenset[bool]:
        if not found.is_open:
            return frozenset((False,))
        return found.orders if self.day_first is None else frozenset((self.day_first,))

    def _day(self, found: Wall, order: bool) -> datetime | None:
        """The day itself; one without a year is the last that was."""
        if found.year is not None:
            return found.at(day_first=order)
        today = self._here().replace(tzinfo=None)
        years = (found.at(day_first=order, year=today.year - back) for back in range(9))
        return next((moment for moment in years if moment and moment <= today + DAY), None)

    def _relative(self, text: str) -> Told:
        for pattern, ahead in _DAYS:
            if pattern.search(text):
                return self._on(ahead, text)
        is_weekday = (time_of_day(text) or _LAST.search(text)) and not _COUNTED.search(text)
        if is_weekday and (found := _WEEKDAY.search(text)):
            back = (self._here().isoweekday() - weekday(found["name"])) % 7 or 7
            return self._on(-back, text)
        return self._ago(text)

    def _on(self, ahead: int, text: str) -> Told:
        day = self._here().replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0) + ahead * DAY
        time, zone = time_of_day(text) or (None, None)
        return self._placed(day + (time or timedelta(0)), zone, Telling.EXACT if time is not None else Telling.ROUGH)

    def _ago(self, text: str) -> Told:
        if _HALF.search(text) and _PAST.search(text):
            return self._checked(self.now - timedelta(minutes=30), Telling.EXACT)
        if _FEW.search(text) or (_NOW.search(text) and not _COUNTED.search(text)):
            return self._checked(self.now, Telling.EXACT)
        counted = list(_COUNTED.finditer(text)) or list(_UNCOUNTED.finditer(text))
        if not counted:
            return NOTHING
        is_past = _PAST.search(text) is not None
        if not is_past and _AHEAD.search(text):
            return self._moved(counted, -1)
        return self._moved(counted, 1) if is_past or _is_all(counted, text) else NOTHING

    def _moved(self, counted: list[re.Match[str]], direction: int) -> Told:
        length, months = timedelta(0), 0
        for found in counted:
            unit = next(length for n, (_, length) in enumerate(UNITS) if found[f"u{n}"])
            count = direction * int(found.groupdict().get("count") or 1)
            if isinstance(unit, int):
                months += unit * count
            else:
                length += unit * count
        if abs(months) > LONGEST:
            return NOTHING
        try:
            moment = _months_before(self.now, months) - length
        except (OverflowError, ValueError):
            return NOTHING
        return self._checked(moment, Telling.ROUGH if months or abs(length) >= DAY else Telling.EXACT)

    def _here(self) -> datetime:
        return self.now.astimezone(self.zone)

    def _placed(self, moment: datetime, zone: tzinfo | None, telling: Telling) -> Told:
        """*moment* of the board's wall, as UTC."""
        local = moment.replace(tzinfo=zone or self.zone)
        try:
            there = local.astimezone(UTC)
            if there.astimezone(local.tzinfo).replace(tzinfo=None) != moment:
                return NOTHING  # the hour that the clocks left out
            twice = local.replace(fold=1).astimezone(UTC) != there
        except OverflowError:
            return NOTHING
        return self._checked(there, Telling.ROUGH if twice else telling)

    def _checked(self, moment: datetime, telling: Telling) -> Told:
        if moment > max(self.now, self.latest or self.now) + FURTHEST_ZONE:
            return Told(at=None, telling=Telling.AHEAD)
        return Told(at=moment.astimezone(UTC), telling=telling)


def _is_all(counted: list[re.Match[str]], text: str) -> bool:
    """Whether a length of time is all that *text* says, as in "5h" or "il y a 3 jours, 2 heures"."""
    return sum(found.end() - found.start() for found in counted) >= len(text.strip(" ,.·•-")) - 3


def _months_before(moment: datetime, months: int) -> datetime:
    index = moment.year * 12 + moment.month - 1 - months
    for day in range(moment.day, moment.day - 4, -1):
        try:
            return moment.replace(year=index // 12, month=index % 12 + 1, day=day)
        except ValueError:
            if day <= 28:
                raise
    raise ValueError(months)
