"""What is kept of posts, whatever the ledger is kept in."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from model.identities import Fingerprint, Masked, SourceId, ThreadId
from model.matches import Intent, Level, Price
from model.ports import Ledger
from model.records import KeptSample, PageRead, ThreadRecord
from model.visits import Tally
from model.watches import Field
from tests.storage.makers import (
    HOUR,
    NOON,
    THREAD,
    a_match,
    a_post,
    a_signature,
    a_thread,
    an_assessment,
    kept,
    see,
)

MINUTE = timedelta(minutes=1)


def test_a_post_is_new_once(ledger: Ledger) -> None:
    assert see(ledger, posts=[a_post()]) == Tally(new=1)
    assert see(ledger, posts=[a_post()]) == Tally()


def test_a_post_whose_fingerprint_is_another_has_changed(ledger: Ledger) -> None:
    see(ledger, posts=[a_post()])

    assert see(ledger, posts=[a_post(fingerprint=Fingerprint("edited"))]) == Tally(changed=1)
    assert ledger.known([a_post().key])[a_post().key].fingerprint == "edited"


def test_a_post_that_stands_twice_on_a_page_is_one(ledger: Ledger) -> None:
    assert see(ledger, posts=[a_post(), a_post()]) == Tally(new=1)


def test_posts_that_match_are_counted_by_what_is_recognised(ledger: Ledger) -> None:
    both = kept(matches=[a_match(), a_signature()])

    assert see(ledger, posts=[a_post(kept=both), a_post("2", kept=kept())]).matches == 2
    assert see(ledger, posts=[a_post(kept=both)]).matches == 0
    assert ledger.counts()["matches"] == 2


def test_a_post_that_is_not_kept_is_not_told(ledger: Ledger) -> None:
    see(ledger, posts=[a_post("1"), a_post("2", kept=kept())])

    assert [view.id for view in ledger.posts()] == ["2"]


def test_a_kept_post_comes_back_as_it_was_written(ledger: Ledger) -> None:
    said = an_assessment(
        Intent.SALE,
        Level.DIGEST,
        claimed_records=33_000_000,
        price=Price(amount=0.5, currency="BTC"),
        fields=(Field.NIR,),
    )
    sample = KeptSample(rows=2, columns=(Masked("nom"),), shape=Masked("2 rows"), fingerprints=(Fingerprint("f"),))
    quotes = ((None, Masked("who?")), (Masked("mole"), Masked("what?")))
    told = kept(assessment=said, matches=[a_match(), a_signature()], sample=sample, quotes=quotes)
    edited = NOON - HOUR / 2

    see(ledger, threads=[a_thread(replies=4)], posts=[a_post(kept=told, edited_at=edited)])

    (view,) = ledger.posts()
    assert (view.key, view.thread_id, view.id, view.n) == (a_post().key, THREAD, "1", 1)
    assert (view.author, view.text, view.permalink) == (told.author, told.text, told.permalink)
    assert (view.posted_at, view.edited_at, view.first_seen_at, view.versions) == (NOON - HOUR, edited, NOON, 1)
    assert (view.assessment, view.matches) == (said, told.matches)
    assert (view.thread_title, view.thread_url) == ("Viamedis data", "http://forum.example/thread")
    assert (view.thread_author, view.thread_created_at, view.thread_replies) == ("lynx", NOON - HOUR, 4)
    assert view.board == "Leaks"


def test_signs_that_no_database_takes_do_no_harm(ledger: Ledger) -> None:
    strange = kept("a\0b\ud800c", assessment=an_assessment(evidence=()))

    see(ledger, posts=[a_post(kept=strange)])

    (view,) = ledger.posts()
    assert view.text is not None
    assert (len(view.text), view.text[0], view.text[-1]) == (5, "a", "c")


def test_an_edit_makes_a_version(ledger: Ledger) -> None:
    see(ledger, posts=[a_post(kept=kept("before"))])
    see(ledger, posts=[a_post(kept=kept("after"))])

    (view,) = ledger.posts()
    assert (view.text, view.versions) == ("after", 2)


def test_a_post_seen_again_unchanged_makes_no_version(ledger: Ledger) -> None:
    for hours in range(3):
        see(ledger, at=NOON + hours * HOUR, posts=[a_post(kept=kept())])

    (view,) = ledger.posts()
    assert (view.versions, view.first_seen_at, view.last_seen_at) == (1, NOON, NOON + 2 * HOUR)


def test_a_post_that_is_kept_later_has_its_first_version_then(ledger: Ledger) -> None:
    fingerprint = Fingerprint("same")
    see(ledger, posts=[a_post(fingerprint=fingerprint)])

    tally = see(ledger, posts=[a_post(fingerprint=fingerprint, kept=kept())])

    (view,) = ledger.posts()
    assert (tally, view.versions) == (Tally(), 1)


def test_what_was_once_kept_stays_kept(ledger: Ledger) -> None:
    see(ledger, posts=[a_post(kept=kept())])

    see(ledger, posts=[a_post(fingerprint=Fingerprint("edited"))])

    (view,) = ledger.posts()
    assert (view.text, view.versions) == (kept().text, 1)


def test_a_claim_gets_its_text_when_it_turns_out_to_match(ledger: Ledger) -> None:
    fingerprint = Fingerprint("same")
    see(ledger, posts=[a_post(fingerprint=fingerprint, kept=kept(None))])
    see(ledger, posts=[a_post(fingerprint=fingerprint, kept=kept(matches=[a_match()]))])
    see(ledger, posts=[a_post(fingerprint=fingerprint, kept=kept(None))])

    (view,) = ledger.posts()
    assert (view.text, view.matches, view.versions) == (kept().text, (a_match(),), 2)


def test_what_is_recognised_later_is_added_without_a_version(ledger: Ledger) -> None:
    fingerprint = Fingerprint("same")
    see(ledger, posts=[a_post(fingerprint=fingerprint, kept=kept())])
    better = kept(matches=[a_match()], assessment=an_assessment(Intent.SALE))

    tally = see(ledger, posts=[a_post(fingerprint=fingerprint, kept=better)])

    (view,) = ledger.posts()
    assert (tally.matches, view.matches, view.assessment, view.versions) == (1, (a_match(),), better.assessment, 1)


def test_what_an_edit_removes_is_recognised_no_more(ledger: Ledger) -> None:
    see(ledger, posts=[a_post(kept=kept(matches=[a_match()]))])
    see(ledger, posts=[a_post(kept=kept("nothing here"))])

    (view,) = ledger.posts()
    assert view.matches == ()


@pytest.mark.parametrize(
    ("known", "said", "posted"),
    [
        pytest.param(None, NOON, NOON, id="a time fills the gap"),
        pytest.param(NOON, None, NOON, id="a time stays where none is said"),
        pytest.param(NOON, NOON + 40 * MINUTE, NOON + 40 * MINUTE, id="hours ago becomes minutes"),
        pytest.param(NOON, NOON - 50 * HOUR, NOON, id="minutes do not become weeks ago"),
    ],
)
def test_when_a_post_was_written_is_known_as_finely_as_it_was_ever_said(
    ledger: Ledger, known: datetime | None, said: datetime | None, posted: datetime
) -> None:
    for time in (known, said):
        see(ledger, posts=[a_post(kept=kept(), posted_at=time)])

    assert [view.posted_at for view in ledger.posts()] == [posted]


def test_a_place_in_the_thread_stays_when_a_page_does_not_say_it(ledger: Ledger) -> None:
    see(ledger, posts=[a_post(kept=kept())])
    see(ledger, posts=[a_post(kept=kept(), n=None)])

    assert [view.n for view in ledger.posts()] == [1]


def test_a_thread_keeps_what_a_later_page_does_not_say(ledger: Ledger) -> None:
    see(ledger, threads=[a_thread(replies=4)], posts=[a_post(kept=kept())])
    see(ledger, threads=[ThreadRecord(id=THREAD, read=PageRead(page=1, posts=1, is_last=True))])

    (view,) = ledger.posts()
    assert (view.thread_title, view.thread_author, view.thread_replies) == ("Viamedis data", "lynx", 4)


def test_a_post_of_a_thread_that_is_not_kept_shows_its_own_title(ledger: Ledger) -> None:
    see(ledger, threads=[a_thread(is_kept=False)], posts=[a_post(kept=kept(None))])

    (view,) = ledger.posts()
    assert (view.thread_title, view.thread_url, view.thread_author) == (kept().title, kept().permalink, None)


def test_posts_are_told_by_source_thread_and_place(ledger: Ledger) -> None:
    other = SourceId("another")
    for source, thread, number in [
        (SourceId("forum"), "8", "1"),
        (SourceId("forum"), "7", "2"),
        (SourceId("forum"), "7", "1"),
        (other, "9", "1"),
    ]:
        see(ledger, source=source, posts=[a_post(number, thread=ThreadId(thread), source=source, kept=kept())])

    told = [(view.source, view.thread_id, view.id) for view in ledger.posts()]
    assert told == [("another", "9", "1"), ("forum", "7", "1"), ("forum", "7", "2"), ("forum", "8", "1")]


def test_everything_is_counted(ledger: Ledger) -> None:
    see(ledger, threads=[a_thread()], posts=[a_post("1", kept=kept(matches=[a_match()])), a_post("2")])

    expected = {"sources": 1, "threads": 1, "posts_seen": 2, "posts_kept": 1, "matches": 1, "cases": 0, "alerts": 0}
    assert ledger.counts() == expected


@pytest.mark.parametrize("text", ["", "a", "Ещё", "viamedis " * 500], ids=["none", "one", "cyrillic", "long"])
def test_a_fingerprint_tells_texts_apart(ledger: Ledger, text: str) -> None:
    assert ledger.fingerprint(text) == ledger.fingerprint(text)
    assert ledger.fingerprint(text) != ledger.fingerprint(text + " ")
