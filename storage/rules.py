"""The ledger's decisions, the same whatever it is kept in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from model.cases import PostView
from model.identities import Fingerprint, Masked, PostKey
from model.matches import Claim, Intent, Level
from model.mirrors import MirrorState, MirrorTry
from model.records import KeptPost, PageRead
from model.sources import Health
from model.visits import Errand, ErrandKind, Outcome

__all__ = [
    "DEATHS",
    "EARLIER_CLAIMS",
    "PATIENCE",
    "SIGHTS",
    "VISIT_DIED",
    "Lack",
    "Place",
    "absent",
    "claim",
    "clears_listing",
    "count_replies",
    "heaviest",
    "is_news",
    "is_version",
    "last_page",
    "news",
    "posting_time",
    "speaker",
    "tried_mirror",
    "urgency",
]

DEATHS = 10
"""How many visits may die on one errand before it is given up: kill -9 and power cuts are not the page's fault."""

SIGHTS = 3
"""In how many visits a post must be missing between its neighbours before it is gone."""

PATIENCE = 3
"""How often an errand that failed is tried anew by each visit; after that it waits for its time."""

EARLIER_CLAIMS = 5
"""How many earlier claims of an author stand beside a case."""

VISIT_DIED = "the visit's process died"

_FINER = timedelta(hours=1)
"""Boards that count hours write the minute a day later."""

_LEVELS = (Level.NOW, Level.DIGEST, Level.NONE)

_INTENTS = (
    Intent.RANSOM_CLAIM,
    Intent.SALE,
    Intent.ACCESS_SALE,
    Intent.FREE_LEAK,
    Intent.REQUEST,
    Intent.PHISHING,
    Intent.HOW_TO_USE,
    Intent.NEWS,
    Intent.REACTION,
    Intent.DISCUSSION,
    Intent.NOISE,
)


def urgency(level: Level) -> int:
    """How early *level* comes: lower goes first."""
    return _LEVELS.index(level)


def heaviest(sightings: Iterable[tuple[Level, Intent]]) -> tuple[Level, Intent]:
    """The level and intent of the weightiest of *sightings*, of which there is at least one."""
    return min(sightings, key=_weight)


def is_news(before: Health, after: Health) -> bool:
    """Whether people are to be told of a source whose health went from *before* to *after*."""
    return before is not after and not (before.is_well and after.is_well)


def news(health: Health, reason: str) -> str:
    """What a health note says."""
    return f"{health.value}: {reason}" if reason else health.value


def is_version(kept: KeptPost, *, seen: Fingerprint, before: Fingerprint | None, has_text: bool) -> bool:
    """Whether *kept* is a further version of a post whose last kept one was *before* (None: nothing was kept)."""
    return seen != before or (kept.text is not None and not has_text)


def clears_listing(errand: Errand, outcome: Outcome, *, retry_at: datetime | None) -> bool:
    """Whether a thread's next sight in a list must queue it again, because this errand failed for good."""
    return errand.find.kind is ErrandKind.THREAD and retry_at is None and not outcome.is_sight


