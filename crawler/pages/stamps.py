"""Dates as elements show them: words, an absolute date behind relative words, or one that machines read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from selectolax.lexbor import LexborNode

from crawler.dates import Calendar, wall
from crawler.pages.words import words

__all__ = ["Stamp", "machine", "stamp_of"]

COARSE = timedelta(hours=1)  # "3 hours ago" may be an hour off, "2 years ago" a year: no time to go by
_CLOCK = re.compile(r"\d\s?[:h.]\s?\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)
_EPOCH = re.compile(r"\d{10}(?:\d{3})?(?:\.\d+)?")
_EARLIEST, _LATEST = datetime(1990, 1, 1, tzinfo=UTC), timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date, before it is understood."""

    words: str = ""
    behind: str | None = None  # None: no absolute date stands behind the words
    machine: str | None = None  # None: the markup holds none for machines

    @property
    def shown(self) -> str:
        """What tells most of how the board writes dates."""
        return self.behind or self.words

    def moment(self, calendar: Calendar) -> datetime | None:
        """When that was; None when it cannot be told."""
        if self.machine and (told := machine(self.machine)) and told <= calendar.now + _LATEST:
            return told
        return calendar.read(self.words, title=self.behind)

    def exact(self, calendar: Calendar) -> datetime | None:
        """The moment, unless its words are so coarse that it moves with the clock."""
        told = self.moment(calendar)
        is_plain = not self.machine and wall(self.shown) is None and not _CLOCK.search(self.shown)
        return None if told and is_plain and abs(calendar.now - told) >= COARSE else told


def stamp_of(node: LexborNode | None, shown: str | None = None) -> Stamp:
    """The date that *node* shows; *shown* are its words where they are not all of its text."""
    if node is None:
        return Stamp(words=shown or "")
    if _is_plain(node):
        given = node.attributes
        told = given.get("datetime") or given.get("data-time") or given.get("data-timestamp")
        behind = given.get("title") if node.tag != "a" else None  # a link's title may be a thread's
        return Stamp(words=words(node) if shown is None else shown, behind=behind, machine=told)
    time = node if node.tag == "time" else node.css_first("time[datetime], [data-time], [data-timestamp]")
    given = time.attributes if time is not None else node.attributes
    is_titled = node.tag != "a" and bool(node.attributes.get("title"))
    titled = node if is_titled else node.css_first("span[title], abbr[title], time[title]")
    return Stamp(
        words=words(node) if shown is None else shown,
        behind=titled.attributes.get("title") if titled is not None else None,
        machine=given.get("datetime") or given.get("data-time") or given.get("data-timestamp"),
    )


def _is_plain(node: LexborNode) -> bool:
    """Whether nothing but words stands in *node*."""
    child = node.child
    while child is not None and child.tag == "-text":
        child = child.next
    return child is None


def machine(text: str) -> datetime | None:
    """The moment of a `datetime` attribute or of a count of seconds; None where it has no zone or makes no sense."""
    text = text.strip()
    try:
        if _EPOCH.fullmatch(text):
            seconds = float(text)
            told = datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
        else:
            told = datetime.fromisoformat(text)
            if told.tzinfo is None:
                return None
            told = told.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return told if told >= _EARLIEST else None
