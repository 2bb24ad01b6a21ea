"""How a name written in Latin letters is written in Cyrillic, read back: the keys it may have by its sound."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from itertools import islice, product

__all__ = ["heard"]

_RULES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"eaux?$|aux$", ("o",)),
    (r"eau|au", ("o", "au")),
    (r"tion", ("sion", "tion", "cion")),
    (r"aint$|ain$|ein$|in$", ("en", "in", "an", "ent")),
    (r"aint|eint", ("ent", "en", "eint", "int")),
    (r"^la$", ("la", "lia")),
    (r"off$", ("of", "ov")),
    (r"^s(?=[pt])", ("s", "sh")),
    (r"^v", ("v", "f")),
    (r"oy", ("ua", "oi")),
    (r"ay|ey", ("ai", "ei")),
    (r"oo", ("u", "o")),
    (r"ee", ("i", "e")),
    (r"(?:(?<=^[b-z])|(?<=^[b-z]{2}))a(?=[bdfgklmnprstvz]e$)", ("a", "ei")),
    (r"s(?=e$)", ("s", "z")),
    (r"i(?=e.)", ("i", "")),
    (r"tz", ("c", "tz")),
    (r"tsch", ("ch",)),
    (r"sch", ("sh",)),
    (r"ch", ("sh", "ch", "h", "k")),
    (r"ph", ("f",)),
    (r"th", ("t", "s", "f")),
    (r"ck", ("k",)),
    (r"qu", ("k", "kv")),
    (r"gn", ("n", "gn")),
    (r"(?<=[aeiou])ll|ll", ("l", "ll", "i")),
    (r"(?P<twin>[bcdfgkmnprstvz])(?P=twin)", ("1", "2")),
    (r"ou", ("u", "ou")),
    (r"oi", ("ua", "oi")),
    (r"eu|oe", ("e", "eu", "oi")),
    (r"ai|ei", ("e", "ei", "ai")),
    (r"ia", ("ia", "iia")),
    (r"io", ("io", "iio")),
    (r"ya|ja", ("ia",)),
    (r"yo|jo", ("io", "e")),
    (r"c(?=[eiy])", ("s", "c")),
    (r"c", ("k",)),
    (r"g(?=[eiy])", ("zh", "g", "dzh")),
    (r"j", ("zh", "dzh", "i", "h")),
    (r"^h", ("", "g", "h")),
    (r"h", ("h", "g", "")),
    (r"w", ("v", "u")),
    (r"x", ("ks", "kz")),
    (r"y", ("i",)),
    (r"u", ("u", "iu")),
    (r"e$", ("", "e")),
    (r"es$", ("", "es")),
    (r"(?<=[ao])s$", ("s", "")),
    (r"(?<=[nr])[dt]s?$", ("=", "")),
    (r"(?<=[aeiou])[dtxz]$", ("=", "")),
)
_ANY = re.compile("|".join(f"(?P<r{n}>{rule})" for n, (rule, _) in enumerate(_RULES)))
_MOST_TRIED = 4096


def heard(words: Sequence[str], *, most: int) -> list[tuple[str, ...]]:
    """Up to *most* ways in which the folded Latin *words* are heard, the plainest first."""
    ways = [list(_word(word)) for word in words]
    tried = islice(product(*(range(len(options)) for options in ways)), _MOST_TRIED)
    best = nsmallest(most, tried, key=lambda choice: (sum(choice), choice))
    return list(dict.fromkeys(tuple(ways[n][index] for n, index in enumerate(choice)) for choice in best))


def _word(word: str) -> Iterator[str]:
    """The ways in which one word is heard, the plainest first."""
    parts: list[tuple[str, ...]] = []
    at = 0
    for match in _ANY.finditer(word):
        parts.append((word[at : match.start()],))
        parts.append(_options(match))
        at = match.end()
    parts.append((word[at:],))
    tried = islice(product(*(range(len(part)) for part in parts)), _MOST_TRIED)
    seen = sorted(tried, key=lambda choice: (sum(choice), choice))[:48]
    return iter(dict.fromkeys("".join(parts[n][index] for n, index in enumerate(choice)) for choice in seen))


def _options(match: re.Match[str]) -> tuple[str, ...]:
    number = next(int(name[1:]) for name, found in match.groupdict().items() if found is not None and name != "twin")
    options = _RULES[number][1]
    if options == ("1", "2"):
        return (match[0][0], match[0])
    return tuple(match[0] if option == "=" else option for option in options)
