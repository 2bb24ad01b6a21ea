"""Which of the visits that are due may begin: what hangs keeps nobody waiting, and what is well never waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from model.identities import SourceId
from model.sources import Source

__all__ = ["AT_ONCE", "Turn", "admitted", "hangs", "is_slow", "most_at_once"]

AT_ONCE = 4  # visits that get on side by side: they read and understand, which takes a core
MOST = 64  # visits side by side, those that hang among them
MEMORY = 72 * 1024 * 1024  # bytes of its own that a visit takes which has read nothing yet
PATIENCE = timedelta(seconds=1)
SLOW = timedelta(seconds=30)  # half of what a page may take: many an onion service needs a third
LONGEST_DELAY = 1.5  # of a source's delay, with Scrapy's jitter


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A visit that is due, or under way."""

    source: SourceId
    is_prompt: bool
    """Whether the source was well at its last visit, and kept it waiting for no page."""
    hangs: bool = False
    """Whether it is under way, and waits for a page that does not come."""


def admitted(due: Sequence[Turn], underway: Sequence[Turn], *, most: int) -> list[SourceId]:
    """Those of *due* that may begin now beside those *underway*, in their order; *most* is for all together.

    One of the places of visits that get on, and as many of all as may get on, are for sources that are prompt.
    """
    busy, begun = list(underway), []
    for turn in due:
        if _has_place(turn, busy, most):
            busy.append(turn)
            begun.append(turn.source)
    return begun


def hangs(source: Source, *, silence: timedelta, pages: int) -> bool:
    """Whether a visit that has filed so many *pages*, the last of them *silence* ago, waits for its source."""
    return silence > PATIENCE + (source.delay * LONGEST_DELAY if pages else timedelta(0))


def is_slow(silence: timedelta) -> bool:
    """Whether a visit whose last page was filed *silence* ago is kept waiting, so that its source is not prompt."""
    return silence > SLOW


def most_at_once(memory: int) -> int:
    """How many visits, most of which hang, a machine of so many bytes may hold: they take a quarter of it at most."""
    return max(2 * AT_ONCE, min(MOST, memory // 4 // MEMORY))


def _has_place(turn: Turn, busy: Sequence[Turn], most: int) -> bool:
    getting_on = sum(not other.hangs for other in busy)
    if turn.is_prompt:
        return getting_on < AT_ONCE and len(busy) < most
    return getting_on < AT_ONCE - 1 and len(busy) < most - AT_ONCE
