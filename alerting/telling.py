"""Turns a judged bundle of notes into what the ledger is to tell."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from alerting.judge import Bundle, Verdict
from alerting.messages import CASES_IN_A_DIGEST, digest, first, health, historic, retro, unworded, update
from alerting.traces import trace
from model.cases import AlertId, AlertKind, CaseView, Note, NoteKind, Segment
from model.identities import CaseKey
from model.matches import Level
from model.ports import Cases
from model.watches import Watchlist

__all__ = ["Telling", "teller"]

KINDS = {
    Verdict.FIRST: AlertKind.FIRST,
    Verdict.UPDATE: AlertKind.UPDATE,
    Verdict.HEALTH: AlertKind.HEALTH,
    Verdict.HISTORIC: AlertKind.HISTORIC,
    Verdict.RETRO: AlertKind.DIGEST,
    Verdict.DIGEST: AlertKind.DIGEST,
    Verdict.STORM: AlertKind.DIGEST,
}
WHY = {Verdict.DIGEST: "daily", Verdict.STORM: "many alerts at once"}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One alert to be made."""

    kind: AlertKind
    level: Level
    subject: str
    cases: tuple[CaseKey, ...]
    notes: tuple[Note, ...]
    segments: Callable[[AlertId], Sequence[Segment]] = field(repr=False)


def teller(bundle: Bundle, cases: Cases, watchlist: Watchlist, *, now: datetime) -> Telling:
    """What is to be told of *bundle*, worded with what *cases* says at this moment."""
    views = [view for key in bundle.cases[:CASES_IN_A_DIGEST] if (view := cases.case(key)) is not None]
    subject = _subject(bundle, views)

    def segments(alert: AlertId) -> Sequence[Segment]:
        try:
            return _worded(alert, bundle, views, watchlist, now)
        except Exception as trouble:  # noqa: BLE001 - one case that cannot be worded must not silence the others
            log.error("alert could not be worded alert=A-%d\n%s", alert, trace(trouble))  # noqa: TRY400 - see `trace`
            return unworded(alert, subject)

    return Telling(
        kind=KINDS[bundle.verdict],
        level=bundle.level,
        subject=subject,
        cases=bundle.cases,
        notes=bundle.notes,
        segments=segments,
    )


def _subject(bundle: Bundle, views: Sequence[CaseView]) -> str:
    sources = {note.source for note in bundle.notes}
    if bundle.verdict in (Verdict.HEALTH, Verdict.HISTORIC) and len(sources) == 1:
        return sources.pop()
    subjects = {view.case.subject for view in views}
    return subjects.pop() if len(bundle.cases) == 1 and len(subjects) == 1 else "digest"


def _worded(
    alert: AlertId, bundle: Bundle, views: Sequence[CaseView], watchlist: Watchlist, now: datetime
) -> Sequence[Segment]:
    unshown = len(bundle.cases) - len(views)
    match bundle.verdict:
        case Verdict.HEALTH:
            return health(alert, bundle.notes)
        case Verdict.HISTORIC:
            return historic(alert, bundle.notes[0].source, views, watchlist, unshown=unshown)
        case Verdict.RETRO:
            return retro(alert, views, watchlist, at=now, unshown=unshown)
        case Verdict.FIRST if views:
            return first(alert, views[0], watchlist, level=bundle.level)
        case Verdict.UPDATE if views:
            fresh = {note.post for note in bundle.notes if note.post is not None}
            return update(alert, views[0], fresh, watchlist, level=bundle.level)
        case Verdict.DIGEST | Verdict.STORM:
            ours = [note for note in bundle.notes if note.kind is NoteKind.HEALTH]
            why = WHY[bundle.verdict]
            return digest(alert, views, watchlist, why=why, level=bundle.level, at=now, unshown=unshown, health=ours)
    return unworded(alert, _subject(bundle, views))
