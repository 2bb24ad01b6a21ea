"""A name is known with words of leaks, of its trade and of addresses glued to it, and with no others."""

from __future__ import annotations

import time

import pytest

from matching.glued import is_glued
from matching.matcher import sought
from matching.terms import Terms
from tests.matching.catalogue import six_watches

WATCHES = six_watches()
TERMS = Terms([sought(watch) for watch in WATCHES])
KNOWN = frozenset(("leak", "client", "clients", "data", "portail"))


def _found(text: str) -> set[str]:
    return {WATCHES[mention.subject].id for mention in TERMS.find(text)}


@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("the", "leak"), ("espaceclient", ""), ("monportail", "pro"), ("", "v"), ("", "datafull"), ("op", "")],
)
def test_words_that_change_nothing_of_a_name_may_be_glued_to_it(before: str, after: str) -> None:
    assert is_glued(before, after, KNOWN.__contains__)


@pytest.mark.parametrize(
    ("before", "after"),
    [("p", ""), ("aurore", ""), ("", "an"), ("", "ville"), ("x", "leak"), ("the", "world"), ("", "s")],
)
def test_other_letters_make_another_word_of_it(before: str, after: str) -> None:
    assert not is_glued(before, after, KNOWN.__contains__)


@pytest.mark.parametrize(
    ("text", "watches"),
    [
        ("THEVIAMEDISLEAK is real", {"viamedis"}),
        ("#viamedisalmerys leak", {"viamedis", "almerys"}),
        ("espaceclientalmerys.example, page à 40 €", {"almerys"}),
        ("monespaceviamedis.example, page à 40 €", {"viamedis"}),
        ("viamedispro logins", {"viamedis"}),
        ("viamedisv2 dump", {"viamedis"}),
        ("newnorvikdump, 31k rows", {"norvik"}),
        ("Palmerysdata", set()),
        ("Teltaranworld, leaked maps", set()),
        ("superalmeryszone", set()),
    ],
)
def test_a_glued_name_is_found(text: str, watches: set[str]) -> None:
    assert _found(text) == watches


def test_long_words_around_names_cost_no_more_than_their_length() -> None:
    text = ("thethethethethetheviamedisclientclientclientdatadata " * 4_000)[:200_000]
    began = time.process_time()
    TERMS.find(text)
    assert time.process_time() - began < 5
