"""Phrases that look like a name and are none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from matching.tokens import plain

__all__ = ["Exclusions"]

_FARTHEST = 400  # characters of a phrase within which its name stands


class Exclusions:
    """The phrases of one watch, by the word they begin with: ten thousand of them take no longer than ten."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_head: dict[str, list[str]] = defaultdict(list)
        for phrase in map(plain, phrases):
            for head in phrase.split()[:1]:
                self._by_head[head].append(phrase)
        longest = max((len(phrase) for ones in self._by_head.values() for phrase in ones), default=0)
        self.reach = min(_FARTHEST, longest)
        """Characters on either side of a name in which they may begin or end; 0: there are none."""

    def among(self, words: Iterable[str]) -> Iterator[str]:
        """Those, folded, that begin with one of the folded *words*."""
        for word in dict.fromkeys(words):
            yield from self._by_head.get(word, ())
