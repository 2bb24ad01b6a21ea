"""Cases, which people triage, whatever the ledger is kept in."""

from __future__ import annotations

from typing import Any

import pytest

from model.cases import CaseState
from model.errors import BadInput
from model.identities import CaseKey, Fingerprint, Masked, PostKey, SourceId, ThreadId
from model.matches import Intent, Level
from model.ports import Ledger
from model.records import PageRead
from model.sources import Health
from model.visits import VisitEnding
from tests.storage.makers import (
    FORUM,
    HOUR,
    NOON,
    THREAD,
    a_match,
    a_post,
    a_sighting,
    a_thread,
    an_assessment,
    kept,
    see,
)

CASE = a_sighting().case
MATCHING = kept(matches=[a_match()])


def sight(ledger: Ledger, number: str = "1", hours: int = 0, **changes: Any) -> None:
    see(
        ledger,
        at=NOON + hours * HOUR,
        threads=[a_thread()],
        posts=[a_post(number, kept=MATCHING)],
        sightings=[a_sighting(number, **changes)],
    )


def test_a_first_sighting_opens_a_case_and_notes_that_people_are_to_be_told(ledger: Ledger) -> None:
    sight(ledger)

    (case,) = ledger.cases(limit=9)
    assert (case.key, case.number, case.subject, case.source) == (CASE, 1, "viamedis", FORUM)
    assert (case.title, case.level, case.intent, case.state) == (
        "Viamedis data",
        Level.NOW,
        Intent.REQUEST,
        CaseState.NEW,
    )
    assert (case.posts, case.opened_at, case.updated_at, case.told_at) == (1, NOON, NOON, None)
    (note,) = ledger.notes(limit=9)
    assert (note.case, note.post, note.level, note.is_historic, note.created_at) == (
        CASE,
        a_post().key,
        Level.NOW,
        False,
        NOON,
    )


def test_the_same_sighting_raises_no_second_note(ledger: Ledger) -> None:
    for hours in range(3):
        sight(ledger, hours=hours)

    assert len(ledger.notes(limit=9)) == 1
    assert ledger.cases(limit=1)[0].updated_at == NOON


def test_an_edit_that_leaves_what_matched_alone_raises_no_second_note(ledger: Ledger) -> None:
    sight(ledger)
    edited = a_post(kept=MATCHING, fingerprint=Fingerprint("edited"))

    see(ledger, posts=[edited], sightings=[a_sighting(intent=Intent.SALE)])

    assert len(ledger.notes(limit=9)) == 1
    assert ledger.cases(limit=1)[0].intent is Intent.SALE


def test_a_sighting_that_only_became_historic_raises_no_second_note(ledger: Ledger) -> None:
    sight(ledger)
    sight(ledger, is_historic=True)

    assert [note.is_historic for note in ledger.notes(limit=9)] == [False]
    assert ledger.cases(limit=1)[0].is_historic


def test_an_edit_that_matches_something_else_raises_a_note(ledger: Ledger) -> None:
    sight(ledger)
    sight(ledger, hours=1, matched="fr-tiers-payant-2024 viamedis")

    assert len(ledger.notes(limit=9)) == 2
    assert (ledger.cases(limit=1)[0].posts, ledger.cases(limit=1)[0].updated_at) == (1, NOON + HOUR)


def test_notes_come_oldest_first_and_no_more_than_asked_for(ledger: Ledger) -> None:
    for number in ("1", "2", "3"):
        sight(ledger, number)

    assert [note.post for note in ledger.notes(limit=2)] == [a_post("1").key, a_post("2").key]


def test_posts_of_one_thread_and_watch_are_one_case(ledger: Ledger) -> None:
    sight(ledger, "1")
    sight(ledger, "2", is_historic=True)

    (case,) = ledger.cases(limit=9)
    assert (case.posts, case.is_historic) == (2, False)


def test_cases_are_numbered_and_told_by_what_was_touched_last(ledger: Ledger) -> None:
    for hours, name in enumerate(["viamedis", "almerys"]):
        sight(ledger, hours=hours, subject=name, matched=name)
    sight(ledger, "2", hours=2)

    assert [(case.subject, case.number) for case in ledger.cases(limit=9)] == [("viamedis", 1), ("almerys", 2)]
    assert len(ledger.cases(limit=1)) == 1


