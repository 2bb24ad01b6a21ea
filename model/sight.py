"""Sight: what a source's own past makes us expect of it, and what a visit saw of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Expectation", "Sight"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What pages of one kind held, added up; an *item* is a row of a list, or a post of a thread."""

    pages: int = 0
    items: int = 0
    fields: Mapping[str, int] = field(default_factory=dict)
    """Of how many items each field could be read."""
    sampled: int = 0
    """Pages that held enough items to tell what every item looks like."""
    always: frozenset[int] = frozenset()
    """Marks of the template that each of those pages showed at least once an item."""
    ever: frozenset[int] = frozenset()
    """Marks that any page showed."""

    def share(self, name: str) -> float:
        """In what part of the items the field *name* could be read."""
        return self.fields.get(name, 0) / self.items if self.items else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What the healthy visits of a source have shown, as far as it is worth remembering: no word of a page."""

    engines: frozenset[str] = frozenset()
    """The software that its pages were recognised as."""
    visits: int = 0
    lists: Sight = field(default_factory=Sight)
    threads: Sight = field(default_factory=Sight)
    per_page: int | None = None  # posts on a page that isn't a thread's last; None until one was read
    strikes: int = 0
    """Visits in a row that saw another template and read everything all the same."""
