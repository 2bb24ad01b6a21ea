"""Which language a text is in: by its alphabet, then by its short words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from model.lexicon import Lexicon

__all__ = ["Languages"]

_SIGNS = {"fr": "çœàèêùâîû", "es": "ñ¿¡áíóú", "de": "äöüß"}
_MIXED = 0.30  # share of the second language from which a text is mixed
_FEW = 4  # short words of the second language that make a mixture


class Languages:
    """Tells languages by the stopwords of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._codes = [language.code for language in lexicon.languages] or ["en"]
        self._of: dict[str, tuple[str, ...]] = {}
        for language in lexicon.languages:
            for word in language.stopwords:
                self._of[word] = (*self._of.get(word, ()), language.code)

    def tell(self, text: str, tokens: Iterable[tuple[str, int, int]]) -> str:
        """The language of *text*: a code of the lexicon, or `mixed`."""
        scores: dict[str, float] = defaultdict(float)
        words = [token for token, _, _ in tokens][:2000]
        cyrillic = sum(any("\u0400" <= sign <= "\u04ff" for sign in word) for word in words)
        latin = sum(word.isalpha() and word.isascii() and len(word) > 1 for word in words)
        for word in words:
            for code in set(self._of.get(word, ())):
                scores[code] += 1.0 / len(set(self._of[word]))
        low = text[:20_000].lower()
        for code, signs in _SIGNS.items():
            scores[code] += sum(0.5 * low.count(sign) for sign in signs)
        if cyrillic:
            return self._with_cyrillic(cyrillic, latin, scores)
        scores.pop("ru", None)
        return self._latin(scores)

    def _with_cyrillic(self, cyrillic: int, latin: int, scores: dict[str, float]) -> str:
        others = sum(score for code, score in scores.items() if code != "ru")
        if cyrillic < 3 and latin > 3 * cyrillic and others > cyrillic:
            scores.pop("ru", None)
            return self._latin(scores)
        return "mixed" if others >= 2.5 and others >= 0.25 * cyrillic else "ru"

    def _latin(self, scores: dict[str, float]) -> str:
        ranked = sorted(((code, score) for code, score in scores.items() if score > 0), key=lambda one: -one[1])
        if not ranked:
            return "en" if "en" in self._codes else self._codes[0]
        if len(ranked) >= 2 and ranked[1][1] >= _FEW and ranked[1][1] >= _MIXED * (ranked[0][1] + ranked[1][1]):
            return "mixed"
        return ranked[0][0]
