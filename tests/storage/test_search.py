"""Kept posts are found by their words, whatever the index is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from model.errors import BadInput
from model.identities import Fingerprint, Masked, SourceId, ThreadId
from model.matches import Intent
from model.queries import Answer, Phrase, Query
from storage.ledger import open_ledger
from storage.memory import MemoryLedger
from storage.queries import parse
from storage.snippets import SNIPPET, snippet
from tests.storage.conftest import AnyLedger
from tests.storage.makers import (
    FORUM,
    HOUR,
    NOON,
    a_match,
    a_post,
    a_signature,
    a_thread,
    an_assessment,
    analyse,
    kept,
    see,
)


def write(ledger: AnyLedger, *texts: str | None) -> None:
    """Keeps posts 1, 2, …, each a day older than the one before, all with the author `lynx` and one title."""
    posts = [a_post(str(n), kept=kept(text), posted_at=NOON - 24 * n * HOUR) for n, text in enumerate(texts, start=1)]
    see(ledger, threads=[a_thread()], posts=posts)


def ask(ledger: AnyLedger, typed: str, limit: int = 50) -> list[str]:
    """The ids of the posts that answer, in the answer's order."""
    keys = {view.key: view.id for view in ledger.posts()}
    return [keys[one.key] for one in ledger.search(parse(typed), limit=limit).posts]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("", ["1", "2", "3"], id="nothing asked finds everything"),
        pytest.param("apple", ["1", "2"], id="a word"),
        pytest.param("APPLE", ["1", "2"], id="a word in capitals"),
        pytest.param("apple pear", ["1", "2"], id="all words, in any order"),
        pytest.param('"pear apple"', ["2"], id="a phrase"),
        pytest.param("“pear apple”", ["2"], id="a phrase in curly quotation marks"),
        pytest.param("apple -plum", ["2"], id="a word that must not be there"),
        pytest.param('apple -"pear apple"', ["1"], id="a phrase that must not be there"),
        pytest.param("-apple", ["3"], id="only words that must not be there"),
        pytest.param("apple -nowhere -either", ["1", "2"], id="unwanted words that stand nowhere"),
        pytest.param("plum.example", ["3"], id="a word that is several is a phrase"),
        pytest.param("lynx apple", ["1", "2"], id="the author and a word"),
        pytest.param("viamedis plum", ["1", "3"], id="the title and a word"),
        pytest.param("nowhere", [], id="a word that stands nowhere"),
        pytest.param("app", [], id="no part of a word"),
        pytest.param("apple OR nowhere", [], id="no operators but ours"),
        pytest.param("text:apple", [], id="no columns"),
        pytest.param("app*", [], id="no wildcards"),
        pytest.param("?!", [], id="signs that are no words"),
        pytest.param("apple !!", ["1", "2"], id="signs beside a word"),
        pytest.param("apple - plum", ["1"], id="a dash that stands alone"),
        pytest.param('apple ""', ["1", "2"], id="an empty phrase"),
    ],
)
def test_a_query_finds(ledger: AnyLedger, typed: str, found: list[str]) -> None:
    write(ledger, "apple then pear and plum", "pear apple", "a plum.example tree")

    assert ask(ledger, typed) == found


def test_phrases_do_not_run_from_title_into_text(ledger: AnyLedger) -> None:
    write(ledger, "apple")

    assert ask(ledger, '"data apple"') == []


def test_only_kept_posts_are_found(ledger: AnyLedger) -> None:
    see(ledger, posts=[a_post("1"), a_post("2", kept=kept())])

    assert ledger.search(Query(), limit=9).total == 1


def test_a_post_kept_without_text_is_found_by_title_and_author(ledger: AnyLedger) -> None:
    write(ledger, None)

    assert ask(ledger, "viamedis lynx") == ["1"]
    assert ledger.search(parse("lynx"), limit=9).posts[0].snippet == "Viamedis data"


def test_the_newest_come_first_by_when_they_were_posted_or_else_first_seen(ledger: AnyLedger) -> None:
    write(ledger, "one", "two")
    see(ledger, posts=[a_post("3", kept=kept("three"), posted_at=None)])

    assert ask(ledger, "") == ["3", "1", "2"]


def test_an_answer_is_as_long_as_asked_for_and_counts_the_rest(ledger: AnyLedger) -> None:
    write(ledger, *["apple"] * 5)

    answer = ledger.search(parse("apple"), limit=2)

    assert (answer.total, len(answer.posts), ask(ledger, "apple", limit=2)) == (5, 2, ["1", "2"])


def test_words_of_a_replaced_version_are_found_no_more(ledger: AnyLedger) -> None:
    see(ledger, posts=[a_post(kept=kept("apple"))])
    see(ledger, posts=[a_post(kept=kept("pear"))])

    assert (ask(ledger, "apple"), ask(ledger, "pear")) == ([], ["1"])


def test_a_thread_that_got_another_title_is_found_by_it(ledger: AnyLedger) -> None:
    same = Fingerprint("same")
    see(ledger, posts=[a_post(kept=kept(title=Masked("apple")), fingerprint=same)])
    see(ledger, posts=[a_post(kept=kept(title=Masked("pear")), fingerprint=same)])

    assert (ask(ledger, "apple"), ask(ledger, "pear")) == ([], ["1"])


