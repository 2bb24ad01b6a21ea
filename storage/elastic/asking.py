"""A query's tree as Elasticsearch is asked it: built by hand, so that nothing that was typed is ever parsed there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import singledispatch
from typing import Any as Anything

from model.ports import Analysis
from model.queries import All, Any, Between, HasSample, Is, Named, Node, Not, Words
from storage.answering import sought
from storage.entries import TEXTS, spellings

__all__ = ["asked", "ranking"]

_Query = dict[str, Anything]

_NOTHING: _Query = {"match_none": {}}
_EVERYTHING: _Query = {"match_all": {}}
_EXPANSIONS = 10_000  # words that the last one of a phrase may begin
_RANKED = [f"{text}.{lang}" for text in ("vigie.thread.title", "message") for lang in ("fr", "ru", "en")]


@singledispatch
def asked(node: Node, analysis: Analysis) -> _Query:
    """The posts that answer *node*, as a filter."""
    raise TypeError(type(node).__name__)


@asked.register
def _(node: All, analysis: Analysis) -> _Query:
    wanted = [asked(one, analysis) for one in node.of if not isinstance(one, Not)]
    unwanted = [asked(one.node, analysis) for one in node.of if isinstance(one, Not)]
    if not wanted and not unwanted:
        return _EVERYTHING
    return {"bool": {"filter": wanted, "must_not": unwanted}}


@asked.register
def _(node: Any, analysis: Analysis) -> _Query:
    return _either(asked(one, analysis) for one in node.of)


@asked.register
def _(node: Not, analysis: Analysis) -> _Query:
    return {"bool": {"must_not": [asked(node.node, analysis)]}}


@asked.register
def _(node: Is, analysis: Analysis) -> _Query:
    return _term("vigie.values", f"{node.key.value}:{node.value.casefold()}")


@asked.register
def _(node: HasSample, analysis: Analysis) -> _Query:
    return _term("vigie.has_sample", True)


@asked.register
def _(node: Between, analysis: Analysis) -> _Query:
    bounds = {"gte": node.after, "lt": node.before}
    return {"range": {"@timestamp": {name: _moment(at) for name, at in bounds.items() if at is not None}}}


@asked.register
def _(node: Named, analysis: Analysis) -> _Query:
    return _standing(f"words.{node.what}", node.words, is_prefix=node.is_prefix)


@asked.register
def _(node: Words, analysis: Analysis) -> _Query:
    plain = [_standing(f"words.{text}", node.words, is_prefix=node.is_prefix) for text in TEXTS]
    if node.is_prefix:
        return _either(plain)
    stemmed = spellings(node.words, analysis)
    return _either([*plain, *(_standing(f"stems.{text}", stems) for stems in stemmed for text in TEXTS)])


def ranking(node: Node, analysis: Analysis) -> list[_Query]:
    """What makes one answer better than another: the words themselves, then Elasticsearch's own view of languages."""
    wanted = sought(node)
    exact = [_standing(f"words.{text}", one.words, is_prefix=one.is_prefix) for one in wanted for text in TEXTS]
    typed = " ".join(word for one in wanted for word in one.words)
    return [*exact, {"multi_match": {"query": typed, "fields": _RANKED, "type": "most_fields"}}] if typed else []


def _standing(field: str, words: Sequence[str], *, is_prefix: bool = False) -> _Query:
    """*words* next to each other in *field*; the last may be the beginning of one."""
    if not words:
        return _NOTHING
    if len(words) == 1:
        return {"prefix": {field: {"value": words[0]}}} if is_prefix else _term(field, words[0])
    if not is_prefix:
        return {"match_phrase": {field: {"query": " ".join(words)}}}
    return {"match_phrase_prefix": {field: {"query": " ".join(words), "max_expansions": _EXPANSIONS}}}


def _term(field: str, value: str | bool) -> _Query:
    return {"term": {field: {"value": value}}}


def _either(queries: Iterable[_Query]) -> _Query:
    some = list(queries)
    return {"bool": {"should": some, "minimum_should_match": 1}} if some else _NOTHING


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
