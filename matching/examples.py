"""Tries the examples that stand beside watches and signatures: `vigie watch test`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matching.matcher import Matcher
from model.lexicon import Lexicon
from model.matches import Text, Understanding
from model.watches import Example, Watchlist

__all__ = ["ExampleResult", "try_examples"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleResult:
    """One example, and whether what came of it is what stands beside it."""

    subject: str
    """The id of the watch or signature."""
    example: str
    """The example's name."""
    passed: bool
    why: str
    """What came instead; empty when it passed."""


def try_examples(watchlist: Watchlist, lexicon: Lexicon) -> list[ExampleResult]:
    """Every example of *watchlist*, tried."""
    matcher = Matcher(watchlist, lexicon)
    return [
        _result(subject, example, matcher.understand(Text(body=example.text, kind="thread_start")))
        for subject, example in _examples(watchlist)
    ]


def _examples(watchlist: Watchlist) -> Iterator[tuple[str, Example]]:
    for watch in watchlist.watches:
        yield from ((watch.id, example) for example in watch.examples)
    for signature in watchlist.signatures:
        yield from ((signature.id, example) for example in signature.examples)


def _result(subject: str, example: Example, understanding: Understanding) -> ExampleResult:
    found = any(match.subject == subject and match.verdict != "contradicts" for match in understanding.matches)
    said = understanding.assessment
    wrong = []
    if found is not example.matches:
        wrong.append("was not recognised" if example.matches else "was recognised, and should not be")
    if example.intent is not None and said.intent.value != example.intent:
        wrong.append(f"intent is {said.intent.value}, not {example.intent}")
    if example.level is not None and said.level.value != example.level:
        wrong.append(f"level is {said.level.value}, not {example.level}")
    return ExampleResult(subject=subject, example=example.name, passed=not wrong, why="; ".join(wrong))
