"""Whatever happens to them, the ledger in memory and the one on disk say the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model.cases import AlertKind, Receipt, Segment
from model.identities import Fingerprint, Masked, ThreadId
from model.matches import Intent, Level
from model.queries import Answer, Find
from model.records import PageRead
from model.sources import Health
from model.visits import ErrandKind, Outcome, Purpose, VisitEnding
from storage.ledger import open_ledger
from storage.memory import MemoryLedger
from storage.queries import parse
from tests.storage.conftest import AnyLedger
from tests.storage.makers import (
    FORUM,
    HOUR,
    NOON,
    a_find,
    a_match,
    a_page,
    a_post,
    a_sighting,
    a_thread,
    an_assessment,
    analysis,
    kept,
)

THREADS = [ThreadId("7"), ThreadId("8")]
NUMBERS = st.integers(1, 4)


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """What a page may bring."""
    thread = draw(st.sampled_from(THREADS))
    posts, sightings = [], []
    for number in map(str, sorted(draw(st.sets(NUMBERS, max_size=3)))):
        text = draw(st.sampled_from([None, "apple", "pear tree", "apple pear"]))
        intent, level = draw(st.sampled_from(list(Intent))), draw(st.sampled_from(list(Level)))
        matches = [a_match()] if draw(st.booleans()) else []
        author = Masked(draw(st.sampled_from(["lynx", "mole"])))
        told = kept(text, author=author, matches=matches, assessment=an_assessment(intent, level))
        is_kept = bool(matches) or draw(st.booleans())
        print_ = Fingerprint(draw(st.sampled_from(["one", "two"])))
        n = draw(st.sampled_from([None, int(number)]))
        posts.append(a_post(number, thread=thread, kept=told if is_kept else None, fingerprint=print_, n=n))
        if matches:
            matched = draw(st.sampled_from(["viamedis", "almerys viamedis"]))
            said: dict[str, Any] = {"matched": matched, "intent": intent, "level": level}
            sightings.append(a_sighting(number, thread=thread, is_historic=draw(st.booleans()), **said))
    read = PageRead(page=draw(NUMBERS), posts=2, is_last=draw(st.booleans()))
    threads = [a_thread(thread, is_kept=draw(st.booleans()), read=read)]
    finds = [
        a_find(f"t{number}", kind=draw(st.sampled_from(list(ErrandKind))), rank=draw(NUMBERS), purpose=purpose)
        for number in draw(st.lists(NUMBERS, max_size=2))
        for purpose in [draw(st.sampled_from(list(Purpose)))]
    ]
    outcome = draw(st.sampled_from([Outcome.READ, Outcome.TIMED_OUT, Outcome.UNREADABLE]))
    retry = draw(st.sampled_from([None, NOON, NOON + 3 * HOUR]))
    page = {"posts": posts, "sightings": sightings, "threads": threads, "finds": finds}
    return (page if outcome is Outcome.READ else {}) | {"outcome": outcome, "retry_at": retry}


STEPS = st.one_of(
    st.tuples(st.just("begin"), st.booleans()),
    st.tuples(st.just("page"), records()),
    st.tuples(st.just("page"), records()),
    st.tuples(st.just("end"), st.sampled_from(list(Health))),
    st.tuples(st.just("tell"), st.sampled_from(list(Level))),
    st.tuples(st.just("send"), st.sampled_from(["delivered", "uncertain", "postponed", "buried", "lost"])),
    st.tuples(st.just("recover"), st.none()),
)


class Driver:
    """Does one step after the other to a ledger, and tells all that it answers."""

    def __init__(self, ledger: AnyLedger) -> None:
        self._ledger = ledger
        self._now = NOON
        self._visit = ledger.begin(FORUM, now=NOON, starts=[a_find("index", kind=ErrandKind.START, rank=0)])

    def step(self, what: str, how: Any) -> object:
        """Do it; gives the answer."""
        self._now += HOUR / 2
        answer: object = getattr(self, f"_{what}")(how)
        return answer

    def state(self) -> list[object]:
        """All that can be asked."""
        ledger = self._ledger
        cases = ledger.cases(limit=99)
        told: list[object] = [cases, [ledger.case(case.key) for case in cases], ledger.notes(limit=99)]
        told += [ledger.alerts(limit=99), ledger.backlog(), ledger.visits(limit=99), ledger.states()]
        told += [list(ledger.posts()), dict(ledger.counts()), ledger.marks(FORUM, THREADS), ledger.check()]
        return told + [self._search(typed) for typed in ("", "apple", '-"pear tree" intent:sale', "watch:viamedis")]

    def _search(self, typed: str) -> Answer:
        node = parse(typed, analysis=analysis, now=NOON)
        return replace(self._ledger.search(Find(node=node, limit=3), now=NOON), engine="any", next=None)

    def _begin(self, _: bool) -> object:
        starts = [a_find("index", kind=ErrandKind.START, rank=0)]
        self._visit = self._ledger.begin(FORUM, now=self._now, starts=starts)
        return self._visit

    def _page(self, brought: dict[str, Any]) -> object:
        errand = self._ledger.take(self._visit, now=self._now)
        if errand is None:
            return None
        return errand.find, errand.tries, self._ledger.record(a_page(self._visit, errand, at=self._now, **brought))

    def _end(self, health: Health) -> object:
        return self._ledger.end(self._visit, VisitEnding(health=health, reason="so", at=self._now))

    def _tell(self, level: Level) -> object:
        notes = self._ledger.notes(limit=2)
        return self._ledger.tell(
            kind=AlertKind.FIRST,
            level=level,
            subject="viamedis",
            segments=lambda alert: [Segment(text=f"A-{alert}")],
            cases=[note.case for note in notes if note.case is not None],
            notes=notes,
            channels=["console"],
            now=self._now,
        )

    def _send(self, how: str) -> object:
        delivery = self._ledger.next_delivery("console", now=self._now)
        if delivery is None or how == "lost":
            return delivery
        if how == "delivered":
            self._ledger.delivered(delivery, Receipt(f"chat/{delivery.id}"), now=self._now)
        elif how == "buried":
            self._ledger.bury(delivery, error="dead", now=self._now)
        else:
            later, uncertain = self._now + HOUR, how == "uncertain"
            self._ledger.postpone(delivery, until=later, error="later", uncertain=uncertain)
        return delivery

    def _recover(self, _: None) -> object:
        return self._ledger.recover(now=self._now, repeat_at=self._now)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=5, max_size=30))
def test_memory_and_disk_agree(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, Any]]) -> None:
    disk = open_ledger(tmp_path_factory.mktemp("agree"), analysis=analysis)
    one, other = Driver(MemoryLedger(analysis=analysis)), Driver(disk)

    for what, how in steps:
        assert one.step(what, how) == other.step(what, how)
    assert one.state() == other.state()
    disk.close()
