"""Decides of what people are told, when, and in how many messages; pure, with its reasons as values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from model.cases import Note, NoteKind
from model.identities import CaseKey, SourceId
from model.matches import Level
from model.settings import Alerting
from model.visits import VisitReport

__all__ = [
    "BUDGET",
    "BUDGET_WINDOW",
    "Bundle",
    "Verdict",
    "bundles",
    "hunt_is_over",
    "judge",
    "last_digest",
    "needs_telling",
    "plan",
    "visit_is_over",
]

BUDGET = 10
BUDGET_WINDOW = timedelta(minutes=5)
LONGEST_VISIT = timedelta(hours=2)


class Verdict(Enum):
    """Why people are told now, later, or not at all."""

    FIRST = "first sighting"
    HEALTH = "our own watching changed"
    UPDATE = "news in a known case"
    HISTORIC = "from before the source was watched"
    RETRO = "found by a hunt through what was kept"
    DIGEST = "due with the daily digest"
    GROUPING = "waits for more of its case"
    SPACING = "its case was told a moment ago"
    VISIT_GOES_ON = "waits for the end of the visit"
    HUNT_GOES_ON = "waits for the end of the hunt"
    NEXT_DIGEST = "waits for the daily digest"
    SILENT = "nobody wants to know"
    STORM = "too many messages at once"

    @property
    def speaks(self) -> bool:
        """Whether this verdict ends in a message, now."""
        return self in _SPEAKING


_SPEAKING = (
    Verdict.FIRST,
    Verdict.HEALTH,
    Verdict.UPDATE,
    Verdict.RETRO,
    Verdict.HISTORIC,
    Verdict.DIGEST,
    Verdict.STORM,
)
_ORDER = {verdict: rank for rank, verdict in enumerate(_SPEAKING)}
_SHARED = (Verdict.HISTORIC, Verdict.DIGEST, Verdict.HEALTH, Verdict.RETRO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """Notes that go out in one message, or wait or are let be together."""

    verdict: Verdict
    notes: tuple[Note, ...]

    @property
    def level(self) -> Level:
        """The most urgent of its notes."""
        return _level(self.notes)

    @property
    def cases(self) -> tuple[CaseKey, ...]:
        """The cases it tells of, each once, in the order of their notes."""
        return tuple(dict.fromkeys(note.case for note in self.notes if note.case is not None))


def _level(notes: Sequence[Note]) -> Level:
    levels = {note.level for note in notes}
    return next((level for level in Level if level in levels), Level.NONE)


def judge(
    notes: Sequence[Note],
    *,
    told_at: datetime | None,
    is_visit_over: bool,
    is_hunt_over: bool = True,
    settings: Alerting,
    now: datetime,
) -> Verdict:
    """Decide about *notes* of one case, of which people were last told at *told_at*, or of a source's health."""
    if notes[0].kind is NoteKind.HEALTH:
        return Verdict.HEALTH
    if _level(notes) is Level.NONE:
        return Verdict.SILENT
    if all(note.is_retro for note in notes):
        return Verdict.RETRO if is_hunt_over else Verdict.HUNT_GOES_ON
    if all(note.is_historic for note in notes):
        return Verdict.HISTORIC if is_visit_over else Verdict.VISIT_GOES_ON
    if _level(notes) is Level.DIGEST:
        due = _oldest(notes) <= last_digest(settings, now=now)
        return Verdict.DIGEST if due else Verdict.NEXT_DIGEST
    if told_at is not None and _is_within(settings.group_interval, since=told_at, now=now):
        return Verdict.SPACING
    if _is_within(settings.group_wait, since=_oldest(notes), now=now):
        return Verdict.GROUPING
    return Verdict.FIRST if told_at is None else Verdict.UPDATE


def _oldest(notes: Sequence[Note]) -> datetime:
    return min(note.created_at for note in notes)


def _is_within(span: timedelta, *, since: datetime, now: datetime) -> bool:
    """Whether *since* lies less than *span* back; never for a *since* to come: then a clock was set back."""
    return timedelta(0) <= now - since < span


def last_digest(settings: Alerting, *, now: datetime) -> datetime:
    """When the daily digest was last due: what was noted up to then is told, however late."""
    here = now.astimezone(ZoneInfo(settings.digest_zone))
    for days in (0, 1, 2):  # where a zone skips a day, the one before counts
        day = here.date() - timedelta(days=days)
        due = datetime.combine(day, settings.digest_at, here.tzinfo).astimezone(UTC)
        if due <= now:
            return due
    return now - timedelta(days=2)


