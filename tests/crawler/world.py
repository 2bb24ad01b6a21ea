"""A board, a ledger and the time between them: visits without a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from crawler.desk import Desk, Missed
from crawler.reading import Fetched
from matching.stems import SnowballAnalysis
from model.sources import Keep, Source
from model.visits import Outcome, VisitReport
from storage.memory import MemoryLedger
from tests.crawler.matcher import understand
from tests.crawler.nouns import HOST, NOON, SOURCE
from tests.servers.board import Board

__all__ = ["HOUR", "MINUTE", "Dead", "World"]

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class Dead(Exception):
    """The process is gone."""


@dataclass(slots=True)
class World:
    """A board, a ledger and the time between them."""

    board: Board = field(default_factory=lambda: Board(now=NOON))
    ledger: MemoryLedger = field(default_factory=lambda: MemoryLedger(analysis=SnowballAnalysis()))
    source: Source = SOURCE
    keep: Keep = Keep.ALL
    asked: list[str] = field(default_factory=list)
    down: bool = False
    way_is_down: bool = False

    def now(self) -> datetime:
        return self.board.now

    def fetch(self, url: str) -> Fetched | Missed:
        path = url.removeprefix(HOST)
        self.asked.append(path)
        if self.way_is_down:
            return Missed(outcome=Outcome.TRANSPORT_DOWN, reason="Tor at 127.0.0.1:9050: nobody listens")
        if self.down:
            return Missed(outcome=Outcome.UNREACHABLE, reason="board.example: no connection (Connection refused)")
        answer = self.board.answer(path)
        return Fetched(
            url=url, status=answer.status, headers=answer.headers, body=answer.body.encode(), fetched_at=self.now()
        )

    def visit(self, *, after: timedelta = HOUR, dies: Callable[[int], bool] = lambda step: False) -> VisitReport:
        """One visit, *after* the last one; *dies* says at which steps its process is killed."""
        self.board.now += after
        self.asked.clear()
        desk = Desk(source=self.source, keep=self.keep, ledger=self.ledger, understand=understand, clock=self)
        steps = count()
        while (errand := desk.take()) is not None:
            if dies(next(steps)):
                raise Dead
            came = self.fetch(errand.find.url)
            if dies(next(steps)):
                raise Dead
            desk.file(errand, came)
        return desk.close(chance=0.0)

    def texts(self) -> Counter[str]:
        return Counter(str(post.text) for post in self.ledger.posts())

    def said(self) -> Counter[str]:
        return Counter(said.text for talk in self.board.talks.values() for said in talk.posts)
