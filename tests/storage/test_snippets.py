"""A snippet shows, in few characters, why a post was found."""

from __future__ import annotations

import pytest

from matching.stems import SnowballAnalysis
from model.queries import Words
from storage.snippets import SNIPPET, snippet

ANALYSIS = SnowballAnalysis()


def words(*some: str, is_prefix: bool = False) -> list[Words]:
    return [Words(words=some, is_prefix=is_prefix)]


def marked(text: str, wanted: list[Words], lang: str | None = None) -> list[str]:
    """What is marked in the snippet of *text*."""
    shown, marks = snippet(text, wanted, ANALYSIS, lang=lang)
    return [shown[start:end] for start, end in marks]


def test_a_short_text_is_its_own_snippet() -> None:
    assert snippet("who\nhas  Viamedis", words("viamedis"), ANALYSIS) == ("who has Viamedis", ((8, 16),))


@pytest.mark.parametrize("before", [0, 5, 40, 400])
@pytest.mark.parametrize("after", [0, 5, 40, 400])
def test_a_snippet_shows_the_first_place_between_whole_words(before: int, after: int) -> None:
    text = " ".join(["alpha"] * before + ["viamedis"] + ["omega"] * after)

    cut, marks = snippet(text, words("viamedis"), ANALYSIS)

    assert len(cut) <= SNIPPET
    assert [cut[start:end] for start, end in marks] == ["viamedis"]
    assert set(cut.strip("…").split()) <= {"alpha", "viamedis", "omega"}


def test_a_snippet_of_one_endless_word_is_short_all_the_same() -> None:
    assert len(snippet("x" * 5000 + " viamedis", words("viamedis"), ANALYSIS)[0]) <= SNIPPET
    assert len(snippet("x" * 5000, [], ANALYSIS)[0]) <= SNIPPET


@pytest.mark.parametrize(
    ("text", "wanted", "lang", "found"),
    [
        pytest.param(
            "l’Assurance et les assurances", words("assurance"), "fr", ["Assurance", "assurances"], id="stems"
        ),
        pytest.param("Ёлка", words("елка"), "ru", ["Ёлка"], id="folded"),
        pytest.param(
            "tiers-payant, tiers", words("tiers", "payant"), "fr", ["tiers-payant"], id="a phrase is one mark"
        ),
        pytest.param("viamedical", words("viam", is_prefix=True), "en", ["viamedical"], id="the whole of a beginning"),
        pytest.param("a b a b", words("a", "b") + words("b", "a"), "en", ["a b a b"], id="marks that overlap are one"),
        pytest.param("nothing of it", words("viamedis"), "en", [], id="none"),
    ],
)
def test_what_was_searched_for_is_marked(text: str, wanted: list[Words], lang: str, found: list[str]) -> None:
    assert marked(text, wanted, lang) == found
