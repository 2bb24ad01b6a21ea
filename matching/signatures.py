"""Judges whether a post speaks of a known data set: by name, volume, kinds of data and words."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from model.matches import Evidence, Grade, Match
from model.watches import Field, Signature

__all__ = ["WEIGHTS", "judge"]

WEIGHTS = {"names": 40, "volume": 25, "fields": 25, "nir": 5, "words": 5, "must_not": -25}
"""What counts for a signature that sets no weights of its own."""

_ENOUGH_FIELDS = 3  # kinds of a set that, named together, point to it; two are found in any set
_ORDER = (Grade.EXACT, Grade.FOLDED, Grade.DISGUISED, Grade.PROBABLE)


def judge(
    signature: Signature,
    *,
    names: Sequence[Evidence],
    claimed_records: int | None,
    fields: Collection[Field],
    words: Collection[str],
) -> Match:
    """How well a post fits *signature*; *words* are those of its words that stand in the post."""
    weights = {**WEIGHTS, **dict(signature.weights)}
    points: list[tuple[int, str]] = []
    if names:
        points.append((weights["names"], "is called by name"))
    if claimed_records is not None and _is_volume(signature, claimed_records):
        points.append((weights["volume"], f"claims {claimed_records:,} records, as this data set holds"))
    points += _for_fields(signature, fields, weights)
    if words:
        points.append((weights["words"], "uses words that go with it"))
    denied = sorted(kind.value for kind in signature.must_not if kind in fields)
    score = sum(worth for worth, _ in points)
    total = score + weights["must_not"] * len(denied)
    return Match(
        signature=signature.id,
        grade=min((one.grade for one in names if one.grade), key=_ORDER.index, default=Grade.PROBABLE),
        verdict=_verdict(score, total, signature.threshold, is_denied=bool(denied)),
        score=max(0, min(100, total)),
        reasons=(*(why for _, why in points), *(f"names {kind}, which is not in this data set" for kind in denied)),
        evidence=tuple(names),
    )


def _verdict(score: int, total: int, threshold: int, *, is_denied: bool) -> str:
    if is_denied and score >= threshold:
        return "contradicts"
    return "consistent" if total >= threshold else "insufficient"


def _is_volume(signature: Signature, records: int) -> bool:
    return any(abs(records - volume.about) <= volume.tolerance * volume.about for volume in signature.volumes)


def _for_fields(signature: Signature, fields: Collection[Field], weights: dict[str, int]) -> list[tuple[int, str]]:
    points = []
    wanted = [kind for kind in Field if kind in signature.must and kind in fields]
    if wanted:
        share = 1.0 if len(wanted) >= min(_ENOUGH_FIELDS, len(signature.must)) else 0.2
        named = ", ".join(kind.value for kind in wanted)
        points.append((round(share * weights["fields"]), f"names {named}"))
    if Field.NIR in wanted:
        points.append((weights["nir"], "names the social-security number"))
    return points
