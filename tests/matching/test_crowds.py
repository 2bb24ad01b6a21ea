"""Of a crowd of places some are looked at, and none that says something else is hidden by it."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.automata import byte_automaton
from matching.crowds import MOST, Alone, Crowded, Together, looked_at, spread, thinned
from matching.near import Near
from matching.skeletons import Skeleton
from matching.sketch import sketch
from matching.spellings import spell
from matching.terms import Sought, Terms
from model.watches import Sector

NAMES = ("Viamedis", "Almerys", "Norvik Bank", "Teltara")
TERMS = Terms([Sought(terms=(name,), sector=Sector.INSURANCE, exclude=("via medis",)) for name in NAMES])
LEAK = " vends la base {}, 12k lignes, nir et mutuelle "


def _misspelled(count: int, names: tuple[str, ...] = NAMES) -> list[str]:
    """Words like names, hardly two of which are written alike."""
    chance = Random(7)

    def one() -> str:
        letters = list(chance.choice(names).lower().split()[0])
        place = chance.randrange(1, len(letters) - 1)
        letters[place] = chance.choice("bcdfghknpqrsuvwxz".replace(letters[place], ""))
        return "".join(letter.upper() if chance.random() < 0.5 else letter for letter in letters)

    return [one() for _ in range(count)]


CROWDS = {
    "names": "Norvik Bank " * 20_000,
    "names that are glued": "xviamedisx " * 20_000,
    "names that are excluded": "via medis, " * 20_000,
    "names in Cyrillic": "виамедиса " * 20_000,
    "misspellings": "viamedsi " * 20_000,
    "misspellings between commas": "viamedsi," * 20_000,
    "misspellings, no two alike": " ".join(_misspelled(20_000)),
    "near misses": "viamedi almery norvi teltar " * 5_000,
    "parts of names": "norvik norvic " * 10_000,
}


@pytest.mark.parametrize("kind", CROWDS)
def test_a_hundred_thousand_words_like_names_are_judged_some_times_only(kind: str) -> None:
    near = Near([spell(subject, name, fuzzy=True) for subject, name in enumerate(NAMES)])
    assert len(list(near.find(CROWDS[kind], Alone()))) <= len(NAMES) * MOST


@pytest.mark.parametrize("kind", CROWDS)
def test_a_hundred_thousand_names_are_looked_at_some_times_only(kind: str) -> None:
    keys = [spell(0, name, fuzzy=True).looks for name in NAMES]
    found = list(looked_at(byte_automaton(keys), [Skeleton(sketch(CROWDS[kind]))], Alone()))
    assert len(found) <= MOST


@pytest.mark.parametrize("kind", CROWDS)
@pytest.mark.parametrize("name", ["Almerys", "V1amedis", "тельтара"])
def test_no_crowd_hides_a_name_that_stands_before_it_in_it_or_after_it(kind: str, name: str) -> None:
    crowd, talk = CROWDS[kind], "\n" + LEAK.format(name) + "\n"
    middle = crowd.find(" ", len(crowd) // 2)
    for text in (talk + crowd, crowd[:middle] + talk + crowd[middle:], crowd + talk):
        at = text.index(name)
        assert any(one.start < at + len(name) and at < one.end for one in TERMS.find(text))


@pytest.mark.parametrize("kind", CROWDS)
def test_no_crowd_hides_a_misspelled_name_at_the_end_of_a_text(kind: str) -> None:
    text = CROWDS[kind] + "\n" + LEAK.format("Telltara")
    assert any(one.subject == 3 and one.start >= len(CROWDS[kind]) for one in TERMS.find(text))


def test_every_name_of_a_long_list_is_found() -> None:
    names = [f"{head}{middle}{tail}" for head in _heads() for middle in ("mo", "le") for tail in ("dix", "quanne")]
    terms = Terms([Sought(terms=(name,)) for name in names])
    text = "\n".join(names * 20)
    assert {one.subject for one in terms.find(text)} == set(range(len(names)))


def _heads() -> list[str]:
    return [first + vowel + last for first in "bdfgkprv" for vowel in "aeou" for last in ("rn", "st", "lt", "nt")]


def test_texts_that_cannot_be_gone_through_together_are_answered_as_each_alone() -> None:
    texts = ["Viamedis " * 900, "hello, nobody here", LEAK.format("Almerys"), "viamedsi " * 900, CROWDS["near misses"]]
    texts += [LEAK.format("Teltara")] * 300
    assert TERMS.find_all(texts) == [TERMS.find(text) for text in texts]


def test_texts_stay_together_only_while_none_of_them_can_be_a_crowd() -> None:
    assert not Together(10_000).is_crowd(500)
    with pytest.raises(Crowded):
        Together(10_000).is_crowd(2_000)


def test_of_places_that_are_alike_the_last_is_looked_at_and_of_others_all() -> None:
    around = ["same"] * 5_000
    around[2_500] = "other"
    kept = thinned(["name"] * 5_000, around)
    assert {2_500, 4_999} <= set(kept)
    assert len(kept) <= MOST


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=600))
def test_every_name_keeps_its_first_and_its_last_place(keys: list[int]) -> None:
    kept = thinned(keys, [(key, place) for place, key in enumerate(keys)])
    assert kept == sorted(set(kept))
    for key in set(keys):
        places = [place for place, one in enumerate(keys) if one == key]
        assert places[-1] in kept
        assert places[0] in kept


@given(st.integers(0, 500), st.integers(2, 50))
def test_what_is_spread_goes_from_the_first_to_the_last(count: int, most: int) -> None:
    chosen = spread(range(count), most)
    assert list(chosen) == sorted(set(chosen))
    assert len(chosen) == min(count, most)
    assert not count or (chosen[0] == 0 and chosen[-1] == count - 1)
