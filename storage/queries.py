"""What an analyst types, as a query: words, "phrases", -not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from model.errors import BadInput
from model.ports import Analyse
from model.queries import Phrase, Query

__all__ = ["Terms", "parse", "terms"]

_PIECE = re.compile(r'\s*(?P<no>-?)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))|\s*(?P<open>-?")')
_QUOTES = str.maketrans({"“": '"', "”": '"', "«": '"', "»": '"', "„": '"'})

Terms = tuple[tuple[str, ...], ...]
"""Tokens that stand next to each other, once per phrase."""


def parse(text: str) -> Query:
    """The query that *text* says; raises `BadInput` where a quotation mark is not closed."""
    typed = text.translate(_QUOTES)
    wanted: list[Phrase] = []
    unwanted: list[Phrase] = []
    for piece in _PIECE.finditer(typed):
        if piece["open"]:
            column = piece.start("open") + 1
            raise BadInput(f"the quotation mark at character {column} is not closed: add one, or leave it out")
        words = tuple((piece["word"] if piece["phrase"] is None else piece["phrase"]).split())
        if words and words != ("-",):
            (unwanted if piece["no"] else wanted).append(Phrase(words=words))
    return Query(wanted=tuple(wanted), unwanted=tuple(unwanted))


def terms(phrases: Sequence[Phrase], analyse: Analyse) -> Terms:
    """The tokens of each of *phrases*; a phrase of signs only has none and is left out."""
    tokens = (tuple(token for token, _, _ in analyse(" ".join(phrase.words))) for phrase in phrases)
    return tuple(dict.fromkeys(words for words in tokens if words))
