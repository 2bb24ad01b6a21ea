"""The in-memory ledger's index notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from model.identities import PostKey
from model.indexing import DeadLetter, IndexBacklog, IndexEntry, IndexMark
from storage.index_rules import digest
from storage.memory_state import MemoryPost, State

__all__ = ["IndexNote", "MemoryIndexOutbox"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexNote:
    """What an index was told of a post, and whether it is to be told again."""

    mark: IndexMark
    digest: str
    noted_at: datetime | None
    next_try_at: datetime | None
    tries: int = 0
    reason: str | None = None  # None: not a dead letter


class MemoryIndexOutbox:
    """The port `IndexOutbox`."""

    _state: State
    _index_notes: dict[PostKey, IndexNote]

    def index_pending(self, *, limit: int, now: datetime) -> list[IndexEntry]:
        waiting = [note for note in self._index_notes.values() if note.noted_at and note.reason is None]
        due = [note for note in waiting if note.next_try_at is not None and note.next_try_at <= now]
        due.sort(key=lambda note: (note.next_try_at, note.mark.key))
        return [self._entry(note) for note in due[:limit]]

    def index_done(self, marks: Sequence[IndexMark]) -> None:
        for mark in marks:
            self._retell(mark, noted_at=None, next_try_at=None, tries=0, reason=None)

    def index_postponed(self, marks: Sequence[IndexMark], *, until: datetime) -> None:
        for mark in marks:
            self._retell(mark, next_try_at=until, tries=self._index_notes[mark.key].tries + 1)

    def index_buried(self, mark: IndexMark, *, reason: str) -> None:
        self._retell(mark, noted_at=self._index_notes[mark.key].noted_at or mark.filed_at, reason=reason)

    def index_revive(self, *, now: datetime) -> int:
        dead = [note for note in self._index_notes.values() if note.reason is not None]
        for note in dead:
            self._retell(note.mark, noted_at=now, next_try_at=now, tries=0, reason=None)
        return len(dead)

    def index_backlog(self) -> IndexBacklog:
        waiting = [note.noted_at for note in self._index_notes.values() if note.noted_at and note.reason is None]
        return IndexBacklog(waiting=len(waiting), dead=len(self.index_dead()), oldest_at=min(waiting, default=None))

    def index_dead(self) -> list[DeadLetter]:
        return [
            DeadLetter(key=key, revision=note.mark.revision, reason=note.reason)
            for key, note in sorted(self._index_notes.items())
            if note.reason is not None
        ]

    def index_marks(self, *, after: PostKey | None, limit: int) -> list[IndexMark]:
        keys = sorted(key for key in self._index_notes if after is None or key > after)[:limit]
        return [self._entry(self._index_notes[key]).mark for key in keys]

    def index_entries(self, keys: Iterable[PostKey]) -> list[IndexEntry]:
        return [self._entry(self._index_notes[key]) for key in dict.fromkeys(keys) if key in self._index_notes]

    def _note_posts(self, keys: Iterable[PostKey], *, at: datetime) -> None:
        for key in keys:
            post = self._state.posts.get(key)
            if post is not None and post.is_kept:
                self._note(post, at)

    def _note(self, post: MemoryPost, at: datetime) -> None:
        key, told = post.record.key, digest(self._state.view(post))
        known = self._index_notes.get(key)
        if known is None:
            mark = IndexMark(key=key, revision=1, filed_at=post.first_seen_at)
            self._index_notes[key] = IndexNote(mark=mark, digest=told, noted_at=at, next_try_at=at)
        elif known.digest != told:
            mark = replace(known.mark, revision=known.mark.revision + 1)
            first = known.noted_at or at
            self._index_notes[key] = IndexNote(mark=mark, digest=told, noted_at=first, next_try_at=at)

    def _entry(self, note: IndexNote) -> IndexEntry:
        mark = replace(note.mark, is_settled=note.noted_at is None)
        return IndexEntry(mark=mark, post=self._state.view(self._state.posts[mark.key]), tries=note.tries)

    def _retell(self, mark: IndexMark, **to: Any) -> None:
        known = self._index_notes[mark.key]
        if known.mark.revision == mark.revision:
            self._index_notes[mark.key] = replace(known, **to)
