"""What an answer to a search is made of, whatever the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from model.cases import PostView
from model.ports import Analysis
from model.queries import Found, Words
from storage.snippets import snippet

__all__ = ["FACETS", "counted", "found", "labels", "ranked"]

FACETS = ("source", "intent", "level", "lang", "watch", "signature")
"""What an answer counts by."""


def found(view: PostView, wanted: Sequence[Words], analysis: Analysis) -> Found:
    """*view*, as an answer shows it."""
    said = view.assessment
    lang = None if said is None else said.lang
    shown, marks = snippet(view.text or view.thread_title, wanted, analysis, lang=lang)
    return Found(
        key=view.key,
        source=view.source,
        thread=view.thread_title,
        author=view.author,
        board=view.board,
        posted_at=view.posted_at,
        first_seen_at=view.first_seen_at,
        intent=None if said is None else said.intent,
        level=None if said is None else said.level,
        lang=lang,
        watches=view.watches,
        signatures=view.signatures,
        snippet=shown,
        marks=marks,
    )


def labels(view: PostView) -> tuple[str | None, ...]:
    """What *view* is counted under: for each facet its values, one a line, or `None`."""
    said = view.assessment
    single = (None, None, None) if said is None else (said.intent.value, said.level.value, said.lang)
    return (view.source, *single, "\n".join(view.watches) or None, "\n".join(view.signatures) or None)


def counted(posts: Iterable[Sequence[str | None]]) -> dict[str, dict[str, int]]:
    """How many of *posts*, each given as its labels, have each value."""
    counts = [Counter[str | None]() for _ in FACETS]
    rest = iter(posts)
    while some := list(islice(rest, _AT_ONCE)):
        for count, column in zip(counts, zip(*some, strict=True), strict=True):
            count.update(column)
    return {name: ranked(_each(count).items()) for name, count in zip(FACETS, counts, strict=True)}


_AT_ONCE = 200  # posts: were thousands of rows held, Python would look through all its memory for what to free


def _each(lines: Mapping[str | None, int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for line, posts in lines.items():
        counts.update({} if line is None else dict.fromkeys(line.split("\n"), posts))
    return counts


def ranked(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """One facet: the most frequent value first."""
    return dict(sorted(counts, key=lambda one: (-one[1], one[0])))
