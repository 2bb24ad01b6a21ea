"""What an author is doing, by the words of the lexicon, the kind of post and what stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from matching.words import Said
from model.matches import Intent, Level

__all__ = ["Signs", "judge", "level"]

_KINDS: dict[str, dict[Intent, float]] = {
    "leaksite_entry": {Intent.RANSOM_CLAIM: 9.0},
    "reply": {Intent.REACTION: 0.6, Intent.DISCUSSION: 1.0, Intent.HOW_TO_USE: 0.5, Intent.RANSOM_CLAIM: -1.5},
    "thread_start": {Intent.REACTION: -2.0, Intent.SALE: 0.5, Intent.RANSOM_CLAIM: -0.5},
    "channel_message": {Intent.RANSOM_CLAIM: -1.0, Intent.DISCUSSION: -0.2},
    "paste": {Intent.REACTION: -2.0, Intent.REQUEST: -1.0},
}
_ALIKE = 3.0  # more of one word than this adds nothing
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


def judge(said: Sequence[Said], signs: Signs) -> tuple[Intent, tuple[Said, ...]]:
    """The intent, and the words that led to it, weightiest first."""
    scores: dict[Intent, float] = defaultdict(float)
    for intent, extra in _KINDS.get(signs.kind, {}).items():
        scores[intent] += extra
    _lean(scores, signs)
    heard: dict[Intent, list[Said]] = defaultdict(list)
    for one in said:
        if isinstance(one.kind, Intent):
            heard[one.kind].append(one)
    thin = 1.0 if signs.length < 600 else (600 / signs.length) ** 0.5  # long posts say every word once
    for intent, ones in heard.items():
        by_say: dict[str, float] = defaultdict(float)
        for one in ones:
            share = 1.3 if one.start < signs.title_end else 1.0
            by_say[one.say] = min(max(by_say[one.say], one.weight * share) + 0.2, max(_ALIKE, one.weight * share))
        scores[intent] += thin * sum(by_say.values())
    best = max(Intent, key=lambda intent: scores[intent])
    words = sorted(heard[best], key=lambda one: (-one.weight, one.start))
    return best, tuple(words[:3])


def _lean(scores: dict[Intent, float], signs: Signs) -> None:
    scores[Intent.NOISE] += 0.8 if signs.is_match else 2.2
    if signs.has_price:
        for intent in (Intent.SALE, Intent.ACCESS_SALE):
            scores[intent] += 1.2
        scores[Intent.REQUEST] += 0.5
        scores[Intent.PHISHING] += 0.6
        scores[Intent.REACTION] -= 1.5
        scores[Intent.FREE_LEAK] -= 2.0
    if signs.has_volume:
        scores[Intent.SALE] += 1.0
        scores[Intent.FREE_LEAK] += 0.7
        scores[Intent.NOISE] -= 0.7
    if signs.has_fields:
        scores[Intent.SALE] += 1.0
        scores[Intent.FREE_LEAK] += 0.6
        scores[Intent.NOISE] -= 1.0
    if signs.has_sample:
        scores[Intent.SALE] += 1.0
        scores[Intent.FREE_LEAK] += 1.0
        scores[Intent.REACTION] -= 1.0
    if signs.length < 120:
        scores[Intent.REACTION] += 0.5
        scores[Intent.NEWS] -= 0.7
        scores[Intent.RANSOM_CLAIM] -= 0.5
    elif signs.length > 400:
        scores[Intent.REACTION] -= 2.5


def level(intent: Intent, *, is_match: bool, is_denied: bool, holds_data: bool) -> Level:
    """How soon people want to know of a post with this *intent*."""
    if not is_match or intent is Intent.NOISE:
        return Level.NONE
    if intent in _WAKES:
        return Level.DIGEST if is_denied else Level.NOW
    return Level.NOW if intent is Intent.HOW_TO_USE and holds_data else Level.DIGEST
