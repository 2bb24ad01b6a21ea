"""What an index outside the ledger is still to be told, and how far that got."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from model.cases import PostView
from model.identities import PostKey

__all__ = ["DeadLetter", "IndexBacklog", "IndexEntry", "IndexMark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexMark:
    """Where and how new a post must stand in an index."""

    key: PostKey
    revision: int
    """Grows whenever, and only when, what is found of the post changes: tells a late write from a new one."""
    filed_at: datetime
    """When the post was first kept: never changes, so that a post stays in one month's index."""
    is_settled: bool = field(default=True, compare=False)
    """Whether the index was told; dead letters never are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """A post as it must stand in an index now."""

    mark: IndexMark
    post: PostView | None = field(repr=False)  # None: it must stand there no more
    tries: int = 0
    """How often it was tried in vain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A post that an index will never take as it is."""

    key: PostKey
    revision: int
    reason: str
    """In words that hold no leaked data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexBacklog:
    """How far an index is behind the ledger."""

    waiting: int
    dead: int
    oldest_at: datetime | None  # None: nothing waits
