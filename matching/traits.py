"""What tells an author's aim apart from the single words: the kind of post, what stands in it, how it is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt

from matching.grams import units
from matching.tokens import plain
from matching.words import Said
from model.matches import Intent
from model.watches import Field

__all__ = ["Signs", "board_traits", "loudness", "traits"]

_IN_TITLE = 1.3  # a word in a title counts more
_ENOUGH = 3.0  # what one word, said again and again, can weigh
_LONG = 600  # characters; longer posts say every word once
_DAMPING = 0.8  # the second word for an intent tells less than the first
_LOUDEST = 6.0
_TOPIC = "topic "
_BOARD = 3.0  # what a board's name weighs beside the post's own words
_BOARD_NAME = 80  # characters that are read of it
_DIGITS = re.compile(r"\d+")
_SEVERAL = 4  # words of one topic; more say no more
_LINKS = ("http://", "https://", "hxxp://", "hxxps://", ".onion", ".example/", "[hide", "magnet:", "mega.", "t.me/")
_PICTURE = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What was seen in a post, its quotes and rows apart."""

    own: str = field(repr=False)
    """The author's own words."""
    kind: str
    title_end: int
    has_price: bool
    has_volume: bool
    has_sample: bool
    is_match: bool
    board: str | None = None  # None: the page does not say
    has_quote: bool = False
    fields: Collection[Field] = ()


def traits(said: Sequence[Said], signs: Signs) -> Mapping[str, float]:
    """Each trait of a post with how strong it is, mostly from 0 to 1."""
    found = dict.fromkeys(_flags(signs), 1.0)
    for intent, volume in loudness(said, signs).items():
        found[f"loud {intent.value}"] = min(volume, _LOUDEST) / 3
    found.update(_topics(said))
    for kind in signs.fields:
        found[f"field {kind.value}"] = 0.5
    length = len(signs.own.strip())
    found["lines"] = min(signs.own.count("\n"), 10) / 10
    found["length"] = min(length, 1000) / 1000
    found["fields"] = min(len(signs.fields), 5) / 5
    return found


def board_traits(board: str | None) -> Mapping[str, float]:
    """What the name of a *board* says of the posts on it: `Ventes FR`, `Слив | Раздачи`, `kits_and_panels`."""
    words = _DIGITS.sub("0", plain((board or "")[:_BOARD_NAME])).split()
    found = {piece for word in words for piece in units(word)}
    return {f"board {piece}": _BOARD / sqrt(len(found)) for piece in found}


def _topics(said: Sequence[Said]) -> Mapping[str, float]:
    """How much of a post turns around each topic, by its different words for it."""
    words: dict[str, set[str]] = defaultdict(set)
    for one in said:
        if isinstance(one.kind, str) and one.kind.startswith(_TOPIC):
            words[one.kind].add(one.say)
    return {topic: min(len(several), _SEVERAL) / _SEVERAL for topic, several in words.items()}


def _flags(signs: Signs) -> Iterator[str]:
    own = signs.own
    low, length = own.lower(), len(own.strip())
    seen = {
        "price": signs.has_price,
        "volume": signs.has_volume,
        "sample": signs.has_sample,
        "match": signs.is_match,
        "quote": signs.has_quote,
        "two fields": len(signs.fields) >= 2,
        "title": signs.title_end > 0,
        "very short": length < 60,
        "short": length < 120,
        "long": length > 400,
        "very long": length > 900,
        "question": "?" in own,
        "ends in a question": own.rstrip(" \n!)").endswith("?"),
        "exclamation": "!" in own,
        "link": any(map(low.__contains__, _LINKS)),
        "pictures": not own.isascii() and bool(_PICTURE.search(own)),
    }
    yield "always"
    yield f"kind {signs.kind}"
    yield from (name for name, holds in seen.items() if holds)


def loudness(said: Sequence[Said], signs: Signs) -> dict[Intent, float]:
    """How loudly the words of the lexicon speak for each intent."""
    worth: dict[tuple[Intent, str], float] = {}
    for one in said:
        if isinstance(one.kind, Intent):
            weight = one.weight * (_IN_TITLE if one.start < signs.title_end else 1.0)
            before = worth.get((one.kind, one.say), 0.0)
            worth[one.kind, one.say] = min(max(before, weight) + 0.2, max(_ENOUGH, weight))
    thin = min(1.0, (_LONG / max(1, len(signs.own.strip()))) ** 0.5)
    total: dict[Intent, float] = defaultdict(float)
    for (intent, _), weight in worth.items():
        total[intent] += thin * weight
    return {intent: max(0.0, weight) ** _DAMPING for intent, weight in total.items()}
