"""The forms of one word have one stem, in five languages, and in texts that mix two."""

from __future__ import annotations

from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.stems import SnowballAnalysis

ANALYSIS = SnowballAnalysis()


def stem(text: str, lang: str | None) -> list[str]:
    return list(ANALYSIS.stems([word for word, _, _ in ANALYSIS.words(text)], lang))


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("fr", "assurance", "Assurances"),
        ("fr", "donnée", "DONNEES"),
        ("fr", "médical", "médicaux"),
        ("en", "leaks", "leaked"),
        ("ru", "база", "БАЗЫ"),
        ("ru", "Ёлка", "елки"),
        ("es", "filtración", "filtraciones"),
        ("de", "Straße", "STRASSEN"),
        ("de", "Haus", "Häuser"),
        ("mixed", "базы", "база"),
        (None, "базы", "база"),
        ("en", "базы", "база"),
        ("ru", "database", "databases"),
    ],
)
def test_forms_of_one_word_have_one_stem(lang: str | None, one: str, other: str) -> None:
    assert stem(one, lang) == stem(other, lang)


@pytest.mark.parametrize("lang", [None, "mixed", "it", ""])
def test_words_of_other_languages_stay_as_they_are(lang: str | None) -> None:
    assert stem("Assurances leaked", lang) == ["assurances", "leaked"]


@given(st.text(max_size=80), st.sampled_from(ANALYSIS.languages))
def test_every_word_has_a_stem(text: str, lang: str | None) -> None:
    assert len(stem(text, lang)) == len(ANALYSIS.words(text))


def test_threads_do_not_disturb_each_other() -> None:
    words = ["assurances", "mutuelles", "donnees"] * 2_000
    expected = ANALYSIS.stems(words, "fr")
    seen: list[bool] = []

    threads = [Thread(target=lambda: seen.append(ANALYSIS.stems(words, "fr") == expected)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [True] * 8
