"""The known data sets of a watchlist, held against one post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from matching.assessing import Reading
from matching.rows import Doors, nir_rows
from matching.signatures import Facts, Known
from model.matches import Evidence, Intent, Match
from model.watches import Field, Watchlist

__all__ = ["DataSets"]

_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")


class DataSets:
    """Judges posts by all signatures of *watchlist*; mentions are told by the place of their subject in it."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._watches = len(watchlist.watches)
        self._known = tuple(Known(one) for one in watchlist.signatures)
        self._subjects = tuple(tuple(_subjects(watchlist, place)) for place in range(len(self._known)))
        self._doors = Doors(_domains(watchlist))

    def matches(
        self, found: Mapping[int, Sequence[Evidence]], reading: Reading, *, records: int | None, intent: Intent
    ) -> list[Match]:
        """The data sets that a post speaks of, or contradicts; *reading* holds its quotes, too."""
        bare = self._facts(reading, records, intent)
        judged = []
        for known, subjects in zip(self._known, self._subjects, strict=True):
            names = _distinct(one for subject in subjects for one in found.get(subject, ()))
            facts = replace(bare, names=names) if names else bare
            if known.may_be(facts):
                judged.append(known.judge(facts))
        if reading.skipped:
            judged = [replace(one, reasons=(*one.reasons, reading.skipped)) if one.reasons else one for one in judged]
        is_watched = any(subject < self._watches for subject, places in found.items() if places)
        return [one for one in judged if one.verdict == "consistent" or (one.verdict == "contradicts" and is_watched)]

    def _facts(self, reading: Reading, records: int | None, intent: Intent) -> Facts:
        said = reading.fields.get(Field.NIR)
        nirs = nir_rows(
            reading.own,
            reading.shapes,
            is_named=said is not None and said[0] != "shape",
            is_denied=Field.NIR in reading.kinds.denied,
        )
        return Facts(
            names=(),
            records=records,
            fields=reading.fields.keys(),
            said=reading.folded.text,
            intent=intent,
            nirs=nirs,
            credentials=self._doors.rows(reading.view.text),
        )


def _subjects(watchlist: Watchlist, place: int) -> Iterator[int]:
    """Who is meant by mentions of a signature's own names, and of the watches that it belongs to."""
    yield len(watchlist.watches) + place
    for index, watch in enumerate(watchlist.watches):
        if watchlist.signatures[place].id in watch.signatures:
            yield index


def _domains(watchlist: Watchlist) -> Iterator[str]:
    for watch in watchlist.watches:
        yield from (term for term in watch.terms if _DOMAIN.fullmatch(term))
    for signature in watchlist.signatures:
        if signature.rows:
            yield from (name for name in signature.names if _DOMAIN.fullmatch(name))


def _distinct(evidence: Iterable[Evidence]) -> list[Evidence]:
    places: dict[tuple[int, int, str], Evidence] = {}
    for one in evidence:
        places.setdefault((one.start, one.end, one.quote), one)
    return sorted(places.values(), key=lambda one: one.start)
