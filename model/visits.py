"""Visits, and the errands they are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from model.identities import Fingerprint, SourceId, ThreadId, VisitId
from model.sight import Expectation
from model.sources import Health

__all__ = [
    "REREAD_RANK",
    "Errand",
    "ErrandKind",
    "Find",
    "Listing",
    "Outcome",
    "PageClass",
    "PostMark",
    "Purpose",
    "Tally",
    "ThreadMark",
    "VisitEnding",
    "VisitReport",
]


class PageClass(Enum):
    """What a page is; only the first three yield posts."""

    LIST = "list"
    THREAD = "thread"
    PASTE = "paste"
    LOGIN = "login"
    CHALLENGE = "challenge"
    ERROR = "error"
    MAINTENANCE = "maintenance"
    SEIZED = "seized"
    EMPTY = "empty"
    UNKNOWN = "unknown"


class Outcome(Enum):
    """How an errand ended; every address that is taken ends in one of these."""

    READ = "read"
    EMPTY = "empty"  # a list or page that says that it holds nothing
    GONE = "gone"  # the page says that there is no such thread or board
    WALLED = "login"
    CHALLENGED = "challenge"
    SEIZED = "seized"
    UNREADABLE = "unreadable"  # the page is not what it should be: the template drifted
    HTTP_ERROR = "http error"
    TIMED_OUT = "timed out"
    UNREACHABLE = "unreachable"
    CUT = "cut"  # the page ended in its middle
    TOO_LARGE = "too large"
    NOT_TEXT = "not text"
    REFUSED = "refused"  # the egress guard forbade the address
    ELSEWHERE = "elsewhere"  # it leads away from the source
    LOOPED = "looped"  # more redirects than we follow
    TRAPPED = "trap"  # its like repeat one another, so that it was not fetched
    FORBIDDEN = "robots.txt"
    CRASHED = "crashed"  # visits died on it, ten times
    TRANSPORT_DOWN = "transport_down"  # our own way out: the source was not even asked

    @property
    def may_pass(self) -> bool:
        """Whether the same errand may succeed later, so that it is put back."""
        return self in (Outcome.HTTP_ERROR, Outcome.TIMED_OUT, Outcome.UNREACHABLE, Outcome.CUT)

    @property
    def is_try(self) -> bool:
        """Whether the address had its chance, so that it counts among its tries."""
        return self is not Outcome.TRANSPORT_DOWN

    @property
    def is_sight(self) -> bool:
        """Whether we saw what there was to see."""
        return self in (Outcome.READ, Outcome.EMPTY, Outcome.GONE)


class ErrandKind(Enum):
    """What an address is expected to be."""

    START = "start"
    LIST = "list"
    THREAD = "thread"


class Purpose(Enum):
    """Why a page is fetched: for what is new, for the context of a match, or for what no list betrays."""

    NEWS = "news"
    CONTEXT = "context"
    REREAD = "reread"


REREAD_RANK = 1e6
"""The rank of what is read again: after all that is news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """An address to be fetched; finding it again later makes it due again."""

    url: str = field(repr=False)  # slugs carry titles
    kind: ErrandKind
    rank: float
    """Lower goes first: page n of a list has rank n, its threads n + 0.5."""
    thread: ThreadId | None = None  # None for lists
    page: int = 1
    purpose: Purpose = Purpose.NEWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """An address taken from the frontier; it must end in an `Outcome`."""

    id: int
    source: SourceId
    find: Find
    tries: int
    """How often it was taken before."""
    is_left: bool = False
    """Whether an earlier visit found it, and did not come to it or could not read it."""
    held: int | None = None  # rows or posts that were on it when it was last read; None: it never was


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a list says of a thread: when it changes, the thread moved."""

    replies: int | None
    last_post_at: datetime | None
    last_author: Fingerprint | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadMark:
    """How far a thread was read."""

    id: ThreadId
    listing: Listing | None  # None: never listed, or its last errand failed
    posts: int
    """Posts seen of it, kept or not."""
    per_page: int | None  # None until a page that isn't the last was read
    last_page: int
    is_kept: bool
    has_match: bool = False
    """Whether something was recognised in it: what it is kept for, unless everything is."""
    looked_at: datetime | None = None  # when any page of it was last read; None: never
    doubtful_page: int | None = None  # a page that lacks posts which it should hold; None: there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class PostMark:
    """What is known of a post seen before."""

    fingerprint: Fingerprint
    is_kept: bool
    has_text: bool
    """Whether its text is kept: not so with `keep: claims`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a page or a visit brought."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    matches: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            new=self.new + other.new,
            changed=self.changed + other.changed,
            gone=self.gone + other.gone,
            matches=self.matches + other.matches,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitEnding:
    """How a visit ended."""

    health: Health
    reason: str
    """One line for people, without leaked data; empty when all is well."""
    at: datetime
    expectation: Expectation | None = None  # None: nothing was learnt, what was known stays


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitReport:
    """A visit, told."""

    id: VisitId
    source: SourceId
    started_at: datetime
    ended_at: datetime | None  # None: still running, or its process died
    health: Health | None  # None: as above
    reason: str
    pages: dict[PageClass, int]
    outcomes: dict[Outcome, int]
    tally: Tally
    rereads: int = 0
    """Pages among them that were read again for what no list betrays."""
