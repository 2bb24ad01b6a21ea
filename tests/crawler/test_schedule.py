"""When a source is due, over a whole year of a zone that moves its clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.schedule import after_failure, after_outage, describe, is_due, next_due
from model.errors import BadInput
from model.identities import SourceId
from model.sources import Health, Schedule, SourceState, Window

PARIS = ZoneInfo("Europe/Paris")
NEW_YEAR = datetime(2024, 1, 1, tzinfo=PARIS)
YEAR_END = datetime(2025, 1, 1, tzinfo=PARIS)
NOON = datetime(2024, 2, 10, 12, 0, tzinfo=UTC)
NIGHT = Window(opens=time(22), closes=time(6), zone="Europe/Paris")
MORNING = Window(opens=time(9), closes=time(11, 30), zone="Europe/Paris")
HOUR = timedelta(hours=1)

moments = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=730)).map(lambda ago: NEW_YEAR + ago)
chances = st.floats(min_value=0, max_value=1, exclude_max=True)
clock_times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
windows = st.builds(Window, opens=clock_times, closes=clock_times, zone=st.just("Europe/Paris")).filter(
    lambda window: window.opens != window.closes
)
schedules = st.one_of(
    st.builds(
        Schedule,
        every=st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=40)),
        window=st.none() | windows,
        jitter=st.floats(min_value=0, max_value=1),
    ),
    st.builds(
        Schedule,
        cron=st.sampled_from(["*/15 * * * *", "30 2 * * *", "0 3 * * 1-5", "15,45 1-3 * * *", "0 12 1 * *"]),
        zone=st.just("Europe/Paris"),
        window=st.none() | windows,
        jitter=st.floats(min_value=0, max_value=1),
    ),
)


def runs(schedule: Schedule, *, start: datetime = NEW_YEAR, end: datetime = YEAR_END) -> Iterator[datetime]:
    """Each moment between *start* and *end* at which a daemon that never sleeps would visit, without jitter."""
    due = next_due(schedule, after=start - timedelta(seconds=1), chance=0)
    while due < end:
        yield due
        due = next_due(schedule, after=due, chance=0)


def local(*clock: int, fold: int = 0) -> datetime:
    return datetime(*clock, tzinfo=PARIS, fold=fold)  # type: ignore[arg-type,misc]  # year to minute


def inside(window: Window, moment: datetime) -> bool:
    clock = moment.astimezone(ZoneInfo(window.zone)).time()
    if window.opens < window.closes:
        return window.opens <= clock < window.closes
    return not window.closes <= clock < window.opens


@given(schedules, moments, chances)
def test_a_source_is_due_again_later_and_only_while_its_window_is_open(
    schedule: Schedule, after: datetime, chance: float
) -> None:
    due = next_due(schedule, after=after, chance=chance)
    assert due > after
    assert due.utcoffset() == timedelta(0)
    assert schedule.window is None or inside(schedule.window, due)


@given(st.timedeltas(min_value=timedelta(seconds=1), max_value=timedelta(days=40)), moments, chances)
def test_jitter_adds_at_most_its_share_of_the_interval(every: timedelta, after: datetime, chance: float) -> None:
    due = next_due(Schedule(every=every, jitter=0.2), after=after, chance=chance)
    assert every <= due - after <= every * 1.2 + timedelta(microseconds=1)


@given(moments, chances, st.floats(min_value=0, max_value=1))
def test_jitter_never_pushes_a_cron_line_past_its_next_ring(after: datetime, chance: float, jitter: float) -> None:
    exact = Schedule(cron="*/15 * * * *", jitter=0)
    ring = next_due(exact, after=after, chance=0)
    due = next_due(Schedule(cron="*/15 * * * *", jitter=jitter), after=after, chance=chance)
    assert ring <= due <= next_due(exact, after=ring, chance=0)


@given(schedules, moments, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=300)))
def test_however_long_the_machine_slept_missed_visits_are_made_up_for_once(
    schedule: Schedule, visited: datetime, slept: timedelta
) -> None:
    awake = next_due(schedule, after=visited, chance=0) + slept
    assert next_due(schedule, after=awake, chance=0) > awake


@pytest.mark.parametrize(
    ("schedule", "count"),
    [
        pytest.param(
            Schedule(cron="30 2 * * *", zone="Europe/Paris"), 366, id="in the hour that is skipped and repeated"
        ),
        pytest.param(Schedule(cron="15,45 2 * * *", zone="Europe/Paris"), 2 * 366 - 1, id="twice in that hour"),
        pytest.param(Schedule(cron="0 0 * * *", zone="Europe/Paris"), 366, id="at midnight"),
        pytest.param(Schedule(cron="*/15 * * * *", zone="Europe/Paris"), 4 * 24 * 366, id="each quarter of real time"),
        pytest.param(Schedule(cron="0 9 * * 1-5", zone="Europe/Paris"), 262, id="on working days"),
        pytest.param(Schedule(cron="0 12 29 2 *", zone="Europe/Paris"), 1, id="on the leap day"),
        pytest.param(Schedule(every=timedelta(hours=6)), 4 * 366, id="every six hours"),
    ],
)
def test_a_year_in_paris_holds_exactly_so_many_visits(schedule: Schedule, count: int) -> None:
    assert sum(1 for _ in runs(schedule)) == count


@pytest.mark.parametrize(
    ("schedule", "after", "due"),
    [
        pytest.param(
            Schedule(cron="30 2 * * *", zone="Europe/Paris"),
            local(2024, 3, 30, 12, 0),
            local(2024, 3, 31, 3, 0),
            id="a time that spring skips comes when the clock has jumped",
        ),
        pytest.param(
            Schedule(cron="30 2 * * *", zone="Europe/Paris"),
            local(2024, 10, 27, 2, 10, fold=1),
            local(2024, 10, 28, 2, 30),
            id="a time that autumn repeats does not come twice",
        ),
        pytest.param(
            Schedule(every=HOUR, window=Window(opens=time(2, 30), closes=time(5), zone="Europe/Paris")),
            local(2024, 3, 31, 0, 10),
            local(2024, 3, 31, 3, 0),
            id="a window that should open in the skipped hour opens after it",
        ),
        pytest.param(
            Schedule(every=HOUR, window=Window(opens=time(2), closes=time(3), zone="Europe/Paris")),
            local(2024, 3, 31, 0, 30),
            local(2024, 4, 1, 2, 0),
            id="a window that the clock jumps over opens the next day",
        ),
        pytest.param(
            Schedule(every=HOUR, window=NIGHT),
            local(2024, 6, 1, 5, 30),
            local(2024, 6, 1, 22, 0),
            id="what comes after closing waits for the evening",
        ),
        pytest.param(
            Schedule(every=HOUR, window=NIGHT),
            local(2024, 6, 1, 23, 30),
            local(2024, 6, 2, 0, 30),
            id="midnight does not close a window",
        ),
        pytest.param(
            Schedule(every=timedelta(minutes=20), window=MORNING),
            local(2024, 6, 1, 11, 15),
            local(2024, 6, 2, 9, 0),
            id="a window closes at its last minute",
        ),
        pytest.param(
            Schedule(cron="0 12 * * *", zone="Europe/Paris", window=NIGHT),
            local(2024, 6, 1, 8, 0),
            local(2024, 6, 1, 22, 0),
            id="a cron line outside the window is not lost",
        ),
    ],
)
def test_a_source_is_due_at(schedule: Schedule, after: datetime, due: datetime) -> None:
    assert next_due(schedule, after=after, chance=0) == due


def test_sources_that_wait_for_the_same_opening_do_not_fall_in_step() -> None:
    schedule = Schedule(every=timedelta(days=1), window=NIGHT, jitter=0.5)
    dues = {next_due(schedule, after=local(2024, 6, 1, 12, 0), chance=n / 10) for n in range(10)}
    assert len(dues) == 10


@pytest.mark.parametrize("cron", ["0 0 30 2 *", "61 * * * *", "often"])
def test_a_cron_line_that_never_comes_is_refused(cron: str) -> None:
    with pytest.raises(BadInput, match=r"cron line|never comes"):
        next_due(Schedule(cron=cron), after=NOON, chance=0)


def state(
    *, due: datetime | None = NOON, visited: datetime | None = None, paused: datetime | None = None
) -> SourceState:
    return SourceState(
        id=SourceId("forum"),
        added_at=NOON - HOUR,
        paused_at=paused,
        next_due_at=due,
        last_visit_at=visited,
        health=Health.OK,
        health_since=NOON,
    )


@pytest.mark.parametrize(
    ("known", "window", "now", "answer"),
    [
        pytest.param(state(due=None), None, NOON, True, id="never visited"),
        pytest.param(state(), None, NOON, True, id="its time has come"),
        pytest.param(state(), None, NOON - timedelta(seconds=1), False, id="its time has not come"),
        pytest.param(state(), None, NOON + timedelta(days=9), True, id="its time is long past"),
        pytest.param(state(paused=NOON), None, NOON + HOUR, False, id="paused"),
        pytest.param(state(due=None), NIGHT, NOON, False, id="never visited, window closed"),
        pytest.param(state(), NIGHT, NOON + 8 * HOUR, False, id="missed, window closed: 21:00 in Paris"),
        pytest.param(state(), NIGHT, NOON + 9 * HOUR, True, id="missed, window open: 22:00 in Paris"),
        pytest.param(
            state(due=NOON + timedelta(days=1), visited=NOON + 23 * HOUR),
            None,
            NOON,
            True,
            id="the clock was a day ahead",
        ),
    ],
)
def test_whether_a_visit_may_start(known: SourceState, window: Window | None, now: datetime, *, answer: bool) -> None:
    assert is_due(known, Schedule(every=HOUR, window=window), now) is answer


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (Schedule(every=timedelta(minutes=20)), "every 20m"),
        (Schedule(every=timedelta(days=1, hours=1, minutes=30)), "every 1d1h30m"),
        (Schedule(cron="*/15 * * * *", zone="Europe/Paris"), "at */15 * * * * Europe/Paris"),
        (Schedule(every=HOUR, window=NIGHT), "every 1h, between 22:00 and 06:00 Europe/Paris"),
    ],
)
def test_people_read_a_schedule_in_words(schedule: Schedule, words: str) -> None:
    assert describe(schedule) == words


@given(schedules, moments, st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9)), chances)
def test_n5_a_source_whose_way_out_was_down_is_due_no_later_than_it_would_be(
    schedule: Schedule, after: datetime, lasted: timedelta, chance: float
) -> None:
    due = after_outage(schedule, since=after - lasted, after=after, chance=chance)
    assert after < due <= next_due(schedule, after=after, chance=chance)


def test_n5_a_way_out_that_stays_down_is_tried_ever_more_rarely_until_it_is_as_often_as_ever() -> None:
    schedule, moment, waits = Schedule(every=timedelta(minutes=20)), NOON, list[timedelta]()
    for _ in range(8):
        due = after_outage(schedule, since=NOON, after=moment, chance=0.0)
        waits.append(due - moment)
        moment = due
    assert [wait.total_seconds() for wait in waits] == [30, 30, 60, 120, 240, 480, 960, 1200]


@pytest.mark.parametrize(
    ("every", "is_busy", "wait"),
    [
        pytest.param(HOUR, True, timedelta(minutes=1), id="it waits for another visit, not for an interval"),
        pytest.param(HOUR, False, HOUR, id="something is to be mended first"),
        pytest.param(timedelta(seconds=1), False, timedelta(minutes=1), id="but not every second"),
    ],
)
def test_a_visit_that_could_not_begin_is_tried_again(every: timedelta, is_busy: bool, wait: timedelta) -> None:
    assert after_failure(Schedule(every=every, jitter=0), after=NOON, is_busy=is_busy) == NOON + wait
