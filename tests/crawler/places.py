"""Homes and configurations for visits in processes of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.visit import RunningVisit, start
from matching.stems import SnowballAnalysis
from model.cases import PostView
from model.clocks import Clock, ShiftedClock
from model.identities import SourceId
from model.settings import Limits
from model.sources import SourceState
from model.visits import VisitReport
from storage.ledger import SqliteLedger, open_ledger

__all__ = ["Place", "clock_at"]

SETTINGS = """\
keep: {keep}
legal_basis: a test of recorded pages, in which nobody real appears
"""
SOURCE = """\
id: harbour
url: {url}
every: 20m
jitter: 0%
delay: 0s
{more}
"""
WATCHES = """\
watches:
  - {id: viamedis, name: Viamedis, terms: [Viamedis]}
  - {id: almerys, name: Almerys, terms: [Almerys]}
"""


def clock_at(moment: datetime) -> Clock:
    """A clock that shows *moment* now, and goes on."""
    return ShiftedClock(by=moment - datetime.now(UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A home, its configuration and its clock."""

    home: Path
    config: Path
    clock: Clock

    @classmethod
    def made(cls, root: Path, url: str, *, keep: str = "all", more: str = "", clock: Clock) -> Place:
        """One below *root*, with the source `harbour` at *url*."""
        config = root / "config"
        (config / "sources").mkdir(parents=True)
        (config / "watchlist").mkdir()
        (config / "settings.yaml").write_text(SETTINGS.format(keep=keep))
        (config / "sources" / "harbour.yaml").write_text(SOURCE.format(url=url, more=more))
        (config / "watchlist" / "test.yaml").write_text(WATCHES)
        return cls(home=root / "home", config=config, clock=clock)

    def start(self, *, limits: Limits | None = None, source: str = "harbour") -> RunningVisit:
        """Begin a visit."""
        return start(SourceId(source), home=self.home, config=self.config, clock=self.clock, limits=limits, chance=0.0)

    def visit(self, *, limits: Limits | None = None, source: str = "harbour") -> VisitReport:
        """A whole visit; three minutes at most."""
        return self.start(limits=limits, source=source).join(timeout=180)

    def later(self, by: timedelta) -> Place:
        """The same place, *by* later."""
        return Place(home=self.home, config=self.config, clock=clock_at(self.clock.now() + by))

    def ledger(self) -> SqliteLedger:
        """Its ledger; to be closed."""
        return open_ledger(self.home, analysis=SnowballAnalysis())

    def posts(self) -> list[PostView]:
        """All that is kept."""
        ledger = self.ledger()
        try:
            assert ledger.check() == []
            return list(ledger.posts())
        finally:
            ledger.close()

    def state(self) -> SourceState:
        """What the ledger knows of the source."""
        ledger = self.ledger()
        try:
            (state,) = ledger.states()
            return state
        finally:
            ledger.close()
