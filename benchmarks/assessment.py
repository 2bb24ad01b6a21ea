"""What it costs to understand posts, and dumps of 50 MB: CPU seconds of one core, and memory.

Run as `python -m benchmarks.assessment [FILE…] [--config DIR]`; the files hold posts as `eval/SCHEMA.md` describes
them, without any the repository's own are taken. Each figure comes from a process of its own, in which nothing was read
before; the people in the dumps are invented.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.understanding import labels, text_of
from matching.matcher import Matcher
from model.matches import Text
from storage.catalog import load

__all__ = ["DUMPS", "dump", "main"]

ROOT = Path(__file__).resolve().parents[1]
CONFIG = ROOT / "tests/eval/config"
SIZE = 50_000_000
_BLOCK = 1_000_000  # characters that differ; a dump is many of them
_ROUNDS = 5
_HEAD = ("nom", "prenom", "ddn", "nir", "email", "tel", "sitfam", "contrat")
_SURNAMES = ("ZORGLUBE", "BARBAPIC", "QUENOUILLE", "TRUCMUCHE", "ÉPINARDIN", "PANTOUFLIER")
_NAMES = ("Odilon", "Céleste", "Gontran", "Zélie", "Philomène", "Barnabé")
_STATES = ("MARIE", "CELIBATAIRE", "DIVORCE")

Row = tuple[str, ...]
Answer = TypeVar("Answer")


def _person(chance: random.Random) -> Row:
    """Somebody who is not: born in no country, and reachable nowhere."""
    surname, name, month = chance.choice(_SURNAMES), chance.choice(_NAMES), chance.randrange(1, 13)
    year = chance.randrange(30, 100)
    body = f"{chance.choice('12')}{year}{month:02}99000{chance.randrange(1, 1000):03}"
    return (
        surname,
        name,
        f"{chance.randrange(1, 29):02}/{month:02}/19{year}",
        f"{body}{97 - int(body) % 97:02}",
        f"{name.lower()}.{surname.lower()}{chance.randrange(9999)}@courrier.example",
        f"06 39 98 {chance.randrange(100):02} {chance.randrange(100):02}",
        chance.choice(_STATES),
        f"MUT{chance.randrange(10**7):07}",
    )


def _insert(row: Row) -> str:
    cells = ", ".join(f"'{cell}'" for cell in row)
    return f"INSERT INTO assures ({', '.join(_HEAD)}) VALUES ({cells});"


def _object(row: Row) -> str:
    return json.dumps(dict(zip(_HEAD, row, strict=True)), ensure_ascii=False)


def _labelled(row: Row) -> str:
    return "\n".join(f"{head}: {cell}" for head, cell in zip(_HEAD, row, strict=True)) + "\n"


def _digits(chance: random.Random) -> str:
    return "".join(chance.choices("0123456789", k=15))


def _word(chance: random.Random) -> str:
    return "".join(chance.choices("abcdefghilmnoprstuv", k=chance.randrange(2, 10)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How the lines of a dump are made, and what stands between them."""

    line: Callable[[random.Random], str]
    between: str = "\n"
    head: str = ""


def _of(form: Callable[[Row], str], between: str = "\n", head: str = "") -> Form:
    return Form(line=lambda chance: form(_person(chance)), between=between, head=head)


DUMPS = {
    "CSV": _of(";".join, head=";".join(_HEAD) + "\n"),
    "TSV": _of("\t".join, head="\t".join(_HEAD) + "\n"),
    "SQL": _of(_insert),
    "JSON lines": _of(_object),
    "labels": _of(_labelled),
    "combolist": _of(lambda row: f"{row[4]}:Soleil{row[3][-4:]}"),
    "one line": _of(";".join, between=";"),
    "JSON in one line": _of(_object, between=",", head="["),
    "quoted": _of(lambda row: "> " + ";".join(row)),
    "numbers": Form(line=_digits),
    "digits": Form(line=_digits, between=""),
    "spaced digits": Form(line=lambda chance: " ".join(_digits(chance)), between=" "),
    "words in one line": Form(line=_word, between=" "),
    "letters": Form(line=_word, between=""),
    "unseen signs": Form(line=lambda chance: "\u200b".join(_word(chance)), between="\u200b"),
    "one sign": Form(line=lambda _: "•", between=""),
}
"""The shapes of dumps that are measured; the first is what the others are held against."""


def dump(form: Form, size: int = SIZE) -> str:
    """A dump of *size* characters."""
    chance, lines, length = random.Random(26), [], 0
    while length < min(size, _BLOCK):
        lines.append(form.line(chance))
        length += len(lines[-1]) + len(form.between)
    block = form.between.join((*lines, ""))
    return (form.head + block * (size // len(block) + 1))[:size]


def _matcher(config: Path) -> Matcher:
    catalog = load(config)
    return Matcher(catalog.watchlist, catalog.lexicon)


def _rounds(config: Path, texts: Sequence[Text]) -> list[float]:
    """Milliseconds a post, round by round; in the first, nothing was met before."""
    matcher = _matcher(config)
    took = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        for text in texts:
            matcher.understand(text)
        took.append(1000 * (time.process_time() - began) / len(texts))
    return took


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a dump cost, and what was said of it."""

    seconds: float
    megabytes: float
    said: str


def _dumped(config: Path, name: str) -> Cost:
    matcher = _matcher(config)
    text = Text(title="Base assurés", body=dump(DUMPS[name]), kind="paste")
    before, began = _peak(), time.process_time()
    understood = matcher.understand(text)
    took, more = time.process_time() - began, _peak() - before
    said = [match.subject for match in understood.matches]
    if understood.sample:
        said.append(understood.sample.shape[:60])
    return Cost(seconds=took, megabytes=more, said=" · ".join(said))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # Linux counts kilobytes


def _alone(work: Callable[..., Answer], *given: object) -> Answer:
    """What *work* answers in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.assessment", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="posts, one JSON object a line")
    parser.add_argument("--config", type=Path, default=CONFIG, help="what is watched (default: tests/eval/config)")
    return parser.parse_args()


def main() -> None:
    """Print what a post takes, met anew and met before, and what each kind of dump takes."""
    asked = _arguments()
    texts = [text_of(post) for post in labels(asked.files or sorted((ROOT / "tests/eval/own").glob("*.jsonl")))]
    length = sum(len(text.whole) for text in texts) / len(texts)
    runs = [_alone(_rounds, asked.config, texts) for _ in range(3)]
    cold, warm = min(run[0] for run in runs), min(min(run[1:]) for run in runs)
    print(
        f"{len(texts)} posts of {length:.0f} characters: {cold:.2f} ms each met for the first time, {warm:.2f} ms after"
    )
    print(f"\n{'50 MB of':<20}{'seconds':>8}{'× CSV':>8}{'more MB':>9}  what was said")
    first = None
    for name in DUMPS:
        cost = _alone(_dumped, asked.config, name)
        first = first or cost.seconds
        print(
            f"{name:<20}{cost.seconds:>8.2f}{cost.seconds / first:>8.1f}{cost.megabytes:>9.0f}  {cost.said}", flush=True
        )


if __name__ == "__main__":
    main()
