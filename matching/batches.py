"""Texts put together, so that what is done once for all of them costs each of them little."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

__all__ = ["SEPARATOR", "batches"]

SEPARATOR = "\n\n\x1d\n\n"  # no name reaches across it
_LONG = 16_384  # characters of a text that goes alone
_ENOUGH = 262_144  # characters of a batch


def batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """The places of *texts* in groups that are of one kind of script, and so fold well together."""
    groups: dict[str, list[int]] = defaultdict(list)
    sizes: dict[str, int] = defaultdict(int)
    for place, text in enumerate(texts):
        if len(text) >= _LONG:
            yield [place]
            continue
        kind = _kind(text)
        groups[kind].append(place)
        sizes[kind] += len(text)
        if sizes[kind] >= _ENOUGH:
            yield groups.pop(kind)
            del sizes[kind]
    yield from groups.values()


def _kind(text: str) -> str:
    if text.isascii():
        return "ascii"
    return "cyrillic" if "о" in text or "а" in text or "е" in text else "latin"
