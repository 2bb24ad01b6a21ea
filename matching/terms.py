"""Finds the terms of all watches and signatures in a text, however they are written."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate, chain

from matching.automata import byte_automaton
from matching.batches import SEPARATOR, batches
from matching.bent import is_bent_abroad
from matching.candidates import Candidate, Sought
from matching.censored import Censored, Struck
from matching.crowds import Alone, Crowded, Gathering, Together, looked_at
from matching.defanged import defanged
from matching.fold import LOOKS, PLAIN
from matching.glued import is_glued
from matching.hearing import Hearing, unmixed
from matching.layout import around_word, edges_hold, written
from matching.leftovers import FILLER, prepared
from matching.near import Near
from matching.rules import Rules
from matching.skeletons import Skeleton
from matching.sketch import Sketch, around, sketch
from matching.spellings import Spelling, spell
from matching.stretched import eased
from matching.surroundings import Page
from matching.tokens import fold_word
from matching.turns import drawn, pictures, turned_runs
from matching.verdicts import Verdicts
from model.errors import BadInput
from model.matches import Grade

__all__ = ["Mention", "Sought", "Terms"]

_ENOUGH = 50  # mentions of one subject in one text; more say nothing new
_LONGEST = 1_000  # characters of a term
_UNSURE = 4_096  # places in a text where a name is not written as it is spelled that are looked into
_REACH = 64  # characters from a sign to the ends of a name that it stands in
_ORDER = (Grade.EXACT, Grade.FOLDED, Grade.DISGUISED, Grade.PROBABLE)


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
        self._verdicts = Verdicts(sought)
        self._spellings = [spelling for subject, one in enumerate(sought) for spelling in _spellings(subject, one)]
        self._keys: dict[str, list[Spelling]] = defaultdict(list)
        for spelling in self._spellings:
            for key in (spelling.looks, *spelling.drawn):
                self._keys[key].append(spelling)
        self._long = frozenset(spelling.letters for spelling in self._spellings if spelling.is_long)
        patterns = list(self._keys)
        self._by_pattern = [self._keys[pattern] for pattern in patterns]
        self._automaton = byte_automaton(patterns) if patterns else None
        self._near = Near(self._spellings)
        self._censored = Censored(self._spellings)
        self._rules = Rules([one.patterns for one in sought], [one.yara for one in sought])
        self._hearing: Hearing | None = None  # None: no Cyrillic was met yet

    def __reduce__(self) -> tuple[type[Terms], tuple[tuple[Sought, ...]]]:
        return (Terms, (self._sought,))  # an automaton cannot be pickled, and is quick to build

    def find(self, text: str) -> list[Mention]:
        """The mentions in *text*, by place; of overlapping ones of one subject, the surest and longest."""
        glance = prepared(sketch(text))
        return self._judged(text, Page(glance.text), self._candidates(glance, Alone()))

    def find_all(self, texts: Sequence[str]) -> list[list[Mention]]:
        """The mentions in each of *texts*; short ones are gone through together, which costs each of them less."""
        found: list[list[Mention]] = [[] for _ in texts]
        for places in batches(texts):
            batch = [texts[place] for place in places]
            for place, mentions in zip(places, self._one_by_one(batch), strict=True):
                found[place] = mentions
        return found

    def _one_by_one(self, batch: Sequence[str]) -> list[list[Mention]]:
        """The mentions in each of the texts of *batch*, for which they are gone through at once if that can be done."""
        try:
            return self._together(batch) if len(batch) > 1 else [self.find(text) for text in batch]
        except Crowded:
            return [self.find(text) for text in batch]

    def _together(self, batch: Sequence[str]) -> list[list[Mention]]:
        starts = [0, *accumulate(len(text) + len(SEPARATOR) for text in batch)]
        whole = prepared(sketch(SEPARATOR.join(batch)))
        lists: dict[int, list[Candidate]] = defaultdict(list)
        for one in self._candidates(whole, Together(len(whole.text))):
            number = bisect_right(starts, one.start) - 1
            if one.end <= starts[number] + len(batch[number]):
                lists[number].append(replace(one, start=one.start - starts[number], end=one.end - starts[number]))
        found: list[list[Mention]] = [[] for _ in batch]
        for number in range(len(batch)) if self._rules else lists:
            text = batch[number]
            page = Page(whole.text[starts[number] : starts[number] + len(text)])
            found[number] = self._judged(text, page, lists.get(number, ()))
        return found

    def _judged(self, text: str, page: Page, candidates: Iterable[Candidate]) -> list[Mention]:
        """Those of *candidates* in *text*, prepared in *page*, that are mentions, and what rules find."""
        counts: Counter[int] = Counter()
        found = list(self._ruled(text, counts)) if self._rules else []
        for one in candidates:
            subject = one.spelling.subject
            if counts[subject] < _ENOUGH and self._verdicts.is_mention(one, page):
                counts[subject] += 1
                found.append(_mention(one, text))
        return _without_overlaps(found)

    def _ear(self) -> Hearing:
        if self._hearing is None:
            self._hearing = Hearing(self._spellings)
        return self._hearing

    def _ruled(self, text: str, counts: Counter[int]) -> Iterator[Mention]:
        """What the analysts' own rules find, as it is written."""
        for hit in self._rules.find(text):
            if counts[hit.subject] < _ENOUGH:
                counts[hit.subject] += 1
                quote = text[hit.start : hit.end]
                yield Mention(
                    subject=hit.subject, term=hit.rule, start=hit.start, end=hit.end, grade=Grade.EXACT, quote=quote
                )

    def _candidates(self, glance: Sketch, gathering: Gathering) -> Iterator[Candidate]:
        """All that may be meant, as it is found."""
        if self._automaton is None:
            return
        text = glance.text
        yield from self._seen(gathering, [Skeleton(glance)], text)
        plain = [Skeleton(glance, PLAIN, start, stop) for start, stop in glance.around_signs(_REACH)]
        yield from self._seen(gathering, plain, text)
        if glance.may_be_drawn and (places := pictures(text)):
            other = sketch(drawn(text))
            pictured = [Skeleton(other, LOOKS, start, stop) for start, stop in around(places, _REACH)]
            yield from self._seen(gathering, pictured, other.text)
        if glance.is_cyrillic:
            yield from self._heard(unmixed(glance), gathering)
        yield from map(_struck, self._censored.find(glance))
        if self._near:
            yield from self._guessed(text, gathering)
        yield from self._eased(glance, gathering)
        for at, run in turned_runs(glance):
            for one in self._seen(gathering, [Skeleton(sketch(run))], run):
                yield replace(
                    one,
                    start=at + len(run) - one.end,
                    end=at + len(run) - one.start,
                    grade=max(one.grade, Grade.DISGUISED, key=_ORDER.index),
                    is_open=False,
                )

    def _eased(self, glance: Sketch, gathering: Gathering) -> Iterator[Candidate]:
        """What is found where drawn-out letters are let go; it hides nothing, and is judged as what is plain."""
        for text, words in eased(glance, gathering):
            other = sketch(text)
            for start, end in words:
                at, stop = max(0, start - _REACH), end + _REACH
                found = chain(
                    self._seen(gathering, [Skeleton(other, LOOKS, at, stop)], text),
                    (
                        replace(one, start=at + one.start, end=at + one.end)
                        for one in self._guessed(text[at:stop], gathering)
                    ),
                )
                yield from (replace(one, is_open=True) for one in found if one.start < end and start < one.end)

    def _seen(self, gathering: Gathering, skeletons: Sequence[Skeleton], text: str) -> Iterator[Candidate]:
        assert self._automaton is not None
        unsure = 0
        for bones, (pattern, first, last) in looked_at(self._automaton, skeletons, gathering):
            for spelling in self._by_pattern[pattern]:
                start, end = bones.place(first), bones.place(last - 1) + 1
                is_whole = edges_hold(text, start, end, is_long=spelling.is_long)
                if not is_whole or text[start:end].lower() != spelling.text.lower():
                    unsure += 1
                    if unsure > _UNSURE:
                        continue
                if not is_whole and not self._is_compound(text, start, end, spelling):
                    continue
                if (how := written(text, bones, (first, last), spelling)) is not None:
                    yield Candidate(
                        spelling=spelling,
                        start=start,
                        end=_filled(text, end),
                        grade=how.grade,
                        is_open=not spelling.is_domain and (how.grade is not Grade.DISGUISED or how.is_split),
                        is_split=how.is_split and not how.is_name,
                    )

    def _is_compound(self, text: str, start: int, end: int, spelling: Spelling) -> bool:
        """Whether only words of the trade, of leaks or an ending are glued to a name: `viamedisleak`, `Viamedisом`."""
        if not spelling.is_long or spelling.is_domain:
            return False
        before, after = map(fold_word, around_word(text, start, end))
        if not (before or after):
            return False
        is_known = partial(self._is_known, spelling.subject)
        return is_glued(before, after, is_known) or is_bent_abroad(text, start, end)

    def _is_known(self, subject: int, word: str) -> bool:
        return self._verdicts.is_at_home(subject, word) or word in self._long

    def _heard(self, glance: Sketch, gathering: Gathering) -> Iterator[Candidate]:
        for spelling, start, end, is_split in self._ear().find(glance, gathering):
            yield Candidate(spelling=spelling, start=start, end=end, grade=Grade.DISGUISED, is_split=is_split)

    def _guessed(self, text: str, gathering: Gathering) -> Iterator[Candidate]:
        for guess, start, end in self._near.find(text, gathering):
            yield Candidate(
                spelling=guess.spelling,
                start=start,
                end=end,
                grade=Grade.DISGUISED if guess.is_backwards else Grade.PROBABLE,
                likeness=guess.likeness,
                is_turned=guess.likeness is None,
            )


