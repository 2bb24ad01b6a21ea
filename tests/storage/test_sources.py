"""What the ledger remembers of sources, whatever it is kept in."""

from __future__ import annotations

import pytest

from model.errors import BadInput
from model.identities import SourceId
from model.ports import Ledger, Search
from model.queries import All, Find
from model.sources import Habits, Health
from tests.storage.conftest import AnyLedger
from tests.storage.makers import FORUM, HOUR, NOON, START, WELL, a_find, a_post, kept, see, take


def test_every_ledger_fulfils_the_ports(ledger: AnyLedger) -> None:
    truth: Ledger = ledger
    search: Search = ledger
    assert truth.counts()["sources"] == search.search(Find(node=All(of=()), limit=1), now=NOON).total == 0


def test_a_source_is_new_until_it_is_visited(ledger: Ledger) -> None:
    state = ledger.register(FORUM, now=NOON)

    assert (state.id, state.added_at, state.health, state.health_since) == (FORUM, NOON, Health.NEW, NOON)
    assert (state.last_visit_at, state.next_due_at, state.paused_at) == (None, None, None)


def test_registering_twice_keeps_the_first(ledger: Ledger) -> None:
    ledger.register(FORUM, now=NOON)

    assert ledger.register(FORUM, now=NOON + HOUR).added_at == NOON


def test_sources_are_told_by_id(ledger: Ledger) -> None:
    for name in ("zebra", "asp", "lynx"):
        ledger.register(SourceId(name), now=NOON)

    assert [state.id for state in ledger.states()] == ["asp", "lynx", "zebra"]


def test_a_source_can_be_paused_and_resumed(ledger: Ledger) -> None:
    ledger.register(FORUM, now=NOON)

    ledger.pause(FORUM, at=NOON)
    assert ledger.states()[0].paused_at == NOON

    ledger.pause(FORUM, at=None)
    assert ledger.states()[0].paused_at is None


def test_a_source_remembers_when_it_is_due(ledger: Ledger) -> None:
    ledger.register(FORUM, now=NOON)

    ledger.schedule(FORUM, due_at=NOON + HOUR)

    assert ledger.states()[0].next_due_at == NOON + HOUR


def test_pausing_what_is_not_known_says_so(ledger: Ledger) -> None:
    with pytest.raises(BadInput, match="no source 'forum'"):
        ledger.pause(FORUM, at=NOON)


def test_a_source_counts_what_was_seen_and_kept_of_it(ledger: Ledger) -> None:
    see(ledger, posts=[a_post("1", kept=kept()), a_post("2"), a_post("3")], finds=[a_find()])
    ledger.register(SourceId("other"), now=NOON)

    state, other = ledger.states()

    assert (state.posts_seen, state.posts_kept, state.pages_waiting) == (3, 1, 1)
    assert (other.posts_seen, other.posts_kept, other.pages_waiting) == (0, 0, 0)


def test_the_end_of_a_visit_is_the_last_visit(ledger: Ledger) -> None:
    visit = ledger.begin(FORUM, now=NOON, starts=[START])
    take(ledger, visit)

    ledger.end(visit, WELL)

    state = ledger.states()[0]
    assert (state.last_visit_at, state.health) == (WELL.at, Health.OK)


def test_how_a_board_writes_dates_is_remembered(ledger: Ledger) -> None:
    assert ledger.register(FORUM, now=NOON).habits is None
    ledger.learn(FORUM, Habits(zone="+03:00", day_first=True))
    assert ledger.register(FORUM, now=NOON + HOUR).habits == Habits(zone="+03:00", day_first=True)
    ledger.learn(FORUM, Habits(zone="Europe/Moscow").with_news(Habits(day_first=False)))
    assert [state.habits for state in ledger.states()] == [Habits(zone="Europe/Moscow", day_first=False)]
