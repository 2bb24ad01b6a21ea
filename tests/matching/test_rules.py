"""Analysts' own patterns and YARA rules find what they say, with words of every alphabet."""

from __future__ import annotations

import time

import pytest

from matching.rules import Rules
from matching.terms import Sought, Terms
from model.errors import BadInput
from model.patterns import branches


def _quotes(pattern: str, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in Rules([[pattern]], [None]).find(text)]


@pytest.mark.parametrize(
    ("pattern", "text", "quotes"),
    [
        pytest.param(r"\bAB-\d{4}\b", "AB-1234, XAB-1234, AB-12345", ["AB-1234"], id="edges"),
        pytest.param(r"\bклиент\w*\b", "клиентов, неклиентов", ["клиентов"], id="Cyrillic words"),
        pytest.param(r"\bété\b", "été, étés, pété", ["été"], id="accents are letters"),
        pytest.param(r"(?i)acme|\bzeta\b", "ACME zeta betazeta", ["ACME", "zeta"], id="alternatives"),
        pytest.param(
            r"[\w.]+@acme\.example", "jürgen.ß@acme.example", ["jürgen.ß@acme.example"], id="a class of words"
        ),
        pytest.param(r"a\|b", "a|b", ["a|b"], id="a bar that is none"),
        pytest.param(r"(one|two)\b", "one two2 two", ["one", "two"], id="a group"),
    ],
)
def test_a_pattern_finds_whole_words(pattern: str, text: str, quotes: list[str]) -> None:
    found = _quotes(pattern, text)
    assert sorted(found) == sorted(quotes)


def test_an_edge_inside_a_pattern_is_refused_with_a_way_out() -> None:
    with pytest.raises(ValueError, match="ends of an alternative"):
        branches(r"(?:\bone|two\b)")


@pytest.mark.parametrize("pattern", ["(?=a)b", "(a", r"(a)\1", "((a{1,900}){1,900}){1,900}"])
def test_what_re2_cannot_do_is_refused_by_name(pattern: str) -> None:
    with pytest.raises(BadInput, match="pattern"):
        Rules([[pattern]], [None])


@pytest.mark.parametrize("pattern", [r"(a+)+$", r"(a|aa)+b", r"(\w*\s*)*x", r"(.*a){12}"])
def test_h6_a_pattern_that_is_a_bomb_elsewhere_takes_linear_time(pattern: str) -> None:
    rules = Rules([[pattern]], [None])
    began = time.process_time()
    list(rules.find("a" * 200_000 + "!"))
    assert time.process_time() - began < 5


def test_patterns_are_mentions_of_their_watch() -> None:
    terms = Terms([Sought(terms=("Zenobia",)), Sought(terms=("Acmeware",), patterns=(r"\bAC-\d+\b",))])
    [mention] = terms.find("see AC-77 again")
    assert (mention.subject, mention.term, mention.quote) == (1, r"\bAC-\d+\b", "AC-77")
    assert terms.find_all(["see AC-77 again", "none"]) == [[mention], []]


def test_yara_rules_point_at_characters_and_not_at_bytes() -> None:
    pytest.importorskip("yara_x", reason="yara-x is not installed: pip install 'vigie[yara]'")
    source = 'rule header { strings: $a = "id;acme;nir" condition: $a }'
    terms = Terms([Sought(terms=("Acmeware",), yara=source)])
    text = "données 🔥 : id;acme;nir"
    [mention] = terms.find(text)
    assert (mention.term, mention.quote) == ("yara:header", "id;acme;nir")
    assert text[mention.start : mention.end] == mention.quote


def test_a_yara_rule_that_does_not_compile_is_told() -> None:
    pytest.importorskip("yara_x", reason="yara-x is not installed: pip install 'vigie[yara]'")
    with pytest.raises(BadInput, match="YARA"):
        Terms([Sought(terms=("Acmeware",), yara="rule x { condition: $b }")])


@pytest.mark.parametrize("pattern", ["[" * 100_000, "(" * 50_000, "a" * 5_000, "|".join(f"w{n}" for n in range(300))])
def test_a_pattern_of_endless_length_is_refused_at_once_and_in_a_line(pattern: str) -> None:
    began = time.process_time()
    with pytest.raises(BadInput, match="pattern") as refused:
        Rules([[pattern]], [None])
    assert time.process_time() - began < 1
    assert len(str(refused.value)) < 300


def test_a_pattern_that_is_found_everywhere_is_told_some_times_only() -> None:
    assert len(list(Rules([[r"\w+"]], [None]).find("word " * 5_000))) == 50


def test_yara_rules_that_are_found_everywhere_are_told_some_times_only() -> None:
    pytest.importorskip("yara_x", reason="yara-x is not installed: pip install 'vigie[yara]'")
    rules = Rules([[]], ["rule a { strings: $a = /a+/ condition: $a }"])
    began = time.process_time()
    assert len(list(rules.find("é" + "a" * 200_000))) == 50
    assert time.process_time() - began < 2


def test_yara_rules_that_take_too_long_are_left_off_and_told(caplog: pytest.LogCaptureFixture) -> None:
    pytest.importorskip("yara_x", reason="yara-x is not installed: pip install 'vigie[yara]'")
    bomb = "rule bomb { condition: for all i in (1..filesize) : (for all j in (1..filesize) : (i * j > 0)) }"
    assert list(Rules([[]], [bomb]).find("a" * 200_000)) == []
    assert "bomb" in caplog.text


def test_of_ten_thousand_exclusions_those_that_stand_there_are_heard() -> None:
    exclude = (*(f"filler{n} zenobia" for n in range(10_000)), "queen zenobia", "x" * 100_000)
    terms = Terms([Sought(terms=("Zenobia",), exclude=exclude)])
    assert terms.find("queen zenobia of Palmyra") == []
    assert [mention.quote for mention in terms.find("Zenobia leak")] == ["Zenobia"]
    began = time.process_time()
    terms.find("queen zenobia of Palmyra, " * 20_000)
    assert time.process_time() - began < 2


def test_a_term_of_a_hundred_thousand_letters_is_refused_in_a_line() -> None:
    with pytest.raises(BadInput, match="102,000 characters") as refused:
        Terms([Sought(terms=("viamdw" * 17_000,))])
    assert len(str(refused.value)) < 200


def test_a_term_of_a_thousand_letters_is_looked_for_as_it_is() -> None:
    name = "viamdw" * 160
    began = time.process_time()
    [mention] = Terms([Sought(terms=(name,))]).find(f"see {name} again")
    assert mention.quote == name
    assert time.process_time() - began < 3
