"""Learns from labelled posts what an author is doing, and writes the weights that the program ships.

Run as `python -m training.intents POSTS.jsonl… --out config/lexicon/intents.json.gz`; it takes seconds, downloads
nothing, and the same posts give the same file. Our own posts that are there to be learnt from (`OWN`) are added.
`--try` prints how well posts are told that were left out, five parts in turn, and writes nothing.

The weights are those of a logistic and a ridge regression together, on the pieces of the words (`matching.grams`), the
traits of the post and the name of its board (`matching.traits`), solved over posts rather than over pieces: there are
far fewer of them. The first tells close calls better, the second rare ones; their sum does better than either.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matching.grams import units
from matching.matcher import Matcher
from model.matches import Intent, Text
from storage.catalog import load

__all__ = ["main"]

CONFIG = Path(__file__).resolve().parents[1] / "tests/eval/config"
OWN = tuple(CONFIG.parent / f"own/{name}.jsonl" for name in ("intents", "fresh", "stranger"))
"""Posts of authors unlike each other; those beside them measure, and are never learnt from."""
INTENTS = tuple(Intent)
MOST = 20_000  # pieces; more tell nothing new
RIDGE = 1.0
LOGISTIC = 1 / 30  # what holds the weights of the logistic regression small
SHARE = 3.0  # what the ridge's weights count beside the logistic ones
SHARPNESS = 0.75  # of the sum: by it chances are as often right as they say, on posts left out
STEPS = 150  # past which nothing moves
PHRASES = Path(__file__).parent / "phrases"
PHRASE = 1.0  # how much a phrase counts beside a post
BOARD = "board "
TOLD = {BOARD: 0.3, "loud ": 0.2, "topic ": 0.5}
"""How much traits count beside pieces: what a post turns around holds for other authors, loud words less."""
TRAITS = 0.4  # all others
FOLDS = 5
RARITY = 4  # steps of a squared rarity in the file
CLIP = 99.95  # percentile of weights beyond which a byte saturates

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A labelled post as the program sees it."""

    intent: Intent
    words: frozenset[str]
    traits: Mapping[str, float]
    weight: float = 1.0


def examples(posts: Iterable[Path], config: Path) -> list[Example]:
    """Every post of the files, read as `vigie match` reads it."""
    catalog = load(config)
    matcher = Matcher(catalog.watchlist, catalog.lexicon)
    lines = (line for path in posts for line in path.read_text("utf-8").splitlines() if line.strip())
    return [_example(matcher, json.loads(line)) for line in lines]


def _example(matcher: Matcher, post: dict[str, str]) -> Example:
    text = Text(title=post["title"] or "", body=post["body"], kind=post["kind"], board=post["board"])
    words, seen = matcher.seen(text)
    return Example(
        intent=Intent(post["intent"]),
        words=frozenset(words),
        traits=seen,
    )


def phrases(folder: Path, config: Path) -> list[Example]:
    """What people of each intent say, written down for the purpose: `intent kind [@board] | [title || ] phrase`."""
    catalog = load(config)
    matcher = Matcher(catalog.watchlist, catalog.lexicon)
    lines = (line for path in sorted(folder.glob("*.txt")) for line in path.read_text("utf-8").splitlines())
    return [_phrase(matcher, *line.split(" | ", 1)) for line in lines if line.strip() and line[0] != "#"]


def _phrase(matcher: Matcher, head: str, said: str) -> Example:
    intent, kind, *board = head.split(maxsplit=2)
    title, _, body = said.rpartition(" || ")
    if kind == "thread_start" and not title and board:  # on a board, one line of a thread is its title
        title, body = body, ""
    text = Text(title=title, body=body.replace("\\n", "\n"), kind=kind, board=board[0][1:] if board else None)
    words, seen = matcher.seen(text)
    return Example(intent=Intent(intent), words=frozenset(words), traits=seen, weight=PHRASE)


class Learner:
    """The columns that examples have, and the weights that fit them."""

    def __init__(self, known: Sequence[Example]) -> None:
        spread = Counter(piece for one in known for piece in {unit for word in one.words for unit in units(word)})
        often = sorted((piece for piece in spread if spread[piece] >= 2), key=lambda piece: (-spread[piece], piece))
        self.pieces = {piece: place for place, piece in enumerate(sorted(often[:MOST]))}
        seen = Counter(name for one in known for name in one.traits)
        traits = sorted(name for name in seen if not name.startswith(BOARD) or seen[name] >= 2)
        self.traits = {name: place for place, name in enumerate(traits)}
        rarity = [1 + math.log((1 + len(known)) / (1 + spread[piece])) for piece in self.pieces]
        self.rarity = np.array(rarity)

    def columns(self, some: Sequence[Example]) -> tuple[Matrix, Matrix]:
        """The pieces, each post's of length one, and the traits of *some*."""
        found = np.zeros((len(some), len(self.pieces)))
        seen = np.zeros((len(some), len(self.traits)))
        lengths = np.ones((len(some), 1))
        for row, one in enumerate(some):
            places = [self.pieces[unit] for word in one.words for unit in units(word) if unit in self.pieces]
            np.add.at(found[row], places, self.rarity[places])
            lengths[row] = max(1.0, float((self.rarity[places] ** 2).sum()))
            for name, strength in one.traits.items():
                if name in self.traits:
                    seen[row, self.traits[name]] = _counts(name) * strength
        return found / np.sqrt(lengths), seen

    def weights(self, some: Sequence[Example]) -> tuple[Matrix, Matrix]:
        """Weights of the pieces and of the traits, one column an intent."""
        found, seen = self.columns(some)
        wanted = np.array([[float(one.intent is intent) for intent in INTENTS] for one in some])
        counts = np.array([one.weight for one in some])
        likeness = found @ found.T + seen @ seen.T
        ridge = np.linalg.solve(likeness + np.diag(RIDGE / counts), 2 * wanted - 1)
        dual = SHARPNESS * (_logistic(likeness, wanted, counts) + SHARE * ridge)
        return found.T @ dual, seen.T @ dual


