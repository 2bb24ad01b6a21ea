"""Sources with several addresses, whatever the ledger is kept in."""

from __future__ import annotations

from dataclasses import replace

from model.cases import NoteKind
from model.mirrors import MirrorSight, MirrorState, MirrorTry
from model.ports import Ledger
from model.visits import VisitEnding
from tests.storage.makers import FORUM, HOUR, NOON, START, WELL, a_page, a_post, a_thread, take

ONION, CLEAR = "forumabcdefgh.onion", "forum.example"
AWAY = MirrorTry(name=CLEAR, at=NOON, reason="nobody answers")
THERE = MirrorTry(name=ONION, at=NOON)


def told(ledger: Ledger) -> list[str]:
    return [note.text for note in ledger.notes(limit=20) if note.kind is NoteKind.HEALTH]


def seen(ledger: Ledger, mirror: str, *, hours: int) -> None:
    visit = ledger.begin(FORUM, now=NOON + hours * HOUR, starts=[START])
    page = a_page(visit, take(ledger, visit, NOON + hours * HOUR), threads=[a_thread()], posts=[a_post()])
    ledger.record(replace(page, mirror=mirror, at=NOON + hours * HOUR))
    ledger.end(visit, VisitEnding(health=WELL.health, reason="", at=NOON + hours * HOUR))


def test_a_post_seen_through_two_addresses_is_one_post_with_two_sights(ledger: Ledger) -> None:
    ledger.register(FORUM, now=NOON)
    ledger.tried_mirrors(FORUM, [THERE])
    for hours, mirror in enumerate([CLEAR, ONION, ONION]):
        seen(ledger, mirror, hours=hours)
    assert [state.posts_seen for state in ledger.states()] == [1]
    assert ledger.seen_through(a_post().key) == [
        MirrorSight(mirror=CLEAR, first_at=NOON, last_at=NOON),
        MirrorSight(mirror=ONION, first_at=NOON + HOUR, last_at=NOON + 2 * HOUR),
    ]
    assert ledger.mirrors(FORUM) == [MirrorState(name=ONION, tried_at=NOON, answered_at=NOON, posts=1)]


def test_an_address_that_is_dead_is_told_once_while_another_answers(ledger: Ledger) -> None:
    ledger.register(FORUM, now=NOON)
    for hours in range(3):
        at = NOON + hours * HOUR
        ledger.tried_mirrors(FORUM, [replace(AWAY, at=at), replace(THERE, at=at)])
    assert told(ledger) == [
        f"{CLEAR} does not answer (nobody answers): the source is read through {ONION} meanwhile",
    ]
    (state, _) = ledger.mirrors(FORUM)
    assert (state.name, state.down_since, state.tried_at) == (CLEAR, NOON, NOON + 2 * HOUR)


def test_an_address_that_came_back_and_dies_again_is_told_again(ledger: Ledger) -> None:
    ledger.register(FORUM, now=NOON)
    ledger.tried_mirrors(FORUM, [AWAY, THERE])
    ledger.tried_mirrors(FORUM, [MirrorTry(name=CLEAR, at=NOON + HOUR)])
    assert ledger.mirrors(FORUM)[0].down_since is None
    ledger.tried_mirrors(FORUM, [replace(AWAY, at=NOON + 2 * HOUR), THERE])
    assert len(told(ledger)) == 2


def test_while_no_address_answers_the_source_itself_is_told_of(ledger: Ledger) -> None:
    ledger.register(FORUM, now=NOON)
    ledger.tried_mirrors(FORUM, [AWAY, replace(THERE, reason="nobody answers")])
    assert told(ledger) == []
    ledger.tried_mirrors(FORUM, [AWAY, THERE])
    assert len(told(ledger)) == 1
