"""Which language a text is in: by its alphabet, then by its common words; two of them make it mixed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from matching.tokens import plain
from model.lexicon import Lexicon

__all__ = ["Languages"]

_SIGNS = {"fr": "çœàèêùâîû", "es": "ñ¿¡", "de": "äöüß"}
_SIGN = 0.4  # what a letter tells that only one language writes
_CLEAR = 3  # words of no other language that prove a second one
_FEW = 2  # …in a text of a few words
_SHORT = 30  # words
_MIXED = 0.2  # share of the second language's words among those of both
_MIXED_SHORT = 0.27
_WORDS = 2000  # that are looked at


class _Common:
    """A common word: whose it is, what it tells for each, and the one language that it alone proves."""

    def __init__(self, word: str, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        self.share = 1 / len(codes)
        is_clear = len(codes) == 1 and (len(word) > 1 or not word.isascii())
        self.clear = self.codes[0] if is_clear else None  # None: other languages have it, too


class Languages:
    """Tells languages by the stopwords of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._codes = [language.code for language in lexicon.languages] or ["en"]
        known: dict[str, set[str]] = defaultdict(set)
        for language in lexicon.languages:
            for word in language.stopwords:
                known[word].add(language.code)
        self._of = {word: _Common(word, sorted(codes)) for word, codes in known.items()}

    def tell(self, text: str, words: Sequence[str], *, board: str | None = None) -> str:
        """The language of *text*: a code of the lexicon, or `mixed`; where it has no common word, its *board*'s."""
        found = self._told(text, words[:_WORDS])
        if found is None and board:
            found = self._told(board, plain(board).split()[:_WORDS])
        return found or ("en" if "en" in self._codes else self._codes[0])

    def _told(self, text: str, words: Sequence[str]) -> str | None:
        scores, clear = self._counts(words)
        if text.isascii():
            scores.pop("ru", None)
            return self._latin(len(words), scores, clear)
        low = text[:20_000].lower()
        for code, signs in _SIGNS.items():
            if code in self._codes:
                scores[code] += _SIGN * min(20, sum(map(low.count, signs)))
        is_latin = max(words, default="") < "\u0400"
        if cyrillic := 0 if is_latin else sum("\u0400" <= word[0] <= "\u04ff" for word in words):
            return self._with_cyrillic(words, cyrillic, scores, clear)
        scores.pop("ru", None)
        return self._latin(len(words), scores, clear)

    def _counts(self, words: Sequence[str]) -> tuple[dict[str, float], Counter[str]]:
        """How much the words speak for each language, and how many different ones are of that one alone."""
        scores: dict[str, float] = defaultdict(float)
        clear: Counter[str] = Counter()
        for word, times in Counter(filter(self._of.__contains__, words)).items():
            common = self._of[word]
            worth = common.share * min(times, 5)
            for code in common.codes:
                scores[code] += worth
            if common.clear is not None:
                clear[common.clear] += 1
        return scores, clear

    def _with_cyrillic(
        self, words: Sequence[str], cyrillic: int, scores: dict[str, float], clear: Counter[str]
    ) -> str | None:
        latin = sum(word.isascii() and word.isalpha() and len(word) > 1 for word in words)
        others = sum(count for code, count in clear.items() if code != "ru")
        if cyrillic <= 2 and latin > 4 * cyrillic:
            scores.pop("ru", None)
            return self._latin(len(words), scores, clear)
        plain = sum(word.isascii() and word.islower() and word.isalpha() and len(word) > 2 for word in words)
        is_mixed = others >= _CLEAR or (others >= 1 and plain >= _CLEAR and plain >= 0.3 * cyrillic)
        return "mixed" if is_mixed and max(others, plain) >= _MIXED * cyrillic else "ru"

    def _latin(self, length: int, scores: dict[str, float], clear: Counter[str]) -> str | None:
        ranked = sorted(((code, score) for code, score in scores.items() if score > 0), key=lambda one: -one[1])
        if not ranked:
            return None
        best = ranked[0][0]
        for code, _ in ranked[1:]:
            share = clear[code] / max(1, clear[code] + clear[best])
            if clear[code] >= _CLEAR and share >= _MIXED:
                return "mixed"
            if length <= _SHORT and clear[code] >= _FEW and share >= _MIXED_SHORT:
                return "mixed"
        return best
