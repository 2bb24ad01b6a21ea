"""Whether a post answers a query: what every engine must agree with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import singledispatch

from model.ports import Analysis
from model.queries import All, Any, Between, HasSample, Is, Named, Node, Not, Words
from storage.entries import Entry, Spoken, spellings

__all__ = ["answers", "places", "sought", "stands"]


@singledispatch
def answers(node: Node, post: Entry, analysis: Analysis) -> bool:
    """Whether *post* answers *node*."""
    raise TypeError(type(node).__name__)


@answers.register
def _(node: All, post: Entry, analysis: Analysis) -> bool:
    return all(answers(one, post, analysis) for one in node.of)


@answers.register
def _(node: Any, post: Entry, analysis: Analysis) -> bool:
    return any(answers(one, post, analysis) for one in node.of)


@answers.register
def _(node: Not, post: Entry, analysis: Analysis) -> bool:
    return not answers(node.node, post, analysis)


@answers.register
def _(node: Is, post: Entry, analysis: Analysis) -> bool:
    return (node.key, node.value.casefold()) in post.values


@answers.register
def _(node: HasSample, post: Entry, analysis: Analysis) -> bool:
    return post.has_sample


@answers.register
def _(node: Between, post: Entry, analysis: Analysis) -> bool:
    return (node.after is None or post.at >= node.after) and (node.before is None or post.at < node.before)


@answers.register
def _(node: Named, post: Entry, analysis: Analysis) -> bool:
    named = post.author if node.what == "author" else post.board
    return stands(node.words, named.words, is_prefix=node.is_prefix)


@answers.register
def _(node: Words, post: Entry, analysis: Analysis) -> bool:
    if any(stands(node.words, text.words, is_prefix=node.is_prefix) for text in post.texts):
        return True
    if node.is_prefix:
        return False
    return any(_stands_stemmed(stems, post.texts) for stems in spellings(node.words, analysis))


def sought(node: Node) -> list[Words]:
    """The words that *node* wants to be there: what a snippet shows and marks."""
    if isinstance(node, Words):
        return [node]
    if isinstance(node, (All, Any)):
        return [words for one in node.of for words in sought(one)]
    return []


def stands(words: Sequence[str], text: Sequence[str], *, is_prefix: bool = False) -> bool:
    """Whether *words* stand next to each other in *text*; the last may be the beginning of one."""
    return any(True for _ in places(words, text, is_prefix=is_prefix))


def places(words: Sequence[str], text: Sequence[str], *, is_prefix: bool = False) -> Iterator[int]:
    """Where in *text*, counted in words, *words* begin to stand."""
    if not words:
        return
    *first, last = words
    whole = len(first)
    for at in range(len(text) - whole):
        end = text[at + whole]
        if (end.startswith(last) if is_prefix else end == last) and list(text[at : at + whole]) == first:
            yield at


def _stands_stemmed(stems: Sequence[str], texts: Iterable[Spoken]) -> bool:
    return any(stands(stems, text.stems) for text in texts)
