"""A kept post as a document: ECS names where they fit, our own words and stems to be found by."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from model.cases import PostView
from model.identities import Masked, PostKey, SourceId
from model.indexing import IndexEntry
from model.matches import Intent, Level
from model.ports import Analysis
from model.queries import Found
from storage.columns import storable
from storage.entries import Entry, entry, values

__all__ = ["ECS", "Document", "digest", "document", "found", "source", "text_of"]

ECS = "9.2.0"
"""The version of the Elastic Common Schema whose names are used."""

Document = dict[str, Any]


def document(post: IndexEntry, analysis: Analysis) -> Document:
    """What the index holds of *post*, which is there."""
    assert post.post is not None
    told = source(post)
    held = digest(told)
    told["event"]["hash"] = held
    return told | _words(entry(post.post, analysis), held)


def source(post: IndexEntry) -> Document:
    """The `_source` of *post*, which is there, but for its digest."""
    view = post.post
    assert view is not None
    told: Document = _plain({
        "@timestamp": view.at.isoformat().replace("+00:00", "Z"),
        "ecs": {"version": ECS},
        "event": {
            "id": view.key,
            "kind": "alert" if view.matches else "event",
            "category": ["threat"],
            "type": ["indicator"],
            "dataset": "vigie.posts",
            "provider": "vigie",
            "created": _moment(view.first_seen_at),
            "reference": view.permalink,
        },
        "user": {"name": view.author},
        "message": view.text,
        "vigie": {
            "revision": post.mark.revision,
            "source": view.source,
            "board": view.board,
            "thread": {"id": view.thread_id, "title": view.thread_title, "url": view.thread_url},
            "post": {"id": view.id, "n": view.n},
            "kind": view.kind,
            "posted_at": _moment(view.posted_at),
            "edited_at": _moment(view.edited_at),
            "versions": view.versions,
            "watch": list(view.watches),
            "signature": list(view.signatures),
            "has_sample": view.assessment is not None and view.assessment.has_sample,
            "values": [f"{key.value}:{value}" for key, value in values(view)],
            **_assessed(view),
        },
    })  # fmt: skip
    return told


def digest(told: Mapping[str, Any]) -> str:
    """Changes with all that a `_source` holds, its post's key and revision among it, but not with its own digest."""
    event = told.get("event")  # whatever it is: others may have written it
    if isinstance(event, Mapping):
        told = {**told, "event": {name: value for name, value in event.items() if name != "hash"}}
    said = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def found(source: Mapping[str, Any], *, snippet: Masked, marks: Sequence[tuple[int, int]]) -> Found:
    """A hit's `_source`, as an answer shows it."""
    said = source["vigie"]
    return Found(
        key=PostKey(source["event"]["id"]),
        source=SourceId(said["source"]),
        thread=Masked(said["thread"]["title"]),
        author=Masked(source["user"]["name"]),
        board=None if said.get("board") is None else Masked(said["board"]),
        posted_at=_read(said.get("posted_at")),
        first_seen_at=datetime.fromisoformat(source["event"]["created"]),
        intent=None if said.get("intent") is None else Intent(said["intent"]),
        level=None if said.get("level") is None else Level(said["level"]),
        lang=said.get("lang"),
        watches=tuple(said["watch"]),
        signatures=tuple(said["signature"]),
        snippet=snippet,
        marks=tuple(marks),
    )


def text_of(source: Mapping[str, Any]) -> Masked | None:
    """The post's text in a hit's `_source`; `None` when it is kept without."""
    text = source.get("message")
    return None if text is None else Masked(text)


def _assessed(view: PostView) -> Document:
    said = view.assessment
    if said is None:
        return {}
    price = None if said.price is None else {"amount": said.price.amount, "currency": said.price.currency}
    return {
        "intent": said.intent.value,
        "level": said.level.value,
        "lang": said.lang,
        "claimed_records": said.claimed_records,
        "price": price,
        "field": sorted(one.value for one in said.fields),
    }


def _words(held: Entry, told: str) -> Document:
    """What is not in `_source`; the digest *told* says of which one these are the words."""
    texts = {"title": held.title, "text": held.text, "author": held.author}
    words = {name: " ".join(spoken.words) for name, spoken in (texts | {"board": held.board}).items()}
    stems = {name: " ".join(spoken.stems) for name, spoken in texts.items()}
    return {"words": words | {"hash": told}, "stems": stems}


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _read(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _plain(value: Any) -> Any:
    """*value* without what is `None`, its texts such as JSON takes them."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return storable(value) if isinstance(value, str) else value
