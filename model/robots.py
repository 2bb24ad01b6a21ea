"""What a host lets robots read, as far as it told us."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

__all__ = ["Told"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The rules that a host's robots.txt told last."""

    rules: str | None = field(default=None, repr=False)  # None: it was never read; empty: there is none
    away_since: datetime | None = None  # None: it could be read, or was seen not to be there, the last time
