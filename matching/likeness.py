"""How one word differs from a name: as its misspellings do, or as another word does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache

__all__ = ["Likeness", "all_said_alike", "deletions", "likeness", "one_edit_apart", "said_alike", "turned"]

_SAID = (
    *(("ph", "f"), ("ck", "k"), ("cq", "k"), ("qu", "k"), ("q", "k"), ("x", "ks")),
    *(("ce", "se"), ("ci", "si"), ("cy", "sy"), ("ch", "\0"), ("c", "k"), ("\0", "ch"), ("w", "v"), ("z", "s")),
    *(("y", "i"), ("j", "i"), ("th", "t"), ("dh", "d"), ("rh", "r"), ("kh", "k"), ("gh", "g")),
)
_ENDING = re.compile(r"(?<=[^\n]{4})es?$", re.MULTILINE)
_VOWELS = frozenset("aeiouy")


class Likeness(Enum):
    """What kind of difference lies between a word and a name."""

    SAID_ALIKE = "said alike"
    INSIDE = "a letter inside"
    AT_AN_END = "a letter at an end"


@lru_cache(maxsize=65_536)
def said_alike(word: str) -> str:
    """What is left of the folded *word* when letters that are said alike are written alike."""
    return _said(word)


def all_said_alike(words: Sequence[str]) -> list[str]:
    """What `said_alike` leaves of each of the folded *words*, worked out at once."""
    return _said("\n".join(words)).split("\n") if words else []


def _said(lines: str) -> str:
    for written, said in _SAID:
        lines = lines.replace(written, said)
    for letter in set(lines) - {"\n"}:
        while letter + letter in lines:
            lines = lines.replace(letter + letter, letter)
    lines = _ENDING.sub("", lines).replace("d\n", "t\n")
    return lines[:-1] + "t" if lines.endswith("d") else lines


def likeness(word: str, name: str) -> Likeness | None:
    """How the folded *word* is like *name*; `None`: it is the same, or another word."""
    if word == name or abs(len(word) - len(name)) > 2:
        return None
    if said_alike(word) == said_alike(name):
        return Likeness.SAID_ALIKE
    if not one_edit_apart(word, name):
        return None
    if len(word) > len(name) and (word.startswith(name) or word.endswith(name)):
        return None  # a letter more before or after a name makes another name: Teltaran, Norvika
    if word[0] != name[0]:
        return Likeness.AT_AN_END
    if word[-1] == name[-1]:
        return Likeness.INSIDE
    if len(word) == len(name) and name[-1] not in _VOWELS and word[-1] in _VOWELS and word[-2:] != name[:-3:-1]:
        return None  # Almería
    return Likeness.AT_AN_END


def deletions(word: str) -> list[str]:
    """*word*, and *word* without each one of its letters."""
    return [word, *[word[:index] + word[index + 1 :] for index in range(len(word))]]


def one_edit_apart(word: str, name: str) -> bool:
    """Whether one letter put in, left out, changed or swapped with its neighbour makes *name* of *word*."""
    if word == name or abs(len(word) - len(name)) > 1:
        return False
    head = 0
    while head < min(len(word), len(name)) and word[head] == name[head]:
        head += 1
    rest, wanted = word[head:], name[head:]
    if len(word) > len(name):
        return rest[1:] == wanted
    if len(word) < len(name):
        return rest == wanted[1:]
    return rest[1:] == wanted[1:] or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])


def turned(name: str) -> Iterator[str]:
    """*name* backwards, and with its syllables in another order, as verlan has them."""
    if len(name) >= 7:
        yield name[::-1]
    for cut in range(2, len(name) - 1):
        opens = name[cut] not in _VOWELS and name[cut - 1] in _VOWELS
        closes = name[cut] not in _VOWELS and name[cut - 1] not in _VOWELS
        if len(name) >= 6 and (opens or closes):
            yield name[cut:] + name[:cut]
