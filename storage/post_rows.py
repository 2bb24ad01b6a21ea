"""What a page does to posts: what was seen, which versions are kept, what was recognised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, update

from model.identities import PostKey, ThreadId
from model.records import KeptPost, PageRecord, PostRecord
from model.visits import Tally
from storage.database import batches
from storage.rules import is_version, posting_time
from storage.schema import matches, post_versions, posts

__all__ = ["post_ids", "write_posts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sight:
    """A post on the page, beside what the ledger held of it."""

    record: PostRecord
    before: RowMapping | None  # None: never seen before

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.before["fingerprint"] != self.record.fingerprint

    @property
    def version(self) -> KeptPost | None:
        """What is kept as a further version; `None` when there is none."""
        kept = self.record.kept
        if kept is None or not is_version(kept, seen=self.record.fingerprint, **self._kept_before):
            return None
        return kept

    @property
    def refreshed(self) -> KeptPost | None:
        """What the newest version is now understood to say; `None` when nothing new is said about it."""
        kept = self.record.kept
        if kept is None or self.version is not None or self.before is None:
            return None
        return None if kept.text is None and self.before["has_text"] else kept

    @property
    def number(self) -> int:
        """Of the newest version."""
        before = 0 if self.before is None else int(self.before["versions"])
        return before + (self.version is not None)

    @property
    def _kept_before(self) -> dict[str, Any]:
        if self.before is None:
            return {"before": None, "has_text": False}
        return {"before": self.before["kept_fingerprint"], "has_text": self.before["has_text"]}


def post_ids(connection: Connection, keys: Iterable[PostKey]) -> dict[PostKey, int]:
    """The row numbers of those of *keys* that were seen before."""
    ids: dict[PostKey, int] = {}
    for batch in batches(keys):
        for key, number in connection.execute(select(posts.c.key, posts.c.id).where(posts.c.key.in_(batch))):
            ids[PostKey(key)] = number
    return ids


def write_posts(connection: Connection, page: PageRecord, places: Mapping[ThreadId, int]) -> Tally:
    """Write the page's posts, of each what its record keeps; says what that brought."""
    records = {record.key: record for record in page.posts}
    before = _rows(connection, records)
    sights = {key: _Sight(record=record, before=before.get(key)) for key, record in records.items()}
    _write_seen(connection, page, sights.values(), places)
    ids = post_ids(connection, sights)
    _write_versions(connection, page, sights, ids)
    _write_refreshed(connection, sights, ids)
    brought = _write_matches(connection, sights, ids)
    new = sum(sight.before is None for sight in sights.values())
    return Tally(new=new, changed=sum(sight.is_changed for sight in sights.values()), matches=brought)


def _rows(connection: Connection, keys: Iterable[PostKey]) -> dict[PostKey, RowMapping]:
    rows: dict[PostKey, RowMapping] = {}
    for batch in batches(keys):
        for row in connection.execute(select(posts).where(posts.c.key.in_(batch))).mappings():
            rows[PostKey(row["key"])] = row
    return rows


def _write_seen(
    connection: Connection, page: PageRecord, sights: Iterable[_Sight], places: Mapping[ThreadId, int]
) -> None:
    fresh, known = [], []
    for sight in sights:
        if sight.before is None:
            record = sight.record
            named = {"key": record.key, "source": page.source, "native": record.id}
            fresh.append(named | _place(sight, places) | _seen(sight, page.at))
        else:
            known.append({"row": sight.before["id"]} | _place(sight, places) | _seen(sight, page.at))
    if fresh:
        connection.execute(insert(posts), fresh)
    if known:
        connection.execute(update(posts).where(posts.c.id == bindparam("row")), known)


def _place(sight: _Sight, places: Mapping[ThreadId, int]) -> dict[str, Any]:
    """Threads are merged and split: a post stands where it was last seen."""
    return {"thread": places[sight.record.thread], "born_in": sight.record.born_in}


