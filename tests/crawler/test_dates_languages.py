"""Dates in the languages of this field, as software of all ages writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.dates import Calendar, Telling, learn, named, shown_clock, told_zone, zone_name

NOW = datetime(2024, 2, 10, 12, 30, tzinfo=UTC)  # a Saturday
CALENDAR = Calendar(now=NOW)

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
}
SHORT = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "ru": "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "de": "Jan. Feb. Mär. Apr. Mai Jun. Jul. Aug. Sep. Okt. Nov. Dez.",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
}
SHAPES = ("{d} {m} {y}, {t}", "{d}. {m} {y} {t}", "{d} de {m} de {y} {t}", "{t}, {d} {m} {y}", "{d}-{m}-{y} {t}")
MOMENTS = st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2024, 2, 9))  # noqa: DTZ001


@given(MOMENTS, st.sampled_from(sorted(MONTHS)), st.booleans(), st.sampled_from(SHAPES))
def test_every_language_s_months_are_read_back(shown: datetime, language: str, is_short: bool, shape: str) -> None:
    name = (SHORT if is_short else MONTHS)[language].split()[shown.month - 1]
    text = shape.format(d=shown.day, m=name, y=shown.year, t=shown.strftime("%H:%M"))
    wanted = shown.replace(second=0, microsecond=0, tzinfo=UTC)
    assert CALENDAR.read(text) == wanted
    assert CALENDAR.read(text.upper()) == wanted


@given(MOMENTS, st.integers(min_value=-48, max_value=56))
def test_a_date_that_names_its_zone_needs_no_other(shown: datetime, quarters: int) -> None:
    moment = shown.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=15 * quarters)))
    assert Calendar(now=NOW, zone=ZoneInfo("Asia/Tokyo")).read(moment.isoformat()) == moment.astimezone(UTC)


@given(MOMENTS)
def test_what_could_be_two_days_is_never_guessed(shown: datetime) -> None:
    told = CALENDAR.told(shown.strftime("%d/%m/%Y %H:%M"))
    wanted = shown.replace(second=0, microsecond=0, tzinfo=UTC)
    is_open = shown.day <= 12 and shown.day != shown.month
    assert (told.at, told.telling) == ((None, Telling.AMBIGUOUS) if is_open else (wanted, Telling.EXACT))


@pytest.mark.parametrize(
    ("text", "ago"),
    [
        ("il y a une demi-heure", timedelta(minutes=30)),
        ("il y a 3 jours", timedelta(days=3)),
        ("минуту назад", timedelta(minutes=1)),
        ("полчаса назад", timedelta(minutes=30)),
        ("2 ч. назад", timedelta(hours=2)),
        ("3 дня назад", timedelta(days=3)),
        ("vor einer Stunde", timedelta(hours=1)),
        ("vor 2 Tagen", timedelta(days=2)),
        ("hace 2 días", timedelta(days=2)),
        ("hace unos segundos", timedelta(0)),
        ("há 3 horas", timedelta(hours=3)),
        ("3 ore fa", timedelta(hours=3)),
        ("a moment ago", timedelta(0)),
        ("a few seconds ago", timedelta(0)),
        ("à l’instant", timedelta(0)),
        ("только что", timedelta(0)),
        ("an hour ago", timedelta(hours=1)),
        ("2 days, 3 hours ago", timedelta(days=2, hours=3)),
        ("5h", timedelta(hours=5)),
        ("5m ago", timedelta(minutes=5)),
    ],
)
def test_how_long_ago_is_told_in_many_words(text: str, ago: timedelta) -> None:
    assert CALENDAR.read(text) == NOW - ago


@pytest.mark.parametrize(
    ("text", "day", "hour"),
    [
        ("hier à 14:05", 9, "14:05"),
        ("avant-hier à 14h05", 8, "14:05"),
        ("Позавчера в 14:05", 8, "14:05"),
        ("gestern um 14:05 Uhr", 9, "14:05"),
        ("vorgestern, 14:05", 8, "14:05"),
        ("anteayer a las 14:05", 8, "14:05"),
        ("ontem às 14:05", 9, "14:05"),
        ("ieri, 14:05", 9, "14:05"),
        ("Today at 05:12 AM", 10, "05:12"),
        ("Friday at 5:12 PM", 9, "17:12"),
        ("Saturday at 5:12 PM", 3, "17:12"),
        ("vendredi dernier à 17:12", 9, "17:12"),
        ("в пятницу в 17:12", 9, "17:12"),
        ("letzten Freitag, 17:12", 9, "17:12"),
        ("el viernes pasado a las 17:12", 9, "17:12"),
        ("last Friday", 9, "00:00"),
    ],
)
def test_near_days_are_called_by_name(text: str, day: int, hour: str) -> None:
    moment = CALENDAR.read(text)
    assert moment is not None
    assert (moment.day, moment.strftime("%H:%M")) == (day, hour)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("July 6, 2023, 4:10 p.m.", "2023-07-06 16:10"),
        ("Jan. 8, 2024, 11 p.m.", "2024-01-08 23:00"),
        ("Jan. 8, 2024, noon", "2024-01-08 12:00"),
        ("Sept. 24, 2023, midnight", "2023-09-24 00:00"),
        ("06 July 2023 - 14:10", "2023-07-06 14:10"),
        ("Thu Feb  8 19:42:13 2024", "2024-02-08 19:42"),
        ("1er janv. 2024 à 0h05", "2024-01-01 00:05"),
        ("8. März 2023 19.42 Uhr", "2023-03-08 19:42"),
        ("8 de sept. de 2023, 7:42 p. m.", "2023-09-08 19:42"),
        ("8 сент. 2023 г., 19:42", "2023-09-08 19:42"),
        ("Thu, 08 Feb 2024 19:42:00 GMT", "2024-02-08 19:42"),
        ("Feb 8, 2024 at 7:42 PM EST", "2024-02-09 00:42"),
        ("1707421320", "2024-02-08 19:42"),
        ("1707421320000", "2024-02-08 19:42"),
        ("02/08/24(Thu)19:42:13", "2024-02-08 19:42"),
        ("2024/02/08(木)19:42", "2024-02-08 19:42"),
        ("2024年2月8日 19:42", "2024-02-08 19:42"),
        ("08-Feb-24 19:42", "2024-02-08 19:42"),
        ("« Reply #3 on: February 08, 2024, 07:42:12 PM »", "2024-02-08 19:42"),
        ("8 Feb, 19:42", "2024-02-08 19:42"),
        ("24 Dec, 19:42", "2023-12-24 19:42"),
        ("25/01/2024 19:42", "2024-01-25 19:42"),
    ],
)
def test_dates_of_all_software(text: str, wanted: str) -> None:
    moment = CALENDAR.read(text)
    assert moment is not None
    assert moment.strftime("%Y-%m-%d %H:%M") == wanted


@pytest.mark.parametrize(
    ("text", "telling"),
    [
        ("02/08/2023 7:42 PM", Telling.AMBIGUOUS),
        ("12 Dec 2024, 10:00", Telling.AHEAD),
        ("dans 3 jours", Telling.AHEAD),
        ("Joined: Nov 2021", Telling.UNREADABLE),
        ("Posts: 18", Telling.UNREADABLE),
        ("192.168.10.12", Telling.UNREADABLE),
        ("the other day", Telling.UNREADABLE),
        ("8 Feb 2024", Telling.ROUGH),
        ("3 years ago", Telling.ROUGH),
        ("il y a 2 mois", Telling.ROUGH),
    ],
)
def test_what_a_date_is_worth_is_told(text: str, telling: Telling) -> None:
    assert CALENDAR.told(text).telling is telling


def test_an_hour_that_never_was_is_no_date_and_one_that_was_twice_is_rough() -> None:
    paris = Calendar(now=NOW, zone=ZoneInfo("Europe/Paris"))
    assert paris.told("26 March 2023, 02:30").telling is Telling.UNREADABLE
    assert paris.told("29 October 2023, 02:30").telling is Telling.ROUGH
    assert paris.read("26 March 2023, 03:30") == datetime(2023, 3, 26, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("foot", "zone"),
    [
        ("All times are UTC+03:00", "+03:00"),
        ("All times are GMT + 1 Hour", "+01:00"),
        ("All times are UTC - 5 hours [ DST ]", "-04:00"),
        ("Toutes les heures sont au format UTC + 1 heure [ Heure d’été ]", "+02:00"),
        ("Fuseau horaire sur UTC+02:00", "+02:00"),
        ("Alle Zeiten sind UTC+01:00", "+01:00"),
        ("Часовой пояс: UTC+03:00", "+03:00"),
        ("La franja horaria es GMT +1.", "+01:00"),
        ("All times are Eastern Time", "America/New_York"),
        ("Time zone: Europe/Moscow", "Europe/Moscow"),
        ("All times are UTC", "UTC"),
        ("It is always time for tea", None),
    ],
)
def test_the_zone_stands_in_the_footer(foot: str, zone: str | None) -> None:
    told = told_zone(foot)
    assert told == (named(zone) if zone != "UTC" else UTC)
    assert told is None or named(zone_name(told)) is not None


@pytest.mark.parametrize(
    ("foot", "ahead"),
    [
        ("It is currently 10 Feb 2024, 15:30", 3),
        ("Nous sommes le 10 févr. 2024, 13:30", 1),
        ("Aktuelle Zeit: 10. Feb 2024, 13:30", 1),
        ("Текущее время: 10 фев 2024, 15:30", 3),
        ("The time now is 07:30 AM.", -5),
        ("Es ist jetzt 14:30 Uhr.", 2),
        ("Ahora son las 13:30.", 1),
    ],
)
def test_the_board_s_own_clock_tells_its_zone(foot: str, ahead: int) -> None:
    calendar = learn(now=NOW, clock=shown_clock(foot), dates=())
    assert NOW.astimezone(calendar.zone).utcoffset() == timedelta(hours=ahead)


def test_a_declared_zone_that_agrees_with_the_clock_knows_of_summers() -> None:
    calendar = learn(now=NOW, clock="10 Feb 2024, 13:30", dates=(), zone="Europe/Paris")
    assert calendar.read("6 July 2023, 16:10") == datetime(2023, 7, 6, 14, 10, tzinfo=UTC)
