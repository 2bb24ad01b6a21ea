"""A ledger that lives as long as its process: for dry runs, and to keep the other one honest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import blake2b

from model.cases import PostVersion, PostView
from model.errors import BadInput
from model.identities import Fingerprint, PostKey, SourceId, thread_key
from model.ports import Analysis
from model.queries import Answer, Find
from model.records import PageRecord
from model.sources import Habits, SourceState
from model.visits import Tally, VisitReport
from storage.memory_cases import MemoryCases
from storage.memory_frontier import MemoryFrontier
from storage.memory_hunting import MemoryHunts
from storage.memory_mirrors import MemoryMirrors
from storage.memory_outbox import MemoryOutbox
from storage.memory_search import search_among
from storage.memory_state import MemorySource, State

__all__ = ["MemoryLedger"]


class MemoryLedger(MemoryFrontier, MemoryOutbox, MemoryHunts, MemoryCases, MemoryMirrors):
    """The ports `Ledger` and `Search`, without a disk and for one thread."""

    def __init__(self, *, analysis: Analysis) -> None:
        super().__init__(State())
        self._index_notes = {}
        self._mirrors, self._sights = {}, {}
        self._hunts = {}
        self._analysis = analysis

    def record(self, page: PageRecord) -> Tally:
        tally = super().record(page)
        if page.mirror is not None:
            self._saw_through((record.key for record in page.posts), mirror=page.mirror, at=page.at)
        threads = {thread_key(page.source, one.id) for one in page.threads if one.kept is not None}
        of_threads = [
            key for key, post in self._state.posts.items() if thread_key(post.source, post.record.thread) in threads
        ]
        self._note_posts([*of_threads, *(record.key for record in page.posts)], at=page.at)
        return tally

    def register(self, source: SourceId, *, now: datetime) -> SourceState:
        self._state.introduce(source, now=now)
        return self._state_of(self._state.sources[source])

    def states(self) -> list[SourceState]:
        return [self._state_of(one) for _, one in sorted(self._state.sources.items())]

    def pause(self, source: SourceId, *, at: datetime | None) -> None:
        self._source(source).paused_at = at

    def schedule(self, source: SourceId, *, due_at: datetime) -> None:
        self._source(source).next_due_at = due_at

    def learn(self, source: SourceId, habits: Habits) -> None:
        self._source(source).habits = habits

    def fingerprint(self, text: str) -> Fingerprint:
        return Fingerprint(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest())

    def posts(self) -> Iterator[PostView]:
        state = self._state
        kept = (post for post in state.posts.values() if post.is_kept)
        for post in sorted(kept, key=lambda post: (post.source, post.record.thread, *post.place)):
            yield state.view(post)

    def named(self, key: str, *, limit: int) -> list[PostView]:
        found = sorted((view for view in self.posts() if view.key.startswith(key)), key=lambda view: view.key)
        return found[:limit]

    def versions(self, post: PostKey) -> list[PostVersion]:
        known = self._state.posts.get(post)
        if known is None:
            return []
        return [
            PostVersion(number=n, seen_at=at, author=kept.author, text=kept.text)
            for n, (at, (_, kept)) in enumerate(zip(known.version_times, known.versions, strict=True), 1)
        ]

    def visits(self, *, limit: int) -> list[VisitReport]:
        return [visit.report for visit in sorted(self._state.visits.values(), key=lambda one: -one.report.id)][:limit]

    def check(self) -> list[str]:
        return []

    def counts(self) -> Mapping[str, int]:
        state = self._state
        return {
            "sources": len(state.sources),
            "threads": len(state.threads),
            "posts_seen": len(state.posts),
            "posts_kept": sum(post.is_kept for post in state.posts.values()),
            "matches": sum(len(post.matches) for post in state.posts.values()),
            "cases": len(state.cases),
            "alerts": len(state.alerts),
        }

    def search(self, find: Find, *, now: datetime) -> Answer:
        return search_among(list(self.posts()), find, self._analysis)

    def close(self) -> None:
        pass

    def _source(self, source: SourceId) -> MemorySource:
        if source not in self._state.sources:
            raise BadInput(f"the ledger knows no source '{source}': visit it once, or see `vigie source list`")
        return self._state.sources[source]

    def _state_of(self, source: MemorySource) -> SourceState:
        mine = [post for post in self._state.posts.values() if post.source == source.id]
        waiting = [one for one in self._state.errands.values() if one.source == source.id and one.is_waiting]
        return SourceState(
            id=source.id,
            added_at=source.added_at,
            paused_at=source.paused_at,
            next_due_at=source.next_due_at,
            last_visit_at=source.last_visit_at,
            health=source.health,
            health_since=source.health_since,
            health_reason=source.health_reason,
            began_at=source.began_at,
            well_at=source.well_at,
            expectation=source.expectation,
            habits=source.habits,
            posts_kept=sum(post.is_kept for post in mine),
            posts_seen=len(mine),
            pages_waiting=len(waiting),
        )
