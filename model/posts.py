"""Threads and posts: one kind, whatever the source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from model.identities import PostKey, SourceId, ThreadId, ThreadKey, post_key, thread_key

__all__ = ["Post", "Quote", "Thread", "ThreadRow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A thread, as its own pages show it."""

    source: SourceId
    id: ThreadId
    title: str = field(repr=False)
    url: str = field(repr=False)  # slugs carry titles
    board: str | None = field(default=None, repr=False)  # None when the page does not say
    author: str | None = field(default=None, repr=False)  # None when only later pages were seen
    created_at: datetime | None = None  # None when only later pages were seen
    replies: int | None = None  # None when the page does not say

    @property
    def key(self) -> ThreadKey:
        """The same thread has the same key on every visit, mirror and page."""
        return thread_key(self.source, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadRow:
    """A thread, as a list of threads shows it."""

    id: ThreadId
    title: str = field(repr=False)
    url: str = field(repr=False)
    author: str | None = field(default=None, repr=False)  # None when the list does not say
    replies: int | None = None  # None when the list does not say
    last_post_at: datetime | None = None  # None when the list does not say
    last_author: str | None = field(default=None, repr=False)  # None when the list does not say
    is_sticky: bool = False
    is_moved: bool = False
    """Whether the row only points to where the thread went."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of somebody else inside a post: they count for mentions, not for intent."""

    author: str | None = field(repr=False)  # None when the quote does not say
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message, as a reader of the forum saw it."""

    source: SourceId
    thread: ThreadId
    id: str
    author: str = field(repr=False)
    text: str = field(repr=False)  # leaked data must not reach logs or tracebacks
    quotes: tuple[Quote, ...] = field(default=(), repr=False)
    n: int | None = None  # 1-based place in the thread; None when the page does not say
    posted_at: datetime | None  # None when the page does not say, or says it unreadably
    posted_raw: str | None = field(default=None, repr=False)  # the date's own words, kept when they could not be read
    edited_at: datetime | None = None  # None: not edited, as far as the page says
    permalink: str = field(repr=False)
    seen_at: datetime
    born_in: ThreadId | None = None  # the thread that it was first seen in; None: this one

    @property
    def key(self) -> PostKey:
        """The same post has the same key on every visit, mirror and page, edited or moved or not."""
        return post_key(self.source, self.born_in or self.thread, self.id)
