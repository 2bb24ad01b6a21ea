"""A newcomer's first watch is good: what is proposed for it, and how it was tried."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from matching.masking import mask
from matching.proposing import propose, tried
from matching.variants import aliases, initials, misspellings, sector_of, short_name
from model.identities import WatchId
from model.proposals import Proposal
from model.watches import Sector, Watch
from storage.catalog_benign import benign

BENIGN = benign()
ROOT = Path(__file__).resolve().parents[2]


def proposed(name: str, *more: str, **changes: Any) -> Proposal:
    return propose(Watch(id=WatchId("w"), name=name, terms=(name, *more), **changes), benign=BENIGN)


def test_there_are_benign_sentences_in_five_languages_and_nobody_in_them() -> None:
    assert len(BENIGN) == len(set(BENIGN)) >= 1500
    for words in ("Nous avons regardé", "has anyone seen", "кто-нибудь видел", "¿alguien ha visto", "weiß jemand"):
        assert sum(words.casefold() in one.casefold() for one in BENIGN) >= 20
    assert [mask(one) for one in BENIGN] == BENIGN


def test_the_sentences_are_what_the_script_makes(tmp_path: Path) -> None:
    made = tmp_path / "benign.txt"
    subprocess.run([sys.executable, "-m", "training.benign", "--out", str(made)], cwd=ROOT, check=True, timeout=120)
    assert made.read_text(encoding="utf-8").splitlines() == BENIGN


@pytest.mark.parametrize("name", ["Aurore", "Orange", "Boréale", "Horizon", "Saphir", "Феникс"])
def test_a_name_that_is_an_ordinary_word_counts_in_company_only(name: str) -> None:
    found = proposed(name)
    assert (found.watch.terms, found.watch.weak[0]) == ((), name)
    assert all(dict(found.reasons)[other] == "in Latin letters" for other in found.watch.weak[1:])
    assert found.as_given.alarms > 5
    assert found.as_proposed.alarms <= found.as_given.alarms // 5
    assert "ordinary word" in dict(found.reasons)[name]


@pytest.mark.parametrize("name", ["Viamedis", "Almerys", "Norvik Bank", "Тельтара", "Mutuelle Boréale"])
def test_a_name_that_nothing_else_bears_stays_strong(name: str) -> None:
    found = proposed(name)
    assert name in found.watch.terms
    assert (found.as_given.alarms, found.as_proposed.alarms) == (0, 0)


def test_look_alikes_are_what_benign_sentences_say() -> None:
    assert {"aurore boréale", "forêt boréale"} <= set(proposed("Boréale").watch.exclude)
    assert {"jus d'orange", "orange juice"} <= set(proposed("Orange").watch.exclude)
    assert proposed("Viamedis").watch.exclude == ()


def test_what_is_given_stays_and_comes_first() -> None:
    found = proposed("Mutuelle Boréale", "boreale.example", exclude=("ligue boréale",), sector=Sector.SPORT)
    assert found.watch.terms[:2] == ("Mutuelle Boréale", "boreale.example")
    assert (found.watch.exclude[0], found.watch.sector) == ("ligue boréale", Sector.SPORT)


def test_the_short_name_is_weak_and_the_trade_is_told_by_the_long_one() -> None:
    found = proposed("Mutuelle Boréale")
    assert (found.watch.sector, found.watch.weak) == (Sector.INSURANCE, ("Boréale",))


def test_spellings_that_are_seen_anyway_are_counted_and_not_listed() -> None:
    found = proposed("Almerys")
    assert (found.seen, found.misspellings > 8, found.watch.weak) == (found.misspellings, True, ())
    assert found.watch.terms == ("Almerys",)


def test_a_misspelling_that_is_not_seen_is_listed_as_weak() -> None:
    found = proposed("Norvik", fuzzy=False)
    assert found.seen < found.misspellings
    assert found.watch.weak
    assert all(dict(found.reasons)[wrong] == "a misspelling to expect" for wrong in found.watch.weak)


def test_domains_are_guessed_only_beside_one_that_is_given() -> None:
    assert not any("." in guess for guess, _ in proposed("Mutuelle Boréale").guesses)
    guesses = dict(proposed("Mutuelle Boréale", "boreale.example").guesses)
    assert "mutuelle-boreale.example" in guesses


def test_a_trial_says_how_often_and_where() -> None:
    watch = Watch(id=WatchId("w"), name="Viamedis", terms=("Viamedis",))
    trial = tried(watch, ["who has Viamedis?", "nobody", "nothing", "V1amedis"])
    assert (trial.posts, trial.alarms, trial.rate, trial.examples[0]) == (4, 2, 0.5, "who has Viamedis?")
    assert tried(watch, []).rate == 0


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("Boréale Santé SA", "Boréale Santé"),
        ("Dupont & Fils", "Dupont et Fils"),
        ("Hôpital Saint-Malo", "Hôpital St-Malo"),
        ("Be Almerys", "Be-Almerys"),
    ],
)
def test_a_name_is_written_otherwise(name: str, alias: str) -> None:
    assert alias in dict(aliases(name))


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Groupe Almerys", "Almerys"),
        ("Almerys", None),
        ("Banque de la Loire Bleue", None),
        ("Hôpital Saint-Malo", None),
    ],
)
def test_the_word_that_is_its_own_is_told_from_what_it_is(name: str, short: str | None) -> None:
    assert short_name(name) == short


def test_names_without_letters_or_words_come_through() -> None:
    for name in ("1664", "-- --", "Ж", "a" * 300, "日本生命保険"):
        assert list(misspellings(name)) == list(misspellings(name))
        assert sector_of(name) is None
        assert initials(name) is None
