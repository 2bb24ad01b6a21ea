"""A sample is checked row by row: keys, birth dates and titles tell a real list from a forged one."""

from __future__ import annotations

import pytest

from matching.records import checked


def number(n: int, *, sex: int = 1, year: int = 84, month: int = 5) -> str:
    body = f"{sex}{year:02}{month:02}99990{n:03}"
    return f"{body}{97 - int(body) % 97:02}"


def test_rows_that_agree_with_their_numbers_are_counted() -> None:
    rows = [f"{number(n)};M.;DURANTEL;14/05/1984" for n in range(1, 11)]
    found = checked(rows)
    assert (found.numbers, found.right, found.agreeing, found.fitting) == (10, 10, 10, 10)
    assert not found.is_forged
    assert str(found) == "nir 10/10 valid; birth dates agree 10/10; civility agrees 10/10"


def test_keys_that_hold_no_more_often_than_by_chance_are_forged() -> None:
    rows = [f"{number(n)[:13]} {(int(number(n)[13:]) + 7) % 97 + 1:02} DURANTEL" for n in range(1, 40)]
    assert checked(rows).is_forged
    assert "rather forged" in str(checked(rows))


def test_birth_dates_drawn_apart_from_the_numbers_are_forged() -> None:
    assert checked(f"{number(n)};DURANTEL;1{n % 9}/0{1 + n % 4}/1961" for n in range(1, 20)).is_forged


def test_titles_drawn_apart_from_the_numbers_are_forged() -> None:
    rows = [f"{number(n, sex=1 + n % 2)};{'M.' if n % 3 else 'Mme'};DURANTEL" for n in range(1, 40)]
    assert checked(rows).is_forged


@pytest.mark.parametrize(
    ("row", "born"),
    [
        ("1 84 05 2A 990 123 07;x;14/05/1984", 1),
        ("184052B990123;x;1984-05-14", 1),
        ("184059999012384|x|5.5.1984", 1),
        ("184059999012384|x|05/06/1984", 0),
    ],
    ids=["Corsica, spaced", "Corsica, ISO date", "German date", "another month"],
)
def test_a_number_is_held_against_the_date_beside_it(row: str, born: int) -> None:
    found = checked([row])
    assert (found.numbers, found.dated, found.agreeing) == (1, 1, born)


def test_months_of_incomplete_acts_are_held_against_nothing() -> None:
    assert checked(["184359999012384;x;14/05/1984"]).dated == 0


def test_a_day_behind_a_number_is_no_key() -> None:
    assert checked(["1840599990123;14/05/1984", "1840599990123 14.05.1984"]).keyed == 0


def test_rows_without_a_number_are_left_alone() -> None:
    assert checked(["DURANTEL;Paul;14/05/1984", "2026-01-01 12:00 ok"]).numbers == 0
