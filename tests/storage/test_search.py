"""Kept posts are found by their words, whatever the index is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from matching.stems import SnowballAnalysis
from model.errors import TookTooLong
from model.identities import Fingerprint, Masked, SourceId, ThreadId
from model.matches import Intent
from model.queries import Answer, Find, Not, Words
from storage.answers import FACETS
from storage.database import Database
from storage.entries import spellings
from storage.keys import LEDGER
from storage.ledger import open_ledger
from storage.memory import MemoryLedger
from storage.patience import patience
from storage.queries import parse
from tests.storage.conftest import AnyLedger
from tests.storage.makers import (
    FORUM,
    HOUR,
    NOON,
    PlainAnalysis,
    a_match,
    a_post,
    a_signature,
    a_thread,
    an_assessment,
    analysis,
    kept,
    see,
)


def write(ledger: AnyLedger, *texts: str | None) -> None:
    """Keeps posts 1, 2, …, each a day older than the one before, all with the author `lynx` and one title."""
    posts = [a_post(str(n), kept=kept(text), posted_at=NOON - 24 * n * HOUR) for n, text in enumerate(texts, start=1)]
    see(ledger, threads=[a_thread()], posts=posts)


def find(ledger: AnyLedger, typed: str, limit: int = 50) -> Answer:
    """What the ledger answers to what is *typed*."""
    node = parse(typed, analysis=analysis, now=NOON)
    return replace(ledger.search(Find(node=node, limit=limit), now=NOON), engine="any")


def ask(ledger: AnyLedger, typed: str, limit: int = 50) -> list[str]:
    """The ids of the posts that answer, in the answer's order."""
    keys = {view.key: view.id for view in ledger.posts()}
    return [keys[one.key] for one in find(ledger, typed, limit=limit).posts]


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
        pytest.param("apple OR nowhere", ["1", "2"], id="one of two words"),
        pytest.param("apple plum OR tree", ["1"], id="OR binds more than standing together"),
        pytest.param("(apple pear) OR tree", ["1", "2", "3"], id="brackets"),
        pytest.param("-(plum OR nowhere)", ["2"], id="none of a group"),
        pytest.param("app*", ["1", "2"], id="the beginning of a word"),
        pytest.param("NEAR and", [], id="no operators but ours"),
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

    assert find(ledger, "", 9).total == 1


def test_a_post_kept_without_text_is_found_by_title_and_author(ledger: AnyLedger) -> None:
    write(ledger, None)

    assert ask(ledger, "viamedis lynx") == ["1"]
    assert find(ledger, "lynx", 9).posts[0].snippet == "Viamedis data"


def test_the_newest_come_first_by_when_they_were_posted_or_else_first_seen(ledger: AnyLedger) -> None:
    write(ledger, "one", "two")
    see(ledger, posts=[a_post("3", kept=kept("three"), posted_at=None)])

    assert ask(ledger, "") == ["3", "1", "2"]


def test_an_answer_is_as_long_as_asked_for_and_counts_the_rest(ledger: AnyLedger) -> None:
    write(ledger, *["apple"] * 5)

    answer = find(ledger, "apple", 2)

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

    answer = find(ledger, "apple", 1)

    assert answer.facets == {
        "source": {"forum": 2, "other": 1},
        "intent": {"request": 2, "sale": 1},
        "level": {"now": 3},
        "lang": {"en": 3},
        "watch": {"viamedis": 3, "almerys": 1},
        "signature": {"fr-tiers-payant-2024": 1},
    }


def test_an_answer_tells_of_a_post_what_an_analyst_looks_for(ledger: AnyLedger) -> None:
    told = kept("who has Viamedis", matches=[a_match("viamedis"), a_match("almerys"), a_signature()])
    see(ledger, threads=[a_thread()], posts=[a_post(kept=told)])

    (one,) = find(ledger, "viamedis", 1).posts

    assert (one.key, one.source, one.thread, one.author) == (a_post().key, FORUM, "Viamedis data", "lynx")
    assert (one.posted_at, one.intent, one.snippet) == (NOON - HOUR, Intent.REQUEST, "who has Viamedis")
    assert (one.watches, one.signatures) == (("almerys", "viamedis"), ("fr-tiers-payant-2024",))


def test_nothing_kept_finds_nothing(ledger: AnyLedger) -> None:
    facets: dict[str, dict[str, int]] = {name: {} for name in FACETS}

    assert find(ledger, "apple", 9) == Answer(engine="any", total=0, posts=(), facets=facets, days={}, next=None)


STRANGE = ['"', "'", "NEAR(a", "b)", "^a", "a*", "{a}", ":", "é́", "😀", "--", "%", "c++", "a.b", '""', "OR", "½", "الف"]


class BySpaces(PlainAnalysis):
    """An analysis that lets every sign be a word."""

    version = "by spaces"

    def words(self, text: str) -> list[tuple[str, int, int]]:
        return [(word[0], word.start(), word.end()) for word in re.finditer(r"\S+", text)]


