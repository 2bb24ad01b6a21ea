"""What a post was understood to say, with the words that say so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from model.identities import PostKey, SignatureId, WatchId
from model.watches import Field

__all__ = [
    "Assessment",
    "Claim",
    "Evidence",
    "Grade",
    "Intent",
    "Level",
    "Match",
    "Price",
    "Sample",
    "Text",
    "Understanding",
]


class Grade(Enum):
    """How sure a mention is: as written, after folding, after seeing through a disguise, or one edit away."""

    EXACT = "exact"
    FOLDED = "folded"
    DISGUISED = "disguised"
    PROBABLE = "probable"


class Intent(Enum):
    """What an author is doing; the eleven of `eval/SCHEMA.md`."""

    REQUEST = "request"
    SALE = "sale"
    FREE_LEAK = "free_leak"
    ACCESS_SALE = "access_sale"
    RANSOM_CLAIM = "ransom_claim"
    REACTION = "reaction"
    HOW_TO_USE = "how_to_use"
    PHISHING = "phishing"
    NEWS = "news"
    DISCUSSION = "discussion"
    NOISE = "noise"

    __hash__ = object.__hash__  # a member is itself alone; Enum would hash its name, in Python, each time

    @property
    def is_claim(self) -> bool:
        """Whether the author claims, sells, asks for or gives a leak: what `keep: claims` keeps of anyone."""
        return self in _CLAIMS


_CLAIMS = frozenset(
    {Intent.REQUEST, Intent.SALE, Intent.FREE_LEAK, Intent.ACCESS_SALE, Intent.RANSOM_CLAIM, Intent.PHISHING}
)


class Level(Enum):
    """How soon people want to know: woken at once, in the digest, or not at all."""

    NOW = "now"
    DIGEST = "digest"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What the matcher reads of a post. Spans count characters of title + newline + body (no title: body)."""

    title: str | None = field(default=None, repr=False)  # None: a reply, whose thread's title is not its author's
    body: str = field(repr=False)
    quotes: tuple[str, ...] = field(default=(), repr=False)
    """Quoted words that stand outside *body*; `[quote]…[/quote]` inside it is read apart as well."""
    kind: str = "reply"
    board: str | None = field(default=None, repr=False)  # None when unknown

    @property
    def whole(self) -> str:
        """The text that spans count in: title, newline, body."""
        return self.body if self.title is None else f"{self.title}\n{self.body}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words of a post that led to an answer; *start* and *end* are offsets into `Text.whole`."""

    what: str
    """What was answered: `watch:viamedis`, `intent:request`, `field:nir`, `price`, `claimed_records`, …"""
    by: str
    """What found it: a term, a lexicon entry, a shape."""
    start: int
    end: int
    quote: str = field(repr=False)
    grade: Grade | None = None  # None where grades make no sense
    in_quote: bool = False
    """Whether the words are somebody else's; offsets are then -1 when they stand outside the body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A watch or a signature recognised in a post: just one of the two is set."""

    watch: WatchId | None = None
    signature: SignatureId | None = None
    grade: Grade
    verdict: str | None = None  # of a signature: consistent, contradicts, insufficient; None for a watch
    score: int | None = None  # of a signature; None for a watch
    reasons: tuple[str, ...] = ()
    """In words that hold no leaked data: `names phone, which is not in this data set`."""
    evidence: tuple[Evidence, ...] = ()
    is_retro: bool = False
    """Whether it was found later, in the masked text that was kept."""

    @property
    def subject(self) -> str:
        """The id of what was recognised."""
        return self.watch or self.signature or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """An amount asked or offered; *currency* is ISO 4217, BTC, XMR, ETH or `credits`."""

    amount: float
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Rows of data standing in a post, described without their cells."""

    rows: int
    columns: tuple[str, ...] = field(repr=False)
    """The header's words; empty where there is no header."""
    shape: str = field(repr=False)
    """Such as `20 rows: nom; prenom; nir 19/20 valid`."""
    cells: tuple[str, ...] = field(default=(), repr=False)
    """The rows as they stand: never written; the ledger keeps a keyed fingerprint of each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What a post is, in answers that each have evidence."""

    intent: Intent
    level: Level
    lang: str
    claimed_records: int | None = None  # None when not said
    price: Price | None = None  # None when not said
    has_sample: bool = False
    fields: tuple[Field, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """All the matcher says of one post."""

    matches: tuple[Match, ...]
    assessment: Assessment
    sample: Sample | None = field(default=None, repr=False)  # None: no rows stand in the text

    @property
    def is_match(self) -> bool:
        """Whether a watch or a signature was recognised."""
        return bool(self.matches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an author was seen to claim, sell, ask for or give: an earlier line beside an alert."""

    post: PostKey
    title: str = field(repr=False)
    intent: Intent
    claimed_records: int | None
    posted_at: datetime | None
