"""Words that are glued to a name: whether they leave it the name: `theviamedisleak`, `espaceclientalmerys`."""

from __future__ import annotations

from collections.abc import Callable

from matching.walks import Stems

__all__ = ["is_glued"]

_SHORTEST = 2  # letters of a word that is glued to others
_VERSION = "v"  # before a number: `viamedisv2`
_BEFORE = Stems(
    """
        the le la les my mon ma mes mi mein meine new nouveau nouvelle nuevo neue all tout toute full get free see old
        ex anti op www http https nos votre your ihr espace espaces secure mobile web online app pro team group groupe
    """
)
"""What is written before a name in tags, addresses and names of files, and changes nothing of it."""
_BEHIND = Stems(
    """
        pro pros fr com net org info eu app apps web mobile online full part new all free gate files final pay direct
        secure update group groupe officiel official team
    """
)


def is_glued(before: str, after: str, is_known: Callable[[str], bool]) -> bool:
    """Whether the folded letters *before* and *after* a name are such words, or ones that *is_known* knows."""
    behind = "" if after == _VERSION else after
    return _is_made_of(before, lambda word: word in _BEFORE or is_known(word)) and _is_made_of(
        behind, lambda word: word in _BEHIND or is_known(word)
    )


def _is_made_of(letters: str, is_word: Callable[[str], bool]) -> bool:
    """Whether *letters* can be cut into words, each of which *is_word*."""
    ends = {0}
    for end in range(_SHORTEST, len(letters) + 1):
        if any(start in ends and is_word(letters[start:end]) for start in range(end - _SHORTEST + 1)):
            ends.add(end)
    return len(letters) in ends
