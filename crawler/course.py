"""How a visit goes: what its fetches brought, when it is over, and what its source's health is then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from model.sources import Health
from model.visits import ErrandKind, Outcome, VisitEnding

__all__ = ["Course", "Event", "ending"]

PATIENCE = 3  # fetches in a row that nobody answered: the source is away, and waits as a whole

_FAILED = frozenset(
    {Outcome.HTTP_ERROR, Outcome.TIMED_OUT, Outcome.UNREACHABLE, Outcome.CUT, Outcome.TOO_LARGE, Outcome.GONE}
)
_WAITING = _FAILED - {Outcome.GONE}
_UNLISTED = _WAITING | {Outcome.LOOPED}  # unlike what leads elsewhere: boards may be links
_AWAY = frozenset({Outcome.TIMED_OUT, Outcome.UNREACHABLE, Outcome.HTTP_ERROR})
_NOT_OURS = frozenset({Outcome.REFUSED, Outcome.ELSEWHERE, Outcome.LOOPED, Outcome.FORBIDDEN})
_STRANGE = frozenset({Outcome.UNREADABLE, Outcome.EMPTY, Outcome.NOT_TEXT, Outcome.CRASHED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """How one errand ended."""

    kind: ErrandKind
    outcome: Outcome
    reason: str = ""
    """Why, in words without leaked data."""
    yields: int = 0
    """Rows, boards or posts that the page held."""
    is_unread: bool = False
    """Whether a watched name stands on the page, and in nothing that could be read of it."""
    is_undated: bool = False
    """Whether most of its posts have dates that we could not read."""
    until: datetime | None = None  # None: the server did not ask the source to wait
    is_closed: bool = False
    """Whether it could be read once, and asks for a login now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """All events of a visit so far, summed up."""

    start: Event | None = None  # None until the start page was fetched
    ends: Counter[tuple[ErrandKind, Outcome]] = field(default_factory=Counter)
    yields: int = 0
    first_bad: Event | None = None  # None while no list and no thread went wrong
    first_failed: Event | None = None  # None while every list and thread came
    unread: int = 0
    undated: int = 0
    closed: Mapping[ErrandKind, int] = field(default_factory=dict)
    silent: int = 0
    """Fetches in a row that failed."""
    until: datetime | None = None  # None: nobody asked us to wait
    down: Event | None = None  # None while our own way out is there
    may_be_empty: bool = False
    """Whether a start page that lists nothing is as it should be: a paste site's is often but a form."""

    def after(self, event: Event) -> Course:
        """The course with *event* added."""
        bad = event.kind is not ErrandKind.START and not event.outcome.is_sight
        return replace(
            self,
            start=event if event.kind is ErrandKind.START else self.start,
            ends=self.ends + Counter([(event.kind, event.outcome)]),
            yields=self.yields + event.yields,
            first_bad=self.first_bad or (event if bad else None),
            first_failed=self.first_failed or (event if bad and event.outcome in _UNLISTED else None),
            unread=self.unread + event.is_unread,
            undated=self.undated + event.is_undated,
            closed={**self.closed, event.kind: self.closed.get(event.kind, 0) + event.is_closed},
            silent=self.silent + 1 if event.outcome in _AWAY else 0,
            until=max(filter(None, (self.until, event.until)), default=None),
            down=self.down or (event if event.outcome is Outcome.TRANSPORT_DOWN else None),
        )

    @property
    def pages(self) -> int:
        """How many errands were fetched."""
        return self.ends.total()

    @property
    def is_over(self) -> bool:
        """Whether going on would only do harm: we or the source are away, it asks us to wait, or defends itself."""
        blocked = any(self.ends[kind, Outcome.CHALLENGED] + self.ends[kind, Outcome.SEIZED] for kind in ErrandKind)
        lost = self.start is not None and self.start.outcome not in {Outcome.READ, Outcome.EMPTY, Outcome.CUT}
        return blocked or lost or self.down is not None or self.until is not None or self.silent >= PATIENCE

    def count(self, *outcomes: Outcome, kind: ErrandKind | None = None) -> int:
        """How many errands (of *kind*) ended in one of *outcomes*."""
        return sum(n for (k, o), n in self.ends.items() if o in outcomes and kind in {None, k})


def ending(course: Course, *, at: datetime, sight: tuple[Health, str] | None = None) -> VisitEnding:
    """What people are told of the source: an empty harvest is a failure, never a quiet success.

    *sight* is what is wrong with pages that all came and could be read.
    """
    if course.down is not None:  # whatever else befell the visit says nothing of the source
        return VisitEnding(health=Health.TRANSPORT_DOWN, reason=course.down.reason, at=at)
    bad = _of_start(course.start, may_be_empty=course.may_be_empty) or _of_lists(course) or _of_pages(course) or sight
    health, reason = bad or (Health.OK, _lack(course))
    return VisitEnding(health=health, reason=reason, at=at)


