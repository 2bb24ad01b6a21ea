from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerting.judge import Bundle, Verdict, bundles, hunt_is_over, judge, last_digest, plan, visit_is_over
from model.cases import Note
from model.identities import CaseKey, SourceId, VisitId
from model.matches import Level
from model.settings import Alerting
from model.sources import Health
from model.visits import Tally, VisitReport
from tests.alerting.samples import NOON, SOURCE, health_note, note

SETTINGS = Alerting()
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


def verdict(
    *notes: Note, told_at: datetime | None = None, now: datetime = NOON + MINUTE, over: bool = False
) -> Verdict:
    return judge(notes, told_at=told_at, is_visit_over=over, settings=SETTINGS, now=now)


def visit(*, ended_at: datetime | None, started_at: datetime = NOON - MINUTE) -> VisitReport:
    return VisitReport(
        id=VisitId(1),
        source=SOURCE,
        started_at=started_at,
        ended_at=ended_at,
        health=Health.OK if ended_at else None,
        reason="",
        pages={},
        outcomes={},
        tally=Tally(),
    )


def test_a_new_case_waits_a_moment_for_more_and_is_then_told() -> None:
    assert verdict(note(), now=NOON + 4 * SECOND) is Verdict.GROUPING
    assert verdict(note(), now=NOON + 5 * SECOND) is Verdict.FIRST


def test_a_case_is_not_told_twice_within_the_group_interval() -> None:
    told_at = NOON - MINUTE
    assert verdict(note(), told_at=told_at, now=told_at + 299 * SECOND) is Verdict.SPACING
    assert verdict(note(), told_at=told_at, now=told_at + 300 * SECOND) is Verdict.UPDATE


def test_nobody_is_told_of_level_none() -> None:
    assert verdict(note(level=Level.NONE)) is Verdict.SILENT


def test_health_is_told_at_once() -> None:
    assert verdict(health_note(), now=NOON) is Verdict.HEALTH


def test_one_urgent_post_makes_its_whole_case_urgent() -> None:
    assert verdict(note(1, level=Level.DIGEST), note(2, about="p2", level=Level.NOW)) is Verdict.FIRST


def test_history_waits_for_the_end_of_the_visit() -> None:
    assert verdict(note(is_historic=True)) is Verdict.VISIT_GOES_ON
    assert verdict(note(is_historic=True), over=True) is Verdict.HISTORIC


def test_a_clock_that_was_set_back_holds_nothing_up() -> None:
    assert verdict(note(at=NOON + HOUR), now=NOON) is Verdict.FIRST
    assert verdict(note(), told_at=NOON + HOUR, now=NOON + MINUTE) is Verdict.UPDATE


def test_the_daily_digest_comes_at_its_hour_and_a_missed_one_late() -> None:
    of_ten = note(level=Level.DIGEST, at=datetime(2024, 2, 11, 10, 0, tzinfo=UTC))
    assert verdict(of_ten, now=datetime(2024, 2, 12, 8, 59, tzinfo=UTC)) is Verdict.NEXT_DIGEST
    assert verdict(of_ten, now=datetime(2024, 2, 12, 9, 0, tzinfo=UTC)) is Verdict.DIGEST
    assert verdict(of_ten, now=datetime(2024, 2, 19, 3, 0, tzinfo=UTC)) is Verdict.DIGEST


@pytest.mark.parametrize(
    ("now", "due"),
    [
        pytest.param("2024-02-11T07:59", "2024-02-10T08:00", id="winter, before"),
        pytest.param("2024-02-11T08:00", "2024-02-11T08:00", id="winter, on the dot"),
        pytest.param("2024-07-01T07:00", "2024-07-01T07:00", id="summer"),
        pytest.param("2024-03-31T07:00", "2024-03-31T07:00", id="the day summer begins"),
    ],
)
def test_the_digest_keeps_the_wall_clock_of_its_zone(now: str, due: str) -> None:
    paris = Alerting(digest_at=time(9, 0), digest_zone="Europe/Paris")
    at = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert last_digest(paris, now=at) == datetime.fromisoformat(due).replace(tzinfo=UTC)


