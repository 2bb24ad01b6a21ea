"""Where a page of the embedded index's answers ends, and the next begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from model.errors import BadInput
from model.queries import Find, Order

__all__ = ["After", "read_cursor", "write_cursor"]

_CURSOR = re.compile(r"([nr])(-?\d{1,19})(?:@(-?\d+(?:\.\d+)?(?:e-?\d+)?))?", re.ASCII)
_KINDS = {Order.NEWEST: "n", Order.RELEVANCE: "r"}


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """A post's place among all that was found; what comes later is greater."""

    number: int
    post: int = 0
    score: float = field(default=0.0)
    """The lower, the more relevant; equal for all that is only ordered by time."""

    def __lt__(self, other: After) -> bool:
        return (self.score, -self.number) < (other.score, -other.number)


def write_cursor(find: Find, last: After) -> str:
    """The cursor of the page behind *last*."""
    score = f"@{last.score!r}" if find.order is Order.RELEVANCE else ""
    return f"{_KINDS[find.order]}{last.number}{score}"


def read_cursor(find: Find) -> After | None:
    """Where the page that *find* asks for begins; `None`: at the start. Raises `BadInput`."""
    if find.cursor is None:
        return None
    read = _CURSOR.fullmatch(find.cursor)
    if read is None or read[1] != _KINDS[find.order]:
        raise BadInput("this cursor is not of this search on the embedded index: ask again without it")
    return After(number=int(read[2]), score=float(read[3] or 0.0))
