"""How well posts are understood: the whole score table for a file of labelled posts, answered as `vigie match` does.

Run as `python -m benchmarks.understanding FILE… [--config DIR]`. The form of the files, and what each label means, is
told by `eval/SCHEMA.md`; every figure stands beside its count.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from matching.answers import Answer, answer
from matching.matcher import Matcher
from model.matches import Grade, Intent, Level, Text
from storage.catalog import load

__all__ = ["Count", "Judged", "judged", "labels", "main", "table", "text_of"]

CONFIG = Path(__file__).resolve().parents[1] / "tests/eval/config"
INTENTS = tuple(intent.value for intent in Intent)
LEVELS = tuple(level.value for level in Level)
Label = dict[str, Any]  # a line of JSON, as `eval/SCHEMA.md` describes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A labelled post and what was answered."""

    label: Label = field(repr=False)
    said: Answer = field(repr=False)

    def pairs(self, key: str) -> tuple[set[str], set[str]]:
        """What should have been answered to *key*, a list, and what was."""
        said = self.said[key]
        return set(self.label[key]), set(said) if isinstance(said, list) else set()

    def is_right(self, key: str) -> bool:
        """Whether the answer to *key* is the label."""
        return bool(self.said[key] == self.label[key])


@dataclass(slots=True)
class Count:
    """True, false and missed answers."""

    true: int = 0
    false: int = 0
    missed: int = 0

    def add(self, wanted: set[str], said: set[str]) -> None:
        """Count one post."""
        self.true += len(wanted & said)
        self.false += len(said - wanted)
        self.missed += len(wanted - said)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was found."""
        return _share(2 * self.true, 2 * self.true + self.false + self.missed)

    def __str__(self) -> str:
        precision = _share(self.true, self.true + self.false)
        recall = _share(self.true, self.true + self.missed)
        return (
            f"P {precision:.3f}  R {recall:.3f}  F1 {self.f1:.3f}  "
            f"({self.true} true, {self.false} false, {self.missed} missed)"
        )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 1.0


def labels(files: Iterable[Path]) -> list[Label]:
    """The posts of *files*, one JSON object a line."""
    return [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines() if line.strip()]


def judged(posts: Iterable[Label], matcher: Matcher) -> list[Judged]:
    """Every labelled post with its answer."""
    return [Judged(label=post, said=answer(post["id"], matcher.understand(text_of(post)))) for post in posts]


def text_of(post: Label) -> Text:
    """What the program sees of a labelled *post*."""
    return Text(title=post["title"] or "", body=post["body"], kind=post["kind"], board=post["board"])


def _counted(results: Sequence[Judged], key: str, only: str | None = None) -> Count:
    count = Count()
    for one in results:
        wanted, said = one.pairs(key)
        count.add(wanted & {only} if only else wanted, said & {only} if only else said)
    return count


def _by_name(results: Sequence[Judged], key: str) -> list[str]:
    names = sorted({name for one in results for side in one.pairs(key) for name in side})
    return [f"  {name:<24}{_counted(results, key, name)}" for name in names]


def _intent_counts(results: Sequence[Judged]) -> dict[str, Count]:
    counts = {intent: Count() for intent in INTENTS}
    for one in results:
        wanted, said = str(one.label["intent"]), str(one.said["intent"])
        for intent in {wanted, said}:
            counts[intent].add({intent} & {wanted}, {intent} & {said})
    return {intent: count for intent, count in counts.items() if count.true + count.false + count.missed}


def macro(results: Sequence[Judged]) -> float:
    """The mean F1 of the intents that were labelled or answered."""
    counts = _intent_counts(results)
    return _share(sum(count.f1 for count in counts.values()), len(counts))


def _confusion(results: Sequence[Judged], key: str, names: Sequence[str]) -> list[str]:
    cells = Counter((one.label[key], one.said[key]) for one in results)
    head = " " * 16 + "".join(f"{name[:7]:>8}" for name in names)
    return [head] + [
        f"  {wanted:<14}" + "".join(f"{cells[wanted, said] or '.':>8}" for said in names) for wanted in names
    ]


def _swapped(results: Sequence[Judged]) -> str:
    either = [one for one in results if one.label["intent"] in ("request", "sale")]
    swapped = [one for one in either if one.said["intent"] in ("request", "sale") and not one.is_right("intent")]
    return f"{_share(len(swapped), len(either)) if either else 0:.3f} ({len(swapped)} of {len(either)})"


def _exact(results: Sequence[Judged], key: str) -> str:
    stated = [one for one in results if one.label[key] is not None]
    right, in_all = sum(one.is_right(key) for one in stated), sum(one.is_right(key) for one in results)
    return (
        f"{_share(right, len(stated)):.3f} of those stated ({right} of {len(stated)}), "
        f"{_share(in_all, len(results)):.3f} of all ({in_all} of {len(results)})"
    )


def _accuracy(results: Sequence[Judged], key: str) -> str:
    right = sum(one.is_right(key) for one in results)
    return f"{_share(right, len(results)):.3f} ({right} of {len(results)})"


def _levels(results: Sequence[Judged]) -> str:
    cells = Counter((one.label["alert"], one.said["alert"]) for one in results)
    now = sum(count for (wanted, _), count in cells.items() if wanted == "now")
    none = sum(count for (wanted, _), count in cells.items() if wanted == "none")
    told = sum(count for (_, said), count in cells.items() if said == "now")
    return (
        f"now found {_share(cells['now', 'now'], now):.3f} ({cells['now', 'now']} of {now}), "
        f"precision {_share(cells['now', 'now'], told):.3f}; now answered none {cells['now', 'none']} of {now}; "
        f"none answered now {cells['none', 'now']} of {none}"
    )


def _grades(results: Sequence[Judged]) -> list[str]:
    """Per grade: how many mentions were found so, and how many of them are none."""
    counts: dict[str, Count] = {grade.value: Count() for grade in Grade}
    for one in results:
        wanted = one.pairs("watches")[0]
        evidence = one.said["evidence"]
        for watch, grade in _best_grades(evidence if isinstance(evidence, list) else []).items():
            counts[grade].add(wanted & {watch}, {watch})
    return [
        f"  {grade:<14}{count.true} true, {count.false} false"
        for grade, count in counts.items()
        if count.true + count.false
    ]


def _best_grades(evidence: Sequence[Answer]) -> dict[str, str]:
    order = [grade.value for grade in Grade]
    best: dict[str, str] = {}
    for one in evidence:
        what, _, watch = str(one["what"]).partition(":")
        if what == "watch":
            best[watch] = min(best.get(watch, order[-1]), str(one["grade"]), key=order.index)
    return best


_MEASURES: tuple[tuple[str, str, Callable[[Sequence[Judged]], str]], ...] = (
    ("mentions", "watches", lambda results: str(_counted(results, "watches"))),
    ("signatures", "signatures", lambda results: str(_counted(results, "signatures"))),
    ("intent, macro F1", "intent", lambda results: f"{macro(results):.3f}, right {_accuracy(results, 'intent')}"),
    ("request ↔ sale", "intent", _swapped),
    ("claimed_records", "claimed_records", lambda results: _exact(results, "claimed_records")),
    ("price", "price", lambda results: _exact(results, "price")),
    ("fields", "fields", lambda results: str(_counted(results, "fields"))),
    ("has_sample", "has_sample", lambda results: _accuracy(results, "has_sample")),
    ("lang", "lang", lambda results: _accuracy(results, "lang")),
    ("alert", "alert", _levels),
)


def table(results: Sequence[Judged]) -> str:
    """The whole score table, of what the posts are labelled with."""
    labelled = set[str]().union(*(one.label for one in results[:1]))
    lines = [f"{len(results)} posts"]
    lines += [f"{name:<18}{measure(results)}" for name, key, measure in _MEASURES if key in labelled]
    if "watches" in labelled:
        lines += ["", "mentions by watch", *_by_name(results, "watches"), "mentions by grade", *_grades(results)]
    if "signatures" in labelled:
        lines += ["", "signatures", *_by_name(results, "signatures")]
    lines += ["", "intents", *(f"  {intent:<24}{count}" for intent, count in _intent_counts(results).items())]
    lines += ["", "intents: labelled ↓, answered →", *_confusion(results, "intent", INTENTS)]
    lines += ["", "alert: labelled ↓, answered →", *_confusion(results, "alert", LEVELS)]
    if "fields" in labelled:
        lines += ["", "kinds of data", *_by_name(results, "fields")]
    return "\n".join([*lines, "", "by language", *_by_language(results)])


def _by_language(results: Sequence[Judged]) -> list[str]:
    lines = []
    for lang in sorted({str(one.label["lang"]) for one in results}):
        some = [one for one in results if one.label["lang"] == lang]
        line = f"  {lang:<6}{len(some):>4} posts: intent right {_accuracy(some, 'intent')}"
        line += f", lang right {_accuracy(some, 'lang')}"
        if "fields" in some[0].label:
            line += f", mentions F1 {_counted(some, 'watches').f1:.3f}, fields F1 {_counted(some, 'fields').f1:.3f}"
        lines.append(line)
    return lines


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.understanding", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="labelled posts, one JSON object a line")
    parser.add_argument("--config", type=Path, default=CONFIG, help="what is watched (default: tests/eval/config)")
    return parser.parse_args()


def main() -> None:
    """Print the table, and what a post took."""
    asked = _arguments()
    catalog = load(asked.config)
    matcher = Matcher(catalog.watchlist, catalog.lexicon)
    posts = labels(asked.files)
    judged(posts[:20], matcher)  # the first texts fill the tables of letters
    began = time.process_time()
    results = judged(posts, matcher)
    took = (time.process_time() - began) / max(1, len(posts))
    print(table(results))
    print(f"\n{1000 * took:.2f} ms of one core a post")


if __name__ == "__main__":
    main()
