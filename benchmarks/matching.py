"""Mentions in raw, disguised posts: how fast they are found, and how many, against two peers' ways in the same run.

Run as `python -m benchmarks.matching [terms …]` with the peers' libraries beside: `pip install yara-python textblob`.
Only ratios within one run mean anything. Peers: PasteHunter's way (one compiled set of YARA strings, with `nocase`) and
AIL's word tracker (TextBlob's words of the text against a loop over every tracked word), both without their queues and
stores.
"""

from __future__ import annotations

import gc
import importlib
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from benchmarks.talk import Post, name, posts
from matching.masking import mask
from matching.terms import Sought, Terms

__all__ = ["main"]

_POSTS = 6_000
_ROUNDS = 9
_RULE = 5_000  # strings of one YARA rule, as PasteHunter's larger lists have them
_FUZZY = 10_000  # terms up to which misspellings are looked for as well
_AT_MOST = 4.0  # seconds that one peer's round may take before it is measured on fewer posts
_GAPS = r"[&~:;,.(){}|\[\]\\/\-='\"%$?@+#_^<>!*\s]+"  # where AIL's tracker cuts words

Finder = Callable[[Sequence[str]], list[set[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to find names, and what it took to build."""

    title: str
    find: Finder
    built_in: float


def _ours(names: Sequence[str], *, fuzzy: bool) -> Finder:
    terms = Terms([Sought(terms=(one,), fuzzy=fuzzy) for one in names])
    return lambda texts: [{mention.term for mention in found} for found in terms.find_all(texts)]


def _yara(names: Sequence[str]) -> Finder:
    yara = importlib.import_module("yara")
    rules = yara.compile(
        sources={
            f"n{at}": "rule names { strings:\n"
            + "\n".join(f'$s{at + n} = "{one}" nocase' for n, one in enumerate(names[at : at + _RULE]))
            + "\ncondition: any of them }"
            for at in range(0, len(names), _RULE)
        }
    )

    def found(text: str) -> set[str]:
        matches = rules.match(data=text.encode())
        return {names[int(string.identifier[2:])] for match in matches for string in match.strings}

    return lambda texts: [found(text) for text in texts]


def _word_loop(names: Sequence[str]) -> Finder:
    wanted = [(one, one.lower()) for one in names]

    blob = importlib.import_module("textblob").TextBlob
    cutter = importlib.import_module("nltk.tokenize").RegexpTokenizer(_GAPS, gaps=True, discard_empty=True)

    def found(text: str) -> set[str]:
        words: dict[str, int] = defaultdict(int)
        for word in blob(text.lower(), tokenizer=cutter).tokens:
            words[word] += 1
        return {one for one, low in wanted if low in words}

    return lambda texts: [found(text) for text in texts]


def _built(title: str, build: Callable[[], Finder]) -> Way:
    began = time.perf_counter()
    find = build()
    return Way(title=title, find=find, built_in=time.perf_counter() - began)


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _share(way: Way, texts: Sequence[str]) -> Sequence[str]:
    """As many of *texts* as do not take too long, once everything is built that is built when first needed."""
    way.find(texts[:10])
    once = _seconds(partial(way.find, texts[:10])) / 10
    return texts[: max(20, min(len(texts), int(_AT_MOST / _ROUNDS / max(once, 1e-9))))]


def _speeds(ways: Sequence[Way], texts: Sequence[str]) -> list[float]:
    """Megabytes a second of each way, its best round; the ways take turns."""
    shares = [_share(way, texts) for way in ways]
    best = [float("inf")] * len(ways)
    for _ in range(_ROUNDS):
        for n, way in enumerate(ways):
            best[n] = min(best[n], _seconds(partial(way.find, shares[n])))
    return [sum(len(text.encode()) for text in share) / 1e6 / took for share, took in zip(shares, best, strict=True)]


def _right(way: Way, planted: Sequence[Post]) -> tuple[int, int]:
    """How many planted names were found, and how many posts had a name that was not planted."""
    found = way.find([post.text for post in planted])
    hits = sum(post.name in names for post, names in zip(planted, found, strict=True) if post.name)
    false = sum(bool(names - {post.name}) for post, names in zip(planted, found, strict=True))
    return hits, false


def _compare(count: int, chance: random.Random) -> None:
    names = sorted({name(chance) for _ in range(count + count // 4)})[:count]
    sample = posts(chance, names, _POSTS)
    ways = [
        _built("vigie", partial(_ours, names, fuzzy=False)),
        _built("PasteHunter's way", partial(_yara, names)),
        _built("AIL's word loop", partial(_word_loop, names)),
    ]
    if count <= _FUZZY:
        ways.append(_built("vigie, misspellings too", partial(_ours, names, fuzzy=True)))
    gc.collect()
    gc.freeze()  # as a process does that goes on for months: what was built is not looked through for garbage again
    speeds = _speeds(ways, [post.text for post in sample])
    planted = sum(post.name is not None for post in sample)
    print(f"\n{len(names)} terms; {planted} of {len(sample)} posts name one")
    for way, speed in zip(ways, speeds, strict=True):
        hits, false = _right(way, sample[:200])
        there = sum(post.name is not None for post in sample[:200])
        print(
            f"  {way.title:24} {speed:8.2f} MB/s  x{speed / speeds[1]:.2f} PasteHunter  x{speed / speeds[2]:.1f} AIL  "
            f"{hits}/{there} found, {false} false, built in {way.built_in:.1f} s"
        )


_HOSTILE = {
    "combining marks": "a" + "\u0301" * 400,
    "one line without spaces": "viamedi",
    "near misses": "viamedi almery norvi teltar ",
    "misspellings": "viamedsi almeris telltara ",
    "spaced letters": "v i a m e d i ",
    "signs": "v@i!a$",
    "entities": "&#118;&amp;&#x69;&eacute;",
    "tags that never close": "<b [url=",
    "names": "Viamedis ",
    "names glued to others": "xviamedisx ",
    "names with signs inside": "v-i-a-m-e-d-i-s-",
    "misspellings between commas": "viamedsi,almeris,",
    "parts of names": "norvik norvic ",
    "Cyrillic near misses": "виамедус тельтарк ",
    "Cyrillic names": "виамедиса тельтарой ",
    "one letter": "a",
    "unseen signs": "\u2060",
}


def _unlike(chance: random.Random, length: int) -> dict[str, str]:
    """Hostile texts in which nothing comes twice."""

    def written(letters: str, least: int, most: int) -> str:
        words = ("".join(chance.choices(letters, k=chance.randint(least, most))) for _ in range(length // least))
        return " ".join(words)[:length]

    def misspelled() -> str:
        name = list(chance.choice(("viamedis", "almerys", "teltara")))
        name[chance.randrange(1, len(name) - 1)] = chance.choice("abcdefghijklmnopqrstuvwxyz")
        return "".join(letter.upper() if chance.random() < 0.5 else letter for letter in name)

    return {
        "misspellings, no two alike": " ".join(misspelled() for _ in range(length // 7))[:length],
        "words, no two alike": written("etaoinshrdlcumwfgypbvk", 4, 9),
        "Cyrillic words, no two alike": written("етаоинсрдлкумвгпбчшю", 4, 9),
        "sums": written("0123456789abcdef", 32, 32),
    }


def _hostile() -> None:
    """How long hostile text takes a byte, against benign text, with misspellings looked for."""
    terms = Terms([Sought(terms=(one,)) for one in ("Viamedis", "Almerys", "Norvik Bank", "Teltara")])
    chance = random.Random(2)
    benign = " ".join(post.text for post in posts(chance, ["Nobody"], 800))[:1_000_000]
    usual = min(_seconds(partial(terms.find, benign)) for _ in range(3))
    texts = {kind: (piece * (len(benign) // len(piece) + 1))[: len(benign)] for kind, piece in _HOSTILE.items()}
    for kind, text in {**texts, **_unlike(chance, len(benign))}.items():
        took = min(_seconds(partial(terms.find, text)) for _ in range(2))
        print(f"  {kind:28} x{took / usual:.2f} the time of benign text")


def main() -> None:
    """Print one table a number of terms."""
    chance = random.Random(1)
    for count in [int(word) for word in sys.argv[1:]] or [1_000, 10_000, 100_000]:
        _compare(count, chance)
    print("\nhostile text, a million characters")
    _hostile()
    dump = "\n".join(f"{n};1840599990{n % 1000:03};ROUX;Zoé;06399812{n % 100:02}" for n in range(10_000))
    print(f"\nmasking a dump: {len(dump) / 1e6 / _seconds(partial(mask, dump)):.2f} MB/s")


if __name__ == "__main__":
    main()