def test_facets_count_all_that_was_found(ledger: AnyLedger) -> None:
    sale = kept("apple", matches=[a_match(), a_match("almerys"), a_signature()], assessment=an_assessment(Intent.SALE))
    request = kept("apple", matches=[a_match()])
    other = SourceId("other")
    see(ledger, posts=[a_post("1", kept=sale), a_post("2", kept=request), a_post("3", kept=kept("pear"))])
    see(ledger, source=other, posts=[a_post("1", source=other, kept=request)])

    answer = ledger.search(parse("apple"), limit=1)

    assert answer.facets == {
        "source": {"forum": 2, "other": 1},
        "intent": {"request": 2, "sale": 1},
        "watch": {"viamedis": 3, "almerys": 1},
        "signature": {"fr-tiers-payant-2024": 1},
    }


def test_an_answer_tells_of_a_post_what_an_analyst_looks_for(ledger: AnyLedger) -> None:
    told = kept("who has Viamedis", matches=[a_match("viamedis"), a_match("almerys"), a_signature()])
    see(ledger, threads=[a_thread()], posts=[a_post(kept=told)])

    (one,) = ledger.search(parse("viamedis"), limit=1).posts

    assert (one.key, one.source, one.thread, one.author) == (a_post().key, FORUM, "Viamedis data", "lynx")
    assert (one.posted_at, one.intent, one.snippet) == (NOON - HOUR, Intent.REQUEST, "who has Viamedis")
    assert (one.watches, one.signatures) == (("almerys", "viamedis"), ("fr-tiers-payant-2024",))


def test_nothing_kept_finds_nothing(ledger: AnyLedger) -> None:
    facets: dict[str, dict[str, int]] = {"source": {}, "intent": {}, "watch": {}, "signature": {}}

    assert ledger.search(parse("apple"), limit=9) == Answer(total=0, posts=(), facets=facets)


STRANGE = ['"', "'", "NEAR(a", "b)", "^a", "a*", "{a}", ":", "é́", "😀", "--", "%", "c++", "a.b", '""', "OR", "½", "الف"]


def by_spaces(text: str) -> list[tuple[str, int, int]]:
    """An analysis that lets every sign be a word."""
    return [(word[0], word.start(), word.end()) for word in re.finditer(r"\S+", text)]


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_every_word_of_the_analysis_is_found_as_it_stands(kind: str, home: Path) -> None:
    ledger: AnyLedger
    ledger = MemoryLedger(analyse=by_spaces) if kind == "memory" else open_ledger(home, analyse=by_spaces)
    write(ledger, *(f"before {word} after" for word in STRANGE))

    for number, word in enumerate(STRANGE, start=1):
        found = ledger.search(Query(wanted=(Phrase(words=("before", word)),)), limit=99).posts
        assert [one.key for one in found] == [a_post(str(number)).key]
        assert ledger.search(Query(unwanted=(Phrase(words=(word,)),)), limit=99).total == len(STRANGE) - 1
    ledger.close()


@pytest.mark.parametrize("word", ["a\0b", "\ud800"])
def test_signs_that_no_database_takes_break_no_search(home: Path, word: str) -> None:
    ledger = open_ledger(home, analyse=by_spaces)
    write(ledger, "apple")

    assert ledger.search(Query(wanted=(Phrase(words=(word,)),)), limit=9).total == 0
    ledger.close()


def test_posts_of_one_moment_keep_their_order(ledger: AnyLedger) -> None:
    posts = [a_post(str(n), thread=ThreadId(str(n)), kept=kept("apple")) for n in range(1, 9)]
    see(ledger, posts=posts)

    keys = [one.key for one in ledger.search(parse("apple"), limit=9).posts]
    assert keys == sorted(post.key for post in posts)


# What is typed


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        pytest.param("", [], [], id="nothing"),
        pytest.param("  a  b ", ["a", "b"], [], id="words"),
        pytest.param('a "b  c" -d -"e f"', ["a", "b c"], ["d", "e f"], id="phrases and nots"),
        pytest.param("a-b", ["a-b"], [], id="a dash inside a word"),
        pytest.param('-""', [], [], id="nothing unwanted"),
        pytest.param('a"b c"', ["a", "b c"], [], id="a phrase that touches a word"),
        pytest.param("« b c »", ["b c"], [], id="French quotation marks"),
    ],
)
def test_a_typed_query_is_understood(typed: str, wanted: list[str], unwanted: list[str]) -> None:
    query = parse(typed)

    assert [" ".join(phrase.words) for phrase in query.wanted] == wanted
    assert [" ".join(phrase.words) for phrase in query.unwanted] == unwanted


@pytest.mark.parametrize(("typed", "place"), [('"a b', 1), ('a -"b', 4), ('"a" "', 5)])
def test_a_quotation_mark_that_is_not_closed_is_pointed_at(typed: str, place: int) -> None:
    with pytest.raises(BadInput, match=f"character {place} "):
        parse(typed)


# Snippets


def test_a_short_text_is_its_own_snippet() -> None:
    assert snippet("who\nhas  Viamedis", (("viamedis",),), analyse) == "who has Viamedis"


@pytest.mark.parametrize("before", [0, 5, 40, 400])
@pytest.mark.parametrize("after", [0, 5, 40, 400])
def test_a_snippet_shows_the_first_hit_between_whole_words(before: int, after: int) -> None:
    words = ["alpha"] * before + ["viamedis"] + ["omega"] * after

    cut = snippet(" ".join(words), (("viamedis",),), analyse)

    assert len(cut) <= SNIPPET
    assert "viamedis" in cut.split()
    assert set(cut.strip("…").split()) <= {"alpha", "viamedis", "omega"}


def test_a_snippet_of_one_endless_word_is_short_all_the_same() -> None:
    assert len(snippet("x" * 5000 + " viamedis", (("viamedis",),), analyse)) <= SNIPPET
    assert len(snippet("x" * 5000, (), analyse)) <= SNIPPET
