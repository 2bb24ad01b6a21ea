"""How a board writes dates, learnt from all that it shows: the order of day and month, and its zone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from itertools import pairwise

from crawler.dates.calendars import DAY, FURTHEST_ZONE, Calendar
from crawler.dates.walls import Wall, time_of_day, wall
from crawler.dates.words import folded
from crawler.dates.zones import named

__all__ = ["Lesson", "believed", "learn", "lesson", "sent_at"]

QUARTER = timedelta(minutes=15)  # zones differ by quarters of an hour
_ORDERS = (False, True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What a page itself proves of how its board writes dates."""

    zone: tzinfo | None  # None: nothing on the page tells
    day_first: bool | None  # None: as above


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
    if shown is None or shown.year is None or _is_near(shown, sent_at) or not _is_near(shown, fetched_at):
        return sent_at
    return fetched_at


def lesson(
    *, now: datetime, clock: str | None, dates: Sequence[str], rising: Sequence[str] = (), told: tzinfo | None = None
) -> Lesson:
    """What a page proves: by *clock*, the board's own, *dates*, all on the page, and *rising*, those that follow one
    another in time. *told* is the zone that the page itself names."""
    shown = wall(clock) if clock else None
    order = _order(now, shown, dates, rising)
    offset = _by_clock(now, clock, shown, order)
    zone = timezone(offset) if offset is not None else None
    return Lesson(zone=_agreed(now, zone, told) if told is not None else zone, day_first=order)


def _by_clock(now: datetime, clock: str | None, shown: Wall | None, order: bool | None) -> timedelta | None:
    """How far the board's own clock is ahead of UTC; None where that depends on what the page doesn't prove."""
    if clock and shown is None:
        return _offset_by_time(now, clock)
    if shown is None or shown.time is None or shown.zone is not None:
        return None
    orders = (False,) if not shown.is_open else _ORDERS if order is None else (order,)
    offsets = {_offset(now, shown.at(day_first=each)) for each in orders} - {None}
    return offsets.pop() if len(offsets) == 1 else None


def learn(
    *,
    now: datetime,
    clock: str | None,
    dates: Sequence[str],
    rising: Sequence[str] = (),
    zone: str | None = None,
    day_first: bool | None = None,
    told: tzinfo | None = None,
    habit: bool | None = None,
    latest: datetime | None = None,
) -> Calendar:
    """The calendar of a page, from what it shows; *clock*, *dates*, *rising* and *told* as with `lesson`.

    *zone* and *day_first* are what the operator declared or other pages taught: they count where the page proves
    nothing. *habit* is the order that the software has by default, and counts last. An order that some of *dates*
    belie is none: a template that moved may write its dates otherwise than its clock.
    """
    shows = lesson(now=now, clock=clock, dates=dates, rising=rising, told=told)
    order = next((each for each in (shows.day_first, day_first, habit) if each is not None), None)
    if order is not None and _proven(dates) - {order}:
        order = None  # what can be one day only is read, and nothing is taken for another day than it is
    declared = named(zone)
    known = _agreed(now, shows.zone, declared) if declared is not None else shows.zone or UTC
    return Calendar(now=now, zone=known, day_first=order, latest=latest)


def _agreed(now: datetime, shown: tzinfo | None, named_zone: tzinfo) -> tzinfo:
    """What the clock shows; the named zone where both say the same, because that one knows of summers."""
    is_agreed = shown is None or now.astimezone(named_zone).utcoffset() == now.astimezone(shown).utcoffset()
    return named_zone if is_agreed or shown is None else shown


def _is_near(shown: Wall, now: datetime) -> bool:
    return any(_offset(now, shown.at(day_first=order)) is not None for order in _ORDERS)


def _offset(now: datetime, shown: datetime | None) -> timedelta | None:
    if shown is None:
        return None
    ahead = shown - now.astimezone(UTC).replace(tzinfo=None)
    if abs(ahead) > FURTHEST_ZONE:
        return None
    return round(ahead / QUARTER) * QUARTER


def _offset_by_time(now: datetime, clock: str) -> timedelta | None:
    """A clock without a date leaves the day open; nobody lives further from Greenwich than it takes."""
    found = time_of_day(folded(clock))
    if found is None or found[1] is not None:
        return None
    there = now.astimezone(UTC)
    ahead = found[0] - timedelta(hours=there.hour, minutes=there.minute, seconds=there.second)
    offset = round(ahead / QUARTER) * QUARTER % DAY
    return offset if offset <= 13 * timedelta(hours=1) else offset - DAY


def _order(now: datetime, shown: Wall | None, dates: Sequence[str], rising: Sequence[str]) -> bool | None:
    """Whether days come first; the evidence that is hardest to mistake is asked first. None: nothing tells."""
    if shown and shown.is_open and shown.year is not None:
        by_clock = _only(_offset(now, shown.at(day_first=order)) for order in _ORDERS)
        if by_clock is not None:
            return None if _proven(dates) - {by_clock} else by_clock
    if proven := _proven(dates):
        return proven.pop() if len(proven) == 1 else None
    open_ = [found for text in dates if (found := wall(text)) and found.is_open]
    limit = now.astimezone(UTC).replace(tzinfo=None) + 2 * DAY
    if (told := _only(_past(open_, limit, order) for order in _ORDERS)) is not None:
        return told
    steps = [found for text in rising if (found := wall(text)) and found.is_open]
    return _only(_rises(steps, order) for order in _ORDERS)


def _proven(dates: Sequence[str]) -> set[bool]:
    """The orders in which *dates* stand that make sense in one only."""
    open_ = (found for text in dates if (found := wall(text)) and found.is_open)
    return {next(iter(found.orders)) for found in open_ if len(found.orders) == 1}


def _only(readings: Iterable[object]) -> bool | None:
    """Which of the two orders makes sense, where the other doesn't."""
    month_first, day_first = (reading is not None for reading in readings)
    return None if month_first == day_first else day_first


def _past(walls: Sequence[Wall], limit: datetime, day_first: bool) -> bool | None:
    moments = (found.at(day_first=day_first) for found in walls)
    return all(moment is None or moment <= limit for moment in moments) or None


def _rises(walls: Sequence[Wall], day_first: bool) -> bool | None:
    moments = [moment for found in walls if (moment := found.at(day_first=day_first))]
    return all(a <= b for a, b in pairwise(moments)) or None
