"""Regular expressions that take linear time, whatever they are given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, cast

import re2

__all__ = ["Found", "Pattern", "pattern"]


class Found(Protocol):
    """Where a pattern was found."""

    def __getitem__(self, group: int) -> str: ...

    def start(self, group: int = 0) -> int:
        """Where *group* begins."""
        ...

    def end(self, group: int = 0) -> int:
        """Where *group* ends."""
        ...

    def span(self, group: int = 0) -> tuple[int, int]:
        """Where *group* begins and ends."""
        ...


class Pattern(Protocol):
    """A compiled pattern."""

    def finditer(self, text: str) -> Iterator[Found]:
        """Each place where it is found, from left to right."""
        ...

    def search(self, text: str) -> Found | None:
        """The first place where it is found."""
        ...

    def match(self, text: str) -> Found | None:
        """Whether it is found at the start."""
        ...


def pattern(source: str) -> Pattern:
    """*source* compiled by RE2; Unicode classes make large automata, so it gets room, and stays silent."""
    options = re2.Options()
    options.max_mem = 64 << 20
    options.log_errors = False
    return cast("Pattern", re2.compile(source, options))
