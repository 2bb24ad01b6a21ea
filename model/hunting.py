"""Retro-hunts: new or changed watches and signatures, looked for in what is kept already."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from model.cases import PostView
from model.identities import CaseKey, Masked, PostKey, SourceId, ThreadId
from model.matches import Intent, Level, Match

__all__ = ["Catch", "CaughtCase", "Definition", "Hunt", "HuntStep", "Quarry"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What is looked for under an id, told by a digest of all that decides what it finds."""

    subject: str
    """The id of a watch or a signature."""
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunt:
    """How far a definition was looked for in what is kept."""

    definition: Definition
    declared_at: datetime
    """When posts were first read with it."""
    position: int = 0
    """The place of the last post that it was looked for in."""
    began_at: datetime | None = None  # None: nobody hunted yet
    ended_at: datetime | None = None  # None: older posts were not, or not all, looked at

    @property
    def is_due(self) -> bool:
        """Whether there is something kept that it was never looked for in."""
        return self.ended_at is None

    @property
    def is_under_way(self) -> bool:
        """Whether a hunt began and has not come to its end."""
        return self.began_at is not None and self.ended_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarry:
    """A kept post, as a hunt reads it."""

    post: PostView
    quotes: tuple[Masked, ...] = field(default=(), repr=False)
    born_in: ThreadId
    """The thread that its cases are of, wherever it stands now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtCase:
    """A case that a find belongs to; it is opened if it is new, and people are to be told, once."""

    key: CaseKey
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """What a hunt found in one post, beside what was known of it."""

    post: PostKey
    source: SourceId
    thread: ThreadId
    """Where it stands now."""
    matches: tuple[Match, ...]
    """The new ones only; their quotes are of masked text."""
    level: Level
    """Of the post, with them; never less urgent than it was."""
    intent: Intent
    """Of the post, as it was first understood."""
    matched: str
    """All that is recognised in it now, in one sorted line."""
    cases: tuple[CaughtCase, ...] = ()
    known_cases: tuple[CaseKey, ...] = ()
    """Cases that it belonged to before: of them nothing is new, however often it is read again."""
    is_historic: bool = False
    """Whether it was posted before its source was watched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HuntStep:
    """How far one batch brought a hunt."""

    posts: int
    matches: int
    is_over: bool
    """Whether nothing is left that it was not looked for in."""
    is_early: bool = False
    """Whether a visit that began before the definition was known still reads: what it keeps is to be hunted later."""
