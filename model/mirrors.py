"""The addresses of a source that has several."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

__all__ = ["MirrorSight", "MirrorState", "MirrorTry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorTry:
    """That a visit asked an address for its start page."""

    name: str
    """Its host, and its port where it names one."""
    at: datetime
    reason: str | None = None  # None: it answered; else why it did not, without leaked data


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorState:
    """What the ledger knows of an address."""

    name: str
    tried_at: datetime
    answered_at: datetime | None = None  # None: it never answered
    down_since: datetime | None = None  # None: it answered when it was last tried
    reason: str = ""
    """Why it did not answer; empty when it did."""
    is_told: bool = False
    """Whether people were told that it is down."""
    posts: int = 0
    """Posts seen through it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MirrorSight:
    """A post, as seen through one address."""

    mirror: str
    first_at: datetime
    last_at: datetime