def _counts(trait: str) -> float:
    return next((much for head, much in TOLD.items() if trait.startswith(head)), TRAITS)


def _logistic(likeness: Matrix, wanted: Matrix, counts: Matrix) -> Matrix:
    """What each post adds to the weights of a logistic regression, by steps against a bound of its curvature."""
    each = counts[:, None]
    step = np.linalg.inv(0.5 * each * likeness + LOGISTIC * np.eye(len(counts)))
    before = dual = np.zeros_like(wanted)
    for turn in range(STEPS):
        ahead = dual + turn / (turn + 3) * (dual - before)
        before, dual = dual, ahead - step @ (each * (_chances(likeness @ ahead) - wanted) + LOGISTIC * ahead)
    return dual


def _chances(scores: Matrix) -> Matrix:
    """How likely each intent is."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Matrix = raised / raised.sum(axis=1, keepdims=True)
    return chances


def attempt(known: Sequence[Example], spoken: Sequence[Example]) -> str:
    """How well examples are told that were left out of what is learnt."""
    told: list[tuple[Intent, Intent]] = []
    for fold in range(FOLDS):
        rest = [*spoken, *(one for place, one in enumerate(known) if place % FOLDS != fold)]
        left = [one for place, one in enumerate(known) if place % FOLDS == fold]
        learner = Learner(rest)
        for_pieces, for_traits = learner.weights(rest)
        found, seen = learner.columns(left)
        best = (found @ for_pieces + seen @ for_traits).argmax(axis=1)
        told += [(one.intent, INTENTS[place]) for one, place in zip(left, best, strict=True)]
    return f"left out and told: macro F1 {_macro(told):.3f}, right {sum(a is b for a, b in told)} of {len(told)}"


def _macro(told: Sequence[tuple[Intent, Intent]]) -> float:
    scores = []
    for intent in INTENTS:
        right = sum(wanted is said is intent for wanted, said in told)
        either = sum(wanted is intent for wanted, _ in told) + sum(said is intent for _, said in told)
        scores.append(2 * right / either if either else 1.0)
    return sum(scores) / len(scores)


def packed(learner: Learner, for_pieces: Matrix, for_traits: Matrix) -> bytes:
    """The weights as a file: pieces and their bytes, traits as numbers."""
    weighed = for_pieces * learner.rarity[:, None]
    step = float(np.percentile(np.abs(weighed), CLIP)) / 127
    signed = np.clip(np.rint(weighed / step), -127, 127).astype(np.int8)
    rarity = np.rint(RARITY * learner.rarity**2).astype(int)
    content = {
        "intents": [intent.value for intent in INTENTS],
        "scale": round(step * math.sqrt(RARITY), 9),
        "traits": {
            name: [round(_counts(name) * float(weight), 4) for weight in for_traits[place]]
            for name, place in learner.traits.items()
        },
        "pieces": list(learner.pieces),
        "rarity": rarity.tolist(),
        "weights": b64encode(signed.tobytes()).decode(),
    }
    return gzip.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)


def main() -> None:
    """Learn, and write; or try, and tell."""
    parser = argparse.ArgumentParser(prog="python -m training.intents", description=__doc__)
    parser.add_argument("posts", nargs="+", type=Path, help="labelled posts, one JSON object a line")
    parser.add_argument("--config", type=Path, default=CONFIG, help="what is watched (default: tests/eval/config)")
    parser.add_argument("--out", type=Path, default=CONFIG.parents[2] / "config/lexicon/intents.json.gz")
    parser.add_argument("--try", action="store_true", dest="is_trial", help="tell how well it goes, and write nothing")
    asked = parser.parse_args()
    known = examples([*asked.posts, *OWN], asked.config)
    spoken = phrases(PHRASES, asked.config)
    print(f"{len(known)} posts, {len(spoken)} phrases")
    if asked.is_trial:
        print(attempt(known, spoken))
    else:
        everything = [*spoken, *known]
        learner = Learner(everything)
        asked.out.write_bytes(packed(learner, *learner.weights(everything)))
        print(f"{asked.out}: {len(learner.pieces)} pieces, {asked.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
