"""The automata that find many keys in one pass."""

from __future__ import annotations

from collections.abc import Sequence

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, Implementation, MatchKind

__all__ = ["automaton", "byte_automaton"]

_SMALL = 2_000_000  # letters of all keys up to which the fast automaton's memory is no matter


def automaton(keys: Sequence[str]) -> AhoCorasick:
    """An automaton that finds every one of *keys* in a text, also within each other."""
    return AhoCorasick(list(keys), matchkind=MatchKind.Standard, implementation=_how(keys))


def byte_automaton(keys: Sequence[str]) -> BytesAhoCorasick:
    """An automaton that finds every one of *keys* in UTF-8, also within each other; places are counted in bytes."""
    raw = [key.encode() for key in keys]
    return BytesAhoCorasick(raw, matchkind=MatchKind.Standard, implementation=_how(keys))


def _how(keys: Sequence[str]) -> Implementation:
    is_small = sum(map(len, keys)) <= _SMALL
    return Implementation.DFA if is_small else Implementation.ContiguousNFA
