"""What an answer to a search is made of, whatever the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from model.cases import PostView
from model.ports import Analysis
from model.queries import Found, Words
from storage.snippets import snippet

__all__ = ["FACETS", "facets_of", "found", "ranked"]

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


def facets_of(posts: Iterable[PostView]) -> dict[str, dict[str, int]]:
    """How many of *posts* have each value."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for post in posts:
        said = post.assessment
        counts["source"][post.source] += 1
        counts["watch"].update(post.watches)
        counts["signature"].update(post.signatures)
        if said is not None:
            counts["intent"][said.intent.value] += 1
            counts["level"][said.level.value] += 1
            counts["lang"][said.lang] += 1
    return {name: ranked(counted.items()) for name, counted in counts.items()}


def ranked(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """One facet: the most frequent value first."""
    return dict(sorted(counts, key=lambda one: (-one[1], one[0])))