def having(*words: str) -> Find:
    """A search for *words* next to each other."""
    return Find(node=Words(words=words), limit=99)


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_every_word_of_the_analysis_is_found_as_it_stands(kind: str, home: Path) -> None:
    ledger: AnyLedger
    ledger = MemoryLedger(analysis=BySpaces()) if kind == "memory" else open_ledger(home, analysis=BySpaces())
    write(ledger, *(f"before {word} after" for word in STRANGE))

    for number, word in enumerate(STRANGE, start=1):
        found = ledger.search(having("before", word), now=NOON).posts
        assert [one.key for one in found] == [a_post(str(number)).key]
        others = replace(having(word), node=Not(node=Words(words=(word,))))
        assert ledger.search(others, now=NOON).total == len(STRANGE) - 1
    ledger.close()


@pytest.mark.parametrize("word", ["a\0b", "\ud800"])
def test_signs_that_no_database_takes_break_no_search(home: Path, word: str) -> None:
    ledger = open_ledger(home, analysis=BySpaces())
    write(ledger, "apple")

    assert ledger.search(having(word), now=NOON).total == 0
    ledger.close()


def test_posts_of_one_moment_keep_their_order(ledger: AnyLedger) -> None:
    posts = [a_post(str(n), thread=ThreadId(str(n)), kept=kept("apple")) for n in range(1, 9)]
    see(ledger, posts=posts)

    keys = [one.key for one in find(ledger, "apple", 9).posts]
    assert keys == sorted(post.key for post in posts)


def test_posts_that_arrive_between_two_pages_move_nothing(ledger: AnyLedger) -> None:
    write(ledger, *["apple"] * 6)
    first = find(ledger, "apple", 3)
    see(
        ledger, posts=[a_post("7", kept=kept("apple"), posted_at=NOON), a_post("8", kept=kept("apple"), posted_at=None)]
    )

    node = parse("apple", analysis=analysis, now=NOON)
    second = ledger.search(Find(node=node, limit=9, cursor=first.next), now=NOON)

    ids = {view.key: view.id for view in ledger.posts()}
    assert [ids[one.key] for one in (*first.posts, *second.posts)] == ["1", "2", "3", "4", "5", "6"]
    assert (second.total, second.next) == (8, None)


def test_every_post_of_a_thread_is_found_by_the_board_it_was_moved_to(ledger: AnyLedger) -> None:
    moved = a_thread()
    assert moved.kept is not None
    write(ledger, "apple", "pear")
    see(ledger, threads=[replace(moved, kept=replace(moved.kept, board=Masked("Attic")))])

    assert (ask(ledger, "board:leaks"), ask(ledger, "board:attic")) == ([], ["1", "2"])


def test_a_date_that_is_read_more_finely_moves_a_post(ledger: AnyLedger) -> None:
    see(ledger, posts=[a_post("1", kept=kept("apple")), a_post("2", kept=kept("apple"), posted_at=NOON - 2 * HOUR)])
    see(ledger, posts=[a_post("2", posted_at=NOON - HOUR / 2), a_post("1")])
    see(ledger, posts=[a_post("2", posted_at=NOON - 1.5 * HOUR), a_post("1", posted_at=NOON - 1.9 * HOUR)])

    assert ask(ledger, "apple") == ["2", "1"]
    assert ask(ledger, "apple before:2024-02-08T10:10") == ["1"]


@pytest.mark.parametrize("lang", ["fr", "en", "ru", "es", "de", "mixed", "uk", None])
def test_words_as_they_stand_in_a_post_are_found_by_a_spelling_that_is_asked_for(lang: str | None) -> None:
    words = ("assurances", "mutuelles", "базы", "données", "straßen", "leaked", "casas", "12ab")

    assert tuple(SnowballAnalysis().stems(words, lang)) in spellings(words, SnowballAnalysis())


def test_a_search_that_takes_too_long_says_what_to_do(home: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    database = Database(home / LEDGER)

    said = pytest.raises(TookTooLong, match=r"longer than 0.05 seconds: narrow it")
    with said, database.reading() as connection, patience(connection, timedelta(seconds=0.05)):
        connection.execute(text(endless))
    with database.reading() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1
    database.close()


def test_a_search_that_takes_too_long_while_its_rows_are_read_says_so_too(home: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    database = Database(home / LEDGER)

    said = pytest.raises(TookTooLong, match=r"narrow it")
    with said, database.reading() as connection, patience(connection, timedelta(seconds=0.05)):
        rows = connection.execute(text(endless))
        while rows.cursor.fetchmany(1000):
            pass
    database.close()


def test_posts_of_one_second_whose_keys_begin_alike_are_all_found(ledger: AnyLedger) -> None:
    alike = ["28163", "70560", "499380", "530912", "616092"]  # in a page's posts, in later ones, and in the same again
    assert len({a_post(one).key[:6] for one in alike}) == 1

    for page in (alike[:2], alike[2:3], alike[3:4], alike[4:], alike):
        see(ledger, threads=[a_thread()], posts=[a_post(one, kept=kept("apple"), posted_at=NOON) for one in page])

    assert sorted(ask(ledger, "apple")) == sorted(alike)
    assert ledger.check() == []