def last_page(known: int, read: PageRead) -> int:
    """The last page of a thread, after *read*; threads can become shorter."""
    return read.page if read.is_last else max(known, read.page)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a post of a thread stands among the others."""

    key: PostKey
    at: datetime
    """When it was posted, or else first seen."""
    native: str
    seen_at: datetime
    missed_at: datetime | None = None  # None: not missed since it was seen

    @property
    def order(self) -> tuple[datetime, int, str]:
        """Sorts posts as they were written; boards number them so."""
        return self.at, len(self.native), self.native

    @property
    def asked_at(self) -> datetime:
        """When it was last seen or missed."""
        return self.missed_at or self.seen_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """What a page of a thread lacks."""

    missing: tuple[PostKey, ...] = ()
    is_doubtful: bool = False
    """Whether more may be missing than its neighbours tell, at the turn of a page."""


def absent(known: Iterable[Place], seen: Sequence[PostKey], *, read: PageRead, per_page: int | None) -> Lack:
    """Which of the *known* posts of a thread should stand on a page that holds *seen*, by their neighbours, and don't.

    The page must show what it shares with *known* in order of time, either way; a first post that each page repeats
    is no neighbour. Before the first page and after the last one there is no neighbour to wait for. At the turn of a
    page, where the neighbours stand on two, a post is missed when both were seen since it was, and there are more
    posts before this page than so many pages of *per_page* hold.
    """
    row = sorted(known, key=lambda one: one.order)
    at = {one.key: n for n, one in enumerate(row)}
    here = [at[key] for key in seen if key in at]
    found = [n for n in here if read.page == 1 or n > 0]
    is_up = all(a < b for a, b in pairwise(found))
    if not found or not (is_up or all(a > b for a, b in pairwise(found))):
        return Lack()
    opens, closes = (read.page == 1, read.is_last) if is_up else (read.is_last, read.page == 1)
    if len(found) == 1 and not (read.page == 1 and read.is_last):
        opens = closes = False
    low, high = 0 if opens else min(found), len(row) if closes else max(found)
    within = [row[n].key for n in range(low, high) if n not in here]
    surplus = low - (read.page - 1) * per_page if is_up and per_page and not opens else 0
    turn = _at_the_turn(row[:low], surplus)
    return Lack(missing=(*turn, *within), is_doubtful=surplus > len(turn))


def _at_the_turn(before: Sequence[Place], surplus: int) -> list[PostKey]:
    """The posts just before a page that both neighbours were seen without."""
    run: list[Place] = []
    for place in reversed(before):
        if run and place.seen_at > max(one.asked_at for one in run):
            return [one.key for one in run]
        if len(run) >= surplus:
            return []
        run.append(place)
    return []


def posting_time(known: datetime | None, said: datetime | None) -> datetime | None:
    """When a post was written: a date read again may be finer (`5 hours ago`) or coarser (`2 weeks ago`)."""
    if known is None or said is None:
        return known or said
    return said if abs(said - known) <= _FINER else known


def count_replies(posts: Sequence[tuple[int | None, Masked | None]], *, author: Masked | None) -> int:
    """How many posts of a thread answer its first one; *posts* are place and author (None: not kept), in order.

    Posts by the thread's own *author* are no replies, as far as authors are known.
    """
    if not posts:
        return 0
    opens = posts[0][0] in (1, None)  # else the first page was not read
    opener = author or (posts[0][1] if opens else None)
    return sum(by is None or by != opener for _, by in posts[1 if opens else 0 :])


def speaker(posts: Sequence[PostView]) -> Masked | None:
    """Who wrote the weightiest of *posts*, whose earlier claims stand beside a case; `None` when unknown."""
    said = [post for post in posts if post.assessment is not None]
    if not said:
        return None
    return min(said, key=_weight_of).author


def claim(post: PostView) -> Claim:
    """*post* as one line beside another case."""
    assert post.assessment is not None
    return Claim(
        post=post.key,
        title=post.thread_title,
        intent=post.assessment.intent,
        claimed_records=post.assessment.claimed_records,
        posted_at=post.posted_at,
    )


def tried_mirror(before: MirrorState | None, one: MirrorTry, *, through: str | None) -> tuple[MirrorState, str | None]:
    """What is known of an address after *one* try, and what people are to be told of it; `None`: nothing.

    *through* is the address that answered instead: while none does, the source itself is down, and told as such.
    """
    answered_at = before.answered_at if before else None
    if one.reason is None:
        return MirrorState(name=one.name, tried_at=one.at, answered_at=one.at), None
    was_told = before is not None and before.is_told
    after = MirrorState(
        name=one.name,
        tried_at=one.at,
        answered_at=answered_at,
        down_since=(before.down_since if before else None) or one.at,
        reason=one.reason,
        is_told=was_told or through is not None,
    )
    if was_told or through is None:
        return after, None
    return after, f"{one.name} does not answer ({one.reason}): the source is read through {through} meanwhile"


def _weight(one: tuple[Level, Intent]) -> tuple[int, int]:
    return urgency(one[0]), _INTENTS.index(one[1])


def _weight_of(post: PostView) -> tuple[int, int]:
    assert post.assessment is not None
    return _weight((post.assessment.level, post.assessment.intent))
