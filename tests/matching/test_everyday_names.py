"""Names that are everyday words: told from those words, and proposed with what they are said in every day."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from matching.candidates import Sought
from matching.matcher import sought
from matching.proposing import propose, tried
from matching.terms import Terms
from matching.variants import aliases, short_name
from model.identities import WatchId
from model.watches import Watch
from storage.catalog_benign import benign, everyday

BENIGN = benign()
ROOT = Path(__file__).resolve().parents[2]
POSTS = Path(os.environ.get("VIGIE_SHARED", ROOT / "../shared")) / "eval"


@cache
def watched(name: str, *more: str) -> Watch:
    return propose(Watch(id=WatchId("w"), name=name, terms=(name, *more)), benign=BENIGN, everyday=everyday()).watch


ORDINARY = {
    "Free": (
        "Free shipping on all orders over 50 euros.",
        "Download it for free, no registration needed.",
        "Feel free to ask if you need help with the script.",
        "free leak, 200k rows, enjoy",
    ),
    "Le Monde": (
        "bonjour tout le monde, je cherche un dump",
        "merci à tout le monde pour les logins",
        "le monde entier parle de la fuite",
    ),
    "Target": (
        "The target was a bank in Norway.",
        "target price 300, offers in pm",
        "target list of firms for phishing",
    ),
    "Delta": ("The delta variant spread quickly in 2021.", "delta between the two tables is 300 rows"),
    "Chase": ("They had to chase the dog through the park.", "car chase in the final scene"),
    "Otto": ("Mein Opa Otto ist gestern 80 geworden.", "Otto e mezzo è un film di Fellini."),
    "Shell": ("Got a web shell on the server, selling root access.", "shell script to parse the dump"),
    "Correos": ("vendo lista de correos y contraseñas, 2 millones", "macia en el portal, con el correo asociado"),
    "Telefónica": ("la línea telefónica no funciona", "venta telefónica de seguros", "empresa búlgara de telefonía"),
    "O2": ("O2 levels dropped, the patient needs oxygen",),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_an_everyday_word_is_no_mention_where_it_means_what_it_says(name: str) -> None:
    trial = tried(watched(name), ORDINARY[name])
    assert trial.examples == ()


@pytest.mark.parametrize("name", ["Free", "Orange", "Le Monde", "Target", "Delta", "Chase", "Otto", "Correos", "O2"])
@pytest.mark.parametrize(
    "said",
    [
        "quelqu'un aurait encore le dump {} de mars ? je suis prêt à mettre 200",
        "Vds accès espace pro {} , deux comptes, testés hier soir",
        "anyone still holding the {} database?",
        "у кого осталась база {} за март? плачу через гаранта",
        "vendo acceso a {} , dos cuentas, probado ayer",
        "hat noch jemand die Datenbank von {} vom März? zahle gut",
    ],
)
def test_it_is_one_beside_a_word_of_leaks_however_it_is_written(name: str, said: str) -> None:
    terms = Terms([sought(watched(name))])
    for written in (name, name.lower(), name.upper()):
        assert terms.find(said.format(written)), written


@pytest.mark.parametrize("name", ["Target", "Delta", "Chase"])
def test_a_capital_tells_a_name_in_talk_of_leaks(name: str) -> None:
    terms = Terms([sought(watched(name))])
    assert terms.find(f"nobody at {name} answered the mails about the breach")
    assert not terms.find(f"nobody at the {name.lower()} answered, so the breach stays open")


def test_a_typo_in_a_long_everyday_word_counts_beside_a_word_of_leaks_only() -> None:
    terms = Terms([sought(watched("Decathlon"))])
    assert terms.find("anyone still holding the decatlhon dump?")
    assert not terms.find("he ran the decatlhon in Talence last year")


@pytest.mark.parametrize(
    "name",
    [
        "La Poste",
        "Le Monde",
        "Mairie de Lille",
        "CHU de Rennes",
        "Deutsche Bahn",
        "Société Générale",
        "Caisse d'Épargne",
    ],
)
def test_a_place_an_article_or_what_many_share_is_no_short_name(name: str) -> None:
    assert short_name(name) is None


@pytest.mark.parametrize(
    ("name", "in_latin"), [("Сбербанк", "Sberbank"), ("МТС", "MTS"), ("Тинькофф", "Tinkoff"), ("Жигули", "Zhiguli")]
)
def test_a_cyrillic_name_is_looked_for_in_latin_letters_as_well(name: str, in_latin: str) -> None:
    assert in_latin in dict(aliases(name))
    assert tried(watched(name), [f"who has the {in_latin} dump?"]).alarms


def test_an_everyday_word_in_cyrillic_is_one_in_latin_letters_too() -> None:
    watch = watched("Магнит")
    assert (watch.terms, watch.weak) == ((), ("Магнит", "Magnit"))


def test_names_of_two_signs_count_in_company_only() -> None:
    assert (watched("O2").terms, watched("O2").weak) == ((), ("O2",))


def test_words_that_stand_beside_anything_make_no_phrase() -> None:
    assert {"tout le monde", "monde entier"} <= {phrase.removeprefix("le ") for phrase in watched("Le Monde").exclude}
    assert "la poste dans" not in watched("La Poste").exclude


def test_words_that_are_said_every_day_are_no_names_by_themselves() -> None:
    for name, is_everyday in (("But", True), ("Le Total", True), ("Cherche SA", True), ("Doctolib", False)):
        given = Watch(id=WatchId("w"), name=name, terms=(name,))
        proposed = propose(given, benign=[], everyday=everyday())
        assert (name in proposed.watch.weak) is is_everyday, name
        assert (name in proposed.watch.terms) is not is_everyday, name


def test_no_word_of_every_day_is_a_name_that_the_posts_were_written_about() -> None:
    words = everyday()
    assert {"dump", "base", "cherche", "selling", "куплю"} <= words
    assert words.isdisjoint({"viamedis", "almerys", "boreale", "norvik", "teltara", "ormond"})


def test_accents_that_a_name_lacks_make_another_word() -> None:
    terms = Terms([Sought(terms=(), weak=("Uber",))])
    assert not terms.find("wir reden über die Datenbank")
    assert terms.find("anyone still holding the uber database?")


def test_the_words_of_every_day_are_what_the_script_makes(tmp_path: Path) -> None:
    if not POSTS.exists():
        pytest.skip(f"{POSTS} is not here: the words cannot be made again")
    made = tmp_path / "everyday.txt"
    command = [sys.executable, "-m", "training.everyday", "--posts", str(POSTS), "--out", str(made)]
    subprocess.run(command, cwd=ROOT, check=True, timeout=120)
    assert frozenset(made.read_text(encoding="utf-8").splitlines()) == everyday()
