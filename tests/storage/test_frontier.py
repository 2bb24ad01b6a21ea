"""Every address that is taken ends in a named outcome, whatever the ledger is kept in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from model.cases import NoteKind
from model.errors import BadInput
from model.identities import Fingerprint, SourceId, ThreadId, VisitId
from model.ports import Ledger
from model.records import PageRead, ThreadRecord
from model.sources import Health
from model.visits import ErrandKind, Listing, Outcome, PageClass, Purpose, Tally, VisitEnding
from tests.storage.makers import (
    FORUM,
    HOUR,
    NOON,
    START,
    THREAD,
    WELL,
    a_find,
    a_match,
    a_page,
    a_post,
    a_sighting,
    a_thread,
    kept,
    see,
    take,
)

LISTING = Listing(replies=3, last_post_at=NOON, last_author=None)


def begun(ledger: Ledger, *, hours: int = 0) -> VisitId:
    return ledger.begin(FORUM, now=NOON + hours * HOUR, starts=[START])


def emptied(ledger: Ledger, visit: VisitId, *, hours: int = 0) -> list[str]:
    """Takes and reads all that is due; gives the last part of each address."""
    slugs = []
    now = NOON + hours * HOUR
    while (errand := ledger.take(visit, now=now)) is not None:
        ledger.record(a_page(visit, errand, at=now))
        slugs.append(errand.find.url.rsplit("/", 1)[1])
    return slugs


def test_a_visit_begins_with_its_starts(ledger: Ledger) -> None:
    visit = begun(ledger)

    errand = take(ledger, visit)

    assert (errand.source, errand.find, errand.tries) == (FORUM, START, 0)
    assert ledger.take(visit, now=NOON) is None


def test_starts_are_due_on_every_visit(ledger: Ledger) -> None:
    for hours in range(3):
        visit = begun(ledger, hours=hours)
        assert emptied(ledger, visit, hours=hours) == ["index"]
        ledger.end(visit, WELL)


def test_a_start_that_was_put_off_is_due_on_the_next_visit(ledger: Ledger) -> None:
    visit = begun(ledger)
    page = a_page(visit, take(ledger, visit), outcome=Outcome.TIMED_OUT, page_class=None, retry_at=NOON + 9 * HOUR)
    ledger.record(page)
    ledger.end(visit, WELL)

    assert emptied(ledger, begun(ledger, hours=1), hours=1) == ["index"]


def test_errands_go_by_rank_and_then_by_age(ledger: Ledger) -> None:
    visit = begun(ledger)
    first = [a_find("b", rank=2), a_find("a", rank=1.5)]
    ledger.record(a_page(visit, take(ledger, visit), finds=first))
    ledger.record(a_page(visit, take(ledger, visit), finds=[a_find("c", rank=2)], at=NOON + HOUR))

    assert emptied(ledger, visit, hours=2) == ["b", "c"]


def test_what_was_found_in_one_source_is_not_taken_for_another(ledger: Ledger) -> None:
    begun(ledger)
    other = ledger.begin(SourceId("other"), now=NOON, starts=[])

    assert ledger.take(other, now=NOON) is None


def test_a_taken_errand_is_not_taken_twice(ledger: Ledger) -> None:
    visit = begun(ledger)
    take(ledger, visit)

    assert ledger.take(visit, now=NOON) is None


def test_a_find_keeps_all_that_was_said_of_it(ledger: Ledger) -> None:
    find = a_find("t", page=3, purpose=Purpose.CONTEXT, rank=0.25)
    visit = ledger.begin(FORUM, now=NOON, starts=[find])

    assert take(ledger, visit).find == find


def test_an_address_found_twice_is_fetched_once(ledger: Ledger) -> None:
    visit = begun(ledger)
    ledger.record(a_page(visit, take(ledger, visit), finds=[a_find("a"), a_find("a")]))

    assert emptied(ledger, visit) == ["a"]


def test_an_address_found_again_at_a_better_place_goes_earlier(ledger: Ledger) -> None:
    visit = begun(ledger)
    finds = [a_find("a", rank=5), a_find("b", rank=4), a_find("a", rank=3)]
    ledger.record(a_page(visit, take(ledger, visit), finds=finds))

    assert emptied(ledger, visit) == ["a", "b"]


def test_a_find_that_is_done_becomes_due_again_on_a_later_visit(ledger: Ledger) -> None:
    see(ledger, finds=[a_find("a")])
    visit = begun(ledger)
    assert emptied(ledger, visit) == ["index", "a"]
    ledger.end(visit, WELL)

    see(ledger, finds=[a_find("a")])

    assert "a" in emptied(ledger, begun(ledger))


def test_a_find_that_this_visit_has_taken_stays_done(ledger: Ledger) -> None:
    visit = begun(ledger)
    ledger.record(a_page(visit, take(ledger, visit), finds=[START]))

    assert ledger.take(visit, now=NOON) is None


def test_the_same_visit_may_take_an_address_for_another_purpose(ledger: Ledger) -> None:
    visit = begun(ledger)
    again = replace(START, purpose=Purpose.CONTEXT)
    ledger.record(a_page(visit, take(ledger, visit), finds=[again]))

    assert take(ledger, visit).find == again


def test_what_may_pass_is_put_back_until_its_time(ledger: Ledger) -> None:
    visit = begun(ledger)
    errand = take(ledger, visit)
    ledger.record(a_page(visit, errand, outcome=Outcome.HTTP_ERROR, page_class=None, retry_at=NOON + HOUR))

    assert ledger.take(visit, now=NOON + HOUR - timedelta(seconds=1)) is None
    again = take(ledger, visit, NOON + HOUR)
    assert (again.id, again.find, again.tries) == (errand.id, errand.find, 1)


def test_what_was_not_even_asked_for_has_as_many_tries_left_as_before(ledger: Ledger) -> None:
    visit = begun(ledger)
    errand = take(ledger, visit)
    ledger.record(a_page(visit, errand, outcome=Outcome.TRANSPORT_DOWN, page_class=None, retry_at=NOON))

    again = take(ledger, visit)
    assert (again.id, again.find, again.tries) == (errand.id, errand.find, errand.tries)
    assert ledger.report(visit).outcomes == {Outcome.TRANSPORT_DOWN: 1}


def test_finding_again_what_was_put_off_does_not_hurry_it(ledger: Ledger) -> None:
    visit = ledger.begin(FORUM, now=NOON, starts=[a_find("slow", rank=-1), START])
    ledger.record(a_page(visit, take(ledger, visit), outcome=Outcome.TIMED_OUT, page_class=None, retry_at=NOON + HOUR))
    ledger.record(a_page(visit, take(ledger, visit), finds=[a_find("slow", rank=-1)]))

    assert ledger.take(visit, now=NOON) is None


def test_a_recorded_page_is_recorded_once(ledger: Ledger) -> None:
    visit = begun(ledger)
    page = a_page(visit, take(ledger, visit), posts=[a_post()], finds=[a_find()])

    assert ledger.record(page) == Tally(new=1)
    before = (ledger.report(visit), ledger.counts(), ledger.states())
    assert ledger.record(replace(page, posts=(a_post("2"),))) == Tally()

    assert (ledger.report(visit), ledger.counts(), ledger.states()) == before


def test_a_visit_that_was_given_up_for_dead_records_nothing_any_more(ledger: Ledger) -> None:
    dead = begun(ledger)
    page = a_page(dead, take(ledger, dead), posts=[a_post()])
    begun(ledger, hours=1)

    assert ledger.record(page) == Tally()
    assert ledger.take(dead, now=NOON + HOUR) is None
    assert ledger.counts()["posts_seen"] == 0


def test_a_report_counts_pages_and_outcomes(ledger: Ledger) -> None:
    visit = begun(ledger)
    ledger.record(a_page(visit, take(ledger, visit), page_class=PageClass.LIST, finds=[a_find("a"), a_find("b")]))
    ledger.record(a_page(visit, take(ledger, visit), posts=[a_post()]))
    ledger.record(a_page(visit, take(ledger, visit), outcome=Outcome.TIMED_OUT, page_class=None))

    report = ledger.end(visit, WELL)

    assert report.pages == {PageClass.LIST: 1, PageClass.THREAD: 1}
    assert report.outcomes == {Outcome.READ: 2, Outcome.TIMED_OUT: 1}
    assert (report.tally, report.health, report.started_at) == (Tally(new=1), Health.OK, NOON)
    assert ledger.visits(limit=1) == [report] == [ledger.report(visit)]


def test_visits_are_told_newest_first(ledger: Ledger) -> None:
    for _ in range(3):
        see(ledger)

    assert [report.id for report in ledger.visits(limit=2)] == [3, 2]


def test_a_visit_nobody_knows_cannot_be_told(ledger: Ledger) -> None:
    with pytest.raises(BadInput):
        ledger.report(VisitId(99))


# What visits die on


def test_what_a_dead_visit_had_taken_is_taken_by_the_next(ledger: Ledger) -> None:
    dead = begun(ledger)
    take(ledger, dead)

    visit = begun(ledger, hours=1)

    assert take(ledger, visit, NOON + HOUR).find == START
    report = ledger.report(dead)
    assert (report.health, report.ended_at) == (Health.CRASHED, NOON + HOUR)


def test_an_errand_that_ten_visits_died_on_is_given_up(ledger: Ledger) -> None:
    deadly = a_find("deadly", rank=0)
    see(ledger, finds=[deadly], threads=[a_thread(listing=LISTING)])
    deaths = []
    for hours in range(10):
        visit = ledger.begin(FORUM, now=NOON + hours * HOUR, starts=[])
        assert take(ledger, visit, NOON + hours * HOUR).find == deadly
        deaths.append(visit)

    last = ledger.begin(FORUM, now=NOON + 10 * HOUR, starts=[])

    assert ledger.take(last, now=NOON + 10 * HOUR) is None
    assert [ledger.report(dead).outcomes for dead in deaths] == [*([{}] * 9), {Outcome.CRASHED: 1}]
    assert ledger.marks(FORUM, [THREAD])[THREAD].listing is None


def test_what_a_visit_died_on_waits_for_all_else(ledger: Ledger) -> None:
    see(ledger, finds=[a_find("deadly", rank=1), a_find("other", rank=2)])
    dead = ledger.begin(FORUM, now=NOON, starts=[])
    assert take(ledger, dead).find == a_find("deadly", rank=1)

    visit = ledger.begin(FORUM, now=NOON, starts=[])

    assert [take(ledger, visit).find.rank, take(ledger, visit).find.rank] == [2, 1]


def test_trying_again_is_not_dying(ledger: Ledger) -> None:
    visit = begun(ledger)
    for hours in range(5):
        errand = take(ledger, visit, NOON + hours * HOUR)
        assert errand.tries == hours
        retry = NOON + (hours + 1) * HOUR
        ledger.record(a_page(visit, errand, outcome=Outcome.TIMED_OUT, page_class=None, retry_at=retry))
    take(ledger, visit, NOON + 5 * HOUR)

    assert take(ledger, begun(ledger, hours=6), NOON + 6 * HOUR).find == START


def test_a_visit_that_was_seen_to_crash_counts_as_a_death(ledger: Ledger) -> None:
    for _ in range(10):
        visit = ledger.begin(FORUM, now=NOON, starts=[])
        if ledger.take(visit, now=NOON) is None:
            visit = begun(ledger)
            take(ledger, visit)
        ledger.end(visit, VisitEnding(health=Health.CRASHED, reason="out of memory", at=NOON))

    assert ledger.report(visit).outcomes == {Outcome.CRASHED: 1}


def test_a_visit_that_ends_well_gives_back_what_it_did_not_finish(ledger: Ledger) -> None:
    visit = begun(ledger)
    take(ledger, visit)
    ledger.end(visit, WELL)

    assert take(ledger, ledger.begin(FORUM, now=NOON, starts=[])).find == START


def test_one_death_is_a_power_cut_and_two_in_a_row_are_told(ledger: Ledger) -> None:
    begun(ledger)
    begun(ledger)
    assert ledger.notes(limit=9) == []

    begun(ledger)

    (note,) = ledger.notes(limit=9)
    assert (note.kind, note.source) == (NoteKind.HEALTH, FORUM)
    assert note.text == "crashed: the visit's process died"


# Health


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        pytest.param(Health.NEW, Health.OK, False, id="a first visit goes well"),
        pytest.param(Health.OK, Health.OK, False, id="all stays well"),
        pytest.param(Health.NEW, Health.DOWN, True, id="a first visit fails"),
        pytest.param(Health.OK, Health.WALLED, True, id="a login wall appears"),
        pytest.param(Health.WALLED, Health.WALLED, False, id="it stays"),
        pytest.param(Health.WALLED, Health.DRIFTED, True, id="one ill gives way to another"),
        pytest.param(Health.DRIFTED, Health.OK, True, id="it is well again"),
    ],
)
def test_a_change_of_health_is_told_once(ledger: Ledger, before: Health, after: Health, told: bool) -> None:
    if before is not Health.NEW:
        ledger.end(begun(ledger), VisitEnding(health=before, reason="", at=NOON))
    ledger.dismiss(ledger.notes(limit=9), verdict="told before", now=NOON)

    ledger.end(begun(ledger), VisitEnding(health=after, reason="so it is", at=NOON + HOUR))

    assert [note.text for note in ledger.notes(limit=9)] == ([f"{after.value}: so it is"] if told else [])
    state = ledger.states()[0]
    assert (state.health, state.health_reason) == (after, "so it is")
    assert state.health_since == (NOON if before is after else NOON + HOUR)


def test_a_visit_ends_once(ledger: Ledger) -> None:
    visit = begun(ledger)
    ledger.end(visit, WELL)

    report = ledger.end(visit, VisitEnding(health=Health.WALLED, reason="", at=NOON + 2 * HOUR))

    assert (report.health, ledger.states()[0].health) == (Health.OK, Health.OK)
    assert ledger.notes(limit=9) == []


# How far threads and posts are known


def test_a_thread_that_was_never_seen_has_no_mark(ledger: Ledger) -> None:
    assert ledger.marks(FORUM, [THREAD]) == {}


def test_a_thread_that_was_only_listed_is_marked_so(ledger: Ledger) -> None:
    see(ledger, threads=[ThreadRecord(id=THREAD, listing=LISTING)])

    mark = ledger.marks(FORUM, [THREAD, ThreadId("8")])[THREAD]

    assert (mark.listing, mark.posts, mark.last_page, mark.per_page, mark.is_kept) == (LISTING, 0, 0, None, False)


def test_a_mark_tells_how_far_a_thread_was_read(ledger: Ledger) -> None:
    first = ThreadRecord(id=THREAD, read=PageRead(page=1, posts=2, is_last=False))
    see(ledger, threads=[first], posts=[a_post("1"), a_post("2")])
    last = a_thread(read=PageRead(page=2, posts=1, is_last=True))
    see(ledger, threads=[last], posts=[a_post("3", kept=kept())])

    mark = ledger.marks(FORUM, [THREAD])[THREAD]

    assert (mark.posts, mark.last_page, mark.per_page, mark.is_kept) == (3, 2, 2, True)


def test_a_mark_tells_whether_something_was_recognised_even_when_it_was_edited_away(ledger: Ledger) -> None:
    see(ledger, threads=[a_thread()], posts=[a_post(kept=kept())])
    assert not ledger.marks(FORUM, [THREAD])[THREAD].has_match

    matching = a_post(kept=kept(matches=[a_match()]), fingerprint=Fingerprint("2" * 32))
    see(ledger, threads=[a_thread()], posts=[matching], sightings=[a_sighting()])
    assert ledger.marks(FORUM, [THREAD])[THREAD].has_match

    see(ledger, threads=[a_thread()], posts=[a_post(kept=kept(), fingerprint=Fingerprint("3" * 32))])
    assert ledger.marks(FORUM, [THREAD])[THREAD].has_match


def test_a_thread_that_became_shorter_ends_earlier(ledger: Ledger) -> None:
    for page in (3, 2):
        see(ledger, threads=[a_thread(read=PageRead(page=page, posts=1, is_last=True))])

    assert ledger.marks(FORUM, [THREAD])[THREAD].last_page == 2


def test_a_thread_is_known_by_its_posts(ledger: Ledger) -> None:
    see(ledger, posts=[a_post()])

    assert ledger.marks(FORUM, [THREAD])[THREAD].posts == 1


def test_the_same_id_on_another_source_is_another_thread(ledger: Ledger) -> None:
    see(ledger, threads=[a_thread()])

    assert ledger.marks(SourceId("other"), [THREAD]) == {}


@pytest.mark.parametrize(
    ("outcome", "retry", "cleared"),
    [
        pytest.param(Outcome.UNREADABLE, None, True, id="it fails for good"),
        pytest.param(Outcome.TIMED_OUT, NOON + HOUR, False, id="it is tried again"),
        pytest.param(Outcome.READ, None, False, id="it is read"),
        pytest.param(Outcome.GONE, None, False, id="it is gone"),
    ],
)
def test_a_thread_that_could_not_be_read_is_queued_at_its_next_sight(
    ledger: Ledger, outcome: Outcome, retry: None, cleared: bool
) -> None:
    visit = ledger.begin(FORUM, now=NOON, starts=[START])
    listed = ThreadRecord(id=THREAD, listing=LISTING)
    ledger.record(a_page(visit, take(ledger, visit), threads=[listed], finds=[a_find()]))

    errand = take(ledger, visit)
    assert errand.find.kind is ErrandKind.THREAD
    ledger.record(a_page(visit, errand, outcome=outcome, page_class=None, retry_at=retry))

    assert ledger.marks(FORUM, [THREAD])[THREAD].listing == (None if cleared else LISTING)


def test_posts_are_known_by_key_and_fingerprint(ledger: Ledger) -> None:
    seen, stored, claimed = a_post("1"), a_post("2", kept=kept()), a_post("3", kept=kept(None))
    see(ledger, posts=[seen, stored, claimed])

    marks = ledger.known([seen.key, stored.key, claimed.key, a_post("9").key])

    assert {key: (mark.is_kept, mark.has_text) for key, mark in marks.items()} == {
        seen.key: (False, False),
        stored.key: (True, True),
        claimed.key: (True, False),
    }
    assert marks[seen.key].fingerprint == seen.fingerprint


def test_more_posts_than_one_statement_takes_are_known(ledger: Ledger) -> None:
    posts = [a_post(str(number)) for number in range(1, 1200)]
    see(ledger, posts=posts)

    assert len(ledger.known(post.key for post in posts)) == 1199


def test_a_sighting_without_its_post_is_refused_whole(ledger: Ledger) -> None:
    visit = begun(ledger)
    page = a_page(visit, take(ledger, visit), posts=[a_post("1", kept=kept())], sightings=[a_sighting("2")])

    with pytest.raises(BadInput):
        ledger.record(page)

    assert ledger.counts()["posts_seen"] == 0


def test_what_failed_is_tried_anew_by_the_next_visit(ledger: Ledger) -> None:
    visit = begun(ledger)
    ledger.record(a_page(visit, take(ledger, visit), finds=[a_find("slow")]))
    for hours in range(1, 4):
        errand = take(ledger, visit, NOON + (hours - 1) * HOUR)
        ledger.record(a_page(visit, errand, outcome=Outcome.TIMED_OUT, page_class=None, retry_at=NOON + 99 * HOUR))
        ledger.end(visit, WELL)
        visit = ledger.begin(FORUM, now=NOON + hours * HOUR, starts=[])

    assert ledger.take(visit, now=NOON + 4 * HOUR) is None  # from then on it waits for its time


def test_what_an_earlier_visit_did_not_come_to_is_known_as_left(ledger: Ledger) -> None:
    visit = begun(ledger)
    ledger.record(a_page(visit, take(ledger, visit), finds=[a_find("a"), a_find("b")]))
    assert not take(ledger, visit).is_left
    ledger.end(visit, WELL)

    visit = begun(ledger, hours=1)

    assert not take(ledger, visit, NOON + HOUR).is_left  # the start, found anew
    assert take(ledger, visit, NOON + HOUR).is_left
