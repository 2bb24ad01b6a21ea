"""Search by looking at every post: the engine that says what the others must answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from model.cases import PostView
from model.errors import BadInput
from model.ports import Analysis
from model.queries import Answer, Find, Order
from storage.answering import answers, sought, stands
from storage.answers import counted, found, labels
from storage.entries import Entry, entry, spellings

__all__ = ["search_among"]


def search_among(views: Sequence[PostView], find: Find, analysis: Analysis) -> Answer:
    """One page of what among *views* answers *find*."""
    entries = {view.key: entry(view, analysis) for view in views}
    hits = [view for view in views if answers(find.node, entries[view.key], analysis)]
    hits.sort(key=lambda view: view.key)
    hits.sort(key=lambda view: view.at, reverse=True)
    if find.order is Order.RELEVANCE:
        hits.sort(key=lambda view: -_weight(find, entries[view.key], analysis))
    page, more = _page(hits, find)
    wanted = sought(find.node)
    return Answer(
        engine="memory",
        total=len(hits),
        posts=tuple(found(view, wanted, analysis) for view in page),
        facets=counted([labels(view) for view in hits]),
        days=dict(sorted(Counter(view.at.date().isoformat() for view in hits).items())),
        next=page[-1].key if more else None,
    )


def _page(hits: Sequence[PostView], find: Find) -> tuple[Sequence[PostView], bool]:
    start = 0
    if find.cursor is not None:
        places = [place for place, view in enumerate(hits) if view.key == find.cursor]
        if not places:
            raise BadInput("this cursor is not of this search: ask again without it")
        start = places[0] + 1
    return hits[start : start + find.limit], len(hits) > start + find.limit


def _weight(find: Find, post: Entry, analysis: Analysis) -> int:
    """How much of what is sought stands where it counts."""
    weights = ((post.title, 10), (post.text, 1), (post.author, 5))
    return sum(
        weight
        for words in sought(find.node)
        for text, weight in weights
        if stands(words.words, text.words, is_prefix=words.is_prefix)
        or any(stands(stems, text.stems) for stems in spellings(words.words, analysis))
    )
