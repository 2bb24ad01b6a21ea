"""Finds names that are written in Cyrillic as they are heard, and bent as Russian bends them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.automata import byte_automaton
from matching.crowds import Gathering, looked_at
from matching.fold import SOUNDS, skeleton
from matching.layout import edges_hold, is_bent, sounds_hold, stretch
from matching.skeletons import Skeleton
from matching.sketch import Sketch
from matching.spellings import Spelling
from matching.transliteration import heard

__all__ = ["Hearing", "unmixed"]

_MOST_KEYS = 400_000  # of all names together
_MOST_WAYS = 32  # of one name
_SHORTEST = 4
_FEWER = 3  # one letter in so many may be a digit
_VOWELS = re.compile("[aeiouy]")
_TWINS = str.maketrans("aceopxyABCEHKMOPTXk", "асеорхуАВСЕНКМОРТХк")


@dataclass(frozen=True, slots=True)
class _Key:
    spelling: Spelling
    gaps: dict[int, str]
    is_stem: bool


class Hearing:
    """One automaton over what the names sound like."""

    def __init__(self, spellings: Sequence[Spelling]) -> None:
        self._keys: dict[str, list[_Key]] = defaultdict(list)
        most = max(1, min(_MOST_WAYS, _MOST_KEYS // max(1, len(spellings))))
        for spelling in spellings:
            if len(spelling.letters) >= _SHORTEST - 1:
                for words in self._ways(spelling, most):
                    self._learn(spelling, words)
        patterns = list(self._keys)
        self._by_pattern = [self._keys[pattern] for pattern in patterns]
        self._automaton = byte_automaton(patterns) if patterns else None

    def find(self, glance: Sketch, gathering: Gathering) -> Iterator[tuple[Spelling, int, int, bool]]:
        """The names that are heard in a text, where they stand, and whether spaces cut them; `unmixed` goes first."""
        if self._automaton is None:
            return
        text, skeletons = glance.text, [Skeleton(glance, SOUNDS)]
        for bones, (pattern, first, last) in looked_at(self._automaton, skeletons, gathering):
            start, bare = bones.place(first), bones.place(last - 1) + 1
            if b"b" not in glance.kinds[start:bare]:
                continue  # what is written in Latin letters is seen, not heard
            if sum(map(str.isdigit, text[start:bare])) * _FEWER > last - first:
                continue  # `от 70` is no Отто
            end = stretch(text, start, bare)
            for key in self._by_pattern[pattern]:
                if key.is_stem and not is_bent(text, bare, end):
                    continue
                if not edges_hold(text, start, end, is_long=key.spelling.is_long):
                    continue
                is_split = sounds_hold(text, bones.places(first, last), key.gaps)
                if is_split is not None and not (is_split and last - first <= _SHORTEST):
                    yield key.spelling, start, end, is_split

    def _ways(self, spelling: Spelling, most: int) -> list[tuple[str, ...]]:
        words = spelling.words
        said = tuple(skeleton(word, SOUNDS) for word in words)
        if not spelling.letters.isascii():
            return [said]
        ways = [tuple(skeleton(word, SOUNDS) for word in way) for way in heard(words, most=most)]
        return list(dict.fromkeys([said, *ways]))

    def _learn(self, spelling: Spelling, words: tuple[str, ...]) -> None:
        gaps, at = {}, 0
        for word, separator in zip(words[:-1], spelling.gaps.values(), strict=True):
            at += len(word)
            gaps[at - 1] = separator
        key = "".join(words)
        if len(key) < _SHORTEST or any(not word for word in words):
            return
        if len(key) == _SHORTEST and len(_VOWELS.findall(key)) < len(_VOWELS.findall(spelling.letters)):
            return  # too little is left where a sound is dropped: Chase is no час
        self._keys[key].append(_Key(spelling, gaps, is_stem=False))
        if key.endswith("a") and len(words[-1]) > _SHORTEST:
            self._keys[key[:-1]].append(_Key(spelling, gaps, is_stem=True))


def unmixed(glance: Sketch) -> Sketch:
    """*glance* with Latin letters read as the Cyrillic ones they stand for inside Cyrillic words."""
    text, parts, done = glance.text, [], 0
    words = list(glance.mixed_words())
    for start, stop in words:
        parts += [text[done:start], text[start:stop].translate(_TWINS)]
        done = stop
    return glance.altered("".join([*parts, text[done:]]), words) if words else glance
