"""Which places of a very long text are read: its head, its end, and places evenly between."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["LARGE", "excerpts", "told"]

LARGE = 1_500_000  # characters; up to here a text is read whole
_HEAD = 400_000
_PIECE = 20_000
_BETWEEN = 30  # places


def excerpts(text: str) -> Iterator[tuple[int, int]]:
    """Where the read parts of *text* start and end, none of them within a line if lines are short."""
    if len(text) <= LARGE:
        yield 0, len(text)
        return
    reach = 0
    step = (len(text) - _HEAD - _PIECE) // _BETWEEN
    places = [(0, _HEAD), *((_HEAD + n * step, _PIECE) for n in range(_BETWEEN)), (len(text) - _PIECE, _PIECE)]
    for start, length in places:
        first = _line_start(text, max(start, reach))
        reach = max(first, _line_start(text, min(len(text), start + length)))
        if reach > first:
            yield first, reach


def _line_start(text: str, place: int) -> int:
    """The start of the line after the one that *place* cuts, or *place* where lines have no end."""
    if place in (0, len(text)):
        return place
    end = text.find("\n", place, place + _PIECE)
    return place if end < 0 else end + 1


def told(text: str) -> str | None:
    """How much of *text* was read, in words; `None`: all of it."""
    if len(text) <= LARGE:
        return None
    read = sum(end - start for start, end in excerpts(text))
    return f"{read / 1e6:.1f} of {len(text) / 1e6:.1f} million: its head, its end and places between"