def _of_start(start: Event | None, *, may_be_empty: bool) -> tuple[Health, str] | None:
    if start is None:
        return Health.DOWN, "the start page was not fetched"
    told = f": {start.reason}" if start.reason else ""
    match start.outcome:
        case Outcome.READ:
            return None
        case Outcome.EMPTY if may_be_empty:
            return None
        case Outcome.WALLED:
            return Health.WALLED, f"the start page asks for a login{told}"
        case Outcome.CHALLENGED:
            return Health.CHALLENGED, f"the start page is a challenge{told}"
        case Outcome.SEIZED:
            return Health.SEIZED, f"the start page says that the source was seized{told}"
        case Outcome.ELSEWHERE:
            return Health.MOVED, f"the start page leads to another host{told}"
        case outcome if outcome in _NOT_OURS:
            return Health.REFUSED, f"the start page may not be fetched ({outcome.value}){told}"
        case Outcome.EMPTY:
            return Health.DRIFTED, f"the start page holds nothing{told}"
        case outcome if outcome in _STRANGE:
            return Health.DRIFTED, f"the start page could not be read{told}"
        case outcome:
            return Health.DOWN, start.reason or f"the start page: {outcome.value}"


def _of_lists(course: Course) -> tuple[Health, str] | None:
    total = course.count(*Outcome, kind=ErrandKind.LIST)
    if challenged := course.count(Outcome.CHALLENGED):
        return Health.CHALLENGED, f"{_pages(challenged)} turned into a challenge{_because(course)}"
    if course.count(Outcome.SEIZED):
        return Health.SEIZED, f"a page says that the source was seized{_because(course)}"
    if course.until is not None:
        return Health.DOWN, f"the source asks us to come back later{_because(course)}"
    if course.silent >= PATIENCE:
        return Health.DOWN, f"the source stopped answering{_because(course)}"
    if total and course.count(Outcome.WALLED, kind=ErrandKind.LIST) == total:
        return Health.WALLED, f"every board asks for a login{_because(course)}"
    if closed := course.closed.get(ErrandKind.LIST, 0):
        return Health.WALLED, f"{_pages(closed)} of boards that could be read now ask for a login"
    if course.closed.get(ErrandKind.THREAD, 0) >= PATIENCE:
        return (
            Health.WALLED,
            f"{_pages(course.closed[ErrandKind.THREAD])} of threads that could be read ask for a login",
        )
    if total and course.count(*_FAILED, kind=ErrandKind.LIST) == total:
        return Health.DOWN, f"no board could be fetched{_because(course)}"
    if total and course.count(*_NOT_OURS, kind=ErrandKind.LIST) == total:
        return Health.REFUSED, f"no board may be fetched{_because(course)}"
    if failed := course.count(*_UNLISTED, kind=ErrandKind.LIST):  # what it lists is not seen
        return Health.DOWN, f"{failed} of {total} pages of boards could not be fetched{_failure(course)}"
    return None


def _of_pages(course: Course) -> tuple[Health, str] | None:
    threads = course.count(*Outcome, kind=ErrandKind.THREAD)
    if course.unread:
        return Health.DRIFTED, "a watched name stands on a page, and in no post that could be read of it"
    if unreadable := course.count(Outcome.UNREADABLE, Outcome.NOT_TEXT, Outcome.CRASHED):
        return Health.DRIFTED, f"{unreadable} of {_pages(course.pages)} could not be read{_because(course)}"
    if course.undated:
        return Health.DRIFTED, f"the dates of {_pages(course.undated)} could not be read"
    if threads >= PATIENCE and course.count(*_FAILED, Outcome.WALLED, kind=ErrandKind.THREAD) == threads:
        return Health.DOWN, f"none of {threads} thread pages could be fetched{_because(course)}"
    if not course.yields and not course.may_be_empty:
        return Health.DRIFTED, "no page held a thread or a post"
    return None


def _lack(course: Course) -> str:
    """What a visit in which all is well lacks nevertheless; empty when it lacks nothing."""
    failed = course.count(*_WAITING, kind=ErrandKind.THREAD)
    if not failed:
        return ""
    return f"{_pages(failed)} could not be fetched and will be tried again{_failure(course)}"


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"


def _because(course: Course) -> str:
    return f": {course.first_bad.reason}" if course.first_bad and course.first_bad.reason else ""


def _failure(course: Course) -> str:
    failed = course.first_failed
    return f": {failed.reason}" if failed and failed.reason else ""
