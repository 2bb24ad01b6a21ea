"""The words that tell what a post is, per language; loaded by `storage.catalog`, handed to the matcher."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from model.matches import Intent
from model.watches import Field

__all__ = ["Cue", "Language", "Learnt", "Lexicon"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that speak for an intent, folded before they are compared; *weight* may be negative."""

    say: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What one language says: the file `config/lexicon/<code>.yaml`."""

    code: str
    intents: Mapping[Intent, tuple[Cue, ...]] = field(default_factory=dict)
    fields: Mapping[Field, tuple[str, ...]] = field(default_factory=dict)
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What posts turn around, under the same names in every language: `give` is said by who asks for a gift, too."""
    stopwords: tuple[str, ...] = ()
    """Short common words, by which the language is told."""
    samples: tuple[str, ...] = ()
    """What a sample is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What labelled posts taught about intents: the file `config/lexicon/intents.json.gz`, made by `training`."""

    intents: tuple[Intent, ...]
    """What each column of weights speaks for."""
    scale: float
    """What a weight of a piece is worth; those of traits are as they stand."""
    pieces: Mapping[str, tuple[int, bytes]] = field(repr=False)
    """Of each piece of a word, its rarity, and its weights, one signed byte an intent."""
    traits: Mapping[str, tuple[float, ...]] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All languages, and what was learnt beside them."""

    languages: tuple[Language, ...] = ()
    learnt: Learnt | None = None  # None: intents are told by the words of the languages alone
