"""Folded words to stems: what the forms of one word have in common."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from importlib.metadata import version
from threading import local

from Stemmer import Stemmer

from matching.tokens import analyse

__all__ = ["SnowballAnalysis"]

_STEMMERS = {"fr": "french", "en": "english", "ru": "russian", "es": "spanish", "de": "german"}
_TOKENS = "1"  # change it with matching.tokens, so that what was indexed is indexed anew


class SnowballAnalysis:
    """The port `Analysis`: our fold, then Snowball's stems.

    Cyrillic words are stemmed as Russian in any text, and Latin ones of a Russian text as English, because such
    texts mix the two.
    """

    def __init__(self) -> None:
        self._mine = local()  # a stemmer serves one thread

    @property
    def version(self) -> str:
        return f"{_TOKENS} snowball {version('PyStemmer')} unicode {unicodedata.unidata_version}"

    @property
    def languages(self) -> Sequence[str | None]:
        return (*_STEMMERS, None)

    def words(self, text: str) -> Sequence[tuple[str, int, int]]:
        return analyse(text)

    def stems(self, words: Sequence[str], lang: str | None) -> Sequence[str]:
        latin = "en" if lang == "ru" else lang
        known = self._stemmer(latin).stemWords(list(words)) if latin in _STEMMERS else list(words)
        if any(map(_is_cyrillic, words)):
            russian = self._stemmer("ru").stemWords(list(words))
            known = [ru if _is_cyrillic(word) else stem for word, stem, ru in zip(words, known, russian, strict=True)]
        return known

    def _stemmer(self, lang: str) -> Stemmer:
        mine: dict[str, Stemmer] = self._mine.__dict__
        if lang not in mine:
            mine[lang] = Stemmer(_STEMMERS[lang])
        return mine[lang]


def _is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[0] <= "\u052f"
