"""Tracebacks that may be logged."""

from __future__ import annotations

import traceback

__all__ = ["trace"]


def trace(trouble: BaseException) -> str:
    """Where *trouble* came from, and its class, without its words: they may hold what was to be sent."""
    return "".join([*traceback.format_tb(trouble.__traceback__), type(trouble).__name__])
