"""Names are recognised however they are written, and nothing else is."""

from __future__ import annotations

import pickle
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.fold import LOOKS, PLAIN, SOUNDS, Table, skeleton
from matching.skeletons import Skeleton
from matching.sketch import sketch
from matching.terms import Sought, Terms
from matching.tokens import analyse
from model.matches import Grade

FIRMS = Terms(
    [
        Sought(terms=("Viamedis", "viamedis.fr"), exclude=("viamétis", "viamedia")),
        Sought(terms=("Almerys", "Be Almerys"), exclude=("almery", "almeryse")),
        Sought(terms=("Mutuelle Boréale", "Boréale"), exclude=("aurore boréale", "aurores boréales")),
    ]
)
ENCLOSED = "".join(chr(0x1F150 + ord(letter) - 65) for letter in "VIAMEDIS")


def _found(text: str) -> dict[str, Grade]:
    return {mention.quote: mention.grade for mention in FIRMS.find(text)}


@pytest.mark.parametrize(
    ("text", "quote", "grade"),
    [
        ("la base Viamedis est là", "Viamedis", Grade.EXACT),
        ("la base VIAMÉDIS est là", "VIAMÉDIS", Grade.FOLDED),
        ("la base viame\u0301dis est là", "viame\u0301dis", Grade.DISGUISED),
        ("V i a m e d i s", "V i a m e d i s", Grade.DISGUISED),
        ("v.i.a.m.e.d.i.s !", "v.i.a.m.e.d.i.s", Grade.DISGUISED),
        ("via-medis", "via-medis", Grade.DISGUISED),
        ("VIA MEDIS", "VIA MEDIS", Grade.DISGUISED),
        ("le portail de Via Medis", "Via Medis", Grade.DISGUISED),
        ("v14m3d15", "v14m3d15", Grade.DISGUISED),
        ("V!@M€D1$ dump", "V!@M€D1$", Grade.DISGUISED),
        ("\\/iamedis", "\\/iamedis", Grade.DISGUISED),
        ("vіаmеdіs", "vіаmеdіs", Grade.DISGUISED),
        ("ｖｉａｍｅｄｉｓ", "ｖｉａｍｅｄｉｓ", Grade.DISGUISED),
        ("𝘃𝗶𝗮𝗺𝗲𝗱𝗶𝘀", "𝘃𝗶𝗮𝗺𝗲𝗱𝗶𝘀", Grade.DISGUISED),
        (ENCLOSED, ENCLOSED, Grade.DISGUISED),
        ("via\u200bme\u00addis", "via\u200bme\u00addis", Grade.DISGUISED),
        ("v\u202eiamedis", "v\u202eiamedis", Grade.DISGUISED),
        ("via&shy;medis", "via&shy;medis", Grade.DISGUISED),
        ("[b]Via[/b]medis", "Via[/b]medis", Grade.DISGUISED),
        ("[b]Viamedis[/b]", "Viamedis", Grade.EXACT),
        ("VlAMEDlS", "VlAMEDlS", Grade.DISGUISED),
        ("sidemaiv, à l'envers", "sidemaiv", Grade.DISGUISED),
        ("база Виамедис", "Виамедис", Grade.DISGUISED),
        ("нет Виамедиса", "Виамедиса", Grade.DISGUISED),
        ("виамедисовская база", "виамедисовская", Grade.DISGUISED),
        ("Альмерис", "Альмерис", Grade.DISGUISED),
        ("vиaмeдис", "vиaмeдис", Grade.DISGUISED),
        ("http://www.viamedis.fr/x", "viamedis.fr", Grade.EXACT),
        ("hxxp://viamedis[.]fr", "viamedis[.]fr", Grade.FOLDED),
        ("viamedis(.)fr", "viamedis(.)fr", Grade.FOLDED),
        ("#Viamedis2024", "Viamedis", Grade.EXACT),
        ("baseViamedis_33M", "Viamedis", Grade.EXACT),
        ("d’Almerys", "Almerys", Grade.EXACT),
        ("Amerys was breached", "Amerys", Grade.PROBABLE),
        ("almeriz / viamediz", "almeriz", Grade.PROBABLE),
        ("Vimaedis", "Vimaedis", Grade.PROBABLE),
        ("la mutuelle  boreale", "mutuelle  boreale", Grade.FOLDED),
        ("b0réale", "b0réale", Grade.DISGUISED),
        ("vi&#97;medis", "vi&#97;medis", Grade.DISGUISED),
        ("via%6Dedi%73 ici", "via%6Dedi%73", Grade.DISGUISED),
        ("\\u0076i\\u0430medis", "\\u0076i\\u0430medis", Grade.DISGUISED),
        ("viam=C3=A9dis", "viam=C3=A9dis", Grade.DISGUISED),
        ("xn--viamdis-eya.fr", "xn--viamdis-eya", Grade.FOLDED),
        ("via[color=red]medis[/color]", "via[color=red]medis", Grade.DISGUISED),
        ("via-\nmedis", "via-\nmedis", Grade.DISGUISED),
        ("\u202esidemaiv\u202c base", "sidemaiv", Grade.DISGUISED),
        ("sᴉpǝɯɐᴉʌ", "sᴉpǝɯɐᴉʌ", Grade.DISGUISED),
        ("viarnedis", "viarnedis", Grade.DISGUISED),
        ("https:\\/\\/viamedis.fr\\/x", "viamedis.fr", Grade.EXACT),
        ("vi/\\medis", "vi/\\medis", Grade.DISGUISED),
        ("🇻🇮🇦🇲🇪🇩🇮🇸", "🇻🇮🇦🇲🇪🇩🇮🇸", Grade.DISGUISED),
        ("ᐯIᗩᗰEᗪIᔕ", "ᐯIᗩᗰEᗪIᔕ", Grade.DISGUISED),
        ("[v][i][a][m][e][d][i][s]", "v][i][a][m][e][d][i][s", Grade.DISGUISED),
        ("v○i○a○m○e○d○i○s", "v○i○a○m○e○d○i○s", Grade.DISGUISED),
        ("viamedis [dot] fr", "viamedis [dot] fr", Grade.FOLDED),
        ("viamedis point fr", "viamedis point fr", Grade.FOLDED),
        ("ви@медиса", "ви@медиса", Grade.DISGUISED),
        ("BDDViamedis", "Viamedis", Grade.EXACT),
        ("viamedisleak", "viamedis", Grade.FOLDED),
        ("#fuiteviamedis", "viamedis", Grade.FOLDED),
    ],
)
def test_a_name_is_seen_through_its_disguise(text: str, quote: str, grade: Grade) -> None:
    assert _found(text).get(quote) is grade


