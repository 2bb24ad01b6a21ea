"""Findings: what was checked, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Finding"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One promise, checked."""

    name: str
    """What is promised, in a few words."""
    holds: bool | None  # None: nobody can tell here
    said: str
    """What was seen, in one line without leaked data."""
    fix: str | None = None  # None: nothing to mend
