"""When an index outside the ledger is to be told of a post again: decided alike for every ledger."""

from __future__ import annotations

from hashlib import sha256

from model.cases import PostView

__all__ = ["digest"]

_TOLD = (
    "thread_id", "thread_title", "thread_url", "board", "id", "n", "author", "text", "permalink",
    "posted_at", "edited_at", "first_seen_at", "versions", "watches", "signatures",
)  # fmt: skip
_ASSESSED = ("intent", "level", "lang", "claimed_records", "price", "has_sample", "fields")


def digest(view: PostView) -> str:
    """Changes when, and only when, what an index holds of the post does; not each time it is seen."""
    said = view.assessment
    told = [getattr(view, name) for name in _TOLD]
    told += [] if said is None else [getattr(said, name) for name in _ASSESSED]
    return sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()[:32]
