"""Words that are a name misspelled, turned round or bent: looked up word by word, where the automaton sees nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from matching.fold import LOOKS, SOUNDS, skeleton
from matching.likeness import Likeness, deletions, likeness, one_edit_apart, said_alike, turned
from matching.spellings import Spelling
from matching.tokens import Token, fold_word

__all__ = ["Guess", "Near"]

_REMEMBERED = 200_000  # words whose neighbours are remembered
_GAP = 4  # characters between the words of one name
_LONG = 7  # letters from which any one wrong letter is allowed
_SHORTEST = 6
_SHORTEST_PART = 5
_ENDINGS = ("a", "u", "e", "i", "om", "oi", "em", "ov", "ami", "ah", "am")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A word that may be meant as a name; *likeness* is `None` where it is a name turned round."""

    spelling: Spelling
    likeness: Likeness | None
    part: int
    """Which word of the name it is."""
    is_backwards: bool = False


class Near:
    """Knows the neighbours of all names; a word's answer is worked out once."""

    def __init__(self, spellings: Sequence[Spelling]) -> None:
        self._entries: list[tuple[Spelling, int]] = []
        self._near: dict[str, tuple[int, ...]] = {}
        self._turned: dict[str, tuple[int, ...]] = {}
        self._known: dict[str, tuple[Guess, ...]] = {}
        for spelling in spellings:
            if spelling.is_fuzzy:
                self._learn(spelling)
        lengths = [len(key) for key in (*self._near, *self._turned)]
        self._shortest, self._longest = (min(lengths) - 1, max(lengths) + 4) if lengths else (1, 0)

    def __bool__(self) -> bool:
        return self._longest > 0

    def find(self, text: str, tokens: Sequence[Token]) -> Iterator[tuple[Guess, int, int]]:
        """What of *tokens*, the words of *text*, may be a name, and where it stands."""
        known = self._known
        for index, (token, start, end) in enumerate(tokens):
            if not self._shortest <= len(token) <= self._longest:
                continue
            guesses = known.get(token)
            if guesses is None:
                guesses = self._remember(token, text[start:end])
            for guess in guesses:
                if (place := self._place(guess, text, tokens, index)) is not None:
                    yield guess, *place

    def _learn(self, spelling: Spelling) -> None:
        words = spelling.words
        for part, word in enumerate(words):
            if len(word) < (_SHORTEST if len(words) == 1 else _SHORTEST_PART) or not word.isalpha():
                continue
            heard = skeleton(word, SOUNDS)
            self._entries.append((spelling, part))
            said = dict.fromkeys((said_alike(word), said_alike(heard)))
            self._file(self._near, (rest for key in said for rest in deletions(key)))
        if len(words) == 1:
            self._entries.append((spelling, 0))
            self._file(self._turned, turned(words[0]))

    def _file(self, index: dict[str, tuple[int, ...]], keys: Iterable[str]) -> None:
        place = len(self._entries) - 1
        for key in dict.fromkeys(keys):
            index[key] = (*index.get(key, ()), place)

    def _remember(self, token: str, word: str) -> tuple[Guess, ...]:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        found: dict[tuple[int, str, int], Guess] = {}
        for guess in self._guesses(token, word):
            found.setdefault((guess.spelling.subject, guess.spelling.text, guess.part), guess)
        guesses = self._known[token] = tuple(found.values())
        return guesses

    def _guesses(self, token: str, word: str) -> Iterator[Guess]:
        for place in self._turned.get(token, ()):
            spelling = self._entries[place][0]
            yield Guess(spelling=spelling, likeness=None, part=0, is_backwards=token == spelling.letters[::-1])
        for key in _keys(token, word):
            places = dict.fromkeys(place for rest in deletions(said_alike(key)) for place in self._near.get(rest, ()))
            for spelling, part in map(self._entries.__getitem__, places):
                name = spelling.words[part]
                like = likeness(key, name) or likeness(key, skeleton(name, SOUNDS))
                if like is not None and name != token and _is_enough(like, key, spelling, name):
                    yield Guess(spelling=spelling, likeness=like, part=part)

    def _place(self, guess: Guess, text: str, tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
        """Where the whole name stands, if the words around are its other words."""
        first = index - guess.part
        words = guess.spelling.words
        if first < 0 or first + len(words) > len(tokens):
            return None
        window = tokens[first : first + len(words)]
        for place, (token, start, _) in enumerate(window):
            if place != guess.part and token != words[place]:
                return None
            if place and (start - window[place - 1][2] > _GAP or "\n\n" in text[window[place - 1][2] : start]):
                return None
        return window[0][1], window[-1][2]


def _is_enough(like: Likeness, word: str, spelling: Spelling, name: str) -> bool:
    """A short name allows a letter that is said alike, or two in each other's place; longer ones lean on the rest."""
    if len(name) >= _LONG or len(spelling.words) > 1:
        return len(name) >= _SHORTEST or like is Likeness.SAID_ALIKE
    return one_edit_apart(word, name) and (like is Likeness.SAID_ALIKE or sorted(word) == sorted(name))


def _keys(token: str, word: str) -> list[str]:
    if token.isascii():
        return list(dict.fromkeys((token, skeleton(token, LOOKS)))) if not token.isalpha() else [token]
    if any("\u0400" <= sign <= "\u04ff" for sign in token):
        heard = skeleton(word, SOUNDS)
        return [heard, *(heard[: -len(end)] for end in _ENDINGS if heard.endswith(end) and len(heard) > len(end) + 5)]
    return list(dict.fromkeys((fold_word(word), skeleton(word, LOOKS))))
