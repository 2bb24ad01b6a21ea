"""Takes errands from the ledger, and files what came of them: the part of a visit that knows no network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from crawler.baits import baits
from crawler.course import Course, Event, ending
from crawler.doubts import doubted, judged
from crawler.following import Lead, lead
from crawler.html import decode, flat_text
from crawler.keeping import Harvest, Scope, harvest, texts
from crawler.log import Log
from crawler.outcomes import hold, outcome_of_page, retry_at, wait_asked
from crawler.pages import ENGINES, page_url, read
from crawler.paste_links import named, paste_finds
from crawler.reading import Fetched, Locale, Reading
from crawler.recollection import Recollection
from crawler.rereads import again, pages_again
from crawler.schedule import after_outage, next_due
from crawler.sight import Seen, emptied, glance, is_shrunk, verdict
from crawler.traps import Traps
from crawler.walk import Steps, after_list, after_thread, has_gap, starts
from model.clocks import Clock
from model.errors import Unreadable
from model.identities import ThreadId, VisitId
from model.matches import Text, Understanding
from model.mirrors import MirrorState, MirrorTry
from model.ports import Ledger
from model.posts import ThreadRow
from model.records import PageRecord, ThreadRecord
from model.sight import Expectation
from model.sources import Family, Habits, Health, Keep, Source
from model.visits import (
    Errand,
    ErrandKind,
    Find,
    Outcome,
    PageClass,
    Purpose,
    Tally,
    ThreadMark,
    VisitEnding,
    VisitReport,
)

__all__ = ["Desk", "Missed", "Understand"]

Understand = Callable[[Text], Understanding]
"""What the matcher does."""

log = Log(__name__)

MOST_FLAT = 200_000  # characters of a page's flat text that are searched for watched names


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A page that did not come."""

    outcome: Outcome
    reason: str
    """In words without leaked data."""
    status: int | None = None  # None when nobody answered
    begun: bytes = field(default=b"", repr=False)
    """How a page begins that is too large to be read."""


