"""Where an odd site's words stand on its pages, as its operator declares it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ListSelectors", "Place", "Selectors", "ThreadSelectors"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A value: the words of what *css* selects, or its *attribute*; without *css*, of the row or post itself."""

    css: str | None
    attribute: str | None = None  # None: its words


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSelectors:
    """How lists are read: *row* selects each thread, the other places are looked for in it."""

    row: str
    link: Place
    """The link to the thread; its words are the title."""
    title: Place | None = None  # None: the link's words
    author: Place | None = None  # None: lists do not say; as are the next two
    replies: Place | None = None
    last: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadSelectors:
    """How threads are read: *post* selects each post, the other places are looked for in it."""

    post: str
    body: str
    author: Place
    date: Place | None = None  # None: posts have no date
    id: Place | None = None  # None: told by author, date and words
    title: str | None = None  # None: the page's own title
    drop: tuple[str, ...] = ()
    """What stands in a body and is not its author's word."""
    quote: tuple[str, ...] = ("blockquote",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """How the pages of one source are read."""

    list: ListSelectors | None = None  # None: the source has no lists
    thread: ThreadSelectors | None = None  # None: as above
    board: str | None = None  # None: no links to boards
    next: str | None = None  # None: the link that the page itself calls next
    date_format: str | None = None  # None: whatever a date looks like
