"""A name is known though letters of it are struck out, and other words with signs in them are not taken for it."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.censored import Censored, Struck
from matching.likeness import Likeness
from matching.matcher import sought
from matching.sketch import sketch
from matching.spellings import spell
from matching.terms import Terms
from model.matches import Grade
from tests.matching.catalogue import six_watches

NAMES = ("Viamedis", "Almerys", "Mutuelle Boréale", "Boréale", "Saint-Ormond", "Norvik Bank", "Norvik", "Тельтара")
CENSORED = Censored([spell(subject, name, fuzzy=True) for subject, name in enumerate(NAMES)])
WATCHES = six_watches()
TERMS = Terms([sought(watch) for watch in WATCHES])
TALK = "Bonjour à tous, je cherche la base clients complète : 12.000 lignes, prix-choc, voir base_clients.csv. Куплю. "
WORDS = (
    *("f**king", "m**her", "s#it", "via.media", "al.meria", "bor-al", "foo.bar", "e.g.", "i.e", "c'est", "prix-choc"),
    *("base_clients.csv", "1.2.3", "a*b*c", "x-y-z", "tel+tarif", "nor-vik", "med.is", "st.ormond", "v.i.p", "20%off"),
    *("Viamedis!", "*Viamedis*", "qu'Almerys", "viam*", "*dis", "v*s", "A***s", "****", "боре-ал", "к.т.н"),
)


def _found(text: str) -> list[Struck]:
    return list(CENSORED.find(sketch(text)))


def _quotes(text: str) -> dict[str, str]:
    return {text[one.start : one.end]: one.spelling.text for one in _found(text)}


@pytest.mark.parametrize(
    ("text", "quote", "name"),
    [
        ("un dump v*amedis ?", "v*amedis", "Viamedis"),
        ("la base VIA#EDIS", "VIA#EDIS", "Viamedis"),
        ("viam•dis2024", "viam•dis", "Viamedis"),
        ("viam█dis et via⬛edis", "viam█dis", "Viamedis"),
        ("via🔥edis", "via🔥edis", "Viamedis"),
        ("viam❤️dis", "viam❤️dis", "Viamedis"),
        ("v1am*dis", "v1am*dis", "Viamedis"),
        ("V**medis, qui ?", "V**medis", "Viamedis"),
        ("v*am*dis", "v*am*dis", "Viamedis"),
        ("**via*edis**", "via*edis", "Viamedis"),
        ("leak_v*amedis_2024.zip", "v*amedis", "Viamedis"),
        ("http://x.example/v*amedis/1", "v*amedis", "Viamedis"),
        ("l’alm*rys et qu'alm?rys", "alm*rys", "Almerys"),
        ("Bor\ufffdale", "Bor\ufffdale", "Boréale"),
        ("MUTUELLE BOR?ALE", "MUTUELLE BOR?ALE", "Mutuelle Boréale"),
        ("mutuelle_bor*ale", "mutuelle_bor*ale", "Mutuelle Boréale"),
        ("m*t*elle Boréale", "m*t*elle Boréale", "Mutuelle Boréale"),
        ("Saint-Orm*nd", "Saint-Orm*nd", "Saint-Ormond"),
        ("S*int-Ormond", "S*int-Ormond", "Saint-Ormond"),
        ("Saint Or**nd", "Saint Or**nd", "Saint-Ormond"),
        ("n#rv#k bank", "n#rv#k bank", "Norvik Bank"),
        ("база виам*дис", "виам*дис", "Viamedis"),
        ("Альм*рис, база", "Альм*рис", "Almerys"),
        ("vi@m*dis", "vi@m*dis", "Viamedis"),
        ("Т*льтара", "Т*льтара", "Тельтара"),
    ],
)
def test_a_name_of_which_enough_is_left_is_known(text: str, quote: str, name: str) -> None:
    known = [one for one in _found(text) if text[one.start : one.end] == quote and one.spelling.text == name]
    assert [one.likeness for one in known] == [None]


@pytest.mark.parametrize(
    ("text", "likeness"),
    [
        ("viam_dis", Likeness.INSIDE),
        ("viam.dis", Likeness.INSIDE),
        ("via-edis.fr", Likeness.INSIDE),
        ("v__medis", Likeness.INSIDE),
        ("alm*r*s", Likeness.INSIDE),
        ("n*rvik", Likeness.INSIDE),
        ("via***is", Likeness.AT_AN_END),
    ],
)
def test_where_less_is_left_the_words_around_are_asked(text: str, likeness: Likeness) -> None:
    assert [one.likeness for one in _found(text)] == [likeness]


@pytest.mark.parametrize("word", WORDS)
def test_other_words_with_signs_in_them_are_no_name(word: str) -> None:
    assert _quotes(f"je vois {word} partout") == {}


def test_a_name_that_may_not_be_misspelt_is_not_guessed_at() -> None:
    assert list(Censored([spell(0, "Viamedis", fuzzy=False)]).find(sketch("viam*dis"))) == []


def test_the_other_words_of_a_name_stand_beside_it() -> None:
    assert _quotes("Saint Pierre, Orm*nd") == {}
    assert _quotes("un saint, et puis rien\n\nOrm*nd") == {}


def test_a_struck_out_name_is_a_mention_in_talk_of_leaks_and_graded_by_what_is_left() -> None:
    def grades(text: str) -> dict[str, Grade]:
        return {mention.quote: mention.grade for mention in TERMS.find(text)}

    assert grades("qq1 aurait encore le lien du dump v*amedis ?") == {"v*amedis": Grade.DISGUISED}
    assert grades("B*REALE members, 402k rows for sale") == {"B*REALE": Grade.DISGUISED}
    assert grades("selling the alm.rys database") == {"alm.rys": Grade.PROBABLE}
    assert grades("see tel.ara in the garden of my grandmother, it blooms in summer") == {}


def test_a_name_among_very_many_is_known_as_well() -> None:
    chance = random.Random(7)
    names = ["".join(chance.choices("abcdefghijklmnoprstuv", k=chance.randrange(7, 12))) for _ in range(3_000)]
    many = Censored([spell(subject, name, fuzzy=True) for subject, name in enumerate(names)])
    for name in names[:50]:
        text = f"la base {name[:3]}*{name[4:]} de mars"
        assert name in {one.spelling.text for one in many.find(sketch(text))}
        assert not list(many.find(sketch(f"la base {name} de mars, 12.000 lignes. voir base_clients.csv")))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES[:3]), st.integers(1, 6), st.sampled_from("*#•?%~"), st.text(" ,;\n", max_size=4))
def test_any_one_letter_inside_a_long_name_may_be_struck_out(name: str, at: int, sign: str, around: str) -> None:
    word = name.split()[-1]
    at = min(at, len(word) - 2)
    text = f"x{around} {name[: -len(word)]}{word[:at]}{sign}{word[at + 1 :]} {around}y"
    assert any(one.likeness is None for one in _found(text))


HOSTILE = {
    "stars": "a*",
    "near misses": "via*edix ",
    "no space at all": "via*edi",
    "signs": "*#_.",
    "names": "via*edis ",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_costs_no_more_than_its_length(kind: str) -> None:
    text = HOSTILE[kind] * (200_000 // len(HOSTILE[kind]))
    _found(TALK)
    began = time.process_time()
    _found(text)
    assert time.process_time() - began < 1


def test_many_different_near_misses_cost_what_different_words_do() -> None:
    text = " ".join(f"via*edi{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(10_000))
    began = time.process_time()
    _found(text)
    assert time.process_time() - began < 2


def test_benign_text_is_gone_through_without_looking_at_its_words() -> None:
    text = TALK * 10_000
    began = time.process_time()
    assert _found(text) == []
    assert time.process_time() - began < 1


def test_signs_are_found_in_long_texts_as_in_short_ones() -> None:
    censored = Censored([spell(at, name, fuzzy=True) for at, name in enumerate(("Viamedis", "Almerys", "Norvik Bank"))])
    near = ["viam*dis", "v**medis", "al?erys", "n#rv#k bank", "a*b", "**", "vi*mé*dis", "v*i*a*m", "almer•s", "..."]
    chance = random.Random(5)
    seen = 0
    for _ in range(40):
        short = " ".join(chance.choices(near, k=30))
        alone = list(censored.find(sketch(short)))
        assert list(censored.find(sketch(short + " " * 5_000))) == alone
        seen += len(alone)
    assert seen > 100
