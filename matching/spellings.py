"""A term and the keys by which it is found: as it looks, as it sounds, turned round, one edit away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matching.fold import LOOKS, SOUNDS, skeleton
from matching.tokens import fold_word

__all__ = ["Spelling", "deletions", "edit_apart", "spell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One term of a watch or signature, taken apart once."""

    subject: int
    """Place of its watch or signature in the list."""
    text: str
    letters: str
    """Its folded letters and digits."""
    gaps: dict[int, str]
    """Where, counted in letters, it has a separator of its own, and which."""
    is_fuzzy: bool

    @property
    def looks(self) -> str:
        """The key in a skeleton of looks."""
        return skeleton(self.letters, LOOKS)

    @property
    def sounds(self) -> str:
        """The key in a skeleton of sounds."""
        return skeleton(self.letters, SOUNDS)

    @property
    def is_long(self) -> bool:
        """Whether it is long enough to be recognised without a gap around it."""
        return len(self.letters) >= 6

    @property
    def is_one_word(self) -> bool:
        """Whether it has no separator of its own."""
        return not self.gaps


def spell(subject: int, term: str, *, fuzzy: bool) -> Spelling:
    """*term*, taken apart."""
    letters: list[str] = []
    gaps: dict[int, str] = {}
    for sign in term.strip():
        if folded := fold_word(sign):
            letters.extend(folded)
        elif letters:
            gaps[len(letters) - 1] = "." if "." in (sign, gaps.get(len(letters) - 1)) else sign
    folded_letters = "".join(letters)
    is_fuzzy = fuzzy and not gaps and len(letters) >= 6 and folded_letters.isalpha()
    return Spelling(subject=subject, text=term.strip(), letters=folded_letters, gaps=gaps, is_fuzzy=is_fuzzy)


def deletions(word: str) -> Iterator[str]:
    """*word*, and *word* without each one of its letters."""
    yield word
    for index in range(len(word)):
        yield word[:index] + word[index + 1 :]


def edit_apart(word: str, key: str) -> bool:
    """Whether one letter put in, left out, changed or swapped with its neighbour makes *key* of *word*."""
    if word == key or abs(len(word) - len(key)) > 1:
        return False
    head = 0
    while head < min(len(word), len(key)) and word[head] == key[head]:
        head += 1
    rest, wanted = word[head:], key[head:]
    if len(word) > len(key):
        return rest[1:] == wanted and head > 0  # a letter before the name makes another name
    if len(word) < len(key):
        return rest == wanted[1:]
    return rest[1:] == wanted[1:] or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])
