"""How fast mentions are found and texts are masked, against a plain loop over the same text, in one run.

Run as `python -m benchmarks.matching`. Only ratios within one run mean anything.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial

from matching.masking import mask
from matching.terms import Sought, Terms

__all__ = ["main"]

_TALK = "Bonjour à tous, je cherche la base clients complète de cette société, dispo en MP, paiement crypto, merci. "


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _posts(chance: random.Random, names: list[str]) -> list[str]:
    disguises: tuple[Callable[[str], str], ...] = (str.upper, " ".join, lambda name: name.replace("a", "4"))
    return [
        _TALK * chance.randrange(1, 12) + chance.choice(disguises)(chance.choice(names)) + " " + _TALK
        for _ in range(1_000)
    ]


def _name(chance: random.Random) -> str:
    return "".join(chance.choice("bcdfglmnprstv") + chance.choice("aeiou") for _ in range(5))


def _loop(posts: list[str], names: list[str]) -> list[bool]:
    return [name in post.lower() for post in posts for name in names]


def _compare(terms: int, chance: random.Random) -> str:
    names = [_name(chance) for _ in range(terms)]
    posts = _posts(chance, names)
    matcher = Terms([Sought(terms=(name,), fuzzy=False) for name in names])
    loop = 50 * _seconds(partial(_loop, posts[:20], names))
    ours = _seconds(lambda: [matcher.find(post) for post in posts])
    found = sum(bool(matcher.find(post)) for post in posts)
    speed = sum(map(len, posts)) / 1e6 / ours
    return f"{terms:>6} terms: {speed:.1f} MB/s, {loop / ours:.1f} x a substring loop, {found} of 1000 found"


def main() -> None:
    """Print one line a measure."""
    chance = random.Random(1)
    for terms in (10, 1_000, 10_000):
        print(_compare(terms, chance))
    dump = "\n".join(f"{n};1840599990{n % 1000:03};ROUX;Zoé;06399812{n % 100:02}" for n in range(10_000))
    for name, text in (("talk", _TALK * 10_000), ("dump", dump)):
        print(f"mask {name}: {len(text) / 1e6 / _seconds(partial(mask, text)):.2f} MB/s")


if __name__ == "__main__":
    main()
