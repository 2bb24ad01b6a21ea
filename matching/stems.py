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
        return list(map(self._known(latin if latin in _STEMMERS else None).__getitem__, words))

    def _known(self, latin: str | None) -> _Stems:
        """The stems of a text whose Latin words are in *latin*."""
        mine: dict[str | None, _Stems] = self._mine.__dict__.setdefault("stems", {})
        if latin not in mine:
            mine[latin] = _Stems(None if latin is None else self._stemmer(latin), self._stemmer("ru"))
        return mine[latin]

    def _stemmer(self, lang: str) -> Stemmer:
        mine: dict[str, Stemmer] = self._mine.__dict__.setdefault("stemmers", {})
        if lang not in mine:
            mine[lang] = Stemmer(_STEMMERS[lang], 0)  # we remember what it says
        return mine[lang]


class _Stems(dict[str, str]):
    """Each word's stem: worked out when first met, and forgotten with all others when they are too many."""

    def __init__(self, latin: Stemmer | None, cyrillic: Stemmer) -> None:
        super().__init__()
        self._latin, self._cyrillic = latin, cyrillic

    def __missing__(self, word: str) -> str:
        stemmer = self._cyrillic if _is_cyrillic(word) else self._latin
        stem = word if stemmer is None or (said := stemmer.stemWord(word)) == word else said
        if len(word) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[word] = stem
        return stem


_LONGEST = 40  # letters of a word that is worth remembering
_MOST = 20_000  # words of a language: some megabytes


def _is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[0] <= "\u052f"
