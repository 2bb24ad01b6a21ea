"""What one page does to the ledger: written in one transaction, or not at all.

Everything in here that came from a page is `Masked`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from model.identities import (
    CaseKey,
    Fingerprint,
    Masked,
    PostKey,
    SourceId,
    ThreadId,
    VisitId,
)
from model.matches import Assessment, Intent, Level, Match
from model.visits import Errand, Find, Listing, Outcome, PageClass

__all__ = [
    "KeptPost",
    "KeptSample",
    "KeptThread",
    "PageRead",
    "PageRecord",
    "PostRecord",
    "Sighting",
    "ThreadRecord",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptThread:
    """What is kept of a thread."""

    title: Masked = field(repr=False)
    url: Masked = field(repr=False)
    board: Masked | None = field(repr=False)  # None when the page does not say
    author: Masked | None = field(repr=False)  # None when its first page was not read
    created_at: datetime | None  # None when its first page was not read


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """That a page of a thread was read."""

    page: int
    posts: int
    is_last: bool
    is_sure: bool = False
    """Whether a post that should be on it and isn't speaks for itself: not so when it could only be read in part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRecord:
    """What a page says of a thread; what is `None` leaves the ledger as it was."""

    id: ThreadId
    listing: Listing | None = None
    read: PageRead | None = None
    kept: KeptThread | None = None
    replies: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSample:
    """What is kept of sample rows beside the masked text."""

    rows: int
    columns: tuple[Masked, ...]
    shape: Masked
    fingerprints: tuple[Fingerprint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPost:
    """What is kept of a post."""

    author: Masked = field(repr=False)
    title: Masked = field(repr=False)
    """The thread's title: what a list of posts shows."""
    permalink: Masked = field(repr=False)
    text: Masked | None = field(repr=False)  # None: kept as a claim, without body
    quotes: tuple[tuple[Masked | None, Masked], ...] = field(default=(), repr=False)
    """Quoted author (None when not said) and words."""
    sample: KeptSample | None = None
    assessment: Assessment
    """With its evidence's quotes masked."""
    matches: tuple[Match, ...] = ()
    """With their evidence's quotes masked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRecord:
    """A post that was seen; *kept* decides what of it stays."""

    key: PostKey
    thread: ThreadId
    """Where it stands now: threads are merged and split, which leaves the key."""
    id: str
    n: int | None
    posted_at: datetime | None
    posted_raw: Masked | None = None
    edited_at: datetime | None = None
    fingerprint: Fingerprint
    """Of author, text and quotes, before masking."""
    kept: KeptPost | None = field(default=None)  # None leaves ids, times and the fingerprint
    born_in: ThreadId | None = None  # the thread that its key tells of; None: the one it stands in


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A post belongs to a case; the ledger opens the case if it is new and notes that people are to be told."""

    case: CaseKey
    subject: str
    """The id of the watch, or of a signature that no watch goes with."""
    thread: ThreadId
    post: PostKey
    matched: str
    """Which watches and signatures, in one sorted line: an edit that leaves it alone raises no second note."""
    intent: Intent
    level: Level
    is_historic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """All that follows from one page."""

    visit: VisitId
    source: SourceId
    errand: Errand
    outcome: Outcome
    page_class: PageClass | None  # None when nothing was fetched
    status: int | None = None  # None when nothing was fetched
    size: int = 0
    at: datetime
    retry_at: datetime | None = None  # None: the outcome is final
    finds: tuple[Find, ...] = ()
    threads: tuple[ThreadRecord, ...] = ()
    posts: tuple[PostRecord, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    mirror: str | None = None  # None: the source has one address
    items: int | None = None  # rows or posts on it; None: it was not read
    elsewhere: tuple[tuple[SourceId, Find], ...] = ()
    """Addresses of other sources, which are queued there unless they ever were."""
