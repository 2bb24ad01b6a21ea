"""Texts put together, so that what is done once for all of them costs each of them little."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from matching.fold import BOUNDARY

__all__ = ["SEPARATOR", "batches", "numbers"]

SEPARATOR = f"\n\n{BOUNDARY}\n\n"  # no name reaches across it
_EDGE = re.compile(BOUNDARY)
_LONG = 16_384  # characters of a text that goes alone
_ENOUGH = 131_072  # characters of a batch


def batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """The places of *texts* in groups that are of one kind of script, and so fold well together."""
    groups: dict[str, list[int]] = defaultdict(list)
    sizes: dict[str, int] = defaultdict(int)
    for place, text in enumerate(texts):
        if len(text) >= _LONG or BOUNDARY in text:
            yield [place]
            continue
        kind = _kind(text)
        groups[kind].append(place)
        sizes[kind] += len(text)
        if sizes[kind] >= _ENOUGH:
            yield groups.pop(kind)
            del sizes[kind]
    yield from groups.values()


def numbers(letters: str, hits: Iterable[tuple[int, int, int]]) -> Iterator[int]:
    """In which of the texts that are put together in *letters* each of the *hits* lies."""
    edges: list[int] | None = None
    for _, first, _ in hits:
        if edges is None:
            edges = [edge.start() for edge in _EDGE.finditer(letters)]
        yield bisect_left(edges, first)


def _kind(text: str) -> str:
    if text.isascii():
        return "ascii"
    return "cyrillic" if "о" in text or "а" in text or "е" in text else "latin"