@given(
    now=st.timedeltas(timedelta(0), timedelta(days=14_600)).map(lambda since: datetime(2000, 1, 1, tzinfo=UTC) + since),
    at=st.times(),
    zone=st.sampled_from(["UTC", "Europe/Paris", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"]),
)
def test_the_last_digest_is_never_to_come_and_hardly_more_than_a_day_ago(now: datetime, at: time, zone: str) -> None:
    due = last_digest(Alerting(digest_at=at, digest_zone=zone), now=now)
    assert due <= now
    assert now - due <= timedelta(days=2)


@pytest.mark.parametrize(
    ("visits", "after", "over"),
    [
        pytest.param([visit(ended_at=NOON + MINUTE)], MINUTE, True, id="it ended"),
        pytest.param([visit(ended_at=None)], MINUTE, False, id="it goes on"),
        pytest.param([visit(ended_at=None)], 6 * MINUTE, True, id="it went quiet"),
        pytest.param([visit(ended_at=NOON - HOUR, started_at=NOON - 2 * HOUR)], MINUTE, True, id="it ended before"),
        pytest.param([], 4 * SECOND, False, id="nobody knows, not yet"),
        pytest.param([], 5 * SECOND, True, id="nobody knows, a moment later"),
        pytest.param(
            [visit(ended_at=None, started_at=NOON + MINUTE), visit(ended_at=NOON + SECOND)],
            2 * MINUTE,
            True,
            id="the next one goes on",
        ),
    ],
)
def test_a_visit_is_over_when_it_brings_no_more(visits: list[VisitReport], after: timedelta, over: bool) -> None:
    assert visit_is_over([note(is_historic=True)], visits, settings=SETTINGS, now=NOON + after) is over


def test_a_first_visit_to_an_old_board_floods_nobody() -> None:
    notes = [note(n, of=f"c{n}", is_historic=True) for n in range(500)]
    (only,) = bundles(notes, {}, [visit(ended_at=NOON + MINUTE)], settings=SETTINGS, now=NOON + MINUTE)
    assert only.verdict is Verdict.HISTORIC
    assert len(only.cases) == 500


def test_every_source_has_its_own_historic_message() -> None:
    notes = [note(1, is_historic=True), note(2, of="c2", is_historic=True, source=SourceId("other"))]
    found = bundles(notes, {}, [], settings=SETTINGS, now=NOON + MINUTE)
    assert [bundle.verdict for bundle in found] == [Verdict.HISTORIC, Verdict.HISTORIC]


def test_history_does_not_ride_along_with_what_is_new() -> None:
    notes = [note(1), note(2, about="p2", is_historic=True)]
    found = bundles(notes, {CaseKey("c1"): None}, [], settings=SETTINGS, now=NOON + MINUTE)
    assert [bundle.verdict for bundle in found] == [Verdict.FIRST, Verdict.HISTORIC]


def test_first_alerts_go_before_everything_else() -> None:
    notes = [health_note(1), note(2, of="old"), note(3, of="new"), note(4, of="past", is_historic=True)]
    told = {CaseKey("old"): NOON - HOUR, CaseKey("new"): None}
    found = bundles(notes, told, [], settings=SETTINGS, now=NOON + MINUTE)
    assert [bundle.verdict for bundle in found] == [Verdict.FIRST, Verdict.HEALTH, Verdict.UPDATE, Verdict.HISTORIC]


def storm(size: int) -> list[Bundle]:
    return [Bundle(verdict=Verdict.FIRST, notes=(note(n, of=f"c{n}"),)) for n in range(size)]


def test_a_few_alerts_go_out_one_by_one() -> None:
    assert plan(storm(10), room=10) == (storm(10), None)


def test_a_storm_ends_in_one_digest() -> None:
    alone, rest = plan(storm(5000), room=10)
    assert len(alone) == 9
    assert rest is not None
    assert len(rest.cases) == 4991


@given(size=st.integers(0, 40), room=st.integers(0, 12))
def test_a_plan_keeps_to_its_room_and_forgets_nothing_that_it_begins(size: int, room: int) -> None:
    alone, rest = plan(storm(size), room=room)
    assert len(alone) + (rest is not None) <= room
    told = [note.id for bundle in [*alone, *([rest] if rest else [])] for note in bundle.notes]
    assert told == (list(range(size)) if room else [])


def test_what_a_hunt_found_is_told_as_one_when_the_hunt_is_over() -> None:
    other = SourceId("other")
    notes = [note(n, of=f"c{n}", is_retro=True, source=other if n % 2 else SOURCE) for n in range(500)]
    notes += [note(1000, of="c1000", is_retro=True, is_historic=True)]
    hunting = bundles(notes, {}, [], settings=SETTINGS, now=NOON + MINUTE, is_hunting=True)
    (over,) = bundles(notes, {}, [], settings=SETTINGS, now=NOON + MINUTE)
    assert {bundle.verdict for bundle in hunting} == {Verdict.HUNT_GOES_ON}
    assert not Verdict.HUNT_GOES_ON.speaks
    assert (over.verdict, len(over.notes)) == (Verdict.RETRO, 501)


def test_a_hunt_that_was_killed_is_told_once_nothing_came_for_a_while() -> None:
    notes = [note(is_retro=True)]
    assert not hunt_is_over(notes, is_hunting=True, settings=SETTINGS, now=NOON + 4 * MINUTE)
    assert hunt_is_over(notes, is_hunting=True, settings=SETTINGS, now=NOON + 5 * MINUTE)


def test_news_of_a_case_does_not_wait_for_what_a_hunt_found_in_it() -> None:
    found = bundles(
        [note(1, is_retro=True), note(2, about="p2")], {}, [], settings=SETTINGS, now=NOON + MINUTE, is_hunting=True
    )
    assert [bundle.verdict for bundle in found] == [Verdict.FIRST, Verdict.HUNT_GOES_ON]
