"""What the in-memory ledger holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from model.cases import Alert, Case, CaseState, Delivery, Note, NoteKind, PostView
from model.identities import CaseKey, Fingerprint, Masked, PostKey, SourceId, ThreadId, ThreadKey, VisitId, thread_key
from model.matches import Level, Match
from model.records import KeptPost, PostRecord, Sighting
from model.sight import Expectation
from model.sources import Habits, Health
from model.visits import Errand, Find, Listing, Outcome, VisitReport
from storage.rules import heaviest, is_news, is_version, news, posting_time

__all__ = ["MemoryCase", "MemoryErrand", "MemoryPost", "MemorySource", "MemoryThread", "MemoryVisit", "State"]


@dataclass(slots=True, kw_only=True)
class MemorySource:
    """A source, remembered."""

    id: SourceId
    added_at: datetime
    health_since: datetime
    health: Health = Health.NEW
    health_reason: str = ""
    paused_at: datetime | None = None
    next_due_at: datetime | None = None
    last_visit_at: datetime | None = None
    began_at: datetime | None = None
    well_at: datetime | None = None
    expectation: Expectation | None = None
    habits: Habits | None = None


@dataclass(slots=True, kw_only=True)
class MemoryErrand:
    """An address in the queue; waiting, unless a visit took it or it is done."""

    id: int
    source: SourceId
    find: Find
    due_at: datetime
    queued_at: datetime
    tries: int = 0
    deaths: int = 0
    visit: int | None = None  # None: never taken since it was found first
    is_taken: bool = False
    outcome: Outcome | None = None  # None until done
    held: int | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether it can be taken."""
        return not self.is_taken and self.outcome is None

    def errand(self, began_at: datetime) -> Errand:
        """It, as it is handed out to a visit that began at *began_at*."""
        is_left = self.queued_at < began_at
        return Errand(id=self.id, source=self.source, find=self.find, tries=self.tries, is_left=is_left, held=self.held)


@dataclass(slots=True, kw_only=True)
class MemoryVisit:
    """A visit, so far."""

    report: VisitReport

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.report.ended_at is None


@dataclass(slots=True, kw_only=True)
class MemoryThread:
    """A thread, as far as it was seen."""

    source: SourceId
    id: ThreadId
    listing: Listing | None = None
    last_page: int = 0
    per_page: int | None = None
    read_at: datetime | None = None
    replies: int | None = None
    is_kept: bool = False
    title: Masked | None = None
    url: Masked | None = None
    board: Masked | None = None
    author: Masked | None = None
    created_at: datetime | None = None
    looked_at: datetime | None = None
    doubtful_page: int | None = None


@dataclass(slots=True, kw_only=True)
class MemoryPost:
    """A post, with the versions that were kept of it."""

    source: SourceId
    record: PostRecord
    """As last seen, without what was kept."""
    first_seen_at: datetime
    last_seen_at: datetime
    versions: list[tuple[Fingerprint, KeptPost]] = field(default_factory=list)
    version_times: list[datetime] = field(default_factory=list)
    missed: int = 0
    missed_in: VisitId | None = None
    missed_at: datetime | None = None
    gone_at: datetime | None = None

    @property
    def is_kept(self) -> bool:
        return bool(self.versions)

    @property
    def kept(self) -> KeptPost | None:
        """The newest version."""
        return self.versions[-1][1] if self.versions else None

    @property
    def has_text(self) -> bool:
        return self.kept is not None and self.kept.text is not None

    @property
    def matches(self) -> tuple[Match, ...]:
        return () if self.kept is None else self.kept.matches

    @property
    def sorted_at(self) -> datetime:
        return self.record.posted_at or self.first_seen_at

    @property
    def place(self) -> tuple[bool, int, datetime, str]:
        """Sorts the posts of a thread."""
        return self.record.n is None, self.record.n or 0, self.sorted_at, self.record.key

    def keep(self, kept: KeptPost, seen: Fingerprint) -> set[str]:
        """Keep a further version, or what is now understood of the newest; gives the new subjects."""
        had = {match.subject for match in self.matches}
        before = self.versions[-1][0] if self.versions else None
        if is_version(kept, seen=seen, before=before, has_text=self.has_text):
            self.versions.append((seen, kept))
            self.version_times.append(self.last_seen_at)
        elif kept.text is not None or not self.has_text:
            self.versions[-1] = (seen, kept)
        return {match.subject for match in self.matches} - had


@dataclass(slots=True, kw_only=True)
class MemoryCase:
    """A case, with what was sighted of it."""

    case: Case
    thread: ThreadKey
    sightings: dict[PostKey, Sighting] = field(default_factory=dict)
    noted: set[tuple[PostKey, str]] = field(default_factory=set)


