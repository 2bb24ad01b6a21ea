"""What a hunt's finds come to, the same whatever the ledger is kept in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from model.hunting import Catch, Definition, Hunt
from model.matches import Level
from model.records import Sighting

__all__ = ["RETRO", "caught_sightings", "narrowed", "undeclared"]

RETRO = "found by a hunt, in another case"
"""Why nobody is told of a case again whose post a hunt found something else in."""


def undeclared(known: Iterable[Hunt], definitions: Sequence[Definition]) -> bool:
    """Whether *definitions* are others than those *known*."""
    return {hunt.definition for hunt in known} != set(definitions)


def narrowed(catch: Catch, subjects: Collection[str]) -> Catch | None:
    """*catch* with what was found of *subjects* and nothing else; `None` when that is nothing."""
    found = tuple(match for match in catch.matches if match.subject in subjects)
    cases = tuple(case for case in catch.cases if case.subject in subjects)
    return replace(catch, matches=found, cases=cases) if found else None


def caught_sightings(catch: Catch) -> list[Sighting]:
    """What *catch* adds to cases."""
    if catch.level is Level.NONE:
        return []
    return [
        Sighting(
            case=case.key,
            subject=case.subject,
            thread=catch.thread,
            post=catch.post,
            matched=catch.matched,
            intent=catch.intent,
            level=catch.level,
            is_historic=catch.is_historic,
        )
        for case in catch.cases
    ]
