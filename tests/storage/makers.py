"""Nouns for tests, with as little said as the test at hand cares about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from model.identities import (
    Fingerprint,
    Masked,
    SignatureId,
    SourceId,
    ThreadId,
    VisitId,
    WatchId,
    case_key,
    post_key,
    thread_key,
)
from model.matches import Assessment, Evidence, Grade, Intent, Level, Match
from model.ports import Frontier
from model.records import KeptPost, KeptThread, PageRead, PageRecord, PostRecord, Sighting, ThreadRecord
from model.sources import Health
from model.visits import Errand, ErrandKind, Find, Outcome, PageClass, Tally, VisitEnding

__all__ = [
    "FORUM",
    "HOUR",
    "NOON",
    "START",
    "THREAD",
    "WELL",
    "PlainAnalysis",
    "a_find",
    "a_match",
    "a_page",
    "a_post",
    "a_sighting",
    "a_signature",
    "a_thread",
    "an_assessment",
    "analysis",
    "kept",
    "see",
    "take",
]

FORUM = SourceId("forum")
THREAD = ThreadId("7")
NOON = datetime(2024, 2, 8, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
START = Find(url="http://forum.example/index", kind=ErrandKind.START, rank=0)
WELL = VisitEnding(health=Health.OK, reason="", at=NOON + HOUR)

_addresses = count(1)


class PlainAnalysis:
    """Words in lower case, without stems; parts of a DNS domain apart."""

    version = "plain"
    languages = (None,)

    def words(self, text: str) -> list[tuple[str, int, int]]:
        return [(word[0].casefold(), word.start(), word.end()) for word in re.finditer(r"\w+", text)]

    def stems(self, words: Sequence[str], lang: str | None) -> Sequence[str]:
        return words


analysis = PlainAnalysis()


def a_find(slug: str = "thread", **changes: Any) -> Find:
    said: dict[str, Any] = {"url": f"http://forum.example/{slug}", "kind": ErrandKind.THREAD, "rank": 1.5}
    return Find(**(said | {"thread": THREAD} | changes))


def an_assessment(intent: Intent = Intent.REQUEST, level: Level = Level.NOW, **changes: Any) -> Assessment:
    evidence = Evidence(what=f"intent:{intent.value}", by="word", start=0, end=4, quote="some")
    said: dict[str, Any] = {"intent": intent, "level": level, "lang": "en", "evidence": (evidence,)}
    return Assessment(**(said | changes))


def a_match(watch: str | None = "viamedis", **changes: Any) -> Match:
    return Match(**({"watch": None if watch is None else WatchId(watch), "grade": Grade.FOLDED} | changes))


def a_signature(name: str = "fr-tiers-payant-2024") -> Match:
    return a_match(None, signature=SignatureId(name), verdict="consistent", score=80, reasons=("the name is there",))


def kept(text: str | None = "who has Viamedis", *, matches: Sequence[Match] = (), **changes: Any) -> KeptPost:
    said: dict[str, Any] = {
        "author": Masked("lynx"),
        "title": Masked("Viamedis data"),
        "permalink": Masked("http://forum.example/thread#1"),
        "text": None if text is None else Masked(text),
        "assessment": an_assessment(),
        "matches": tuple(matches),
    }
    return KeptPost(**(said | changes))


def a_post(number: str = "1", *, thread: ThreadId = THREAD, source: SourceId = FORUM, **changes: Any) -> PostRecord:
    """A post that was seen; nothing of it is kept unless *kept* says so."""
    told: KeptPost | None = changes.get("kept")
    whole = number if told is None else f"{number} {told.author} {told.text}"
    said: dict[str, Any] = {
        "key": post_key(source, thread, number),
        "thread": thread,
        "id": number,
        "n": int(number),
        "posted_at": NOON - HOUR,
        "fingerprint": Fingerprint(sha256(whole.encode("utf-8", "replace")).hexdigest()[:32]),
    }
    return PostRecord(**(said | changes))


def a_thread(thread: ThreadId = THREAD, *, is_kept: bool = True, **changes: Any) -> ThreadRecord:
    told = KeptThread(
        title=Masked("Viamedis data"),
        url=Masked("http://forum.example/thread"),
        board=Masked("Leaks"),
        author=Masked("lynx"),
        created_at=NOON - HOUR,
    )
    said: dict[str, Any] = {"id": thread, "kept": told if is_kept else None}
    return ThreadRecord(**(said | {"read": PageRead(page=1, posts=1, is_last=True)} | changes))


def a_sighting(
    number: str = "1", *, thread: ThreadId = THREAD, source: SourceId = FORUM, subject: str = "viamedis", **changes: Any
) -> Sighting:
    said: dict[str, Any] = {
        "case": case_key(subject, thread_key(source, thread)),
        "subject": subject,
        "thread": thread,
        "post": post_key(source, thread, number),
        "matched": subject,
        "intent": Intent.REQUEST,
        "level": Level.NOW,
        "is_historic": False,
    }
    return Sighting(**(said | changes))


def a_page(visit: VisitId, errand: Errand, **changes: Any) -> PageRecord:
    said: dict[str, Any] = {
        "source": errand.source,
        "outcome": Outcome.READ,
        "page_class": PageClass.THREAD,
        "at": NOON,
    }
    return PageRecord(visit=visit, errand=errand, **(said | {"status": 200, "size": 1000} | changes))


def take(frontier: Frontier, visit: VisitId, now: datetime = NOON) -> Errand:
    """The next errand, of which there is one."""
    errand = frontier.take(visit, now=now)
    assert errand is not None
    return errand


def see(frontier: Frontier, *, source: SourceId = FORUM, at: datetime = NOON, **what: Any) -> Tally:
    """Visit *source* for a single page that brings *what*, and end the visit well."""
    start = Find(url=f"http://forum.example/page/{next(_addresses)}", kind=ErrandKind.LIST, rank=-1)
    visit = frontier.begin(source, now=at, starts=[start])
    tally = frontier.record(a_page(visit, take(frontier, visit, at), **({"at": at} | what)))
    frontier.end(visit, VisitEnding(health=Health.OK, reason="", at=at))
    return tally
