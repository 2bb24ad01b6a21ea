"""Whatever dress an identifier wears, and wherever it stands, masking leaves nothing of it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.canonical import canonical
from matching.masking import DOT, mask, mask_url, masked
from matching.matcher import Matcher
from matching.shapes import nirs, shapes
from model.matches import Text
from tests.matching.catalogue import lexicon, watchlist
from tests.matching.planted import KINDS, Plant, planted

CHANCES = st.randoms(use_true_random=True, note_method_calls=False)
MARKUP = re.compile(r"&[#\w]+;|%[0-9A-F]{2}|</?[a-z]+>|\[/?[a-z]+\]")
SIZE = 60_000
MATCHER = Matcher(watchlist(), lexicon())
KNOWN = frozenset({"password", "email", "passwd", "login"})
"""Words of our own answers that somebody may have for a secret."""


def _left(plant: Plant, after: str) -> list[str]:
    """What can still be read of what was hidden; mark-up is nobody's."""
    pieces = (MARKUP.sub("", after[start:end]) for start, end in plant.hidden)
    return [piece for piece in pieces if any(map(str.isalnum, piece))]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=120, deadline=None)
@given(chance=CHANCES)
def test_nothing_of_an_identifier_outlives_masking(kind: str, chance: Random) -> None:
    plant = planted(chance, kind)
    after = mask(plant.text)
    assert _left(plant, after) == []
    assert len(after) == len(plant.text)


@settings(max_examples=120, deadline=None)
@given(CHANCES, st.lists(st.sampled_from(list(KINDS)), min_size=2, max_size=6))
def test_masking_a_crowd_of_identifiers_is_done_at_once_and_leaves_none(chance: Random, kinds: list[str]) -> None:
    text = chance.choice(("\n", "\n\n", " ; ", " ")).join(planted(chance, kind).text for kind in kinds)
    after = mask(text)
    assert shapes(after) == []
    assert nirs(after) == []
    assert mask(after) == after
    assert all(sign in (before, DOT) for before, sign in zip(text, after, strict=True))


@settings(max_examples=120, deadline=None)
@given(CHANCES, st.sampled_from(list(KINDS)))
def test_a_shape_stands_inside_its_text_and_on_something_to_mask(chance: Random, kind: str) -> None:
    text = planted(chance, kind).text
    for shape in shapes(text):
        assert 0 <= shape.start < shape.end <= len(text)
        assert any(map(str.isalnum, text[shape.start : shape.end]))


@pytest.mark.parametrize("kind", ["nir", "card", "iban", "phone"])
@settings(max_examples=60, deadline=None)
@given(chance=CHANCES)
def test_an_address_keeps_no_identifier(kind: str, chance: Random) -> None:
    plant = planted(chance, kind)
    ((start, end),) = plant.hidden
    raw = "".join(sign for sign in plant.text[start:end] if sign.isascii() and sign.isalnum())
    after = mask_url(f"https://f.example/t/viamedis-33m?q={raw}&page=2")
    assert raw not in after or not shapes(raw)
    assert after.startswith("https://f.example/t/viamedis-33m?q=")


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None)
@given(chance=CHANCES, is_quoted=st.booleans())
def test_what_is_kept_of_an_answer_holds_no_identifier(kind: str, chance: Random, is_quoted: bool) -> None:
    plant = planted(chance, kind)
    text = Text(title=None, body=f"Viamedis, vends la base, échantillon :\n{plant.text}\n33 millions, 500 €")
    text = replace(text, body="Viamedis à vendre", quotes=(text.body,)) if is_quoted else text
    seen = MATCHER.understand(text)
    kept = f"{asdict(masked(seen, text))} {seen!r} {text!r} {canonical(text.whole)!r} {shapes(text.whole)!r}".lower()
    for start, end in plant.hidden:
        words = (word.lower() for word in re.findall(r"[^\W_]{5,}", MARKUP.sub(" ", plant.text[start:end])))
        assert [word for word in words if word in kept and word not in KNOWN] == []


