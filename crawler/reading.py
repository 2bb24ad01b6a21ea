"""What a fetched page is and says: bytes in, threads and posts out. Nothing here knows Scrapy."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from model.posts import Post, Thread, ThreadRow
from model.sources import Habits, Source
from model.visits import PageClass

__all__ = ["Fetched", "Locale", "Reading"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A page as it came over the wire, decompressed."""

    url: str = field(repr=False)
    """The address it finally came from."""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(repr=False)
    fetched_at: datetime
    """By our clock; relative dates count from the server's `Date` header where there is one."""
    charset: str | None = None  # None: headers, then the page, then a detector say


@dataclass(frozen=True, slots=True, kw_only=True)
class Locale:
    """How a board writes dates, as far as it was told or learnt."""

    zone: str | None = None  # None: from the board's own clock, else UTC
    day_first: bool | None = None  # None: learnt from the page's dates

    @classmethod
    def of(cls, source: Source, habits: Habits) -> Locale:
        """What the operator declared of *source*, and *habits*, which its pages proved, where nothing was declared."""
        order = habits.day_first if source.day_first is None else source.day_first
        return cls(zone=source.zone or habits.zone, day_first=order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a page turned out to say."""

    url: str = field(repr=False)
    engine: str | None  # None when the software was not recognised
    page_class: PageClass
    board: str | None = field(default=None, repr=False)  # None when the page does not say
    thread: Thread | None = field(default=None, repr=False)  # None unless page_class is THREAD
    posts: tuple[Post, ...] = field(default=(), repr=False)
    rows: tuple[ThreadRow, ...] = field(default=(), repr=False)
    """The threads that a list shows, in its order."""
    boards: tuple[str, ...] = field(default=(), repr=False)
    """Addresses of the boards that a list links to (an index, or sub-boards)."""
    page: int = 1
    pages: int | None = None  # None when the page does not say
    per_page: int | None = None  # posts on a page that isn't the last; None when nothing tells
    next: str | None = field(default=None, repr=False)  # None on the last page
    is_gone: bool = False
    """Whether an error page says that there is no such thread or board."""
    is_cut: bool = False
    """Whether the page ends in its middle: its last post may not be whole."""
    has_hidden: bool = False
    """Whether a block stands in it that is shown to others only."""
    flat: str = field(default="", repr=False)
    """The page's visible text without its markup: what matches here and in no post means the template drifted."""
    reason: str = ""
    """Why the page is of this class, in words of ours."""
    habits: Habits | None = None  # None: nothing on the page proves how its board writes dates
    sureness: float | None = None  # None: read by rules made for its software
    """How sure the generic reader is of what it found, from 0 to 1."""

    @property
    def is_generic(self) -> bool:
        """Whether no rules made for its software read it."""
        return self.sureness is not None
