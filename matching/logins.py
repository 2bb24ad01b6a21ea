"""Lines of logins, as stealers write them: where, who, and the password."""

from __future__ import annotations

from itertools import islice

from matching.patterns import pattern

__all__ = ["shown_login"]

_LINE = pattern(
    r"(?m)^\s{0,4}(?:https?://)?[\pL\pN-]+(?:\.[\pL\pN-]+)+(?::[0-9]{2,5})?(?:/[^\s:;|]*)?[ \t]?[:;|][ \t]?"
    r"([^\s:;|@,]{3,40})[ \t]?[:;|][ \t]?[^\s;|]{4,40}[ \t]*$"
)
_ENOUGH = 2  # lines: one may be anything


def shown_login(text: str) -> tuple[int, int] | None:
    """The place of the first login that lines of *text* show; `None` when there are none, or addresses only."""
    if text.count("\n") < _ENOUGH - 1:
        return None
    first = list(islice(_LINE.finditer(text), _ENOUGH))
    return first[0].span(1) if len(first) == _ENOUGH else None