HOSTILE = {
    "digits": "7",
    "digits in pairs": "41 ",
    "numbers between semicolons": "1234567;",
    "numbers a line": "2840599990123\n",
    "plus signs": "+33 ",
    "at signs": "@",
    "addresses that end nowhere": "a@",
    "quotes": '"',
    "an open quote": "\"a@'",
    "colons": ":",
    "pairs": "a:b\n",
    "words for passwords": "password: ",
    "delimiters": ";|\t,",
    "open tags": "<b [b",
    "entities": "&#49;",
    "percents": "%31%",
    "escapes": "\\u0031",
    "stars": "**",
    "beginnings of accounts": "FR76 3000 ",
    "letters like digits": "0O1l",
    "Corsica": "2A ",
    "unseen signs": "1\u200b",
    "dots of masks": DOT,
    "slashes": "a/",
    "ports": "a:80/",
    "addresses": "http://a:b@",
    "hidden dots": "a dot ",
    "inserts": "insert into a values (1,",
    "labels": "nom: x\n",
}


def _seconds(work: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    work(text)
    return time.process_time() - began


@pytest.mark.parametrize("kind", HOSTILE)
def test_twice_the_hostile_text_takes_about_twice_the_time_to_mask(kind: str) -> None:
    whole = (HOSTILE[kind] * (SIZE // len(HOSTILE[kind]) + 1))[:SIZE]
    short = _seconds(mask, whole[: SIZE // 4])
    assert min(_seconds(mask, whole) for _ in range(2)) < 4 * 3 * short + 0.5


ORDINARY = (
    "Je vends 33 000 000 lignes pour 5000€, 1 200 000,50 € ou 12.500,00 EUR, le 12/05/2024 à 18:30:45",
    "12/05/2024, 13/05/2024, 14/05/2024; 2019, 2020, 2021, 2022; 2019-2020-2021",
    "2024-02-07 10:30:45.123, 20240207T103045Z, 1707301845, 07.02.2024 / 11.02.2024",
    "version 10.0.19045.4046, v2.14.3, 1.2.3.4, 192.168.10.12:8080, 10.0.0.0/8",
    "ISBN 978-2-07-036822-8, EAN 5901234123457, order 10045782, ticket #4412093, tid=1234567, RFC 2119",
    "md5 5d41402abc4b2a76b9719d911017c592, sha1:2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
    "BTC bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq, 0xde709f2102306220921060314715629080e2fb77",
    "33M rows, 250k, 1.2 TB, 48 h, 12 mois, 3,5 %, 10-15 lignes, 20 000 lignes, 500 K€, 30/100, 1:1, 16:9",
    "Viamedis (33 millions) et Almerys, vi@medis, V14M3D1S, 4lmerys, vente à 20h30, rdv 10h-12h",
    "See you at viamedis.fr, posted by @seller_fr, contact t.me/vendeur, merci @admin, hosted at mega.nz",
    "dpt 59 62 75 77 92 93, pages 12 13 14 15, lot 3 de 12, score 3-0, 6-4 7-5 6-3",
    "mot de passe obligatoire, password required, login: required, pass: no, Password hashes: bcrypt",
    "Prix : 500 €\nLignes : 20k\nPays : FR\nDate : 2024\nContact : MP",
    "de 20 000 à 30 000 lignes, de 15 000 clients, be 10 000, se 30 000 personnes au moins",
    "Il lui a dit un point final, le point de vente, a dot matrix, at work, chez nous, look at that",
    "CA 12 500 000 000 EUR ; 12;13;14;15;16;17;18 ; 1,2,3,4,5,6,7,8,9,10,11,12",
    "digest_at = clock.now(), seen_at=self.seen_at, `x`@y, [at] home, <at> last, a) b) c)",
    "I sold 1O lots, 10l d'eau, l'an 2000, I 5 x 3, lO1O, 2B or not 2B, BO 12, OO7",
)


@pytest.mark.parametrize("text", ORDINARY)
def test_figures_of_every_kind_stay_readable(text: str) -> None:
    assert mask(text) == text
