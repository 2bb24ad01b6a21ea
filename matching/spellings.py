"""A term and the keys by which it is found: as it looks, as it sounds, turned round, one edit away."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from matching.fold import LOOKS, skeleton
from matching.tokens import fold_word

__all__ = ["Spelling", "spell"]


_PAIRS = {"m": ("rn", "nn"), "w": ("vv",), "d": ("cl",)}
_SHORTEST_DRAWN = 6
_SHORTEST_FUZZY, _SHORTEST_STRUCK = 6, 5
_LONGEST = 64  # letters of a name that is misspelled or drawn: there are too many ways for longer ones


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
    is_struck: bool
    """Whether it is known with letters struck out."""
    is_weak: bool
    """Whether it means other things as well."""

    @property
    def words(self) -> tuple[str, ...]:
        """Its folded words."""
        cuts = [0, *(index + 1 for index in self.gaps), len(self.letters)]
        return tuple(self.letters[left:right] for left, right in pairwise(cuts))

    @property
    def looks(self) -> str:
        """The key in a skeleton of looks."""
        return skeleton(self.letters, LOOKS)

    @property
    def drawn(self) -> tuple[str, ...]:
        """Keys in which two letters stand for one that they look like together: `viarnedis`."""
        if self.gaps or not _SHORTEST_DRAWN <= len(self.letters) <= _LONGEST:
            return ()
        whole = self.letters
        ones = [
            whole[:at] + pair + whole[at + 1 :] for at, letter in enumerate(whole) for pair in _PAIRS.get(letter, ())
        ]
        every = "".join(_PAIRS.get(letter, (letter,))[0] for letter in whole)
        return tuple(dict.fromkeys(skeleton(key, LOOKS) for key in [*ones, every] if key != whole))

    @property
    def is_long(self) -> bool:
        """Whether it is long enough to be recognised without a gap around it."""
        return len(self.letters) >= 6

    @property
    def is_domain(self) -> bool:
        """Whether dots stand in it: nothing else is called so."""
        return "." in self.text.strip(".")


def spell(subject: int, term: str, *, fuzzy: bool, weak: bool = False, called: str | None = None) -> Spelling:
    """*term*, taken apart; told as *called* where it is only a way of writing that."""
    letters: list[str] = []
    gaps: dict[int, str] = {}
    for sign in unicodedata.normalize("NFC", term.strip()):
        if letters_of := fold_word(sign):
            letters.extend(letters_of)
        elif letters:
            gaps[len(letters) - 1] = "." if "." in (sign, gaps.get(len(letters) - 1)) else sign
    gaps.pop(len(letters) - 1, None)
    folded = "".join(letters)
    is_word = fuzzy and len(folded) <= _LONGEST and folded.isalpha() and "." not in gaps.values()
    return Spelling(
        subject=subject,
        text=called or term.strip(),
        letters=folded,
        gaps=gaps,
        is_fuzzy=is_word and len(folded) >= _SHORTEST_FUZZY,
        is_struck=is_word and len(folded) >= _SHORTEST_STRUCK,
        is_weak=weak,
    )
