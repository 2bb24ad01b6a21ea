"""What may be shown of words that others chose."""

from __future__ import annotations

import re

__all__ = ["discreet"]

_ADDRESS = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s/?#\"'<>]*)[^\s\"'<>]*", re.IGNORECASE)


def discreet(text: str) -> str:
    """*text* on one line of at most 300 characters, its addresses cut after the host, control characters escaped."""
    cut = _ADDRESS.sub(r"\1/…", text)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)[:300]
