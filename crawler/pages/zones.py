"""The zone in which a board says that it writes its times."""

from __future__ import annotations

import re
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["zone_said"]

_NAME = re.compile(r"[A-Z]\w+(?:/[\w+-]+){1,2}")
_OFFSET = re.compile(
    r"\b(?:UTC|GMT)(?!\w)\s*(?:([+\u2212\u2013-])\s*(\d{1,2})(?:[:.,](\d{1,2}))?)?([^\[\n]{0,20}\[[^\]\n]{2,60}\])?",
    re.IGNORECASE,
)
HOUR = timedelta(hours=1)


def zone_said(text: str, *names: str | None) -> tzinfo | None:
    """The zone that *names* name, or that *text* tells as "UTC+03:00" or "UTC + 1 hour [ DST ]"; None: neither does."""
    for name in names:
        if name and (found := _NAME.search(name)) and (zone := _zone(found.group(0))):
            return zone
    if (found := _NAME.search(text)) and (zone := _zone(found.group(0))):
        return zone
    told = _OFFSET.search(text)
    if told is None:
        return None
    sign, hours, minutes, summer = told.groups()
    offset = timedelta(hours=int(hours or 0), minutes=_minutes(minutes))
    offset = (offset if sign in (None, "+") else -offset) + (HOUR if summer else timedelta(0))
    return timezone(offset) if abs(offset) <= 15 * HOUR and offset else UTC


def _minutes(text: str | None) -> int:
    if not text:
        return 0
    return 30 if text == "5" else min(int(text), 59)  # "UTC + 5.5 hours"


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
