"""The lexicon as one automaton: which of its words stand in a text, and where."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter

from ahocorasick_rs import AhoCorasick, MatchKind

from matching.tokens import analyse, plain
from model.lexicon import Lexicon
from model.matches import Intent
from model.watches import Field

__all__ = ["Folded", "Said", "Words"]


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: Intent | Field | str
    say: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A word of the lexicon where it stands; *kind* is an intent, a field, `sample` or a topic."""

    kind: Intent | Field | str
    say: str
    weight: float
    start: int
    end: int


class Folded:
    """A text as folded words, once for all that look words up in it."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.tokens = analyse(text)
        words = [token for token, _, _ in self.tokens]
        self.text = f" {' '.join(words)} "
        self._starts = list(accumulate(map((1).__add__, map(len, words)), initial=1))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the text of what stands from *start* to *end* among the folded words."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, max(start, end - 1)) - 1
        return self.tokens[first][1], self.tokens[last][2]

    def find(self, phrase: str) -> Iterator[tuple[int, int]]:
        """The places in the text where *phrase*, folded with a space around it, stands."""
        at = self.text.find(phrase)
        while at >= 0:
            yield self.span(at + 1, at + len(phrase) - 1)
            at = self.text.find(phrase, at + 1)


class Words:
    """Finds the words of all languages of a lexicon at once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._entries: dict[str, list[_Entry]] = defaultdict(list)
        for language in lexicon.languages:
            for intent, cues in language.intents.items():
                for cue in cues:
                    self._learn(intent, cue.say, cue.weight)
            for kind, says in language.fields.items():
                for say in says:
                    self._learn(kind, say, 1.0)
            for say in language.samples:
                self._learn("sample", say, 1.0)
            for topic, says in language.topics.items():
                for say in says:
                    self._learn(f"topic {topic}", say, 1.0)
        self._by_key = list(self._entries.values())
        self._automaton = AhoCorasick(list(self._entries), matchkind=MatchKind.Standard) if self._entries else None

    def __reduce__(self) -> tuple[type[Words], tuple[Lexicon]]:
        return (Words, (self._lexicon,))

    def _learn(self, kind: Intent | Field | str, say: str, weight: float) -> None:
        key = plain(say)
        if key.strip() and all(entry.kind != kind for entry in self._entries[key]):
            key = key.rstrip() if say.endswith("*") else key
            self._entries[key].append(_Entry(kind, say, weight))

    def find(self, text: Folded) -> list[Said]:
        """What of the lexicon stands in *text*; of words of one kind within each other, the longest."""
        if self._automaton is None:
            return []
        found: list[tuple[int, int, _Entry]] = []
        for key, start, end in self._automaton.find_matches_as_indexes(text.text, overlapping=True):
            left, right = text.span(start + 1, end - 1 if text.text[end - 1] == " " else end)
            found += [(left, -right, entry) for entry in self._by_key[key]]
        found.sort(key=_PLACE)
        return list(_longest(found))


_PLACE = itemgetter(0, 1)


def _longest(found: Iterable[tuple[int, int, _Entry]]) -> Iterator[Said]:
    """The words of *found*, which are told by their start and how far they reach, that no other of a kind covers."""
    ends: dict[Intent | Field | str, int] = defaultdict(int)
    for start, before_end, entry in found:
        if -before_end > ends[entry.kind]:
            ends[entry.kind] = -before_end
            yield Said(kind=entry.kind, say=entry.say, weight=entry.weight, start=start, end=-before_end)
