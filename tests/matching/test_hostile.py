"""Text that is made to be slow costs no more than its length, and laws hold for every text."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.leftovers import prepared
from matching.matcher import sought
from matching.sketch import sketch
from matching.terms import Sought, Terms
from tests.matching.catalogue import six_watches

WATCHES = six_watches()
TERMS = Terms([sought(watch) for watch in WATCHES])
SIZE = 200_000
TALK = "Bonjour à tous, je cherche la base clients complète, dispo en MP, paiement crypto. Куплю базу, гарант. "
TIMES = 8  # what a busy machine may add to twice the benign time; the benchmark holds the ratio itself


def _filled(piece: str) -> str:
    return (piece * (SIZE // len(piece) + 1))[:SIZE]


def _seconds(text: str, find: Callable[[str], object] = TERMS.find) -> float:
    began = time.process_time()
    find(text)
    return time.process_time() - began


HOSTILE = {
    "combining marks": "a" + "\u0301" * 400,
    "near misses": "viamedi almery norvi teltar boreal ormon ",
    "misspellings": "viamedsi almeris noorvik telltara ",
    "spaced near misses": "v i a m e d i n o r v i ",
    "look-alikes": "aurore boréale, ",
    "signs": "v@i!a$",
    "pictures": "|\\/|()\\/|><",
    "entities": "&#118;&amp;&#x69;&eacute;",
    "percents": "%76%D0%B8%ff",
    "escapes": "\\u0456\\ud835\\udc2f\\x",
    "open tags": "<b [url=",
    "brackets": "[v][i]",
    "overrides": "\u202esidemaiv",
    "upside down": "ɐǝᴉɯ",
    "mixed scripts": "vиaмeдuс",
    "Cyrillic near misses": "виамедн тельтар сент-ормо ",
    "punycode": "xn--viamdis-eya",
    "no space at all": "viamedi",
    "lines": "v\n",
    "Chinese": "山乂几",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_costs_no_more_than_its_length(kind: str) -> None:
    text = _filled(HOSTILE[kind])
    benign = min(_seconds(_filled(TALK)) for _ in range(2))
    assert min(_seconds(text) for _ in range(2)) < 2 * TIMES * benign + 0.5


@pytest.mark.parametrize("kind", HOSTILE)
def test_twice_the_hostile_text_takes_about_twice_the_time(kind: str) -> None:
    half, whole = _filled(HOSTILE[kind])[: SIZE // 4], _filled(HOSTILE[kind])
    short = min(_seconds(half) for _ in range(2))
    assert min(_seconds(whole) for _ in range(2)) < 4 * 4 * short + 0.5


def test_a_hundred_thousand_near_misses_of_as_many_terms_are_answered() -> None:
    names = [f"zq{n:05}vex" for n in range(2_000)]
    terms = Terms([Sought(terms=(name,)) for name in names])
    text = " ".join(name[:-1] for name in names) * 5
    assert _seconds(text, terms.find) < 20


def test_a_name_behind_a_crowd_of_look_alikes_is_still_found() -> None:
    text = "aurore boréale, " * 5_000 + "\n" * 3 + "x" * 2_000 + " vends la base Mutuelle Boréale, 12k lignes"
    assert {WATCHES[mention.subject].id for mention in TERMS.find(text)} == {"boreale"}


PIECES = st.sampled_from(
    [
        *(
            "Viamedis",
            "V1am3dis",
            "в",
            "иамедис",
            "&#118;",
            "%76",
            "\\u0076",
            "[b]",
            "</b>",
            "\u202e",
            "ɐ",
            "\\/",
            "|<",
        ),
        *(
            "\u0301",
            "\u00ad",
            " ",
            "\n",
            "-",
            "almeris",
            "Сен-Ормон",
            "norvik",
            "hotel",
            "base",
            "\ud83d",
            "🔥",
            "\x1d",
        ),
        *("xn--viamdis-eya", "=C3=A9", "[v][i]", "@", "Boréale", "aurore "),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=20).map("".join))


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_what_is_prepared_is_as_long_as_before(text: str) -> None:
    assert len(prepared(sketch(text)).text) == len(text)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_every_mention_lies_in_its_text_as_it_is_quoted(text: str) -> None:
    for mention in TERMS.find(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.quote


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=6))
def test_texts_put_together_are_answered_as_each_alone(texts: list[str]) -> None:
    assert TERMS.find_all(texts) == [TERMS.find(text) for text in texts]


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(len(WATCHES))), TEXTS)
def test_no_order_of_watches_or_terms_changes_an_answer(order: list[int], text: str) -> None:
    turned = Terms([sought(WATCHES[place]) for place in order])
    told = {(WATCHES[one.subject].id, one.start, one.end, one.grade) for one in TERMS.find(text)}
    assert {(WATCHES[order[one.subject]].id, one.start, one.end, one.grade) for one in turned.find(text)} == told


@settings(max_examples=40, deadline=None)
@given(st.permutations(("Viamedis", "Viamédis", "viamedis.fr", "Via Medis Santé")), TEXTS)
def test_no_order_of_terms_changes_where_a_mention_is(terms: list[str], text: str) -> None:
    one, other = Terms([Sought(terms=tuple(terms))]), Terms([Sought(terms=tuple(sorted(terms)))])
    assert [(m.start, m.end, m.grade) for m in one.find(text)] == [(m.start, m.end, m.grade) for m in other.find(text)]
