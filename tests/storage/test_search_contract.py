"""Every engine gives the same answers: the reference looks at every post, the others must agree."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from model.cases import PostView
from model.errors import BadInput
from model.ports import Search
from model.queries import Answer, Find, Order
from storage.ledger import SqliteLedger
from storage.memory_search import search_among
from storage.queries import parse
from tests.storage.library import POSTS, names
from tests.storage.makers import NOON
from tests.storage.search_engines import ANALYSIS, ENGINES, elasticsearch, library

NOW = NOON + timedelta(days=1)
ALL = 200  # more than there are posts


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteLedger]:
    """A ledger that keeps all posts."""
    with library(tmp_path_factory.mktemp("library")) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def views(shelf: SqliteLedger) -> list[PostView]:
    """All kept posts."""
    return list(shelf.posts())


@pytest.fixture(scope="module", params=[*ENGINES, "elasticsearch"])
def engine(request: pytest.FixtureRequest, shelf: SqliteLedger) -> Iterator[Search]:
    """Each engine, filled."""
    if request.param == "elasticsearch":
        with elasticsearch(shelf, request.getfixturevalue("elasticsearch_url")) as served:
            yield served
        return
    with contextmanager(ENGINES[request.param])(shelf) as opened:
        yield opened


def find(typed: str, **how: object) -> Find:
    return replace(Find(node=parse(typed, analysis=ANALYSIS, now=NOW), limit=ALL), **how)  # type: ignore[arg-type]


def comparable(answer: Answer) -> Answer:
    """*answer* without what is an engine's own."""
    return replace(answer, engine="any", next=None)


WRITTEN: list[tuple[str, set[str]]] = [
    # forms of a word
    ("assurance", {"elision", "plural"}),
    ("assurances", {"elision", "plural"}),
    ("l'assurance", {"elision"}),
    ("L’ASSURANCE", {"elision"}),
    ("œuvre", {"ligature", "oeuvre"}),
    ("oeuvre", {"ligature", "oeuvre"}),
    ("œuvres", {"ligature", "oeuvre"}),
    ("coeur", {"ligature"}),
    ("données", {"accents", "capitals"}),
    ("donnee medicale", {"accents", "capitals"}),
    ('"donnees medicales"', {"accents", "capitals"}),
    ('"médicale volée"', {"accents", "capitals"}),
    ("mutuelle", {"elision", "plural"}),
    ("ёлка", {"yo", "ye"}),
    ("елка", {"yo", "ye"}),
    ("ЁЛКИ", {"yo", "ye"}),
    ("Straße", {"strasse", "sharp"}),
    ("STRASSE", {"strasse", "sharp"}),
    ("strassen", {"strasse", "sharp"}),
    ("häuser", {"sharp", "haus"}),
    ("haus", {"sharp", "haus"}),
    ("filtración", {"filtracion", "filtraciones"}),
    ("filtraciones", {"filtracion", "filtraciones"}),
    ("contraseña", {"filtracion"}),
    ("espana", {"filtraciones"}),
    ("leaking", {"leaks", "leak"}),
    ("gooseberry", {"full width", "unseen"}),
    ("ｒｈｕｂａｒｂ", {"emoji", "unseen"}),
    ("full width", {"full width"}),
    # phrases
    ('"tiers payant"', {"hyphen"}),
    ("tiers-payant", {"hyphen"}),
    ("tiers payant", {"hyphen", "tiers"}),
    ('"33 000 000"', {"number"}),
    ("2.0.1", {"number"}),
    ("plum.example", {"address"}),
    ("https://plum.example/dump", {"address"}),
    ('"leaked database"', {"leak"}),
    ('"database leaked"', set()),
    ('"one leak a leaked"', set()),
    ("needle", {"long"}),
    ('"orchard needle orchard"', {"long"}),
    ('"a b"', {"symbols"}),
    # beginnings
    ("gooseb*", {"full width", "unseen"}),
    ("ёлк*", {"yo", "ye"}),
    ("quinc*", {"endless", "boardless", "ancient"}),
    ("straß*", {"strasse", "sharp"}),
    ("l'assur*", {"elision"}),
    ("xx*", {"endless"}),
    # both, either, none
    ("quince -old", {"endless", "boardless"}),
    ("quince -old -board", {"endless"}),
    ('quince -"no board"', {"endless", "ancient"}),
    ("orchid OR rhubarb", {"undated", "emoji", "unseen"}),
    ("quince old OR endless", {"ancient"}),
    ("(quince old) OR orchid", {"ancient", "undated"}),
    ("quince -(old OR board)", {"endless"}),
    ("-(-orchid)", {"undated"}),
    ("orchid OR -(-rhubarb)", {"undated", "emoji", "unseen"}),
    ("quince OR", set()),
    ("🔥", set()),
    ("🔥 rhubarb", {"emoji", "unseen"}),
    # fields
    ("watch:viamedis", {"disguised", "plain", "cyrillic"}),
    ("org:Viamedis intent:request", {"disguised", "cyrillic"}),
    ("watch:viamedis -viamedis", {"disguised", "cyrillic"}),
    ("watch:viamedis watch:almerys", {"plain"}),
    ("watch:viamedis kind:thread_start", {"disguised", "plain"}),
    ("watch:viamedis kind:reply", {"cyrillic"}),
    ("watch:viamedis lang:ru", {"cyrillic"}),
    ("watch:viamedis has:sample", {"plain"}),
    ("watch:viamedis -has:sample", {"disguised", "cyrillic"}),
    ("watch:viamedis signature:fr-tiers-payant-2024", {"disguised", "plain"}),
    ("watch:viamedis source:bazaar", {"plain"}),
    ("watch:viamedis level:now", {"disguised", "plain"}),
    ('author:"dark lord"', {"plain"}),
    ("author:dark watch:viamedis", {"disguised", "plain"}),
    ("author:lynx", {"disguised"}),
    ("author:dar* watch:viamedis", {"disguised", "plain"}),
    ("author:élodie", {"ligature"}),
    ("author:JORG", {"haus"}),
    ('board:"requests offers" watch:viamedis', {"disguised"}),
    ("board:торговля базу", {"baza"}),
    ("board:req* lynx", {"disguised"}),
    ("board:lynx", set()),
    ("insurer", {"claim"}),
    ("insurer intent:free_leak", {"claim"}),
    ("watch:nobody", set()),
    ("source:nowhere", set()),
    # times
    ("quince after:2024-01-01", {"endless", "boardless"}),
    ("quince before:1970", {"ancient"}),
    ("cranberry after:2024-02-01", {"midnight"}),
    ("cranberry before:2024-02-01", {"before midnight"}),
    ("cranberry after:2024-01-31T23:59:59", {"midnight", "before midnight"}),
    ("cranberry after:2024-01 before:2024-02", {"before midnight"}),
    ("orchid after:2d", {"undated"}),
    ("rhubarb after:2w", set()),
    ("rhubarb before:2w", {"emoji", "unseen"}),
    ("rhubarb (after:2024-01-24 OR before:2000)", {"emoji"}),
    ("quince -before:1970", {"endless", "boardless"}),
    ("quince (before:1970 OR source:den)", {"ancient", "boardless"}),
]

