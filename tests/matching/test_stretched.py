"""A name is known with its letters drawn out, as plainly as it would be without."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.crowds import Alone
from matching.matcher import sought
from matching.sketch import sketch
from matching.stretched import eased
from matching.terms import Terms
from tests.matching.catalogue import six_watches

WATCHES = six_watches()
TERMS = Terms([sought(watch) for watch in WATCHES])
TALK = "Bonjour à tous, je cherche la base clients complète, appelle-moi, message reçu, 1000000 lignes !!! Куплю. "


def _found(text: str) -> set[str]:
    return {WATCHES[mention.subject].id for mention in TERMS.find(text)}


@pytest.mark.parametrize(
    ("text", "watch"),
    [
        ("i want ALMEEERYYYS plz", "almerys"),
        ("viiiamediiis dump", "viamedis"),
        ("Viamedissss dump", "viamedis"),
        ("VVVViamedis dump", "viamedis"),
        ("VViiaammeeddiiss dump", "viamedis"),
        ("viamediiiisleak", "viamedis"),
        ("v1amediiis dump", "viamedis"),
        ("Mutuelle Booooréale dump", "boreale"),
        ("Saaaint-Ormooond logs", "ormond"),
        ("Norviiiik Bank logs", "norvik"),
        ("teltaraaaaa subs, 2M rows", "teltara"),
        ("ALMEEERISSS base", "almerys"),
        ("база Виамедиииис", "viamedis"),
    ],
)
def test_a_drawn_out_name_is_found(text: str, watch: str) -> None:
    assert _found(text) == {watch}


@pytest.mark.parametrize(
    "text",
    [
        "concert de Boréaaaaale, trop bien, la chanteuse pleure",
        "hmmmmmm yesssss teltaraaaan, chapter three of the novel",
        "Palmeeerys, a town with a beach",
        "aaaahhh okkkkkkk soooo niiiice",
    ],
)
def test_what_is_no_name_without_them_is_none_with_them(text: str) -> None:
    assert _found(text) == set()


def test_the_whole_word_is_quoted() -> None:
    assert [mention.quote for mention in TERMS.find("la base viamediiissss, qui ?")] == ["viamediiissss"]


def test_text_without_such_words_is_left_alone() -> None:
    assert list(eased(sketch(TALK * 3), Alone())) == []
    assert list(eased(sketch("WWW www ... --- 1000000 aaaa"), Alone())) == []


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["viiiiamedis", "alloooo", "bonjour", " ", "\n", "é", "ооо", "!!!"]), max_size=30).map(
        "".join
    )
)
def test_letters_are_let_go_at_the_same_length(text: str) -> None:
    for other, words in eased(sketch(text), Alone()):
        assert len(other) == len(text)
        assert all(text[start:end].isalpha() for start, end in words)


def test_a_crowd_of_drawn_out_words_costs_no_more_than_its_length() -> None:
    for piece in ("viamediiiz ", "abcdefggg ", "aaabbbccc", "vviiaammee "):
        text = (piece * 30_000)[:200_000]
        began = time.process_time()
        TERMS.find(text)
        assert time.process_time() - began < 3, piece
