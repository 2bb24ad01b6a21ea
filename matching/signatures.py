"""Judges whether a post speaks of a known data set: by name, volume, kinds of data, words, and by its rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from matching.rows import NirRows
from matching.tokens import plain
from model.matches import Evidence, Grade, Intent, Match
from model.watches import Field, RowKind, Signature

__all__ = ["WEIGHTS", "Facts", "Known"]

WEIGHTS = {"names": 40, "volume": 25, "fields": 25, "nir": 5, "words": 5, "must_not": -25}
"""What counts for a signature that sets no weights of its own."""

_ENOUGH_FIELDS = 3  # kinds of a set that, named together, point to it; two are found in any set
_FEWEST = 500  # records of a part that is worth speaking of
_ORDER = (Grade.EXACT, Grade.FOLDED, Grade.DISGUISED, Grade.PROBABLE)
_OFFERS = frozenset({Intent.SALE, Intent.FREE_LEAK, Intent.RANSOM_CLAIM})  # who says what is in the data
_ADDED = (
    "matched with", "enriched", "merged with", "crossed with", "combined with", "enrichi*", "croise*", "recoupe*",
    "complete* avec", "обогащ*", "склеен*", "пробит*", "angereichert*", "abgeglichen*", "enriquecid*", "cruzad*",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was found in a post that a data set may be known by; its quotes count too."""

    names: Sequence[Evidence]
    records: int | None  # None when no number is said
    fields: Collection[Field]
    said: str
    """The folded words of the post, one space around each."""
    intent: Intent
    nirs: NirRows
    credentials: int
    """Lines with a login and a password at a watched domain."""

    def rows(self, kind: RowKind) -> int:
        """How many rows of one *kind* there are, those with a wrong key left out."""
        return self.nirs.right + self.nirs.bare if kind is RowKind.NIR else self.credentials


class Known:
    """A signature with its words folded, ready to judge posts by."""

    def __init__(self, signature: Signature) -> None:
        self.signature = signature
        self._weights = {**WEIGHTS, **dict(signature.weights)}
        self._words = _phrases(signature.words)
        self._parts = _phrases(signature.parts)
        self._together = tuple(_phrases(group) for group in signature.together)

    def may_be(self, facts: Facts) -> bool:
        """Whether *facts* hold anything by which the data set is known."""
        if self.signature.rows:
            return facts.rows(self.signature.rows.of) > 0
        return bool(facts.names) or not self.signature.must.isdisjoint(facts.fields)

    def judge(self, facts: Facts) -> Match:
        """How well *facts* fit the signature."""
        return self._by_rows(facts) if self.signature.rows else self._by_words(facts)

    def _by_rows(self, facts: Facts) -> Match:
        rows = self.signature.rows
        assert rows is not None
        count = facts.rows(rows.of)
        if rows.of is RowKind.NIR:
            holds = facts.nirs.are_at_least(rows.least)
            why = f"{count} rows hold a social-security number, {facts.nirs.right} of them with a key that is right"
            why += f", {facts.nirs.wrong} more with a wrong one" if facts.nirs.wrong else ""
        else:
            holds = count >= rows.least
            why = f"{count} lines give a login and a password at a watched domain"
        return Match(
            signature=self.signature.id,
            grade=Grade.EXACT,
            verdict="consistent" if holds else "insufficient",
            score=100 if holds else min(99, round(100 * count / (2 * rows.least))),
            reasons=(why,) if count else (),
        )

    def _by_words(self, facts: Facts) -> Match:
        if not self.may_be(facts):
            return Match(signature=self.signature.id, grade=Grade.PROBABLE, verdict="insufficient", score=0)
        points = list(self._points(facts))
        foreign = self._foreign(facts)
        score = sum(worth for worth, _ in points)
        total = score + self._weights["must_not"] * len(foreign)
        return Match(
            signature=self.signature.id,
            grade=min((one.grade for one in facts.names if one.grade), key=_ORDER.index, default=Grade.PROBABLE),
            verdict=self._verdict(facts, score, total, is_denied=bool(foreign)),
            score=max(0, min(100, total)),
            reasons=(*(why for _, why in points), *(f"names {one}, which is not in this data set" for one in foreign)),
            evidence=tuple(facts.names),
        )

    def _points(self, facts: Facts) -> Iterator[tuple[int, str]]:
        if facts.names:
            yield self._weights["names"], "is called by name"
        if facts.records is not None and self._is_volume(facts):
            yield self._weights["volume"], f"claims {facts.records:,} records, as this data set holds"
        if facts.intent is not Intent.PHISHING:  # what a page asks for is not what was leaked
            yield from self._for_fields(facts.fields)
        if _says(facts.said, self._words):
            yield self._weights["words"], "uses words that go with it"

    def _is_volume(self, facts: Facts) -> bool:
        records = facts.records or 0
        if any(abs(records - one.about) <= one.tolerance * one.about for one in self.signature.volumes):
            return True
        most = max((one.about for one in self.signature.volumes), default=0)
        is_part = facts.intent is not Intent.REQUEST and _says(
            facts.said, self._parts
        )  # how many one wants is no claim
        return _FEWEST <= records < most and is_part

    def _for_fields(self, fields: Collection[Field]) -> Iterator[tuple[int, str]]:
        must = self.signature.must
        wanted = [kind for kind in Field if kind in must and kind in fields]
        if wanted:
            share = 1.0 if len(wanted) >= min(_ENOUGH_FIELDS, len(must)) else 0.2
            yield round(share * self._weights["fields"]), "names " + ", ".join(kind.value for kind in wanted)
        if Field.NIR in wanted:
            yield self._weights["nir"], "names the social-security number"

    def _foreign(self, facts: Facts) -> list[str]:
        """Kinds that are not in the data set, though an offer says that they are; what was added is no part of it."""
        if facts.intent not in _OFFERS or _says(facts.said, _ADDED_FOLDED):
            return []
        return sorted(kind.value for kind in self.signature.must_not if kind in facts.fields)

    def _verdict(self, facts: Facts, score: int, total: int, *, is_denied: bool) -> str:
        threshold = self.signature.threshold
        is_idle = facts.intent is Intent.NOISE and (facts.records is None or not self._is_volume(facts))
        if is_idle or not all(_says(facts.said, group) for group in self._together):
            return "insufficient"
        if is_denied and score >= threshold:
            return "contradicts"
        return "consistent" if total >= threshold else "insufficient"


def _phrases(words: Sequence[str]) -> tuple[str, ...]:
    """*words*, folded as they stand in a folded text; a `*` at the end stands for any ending."""
    return tuple(plain(word).rstrip() if word.endswith("*") else plain(word) for word in words)


def _says(said: str, phrases: Sequence[str]) -> bool:
    return any(phrase in said for phrase in phrases)


_ADDED_FOLDED = _phrases(_ADDED)