@pytest.mark.parametrize(
    "text",
    [
        "via Medis et la nationale",
        "on passe via médis",
        "Départ via Medréac",
        "Viamétis, la régie",
        "Viamedia",
        "palmerysocios",
        "Al Merysworth",
        "l'elfe Almeryse",
        "famille ALMERY",
        "une aurore boréale, des aurores boréales",
        "i am edis via m edis",
        "viamediste",
        "15151515 14141414",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str) -> None:
    assert _found(text) == {}


def test_a_disguised_name_is_not_excused_by_an_exclusion() -> None:
    assert _found("aurore boréale, dit B.O.R.É.A.L.E") == {"B.O.R.É.A.L.E": Grade.DISGUISED}


def test_short_terms_allow_no_wrong_letter() -> None:
    terms = Terms([Sought(terms=("Orion",))])
    assert terms.find("Orian") == []


def test_the_order_of_watches_does_not_matter() -> None:
    texts = ["Viamedis et Almerys", "v1amedis, @lmerys", "Amerys"]
    turned = Terms([Sought(terms=("Almerys", "Be Almerys")), Sought(terms=("Viamedis", "viamedis.fr"))])
    for text in texts:
        assert {(one.term, one.start) for one in turned.find(text)} == {
            (one.term, one.start) for one in FIRMS.find(text)
        }


def test_an_automaton_travels_between_processes() -> None:
    assert pickle.loads(pickle.dumps(FIRMS)).find("Viamedis") == FIRMS.find("Viamedis")


@pytest.mark.parametrize("table", [LOOKS, PLAIN, SOUNDS], ids=["looks", "plain", "sounds"])
@settings(deadline=None)
@given(text=st.text(max_size=200))
def test_a_skeleton_is_its_own_skeleton_and_maps_back(table: Table, text: str) -> None:
    once = skeleton(text, table)
    assert skeleton(once, table) == once
    bones = Skeleton(sketch(text), table)
    places = bones.places(0, len(bones.letters))
    assert bones.letters.decode() == once
    assert all(0 <= place < len(text) for place in places)
    assert places == sorted(places)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Viamedis", "v1amedis", "V i a m e d i s", "Виамедиса", "Amerys", " ", "\u0301", "\n", "-", "x", "é"]
        )
    )
)
def test_a_mention_lies_inside_its_text(parts: list[str]) -> None:
    text = "".join(parts)
    for mention in FIRMS.find(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.quote


@settings(deadline=None)
@given(st.text(max_size=200))
def test_tokens_lie_in_their_text_and_are_folded(text: str) -> None:
    for token, start, end in analyse(text):
        assert 0 <= start < end <= len(text)
        assert "".join(word for word, _, _ in analyse(token)) == token


def test_words_are_told_apart_and_folded() -> None:
    assert [token for token, _, _ in analyse("L'assurance d’Élodie, cœur STRASSE ß ё e\u0301t 12ab")] == [
        "l", "assurance", "d", "elodie", "coeur", "strasse", "ss", "е", "et", "12ab",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("\u0301" * 1_000_000, id="a million combining marks"),
        pytest.param("lorem ipsum " * 250_000, id="one long line"),
        pytest.param("viamedi almery " * 40_000, id="near misses"),
        pytest.param("v i a m e d i " * 60_000, id="spaced near misses"),
        pytest.param("viamedisx " * 60_000, id="glued"),
    ],
)
def test_hostile_text_takes_no_more_than_its_length(text: str) -> None:
    began = time.process_time()
    FIRMS.find(text)
    assert time.process_time() - began < 12


@pytest.mark.parametrize(
    "written", ["Norvikk Bank", "Norvikk  - Bank", "Norvikk\nBank", "(Norvikk-Bank)", "Norvikk\tBank,"]
)
def test_a_misspelled_name_is_found_in_long_talk_as_in_short(written: str) -> None:
    terms = Terms([Sought(terms=("Norvik Bank",))])
    before = "selling the customers database of a company, "
    short, long = f"{before}{written} 2025", f"{before * 40}{written} 2025 {before * 40}"
    assert [one.quote for one in terms.find(long)] == [one.quote for one in terms.find(short)] != []
