"""Finds the terms of all watches and signatures in a text, however they are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ahocorasick_rs import AhoCorasick, MatchKind

from matching.fold import LOOKS, PLAIN, SOUNDS, Skeleton, Table, prepared, skeleton
from matching.layout import edges_hold, grade, stretch
from matching.spellings import Spelling, deletions, edit_apart, spell
from matching.tokens import analyse, fold_word, plain
from model.matches import Grade

__all__ = ["Mention", "Sought", "Terms"]

_ENOUGH = 50  # mentions of one subject in one text; more say nothing new
_SLACK = 16  # characters more than an exclusion is long, on either side: it may be spaced widely
_SIGNS = "@$!|¡€£¥¢§µ"
_ORDER = (Grade.EXACT, Grade.FOLDED, Grade.DISGUISED, Grade.PROBABLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for under one id."""

    terms: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    fuzzy: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A term where it stands in a text; *subject* is the place of what is sought in the list."""

    subject: int
    term: str
    start: int
    end: int
    grade: Grade
    quote: str = field(repr=False)


class Terms:
    """One automaton over all terms; what it finds is verified on the text as it was written."""

    def __init__(self, sought: Sequence[Sought]) -> None:
        self._sought = tuple(sought)
        self._exclude = [tuple(plain(phrase) for phrase in one.exclude if plain(phrase).strip()) for one in sought]
        self._spellings = [
            spelling
            for subject, one in enumerate(sought)
            for term in dict.fromkeys(one.terms)
            if len((spelling := spell(subject, term, fuzzy=one.fuzzy)).letters) >= 2
        ]
        self._keys: dict[str, list[tuple[Spelling, str]]] = defaultdict(list)
        self._near: dict[str, list[tuple[Spelling, str]]] = defaultdict(list)
        for spelling in self._spellings:
            self._learn(spelling)
        self._patterns = list(self._keys)
        self._automaton = AhoCorasick(self._patterns, matchkind=MatchKind.Standard) if self._patterns else None
        self._lengths = {len(key) for key in self._near}

    def __reduce__(self) -> tuple[type[Terms], tuple[tuple[Sought, ...]]]:
        return (Terms, (self._sought,))  # an automaton cannot be pickled, and is quick to build

    def find(self, text: str) -> list[Mention]:
        """The mentions in *text*, by place; of overlapping ones of one subject, the surest and longest."""
        if self._automaton is None:
            return []
        counts: dict[int, int] = defaultdict(int)
        found: list[Mention] = []
        for mention in self._all(prepared(text), text, counts):
            if counts[mention.subject] < _ENOUGH and not self._is_excluded(mention, text):
                counts[mention.subject] += 1
                found.append(mention)
        return _without_overlaps(found)

    def _learn(self, spelling: Spelling) -> None:
        self._keys[spelling.looks].append((spelling, "looks"))
        if len(spelling.letters) >= 4 and spelling.letters.isascii():
            self._keys[spelling.sounds].append((spelling, "sounds"))
        if spelling.is_one_word and len(spelling.letters) >= 7:
            self._keys[spelling.looks[::-1]].append((spelling, "reversed"))
        if spelling.is_fuzzy:
            for way, key in (("looks", spelling.looks), ("sounds", spelling.sounds)):
                for part in deletions(key):
                    self._near[part].append((spelling, way))

    def _all(self, text: str, written: str, counts: Mapping[int, int]) -> Iterator[Mention]:
        """Every mention, as it is found; subjects of which *counts* says that there are enough are passed over."""
        yield from self._exact(text, written, LOOKS, ("looks", "reversed"), counts)
        if any(sign in text for sign in _SIGNS):
            yield from self._exact(text, written, PLAIN, ("looks",), counts)
        if not text.isascii() and any("\u0400" <= sign <= "\u04ff" for sign in set(text)):
            yield from self._exact(text, written, SOUNDS, ("sounds",), counts)
        yield from self._fuzzy(text, written, counts)

    def _exact(
        self, text: str, written: str, table: Table, ways: tuple[str, ...], counts: Mapping[int, int]
    ) -> Iterator[Mention]:
        assert self._automaton is not None
        bones = Skeleton(text, table)
        for pattern, start, end in self._automaton.find_matches_as_indexes(bones.letters, overlapping=True):
            for spelling, way in self._keys[self._patterns[pattern]]:
                if counts.get(spelling.subject, 0) >= _ENOUGH:
                    continue
                if way in ways and (mention := _verify(text, written, bones, table, (start, end), spelling, way)):
                    yield mention

    def _fuzzy(self, text: str, written: str, counts: Mapping[int, int]) -> Iterator[Mention]:
        if not self._near:
            return
        verdicts: dict[str, list[Spelling]] = {}
        for token, start, end in analyse(text):
            if len(token) - 1 not in self._lengths and len(token) not in self._lengths:
                continue
            near = verdicts.get(token)
            if near is None:
                near = verdicts[token] = self._neighbours(text[start:end], token)
            for spelling in near:
                if counts.get(spelling.subject, 0) >= _ENOUGH:
                    continue
                yield Mention(
                    subject=spelling.subject, term=spelling.text, start=start, end=end, grade=Grade.PROBABLE,
                    quote=written[start:end],
                )  # fmt: skip

    def _neighbours(self, word: str, token: str) -> list[Spelling]:
        ways = [("sounds", skeleton(word, SOUNDS))]
        if not _is_cyrillic(token):
            ways.append(("looks", skeleton(word, LOOKS)))
        return [spelling for way, key in ways for spelling in self._one_edit(way, key, token)]

    def _one_edit(self, way: str, key: str, token: str) -> Iterator[Spelling]:
        seen = set()
        for part in deletions(key):
            for spelling, kind in self._near.get(part, ()):
                wanted = spelling.looks if way == "looks" else spelling.sounds
                if kind == way and spelling.text not in seen and edit_apart(key, wanted):
                    seen.add(spelling.text)
                    yield spelling

    def _is_excluded(self, mention: Mention, text: str) -> bool:
        phrases = self._exclude[mention.subject]
        if not phrases or mention.grade is Grade.DISGUISED:
            return False
        window = _SLACK + max(map(len, phrases))
        start = max(0, mention.start - window)
        words = analyse(text[start : mention.end + window])
        folded, places = " ", []
        for token, left, right in words:
            places.append((len(folded), start + left, start + right))
            folded += token + " "
        return any(_covers(folded, places, phrase, mention) for phrase in phrases)


def _covers(folded: str, places: list[tuple[int, int, int]], phrase: str, mention: Mention) -> bool:
    at = folded.find(phrase)
    while at >= 0:
        inside = [(left, right) for place, left, right in places if at < place < at + len(phrase)]
        if any(left < mention.end and mention.start < right for left, right in inside):
            return True
        at = folded.find(phrase, at + 1)
    return False


def _is_cyrillic(token: str) -> bool:
    return any("\u0400" <= sign <= "\u04ff" for sign in token) and not any("a" <= sign <= "z" for sign in token)


def _verify(
    text: str, written: str, bones: Skeleton, table: Table, span: tuple[int, int], spelling: Spelling, way: str
) -> Mention | None:
    start, end = bones.place(span[0]), bones.place(span[1] - 1) + 1
    end = stretch(text, start, end) if way == "sounds" else end
    if not edges_hold(text, start, end, is_long=spelling.is_long):
        return None
    if way == "reversed":
        said = Grade.DISGUISED if fold_word(text[start:end]) == spelling.letters[::-1] else None
    else:
        said = grade(text, bones, table, span, spelling)
    if said is None:
        return None
    return Mention(
        subject=spelling.subject, term=spelling.text, start=start, end=end, grade=said, quote=written[start:end]
    )


def _without_overlaps(mentions: Sequence[Mention]) -> list[Mention]:
    best: list[Mention] = []
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda one: (_ORDER.index(one.grade), one.start - one.end, one.start)):
        if not any(mention.start < end and start < mention.end for start, end in taken[mention.subject]):
            taken[mention.subject].append((mention.start, mention.end))
            best.append(mention)
    return sorted(best, key=lambda one: (one.start, one.subject))
