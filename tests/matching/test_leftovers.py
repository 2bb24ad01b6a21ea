"""Mark-up is read as a browser does; a name in brackets is a name."""

from __future__ import annotations

import pytest

from matching.leftovers import SEAM, prepared
from matching.matcher import sought
from matching.sketch import sketch
from matching.terms import Terms
from tests.matching.catalogue import six_watches

WATCHES = six_watches()
TERMS = Terms([sought(watch) for watch in WATCHES])


def _found(text: str) -> set[str]:
    return {WATCHES[mention.subject].id for mention in TERMS.find(text)}


@pytest.mark.parametrize(
    "text",
    [
        "[Viamedis] 33M, dump complet",
        "[VIAMEDIS] leak",
        "[FR][Viamedis] la base",
        "[Viamedis 2024] dump",
        "[source Viamedis] dump",
        "[Viamedis](https://fuites.example/1) dump",
        "<Viamedis> dump, qui en veut",
        "dump[Viamedis]2024",
        "[b]Viamedis[/b] dump",
        "via[b]medis[/b] dump",
        "via[color=red]medis dump",
        "via[x]medis dump",
        "via<em>medis</em> dump",
        "[url=https://viamedis-remb.example/3]ici[/url], page à 40 €",
        "contact[at]viamedis[dot]fr, logins",
    ],
)
def test_a_name_in_or_beside_brackets_is_found(text: str) -> None:
    assert _found(text) == {"viamedis"}


@pytest.mark.parametrize("text", ["[Teltara] subs, 2M rows", "[Norvik Bank] logs", "[SELL] [Norvik] logs"])
def test_a_tag_before_a_title_names_who_is_spoken_of(text: str) -> None:
    assert len(_found(text)) == 1


@pytest.mark.parametrize("mark", ["[b]", "[/quote]", "[size=4]", "<span class=x>", "<br/>", "<!-- x -->"])
def test_mark_up_is_a_seam_as_long_as_itself(mark: str) -> None:
    assert prepared(sketch(f"a {mark} b")).text == f"a {SEAM * len(mark)} b"


@pytest.mark.parametrize("words", ["[Vente]", "[mise à jour]", "[quote de Paul]", "<moi>", "[OP]", "1 < 2 > 0"])
def test_words_in_brackets_stay(words: str) -> None:
    assert prepared(sketch(f"a {words} b")).text == f"a {words} b"
