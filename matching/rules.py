"""What analysts look for in their own words: regular expressions and YARA rules of a watch."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any

import re2

from matching.patterns import Pattern, pattern
from model.errors import BadInput
from model.patterns import branches, shortened

__all__ = ["Hit", "Rules"]

_MOST = 10_000  # places of one pattern that are looked at in one text,
_ENOUGH = 50  # and hits of one pattern or rule that are told: more say nothing new
_PATIENCE = timedelta(seconds=2)  # for a watch's YARA rules on one text
_SHOWN = 60  # characters of a pattern in a message
log = logging.getLogger(__name__)

_LETTER = re.compile(r"\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Where a rule was found, and how it is called."""

    subject: int
    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Rule:
    subject: int
    written: str
    compiled: Pattern
    opens_word: bool
    closes_word: bool

    def hits(self, text: str) -> Iterator[Hit]:
        return islice(self._hits(text), _ENOUGH)

    def _hits(self, text: str) -> Iterator[Hit]:
        for found in islice(self.compiled.finditer(text), _MOST):
            start, end = found.start(), found.end()
            if start < end and self._edges_hold(text, start, end):
                yield Hit(subject=self.subject, rule=self.written, start=start, end=end)

    def _edges_hold(self, text: str, start: int, end: int) -> bool:
        is_glued_before = start > 0 and _LETTER.match(text[start]) and _LETTER.match(text[start - 1])
        is_glued_after = end < len(text) and _LETTER.match(text[end - 1]) and _LETTER.match(text[end])
        return not (self.opens_word and is_glued_before) and not (self.closes_word and is_glued_after)


class Rules:
    """The rules of all watches, compiled once; *patterns* and *yara* are what each subject has."""

    def __init__(self, patterns: Sequence[Sequence[str]], yara: Sequence[str | None]) -> None:
        self._rules = [
            rule for subject, several in enumerate(patterns) for one in several for rule in _rules(subject, one)
        ]
        self._yara = [(subject, _yara(source)) for subject, source in enumerate(yara) if source is not None]

    def __bool__(self) -> bool:
        return bool(self._rules or self._yara)

    def find(self, text: str) -> Iterator[Hit]:
        """Where any rule is found in *text*."""
        for rule in self._rules:
            yield from rule.hits(text)
        if self._yara:
            raw = text.encode("utf-8", "surrogatepass")
            for subject, rules in self._yara:
                yield from _yara_hits(subject, rules, raw)


def _rules(subject: int, written: str) -> Iterator[_Rule]:
    try:
        for branch in branches(written):
            yield _Rule(subject, written, pattern(branch.source), branch.opens_word, branch.closes_word)
    except (re2.error, ValueError) as error:
        raise BadInput(f"pattern {shortened(written, _SHOWN)!r}: {shortened(str(error), 2 * _SHOWN)}") from error


def _yara(source: str) -> Any:  # of yara_x, which has no types
    try:
        import yara_x
    except ImportError as error:
        raise BadInput("a watch has YARA rules, which need yara-x: pip install 'vigie[yara]'") from error
    try:
        return yara_x.compile(source)
    except yara_x.CompileError as error:
        raise BadInput(f"YARA rules: {str(error).splitlines()[0]}") from error


def _yara_hits(subject: int, rules: Any, raw: bytes) -> Iterator[Hit]:
    for rule in _holding(rules, raw):
        spans = sorted((one.offset, one.offset + one.length) for part in rule.patterns for one in part.matches)
        done = count = 0
        for start, end in spans[:_ENOUGH] or [(0, 0)]:  # a rule may hold without pointing at anything
            count += len(raw[done:start].decode("utf-8", "ignore"))
            done = start
            yield Hit(
                subject=subject,
                rule=f"yara:{rule.identifier}",
                start=count,
                end=count + len(raw[start:end].decode("utf-8", "ignore")),
            )


def _holding(rules: Any, raw: bytes) -> Sequence[Any]:
    """Those of *rules* that hold; none, and a warning, where that takes too long to tell."""
    import yara_x

    scanner = yara_x.Scanner(rules)
    scanner.set_timeout(int(_PATIENCE.total_seconds()))
    scanner.max_matches_per_pattern(2 * _ENOUGH)
    try:
        return tuple(scanner.scan(raw).matching_rules)
    except yara_x.TimeoutError:
        names = ", ".join(rule.identifier for rule in rules)
        log.warning("the YARA rules %s took longer than %s on a text of %d bytes: left off", names, _PATIENCE, len(raw))
        return ()
