"""Writes the words that people who deal in leaks say every day: a name that is one of them says little by itself.

Run as `python -m training.everyday --posts ../shared/eval --out config/lexicon/everyday.txt`. A word counts that stands
in small letters in several posts, and seldom with a capital where none is due.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from matching.matcher import sought
from matching.terms import Terms
from matching.variants import plain
from model.watches import Watch
from storage.catalog import load

__all__ = ["everyday"]

POSTS = 2
"""Posts that a word is met in, at least."""
_WORD = re.compile(r"(?<![\w*@./\\=-])[^\W\d_]{2,20}(?![\w*@/\\=-]|\.\w)")
_OPENING = re.compile(r"(?:^|[.!?:…\n>])[\W_]*$")
_SMALL_AS_OFTEN = 2  # times as often as with a capital
_BEFORE = 6  # characters that show whether a sentence begins


def everyday(posts: Iterable[str], watches: Iterable[Watch]) -> list[str]:
    """The words of *posts*, in alphabetical order, that are none of the names of *watches*."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for post in posts:
        small.update(set(_small(post)))
        capital.update(set(_capital(post)))
    terms = Terms([sought(watch) for watch in watches])
    often = sorted(word for word, met in small.items() if met >= max(POSTS, _SMALL_AS_OFTEN * capital[word]))
    return [word for word, named in zip(often, terms.find_all(often), strict=True) if not named]


def _small(post: str) -> Iterator[str]:
    return (plain(word) for word in _WORD.findall(post) if word.islower())


def _capital(post: str) -> Iterator[str]:
    for found in _WORD.finditer(post):
        before = post[max(0, found.start() - _BEFORE) : found.start()]
        if found[0][0].isupper() and not found[0].isupper() and not _OPENING.search(before):
            yield plain(found[0])


def _posts(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("train-*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            post = json.loads(line)
            yield f"{post['title'] or ''}\n{post['body']}"


def main() -> None:
    """Write the file."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--posts", type=Path, required=True)
    arguments.add_argument("--config", type=Path, default=Path("tests/eval/config"))
    arguments.add_argument("--out", type=Path, required=True)
    given = arguments.parse_args()
    told = everyday(_posts(given.posts), load(given.config).watchlist.watches)
    given.out.write_text("\n".join(told) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
