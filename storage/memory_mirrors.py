"""The in-memory ledger's mirrors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from model.cases import NoteKind
from model.identities import PostKey, SourceId
from model.matches import Level
from model.mirrors import MirrorSight, MirrorState, MirrorTry
from storage.memory_state import State
from storage.rules import tried_mirror

__all__ = ["MemoryMirrors"]


class MemoryMirrors:
    """The port `Mirrors`."""

    _state: State
    _mirrors: dict[tuple[SourceId, str], MirrorState]
    _sights: dict[tuple[PostKey, str], MirrorSight]

    def mirrors(self, source: SourceId) -> list[MirrorState]:
        seen = [name for key, name in self._sights if self._state.posts[key].source == source]
        of_source = sorted(name for one, name in self._mirrors if one == source)
        return [replace(self._mirrors[source, name], posts=seen.count(name)) for name in of_source]

    def tried_mirrors(self, source: SourceId, tries: Sequence[MirrorTry]) -> None:
        through = next((one.name for one in tries if one.reason is None), None)
        for one in tries:
            after, told = tried_mirror(self._mirrors.get((source, one.name)), one, through=through)
            self._mirrors[source, one.name] = after
            if told is not None:
                self._state.note(kind=NoteKind.HEALTH, source=source, level=Level.NOW, text=told, created_at=one.at)

    def seen_through(self, post: PostKey) -> list[MirrorSight]:
        return sorted(
            (sight for (key, _), sight in self._sights.items() if key == post),
            key=lambda sight: (sight.first_at, sight.mirror),
        )

    def _saw_through(self, posts: Iterable[PostKey], *, mirror: str, at: datetime) -> None:
        for post in posts:
            first = self._sights.get((post, mirror), MirrorSight(mirror=mirror, first_at=at, last_at=at))
            self._sights[post, mirror] = replace(first, last_at=at)
