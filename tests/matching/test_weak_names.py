"""Names that mean several things are taken for the organisation's where people talk as of one, and not elsewhere."""

from __future__ import annotations

import pytest

from matching.matcher import Matcher
from model.matches import Text
from storage.catalog import load
from tests.matching.catalogue import ROOT

CATALOG = load(ROOT / "tests/eval/config")
MATCHER = Matcher(CATALOG.watchlist, CATALOG.lexicon)


def named(body: str) -> bool:
    return any(one.watch is not None for one in MATCHER.understand(Text(body=body, kind="reply")).matches)


@pytest.mark.parametrize(
    "body",
    [
        "my advisor at Norvik swore that I am not on the list",
        "where did Norvik go, the topic vanished",
        "I'd rather have norvik than this junk",
        "j'y crois pas trop à norvik",
        "quelqu'un a pu ouvrir Teltara ?",
        "boréale ça vaut rien, trop vieux",
        "subo otra vez lo de Teltara, no cuesta nada",
        "тельтара открылась без проблем, низкий поклон",
        "hier der Spiegel vom Norvik-Paket, ohne Gegenleistung",
        "ich warte immer noch auf norvik von dir",
        "norvik, chi ha il file completo?",
        "teltara klantgegevens te koop",
        "sprzedam bazę klientów Norvik, 15k rekordów",
        "norvik vazamento completo, link",
        "Norvik müşteri veritabanı satılık, 12 bin kayıt",
    ],
)
def test_a_weak_name_counts_where_people_talk_of_an_affair(body: str) -> None:
    assert named(body)


@pytest.mark.parametrize(
    "body",
    [
        "Norvik played a solid second half, shame about the defence",
        "Ormond said he would bring the drinks on Saturday",
        "we stopped in Norvik for a coffee, lovely small place",
        "mon chat s'appelle Norvik, il a trois ans",
        "наш кот норвик опять сбежал",
        "jugué con Teltara toda la noche, me encanta el personaje",
        "wir waren im Sommer in Norvik, tolle Strände",
        "nous avons dormi à Ormond, puis repris la route",
        "ma voisine Madame Norvik vend des confitures au marché",
        "zio Norvik ripara le fisarmoniche",
        "mevrouw Ormond bakt de beste appeltaart van de straat",
        "pani Ormond uczy mnie gry na skrzypcach",
        "j'ai acheté un manteau Norvik pour l'hiver, il tient bien chaud",
        "o barco Norvik está no cais",
        "min hund Norvik er tre år gammel",
        "kedim Norvik bütün gün uyuyor",
        "à Saint-Ormond-sur-Loire ? y a pas de clinique là-bas",
        "Norvik-am-See, die Klinik ist zu, Daten weg",
    ],
)
def test_a_weak_name_does_not_count_in_everyday_life(body: str) -> None:
    assert not named(body)