def _seen(sight: _Sight, at: datetime) -> dict[str, Any]:
    """A post's row after this sight: times that were known stay, what was kept stays kept."""
    record, before = sight.record, sight.before or _NEVER
    first = min(at, before["first_seen_at"] or at)
    posted = posting_time(before["posted_at"], record.posted_at)
    kept = sight.version or sight.refreshed
    return {
        "n": before["n"] if record.n is None else record.n,
        "posted_at": posted,
        "edited_at": record.edited_at or before["edited_at"],
        "first_seen_at": first,
        "last_seen_at": max(at, before["last_seen_at"] or at),
        "sorted_at": posted or first,
        "fingerprint": record.fingerprint,
        "kept_fingerprint": record.fingerprint if sight.version else before["kept_fingerprint"],
        "is_kept": before["is_kept"] or kept is not None,
        "has_text": before["has_text"] if kept is None else kept.text is not None,
        "versions": sight.number,
        "missed": 0,
        "missed_at": None,
        "gone_at": None,
        "author": before["author"] if kept is None else kept.author,
        "intent": before["intent"] if kept is None else kept.assessment.intent,
    }


_NEVER: Mapping[str, Any] = {
    "n": None,
    "posted_at": None,
    "edited_at": None,
    "first_seen_at": None,
    "last_seen_at": None,
    "kept_fingerprint": None,
    "is_kept": False,
    "has_text": False,
    "author": None,
    "intent": None,
}


def _write_versions(
    connection: Connection, page: PageRecord, sights: Mapping[PostKey, _Sight], ids: Mapping[PostKey, int]
) -> None:
    rows = [
        {
            "post": ids[key],
            "number": sight.number,
            "seen_at": page.at,
            "fingerprint": sight.record.fingerprint,
            "posted_raw": sight.record.posted_raw,
        }
        | _understood(sight.version)
        for key, sight in sights.items()
        if sight.version is not None
    ]
    if rows:
        connection.execute(insert(post_versions), rows)


def _understood(kept: KeptPost) -> dict[str, Any]:
    return {
        "author": kept.author,
        "title": kept.title,
        "permalink": kept.permalink,
        "text": kept.text,
        "quotes": kept.quotes,
        "sample": kept.sample,
        "assessment": kept.assessment,
    }


def _write_refreshed(connection: Connection, sights: Mapping[PostKey, _Sight], ids: Mapping[PostKey, int]) -> None:
    rows = [
        {"row": ids[key], "newest": sight.number} | _understood(sight.refreshed)
        for key, sight in sights.items()
        if sight.refreshed is not None
    ]
    if rows:
        newest = (post_versions.c.post == bindparam("row")) & (post_versions.c.number == bindparam("newest"))
        connection.execute(update(post_versions).where(newest), rows)


def _write_matches(connection: Connection, sights: Mapping[PostKey, _Sight], ids: Mapping[PostKey, int]) -> int:
    """Replace what was recognised in each post; says how much of it was not recognised before."""
    kept = {ids[key]: sight.version or sight.refreshed for key, sight in sights.items()}
    now = {post: version.matches for post, version in kept.items() if version is not None}
    had = _subjects(connection, now)
    for batch in batches(post for post, _, _ in had):
        connection.execute(delete(matches).where(matches.c.post.in_(batch)))
    rows = [
        {"post": post, "place": place, "watch": match.watch, "signature": match.signature, "match": match}
        for post, found in now.items()
        for place, match in enumerate(found)
    ]
    if rows:
        connection.execute(insert(matches), rows)
    return len({(row["post"], row["watch"], row["signature"]) for row in rows} - had)


def _subjects(connection: Connection, posts: Iterable[int]) -> set[tuple[int, str | None, str | None]]:
    had: set[tuple[int, str | None, str | None]] = set()
    for batch in batches(posts):
        query = select(matches.c.post, matches.c.watch, matches.c.signature).where(matches.c.post.in_(batch))
        had.update((row.post, row.watch, row.signature) for row in connection.execute(query))
    return had
