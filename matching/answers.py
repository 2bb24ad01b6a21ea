"""What `vigie match` prints: the answers in the words of the labelled posts, with their evidence."""

from __future__ import annotations

from model.matches import Evidence, Understanding

__all__ = ["Answer", "answer"]

Answer = dict[str, object]


def answer(id: str, understanding: Understanding) -> Answer:  # noqa: A002 - the name of the field
    """The line for the post *id*, ready for JSON."""
    said = understanding.assessment
    signatures = [match for match in understanding.matches if match.signature and match.verdict == "consistent"]
    evidence = [one for match in understanding.matches for one in match.evidence] + list(said.evidence)
    return {
        "id": id,
        "watches": sorted(match.watch for match in understanding.matches if match.watch),
        "signatures": sorted(match.signature for match in signatures if match.signature),
        "intent": said.intent.value,
        "claimed_records": said.claimed_records,
        "price": {"amount": _plain(said.price.amount), "currency": said.price.currency} if said.price else None,
        "has_sample": said.has_sample,
        "lang": said.lang,
        "fields": [kind.value for kind in said.fields],
        "alert": said.level.value,
        "evidence": [_told(one) for one in dict.fromkeys(evidence)],
    }


def _plain(amount: float) -> float | int:
    return int(amount) if amount == int(amount) else amount


def _told(evidence: Evidence) -> Answer:
    return {
        "what": evidence.what,
        "by": evidence.by,
        "start": evidence.start,
        "end": evidence.end,
        "quote": evidence.quote,
        "grade": evidence.grade.value if evidence.grade else None,
    }
