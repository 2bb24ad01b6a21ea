"""A Latin name is known in the cases of Slavic languages, where one is spoken."""

from __future__ import annotations

import time

import pytest

from matching.bent import is_bent_abroad
from matching.matcher import sought
from matching.terms import Terms
from tests.matching.catalogue import six_watches

WATCHES = six_watches()
TERMS = Terms([sought(watch) for watch in WATCHES])


def _found(text: str) -> set[str]:
    return {WATCHES[mention.subject].id for mention in TERMS.find(text)}


@pytest.mark.parametrize(
    ("text", "watch"),
    [
        ("prodam bazu Viamedisa, 33 mln strok", "viamedis"),
        ("kto nibud zanimalsya Viamedisom?", "viamedis"),
        ("v Viamedise opyat sliv", "viamedis"),
        ("sliv iz viamedisa", "viamedis"),
        ("база Viamedisa свежая", "viamedis"),
        ("база ViamedisА", "viamedis"),
        ("viamedisовская база у кого?", "viamedis"),
        ("almerysovskaya baza, svezhaya", "almerys"),
        ("с Almerysом кто работал?", "almerys"),
        ("Almerysem ktoś handluje? był wyciek", "almerys"),
        ("dane z Viamedisu na sprzedaż", "viamedis"),
        ("podaci Viamedisa na prodaju", "viamedis"),
        ("prodayu klientov Norvika, 61k, est dostup", "norvik"),
        ("klinika Saint-Ormonda, dostup prodam", "ormond"),
    ],
)
def test_a_bent_name_is_known_where_slavic_is_spoken(text: str, watch: str) -> None:
    assert _found(text) == {watch}


@pytest.mark.parametrize(
    "text",
    [
        "Almerysa sings tonight, tickets at the door, bring friends and family along",
        "Norvika is a village by the sea, lovely in summer",
        "we hiked from Norvika to the lake, photos in the garden thread",
        "Teltarans and Teltaran wars, chapter three of the novel",
        "Almeryse the elf keeps the bridge",
        "palmerysova ulica",
    ],
)
def test_a_longer_name_elsewhere_is_another(text: str) -> None:
    assert _found(text) == set()


@pytest.mark.parametrize("glued", ["world", "ville", "omat", "aison", "ikon", "ans"])
def test_what_is_no_ending_bends_nothing(glued: str) -> None:
    assert not is_bent_abroad(f"prodam bazu Viamedis{glued}", 12, 20)


def test_a_word_before_the_name_and_a_name_that_ends_in_a_vowel_are_left_alone() -> None:
    assert not is_bent_abroad("prodam bazu superViamedisa", 17, 25)
    assert not is_bent_abroad("prodam bazu Teltaraom", 12, 19)


def test_a_crowd_of_bent_names_costs_no_more_than_its_length() -> None:
    text = "Viamedisom " * 20_000
    began = time.process_time()
    TERMS.find(text)
    assert time.process_time() - began < 5


def test_what_other_posts_say_bends_no_name() -> None:
    texts = ["Viamedisa", "prodam bazu", "almerysom"]
    assert TERMS.find_all(texts) == [TERMS.find(text) for text in texts]
