"""A query as what SQLite understands: an expression for FTS5, a stretch of numbers, and what fits neither.

Nothing that was typed reaches FTS5 but between quotation marks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import singledispatchmethod

from sqlalchemy import ColumnElement, and_, literal, not_, or_, select

from model.ports import Analysis
from model.queries import All, Any, Between, HasSample, Is, Named, Node, Not, Order, Words
from storage.columns import storable
from storage.entries import spellings
from storage.numbers import HIGHEST, LOWEST, first_number
from storage.schema import entries, post_words
from storage.words import EVERY, SAMPLE, tag

__all__ = ["Asked", "asked"]

_WORDS, _STEMS = "{title text author}", "{title_stems text_stems author_stems}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query, in three parts that must all hold."""

    words: str | None = None  # None: any words
    low: int = LOWEST
    high: int = HIGHEST
    """The numbers from *low* to *high*, both among them."""
    further: ColumnElement[bool] | None = None  # None: nothing else is asked


def asked(node: Node, analysis: Analysis, order: Order = Order.NEWEST) -> Asked:
    """*node* in parts; times that stand within OR or behind a dash come last, and cost most.

    Where the most relevant come first, words that stand as they were typed are named besides, so that they weigh more.
    """
    writer, found = _Writer(analysis, weighs=order is Order.RELEVANCE), Asked()
    expressed: list[Node] = []
    for part in _parts(node):
        if isinstance(part, Between):
            low, high = _stretch(part)
            found = replace(found, low=max(low, found.low), high=min(high, found.high))
        elif _has_times(part):
            condition = writer.condition(part)
            found = replace(found, further=condition if found.further is None else and_(found.further, condition))
        else:
            expressed.append(part)
    return replace(found, words=writer.write(All(of=tuple(expressed)))) if expressed else found


def _parts(node: Node) -> Iterator[Node]:
    if isinstance(node, All):
        for one in node.of:
            yield from _parts(one)
    else:
        yield node


def _stretch(node: Between) -> tuple[int, int]:
    low = LOWEST if node.after is None else first_number(node.after)
    return low, HIGHEST if node.before is None else first_number(node.before) - 1


def _has_times(node: Node) -> bool:
    if isinstance(node, (All, Any)):
        return any(map(_has_times, node.of))
    return _has_times(node.node) if isinstance(node, Not) else isinstance(node, Between)


class _Writer:
    """Writes nodes down."""

    def __init__(self, analysis: Analysis, *, weighs: bool) -> None:
        self._analysis, self._weighs = analysis, weighs

    def condition(self, node: Node) -> ColumnElement[bool]:
        """*node*, which may hold times, as a condition on an entry."""
        if isinstance(node, Between):
            low, high = _stretch(node)
            return entries.c.number.between(literal(low), literal(high))
        if not _has_times(node):
            words = post_words.c.post_words.op("MATCH")(self.write(node))
            return entries.c.number.in_(select(post_words.c.rowid).where(words))
        if isinstance(node, Not):
            return not_(self.condition(node.node))
        assert isinstance(node, (All, Any))
        return (and_ if isinstance(node, All) else or_)(*map(self.condition, node.of))

    @singledispatchmethod
    def write(self, node: Node) -> str:
        """*node*, which holds no times, as an expression of FTS5."""
        raise TypeError(type(node).__name__)

    @write.register
    def _(self, node: All) -> str:
        wanted = [self.write(one) for one in node.of if not isinstance(one, Not)] or [_tagged(EVERY)]
        unwanted = [self.write(one.node) for one in node.of if isinstance(one, Not)]
        found = _joined(" AND ", wanted)
        return f"({found} NOT {_joined(' OR ', unwanted)})" if unwanted else found

    @write.register
    def _(self, node: Any) -> str:
        return _joined(" OR ", [self.write(one) for one in node.of]) if node.of else _NOWHERE

    @write.register
    def _(self, node: Not) -> str:
        return self.write(All(of=(node,)))

    @write.register
    def _(self, node: Words) -> str:
        if not node.words:
            return _NOWHERE
        if node.is_prefix:
            return f"{_WORDS} : {_phrase(node.words)} *"
        # words that stand as they were typed have the same stems, too, in whatever language the post is
        stems = f"{_STEMS} : {_joined(' OR ', [_phrase(one) for one in spellings(node.words, self._analysis)])}"
        return f"({_WORDS} : {_phrase(node.words)} OR {stems})" if self._weighs else stems

    @write.register
    def _(self, node: Named) -> str:
        star = " *" if node.is_prefix else ""
        return f"{node.what} : {_phrase(node.words)}{star}" if node.words else _NOWHERE

    @write.register
    def _(self, node: Is) -> str:
        return _tagged(tag(node.key, node.value))

    @write.register
    def _(self, node: HasSample) -> str:
        return _tagged(SAMPLE)


def _joined(sign: str, expressions: list[str]) -> str:
    return expressions[0] if len(expressions) == 1 else f"({sign.join(expressions)})"


def _phrase(words: tuple[str, ...]) -> str:
    return '"' + storable(" ".join(words)).replace('"', '""') + '"'


def _tagged(word: str) -> str:
    return f"tags : {_phrase((word,))}"


_NOWHERE = _tagged("nowhere")  # no post has this tag
