"""The fields of a query, and what each takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from model.matches import Intent, Level
from model.ports import Analysis
from model.queries import Between, HasSample, Is, Key, Named, Node
from storage.entries import found_words

__all__ = ["FIELDS", "KINDS", "Slip"]

KINDS = ("thread_start", "reply", "paste", "channel_message", "leaksite_entry")
"""What a post may be."""

_AGO = re.compile(r"(\d{1,6})([hdw])", re.ASCII)
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?", re.ASCII)
_YEAR, _MONTH = len("2024"), len("2024-02")
_LETTERS = 2  # that a beginning has at least


class Slip(Exception):
    """A value that its field does not take; says what to do."""


def _is(key: Key, value: str, _analysis: Analysis, _now: datetime, *, known: Sequence[str] = ()) -> Node:
    if "*" in value:
        raise Slip(f"{key.value}: takes a whole value, without *")
    if known and value.casefold() not in known:
        raise Slip(f"{key.value}: is one of {', '.join(known)}")
    return Is(key=key, value=value.casefold())


def _named(what: str, value: str, analysis: Analysis, _now: datetime) -> Node:
    is_prefix = value.endswith("*")
    if "*" in value.removesuffix("*"):
        raise Slip("a * stands at the end only")
    words = found_words(value, analysis)
    if not words:
        raise Slip(f"{what}: needs a word")
    if is_prefix and len(words[-1]) < _LETTERS:
        raise Slip(f"a beginning has {_LETTERS} letters at least: add some before the *")
    return Named(what=what, words=words, is_prefix=is_prefix)


def _after(value: str, _analysis: Analysis, now: datetime) -> Node:
    return Between(after=_moment(value, now))


def _before(value: str, _analysis: Analysis, now: datetime) -> Node:
    return Between(before=_moment(value, now))


def _has(value: str, _analysis: Analysis, _now: datetime) -> Node:
    if value.casefold() != "sample":
        raise Slip("has: takes 'sample' and nothing else")
    return HasSample()


def _moment(value: str, now: datetime) -> datetime:
    try:
        if ago := _AGO.fullmatch(value.lower()):
            return (now.astimezone(UTC) - int(ago[1]) * _UNITS[ago[2]]).replace(microsecond=0)
        if _DATE.fullmatch(value):
            return _date(value)
    except (ValueError, OverflowError):
        raise Slip("there is no such date: write it as 2024-02-08") from None
    raise Slip("a time is a date as 2024-02-08 or 2024-02-08T14:30, or counts back from now as 24h, 7d, 2w")


def _date(value: str) -> datetime:
    whole = value + {_YEAR: "-01-01", _MONTH: "-01"}.get(len(value), "")
    said = datetime.fromisoformat(whole)
    return said.replace(tzinfo=UTC) if said.tzinfo is None else said.astimezone(UTC)


FIELDS: Mapping[str, Callable[[str, Analysis, datetime], Node]] = {
    "source": partial(_is, Key.SOURCE),
    "board": partial(_named, "board"),
    "author": partial(_named, "author"),
    "watch": partial(_is, Key.WATCH),
    "org": partial(_is, Key.WATCH),
    "signature": partial(_is, Key.SIGNATURE),
    "intent": partial(_is, Key.INTENT, known=[intent.value for intent in Intent]),
    "level": partial(_is, Key.LEVEL, known=[level.value for level in Level]),
    "lang": partial(_is, Key.LANG),
    "kind": partial(_is, Key.KIND, known=KINDS),
    "after": _after,
    "before": _before,
    "has": _has,
}
"""Every field: a value, the analysis and the present make a node, or a `Slip`."""
