"""How much each thing seen in a post speaks for each intent.

Fitted on the labelled training posts by multinomial regression from the lexicon's own weights; one decimal is all
that nine hundred posts can tell.
"""

from __future__ import annotations

from model.matches import Intent

__all__ = ["SEEN", "SPOKEN"]

_ORDER = (
    Intent.REQUEST, Intent.SALE, Intent.FREE_LEAK, Intent.ACCESS_SALE, Intent.RANSOM_CLAIM, Intent.REACTION,
    Intent.HOW_TO_USE, Intent.PHISHING, Intent.NEWS, Intent.DISCUSSION, Intent.NOISE,
)  # fmt: skip


def _row(*weights: float) -> dict[Intent, float]:
    return dict(zip(_ORDER, weights, strict=True))


SEEN = {
    "fields": _row(0.1, 1.8, 1.0, -0.2, -0.3, -1.2, 0.5, 0.6, -0.8, 0.0, -1.4),
    "channel_message": _row(-0.4, -0.2, -0.4, -1.0, 0.6, -0.5, 0.4, -0.7, 1.2, 0.7, 0.3),
    "leaksite_entry": _row(-0.3, -0.9, -1.2, -0.5, 5.3, -0.2, -0.2, -0.2, -0.5, -0.4, -0.9),
    "paste": _row(-0.3, -0.6, 1.5, -0.7, -0.5, -0.3, -0.2, 0.2, -0.3, -0.1, 1.3),
    "reply": _row(0.3, -0.4, -0.7, -0.5, -1.9, 0.3, 0.5, 0.5, -0.2, 1.2, 0.8),
    "thread_start": _row(-1.1, 0.5, 0.6, 0.7, -1.9, -0.9, 0.1, 0.0, 0.2, -0.5, 2.0),
    "long": _row(-0.5, 0.2, -0.5, -1.2, 0.0, -0.4, -0.1, -0.6, -0.1, 2.9, 0.1),
    "match": _row(0.1, -0.4, 0.0, -0.1, 0.7, 0.3, 0.3, -0.3, 0.4, 0.3, -1.2),
    "always": _row(-0.6, -0.4, -0.2, -0.7, -0.2, -0.5, 0.4, 0.0, 0.3, 0.5, 1.4),
    "price": _row(0.5, 1.6, -2.3, 2.7, -0.7, -1.2, -0.9, 2.1, -0.5, -1.7, 0.4),
    "sample": _row(-0.8, 0.4, 2.3, 1.3, 0.0, -0.4, -0.7, -1.0, -1.6, -0.7, 1.1),
    "short": _row(-0.1, -0.4, -0.8, 0.6, -0.4, 1.9, 0.0, -1.1, -0.8, -0.3, 1.5),
    "very long": _row(-0.6, 0.9, 0.3, -0.1, -0.2, -0.1, -0.5, -0.1, 0.6, 0.1, -0.3),
    "volume": _row(-0.2, 1.7, 1.8, -0.7, 1.6, -1.1, 0.3, -1.6, 0.9, -0.9, -1.7),
}  # fmt: skip
"""Kinds of post, and what stands in one: weights in the order above."""

SPOKEN = {
    Intent.REQUEST: _row(2.9, -0.7, -0.1, -0.6, 0.2, 0.0, 0.0, 0.0, -1.4, 0.0, 0.6),
    Intent.SALE: _row(0.3, 0.7, 0.0, 0.1, -0.1, -0.3, 0.1, -0.3, 0.0, 0.0, 0.1),
    Intent.FREE_LEAK: _row(0.3, -0.3, 1.9, -0.7, 0.4, 0.2, -0.7, 0.7, 0.2, -1.0, -0.3),
    Intent.ACCESS_SALE: _row(0.7, 0.1, 0.2, 1.6, 0.1, -0.3, 0.2, -0.7, -0.3, -0.5, -0.4),
    Intent.RANSOM_CLAIM: _row(-0.8, 0.0, 0.6, -0.2, 1.5, -1.1, -0.5, 0.0, 0.3, 0.7, 0.0),
    Intent.REACTION: _row(-0.3, 0.0, 0.8, -0.5, -0.9, 2.2, 0.0, 0.3, -0.5, -0.3, 0.1),
    Intent.HOW_TO_USE: _row(-0.7, 0.1, -0.8, 0.3, -0.4, -0.3, 2.5, -0.8, -0.1, 0.7, 0.2),
    Intent.PHISHING: _row(-1.2, 0.7, -0.3, -0.5, 0.7, -1.2, 0.6, 2.7, 0.5, -0.2, -1.0),
    Intent.NEWS: _row(0.8, -0.4, -0.5, -0.8, 0.5, -0.8, 0.3, -1.0, 2.6, 0.2, -0.2),
    Intent.DISCUSSION: _row(-1.8, -0.9, -0.1, 0.9, -0.5, 0.4, 0.5, -0.6, 0.0, 2.8, 0.0),
    Intent.NOISE: _row(0.2, 0.1, 0.3, 0.1, 0.2, -0.7, -0.5, -0.1, -0.5, 0.0, 1.7),
}  # fmt: skip
"""Words of the lexicon that speak for an intent, and what they say about the others."""
