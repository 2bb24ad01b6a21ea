"""The in-memory ledger's hunts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from model.hunting import Catch, Definition, Hunt, HuntStep, Quarry
from storage.hunt_rules import caught_sightings, narrowed, undeclared
from storage.memory_index import MemoryIndexOutbox
from storage.memory_state import MemoryPost

__all__ = ["MemoryHunts"]


class MemoryHunts(MemoryIndexOutbox):
    """The port `Hunts`."""

    _hunts: dict[str, Hunt]

    def declare(self, definitions: Sequence[Definition], *, now: datetime) -> None:
        if not undeclared(self._hunts.values(), definitions):
            return
        ended_at = None if self._kept_past(0) else now
        before, self._hunts = self._hunts, {}
        for one in definitions:
            known = before.get(one.subject)
            fresh = Hunt(definition=one, declared_at=now, ended_at=ended_at)
            self._hunts[one.subject] = known if known and known.definition == one else fresh

    def hunts(self) -> list[Hunt]:
        return [hunt for _, hunt in sorted(self._hunts.items())]

    def hunt_again(self, subjects: Iterable[str]) -> None:
        for subject in set(subjects) & self._hunts.keys():
            self._hunts[subject] = replace(self._hunts[subject], position=0, began_at=None, ended_at=None)

    def unhunted(self, subjects: Iterable[str]) -> int:
        wanted = set(subjects)
        due = [hunt.position for name, hunt in self._hunts.items() if name in wanted and hunt.is_due]
        return len(self._kept_past(min(due))) if due else 0

    def hunt(
        self,
        definitions: Sequence[Definition],
        look: Callable[[Quarry], Catch | None],
        *,
        limit: int,
        now: datetime,
    ) -> HuntStep:
        due = {name: hunt for name, hunt in self._hunts.items() if hunt.is_due and hunt.definition in definitions}
        if not due:
            return HuntStep(posts=0, matches=0, is_over=True)
        batch = self._kept_past(min(hunt.position for hunt in due.values()))[:limit]
        if not batch:
            return self._end(due, now)
        seen = [look(self._quarry(post)) for _, post in batch]
        caught = [catch for one in seen if one is not None and (catch := narrowed(one, due.keys())) is not None]
        for catch in caught:
            self._write(catch, now)
        self._note_posts((catch.post for catch in caught), at=now)
        for name, hunt in due.items():
            reached = max(hunt.position, batch[-1][0])
            self._hunts[name] = replace(hunt, position=reached, began_at=hunt.began_at or now)
        return HuntStep(posts=len(batch), matches=sum(len(one.matches) for one in caught), is_over=False)

    def _kept_past(self, position: int) -> list[tuple[int, MemoryPost]]:
        placed = enumerate(self._state.posts.values(), 1)
        return [(place, post) for place, post in placed if place > position and post.is_kept]

    def _quarry(self, post: MemoryPost) -> Quarry:
        assert post.kept is not None
        return Quarry(
            post=self._state.view(post),
            quotes=tuple(words for _, words in post.kept.quotes),
            born_in=post.record.born_in or post.record.thread,
        )

    def _end(self, due: dict[str, Hunt], now: datetime) -> HuntStep:
        began = [visit.report.started_at for visit in self._state.visits.values() if visit.is_open]
        done = [name for name, hunt in due.items() if not began or hunt.declared_at <= min(began)]
        for name, hunt in due.items():
            is_done = name in done
            began_at = (hunt.began_at or now) if is_done else None
            self._hunts[name] = replace(hunt, began_at=began_at, ended_at=now if is_done else None)
        return HuntStep(posts=0, matches=0, is_over=True, is_early=len(done) < len(due))

    def _write(self, catch: Catch, now: datetime) -> None:
        post = self._state.posts[catch.post]
        seen, kept = post.versions[-1]
        said = replace(kept.assessment, level=catch.level)
        post.versions[-1] = (seen, replace(kept, matches=(*kept.matches, *catch.matches), assessment=said))
        for sighting in caught_sightings(catch):
            self._state.sight(catch.source, sighting, now, is_retro=True)
        for key in catch.known_cases:
            if key in self._state.cases:
                self._state.cases[key].noted.add((catch.post, catch.matched))
