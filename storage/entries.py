"""A kept post as every index holds it: the words and stems of its texts, and what it is filtered by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from model.cases import PostView
from model.identities import PostKey
from model.ports import Analysis
from model.queries import Key
from storage.columns import storable

__all__ = ["LONGEST_WORD", "TEXTS", "Entry", "Spoken", "entry", "found_words", "spellings", "values"]

LONGEST_WORD = 100
"""Characters of a word that count, in posts and queries: engines have limits of their own, beyond this one."""

TEXTS = ("title", "text", "author")
"""What words are searched in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One text, as the analysis reads it: as many stems as words."""

    words: tuple[str, ...] = field(default=(), repr=False)
    stems: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a search can ask about a post."""

    key: PostKey
    at: datetime
    """Posted, or else first seen."""
    title: Spoken
    text: Spoken
    author: Spoken
    board: Spoken
    values: tuple[tuple[Key, str], ...]
    """What `Is` is answered by; the values are in lower case."""
    has_sample: bool

    @property
    def texts(self) -> tuple[Spoken, ...]:
        """What words are searched in."""
        return (self.title, self.text, self.author)


def entry(view: PostView, analysis: Analysis) -> Entry:
    """*view*, as every index holds it."""
    lang = None if view.assessment is None else view.assessment.lang

    def spoken(text: str | None) -> Spoken:
        words = found_words(text or "", analysis)
        return Spoken(words=words, stems=tuple(analysis.stems(words, lang)))

    return Entry(
        key=view.key,
        at=view.at,
        title=spoken(view.thread_title),
        text=spoken(view.text),
        author=spoken(view.author),
        board=spoken(view.board),
        values=values(view),
        has_sample=view.assessment is not None and view.assessment.has_sample,
    )


def values(view: PostView) -> tuple[tuple[Key, str], ...]:
    """What *view* is filtered by, in lower case."""
    return tuple((key, value.casefold()) for key, some in _values(view).items() for value in some)


def found_words(text: str, analysis: Analysis) -> tuple[str, ...]:
    """The words that *text* is found by."""
    return tuple(word[:LONGEST_WORD] for word, _, _ in analysis.words(storable(text)))


def spellings(words: Sequence[str], analysis: Analysis) -> list[tuple[str, ...]]:
    """The stems that *words* may stand as in a post, once for each language in which they differ."""
    return list(dict.fromkeys(tuple(analysis.stems(words, lang)) for lang in analysis.languages))


def _values(view: PostView) -> dict[Key, Iterable[str]]:
    said = view.assessment
    return {
        Key.SOURCE: (view.source,),
        Key.WATCH: view.watches,
        Key.SIGNATURE: view.signatures,
        Key.KIND: (view.kind,),
        Key.INTENT: () if said is None else (said.intent.value,),
        Key.LEVEL: () if said is None else (said.level.value,),
        Key.LANG: () if said is None else (said.lang,),
    }
