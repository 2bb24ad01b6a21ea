"""Words that are a name misspelled, turned round or bent: looked up word by word, where the automaton sees nothing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, count
from operator import itemgetter
from typing import TypeVar

from matching.crowds import Gathering, most_of, spread, thinned
from matching.fold import LOOKS, SOUNDS, skeleton
from matching.likeness import Likeness, all_said_alike, deletions, likeness, one_edit_apart, said_alike, turned
from matching.spellings import Spelling
from matching.tokens import Token, analyse, fold_word, words

__all__ = ["Guess", "Near"]

_REMEMBERED = 200_000  # words whose neighbours are remembered
_LONGEST_PIECE = 64  # characters of what is worth remembering
_HUGE = 512  # characters of a piece in which signs take the place of spaces
_LOOKED_AT = 8_192  # new words of a crowd of them, which is a dump, and no talk
_CHEAP = 16  # so many new words are told from names as fast as a name is judged,
_FOREIGN = 4  # and so many in letters other than ours
_SOME = 256  # pieces like names that are looked into before their places are
_DEAR = 4  # a word like a name takes so much longer to judge than a name
_MANY = 8  # one piece in so many: then all words are gone through at once
_WIDE = 256  # characters on either side of a word in which a name's other words stand
_END = 3  # letters of a name's beginning and of its end, one of which every word like it has
_GAP = 4  # characters between the words of one name
_LONG = 7  # letters from which any one wrong letter is allowed
_SHORTEST = 6
_SHORTEST_PART = 5
_SPACED = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "\n"}
_SIGN = re.compile(r"[^0-9A-Za-z\x80-\U0010ffff]")
_STRUCK = "*"  # an x is said as two letters, but may stand for any one: `viaxedis`
_ENDINGS = ("a", "u", "e", "i", "om", "oi", "em", "ov", "ami", "ah", "am")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A word that may be meant as a name; *likeness* is `None` where it is a name turned round."""

    spelling: Spelling
    words: tuple[str, ...]
    """The words of the name."""
    likeness: Likeness | None
    part: int
    """Which word of the name it is."""
    is_backwards: bool = False


_Name = tuple[Spelling, tuple[str, ...], int]
"""A name, its words, and which of them is meant."""


class _Bearers:
    """The names of which one word is a part."""

    def __init__(self) -> None:
        self.alone: list[_Name] = []
        self.beside: dict[tuple[int, str], list[_Name]] = defaultdict(list)
        """Longer names, by where another word of theirs must stand, counted from this one, and which."""

    def take(self, spelling: Spelling, words: tuple[str, ...], part: int) -> None:
        """Take in the name *spelling*, of whose *words* this is the one at *part*."""
        step = -1 if part else 1
        names = self.alone if len(words) == 1 else self.beside[step, words[part + step]]
        names.append((spelling, words, part))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Guesses:
    """What one word may be meant as."""

    turned: tuple[Guess, ...] = ()
    alone: tuple[tuple[_Bearers, Likeness], ...] = ()
    beside: tuple[tuple[_Bearers, Likeness], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.turned or self.alone or self.beside)

    def at(self, tokens: Sequence[Token], index: int) -> Iterator[Guess]:
        """Those that the words before and after *index* do not speak against."""
        yield from self.turned
        for bearers, like in self.alone:
            yield from _as_guesses(bearers.alone, like)
        for step in (-1, 1) if self.beside else ():
            if 0 <= index + step < len(tokens):
                for bearers, like in self.beside:
                    yield from _as_guesses(bearers.beside.get((step, tokens[index + step][0]), ()), like)


def _as_guesses(names: Iterable[_Name], like: Likeness) -> Iterator[Guess]:
    return (Guess(spelling=spelling, words=words, likeness=like, part=part) for spelling, words, part in names)


_NONE = _Guesses()


