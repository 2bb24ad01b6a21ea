"""Names of organisations of all sorts, as they are heard in Cyrillic, and short ones where letters meet by chance."""

from __future__ import annotations

import pytest

from matching.candidates import Sought
from matching.terms import Terms


def is_seen(name: str, text: str) -> bool:
    return bool(Terms([Sought(terms=(name,))]).find(text))


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("Leroy Merlin", "Леруа Мерлена"),
        ("Volkswagen", "Фольксвагеном"),
        ("BNP Paribas", "БНП Париба"),
        ("BNP Paribas", "БНП Парибас"),
        ("Sparkasse", "Шпаркасса"),
        ("Stuttgart", "Штутгарта"),
        ("Tinkoff", "Тинькова"),
        ("Chase", "Чейза"),
        ("La Poste", "Ля Пост"),
        ("Société Générale", "Сосьете Женераль"),
        ("Barclays", "Барклейс"),
        ("Booking", "Букинга"),
        ("Bosch", "Боша"),
        ("AXA", "Акса"),
        ("Otto", "Отто"),
        ("Mutuelle Boréale", "мютюэль бореаль"),
    ],
)
def test_a_name_is_known_in_cyrillic_as_russians_write_it(name: str, heard: str) -> None:
    assert is_seen(name, f"продам базу {heard} за март, через гаранта")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Chase", "Владельцам дано 72 часа, потом слив базы"),
        ("Chase", "проверил логины час назад"),
        ("Otto", "Пробив по операторам. От 70$ за номер, база свежая"),
        ("Otto", "от то что осталось от базы, слив"),
        ("AOK", "1706745900124 temp=61.4 ok 1706746200125 dump"),
        ("HSBC", "leak of the HS BC data base"),
        ("AT&T", '{"sensor":"A7","t":1718000400000} dump'),
        ("AT&T", "the dump opens at 7 in the morning"),
    ],
)
def test_short_names_are_not_put_together_from_what_stands_there(name: str, text: str) -> None:
    assert not is_seen(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SFR", "S.F.R dump for sale"),
        ("SFR", "the S F R dump and the data base"),
        ("HSBC", "H S B C leak data"),
        ("HSBC", "H-S-B-C"),
        ("H&M", "H & M customers dump"),
        ("EDF", "E\u200bD\u200bF"),
        ("EDF", "ЕDF"),
        ("Otto", "0tt0"),
    ],
)
def test_short_names_are_known_in_disguise_all_the_same(name: str, text: str) -> None:
    assert is_seen(name, text)


def test_a_name_of_several_words_stands_in_one_clause() -> None:
    assert not is_seen("Société Générale", "le dump de la société, générale et autres")
    for written in ("Societe-Generale", "société\ngénérale", "Société_Générale", "SOCIÉTÉ.GÉNÉRALE"):
        assert is_seen("Société Générale", f"le dump {written}")


@pytest.mark.parametrize("text", ["dump en*ie 2 millions de lignes", "vends base En#ie", "the eng?e database"])
def test_one_letter_may_be_struck_out_of_five(text: str) -> None:
    assert is_seen("Engie", text)


@pytest.mark.parametrize("text", ["en.ie has the data", "en-ie data", "base e**ie", "une fuite d'en*ui, base"])
def test_what_may_be_another_word_is_no_name_of_five_letters(text: str) -> None:
    assert not is_seen("Engie", text)