@dataclass(slots=True, kw_only=True)
class State:
    """All of it."""

    sources: dict[SourceId, MemorySource] = field(default_factory=dict)
    visits: dict[int, MemoryVisit] = field(default_factory=dict)
    errands: dict[int, MemoryErrand] = field(default_factory=dict)
    threads: dict[ThreadKey, MemoryThread] = field(default_factory=dict)
    posts: dict[PostKey, MemoryPost] = field(default_factory=dict)
    cases: dict[CaseKey, MemoryCase] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    settled: set[int] = field(default_factory=set)
    alerts: dict[int, Alert] = field(default_factory=dict)
    deliveries: dict[int, Delivery] = field(default_factory=dict)

    def introduce(self, source: SourceId, *, now: datetime) -> None:
        """Make *source* known, if it is not yet."""
        self.sources.setdefault(source, MemorySource(id=source, added_at=now, health_since=now))

    def set_health(self, source: SourceId, health: Health, reason: str, *, at: datetime) -> None:
        """Remember how *source* is; note that people are to be told, when that is news."""
        known = self.sources[source]
        before, known.health, known.health_reason = known.health, health, reason
        if before is not health:
            known.health_since = at
        if health.is_well:
            known.well_at = at
        if is_news(before, health):
            self.note(kind=NoteKind.HEALTH, source=source, level=Level.NOW, text=news(health, reason), created_at=at)

    def note(self, **what: Any) -> None:
        """Note that people are to be told."""
        self.notes.append(Note(id=len(self.notes) + 1, **what))

    def thread(self, source: SourceId, thread: ThreadId) -> MemoryThread:
        """The thread, made known if it is not yet."""
        return self.threads.setdefault(thread_key(source, thread), MemoryThread(source=source, id=thread))

    def see(self, source: SourceId, record: PostRecord, at: datetime) -> MemoryPost:
        """The post after this sight: times that were known stay."""
        bare = replace(record, kept=None)
        before = self.posts.get(record.key)
        if before is None:
            self.posts[record.key] = MemoryPost(source=source, record=bare, first_seen_at=at, last_seen_at=at)
            return self.posts[record.key]
        before.record = replace(
            bare,
            n=before.record.n if record.n is None else record.n,
            posted_at=posting_time(before.record.posted_at, record.posted_at),
            edited_at=record.edited_at or before.record.edited_at,
        )
        before.missed, before.missed_at, before.gone_at = 0, None, None
        before.first_seen_at, before.last_seen_at = min(at, before.first_seen_at), max(at, before.last_seen_at)
        return before

    def view(self, post: MemoryPost) -> PostView:
        """A kept post, as the ledger gives it back."""
        assert post.kept is not None
        thread = self.threads[thread_key(post.source, post.record.thread)]
        return PostView(
            key=post.record.key,
            source=post.source,
            thread_id=post.record.thread,
            thread_title=thread.title or post.kept.title,
            thread_url=thread.url or post.kept.permalink,
            thread_author=thread.author,
            thread_created_at=thread.created_at,
            thread_replies=thread.replies,
            board=thread.board,
            id=post.record.id,
            n=post.record.n,
            author=post.kept.author,
            text=post.kept.text,
            permalink=post.kept.permalink,
            posted_at=post.record.posted_at,
            edited_at=post.record.edited_at,
            first_seen_at=post.first_seen_at,
            last_seen_at=post.last_seen_at,
            versions=len(post.versions),
            gone_at=post.gone_at,
            assessment=post.kept.assessment,
            matches=post.matches,
        )

    def open_case(self, source: SourceId, sighting: Sighting, at: datetime) -> MemoryCase:
        """The sighting's case, opened if it is new."""
        if sighting.case not in self.cases:
            kept = self.posts[sighting.post].kept
            thread = self.thread(source, sighting.thread)
            case = Case(
                key=sighting.case,
                number=len(self.cases) + 1,
                subject=sighting.subject,
                source=source,
                title=Masked(kept.title if kept else thread.title or ""),
                level=sighting.level,
                intent=sighting.intent,
                state=CaseState.NEW,
                is_historic=sighting.is_historic,
                posts=0,
                opened_at=at,
                updated_at=at,
                told_at=None,
            )
            self.cases[sighting.case] = MemoryCase(case=case, thread=thread_key(source, sighting.thread))
        return self.cases[sighting.case]

    def sight(self, source: SourceId, sighting: Sighting, at: datetime, *, is_retro: bool = False) -> None:
        """Add a post to its case; note that people are to be told, once."""
        known = self.open_case(source, sighting, at)
        known.sightings[sighting.post] = sighting
        seen = known.sightings.values()
        level, intent = heaviest((one.level, one.intent) for one in seen)
        is_historic = all(one.is_historic for one in seen)
        known.case = replace(known.case, level=level, intent=intent, is_historic=is_historic, posts=len(seen))
        if (sighting.post, sighting.matched) in known.noted:
            return
        known.noted.add((sighting.post, sighting.matched))
        known.case = replace(known.case, updated_at=at)
        self.note(
            kind=NoteKind.CASE,
            source=source,
            case=sighting.case,
            post=sighting.post,
            level=sighting.level,
            is_historic=sighting.is_historic,
            is_retro=is_retro,
            created_at=at,
        )
