"""What an author is doing, by the words of the lexicon, the kind of post and what stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matching.leanings import SEEN, SPOKEN
from matching.words import Said
from model.matches import Intent, Level

__all__ = ["Signs", "judge", "level"]

_IN_TITLE = 1.3  # a word in a title counts more
_ENOUGH = 3.0  # what one word, said again and again, can weigh
_LONG = 600  # characters; longer posts say every word once
_DAMPING = 0.8  # the second word for an intent tells less than the first
_WAKES = frozenset(
    {Intent.SALE, Intent.FREE_LEAK, Intent.ACCESS_SALE, Intent.RANSOM_CLAIM, Intent.PHISHING, Intent.REQUEST}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What else was seen in a post that tells what its author does."""

    kind: str
    length: int
    title_end: int
    has_price: bool
    has_volume: bool
    has_sample: bool
    has_fields: bool
    is_match: bool

    def seen(self) -> Iterator[str]:
        """The names of what was seen, as `leanings` has them."""
        yield "always"
        yield self.kind
        seen = {
            "price": self.has_price,
            "volume": self.has_volume,
            "sample": self.has_sample,
            "fields": self.has_fields,
            "match": self.is_match,
            "short": self.length < 120,
            "long": self.length > 400,
            "very long": self.length > 900,
        }
        yield from (name for name, holds in seen.items() if holds)


def judge(said: Sequence[Said], signs: Signs) -> tuple[Intent, tuple[Said, ...]]:
    """The intent, and the words that led to it, weightiest first."""
    scores = dict.fromkeys(Intent, 0.0)
    for name in signs.seen():
        for intent, weight in SEEN.get(name, {}).items():
            scores[intent] += weight
    for spoken, volume in _loudness(said, signs).items():
        for intent, weight in SPOKEN[spoken].items():
            scores[intent] += weight * volume
    best = max(scores, key=lambda intent: scores[intent])
    words = sorted((one for one in said if one.kind is best), key=lambda one: (-one.weight, one.start))
    return best, tuple(words[:3])


def _loudness(said: Sequence[Said], signs: Signs) -> dict[Intent, float]:
    """How loudly the words of a post speak for each intent."""
    worth: dict[tuple[Intent, str], float] = {}
    for one in said:
        if isinstance(one.kind, Intent):
            weight = one.weight * (_IN_TITLE if one.start < signs.title_end else 1.0)
            before = worth.get((one.kind, one.say), 0.0)
            worth[one.kind, one.say] = min(max(before, weight) + 0.2, max(_ENOUGH, weight))
    thin = min(1.0, (_LONG / max(1, signs.length)) ** 0.5)
    total: dict[Intent, float] = defaultdict(float)
    for (intent, _), weight in worth.items():
        total[intent] += thin * weight
    return {intent: max(0.0, weight) ** _DAMPING for intent, weight in total.items()}


def level(intent: Intent, *, is_match: bool, is_denied: bool, holds_data: bool) -> Level:
    """How soon people want to know of a post with this *intent*."""
    if not is_match or intent is Intent.NOISE:
        return Level.NONE
    if intent in _WAKES:
        return Level.DIGEST if is_denied else Level.NOW
    return Level.NOW if intent is Intent.HOW_TO_USE and holds_data else Level.DIGEST
