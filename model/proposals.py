"""What is proposed for a new watch, and how it was tried."""

from __future__ import annotations

from dataclasses import dataclass, field

from model.watches import Watch

__all__ = ["Proposal", "Trial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A watch, tried on posts."""

    posts: int
    alarms: int
    """In how many of them it was seen."""
    examples: tuple[str, ...] = field(default=(), repr=False)
    """The words around some of these."""

    @property
    def rate(self) -> float:
        """The share of posts that it was seen in."""
        return self.alarms / self.posts if self.posts else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A watch as it had better be written, and why."""

    watch: Watch
    reasons: tuple[tuple[str, str], ...] = ()
    """Of each value that was not given, why it is there."""
    guesses: tuple[tuple[str, str], ...] = ()
    """What might be its name too, and how sure that is: for a person to decide."""
    misspellings: int = 0
    """How many misspellings are to be expected."""
    seen: int = 0
    """How many of them are seen without being listed."""
    as_given: Trial
    """On benign posts, with what was given and nothing else."""
    as_proposed: Trial
    kept: Trial | None = None  # None: nothing is kept
    """On what is kept, as it is proposed: whether these are false alarms a person must say."""
