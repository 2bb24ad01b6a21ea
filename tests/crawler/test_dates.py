"""A board's dates are understood in its own order, language and zone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import Calendar, believed, learn, sent_at

NOW = datetime(2024, 2, 10, 12, 30, tzinfo=UTC)
MONTH_FIRST = Calendar(now=NOW, day_first=False)
DAY_FIRST = Calendar(now=NOW, day_first=True)


@pytest.mark.parametrize(
    ("calendar", "text"),
    [
        pytest.param(MONTH_FIRST, "02-08-2024, 07:42 PM", id="m-d-Y"),
        pytest.param(MONTH_FIRST, "02-08-24, 07:42 pm", id="m-d-y"),
        pytest.param(MONTH_FIRST, "02.08.2024, 19:42", id="m.d.Y"),
        pytest.param(MONTH_FIRST, "02.08.24 19:42", id="m.d.y"),
        pytest.param(DAY_FIRST, "08-02-2024, 19:42", id="d-m-Y"),
        pytest.param(DAY_FIRST, "08-02-24, 07:42 PM", id="d-m-y"),
        pytest.param(DAY_FIRST, "08.02.2024, 19:42", id="d.m.Y"),
        pytest.param(DAY_FIRST, "08/02/2024 19h42", id="d/m/Y"),
        pytest.param(DAY_FIRST, "2024-02-08, 19:42", id="Y-m-d"),
        pytest.param(MONTH_FIRST, "February 8th, 2024, 07:42 PM", id="F jS, Y"),
        pytest.param(MONTH_FIRST, "Thursday, February 8th, 2024, 7:42 pm", id="l, F jS, Y"),
        pytest.param(MONTH_FIRST, "8th February, 2024, 19:42", id="jS F, Y"),
        pytest.param(MONTH_FIRST, "Thursday, 8th February, 2024, 07:42 PM", id="l, jS F, Y"),
        pytest.param(MONTH_FIRST, "8 février 2024, 19:42", id="French"),
        pytest.param(MONTH_FIRST, "8. Februar 2024, 19:42", id="German"),
        pytest.param(MONTH_FIRST, "8 de febrero de 2024, 19:42", id="Spanish"),
        pytest.param(MONTH_FIRST, "8 февраля 2024, 19:42", id="Russian"),
    ],
)
def test_every_format_of_the_software_tells_the_same_moment(calendar: Calendar, text: str) -> None:
    assert calendar.read(text) == datetime(2024, 2, 8, 19, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("5 minutes ago", timedelta(minutes=5)),
        ("Less than 1 minute ago", timedelta(minutes=1)),
        ("1 hour ago", timedelta(hours=1)),
        ("Il y a 5 minutes", timedelta(minutes=5)),
        ("il y a une heure", timedelta(hours=1)),
        ("vor 3 Stunden", timedelta(hours=3)),
        ("hace 2 horas", timedelta(hours=2)),
        ("5 минут назад", timedelta(minutes=5)),
        ("2 часа назад", timedelta(hours=2)),
        ("in 5 minutes", timedelta(minutes=-5)),
    ],
)
def test_relative_dates_count_from_when_the_page_was_sent(text: str, ago: timedelta) -> None:
    assert MONTH_FIRST.read(text) == NOW - ago


@pytest.mark.parametrize("words", ["Yesterday", "Hier", "Gestern", "Ayer", "Вчера"])
def test_yesterday_is_the_boards_own(words: str) -> None:
    calendar = Calendar(now=datetime(2024, 2, 10, 23, 30, tzinfo=UTC), zone=timezone(timedelta(hours=3)))
    assert calendar.read(f"{words}, 13:40") == datetime(2024, 2, 10, 10, 40, tzinfo=UTC)


@pytest.mark.parametrize("words", ["Today", "Aujourd'hui", "Heute", "Hoy", "Сегодня"])
def test_today_is_the_boards_own(words: str) -> None:
    assert MONTH_FIRST.read(f"{words}, 03:28 AM") == datetime(2024, 2, 10, 3, 28, tzinfo=UTC)


def test_the_absolute_date_behind_a_relative_one_is_believed() -> None:
    read = MONTH_FIRST.read
    assert read("10 minutes ago", title="02-08-2024, 05:23 AM") == datetime(2024, 2, 8, 5, 23, tzinfo=UTC)
    assert read("Yesterday, 03:28 AM", title="02-09-2024") == datetime(2024, 2, 9, 3, 28, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "never", "13-13-2024, 10:00", "02-30-2024", "99:99", "long ago", "31 Foo 2024"])
def test_what_cannot_be_read_is_no_date(text: str) -> None:
    assert MONTH_FIRST.read(text) is None


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    moment = DAY_FIRST.read(text)
    assert moment is None or moment.tzinfo is UTC


@given(
    st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2024, 2, 9)),  # noqa: DTZ001
    st.booleans(),
    st.integers(min_value=-48, max_value=56),
)
def test_what_a_board_writes_is_read_back_to_the_minute(shown: datetime, day_first: bool, quarters: int) -> None:
    zone = timezone(timedelta(minutes=15 * quarters))
    pattern = "%d-%m-%Y, %I:%M %p" if day_first else "%m-%d-%Y, %I:%M %p"
    shown = shown.replace(second=0, microsecond=0)
    calendar = Calendar(now=NOW, zone=zone, day_first=day_first)
    assert calendar.read(shown.strftime(pattern)) == shown.replace(tzinfo=zone).astimezone(UTC)


def test_the_zone_is_learnt_from_the_boards_clock() -> None:
    calendar = learn(now=NOW, clock="Current time: 02-10-2024, 06:01 PM", dates=())
    assert calendar.zone.utcoffset(None) == timedelta(hours=5, minutes=30)


def test_a_clock_that_is_days_off_teaches_nothing() -> None:
    assert learn(now=NOW, clock="02-15-2024, 06:01 PM", dates=(), zone="Europe/Paris").zone == ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("clock", "dates", "rising", "declared", "day_first"),
    [
        pytest.param("10-02-2024, 12:30", ["05-06-2023"], (), None, True, id="the clock shows the second of October"),
        pytest.param("02-10-2024, 12:30", ["05-06-2023"], (), True, False, id="the clock outweighs what was declared"),
        pytest.param(None, ["05-06-2023", "25-06-2023"], (), None, True, id="there is no month 25"),
        pytest.param(None, ["05-06-2023", "06-25-2023"], (), True, False, id="there is no month 25 either"),
        pytest.param(None, ["05-12-2023", "01-12-2024"], (), None, None, id="both may be"),
        pytest.param(None, ["09-02-2024"], (), None, True, id="nobody posts in the future"),
        pytest.param(None, (), ["09-10-2023", "05-11-2023", "02-12-2023"], None, True, id="posts follow one another"),
        pytest.param(None, ["05-06-2023"], (), True, True, id="only the operator says"),
        pytest.param(None, ["05-06-2023"], (), None, None, id="nothing says"),
    ],
)
def test_the_order_of_day_and_month_is_learnt(
    clock: str | None, dates: list[str], rising: list[str], declared: bool | None, day_first: bool | None
) -> None:
    calendar = learn(now=NOW, clock=clock, dates=dates, rising=rising, day_first=declared)
    if day_first is not None:
        assert calendar.day_first is day_first


def test_the_servers_own_date_counts_before_our_clock() -> None:
    assert sent_at([("Date", "Sat, 10 Feb 2024 12:30:00 GMT")], NOW + timedelta(days=9)) == NOW
    assert sent_at([("Date", "soon")], NOW) == NOW
    assert sent_at([], NOW) == NOW


@pytest.mark.parametrize(
    ("sent", "fetched", "clock", "is_sent"),
    [
        pytest.param(NOW, NOW + timedelta(days=400), "02-10-2024, 01:30 PM", True, id="a page that was recorded"),
        pytest.param(NOW - timedelta(days=9000), NOW, "10-02-2024, 13:30", False, id="a server whose clock stands"),
        pytest.param(
            NOW + timedelta(days=900), NOW, "Current time: 02-10-2024, 01:30 PM", False, id="one that is ahead"
        ),
        pytest.param(NOW - timedelta(days=900), NOW, None, True, id="a board without a clock"),
        pytest.param(NOW - timedelta(days=900), NOW, "01-01-2020, 01:30 PM", True, id="a clock that belies both"),
    ],
)
def test_a_servers_date_is_believed_unless_the_boards_clock_belies_it(
    sent: datetime, fetched: datetime, clock: str | None, is_sent: bool
) -> None:
    assert believed(sent, fetched, clock=clock) == (sent if is_sent else fetched)
