"""What is looked for, and what may be a mention of it."""

from __future__ import annotations

from dataclasses import dataclass

from matching.likeness import Likeness
from matching.spellings import Spelling
from model.matches import Grade
from model.watches import Sector

__all__ = ["Candidate", "Sought"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for under one id."""

    terms: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    fuzzy: bool = True
    weak: tuple[str, ...] = ()
    sector: Sector | None = None  # None: what stands around a term is not judged
    patterns: tuple[str, ...] = ()
    yara: str | None = None  # None: no YARA rules

    @property
    def is_common(self) -> bool:
        """Whether it goes by everyday words alone, domains left aside: Orange, Target, La Poste."""
        return bool(self.weak) and not any("." not in term.strip(".") for term in self.terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What may be a mention, before the words around it are heard."""

    spelling: Spelling
    start: int
    end: int
    grade: Grade
    is_open: bool = True
    """Whether it is written without any disguise, as what else bears the name is written too."""
    is_split: bool = False
    likeness: Likeness | None = None  # None: no letter is wrong
    is_turned: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether nothing but what stands around it can speak against it."""
        return self.likeness is None and not (self.is_turned or self.is_split or self.spelling.is_weak)
