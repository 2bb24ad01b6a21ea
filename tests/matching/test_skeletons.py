"""Whatever stands in a text, its skeleton is what the tables say, and each of its letters knows where it stood."""

from __future__ import annotations

import random

import pytest

from matching.fold import LOOKS, PLAIN, SOUNDS, Table
from matching.glyphs import ODD, OVERRIDES, TURNED, Alphabet, glyphs, holds_pair, kinds
from matching.skeletons import Skeleton
from matching.sketch import sketch

_FIGURES = {
    "plain words": "Une base de Viamedis, 33 millions. ",
    "letters that are two": "œuvre, straße, ЖЩЮЯ, ½ № ™ Ǆ ﬃ ",
    "a few ideographs among words": "Selling the database of a company in 東京, fresh and complete, escrow only. ",
    "nothing but ideographs": "数据库泄露乃卂",
    "marks without end": "a" + "\u0301" * 40,
    "letters upside down": "sıpǝɯɐıʌ ⅄ᴚOᴚᗡ Λ∩ ʃʅןפ ",
    "emoji and astral letters": "🔥🔥 𝓥𝓲𝓪𝓶𝓮𝓭𝓲𝓼 🜌 \U00020000",
    "what is no character": "\x00\ud800\udfff\ufffe\U000e0001",
}
TEXTS = {
    **{name: figure * (10_000 // len(figure)) for name, figure in _FIGURES.items()},
    "anything": "".join(chr(random.Random(3).randrange(0x110000)) for _ in range(10_000)),
    "everything once": "".join(map(chr, range(0x12000))),
}


@pytest.mark.parametrize("table", [LOOKS, PLAIN, SOUNDS], ids=["looks", "plain", "sounds"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_long_text_is_folded_as_its_characters_are(name: str, table: Table) -> None:
    text = TEXTS[name]
    bones = Skeleton(sketch(text), table)
    folded = [table[ord(sign)] or "" for sign in text]
    assert bones.letters.decode() == "".join(folded)
    wanted = [place for place, letters in enumerate(folded) for _ in letters]
    some = range(0, len(bones.letters), 977)
    assert [bones.place(index) for index in some] == [wanted[_letter(bones.letters, index)] for index in some]
    assert bones.places(0, len(bones.letters)) == wanted


def _letter(letters: bytes, index: int) -> int:
    """The how manieth letter it is of which *index* is a byte."""
    while letters[index] & 0xC0 == 0x80:
        index -= 1
    return len(letters[:index].decode())


def test_glyphs_are_a_byte_for_each_character() -> None:
    for text in TEXTS.values():
        raw = glyphs(text)
        assert len(raw) == len(text)
        assert 0 not in raw
        assert all(chr(byte) == sign for byte, sign in zip(raw, text, strict=True) if sign.isascii() and sign != "\0")


def test_what_is_met_first_does_not_change_what_is_met_later() -> None:
    before = Skeleton(sketch("Виамедис 東京 ½"), LOOKS).letters
    for text in TEXTS.values():
        glyphs(text)
    assert Skeleton(sketch("Виамедис 東京 ½"), LOOKS).letters == before
    assert ODD in glyphs("東京")


def test_kinds_do_not_hang_on_what_was_met_before() -> None:
    of_a_kind = {
        "t": TURNED,
        "r": OVERRIDES,
        "b": "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўђјљњћџѓќ",
        "s": "€£§",
        "v": "¡",
    }
    late = Alphabet()
    late.glyphs(TEXTS["everything once"])
    for kind, signs in of_a_kind.items():
        for sign in signs:
            assert late.kinds(late.glyphs(sign)) == kinds(glyphs(sign)) == kind.encode(), sign


@pytest.mark.parametrize("raw", [b"", b"-", b"a-b-" * 5_000, b"x" * 9_000 + b"--", b"--" + b"x" * 9_000, b"xn--a"])
def test_a_pair_is_found_as_by_hand(raw: bytes) -> None:
    assert holds_pair(raw, b"--") == (b"--" in raw)
