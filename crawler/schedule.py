"""When a source is due: a pure rule over its schedule, a moment and a throw of the dice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from model.errors import BadInput
from model.sources import Schedule, SourceState, Window

__all__ = ["after_failure", "after_outage", "describe", "is_due", "next_due"]

DEFAULT = timedelta(minutes=20)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
SHORTEST_OUTAGE = timedelta(seconds=30)
LOOKAHEAD = 3 * 24 * 60  # minutes: a window that the clock jumps over opens again a day later


def next_due(schedule: Schedule, *, after: datetime, chance: float) -> datetime:
    """The moment, in UTC and later than *after*, at which a source that was visited then is due next.

    *chance*, from 0 up to 1, says how much of the jitter is added. What falls outside the window moves to its
    next opening. It counts from the visit and not from when that should have been: visits that were missed are
    made up for once.
    """
    after = after.astimezone(UTC)
    if schedule.cron is None:
        interval = schedule.every or DEFAULT
        due = after + interval
    else:
        due = _ring(schedule.cron, schedule.zone, after)
        interval = _ring(schedule.cron, schedule.zone, due) - due
    if schedule.window is None:
        return due + interval * schedule.jitter * chance
    return _admit(schedule.window, due, spread=min(interval, _length(schedule.window)) * schedule.jitter * chance)


def after_outage(schedule: Schedule, *, since: datetime, after: datetime, chance: float) -> datetime:
    """When a source is due again whose way out was down *after* a visit, and has been *since* then.

    It waits as long again as that has lasted, so half a minute at first and ever longer, but never past its usual time:
    what was away for a moment is back within an interval.
    """
    outage = max(after - since, SHORTEST_OUTAGE)
    usual = next_due(schedule, after=after, chance=chance)
    return min(usual, after + outage * (1 + schedule.jitter * chance))


def after_failure(schedule: Schedule, *, after: datetime, is_busy: bool) -> datetime:
    """When a source is tried again whose visit could not begin.

    In a minute where it *is_busy*, itself or its account: who holds it lets go of it. Else something is to be mended.
    """
    soon = after + MINUTE
    return soon if is_busy else max(soon, next_due(schedule, after=after, chance=0.5))


def is_due(state: SourceState, schedule: Schedule, now: datetime) -> bool:
    """Whether a visit may start *now*: the source is not paused, its time has come and its window is open."""
    if state.paused_at is not None:
        return False
    is_open = schedule.window is None or _contains(schedule.window, now)
    return is_open and (_has_come(state, now) or _was_set_back(state, now))


def describe(schedule: Schedule) -> str:
    """The schedule in words: `every 20m, between 22:00 and 06:00 Europe/Paris`."""
    if schedule.cron is None:
        when = f"every {_in_words(schedule.every or DEFAULT)}"
    else:
        when = f"at {schedule.cron} {schedule.zone}"
    if schedule.window is None:
        return when
    window = schedule.window
    return f"{when}, between {window.opens:%H:%M} and {window.closes:%H:%M} {window.zone}"


def _has_come(state: SourceState, now: datetime) -> bool:
    return state.next_due_at is None or state.next_due_at <= now


def _was_set_back(state: SourceState, now: datetime) -> bool:
    """A visit in the future means that the clock was wrong then, and so is the due time that came of it."""
    return state.last_visit_at is not None and state.last_visit_at > now + MINUTE


def _ring(cron: str, zone: str, after: datetime) -> datetime:
    """When *cron* rings next. In the hour that a clock repeats, cronsim may first name a moment that is past."""
    try:
        for moment in CronSim(cron, after.astimezone(ZoneInfo(zone))):
            if (ring := moment.astimezone(UTC)) > after:
                return ring
    except CronSimError as error:
        raise BadInput(f"'{cron}' is not a cron line ({error}): write it like \"*/15 * * * *\"") from error
    raise BadInput(f"'{cron}' never comes: check its day and month")


def _admit(window: Window, due: datetime, *, spread: timedelta) -> datetime:
    """*due* plus *spread*, where the window allows it.

    The search goes minute by minute on the wall clock's own terms: so hours that a clock skips or repeats need
    no cases, and the longest search takes a few milliseconds a visit.
    """
    opening = due
    for n in range(LOOKAHEAD):
        if _contains(window, opening):
            return opening + spread if _contains(window, opening + spread) else opening
        opening = due.replace(second=0, microsecond=0) + (n + 1) * MINUTE
    raise BadInput(f"the window from {window.opens:%H:%M} to {window.closes:%H:%M} never opens: mend the schedule")


def _contains(window: Window, moment: datetime) -> bool:
    clock = moment.astimezone(ZoneInfo(window.zone)).time()
    if window.opens < window.closes:
        return window.opens <= clock < window.closes
    return clock >= window.opens or clock < window.closes


def _length(window: Window) -> timedelta:
    opens = timedelta(hours=window.opens.hour, minutes=window.opens.minute)
    closes = timedelta(hours=window.closes.hour, minutes=window.closes.minute)
    return (closes - opens) % DAY or DAY


def _in_words(interval: timedelta) -> str:
    seconds = int(interval.total_seconds())
    parts = []
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m"), (1, "s")):
        count, seconds = divmod(seconds, size)
        parts += [f"{count}{unit}"] if count else []
    return "".join(parts) or "0s"