class Near:
    """Knows the neighbours of all names; a word's answer is worked out once."""

    def __init__(self, spellings: Sequence[Spelling]) -> None:
        self._bearers: dict[str, _Bearers] = {}
        self._near: dict[str, tuple[str, ...]] = {}
        """Names' words, by what is left of them without a letter."""
        self._turned: dict[str, tuple[Spelling, ...]] = {}
        self._known: dict[str, _Guesses] = {}
        for spelling in spellings:
            if spelling.is_fuzzy:
                self._learn(spelling)
        lengths = [len(key) for key in (*self._near, *self._turned)]
        self._reach = _GAP * max((len(one.words) - 1 for one in spellings if one.is_fuzzy), default=0)
        self._heads = {key[:_END] for key in self._near}
        self._tails = {key[-_END:] for key in self._near}
        self._quiet: set[str] = set()
        self._shortest, self._longest = (min(lengths) - 1, max(lengths) + 4) if lengths else (1, 0)

    def __bool__(self) -> bool:
        return self._longest > 0

    def find(self, text: str, gathering: Gathering) -> Iterator[tuple[Guess, int, int]]:
        """What of the words of *text* may be a name, and where it stands; of a crowd of them, some."""
        pieces = _pieces(text)
        loud = self._loud(pieces, gathering)
        for tokens, index in self._spots(text, pieces, loud, gathering) if loud else ():
            token, start, end = tokens[index]
            for guess in self._known_of(token, text[start:end]).at(tokens, index):
                if (place := self._place(guess, text, tokens, index)) is not None:
                    yield guess, *place

    def _spots(
        self, text: str, pieces: Sequence[str], loud: set[str], gathering: Gathering
    ) -> Sequence[tuple[list[Token], int]]:
        """Where the words that are like a name stand among those around."""
        at = list(compress(count(), map(loud.__contains__, pieces)))
        if gathering.is_crowd(_DEAR * len(at)):
            at = list(_thinned(pieces, at, most_of(len(text))))
        elif len(at) * _MANY > len(pieces):
            tokens = analyse(text)
            return self._like_names(text, tokens, range(len(tokens)))
        spots: list[tuple[list[Token], int]] = []
        start = before = 0
        for index in at:
            start += sum(map(len, pieces[before:index])) + index - before
            before, stop = index, start + len(pieces[index])
            left = start - min(_WIDE, _length(pieces[max(0, index - self._reach) : index]))
            right = stop + min(_WIDE, _length(pieces[index + 1 : index + 1 + self._reach]))
            tokens = [(token, left + first, left + last) for token, first, last in analyse(text[left:right])]
            inside = (bisect_left(tokens, edge, key=itemgetter(1)) for edge in (start, stop))
            spots += self._like_names(text, tokens, range(*inside))
        return spread(spots, most_of(len(text))) if gathering.is_crowd(_DEAR * len(spots)) else spots

    def _like_names(self, text: str, tokens: list[Token], places: Iterable[int]) -> list[tuple[list[Token], int]]:
        """Those of the *places* of words of *text* where one is like a name."""
        words = ((index, *tokens[index]) for index in places)
        return [(tokens, index) for index, token, start, end in words if self._known_of(token, text[start:end])]

    def _loud(self, pieces: Sequence[str], gathering: Gathering) -> set[str]:
        """Those of *pieces*, what stands between a text's spaces, in which a word is like a name."""
        new = set(pieces)
        new -= self._quiet
        if gathering.is_crowd(len(new) // _CHEAP):
            new.intersection_update(_sampled(pieces))
        plain = {piece for piece in new if piece.isascii()}
        other = new - plain
        if gathering.is_crowd(len(other) // _FOREIGN):
            other = set(spread([piece for piece in dict.fromkeys(pieces) if piece in other], _LOOKED_AT // 4))
        loud = self._like_any(plain) | self._like_any_foreign(other)
        if len(loud) <= _SOME:
            loud = {piece for piece in loud if self._is_loud(piece)}
        if len(self._quiet) >= _REMEMBERED:
            self._quiet.clear()
        self._quiet.update(piece for piece in (plain | other) - loud if len(piece) <= _LONGEST_PIECE)
        return loud

    def _like_any(self, pieces: set[str]) -> set[str]:
        """Those of the ASCII *pieces* in which a word may be like a name."""
        lines = "\n".join(pieces).lower().translate(_SPACED).split("\n")
        fit = [token for token in set(" ".join(lines).split(" ")) if self._shortest <= len(token) <= self._longest]
        likely = self._likely([(token, key) for token in fit for key in _keys(token, token)])
        if not likely:
            return likely
        return {piece for piece, line in zip(pieces, lines, strict=True) if not likely.isdisjoint(line.split(" "))}

    def _like_any_foreign(self, pieces: set[str]) -> set[str]:
        """The same of *pieces* in other letters."""
        fit = [
            (piece, token, word)
            for piece in pieces
            for token, word in words(piece)
            if self._shortest <= len(token) <= self._longest
        ]
        turned = {piece for piece, token, _ in fit if token in self._turned}
        return turned | self._likely([(piece, key) for piece, token, word in fit for key in _keys(token, word)])

    def _likely(self, keys: Sequence[tuple[str, str]]) -> set[str]:
        """What has a key of which the letters, and perhaps one less, are a name's, or a name turned round."""
        said = all_said_alike([key for _, key in keys])
        likely = {one for (one, _), key in zip(keys, said, strict=True) if self._is_near(key)}
        return likely | {one for one, key in keys if key in self._turned}

    def _is_near(self, key: str) -> bool:
        has_end = len(key) < 2 * _END or key[:_END] in self._heads or key[-_END:] in self._tails  # spares most the rest
        return has_end and not self._near.keys().isdisjoint(deletions(key))

    def _is_loud(self, piece: str) -> bool:
        return any(self._known_of(token, word) for token, word in words(piece))

    def _known_of(self, token: str, word: str) -> _Guesses:
        """The guesses for *word*, folded to *token*: worked out when first met."""
        if not self._shortest <= len(token) <= self._longest:
            return _NONE
        guesses = self._known.get(token if word.isascii() else word)
        return self._remember(token, word) if guesses is None else guesses

    def _learn(self, spelling: Spelling) -> None:
        words = spelling.words
        for part, word in enumerate(words):
            if len(word) < (_SHORTEST if len(words) == 1 else _SHORTEST_PART) or not word.isalpha():
                continue
            if word not in self._bearers:
                self._bearers[word] = _Bearers()
                said = dict.fromkeys((said_alike(word), said_alike(skeleton(word, SOUNDS))))
                _file(self._near, (rest for key in said for rest in deletions(key)), word)
            self._bearers[word].take(spelling, words, part)
        if len(words) == 1:
            _file(self._turned, turned(words[0]), spelling)

    def _remember(self, token: str, word: str) -> _Guesses:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        alone: dict[str, Likeness] = {}
        beside: dict[str, Likeness] = {}
        for key, name, like in self._likenesses(token, word):
            bearers = self._bearers[name]
            if bearers.alone and _is_enough(like, key, name, is_alone=True):
                alone.setdefault(name, like)
            if bearers.beside and _is_enough(like, key, name, is_alone=False):
                beside.setdefault(name, like)
        guesses = self._known[token if word.isascii() else word] = _Guesses(
            turned=tuple(_turned_guess(spelling, token) for spelling in self._turned.get(token, ())),
            alone=tuple((self._bearers[name], like) for name, like in alone.items()),
            beside=tuple((self._bearers[name], like) for name, like in beside.items()),
        )
        return guesses

    def _likenesses(self, token: str, word: str) -> Iterator[tuple[str, str, Likeness]]:
        """The words of names that *word* is like: as what it is read, which, and how."""
        for key in _keys(token, word):
            names = dict.fromkeys(name for rest in deletions(said_alike(key)) for name in self._near.get(rest, ()))
            for name in names:
                if name == token:
                    continue
                like = likeness(key, name) or likeness(key, skeleton(name, SOUNDS))
                if like is not None:
                    yield key, name, like

    def _place(self, guess: Guess, text: str, tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
        """Where the whole name stands, if the words around are its other words."""
        first = index - guess.part
        words = guess.words
        if first < 0 or first + len(words) > len(tokens):
            return None
        window = tokens[first : first + len(words)]
        for place, (token, start, _) in enumerate(window):
            if place != guess.part and token != words[place]:
                return None
            if place and (start - window[place - 1][2] > _GAP or "\n\n" in text[window[place - 1][2] : start]):
                return None
        return window[0][1], window[-1][2]


def _pieces(text: str) -> list[str]:
    """What stands between the spaces of *text*, or between all its signs where it has next to no spaces."""
    spaced = text.replace("\n", " ").replace("\t", " ")
    pieces = spaced.split(" ")
    if len(text) > _HUGE and max(map(len, pieces)) > _HUGE:
        return (spaced.translate(_SPACED) if spaced.isascii() else _SIGN.sub(" ", spaced)).split(" ")
    return pieces


def _sampled(pieces: Sequence[str]) -> Iterator[str]:
    """The first and the last of *pieces*, and those that lie evenly between."""
    share = _LOOKED_AT // 4
    return chain(pieces[:share], pieces[:: max(1, len(pieces) // (2 * share))], pieces[-share:])


def _length(pieces: Sequence[str]) -> int:
    return sum(map(len, pieces)) + len(pieces)


def _thinned(pieces: Sequence[str], at: Sequence[int], most: int) -> Sequence[int]:
    """Those of the places *at* of *pieces* that are looked at."""
    beside = list(
        map(hash, zip(["", *pieces], pieces, [*pieces[1:], ""], strict=False))
    )  # sums are kept, not the words
    kept = thinned([pieces[index] for index in at], [beside[index] for index in at], most)
    return spread([at[place] for place in kept], most)


_Filed = TypeVar("_Filed")


def _file(index: dict[str, tuple[_Filed, ...]], keys: Iterable[str], what: _Filed) -> None:
    for key in dict.fromkeys(keys):
        index[key] = (*index.get(key, ()), what)


def _turned_guess(spelling: Spelling, token: str) -> Guess:
    is_backwards = token == spelling.letters[::-1]
    return Guess(spelling=spelling, words=spelling.words, likeness=None, part=0, is_backwards=is_backwards)


def _is_enough(like: Likeness, word: str, name: str, *, is_alone: bool) -> bool:
    """A short name allows a letter that is said alike, or two in each other's place; longer ones lean on the rest."""
    if len(name) >= _LONG or not is_alone:
        return len(name) >= _SHORTEST or like is Likeness.SAID_ALIKE
    return one_edit_apart(word, name) and (like is Likeness.SAID_ALIKE or sorted(word) == sorted(name))


def _keys(token: str, word: str) -> list[str]:
    if token.isdigit():
        return []  # a name in figures only is seen where it is right, but hardly misspelled
    if token.isascii() and token.isalpha():
        return [token] if "x" not in token else [token, token.replace("x", _STRUCK)]
    if token.isascii():
        return list(dict.fromkeys((token, skeleton(token, LOOKS))))
    if any("\u0400" <= sign <= "\u04ff" for sign in token):
        heard = skeleton(word, SOUNDS)
        return [heard, *(heard[: -len(end)] for end in _ENDINGS if heard.endswith(end) and len(heard) > len(end) + 5)]
    return list(dict.fromkeys((fold_word(word), skeleton(word, LOOKS))))
