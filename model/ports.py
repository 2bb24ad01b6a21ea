"""What the stages need of the outside world, in our words and as few methods as we use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from model import queries
from model.cases import (
    Alert,
    AlertId,
    AlertKind,
    Case,
    CaseView,
    Delivery,
    Note,
    PostVersion,
    PostView,
    Receipt,
    Segment,
)
from model.hunting import Catch, Definition, Hunt, HuntStep, Quarry
from model.identities import CaseKey, Fingerprint, PostKey, SourceId, ThreadId, VisitId
from model.indexing import DeadLetter, IndexBacklog, IndexEntry, IndexMark
from model.matches import Level
from model.mirrors import MirrorSight, MirrorState, MirrorTry
from model.queries import Answer
from model.records import PageRecord
from model.sources import Habits, SourceState
from model.visits import Errand, Find, PostMark, Tally, ThreadMark, VisitEnding, VisitReport

__all__ = [
    "Analysis",
    "Cases",
    "Fingerprints",
    "Frontier",
    "Hunts",
    "IndexOutbox",
    "Ledger",
    "Mirrors",
    "Notifier",
    "Outbox",
    "Search",
    "Sources",
]


class Analysis(Protocol):
    """The one analysis that every index and query shares."""

    @property
    def version(self) -> str:
        """Changes when the words or stems of any text may: what was indexed with another is indexed anew."""
        ...

    @property
    def languages(self) -> Sequence[str | None]:
        """The languages that are stemmed in ways of their own; `None` stands for all others."""
        ...

    def words(self, text: str) -> Sequence[tuple[str, int, int]]:
        """The folded words of *text*, each with its start and end."""
        ...

    def stems(self, words: Sequence[str], lang: str | None) -> Sequence[str]:
        """The stem of each of *words*, which are folded, in a text in *lang*; `None`: not known."""
        ...


class Fingerprints(Protocol):
    """Makes keyed hashes with this home's key."""

    def fingerprint(self, text: str) -> Fingerprint:
        """The same text has the same fingerprint in this home, and in no other."""
        ...


class Sources(Protocol):
    """What is remembered of sources."""

    def register(self, source: SourceId, *, now: datetime) -> SourceState:
        """Make *source* known from *now* on, if it is not yet; return its state."""
        ...

    def states(self) -> list[SourceState]:
        """Every source ever registered, by id."""
        ...

    def pause(self, source: SourceId, *, at: datetime | None) -> None:
        """Visit *source* no more from *at* on; `None` resumes."""
        ...

    def schedule(self, source: SourceId, *, due_at: datetime) -> None:
        """Set when *source* is due next."""
        ...

    def learn(self, source: SourceId, habits: Habits) -> None:
        """Remember how *source* was seen to write dates."""
        ...


class Mirrors(Protocol):
    """The addresses of sources that have several."""

    def mirrors(self, source: SourceId) -> list[MirrorState]:
        """What is known of those that were ever tried, by name."""
        ...

    def tried_mirrors(self, source: SourceId, tries: Sequence[MirrorTry]) -> None:
        """Remember how a visit's *tries* ended; one that fails while another answers is told to people, once."""
        ...

    def seen_through(self, post: PostKey) -> list[MirrorSight]:
        """Through which addresses a post was seen, first sights first; empty where its source has but one."""
        ...


