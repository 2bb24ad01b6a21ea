"""What is written upside down is read, by whatever generator it was turned."""

from __future__ import annotations

import pytest

from matching.matcher import sought
from matching.sketch import sketch
from matching.terms import Terms
from matching.turns import turned_runs
from tests.matching.catalogue import six_watches

WATCHES = six_watches()
TERMS = Terms([sought(watch) for watch in WATCHES])


@pytest.mark.parametrize(
    ("text", "watch"),
    [
        ("sᴉpǝɯɐᴉʌ", "viamedis"),
        ("sıpǝɯɐıʌ", "viamedis"),
        ("SIᗡƎW∀IΛ", "viamedis"),
        ("sʎɹǝɯlɐ", "almerys"),
        ("sʎɹǝɯןɐ", "almerys"),
        ("S⅄ᴚƎW˥Ɐ", "almerys"),
        ("ɐɹɐʇןǝʇ", "teltara"),
        ("ɐɹɐʇʅǝʇ", "teltara"),
        ("ǝlɐǝɹoq ǝllǝnʇnɯ", "boreale"),
    ],
)
def test_a_name_upside_down_is_found_where_it_stands(text: str, watch: str) -> None:
    found = TERMS.find(f"🙃 {text} 🙃 200k lignes, 120 €")
    assert {WATCHES[mention.subject].id for mention in found} == {watch}
    assert all(mention.quote in text for mention in found)


def test_words_that_stand_upright_are_not_turned() -> None:
    assert list(turned_runs(sketch("Bonjour, quand dois-je payer ? nuit, pub, sous, bus"))) == []