GENERAL = [
    "",
    "base",
    "bases",
    "база",
    "базы клиента",
    "clients",
    "bitcoin -base",
    "sold OR vendu OR продано",
    "dump* lang:en",
    "lang:mixed",
    "lang:fr OR lang:ru",
    "-lang:en",
    "-watch:almerys -lang:fr",
    "source:forum",
    "source:bazaar intent:sale",
    "intent:sale OR intent:request",
    "level:digest after:30d",
    "after:30d before:7d",
    "has:sample after:2024-01-01",
    'board:"leaks dumps" -kind:reply',
    "author:quill",
    "author:алена",
    "author:zoe bitcoin",
    "kind:thread_start signature:fr-tiers-payant-2024",
    "(source:den OR source:bazaar) (lang:es OR lang:de) -intent:noise",
    "-(source:den after:10d)",
    "me* OR сп*",
    '"base complète" OR "whole dump"',
]


@pytest.mark.parametrize(("typed", "expected"), WRITTEN, ids=[typed for typed, _ in WRITTEN])
def test_a_query_finds_what_was_written_for_it(
    engine: Search, views: list[PostView], typed: str, expected: set[str]
) -> None:
    called = names(views)
    try:
        answer = engine.search(find(typed), now=NOW)
    except BadInput:
        assert expected == set()
        return
    found = {called[post.key] for post in answer.posts}
    assert {name for name in found if not name.startswith("generated")} == expected


@pytest.mark.parametrize("typed", [*GENERAL, *(typed for typed, _ in WRITTEN if not typed.endswith("OR"))])
def test_every_engine_answers_as_the_reference_does(engine: Search, views: list[PostView], typed: str) -> None:
    asked = find(typed)

    assert comparable(engine.search(asked, now=NOW)) == comparable(search_among(views, asked, ANALYSIS))


