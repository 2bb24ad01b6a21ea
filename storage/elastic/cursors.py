"""Where a search goes on: what `Answer.next` holds."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from model.errors import BadInput
from model.queries import Find

__all__ = ["Cursor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The last post of a page, and the state of the index that the search sees."""

    search: str
    """Which search it is of."""
    pit: str = field(repr=False)
    after: tuple[Any, ...]
    """What the last post was ordered by."""

    @classmethod
    def of(cls, find: Find) -> Cursor | None:
        """The one that *find* goes on from; raises `BadInput` for that of another search."""
        if find.cursor is None:
            return None
        try:
            said = json.loads(urlsafe_b64decode(find.cursor.encode("ascii")))
            cursor = cls(search=said["s"], pit=str(said["p"]), after=tuple(said["a"]))
        except (ValueError, KeyError, TypeError) as error:
            raise _foreign() from error
        if cursor.search != searched(find):
            raise _foreign()
        return cursor

    def __str__(self) -> str:
        said = {"s": self.search, "p": self.pit, "a": list(self.after)}
        return urlsafe_b64encode(json.dumps(said, separators=(",", ":")).encode()).decode("ascii")


def searched(find: Find) -> str:
    """Says which search *find* is a page of."""
    return sha256(f"{find.node!r} {find.order}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _foreign() -> BadInput:
    return BadInput("this cursor is not of this search: ask again without it")