class Frontier(Protocol):
    """Which addresses are to be fetched, and what came of each."""

    def begin(self, source: SourceId, *, now: datetime, starts: Sequence[Find]) -> VisitId:
        """Open a visit, and make due *starts* and what has failed but a few times: a new visit is itself the wait.

        What a visit that died had taken is put back, or ends as `Outcome.CRASHED` when ten visits died on
        it; such a visit is closed as `Health.CRASHED`, and two in a row make the source so: one may be a power
        cut. The caller holds the source's lock.
        """
        ...

    def take(self, visit: VisitId, *, now: datetime) -> Errand | None:
        """The next errand of the visit's source that is due, by rank and then age, now marked as taken.

        What visits died on goes last, so that it keeps no one from anything.
        """
        ...

    def marks(self, source: SourceId, threads: Iterable[ThreadId]) -> dict[ThreadId, ThreadMark]:
        """How far those of *threads* that were seen before were read."""
        ...

    def births(self, source: SourceId, posts: Iterable[str]) -> dict[str, ThreadId]:
        """The thread that each of *posts*, ids of their own on the whole board, was first seen in, if it was seen."""
        ...

    def rereads(self, visit: VisitId, *, limit: Callable[[int], int], now: datetime) -> int:
        """Queue pages of kept threads to be read again for what no list betrays; says how many.

        Of so many pages that could be read again, *limit* says how many are, less those that wait already, and as
        many again of those that lack a post. Pages that lack a
        post come first, then those that were read longest ago. What the visit before has read waits for the next
        one, unless it lacks a post.
        """
        ...

    def known(self, posts: Iterable[PostKey]) -> dict[PostKey, PostMark]:
        """What is known of those of *posts* that were seen before."""
        ...

    def record(self, page: PageRecord) -> Tally:
        """Write all that follows from *page* in one transaction.

        A find that is done becomes due again, unless this very visit has already taken it with the same
        purpose. A thread's errand that fails for good clears the thread's listing, so that its next sight
        queues it again. A post is *new* when its key is, *changed* when its fingerprint is; either way, and
        when it is kept for the first time, a version is written for what is kept. A sighting raises a note
        unless the case has one for that post and `matched`, or it has only become historic. Recording a page
        of an errand that is already done changes nothing and counts nothing.

        A post that a page should hold by its neighbours, and doesn't, in three visits, is *gone*: the ledger says
        since when, and forgets nothing of it. The address of a page that was read of a kept thread stays, sealed.
        """
        ...

    def end(self, visit: VisitId, ending: VisitEnding) -> VisitReport:
        """Close the visit, once; a change of the source's health from or to a bad one raises a health note.

        What it had taken is put back; an ending as `Health.CRASHED` counts as having died on it.
        """
        ...

    def report(self, visit: VisitId) -> VisitReport:
        """What the visit has brought so far."""
        ...


class Outbox(Protocol):
    """What people are still to be told, and how far each message got."""

    def notes(self, *, limit: int) -> list[Note]:
        """Notes that no alert tells yet, oldest first."""
        ...

    def tell(
        self,
        *,
        kind: AlertKind,
        level: Level,
        subject: str,
        segments: Callable[[AlertId], Sequence[Segment]],
        cases: Sequence[CaseKey],
        notes: Sequence[Note],
        channels: Sequence[str],
        now: datetime,
    ) -> Alert:
        """Make an alert out of *notes*, pending on each of *channels*, in one transaction.

        *segments* is called with the new alert's id, because the message shows it. An alert answers the
        first alert of its (only) case.
        """
        ...

    def dismiss(self, notes: Sequence[Note], *, verdict: str, now: datetime) -> None:
        """Let *notes* be: *verdict* says why nobody is told."""
        ...

    def recover(self, *, now: datetime, repeat_at: datetime) -> int:
        """After a start: what was being sent may have arrived, and is tried again at *repeat_at*, labelled."""
        ...

    def next_delivery(self, channel: str, *, now: datetime) -> Delivery | None:
        """The most urgent delivery that is due on *channel*, now marked as being sent."""
        ...

    def delivered(self, delivery: Delivery, receipt: Receipt, *, now: datetime) -> None:
        """The channel took it."""
        ...

    def postpone(self, delivery: Delivery, *, until: datetime, error: str, uncertain: bool) -> None:
        """Try again at *until*; *uncertain* when it may have arrived."""
        ...

    def bury(self, delivery: Delivery, *, error: str, now: datetime) -> None:
        """Give it up; it shows as dead until a person resends it."""
        ...

    def alerts(self, *, limit: int) -> list[tuple[Alert, list[Delivery]]]:
        """The newest alerts with their deliveries."""
        ...

    def alert(self, alert: AlertId) -> tuple[Alert, list[Delivery]] | None:
        """One alert with its deliveries; `None` when there is none of that id."""
        ...

    def backlog(self) -> dict[str, int]:
        """How many deliveries wait, by channel; untold notes under `notes`, dead deliveries under `dead`."""
        ...


