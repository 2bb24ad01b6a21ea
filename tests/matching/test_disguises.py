"""The six watched organisations are seen through every family of disguises, and nothing else is taken for them."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from matching.matcher import sought
from matching.terms import Terms
from tests.matching.catalogue import six_watches
from tests.matching.disguises import BENIGN, DISGUISES, Labelled, benign, disguised, heard

RECALL, PRECISION = 0.97, 0.98
WATCHES = six_watches()
TERMS = Terms([sought(watch) for watch in WATCHES])


def _score(posts: Iterable[Labelled]) -> tuple[float, float, list[str]]:
    """Recall, precision, and the texts that were answered wrongly."""
    right = wanted = told = 0
    wrong = []
    for post in posts:
        found = {WATCHES[mention.subject].id for mention in TERMS.find(post.text)}
        right += post.watch in found
        wanted += post.watch is not None
        told += len(found)
        if found != {post.watch} - {None}:
            wrong.append(post.text)
    return right / wanted if wanted else 1.0, right / told if told else 1.0, wrong


@pytest.mark.parametrize("family", DISGUISES)
def test_h10_a_name_is_seen_through(family: str) -> None:
    recall, precision, wrong = _score(disguised(family))
    assert recall >= RECALL, wrong
    assert precision >= PRECISION, wrong


def test_a_name_is_heard_in_cyrillic() -> None:
    recall, precision, wrong = _score(heard())
    assert recall >= RECALL, wrong
    assert precision >= PRECISION, wrong


@pytest.mark.parametrize("family", BENIGN)
def test_something_else_that_bears_the_name_is_not_it(family: str) -> None:
    posts = list(benign(family))
    told = [post.text for post in posts if TERMS.find(post.text)]
    assert len(told) <= (1 - PRECISION) * len(posts), told


def test_many_texts_are_answered_as_each_alone() -> None:
    texts = [post.text for family in DISGUISES for post in disguised(family)]
    texts += [post.text for family in BENIGN for post in benign(family)] + ["", "x" * 20_000 + " Viamedis dump"]
    assert TERMS.find_all(texts) == [TERMS.find(text) for text in texts]
