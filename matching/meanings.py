"""Of which lists a word is, all of them asked at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from matching.walks import Stems

__all__ = ["Meanings"]

_ENOUGH = 200_000  # words that are remembered


class Meanings(dict[str, int]):
    """A word's lists, a bit each, in the order of *lists*: worked out when it is first met."""

    def __init__(self, lists: Sequence[Stems]) -> None:
        super().__init__()
        self._whole: dict[str, int] = defaultdict(int)
        self._stems: dict[str, int] = defaultdict(int)
        for number, stems in enumerate(lists):
            for word in stems.whole:
                self._whole[word] |= 1 << number
            for stem in stems.stems:
                self._stems[stem] |= 1 << number
        self._head = min(map(len, self._stems), default=0)
        self._lengths: dict[str, list[int]] = defaultdict(list)
        """How long the stems are that begin so."""
        for head, length in sorted({(stem[: self._head], len(stem)) for stem in self._stems}):
            self._lengths[head].append(length)

    def __missing__(self, word: str) -> int:
        lists = self._whole.get(word, 0)
        for length in self._lengths.get(word[: self._head], ()):
            lists |= self._stems.get(word[:length], 0)
        if len(self) >= _ENOUGH:
            self.clear()
        self[word] = lists
        return lists