def _spellings(subject: int, one: Sought) -> Iterator[Spelling]:
    for term in (*one.terms, *one.weak):
        if len(term) > _LONGEST:
            raise BadInput(
                f"the term '{term[:30]}…' has {len(term):,} characters, and may have {_LONGEST:,}: shorten it"
            )
    for term in dict.fromkeys(one.terms):
        yield from _useful(spell(subject, term, fuzzy=one.fuzzy))
        for way in defanged(term):
            yield from _useful(spell(subject, way, fuzzy=False, called=term))
    for term in dict.fromkeys(one.weak):
        if term not in one.terms:
            yield from _useful(spell(subject, term, fuzzy=one.fuzzy, weak=True))


def _useful(spelling: Spelling) -> Iterator[Spelling]:
    if len(spelling.letters) >= 2:
        yield spelling


def _filled(text: str, end: int) -> int:
    """The end of a word whose last letter was written with several signs."""
    while end < len(text) and text[end] == FILLER:
        end += 1
    return end


def _struck(one: Struck) -> Candidate:
    grade = Grade.DISGUISED if one.likeness is None else Grade.PROBABLE
    return Candidate(
        spelling=one.spelling, start=one.start, end=one.end, grade=grade, is_open=False, likeness=one.likeness
    )


def _mention(one: Candidate, text: str) -> Mention:
    end = one.end
    while unicodedata.category(text[end - 1]) == "Cf":  # an unseen sign after the name stands outside
        end -= 1
    return Mention(
        subject=one.spelling.subject,
        term=one.spelling.text,
        start=one.start,
        end=end,
        grade=one.grade,
        quote=text[one.start : end],
    )


def _without_overlaps(mentions: Sequence[Mention]) -> list[Mention]:
    best: list[Mention] = []
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for mention in sorted(mentions, key=lambda one: (_ORDER.index(one.grade), one.start - one.end, one.start)):
        if not any(mention.start < end and start < mention.end for start, end in taken[mention.subject]):
            taken[mention.subject].append((mention.start, mention.end))
            best.append(mention)
    return sorted(best, key=lambda one: (one.start, one.subject, one.end))
