"""Writes sentences in which nobody speaks of a leak: what a new watch is tried on before it wakes anybody.

Run as `python -m training.benign --out config/lexicon/benign.txt`; the same words give the same file. Everything in it
is invented. The words are those that organisations like to be called after and that mean something else every day.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from storage.catalog_yaml import File, parse

__all__ = ["sentences"]

WORDS = Path(__file__).parent / "benign.yaml"
EACH = 7
"""Sentences of one word,"""
OF_PHRASE = 3
"""and of a phrase that such a word stands in every day."""


def sentences() -> Iterator[str]:
    """Every sentence, language by language: each word and phrase in several sentences, then small talk."""
    for language in _languages():
        frames, things, places = (language[key] for key in ("frames", "things", "places"))
        turns, beside = cycle(frames), cycle(places)
        for spoken_of, each in ((things, EACH), (language["phrases"], OF_PHRASE)):
            for one in spoken_of:
                for frame in islice(turns, each):
                    yield _sentence(frame.replace("{x}", one).replace("{y}", next(beside)))
        yield from map(_sentence, language["talk"])


def _languages() -> Iterator[dict[str, list[str]]]:
    told = parse(File(name=WORDS.name, content=WORDS.read_bytes())).plain()
    assert isinstance(told, dict)
    for language in told.values():
        assert isinstance(language, dict)
        yield {key: [str(one) for one in several or ()] for key, several in language.items()}


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]


def main() -> None:
    """Write the file."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    arguments.add_argument("--out", type=Path, required=True)
    told = list(dict.fromkeys(sentences()))
    arguments.parse_args().out.write_text("\n".join(told) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
