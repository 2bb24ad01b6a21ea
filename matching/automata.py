"""The automata that find many keys in one pass."""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

__all__ = ["automaton"]

_SMALL = 2_000_000  # letters of all keys up to which the fast automaton's memory is no matter


def automaton(keys: Sequence[str]) -> AhoCorasick:
    """An automaton that finds every one of *keys*, also within each other."""
    is_small = sum(map(len, keys)) <= _SMALL
    how = Implementation.DFA if is_small else Implementation.ContiguousNFA
    return AhoCorasick(list(keys), matchkind=MatchKind.Standard, implementation=how)
