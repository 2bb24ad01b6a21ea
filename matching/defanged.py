"""The ways in which a domain is written so that nobody can click on it."""

from __future__ import annotations

import re

__all__ = ["defanged"]

_DOMAIN = re.compile(r"(?:[\w-]+\.)+[\w-]{2,}", re.UNICODE)
_DOTS = ("dot", "point", "punto", "punkt", "точка", "тчк")


def defanged(term: str) -> list[str]:
    """*term* with words for its dots, if it is a domain; brackets round a dot are separators like any other."""
    return [term.replace(".", f" {dot} ") for dot in _DOTS] if _DOMAIN.fullmatch(term) else []
