"""The in-memory ledger's frontier."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from model.errors import BadInput
from model.identities import PostKey, SourceId, ThreadId, VisitId, thread_key
from model.records import PageRead, PageRecord, ThreadRecord
from model.sources import Health
from model.visits import (
    REREAD_RANK,
    Errand,
    ErrandKind,
    Find,
    Outcome,
    PostMark,
    Purpose,
    Tally,
    ThreadMark,
    VisitEnding,
    VisitReport,
)
from storage.memory_state import MemoryErrand, MemoryPost, MemoryVisit, State
from storage.rules import (
    DEATHS,
    PATIENCE,
    SIGHTS,
    VISIT_DIED,
    Place,
    absent,
    clears_listing,
    last_page,
)

__all__ = ["MemoryFrontier"]


class MemoryFrontier:
    """The port `Frontier`."""

    def __init__(self, state: State) -> None:
        self._state = state

    def begin(self, source: SourceId, *, now: datetime, starts: Sequence[Find]) -> VisitId:
        self._state.introduce(source, now=now)
        self._bury_the_dead(source, VisitEnding(health=Health.CRASHED, reason=VISIT_DIED, at=now))
        visit = VisitId(len(self._state.visits) + 1)
        self._state.visits[visit] = MemoryVisit(report=_beginning(visit, source, now))
        self._state.sources[source].began_at = now
        self._enqueue(source, visit, starts, now=now)
        wanted = [queued for find in starts if (queued := self._queued(source, find)) is not None]
        early = [one for one in self._state.errands.values() if one.source == source and one.tries < PATIENCE]
        for queued in (*wanted, *early):
            queued.due_at = min(queued.due_at, now)
        return visit

    def take(self, visit: VisitId, *, now: datetime) -> Errand | None:
        open_visit = self._state.visits.get(visit)
        if open_visit is None or not open_visit.is_open:
            return None
        source = open_visit.report.source
        waiting = (one for one in self._state.errands.values() if one.source == source and one.is_waiting)
        due = [one for one in waiting if one.due_at <= now]
        if not due:
            return None
        first = min(due, key=lambda one: (_turn(one), one.find.rank, one.queued_at, one.id))
        errand = first.errand(open_visit.report.started_at)
        first.is_taken, first.visit, first.tries = True, visit, first.tries + 1
        return errand

    def births(self, source: SourceId, posts: Iterable[str]) -> dict[str, ThreadId]:
        wanted = set(posts)
        seen = (post.record for post in self._state.posts.values() if post.source == source)
        return {record.id: record.born_in or record.thread for record in seen if record.id in wanted}

    def rereads(self, visit: VisitId, *, limit: Callable[[int], int], now: datetime) -> int:
        known = self._state.visits.get(visit)
        if known is None or not known.is_open:
            return 0
        source = known.report.source
        pages = self._pages_to_reread(source)
        before = max(
            (one for one, v in self._state.visits.items() if v.report.source == source and one < visit), default=0
        )
        due = [page for page in pages if page.is_doubtful or page.last < before]
        due.sort(key=lambda page: (not page.is_doubtful, page.last, page.id))
        waiting = sum(one.is_waiting and one.find.purpose is Purpose.REREAD for one in self._of_source(source))
        most = max(0, limit(len(pages)) - waiting)
        due = due[: 2 * most]
        chosen = [page for page in due if page.is_doubtful][:most] + [page for page in due if not page.is_doubtful][
            :most
        ]
        again = [replace(page.find, purpose=Purpose.REREAD, rank=REREAD_RANK) for page in chosen]
        self._enqueue(source, visit, again, now=now)
        return len(again)

    def _pages_to_reread(self, source: SourceId) -> list[_Page]:
        by_address: dict[tuple[str, int], list[MemoryErrand]] = {}
        for one in self._of_source(source):
            if one.find.kind is ErrandKind.THREAD:
                by_address.setdefault((one.find.url, one.find.page), []).append(one)
        return [page for same in by_address.values() if (page := self._page(source, same)) is not None]

    def _of_source(self, source: SourceId) -> list[MemoryErrand]:
        return [one for one in self._state.errands.values() if one.source == source]

    def _page(self, source: SourceId, same: list[MemoryErrand]) -> _Page | None:
        """What a page was fetched for, as one; `None` when it is not there to be read again."""
        thread = self._state.threads.get(thread_key(source, same[0].find.thread or ThreadId("")))
        read = [one for one in same if one.outcome is Outcome.READ]
        is_settled = all(one.outcome not in (None, Outcome.GONE) for one in same)
        if thread is None or not thread.is_kept or not read or not is_settled:
            return None
        newest = max(read, key=lambda one: one.id)
        is_doubtful = thread.doubtful_page in (newest.find.page, newest.find.page + 1)
        return _Page(find=newest.find, id=newest.id, last=max(one.visit or 0 for one in read), is_doubtful=is_doubtful)

    def _standing_in(self, source: SourceId, thread: ThreadId) -> list[MemoryPost]:
        return [post for post in self._state.posts.values() if (post.source, post.record.thread) == (source, thread)]

    def marks(self, source: SourceId, threads: Iterable[ThreadId]) -> dict[ThreadId, ThreadMark]:
        wanted = {thread: self._state.threads.get(thread_key(source, thread)) for thread in threads}
        return {
            name: ThreadMark(
                id=name,
                listing=thread.listing,
                posts=sum(post.gone_at is None for post in self._standing_in(source, name)),
                per_page=thread.per_page,
                last_page=thread.last_page,
                is_kept=thread.is_kept,
                has_match=self._has_match(source, name),
                looked_at=thread.looked_at,
                doubtful_page=thread.doubtful_page,
            )
            for name, thread in wanted.items()
            if thread is not None
        }

    def _has_match(self, source: SourceId, thread: ThreadId) -> bool:
        posts = (p for p in self._state.posts.values() if p.source == source and p.record.thread == thread)
        key = thread_key(source, thread)
        return any(post.matches for post in posts) or any(one.thread == key for one in self._state.cases.values())

    def known(self, posts: Iterable[PostKey]) -> dict[PostKey, PostMark]:
        seen = {key: self._state.posts[key] for key in posts if key in self._state.posts}
        return {
            key: PostMark(fingerprint=post.record.fingerprint, is_kept=post.is_kept, has_text=post.has_text)
            for key, post in seen.items()
        }

    def record(self, page: PageRecord) -> Tally:
        queued = self._state.errands.get(page.errand.id)
        if queued is None or not queued.is_taken or queued.visit != page.visit:
            return Tally()
        keys = {record.key for record in page.posts} | self._state.posts.keys()
        if any(sighting.post not in keys for sighting in page.sightings):
            raise BadInput("a sighting names a post which was never recorded")
        self._finish(queued, page)
        self._enqueue(page.source, page.visit, page.finds, now=page.at)
        for source, find in page.elsewhere:
            self._state.introduce(source, now=page.at)
            if self._queued(source, find) is None:
                self._enqueue(source, page.visit, [find], now=page.at)
        for record in page.threads:
            self._write_thread(page, record)
        if page.errand.find.thread and clears_listing(page.errand, page.outcome, retry_at=page.retry_at):
            self._unlist(page.source, page.errand.find.thread)
        tally = replace(self._write_posts(page), gone=self._write_missing(page))
        for sighting in page.sightings:
            self._state.sight(page.source, sighting, page.at)
        self._count(page.visit, tally=tally)
        return tally

    def end(self, visit: VisitId, ending: VisitEnding) -> VisitReport:
        report = self.report(visit)
        if report.ended_at is None:
            self._close(self._state.visits[visit], ending)
            self._state.set_health(report.source, ending.health, ending.reason, at=ending.at)
            if ending.expectation is not None:
                self._state.sources[report.source].expectation = ending.expectation
        return self.report(visit)

    def report(self, visit: VisitId) -> VisitReport:
        if visit not in self._state.visits:
            raise BadInput(f"there is no visit {visit}: see `vigie status`")
        return self._state.visits[visit].report

    def _bury_the_dead(self, source: SourceId, ending: VisitEnding) -> None:
        mine = [visit for visit in self._state.visits.values() if visit.report.source == source]
        dead = [visit for visit in mine if visit.is_open]
        ended = [visit.report.health for visit in mine if not visit.is_open]
        if dead and (len(dead) > 1 or ended[-1:] == [ending.health]):
            self._state.set_health(source, ending.health, ending.reason, at=ending.at)
        for visit in dead:
            self._close(visit, ending)

    def _close(self, visit: MemoryVisit, ending: VisitEnding) -> None:
        number = visit.report.id
        for one in self._state.errands.values():
            if one.is_taken and one.visit == number:
                one.is_taken = False
                one.deaths += ending.health is Health.CRASHED
                if one.deaths >= DEATHS:
                    self._give_up(one, number)
        visit.report = replace(visit.report, ended_at=ending.at, health=ending.health, reason=ending.reason)
        self._state.sources[visit.report.source].last_visit_at = ending.at

    def _give_up(self, queued: MemoryErrand, visit: VisitId) -> None:
        queued.outcome = Outcome.CRASHED
        self._count(visit, outcome=Outcome.CRASHED)
        if queued.find.kind is ErrandKind.THREAD and queued.find.thread is not None:
            self._unlist(queued.source, queued.find.thread)

    def _unlist(self, source: SourceId, thread: ThreadId) -> None:
        known = self._state.threads.get(thread_key(source, thread))
        if known is not None:
            known.listing = None

    def _queued(self, source: SourceId, find: Find) -> MemoryErrand | None:
        same = (find.url, find.page, find.purpose)
        for one in self._state.errands.values():
            if one.source == source and (one.find.url, one.find.page, one.find.purpose) == same:
                return one
        return None

    def _enqueue(self, source: SourceId, visit: VisitId, finds: Iterable[Find], *, now: datetime) -> None:
        for find in finds:
            queued = self._queued(source, find)
            if queued is None or (queued.outcome is not None and queued.visit != visit):
                number = len(self._state.errands) + 1 if queued is None else queued.id
                held = None if queued is None else queued.held
                fresh = MemoryErrand(id=number, source=source, find=find, due_at=now, queued_at=now, held=held)
                self._state.errands[number] = fresh
            elif queued.is_waiting and find.rank < queued.find.rank:
                queued.find = replace(queued.find, rank=find.rank)

    def _finish(self, queued: MemoryErrand, page: PageRecord) -> None:
        queued.is_taken = False
        if page.retry_at is None:
            queued.outcome = page.outcome
            queued.held = queued.held if page.items is None else page.items
        else:
            queued.due_at = page.retry_at
            queued.tries -= not page.outcome.is_try
        self._count(page.visit, outcome=page.outcome, is_reread=page.errand.find.purpose is Purpose.REREAD)
        if page.page_class is not None:
            report = self.report(page.visit)
            pages = report.pages | {page.page_class: report.pages.get(page.page_class, 0) + 1}
            self._state.visits[page.visit].report = replace(report, pages=pages)

    def _count(
        self, visit: VisitId, *, tally: Tally | None = None, outcome: Outcome | None = None, is_reread: bool = False
    ) -> None:
        report = self.report(visit)
        outcomes = dict(report.outcomes)
        if outcome is not None:
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
        rereads = report.rereads + is_reread
        counted = replace(report, outcomes=outcomes, tally=report.tally + (tally or Tally()), rereads=rereads)
        self._state.visits[visit].report = counted

    def _write_thread(self, page: PageRecord, record: ThreadRecord) -> None:
        thread = self._state.thread(page.source, record.id)
        thread.listing = record.listing or thread.listing
        thread.replies = thread.replies if record.replies is None else record.replies
        if record.read is not None:
            thread.last_page = last_page(thread.last_page, record.read)
            thread.looked_at = max(page.at, thread.looked_at or page.at)
            if record.read.is_last:
                thread.read_at = max(page.at, thread.read_at or page.at)
            else:
                thread.per_page = record.read.posts
        if record.kept is not None:
            kept = record.kept
            thread.is_kept, thread.title, thread.url = True, kept.title, kept.url
            thread.board, thread.author = kept.board or thread.board, kept.author or thread.author
            thread.created_at = kept.created_at or thread.created_at

    def _write_posts(self, page: PageRecord) -> Tally:
        tally = Tally()
        for record in {record.key: record for record in page.posts}.values():
            self._state.thread(page.source, record.thread)
            before = self.known([record.key]).get(record.key)
            post = self._state.see(page.source, record, page.at)
            brought = post.keep(record.kept, record.fingerprint) if record.kept else set()
            changed = before is not None and before.fingerprint != record.fingerprint
            tally += Tally(new=before is None, changed=changed, matches=len(brought))
        return tally

    def _write_missing(self, page: PageRecord) -> int:
        return sum(
            self._miss(page, record.id, record.read)
            for record in page.threads
            if record.read is not None and record.read.is_sure
        )

    def _miss(self, page: PageRecord, thread: ThreadId, read: PageRead) -> int:
        seen = [post.key for post in page.posts if post.thread == thread]
        standing = {post.record.key: post for post in self._standing_in(page.source, thread) if post.gone_at is None}
        kept = self._state.thread(page.source, thread)
        known = [
            Place(
                key=key,
                at=post.sorted_at,
                native=post.record.id,
                seen_at=post.last_seen_at,
                missed_at=post.missed_at,
            )
            for key, post in standing.items()
        ]
        lack = absent(known, seen, read=read, per_page=kept.per_page)
        missing = [standing[key] for key in lack.missing]
        if lack.is_doubtful or any(post.missed + 1 < SIGHTS for post in missing):
            kept.doubtful_page = min(read.page, kept.doubtful_page or read.page)
        elif kept.doubtful_page == read.page:
            kept.doubtful_page = None
        for post in missing:
            if post.missed_in != page.visit:
                post.missed, post.missed_in, post.missed_at = post.missed + 1, page.visit, page.at
                post.gone_at = page.at if post.missed >= SIGHTS else None
        return sum(post.gone_at == page.at for post in missing)


def _beginning(visit: VisitId, source: SourceId, now: datetime) -> VisitReport:
    return VisitReport(
        id=visit,
        source=source,
        started_at=now,
        ended_at=None,
        health=None,
        reason="",
        pages={},
        outcomes={},
        tally=Tally(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    find: Find
    id: int
    last: int
    is_doubtful: bool


def _turn(queued: MemoryErrand) -> int:
    """What visits died on waits for all else, so that it keeps no one from anything; but a visit needs its start."""
    return 0 if queued.find.kind is ErrandKind.START else queued.deaths
