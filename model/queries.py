"""Searching what is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from model.identities import Masked, PostKey, SourceId
from model.matches import Intent

__all__ = ["Answer", "Found", "Phrase", "Query"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words that stand next to each other; one word is a phrase of one."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """All of *wanted* and none of *unwanted*; both empty finds every kept post."""

    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A post that answers a query."""

    key: PostKey
    source: SourceId
    thread: Masked = field(repr=False)
    """The thread's title."""
    author: Masked = field(repr=False)
    posted_at: datetime | None
    intent: Intent | None  # None: kept as context
    watches: tuple[str, ...]
    signatures: tuple[str, ...]
    snippet: Masked = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a search found, newest first; *facets* count all that was found, by field and value."""

    total: int
    posts: tuple[Found, ...]
    facets: dict[str, dict[str, int]]
