"""How posts are read: whose words are whose, and what any text costs at most."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.assessing import Assessor
from matching.quotes import own_words, quoted_spans
from matching.rows import Doors, nir_rows
from model.matches import Text
from model.watches import Field
from tests.matching.catalogue import lexicon

ASSESSOR = Assessor(lexicon())
SIZE = 40_000
TALK = "Vends base de 120 000 clients, mail et téléphone, 300 € ; échantillon sur demande. Ищу полную базу, плачу.\n"
NIR = "184059912345601"  # 99: born abroad; nobody's
TIMES = 10  # twice for rows of data, whose every cell is looked at, and what a busy machine may add
HOSTILE = {
    "an endless word in a row": f"{NIR} {'a' * (SIZE // 2)}\n",
    "endless capitals in a row": f"{NIR} {'A' * (SIZE // 2)}\n",
    "capitals and hyphens in a row": f"{NIR} {'A-' * (SIZE // 4)}\n",
    "stars behind numbers": f"12345*** {NIR}\n",
    "arrows": "> a\n",
    "quotes": "[quote]a[/quote]",
    "quotes never closed": "[quote]",
    "denials": "no email ",
    "kinds in a row": "email, phone, nir ",
    "prices": "500€ ",
    "numbers in pairs": "11,",
    "numbers in threes": "111 ",
    "numbers with scales": "33k ",
    "single digits": "1 ",
    "cells": "a;b;c\n",
    "inserts": "insert into x values ",
    "keys": '"email": "a", ',
    "labels": "email: x\n",
}


def _seconds(piece: str) -> float:
    text = Text(title="Base", body=(piece * (SIZE // len(piece) + 1))[:SIZE])
    began = time.process_time()
    reading = ASSESSOR.read(text, text.whole)
    ASSESSOR.assess(text, reading, is_match=True, is_disowned=False)
    return time.process_time() - began


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_text_made_to_be_slow_is_read_in_the_time_of_any_other(kind: str) -> None:
    usual = min(_seconds(TALK) for _ in range(2))
    took = min(_seconds(HOSTILE[kind]) for _ in range(2))
    assert took <= TIMES * usual, f"{took:.2f} s, talk of the same length {usual:.2f} s"


@given(st.lists(st.sampled_from(["[quote]", "[/quote]", "[quote=x]", "> ", "\n", "\n\n", "mine ", "theirs "])))
def test_what_is_quoted_is_blanked_and_nothing_moves(parts: list[str]) -> None:
    text = "".join(parts)
    own = own_words(text)
    quoted = {place for start, end in quoted_spans(text) for place in range(start, end)}
    assert own == "".join(" " if place in quoted and sign != "\n" else sign for place, sign in enumerate(text))


def test_each_line_is_held_against_the_domains_that_it_names() -> None:
    doors = Doors(["bank.example", "Shop.example"])
    lines = ["a.morel@bank.example:Soleil12", "see shop.example", "b.morel@SHOP.example:Soleil34", "c.morel:Soleil56"]
    assert doors.rows("\n".join(lines)) == 2
    assert Doors([]).rows("\n".join(lines)) == 0


def _person(number: int) -> str:
    body = f"1{number % 70 + 20}0599000{number % 900 + 1:03}"
    return f"ZORGLUBE;Odilon;{body}{97 - int(body) % 97:02};o.zorglube{number}@courrier.example"


@pytest.mark.parametrize("between", ["\n", ";", ",", " | "])
def test_rows_are_counted_whether_lines_end_or_not(between: str) -> None:
    text = between.join(map(_person, range(200)))
    reading = ASSESSOR.read(Text(body=text), text)
    assert reading.sample is not None
    assert 190 <= reading.sample.rows <= 200
    rows = nir_rows(text, reading.shapes, is_named=False, is_denied=False)
    assert (rows.right, rows.wrong, rows.bare) == (200, 0, 0)


def test_a_long_paragraph_with_two_addresses_is_no_sample() -> None:
    text = f"{TALK.strip()} a.morel@courrier.example {TALK.strip() * 50} b.morel@courrier.example".replace("\n", " ")
    assert ASSESSOR.read(Text(body=text), text).sample is None


def _kinds(text: str) -> set[Field]:
    return set(ASSESSOR.read(Text(body=text), text).fields)


def test_what_stands_behind_an_address_in_a_table_is_a_column_and_no_password() -> None:
    rows = "\n".join(f"ZORGLUBE;Odilon;o.zorglube{n}@courrier.example;06 39 98 12 {n};MARIE" for n in range(10, 40))
    assert Field.PASSWORD not in _kinds(rows)
    assert Field.PASSWORD in _kinds("\n".join(f"o.zorglube{n}@courrier.example;Soleil{n}" for n in range(10, 40)))


def test_check_digits_that_hold_by_chance_show_no_kind() -> None:
    people = "\n".join(f"Philomène;18/01/19{n % 70 + 20};{_person(n)}" for n in range(400))
    assert Field.IBAN not in _kinds(people)
    assert Field.IBAN in _kinds(f"FR76 3000 6000 0112 3456 7890 189\n{_person(1)}")
