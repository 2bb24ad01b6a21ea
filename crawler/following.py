"""Whether a page leads on to the posts that its list tells of: where links moved, each first page seems the last."""

from __future__ import annotations

from enum import Enum

from crawler.reading import Reading
from model.visits import ThreadMark

__all__ = ["Lead", "lead"]


class Lead(Enum):
    """What a page of a thread says of the pages after it."""

    ON = "on"
    """A further page follows."""
    NOWHERE = "nowhere"
    """None follows, as it should be."""
    SHORT = "short"
    """None follows, and the list tells of a whole page of posts more: its count may be wrong."""
    LOST = "lost"
    """None follows, and one did when it was last read; the list tells of as many posts as then."""


def lead(reading: Reading, mark: ThreadMark | None, *, replies: int | None, per_page: int | None) -> Lead:
    """Where *reading*, a page of a thread known as *mark*, leads.

    *replies* is what a list said of the thread in this very visit, *per_page* how many posts the source's other threads
    have on a page. A page that is not full is the last, whatever any list says.
    """
    if reading.next is not None:
        return Lead.ON
    full = (mark.per_page if mark else None) or per_page
    if full is None or len(reading.posts) < full or replies is None:
        return Lead.NOWHERE
    lacking = replies + 1 - (reading.page - 1) * full - len(reading.posts)
    if lacking > 0 and mark is not None and mark.last_page > reading.page:
        return Lead.LOST
    return Lead.SHORT if lacking >= full and not reading.is_generic else Lead.NOWHERE
