"""Visits side by side, without their processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from console.visiting import visit_all
from model.errors import AlreadyRunning, BadInput, VigieError
from model.identities import SourceId, VisitId
from model.sources import Health, Source
from model.visits import Tally, VisitReport
from tests.crawler.nouns import NOON, SOURCE


@dataclass(kw_only=True)
class Fake:
    """A visit that is over when it was asked so often, and then says or raises what came of it."""

    source: Source
    asked_until_over: int = 1
    raises: Callable[[], VigieError | None] = lambda: None
    stopped: list[str] = field(default_factory=list)

    def silence(self) -> timedelta | None:
        return None

    def pages(self) -> int:
        return 0

    def poll(self) -> VisitReport | None:
        self.asked_until_over -= 1
        if (error := self.raises()) is not None:
            raise error
        return report(self.source) if self.asked_until_over < 0 else None

    def dismiss(self) -> None:
        self.stopped.append("dismissed")

    def stop(self) -> None:
        self.stopped.append("stopped")


def report(source: Source) -> VisitReport:
    return VisitReport(
        id=VisitId(1), source=source.id, started_at=NOON, ended_at=NOON, health=Health.OK, reason="", pages={},
        outcomes={}, tally=Tally(),
    )  # fmt: skip


def source(name: str) -> Source:
    return replace(SOURCE, id=SourceId(name))


def test_of_two_sources_that_share_an_account_the_second_waits_for_the_first() -> None:
    begun: list[str] = []

    def begin(one: Source) -> Fake:
        begun.append(one.id)
        is_taken = one.id == "second" and begun.count("second") == 1
        return Fake(source=one, raises=lambda: AlreadyRunning("its account is in use") if is_taken else None)

    ended = visit_all([source("first"), source("second")], begin, prompt=frozenset(), most=64)
    assert begun == ["first", "second", "second"]
    assert (list(ended.reports), ended.failures) == (["first", "second"], {})


def test_what_somebody_else_holds_is_a_failure_of_that_source_alone() -> None:
    def begin(one: Source) -> Fake:
        return Fake(source=one, raises=lambda: AlreadyRunning("a daemon visits it") if one.id == "held" else None)

    ended = visit_all([source("held"), source("free")], begin, prompt=frozenset(), most=64)
    assert list(ended.reports) == ["free"]
    assert [str(error) for error in ended.failures.values()] == ["a daemon visits it"]


def test_who_is_interrupted_ends_the_visits_under_way() -> None:
    visits: list[Fake] = []

    def begin(one: Source) -> Fake:
        visits.append(Fake(source=one, asked_until_over=9 if one.id == "long" else 0))
        return visits[-1]

    def interrupt(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        visit_all([source("long"), source("short")], begin, prompt=frozenset(), most=64, told=interrupt)
    assert [visit.stopped for visit in visits] == [["dismissed", "stopped"], []]


def test_every_source_is_visited_once_however_many_there_are() -> None:
    def begin(one: Source) -> Fake:
        broken = BadInput("its proxy's login cannot be read") if one.id == "s7" else None
        return Fake(source=one, raises=lambda: broken)

    told: list[tuple[int, int]] = []
    sources = [source(f"s{n}") for n in range(20)]
    ended = visit_all(sources, begin, prompt=frozenset(), most=64, told=lambda done, of: told.append((done, of)))
    assert len(ended.reports) == 19
    assert list(ended.failures) == ["s7"]
    assert told[-1] == (20, 20)
