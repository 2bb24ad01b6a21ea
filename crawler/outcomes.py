"""How an errand ended, and when it is worth another try."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from crawler.reading import Fetched, Reading
from model.visits import ErrandKind, Find, Outcome, PageClass, Purpose

__all__ = ["hold", "is_sound", "outcome_of_page", "retry_at", "wait_asked"]

TRIES = 3
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(days=1)

_BY_CLASS: Mapping[PageClass, Outcome] = {
    PageClass.LOGIN: Outcome.WALLED,
    PageClass.CHALLENGE: Outcome.CHALLENGED,
    PageClass.SEIZED: Outcome.SEIZED,
    PageClass.MAINTENANCE: Outcome.HTTP_ERROR,  # whatever its status: it passes
}
_PUT_BACK = frozenset({Outcome.CHALLENGED, Outcome.SEIZED})  # of the whole source, not of this address
_GONE = frozenset({404, 410})
_FORBIDDEN = frozenset({401, 403})
_LATER = frozenset({429, 503})


def outcome_of_page(reading: Reading, fetched: Fetched, *, kind: ErrandKind, tries: int) -> Outcome:
    """What *reading* means for an errand of *kind* that was taken *tries* times before."""
    if reading.page_class in _BY_CLASS:
        return _BY_CLASS[reading.page_class]
    if fetched.status in _GONE or reading.is_gone:
        return Outcome.GONE
    if fetched.status in _FORBIDDEN:
        return Outcome.WALLED
    if fetched.status >= 300 or reading.page_class is PageClass.ERROR:
        return Outcome.HTTP_ERROR
    if reading.is_cut and tries + 1 < TRIES:  # what always ends so is how this board writes its pages
        return Outcome.CUT
    return _of_content(reading, fetched, kind)


def _of_content(reading: Reading, fetched: Fetched, kind: ErrandKind) -> Outcome:
    match reading.page_class:
        case PageClass.PASTE:  # what is encrypted, or destroyed by reading, was seen and says nothing
            return Outcome.READ if any(post.text.strip() for post in reading.posts) else Outcome.EMPTY
        case PageClass.EMPTY if fetched.body.strip() and kind is not ErrandKind.THREAD:
            return Outcome.EMPTY
        case PageClass.LIST if kind is ErrandKind.THREAD:
            return Outcome.GONE  # boards answer so for a thread that is no more
        case PageClass.LIST | PageClass.THREAD if is_sound(reading):
            return Outcome.READ
        case _:
            return Outcome.UNREADABLE


def is_sound(reading: Reading) -> bool:
    """Whether a list or thread holds what such a page holds: nine of ten posts have an author, some a text."""
    if reading.page_class is PageClass.LIST:
        titled = [row for row in reading.rows if row.title.strip()]
        return bool(reading.boards) if not reading.rows else len(titled) * 10 >= len(reading.rows) * 9
    authored = [post for post in reading.posts if post.author.strip()]
    worded = [post for post in reading.posts if post.text.strip() or post.quotes]
    enough = len(authored) * 10 >= len(reading.posts) * 9
    return bool(reading.posts) and enough and (bool(worded) or len(reading.posts) < TRIES)


def retry_at(outcome: Outcome, find: Find, *, tries: int, at: datetime, asked: timedelta | None) -> datetime | None:
    """When to try again, *tries* being the tries before this one; `None` when the outcome is final.

    What every visit finds anew is given up after three tries. All else nobody may find again, so it is tried
    ever more rarely, but never dropped. What was not even asked waits for the next visit, and for nothing else.
    """
    if not outcome.is_try:
        return at
    lonely = (find.kind is ErrandKind.LIST and find.page > 1) or find.purpose is Purpose.CONTEXT
    again = outcome.may_pass or outcome in _PUT_BACK or (outcome is Outcome.UNREADABLE and lonely)
    if not again or (_is_found_anew(find) and tries + 1 >= TRIES):
        return None
    wait = min(FIRST_WAIT * int(4 ** min(tries, 8)), LONGEST_WAIT)
    return at + max(wait, asked or timedelta(0))


def _is_found_anew(find: Find) -> bool:
    """Whether each visit comes by: the start, and the first page of each board."""
    return find.kind is not ErrandKind.THREAD and find.page == 1


def wait_asked(headers: tuple[tuple[str, str], ...], *, at: datetime) -> timedelta | None:
    """How long a server's `Retry-After` asks us to wait, a day at most; `None` when it does not say."""
    value = next((value.strip() for name, value in headers if name.lower() == "retry-after"), "")
    if value.isascii() and value.isdigit():
        return min(timedelta(seconds=int(value[:9])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - at, timedelta(0)), LONGEST_WAIT)


def hold(fetched: Fetched) -> timedelta | None:
    """How long a page that says "later" keeps us from the whole source; `None` for any other page."""
    if fetched.status not in _LATER:
        return None
    return wait_asked(fetched.headers, at=fetched.fetched_at) or FIRST_WAIT
