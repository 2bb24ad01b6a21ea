"""Time as an argument: only the edges read the real clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

__all__ = ["Clock", "ShiftedClock", "SystemClock"]


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """The present, aware and in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """The machine's clock, moved by *by*: for recorded pages, whose relative dates count from then."""

    by: timedelta

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by
