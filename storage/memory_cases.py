"""The in-memory ledger's cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from model.cases import Case, CaseState, CaseView, PostView
from model.errors import BadInput
from model.identities import CaseKey, Masked, ThreadKey, thread_key
from model.matches import Claim
from storage.memory_state import MemoryCase, MemoryPost, State
from storage.rules import EARLIER_CLAIMS, claim, count_replies, speaker

__all__ = ["MemoryCases"]


class MemoryCases:
    """The port `Cases`."""

    _state: State

    def cases(self, *, limit: int) -> list[Case]:
        known = [one.case for one in self._state.cases.values()]
        return sorted(known, key=lambda case: (case.updated_at, case.number), reverse=True)[:limit]

    def case(self, key: CaseKey) -> CaseView | None:
        known = self._state.cases.get(key)
        return None if known is None else self._case_view(known)

    def acknowledge(self, key: CaseKey, *, by: str, at: datetime) -> Case:
        known = self._state.cases.get(key)
        if known is None:
            raise BadInput("there is no such case: see `vigie alert list`")
        if known.case.acknowledged_at is None:
            known.case = replace(known.case, state=CaseState.ACKNOWLEDGED, acknowledged_by=by, acknowledged_at=at)
        return known.case

    def _case_view(self, known: MemoryCase) -> CaseView:
        thread = self._state.threads[known.thread]
        sighted = sorted((self._state.posts[key] for key in known.sightings), key=_age)
        seen = tuple(self._state.view(post) for post in sighted if post.is_kept)
        beside = sorted(self._posts_of(known), key=lambda post: post.place)
        authors = [(post.record.n, post.kept.author if post.kept else None) for post in beside]
        return CaseView(
            case=known.case,
            posts=seen,
            thread_url=thread.url or (seen[0].thread_url if seen else Masked("")),
            replies=count_replies(authors, author=thread.author),
            read_at=thread.read_at,
            earlier_claims=self._earlier_claims(known, seen),
        )

    def _posts_of(self, known: MemoryCase) -> list[MemoryPost]:
        return [post for post in self._state.posts.values() if _thread(post) == known.thread]

    def _earlier_claims(self, known: MemoryCase, seen: tuple[PostView, ...]) -> tuple[Claim, ...]:
        author = speaker(seen)
        elsewhere = [post for post in self._state.posts.values() if self._is_claim_elsewhere(post, known, author)]
        newest = sorted(sorted(elsewhere, key=lambda post: post.record.key), key=_sorted_at, reverse=True)
        return tuple(claim(self._state.view(post)) for post in newest[:EARLIER_CLAIMS])

    def _is_claim_elsewhere(self, post: MemoryPost, known: MemoryCase, author: Masked | None) -> bool:
        if post.kept is None or post.kept.author != author or post.source != known.case.source:
            return False
        return _thread(post) != known.thread and post.kept.assessment.intent.is_claim


def _thread(post: MemoryPost) -> ThreadKey:
    return thread_key(post.source, post.record.thread)


def _age(post: MemoryPost) -> tuple[datetime, int, str]:
    return post.sorted_at, post.record.n or 0, post.record.key


def _sorted_at(post: MemoryPost) -> datetime:
    return post.sorted_at
