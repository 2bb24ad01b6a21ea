"""Cases, which people triage, and alerts, which people are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import NewType

from model.identities import CaseKey, Masked, PostKey, SignatureId, SourceId, WatchId
from model.matches import Assessment, Claim, Intent, Level, Match

__all__ = [
    "Alert",
    "AlertId",
    "AlertKind",
    "Case",
    "CaseState",
    "CaseView",
    "Delivery",
    "DeliveryState",
    "Note",
    "NoteKind",
    "PostVersion",
    "PostView",
    "Receipt",
    "Segment",
    "Style",
]

AlertId = NewType("AlertId", int)
"""The ledger's number of an alert; people read `A-42`."""

Receipt = NewType("Receipt", str)
"""What a channel gives back for a message it took: for Telegram, `chat/message`."""


class CaseState(Enum):
    """Where the triage of a case stands."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All matches of one watch in one thread."""

    key: CaseKey
    number: int
    """People read `C-7`."""
    subject: str
    source: SourceId
    title: Masked = field(repr=False)
    level: Level
    intent: Intent
    """Of its weightiest post."""
    state: CaseState
    is_historic: bool
    posts: int
    opened_at: datetime
    updated_at: datetime
    told_at: datetime | None  # None: people were not told yet
    acknowledged_by: str | None = None  # None while nobody did
    acknowledged_at: datetime | None = None  # None while nobody did


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """A kept post, as the ledger gives it back; every text in it is masked."""

    key: PostKey
    source: SourceId
    thread_id: str
    thread_title: Masked = field(repr=False)
    thread_url: Masked = field(repr=False)
    thread_author: Masked | None = field(repr=False)  # None when its first page was not read
    thread_created_at: datetime | None  # None when its first page was not read
    thread_replies: int | None  # None when no page said
    board: Masked | None = field(repr=False)  # None when no page said
    id: str
    n: int | None
    author: Masked = field(repr=False)
    text: Masked | None = field(repr=False)  # None: kept without body
    permalink: Masked = field(repr=False)
    posted_at: datetime | None
    edited_at: datetime | None
    first_seen_at: datetime
    last_seen_at: datetime
    versions: int
    assessment: Assessment | None  # None: kept as context before it was understood
    matches: tuple[Match, ...]
    gone_at: datetime | None = None  # None: it still stands, as far as we saw

    @property
    def at(self) -> datetime:
        """When it was posted, or else first seen, to the second: what searches order and bound posts by."""
        return (self.posted_at or self.first_seen_at).astimezone(UTC).replace(microsecond=0)

    @property
    def kind(self) -> str:
        """`thread_start` or `reply`."""
        return "thread_start" if self.n == 1 else "reply"

    @property
    def watches(self) -> tuple[WatchId, ...]:
        """The watches recognised in it, sorted."""
        return tuple(sorted({match.watch for match in self.matches if match.watch}))

    @property
    def signatures(self) -> tuple[SignatureId, ...]:
        """The signatures recognised in it, sorted."""
        return tuple(sorted({match.signature for match in self.matches if match.signature}))


@dataclass(frozen=True, slots=True, kw_only=True)
class PostVersion:
    """What a kept post said at one time; every text in it is masked."""

    number: int
    """1-based, oldest first."""
    seen_at: datetime
    author: Masked = field(repr=False)
    text: Masked | None = field(repr=False)  # None: kept without body


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case with what an alert or a person needs beside it."""

    case: Case
    posts: tuple[PostView, ...]
    """The posts that match, oldest first."""
    thread_url: Masked = field(repr=False)
    replies: int
    """Posts by others than the thread's author, seen after the first one."""
    read_at: datetime | None
    """When the thread was last read: an absence of replies is only known as of then. None: never whole."""
    earlier_claims: tuple[Claim, ...] = ()
    """Of the same author on the same source, elsewhere, newest first."""


class NoteKind(Enum):
    """What people are to be told of."""

    CASE = "case"
    HEALTH = "health"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """That people are still to be told something; written with what it is about, in one transaction."""

    id: int
    kind: NoteKind
    source: SourceId
    case: CaseKey | None = None  # None for health
    post: PostKey | None = None  # None for health
    level: Level
    is_historic: bool = False
    is_retro: bool = False
    """Whether a hunt through what was kept raised it."""
    text: str = ""
    """Of a health note: the new state and its cause, in words."""
    created_at: datetime


class AlertKind(Enum):
    """What sort of message an alert is."""

    FIRST = "first"
    UPDATE = "update"
    DIGEST = "digest"
    HISTORIC = "historic"
    HEALTH = "health"
    TEST = "test"


class Style(Enum):
    """How a stretch of a message looks, where the channel can."""

    PLAIN = "plain"
    BOLD = "bold"
    CODE = "code"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of a message in one style; its text is masked and shown as text, never as markup."""

    text: str = field(repr=False)
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One message to people."""

    id: AlertId
    kind: AlertKind
    level: Level
    subject: str
    """The watch or signature, or the source of a health alert; `digest` for several."""
    segments: tuple[Segment, ...] = field(repr=False)
    cases: tuple[CaseKey, ...]
    created_at: datetime
    reply_to: AlertId | None = None  # None: not an answer to an earlier alert

    @property
    def text(self) -> str:
        """The message without styles."""
        return "".join(segment.text for segment in self.segments)


class DeliveryState(Enum):
    """Where an alert stands on its way through one channel."""

    PENDING = "pending"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One alert on its way through one channel."""

    id: int
    alert: Alert
    channel: str
    state: DeliveryState
    attempt: int
    is_repeat: bool
    """Whether an earlier attempt may have arrived, so that this one must say so."""
    answers: Receipt | None = None  # None: no earlier alert of this case went through this channel
    receipt: Receipt | None = None  # None until sent
    error: str | None = None  # None while nothing went wrong
    next_try_at: datetime | None = None  # None when nothing is to be tried
