"""Searching what is kept: the query language as a tree, and what an engine answers. Every engine answers alike.

What words mean, on every engine: a post has three texts (title, body, author), each a sequence of folded words, and
beside it the same sequence with each word stemmed in the post's language. `Words` matches a text in which its words
stand next to each other, either as folded words, or, stemmed in one same language, as stems.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from model.identities import Masked, PostKey, SourceId
from model.matches import Intent, Level

__all__ = [
    "All",
    "Answer",
    "Any",
    "Between",
    "Find",
    "Found",
    "HasSample",
    "Is",
    "Key",
    "Named",
    "Node",
    "Not",
    "Order",
    "Words",
]


class Key(Enum):
    """A field of one fixed value (or, for watches and signatures, several) a post: matched whole, in any case."""

    SOURCE = "source"
    WATCH = "watch"
    SIGNATURE = "signature"
    INTENT = "intent"
    LEVEL = "level"
    LANG = "lang"
    KIND = "kind"
    """`thread_start` or `reply` (and what later sources bring: `paste`, `channel_message`, `leaksite_entry`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Folded words that stand next to each other in title, body or author; one word is a phrase of one."""

    words: tuple[str, ...]
    is_prefix: bool = False
    """Whether the (only) word is the beginning of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Is:
    """A field has this value."""

    key: Key
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """These words stand next to each other in the author's name, or in the board's; folded, not stemmed."""

    what: str
    """`author` or `board`."""
    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """Posted (or first seen, where the page gives no date) at *after* or later, and before *before*; whole seconds."""

    after: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class HasSample:
    """Rows of data stand in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Every one of them; of nothing, everything."""

    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Any:
    """At least one of them; of nothing, nothing."""

    of: tuple[Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """Not this."""

    node: Node


Node = Words | Is | Named | Between | HasSample | All | Any | Not


class Order(Enum):
    """What comes first; what is equal, to the second, is ordered by key."""

    NEWEST = "newest"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """One page of a search."""

    node: Node
    order: Order = Order.NEWEST
    limit: int = 20
    cursor: str | None = (
        None  # None: the first page; else `Answer.next` of the page before, and only of the same search
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A post that answers."""

    key: PostKey
    source: SourceId
    thread: Masked = field(repr=False)
    author: Masked = field(repr=False)
    board: Masked | None = field(repr=False)  # None when the page does not say
    posted_at: datetime | None
    first_seen_at: datetime
    intent: Intent | None  # None: kept as context
    level: Level | None  # None: kept as context
    lang: str | None  # None: kept as context
    watches: tuple[str, ...]
    signatures: tuple[str, ...]
    snippet: Masked = field(repr=False)
    marks: tuple[tuple[int, int], ...] = ()
    """Where in the snippet what was searched for stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a search found."""

    engine: str
    """`memory`, `embedded` or `elasticsearch`."""
    total: int
    posts: tuple[Found, ...]
    facets: dict[str, dict[str, int]]
    """Counts over all that was found, by source, intent, level, lang, watch and signature; the most frequent first."""
    days: dict[str, int]
    """Posts a day (UTC, ISO date), over all that was found."""
    next: str | None  # None on the last page
    is_exact: bool = True
    """Whether total, facets and days count all that was found; else they count the newest *total* of it."""