def visit_is_over(notes: Sequence[Note], visits: Sequence[VisitReport], *, settings: Alerting, now: datetime) -> bool:
    """Whether the visit that found *notes*, all of one source, brings no more of them.

    A visit whose process died has no end until the next one starts; it is over once nothing came for a while.
    """
    oldest, newest = _oldest(notes), max(note.created_at for note in notes)
    began = [visit for visit in visits if visit.source == notes[0].source and visit.started_at <= oldest]
    visit = max(began, key=lambda visit: visit.started_at, default=None)
    if visit is None:
        return not _is_within(settings.group_wait, since=oldest, now=now)
    if visit.ended_at is not None:
        return True
    return not (
        _is_within(settings.group_interval, since=newest, now=now) and _is_within(LONGEST_VISIT, since=oldest, now=now)
    )


def hunt_is_over(notes: Sequence[Note], *, is_hunting: bool, settings: Alerting, now: datetime) -> bool:
    """Whether the hunt that found those of *notes* that a hunt found brings no more of them.

    One that was killed ends when somebody takes it up; it is over for now once nothing came for a while.
    """
    newest = max((note.created_at for note in notes if note.is_retro), default=now)
    return not is_hunting or not _is_within(settings.group_interval, since=newest, now=now)


def bundles(
    notes: Sequence[Note],
    told: Mapping[CaseKey, datetime | None],
    visits: Sequence[VisitReport],
    *,
    settings: Alerting,
    now: datetime,
    is_hunting: bool = False,
) -> list[Bundle]:
    """All *notes*, judged and put together: one bundle per case, health in one, history per source, one digest.

    *told* says when people were last told of the cases that `needs_telling` names. The most urgent comes first.
    What a hunt found is one bundle, once nothing *is_hunting* any more.
    """
    over = _sources_done(notes, visits, settings=settings, now=now)
    done = hunt_is_over(notes, is_hunting=is_hunting, settings=settings, now=now)
    together: dict[tuple[Verdict, str], list[Note]] = {}
    for group in _by_case(notes):
        told_at = told.get(group[0].case) if group[0].case is not None else None
        is_over = group[0].source in over
        verdict = judge(group, told_at=told_at, is_visit_over=is_over, is_hunt_over=done, settings=settings, now=now)
        together.setdefault((verdict, _apart(verdict, group[0])), []).extend(group)
    found = [Bundle(verdict=verdict, notes=tuple(group)) for (verdict, _), group in together.items()]
    return sorted(found, key=lambda bundle: (_ORDER.get(bundle.verdict, len(_ORDER)), bundle.notes[0].id))


def needs_telling(notes: Sequence[Note]) -> set[CaseKey]:
    """The cases about which it matters when people were last told: those that want to be told at once."""
    ours = (note for note in notes if not note.is_historic and not note.is_retro)
    return {note.case for note in ours if note.case and note.level is Level.NOW}


def _sources_done(
    notes: Sequence[Note], visits: Sequence[VisitReport], *, settings: Alerting, now: datetime
) -> set[SourceId]:
    historic: dict[SourceId, list[Note]] = {}
    for note in notes:
        if note.is_historic and not note.is_retro:
            historic.setdefault(note.source, []).append(note)
    return {source for source, group in historic.items() if visit_is_over(group, visits, settings=settings, now=now)}


def _by_case(notes: Sequence[Note]) -> list[list[Note]]:
    """Notes of one case together; but what is old news, or nobody wants to know, does not ride along."""
    groups: dict[str, list[Note]] = {}
    for note in notes:
        age = "retro" if note.is_retro else note.is_historic
        key = f"note {note.id}" if note.case is None else f"{note.case} {age} {note.level is Level.NONE}"
        groups.setdefault(key, []).append(note)
    return list(groups.values())


def _apart(verdict: Verdict, note: Note) -> str:
    """What keeps two bundles of one verdict apart."""
    if verdict is Verdict.HISTORIC:
        return note.source
    return "" if verdict in _SHARED else str(note.case)


def plan(ready: Sequence[Bundle], *, room: int) -> tuple[list[Bundle], Bundle | None]:
    """Which of *ready* go out by themselves, and what is told as one digest, when only *room* messages may go.

    A storm takes the last message for its digest, so that whatever it holds is told.
    """
    if len(ready) <= room:
        return list(ready), None
    if room <= 0:
        return [], None
    alone = list(ready[: room - 1])
    rest = [note for bundle in ready[room - 1 :] for note in bundle.notes]
    return alone, Bundle(verdict=Verdict.STORM, notes=tuple(rest))