class Cases(Protocol):
    """Cases, for people."""

    def cases(self, *, limit: int) -> list[Case]:
        """The cases that were touched last, newest first."""
        ...

    def case(self, key: CaseKey) -> CaseView | None:
        """One case with what stands beside it; `None` when there is none of that key."""
        ...

    def acknowledge(self, key: CaseKey, *, by: str, at: datetime) -> Case:
        """Somebody looks after it; doing it twice keeps the first."""
        ...


class IndexOutbox(Protocol):
    """What an index outside the ledger is still to be told: one note a post, however often it changes."""

    def index_pending(self, *, limit: int, now: datetime) -> list[IndexEntry]:
        """What is due to be told, what was noted first before the rest."""
        ...

    def index_done(self, marks: Sequence[IndexMark]) -> None:
        """The index holds *marks*; what has changed again since goes on waiting, here and below."""
        ...

    def index_postponed(self, marks: Sequence[IndexMark], *, until: datetime) -> None:
        """Try *marks* again at *until*."""
        ...

    def index_buried(self, mark: IndexMark, *, reason: str) -> None:
        """The index will never take it as it is; *reason* holds no leaked data."""
        ...

    def index_revive(self, *, now: datetime) -> int:
        """Try all that was buried once more; says how many."""
        ...

    def index_backlog(self) -> IndexBacklog:
        """How far the index is behind."""
        ...

    def index_dead(self) -> list[DeadLetter]:
        """What was buried, by key."""
        ...

    def index_marks(self, *, after: PostKey | None, limit: int) -> list[IndexMark]:
        """What must stand in the index, by key, from past *after* on."""
        ...

    def index_entries(self, keys: Iterable[PostKey]) -> list[IndexEntry]:
        """Those of *keys* that were ever noted, as they are now."""
        ...


class Hunts(Protocol):
    """What posts are read with, and whether older posts were looked at with it too."""

    def declare(self, definitions: Sequence[Definition], *, now: datetime) -> None:
        """Posts are read with all of *definitions*, and no others, from now on.

        One that is new or changed is to be hunted, unless nothing is kept yet; one that is not among them is forgotten.
        """
        ...

    def hunts(self) -> list[Hunt]:
        """What was declared last, by subject."""
        ...

    def hunt_again(self, subjects: Iterable[str]) -> None:
        """Begin the hunts of *subjects* anew."""
        ...

    def unhunted(self, subjects: Iterable[str]) -> int:
        """How many kept posts are still before the hunts of *subjects*."""
        ...

    def hunt(
        self,
        definitions: Sequence[Definition],
        look: Callable[[Quarry], Catch | None],
        *,
        limit: int,
        now: datetime,
    ) -> HuntStep:
        """Let *look* see the next posts, at most *limit*; write what it finds and how far it came, in one transaction.

        Of a definition that was declared otherwise meanwhile nothing is written; nothing is written twice.
        """
        ...


class Search(Protocol):
    """Finds kept posts."""

    def search(self, find: queries.Find, *, now: datetime) -> Answer:
        """One page of what answers *find*; raises `BadInput` for a foreign cursor, `TookTooLong` after 2 s."""
        ...


class Ledger(Sources, Mirrors, Frontier, Hunts, Outbox, IndexOutbox, Cases, Fingerprints, Protocol):
    """The truth: everything that must survive."""

    def posts(self) -> Iterator[PostView]:
        """Every kept post, by source, thread and place."""
        ...

    def named(self, key: str, *, limit: int) -> list[PostView]:
        """Up to *limit* kept posts whose keys begin with *key*, by key."""
        ...

    def versions(self, post: PostKey) -> list[PostVersion]:
        """What was kept of *post*, oldest first: an edit is a further version, and nothing is overwritten."""
        ...

    def visits(self, *, limit: int) -> list[VisitReport]:
        """The newest visits, newest first."""
        ...

    def check(self) -> list[str]:
        """What is wrong with the ledger, one line each: empty when its own invariants hold."""
        ...

    def counts(self) -> Mapping[str, int]:
        """How many sources, threads, posts seen and kept, matches, cases and alerts there are."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class Notifier(Protocol):
    """Carries one alert to people through one channel."""

    @property
    def channel(self) -> str:
        """The channel's name in settings."""
        ...

    def send(self, delivery: Delivery) -> Receipt:
        """Deliver, or raise one of `model.errors.NotDelivered`."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