@pytest.mark.parametrize("typed", ["", "bitcoin", "source:forum -lang:en", "twin pears", "-before:2000 base OR базы"])
@pytest.mark.parametrize("order", list(Order))
def test_pages_follow_each_other_without_gap_or_overlap(engine: Search, typed: str, order: Order) -> None:
    whole = engine.search(find(typed, order=order), now=NOW)
    read: list[str] = []
    cursor = None
    while True:
        page = engine.search(find(typed, order=order, limit=7, cursor=cursor), now=NOW)
        assert (page.total, page.facets, page.days) == (whole.total, whole.facets, whole.days)
        read += [post.key for post in page.posts]
        cursor = page.next
        if cursor is None:
            break
    assert read == [post.key for post in whole.posts]
    assert len(read) == whole.total == len(set(read))


@pytest.mark.parametrize("typed", ["base", "watch:almerys bitcoin", "quince OR orchid", "lang:fr"])
def test_relevance_finds_the_same_posts(engine: Search, typed: str) -> None:
    newest, relevant = (engine.search(find(typed, order=order), now=NOW) for order in Order)

    assert {post.key for post in newest.posts} == {post.key for post in relevant.posts}
    assert newest.facets == relevant.facets


def test_a_word_of_the_title_is_more_relevant_than_one_of_the_text(engine: Search, views: list[PostView]) -> None:
    called = names(views)

    found = engine.search(find('leak lang:en -"leaks dumps"', order=Order.RELEVANCE), now=NOW).posts

    assert [called[post.key] for post in found if not called[post.key].startswith("generated")] == ["leak", "leaks"]


@pytest.mark.parametrize("cursor", ["", "x", "n", "n99999999999999999999", "r1", "é", "\0", "W10=", "n1@1.0", "[]"])
@pytest.mark.parametrize("order", list(Order))
def test_a_foreign_cursor_breaks_nothing(engine: Search, cursor: str, order: Order) -> None:
    with suppress(BadInput):
        engine.search(find("base", cursor=cursor, order=order), now=NOW)


def test_a_snippet_marks_every_form_that_was_found(engine: Search) -> None:
    shown = {
        post.snippet[start:end]
        for post in engine.search(find("assurance OR ёлка OR tiers-payant"), now=NOW).posts
        for start, end in post.marks
    }

    assert shown == {"assurance", "assurances", "Ёлка", "елка", "ЕЛКИ", "tiers-payant"}


def test_an_answer_says_which_engine_gave_it(engine: Search) -> None:
    assert engine.search(find("base"), now=NOW).engine in (*ENGINES, "elasticsearch")


PIECES = [
    *("base", "базы", "l'assurance", "quin*", "a*", "*", '"', '"leaked database"', "(", ")", "OR", "-", "?!", "🔥"),
    *("source:forum", "watch:", "lang:fr", "after:7d", "before:2024-02-01", "has:sample", "intent:sale", "x:y"),
    *(
        "NEAR",
        "AND",
        "^a",
        "{",
        "}",
        ":",
        "\\",
        "'",
        "%",
        "_",
        "\0",
        "\ud800",
        "author:dark",
        "board:Lounge",
        "tags:kept",
    ),
]


def test_whatever_is_typed_is_answered_or_refused(shelf: SqliteLedger) -> None:
    chance = random.Random(5)
    answered = 0
    for _ in range(10_000):
        typed = chance.choice(["", " "]).join(chance.choices(PIECES, k=chance.randrange(1, 12)))
        try:
            asked = find(typed, limit=2)
        except BadInput:
            continue
        shelf.search(asked, now=NOW)
        answered += 1
    assert answered > 1_000


def test_a_cursor_that_was_made_up_is_refused(engine: Search) -> None:
    with pytest.raises(BadInput, match="cursor"):
        engine.search(find("base", cursor="made up"), now=NOW)


def test_whatever_is_typed_is_answered_alike(engine: Search, views: list[PostView]) -> None:
    chance = random.Random(6)
    compared = 0
    while compared < 60:
        typed = " ".join(chance.choices(PIECES, k=chance.randrange(2, 7)))
        try:
            asked = find(typed)
        except BadInput:
            continue
        assert comparable(engine.search(asked, now=NOW)) == comparable(search_among(views, asked, ANALYSIS)), typed
        compared += 1


def test_the_library_is_as_large_as_promised() -> None:
    assert len(POSTS) >= 150
    assert len(WRITTEN) + len(GENERAL) >= 80
