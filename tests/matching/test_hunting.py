"""Kept posts are looked through for what is new or changed, and keep what they were understood to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from matching.hunting import Hunter, definitions
from matching.matcher import Matcher
from model.cases import PostView
from model.hunting import Quarry
from model.identities import Masked, SignatureId, SourceId, ThreadId, WatchId, case_key, post_key, thread_key
from model.lexicon import Cue, Language, Lexicon
from model.matches import Assessment, Grade, Intent, Level, Match
from model.watches import Example, Field, Signature, SignatureStatus, Watch, Watchlist

NOON = datetime(2024, 2, 8, 12, tzinfo=UTC)
FORUM, THREAD = SourceId("forum"), ThreadId("7")
BOREALE = Watch(id=WatchId("boreale"), name="Mutuelle Boréale", terms=("Mutuelle Boréale", "boreale.example"))
ALMERYS = Watch(id=WatchId("almerys"), name="Almerys", terms=("Almerys",))
PAYANT = Signature(
    id=SignatureId("payant"),
    title="Third-party payment",
    status=SignatureStatus.TEST,
    names=("Tiers Payant 2024",),
    must=frozenset({Field.NIR, Field.NAME}),
    weights=(("names", 100),),
)
SELLING = Lexicon(languages=(Language(code="en", intents={Intent.SALE: (Cue(say="selling"),)}),))
WATCHLIST = Watchlist(watches=(BOREALE, ALMERYS), signatures=(PAYANT,))


def a_quarry(text: str | None = "selling the Mutuelle Boréale base", **changes: Any) -> Quarry:
    said: dict[str, Any] = {
        "key": post_key(FORUM, THREAD, "1"),
        "source": FORUM,
        "thread_id": THREAD,
        "thread_title": Masked("a base"),
        "thread_url": Masked("http://forum.example/7"),
        "thread_author": None,
        "thread_created_at": None,
        "thread_replies": None,
        "board": None,
        "id": "1",
        "n": 1,
        "author": Masked("lynx"),
        "text": None if text is None else Masked(text),
        "permalink": Masked("http://forum.example/7#1"),
        "posted_at": NOON,
        "edited_at": None,
        "first_seen_at": NOON,
        "last_seen_at": NOON,
        "versions": 1,
        "assessment": Assessment(intent=Intent.SALE, level=Level.NONE, lang="en", fields=(Field.NIR,)),
        "matches": (),
    }
    quotes = changes.pop("quotes", ())
    born_in = changes.pop("born_in", THREAD)
    return Quarry(post=PostView(**(said | changes)), quotes=quotes, born_in=born_in)


def hunter(*subjects: str, since: datetime | None = None) -> Hunter:
    return Hunter(Matcher(WATCHLIST, SELLING), subjects or ("boreale",), {FORUM: since} if since else {})


def test_a_name_is_found_marked_and_its_words_stand_where_they_stood() -> None:
    quarry = a_quarry("selling the Mutuelle Bor\u00e9ale base, 1 85 ...")
    catch = hunter().look(quarry)
    assert catch is not None
    (match,) = catch.matches
    assert (match.subject, match.is_retro, match.grade) == ("boreale", True, Grade.EXACT)
    whole = f"{quarry.post.thread_title}\n{quarry.post.text}"
    assert [whole[one.start : one.end] for one in match.evidence] == ["Mutuelle Bor\u00e9ale"]


def test_what_a_post_does_stays_as_it_was_first_understood_and_only_its_level_rises() -> None:
    catch = hunter().look(a_quarry())
    assert catch is not None
    assert (catch.intent, catch.level) == (Intent.SALE, Level.NOW)


def test_a_level_never_falls() -> None:
    urgent = Assessment(intent=Intent.NOISE, level=Level.NOW, lang="en")
    catch = hunter().look(a_quarry(assessment=urgent))
    assert catch is not None
    assert catch.level is Level.NOW


def test_only_what_is_hunted_and_was_not_known_is_a_find() -> None:
    known = Match(watch=WatchId("boreale"), grade=Grade.EXACT)
    assert hunter("almerys").look(a_quarry()) is None
    assert hunter().look(a_quarry(matches=(known,))) is None
    assert hunter().look(a_quarry("nothing of the sort")) is None


def test_titles_and_quotes_are_read_too() -> None:
    assert hunter().look(a_quarry(None, thread_title=Masked("Mutuelle Boréale 2024"))) is not None
    assert hunter().look(a_quarry("who has it?", n=4, quotes=(Masked("boreale.example"),))) is not None
    assert hunter().look(a_quarry("who has it?", n=4, thread_title=Masked("Mutuelle Boréale"))) is None


def test_a_find_goes_with_the_case_of_the_thread_that_the_post_was_born_in() -> None:
    known = Match(watch=WatchId("almerys"), grade=Grade.EXACT)
    catch = hunter().look(a_quarry(matches=(known,), born_in=ThreadId("3")))
    assert catch is not None
    born = thread_key(FORUM, ThreadId("3"))
    assert [case.key for case in catch.cases] == [case_key("boreale", born)]
    assert (catch.known_cases, catch.matched) == ((case_key("almerys", born),), "almerys boreale")


def test_a_signature_has_a_case_only_where_no_watch_goes_with_it() -> None:
    text = "selling Tiers Payant 2024: nom, NIR"
    alone = hunter("payant").look(a_quarry(text))
    watched = hunter("payant").look(a_quarry(text, matches=(Match(watch=WatchId("almerys"), grade=Grade.EXACT),)))
    assert alone is not None
    assert watched is not None
    assert ([case.subject for case in alone.cases], watched.cases) == (["payant"], ())


def test_what_was_posted_before_its_source_was_watched_is_historic() -> None:
    before, after = NOON - timedelta(days=1), NOON + timedelta(days=1)
    told = [hunter(since=since).look(a_quarry()) for since in (before, after)]
    assert [catch is not None and catch.is_historic for catch in told] == [False, True]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"terms": ("Mutuelle Boréale", "MBS Santé")}, id="terms"),
        pytest.param({"exclude": ("aurore boréale",)}, id="exclusions"),
        pytest.param({"fuzzy": False}, id="misspellings"),
        pytest.param({"weak": ("Boréale",)}, id="weak names"),
        pytest.param({"patterns": (r"\bBOR-\d{6}\b",)}, id="patterns"),
        pytest.param({"yara": "rule a { condition: false }"}, id="rules"),
    ],
)
def test_a_watch_that_finds_otherwise_is_another(change: dict[str, Any]) -> None:
    assert definitions(Watchlist(watches=(replace(BOREALE, **change),))) != definitions(Watchlist(watches=(BOREALE,)))


def test_a_signature_changes_with_the_names_of_the_watches_that_go_with_it() -> None:
    goes_with = replace(BOREALE, signatures=(PAYANT.id,))
    told = [
        {one.subject: one.digest for one in definitions(Watchlist(watches=(watch,), signatures=(PAYANT,)))}
        for watch in (BOREALE, goes_with, replace(goes_with, terms=("MBS Santé",)))
    ]
    assert len({digests["payant"] for digests in told}) == 3


def test_what_finds_the_same_is_the_same() -> None:
    example = Example(name="one", text="Mutuelle Boréale", matches=True)
    same = Watchlist(
        watches=(ALMERYS, replace(BOREALE, examples=(example,))),
        signatures=(replace(PAYANT, notice_on=date(2024, 2, 7), must=frozenset([Field.NAME, Field.NIR])),),
    )
    assert set(definitions(same)) == set(definitions(WATCHLIST))