class Desk:
    """One visit's work on the ledger; every method blocks, and all are called from one thread at a time."""

    def __init__(
        self,
        *,
        source: Source,
        keep: Keep,
        ledger: Ledger,
        understand: Understand,
        clock: Clock,
        sites: Sequence[Source] = (),
    ) -> None:
        """*sites* are the sources of pastes that kept posts may link to."""
        self.source = source
        self._sites = [site for site in sites if site.id != source.id]
        self._listed: dict[ThreadId, ThreadRow] = {}
        self._ledger, self._understand, self._clock = ledger, understand, clock
        self._state = ledger.register(source.id, now=clock.now())
        self._scope = Scope(keep=keep, since=source.since or self._state.added_at)
        self._habits = self._state.habits or Habits()
        self._expected = self._state.expectation or Expectation()
        self._seen = Seen()
        self._engine = source.engine or _only(self._expected.engines)
        self._course = Course(may_be_empty=source.family is Family.PASTE)
        self._requests = 0
        self._pages_seen: dict[tuple[ThreadId, tuple[str, ...]], int] = {}
        self._met: set[ThreadId] = set()
        self._replies: dict[ThreadId, int] = {}
        self._broken_off: set[str] = set()
        self._traps = Traps()
        self._lost: str | None = None  # None while the source knows its member
        self._again: Errand | None = None  # None unless one was given back
        self.mirror: str | None = None  # None: the source has one address
        self.visit: VisitId = ledger.begin(source.id, now=clock.now(), starts=starts(source))
        if source.family is Family.FORUM:  # a paste stays as it is
            ledger.rereads(self.visit, limit=lambda pages: pages_again(pages, budget=source.budget), now=clock.now())

    @property
    def pages(self) -> int:
        """How many errands came to an end."""
        return self._course.pages

    def now(self) -> datetime:
        """By the visit's clock."""
        return self._clock.now()

    def take(self) -> Errand | None:
        """The next errand; `None` when nothing is due, the budget is spent, or going on would only do harm."""
        if self._course.is_over or self._requests >= self.source.budget:
            return None
        if self._again is not None:
            given, self._again = self._again, None
            return given
        while (errand := self._ledger.take(self.visit, now=self.now())) and self._traps.bars(errand.find):
            self._ledger.record(self._record(errand, Outcome.TRAPPED, None, None))
        return errand

    def file(self, errand: Errand, came: Fetched | Missed, *, requests: int = 1) -> None:
        """Record all that follows from *errand*, which cost so many *requests*, in one transaction."""
        self._requests += requests
        page, event = self._missed(errand, came) if isinstance(came, Missed) else self._fetched(errand, came)
        tally = self._ledger.record(page)
        self._course = self._course.after(event)
        self._say(page, event, tally)

    def give_back(self, errand: Errand) -> None:
        """Let *errand* be taken again at once: another address of the source is tried."""
        self._again = errand

    def mirrors(self) -> tuple[list[MirrorState], datetime]:
        """What is known of the source's addresses, and since when the source is."""
        return self._ledger.mirrors(self.source.id), self._state.added_at

    def tried(self, tries: Sequence[MirrorTry]) -> None:
        """Remember which of the source's addresses answered."""
        self._ledger.tried_mirrors(self.source.id, tries)

    def lose(self, reason: str) -> None:
        """The source does not know its member any more, for *reason*: the visit ends so, whatever else it brings."""
        self._lost = reason

    def close(self, *, chance: float) -> VisitReport:
        """End the visit, and set when its source is due next: by its schedule, moved by *chance*."""
        now = self.now()
        self._ledger.schedule(self.source.id, due_at=self._due(now, chance))
        return self._ledger.end(self.visit, self._bounded(self._ending(now)))

    def _due(self, now: datetime, chance: float) -> datetime:
        if self._course.down is not None:
            since = self._state.health_since if self._state.health is Health.TRANSPORT_DOWN else now
            return after_outage(self.source.schedule, since=since, after=now, chance=chance)
        due_at = next_due(self.source.schedule, after=now, chance=chance)
        return max(filter(None, (due_at, self._course.until)))

    def _bounded(self, end: VisitEnding) -> VisitEnding:
        """*end*, with what was left out for being endless, where nothing else is to be said."""
        return replace(end, reason=self._traps.told) if end.health.is_well and not end.reason else end

    def _ending(self, now: datetime) -> VisitEnding:
        if self._lost is not None:
            return VisitEnding(health=Health.WALLED, reason=self._lost, at=now)
        if self._course.pages:
            sight = verdict(self._expected, self._seen)
            if self.source.family is Family.PASTE:
                sight = emptied(self._expected, self._seen) or sight
            return judged(ending(self._course, at=now, sight=sight), expected=self._expected, seen=self._seen)
        # told to stop before anything was fetched: nothing was learnt of the source
        return VisitEnding(health=self._state.health, reason=self._state.health_reason, at=now)

    def _missed(self, errand: Errand, came: Missed) -> tuple[PageRecord, Event]:
        page = self._record(errand, came.outcome, None, came.status)
        is_unread = bool(came.begun) and self._names_a_watch(flat_text(decode(came.begun)))
        return page, Event(kind=errand.find.kind, outcome=came.outcome, reason=came.reason, is_unread=is_unread)

    def _fetched(self, errand: Errand, fetched: Fetched) -> tuple[PageRecord, Event]:
        reading = self._named(errand, self._read(fetched))
        recalled = Recollection(self._ledger.known([post.key for post in reading.posts]), self._ledger)
        if not self._is_paste(reading):
            reading = doubted(reading, recalled, source=self.source, expected=self._expected)
        hidden = baits(fetched) if reading.page_class is PageClass.LIST else ()
        reading = self._traps.cleared(reading, errand.find, baits=hidden)
        outcome = outcome_of_page(reading, fetched, kind=errand.find.kind, tries=errand.tries)
        asked = wait_asked(fetched.headers, at=fetched.fetched_at)
        errand = replace(errand, held=self._held(errand, reading))
        page = self._record(errand, outcome, reading.page_class, fetched.status, asked=asked, size=len(fetched.body))
        if outcome in {Outcome.READ, Outcome.EMPTY}:
            shown = glance(reading, fetched.body)
            page = replace(page, items=shown.items if shown else None)
            self._seen = self._seen.after(shown, self._expected, engine=reading.engine, held=errand.held)
        if outcome in {Outcome.READ, Outcome.UNREADABLE, Outcome.CUT}:
            page = self._with_content(page, _whole(reading) if outcome is Outcome.CUT else reading, recalled)
        if outcome is Outcome.GONE and (find := self._one_before(errand.find)):
            page = replace(page, finds=(find,))
        return page, self._event(errand, outcome, reading, fetched)

    def _held(self, errand: Errand, reading: Reading) -> int | None:
        """How much the page held: what is read again for the first time was full, unless it was its thread's last.

        Of a last page no more is expected than the list tells of: the posts that are removed elsewhere move it up.
        """
        thread = reading.thread
        if thread is None or errand.find.page != reading.page:
            return errand.held
        mark = self._ledger.marks(self.source.id, [thread.id]).get(thread.id)
        if mark is None or mark.per_page is None:
            return errand.held
        full = mark.per_page if mark.last_page > reading.page else None
        held = full if errand.held is None else errand.held
        told = self._replies.get(thread.id)
        if held is None or told is None or reading.next is not None:
            return held
        return min(held, max(0, told + 1 - (reading.page - 1) * mark.per_page))

    def _one_before(self, find: Find) -> Find | None:
        """The page before one of a thread that is not there, and was expected by counts; None where it was no guess."""
        if find.kind is not ErrandKind.THREAD or find.page < 2 or find.purpose is not Purpose.NEWS or not self._engine:
            return None
        return replace(find, url=page_url(self._engine, find.url, find.page - 1), page=find.page - 1)

    def _read(self, fetched: Fetched) -> Reading:
        try:
            locale = Locale.of(self.source, self._habits)
            reading = read(
                fetched, source=self.source.id, engine=self._engine, locale=locale, selectors=self.source.read
            )
        except Unreadable as error:
            return Reading(url=fetched.url, engine=self._engine, page_class=PageClass.UNKNOWN, reason=str(error))
        self._engine = self._engine or reading.engine
        self._learn(reading.habits)
        return self._born(reading) if self.source.family is Family.FORUM else reading

    def _learn(self, proved: Habits | None) -> None:
        """Remember what a page proves of how its board writes dates: other pages may prove nothing."""
        habits = self._habits.with_news(proved) if proved is not None else self._habits
        if habits != self._habits:
            self._habits = habits
            self._ledger.learn(self.source.id, habits)

    def _born(self, reading: Reading) -> Reading:
        """*reading*, whose posts remember the thread that they were first seen in, where boards number them through."""
        if reading.thread is None or reading.engine not in ENGINES:
            return reading
        here = reading.thread.id
        births = self._ledger.births(self.source.id, [post.id for post in reading.posts if post.id.isdecimal()])
        moved = {post for post, thread in births.items() if thread != here}
        posts = (replace(post, born_in=births[post.id]) if post.id in moved else post for post in reading.posts)
        return replace(reading, posts=tuple(posts)) if moved else reading

    def _is_paste(self, reading: Reading) -> bool:
        return reading.page_class is PageClass.PASTE and self.source.family is Family.PASTE

    def _named(self, errand: Errand, reading: Reading) -> Reading:
        """*reading*, called as it was listed, where it is a paste."""
        if not self._is_paste(reading):
            return reading
        return named(reading, errand.find.thread, self._listed.get(errand.find.thread or ThreadId("")))

    def _record(
        self,
        errand: Errand,
        outcome: Outcome,
        page_class: PageClass | None,
        status: int | None,
        *,
        asked: timedelta | None = None,
        size: int = 0,
    ) -> PageRecord:
        now = self.now()
        return PageRecord(
            visit=self.visit,
            source=self.source.id,
            mirror=self.mirror,
            errand=errand,
            outcome=outcome,
            page_class=page_class,
            status=status,
            size=size,
            at=now,
            retry_at=retry_at(outcome, errand.find, tries=errand.tries, at=now, asked=asked),
        )

    def _with_content(self, page: PageRecord, reading: Reading, recalled: Recollection) -> PageRecord:
        if reading.page_class in (PageClass.THREAD, PageClass.PASTE):
            return self._with_posts(page, reading, recalled)
        if self.source.family is Family.PASTE:
            self._listed.update((row.id, row) for row in reading.rows)
        self._replies.update((row.id, row.replies) for row in reading.rows if row.replies is not None)
        marks = self._ledger.marks(self.source.id, [row.id for row in reading.rows])
        steps: Steps = after_list(
            reading,
            source=self.source,
            errand=page.errand,
            marks=marks,
            fingerprints=self._ledger,
            met=self._met,
            to_end=self._is_broken_off(page.errand),
            per_page=self._expected.per_page,
        )
        self._met.update(thread.id for thread in steps.threads if thread.listing)
        if self._is_broken_off(page.errand):
            self._broken_off.update(find.url for find in steps.finds if find.kind is ErrandKind.LIST)
        moved = {thread.id for thread in steps.threads}
        rereads = again(reading, marks, moved=moved, before=self._state.began_at, visit=self.visit)
        return replace(page, finds=(*steps.finds, *rereads), threads=steps.threads)

    def _is_broken_off(self, errand: Errand) -> bool:
        """Whether an earlier visit read this list up to here, and no further."""
        find = errand.find
        return find.kind is ErrandKind.LIST and find.page > 1 and (errand.is_left or find.url in self._broken_off)

    def _with_posts(self, page: PageRecord, reading: Reading, recalled: Recollection) -> PageRecord:
        thread = reading.thread
        if thread is None:
            return page
        self._met.add(thread.id)
        mark = self._ledger.marks(self.source.id, [thread.id]).get(thread.id)
        understood = [(text, self._understand(text)) for text in texts(reading)]
        crop: Harvest = harvest(
            reading, thread, understood, scope=self._scope, fingerprints=self._ledger, mark=mark, recalled=recalled
        )
        is_known = bool(reading.posts) and reading.posts[0].key in recalled.known
        # what an earlier visit left for later may have been pushed up onto the page before it, by posts removed
        is_pushed = page.errand.is_left and page.errand.find.page > 1 and bool(reading.posts) and not is_known
        finds = after_thread(
            self._unlooped(reading, thread.id),
            source=self.source,
            errand=page.errand,
            mark=mark,
            is_match=crop.is_match,
            is_gap=is_pushed or has_gap(mark, reading, is_first_known=is_known),
        )
        is_whole = page.outcome is Outcome.READ and reading.engine in ENGINES
        is_sure = is_whole and not is_shrunk(len(reading.posts), page.errand.held)
        record = _read_as(crop.thread, None if page.outcome is Outcome.CUT else is_sure)
        if self._is_unled(reading, thread.id, mark):
            record = _read_as(record, is_sure=False, is_last=False)
        kept = [post for post, said in zip(reading.posts, crop.posts, strict=True) if said.kept and said.kept.text]
        page = replace(page, elsewhere=paste_finds(kept, self._sites))
        return replace(page, finds=finds, threads=(record,), posts=crop.posts, sightings=crop.sightings)

    def _is_unled(self, reading: Reading, thread: ThreadId, mark: ThreadMark | None) -> bool:
        """Whether the page ends its thread only because its way to the next one is lost."""
        where = lead(reading, mark, replies=self._replies.get(thread), per_page=self._expected.per_page)
        self._seen = self._seen.led(where)
        is_shorter = reading.next is None and mark is not None and mark.last_page > reading.page
        return where is Lead.LOST or (is_shorter and self._seen.has_lost_pages)

    def _unlooped(self, reading: Reading, thread: ThreadId) -> Reading:
        """*reading*, without a next page when another page of its thread held the very same posts."""
        posts = tuple(post.id for post in reading.posts)
        first = self._pages_seen.setdefault((thread, posts), reading.page)
        return reading if first == reading.page else replace(reading, next=None)

    def _event(self, errand: Errand, outcome: Outcome, reading: Reading, fetched: Fetched) -> Event:
        undated = [post for post in reading.posts if post.posted_at is None and post.posted_raw]
        return Event(
            kind=errand.find.kind,
            outcome=outcome,
            reason=_reason(outcome, reading, fetched),
            yields=len(reading.rows) + len(reading.boards) + len(reading.posts),
            is_unread=outcome is Outcome.UNREADABLE and self._names_a_watch(reading.flat[:MOST_FLAT]),
            is_undated=len(undated) * 2 > len(reading.posts),
            until=_later(hold(fetched), self.now()),
            is_closed=outcome is Outcome.WALLED and errand.held is not None,
        )

    def _names_a_watch(self, flat: str) -> bool:
        # Signatures, quotes and other threads' titles stand in the flat text of a sound page as well, so that
        # only what could not be read at all is searched.
        return self._understand(Text(body=flat)).is_match

    def _say(self, page: PageRecord, event: Event, tally: Tally) -> None:
        log.info(
            "page filed",
            source=self.source.id,
            errand=page.errand.id,
            kind=page.errand.find.kind.value,
            page=page.errand.find.page,
            purpose=page.errand.find.purpose.value,
            outcome=page.outcome.value,
            because=event.reason,
            finds=len(page.finds),
            posts=len(page.posts),
            new=tally.new,
            changed=tally.changed,
            matches=tally.matches,
        )


def _only(engines: frozenset[str]) -> str | None:
    return next(iter(engines)) if len(engines) == 1 else None


def _read_as(thread: ThreadRecord, is_sure: bool | None, *, is_last: bool | None = None) -> ThreadRecord:
    """*thread*, with how far its page is to be trusted: `None` for a page that doesn't count as read."""
    if is_sure is None or thread.read is None:
        return replace(thread, read=None)
    is_end = thread.read.is_last if is_last is None else is_last
    return replace(thread, read=replace(thread.read, is_sure=is_sure, is_last=is_end))


def _whole(reading: Reading) -> Reading:
    """What can be trusted of a page that was cut: all but its last post or row."""
    return replace(reading, posts=reading.posts[:-1], rows=reading.rows[:-1], next=None)


def _reason(outcome: Outcome, reading: Reading, fetched: Fetched) -> str:
    if fetched.status >= 400:
        return f"HTTP {fetched.status}"
    if outcome is Outcome.CUT:
        return "the page ends in its middle"
    return "" if outcome is Outcome.READ else reading.reason


def _later(wait: timedelta | None, now: datetime) -> datetime | None:
    return None if wait is None else now + wait
