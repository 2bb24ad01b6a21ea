"""How fast one channel is fed: a budget of messages, and a rest after trouble."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

__all__ = ["Pace", "rest"]

FIRST_REST = timedelta(seconds=5)
LONGEST_REST = timedelta(minutes=5)


def rest(troubles: int) -> timedelta:
    """How long to leave a channel alone after *troubles* in a row: twice as long each time, up to five minutes."""
    return min(FIRST_REST * 2 ** min(troubles - 1, 10), LONGEST_REST) if troubles > 0 else timedelta(0)


class Pace:
    """When one channel may be given its next message; at most *budget* within *window*."""

    def __init__(self, *, budget: int, window: timedelta) -> None:
        self._budget, self._window = budget, window
        self._sent: deque[datetime] = deque(maxlen=budget)
        self._rests_until: datetime | None = None
        self._rested_from: datetime | None = None
        self._troubles = 0
        self.is_dead = False

    def is_open(self, now: datetime) -> bool:
        """Whether a message may go out at *now*; a clock that was set back does not close a channel."""
        if self._rests_until and self._rested_from and self._rested_from <= now < self._rests_until:
            return False
        full = len(self._sent) == self._budget
        return not (full and timedelta(0) <= now - self._sent[0] < self._window)

    def went(self, now: datetime) -> None:
        """A message arrived at *now*."""
        self._sent.append(now)
        self._rests_until, self._troubles, self.is_dead = None, 0, False

    def troubled(
        self, now: datetime, *, at_least: timedelta = timedelta(0), may_have_arrived: bool = False
    ) -> datetime:
        """It did not, or nobody knows, so the channel rests *at_least* so long; returns until when."""
        if may_have_arrived:
            self._sent.append(now)
        self._troubles += 1
        self._rested_from, self._rests_until = now, now + max(at_least, rest(self._troubles))
        return self._rests_until
