"""The numbers of the embedded index's rows: the newer a post, the higher; of one second, by key.

An index that is read from its end gives the newest first without sorting, and stops early.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from model.identities import PostKey

__all__ = ["DAY", "HIGHEST", "LOWEST", "SECOND", "day", "first_number", "number"]

_BITS = 24  # of the key: with the seconds of the years 1 to 9999 they fill SQLite's 63
SECOND = 1 << _BITS
"""How many numbers a second has."""
DAY = 86_400
"""Seconds of a day."""
LOWEST, HIGHEST = -(1 << 63), (1 << 63) - 1
"""No number is beyond these."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEX = _BITS // 4


def number(at: datetime, key: PostKey) -> int:
    """Where a post of *at* stands; two may share it, though hardly ever: one of them then takes the next below."""
    return first_number(at) + SECOND - 1 - int(key[:_HEX], 16)


def first_number(at: datetime) -> int:
    """The lowest number of the second *at*, which a moment within a second is after."""
    return -((_EPOCH - at) // timedelta(seconds=1)) * SECOND


def day(days: int) -> date:
    """The day that is *days* after 1 January 1970."""
    return (_EPOCH + timedelta(days=days)).date()
