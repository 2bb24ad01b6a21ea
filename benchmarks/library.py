"""Generated posts of about 1 KB each, as many as one likes, for benchmarks of search."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from model.cases import PostView
from model.identities import Masked, SignatureId, SourceId, ThreadId, WatchId, post_key
from model.matches import Assessment, Grade, Intent, Level, Match

__all__ = ["SOURCES", "Library"]

SOURCES = [SourceId(f"forum-{n:02}") for n in range(20)]
_LANGS = ("en", "ru", "fr", "es", "de", "mixed")
_LATIN, _CYRILLIC = ("bcdfghlmnprstv", "aeiou"), ("бвгдзклмнпрст", "аеиоу")
_BEGIN = datetime(2023, 1, 1, tzinfo=UTC)
_MINUTES = 3 * 365 * 24 * 60
_WORDS = 150  # of a post: about 1 KB
_TEXTS = 3_000  # different ones in each language: a million of them would take longer to make than to index


class Library:
    """Posts in words that are as unequally frequent as those of languages are; the same for the same *seed*."""

    def __init__(self, *, words: int = 60_000, seed: int = 7) -> None:
        self._chance = random.Random(seed)
        self.words = {
            "latin": self._vocabulary(words, *_LATIN),
            "cyrillic": self._vocabulary(words, *_CYRILLIC),
        }
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(words)))

        self._texts = {lang: [self._text(lang, _WORDS) for _ in range(_TEXTS)] for lang in _LANGS}

    def posts(self, how_many: int) -> Iterator[PostView]:
        """So many posts, in no order of time."""
        for number in range(how_many):
            yield self._post(number)

    def _vocabulary(self, words: int, consonants: str, vowels: str) -> list[str]:
        pick = self._chance.choice
        return ["".join(pick(consonants) + pick(vowels) for _ in range(2 + rank % 3)) for rank in range(words)]

    def _text(self, lang: str, words: int) -> Masked:
        vocabulary = self.words["cyrillic" if lang == "ru" else "latin"]
        return Masked(" ".join(self._chance.choices(vocabulary, cum_weights=self._weights, k=words)))

    def _post(self, number: int) -> PostView:
        chance = self._chance
        lang, source = chance.choice(_LANGS), min(chance.choices(SOURCES, k=2))
        thread, url = ThreadId(str(number // 12)), Masked(f"https://forum.example/{number}")
        at = _BEGIN + timedelta(minutes=chance.randrange(_MINUTES), seconds=chance.randrange(60))
        said = Assessment(
            intent=chance.choice(list(Intent)),
            level=chance.choice(list(Level)),
            lang=lang,
            has_sample=chance.random() < 0.02,
        )
        return PostView(
            key=post_key(source, thread, str(number)),
            source=source,
            thread_id=thread,
            thread_title=self._text(lang, 6),
            thread_url=url,
            thread_author=None,
            thread_created_at=None,
            thread_replies=None,
            board=Masked(f"board {number % 50}"),
            id=str(number),
            n=number % 12 + 1,
            author=Masked(f"author{chance.randrange(20_000)}"),
            text=chance.choice(self._texts[lang]),
            permalink=url,
            posted_at=at,
            edited_at=None,
            first_seen_at=at,
            last_seen_at=at,
            versions=1,
            assessment=said,
            matches=tuple(self._matches()),
        )

    def _matches(self) -> Iterator[Match]:
        if self._chance.random() < 0.05:
            yield Match(watch=WatchId(f"watch-{self._chance.randrange(200)}"), grade=Grade.EXACT)
        if self._chance.random() < 0.005:
            yield Match(signature=SignatureId(f"signature-{self._chance.randrange(5)}"), grade=Grade.EXACT)