@pytest.mark.parametrize(
    ("posts", "weightiest"),
    [
        pytest.param([(Level.DIGEST, Intent.SALE), (Level.NOW, Intent.NEWS)], 1, id="level goes before intent"),
        pytest.param([(Level.NOW, Intent.DISCUSSION), (Level.NOW, Intent.REQUEST)], 1, id="a request outweighs talk"),
        pytest.param([(Level.NOW, Intent.SALE), (Level.NOW, Intent.REACTION)], 0, id="thanks do not lighten a sale"),
        pytest.param([(Level.NONE, Intent.SALE), (Level.DIGEST, Intent.NOISE)], 1, id="digest outweighs none"),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["in order", "turned round"])
def test_a_case_is_as_grave_as_its_weightiest_post(
    ledger: Ledger, posts: list[tuple[Level, Intent]], weightiest: int, turned: bool
) -> None:
    level, intent = posts[weightiest]
    for number, (one, other) in enumerate(reversed(posts) if turned else posts, start=1):
        sight(ledger, str(number), level=one, intent=other)

    (case,) = ledger.cases(limit=9)
    assert (case.level, case.intent) == (level, intent)


def test_the_first_who_acknowledges_a_case_is_kept(ledger: Ledger) -> None:
    sight(ledger)

    first = ledger.acknowledge(CASE, by="ana", at=NOON)
    again = ledger.acknowledge(CASE, by="ben", at=NOON + HOUR)

    assert (first.state, again.acknowledged_by, again.acknowledged_at) == (CaseState.ACKNOWLEDGED, "ana", NOON)
    assert ledger.cases(limit=1) == [first]


def test_a_case_nobody_knows_cannot_be_acknowledged(ledger: Ledger) -> None:
    with pytest.raises(BadInput):
        ledger.acknowledge(CaseKey("none"), by="ana", at=NOON)

    assert ledger.case(CaseKey("none")) is None


# What stands beside a case


def test_a_case_shows_its_posts_oldest_first(ledger: Ledger) -> None:
    posts = [a_post(str(n), kept=MATCHING, posted_at=NOON - n * HOUR) for n in (1, 2, 3)]
    context = a_post("4", kept=kept())
    see(ledger, threads=[a_thread()], posts=[*posts, context], sightings=[a_sighting(str(n)) for n in (1, 2, 3)])

    view = ledger.case(CASE)

    assert view is not None
    assert [post.id for post in view.posts] == ["3", "2", "1"]
    assert view.thread_url == "http://forum.example/thread"


def test_an_absence_of_replies_is_known_as_of_the_last_pages_reading(ledger: Ledger) -> None:
    sight(ledger)
    see(ledger, at=NOON + HOUR, threads=[a_thread(read=PageRead(page=1, posts=1, is_last=False))])

    view = ledger.case(CASE)

    assert view is not None
    assert (view.replies, view.read_at) == (0, NOON)


def test_a_thread_whose_end_was_never_read_says_nothing_of_replies(ledger: Ledger) -> None:
    unread = a_thread(read=PageRead(page=1, posts=1, is_last=False))
    see(ledger, threads=[unread], posts=[a_post(kept=MATCHING)], sightings=[a_sighting()])

    view = ledger.case(CASE)

    assert view is not None
    assert view.read_at is None


def test_replies_are_by_others_and_after_the_first_post(ledger: Ledger) -> None:
    sight(ledger)
    bump, answer, unknown = kept(author=Masked("lynx")), kept(author=Masked("mole")), None
    see(ledger, posts=[a_post("2", kept=bump), a_post("3", kept=answer), a_post("4", kept=unknown)])

    view = ledger.case(CASE)

    assert view is not None
    assert view.replies == 2


def test_posts_of_a_later_page_are_replies_when_the_first_was_not_read(ledger: Ledger) -> None:
    see(ledger, threads=[a_thread()], posts=[a_post("21", kept=MATCHING), a_post("22")], sightings=[a_sighting("21")])

    view = ledger.case(CASE)

    assert view is not None
    assert view.replies == 1  # the other one is by the thread's author


def claimed(ledger: Ledger, thread: str, intent: Intent, source: SourceId = FORUM, author: str = "lynx") -> PostKey:
    said = an_assessment(intent, claimed_records=50)
    told = kept(None, author=Masked(author), title=Masked(f"thread {thread}"), assessment=said)
    post = a_post(thread=ThreadId(thread), source=source, kept=told, posted_at=NOON - int(thread) * HOUR)
    see(ledger, source=source, posts=[post])
    return post.key


def test_an_authors_earlier_claims_stand_beside_a_case(ledger: Ledger) -> None:
    old, new = claimed(ledger, "90", Intent.SALE), claimed(ledger, "20", Intent.FREE_LEAK)
    claimed(ledger, "21", Intent.NEWS)
    claimed(ledger, "22", Intent.SALE, source=SourceId("elsewhere"))
    claimed(ledger, "23", Intent.SALE, author="mole")
    sight(ledger)
    see(ledger, posts=[a_post("2", kept=kept())])

    view = ledger.case(CASE)

    assert view is not None
    assert [claim.post for claim in view.earlier_claims] == [new, old]
    first = view.earlier_claims[0]
    assert (first.title, first.intent, first.claimed_records, first.posted_at) == (
        "thread 20",
        Intent.FREE_LEAK,
        50,
        NOON - 20 * HOUR,
    )


def test_no_more_than_five_earlier_claims_are_shown(ledger: Ledger) -> None:
    for thread in range(10, 18):
        claimed(ledger, str(thread), Intent.SALE)
    sight(ledger)

    view = ledger.case(CASE)

    assert view is not None
    assert [claim.title for claim in view.earlier_claims] == [f"thread {n}" for n in range(10, 15)]


def test_a_health_note_belongs_to_no_case(ledger: Ledger) -> None:
    ledger.end(ledger.begin(FORUM, now=NOON, starts=[]), VisitEnding(health=Health.WALLED, reason="", at=NOON))

    (note,) = ledger.notes(limit=9)
    assert (note.case, note.post, note.text) == (None, None, "login")


def test_threads_of_one_number_on_two_sources_are_two_cases(ledger: Ledger) -> None:
    sight(ledger)
    other = SourceId("other")
    post = a_post(source=other, kept=MATCHING)
    see(ledger, source=other, posts=[post], sightings=[a_sighting(source=other)])

    assert {case.source for case in ledger.cases(limit=9)} == {FORUM, other}
    assert ledger.marks(other, [THREAD])[THREAD].posts == 1
