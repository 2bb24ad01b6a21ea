"""Everything that is kept, told: exports, visits, counts, and whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select, func, select, text

from model.cases import DeliveryState, PostVersion, PostView
from model.identities import PostKey
from model.visits import VisitReport
from storage.database import Part, batches
from storage.frontier import reports
from storage.schema import (
    alert_cases,
    alerts,
    cases,
    deliveries,
    errands,
    matches,
    notes,
    post_versions,
    post_words,
    posts,
    sightings,
    sources,
    threads,
    visits,
)
from storage.views import views
from storage.words import count_words

__all__ = ["SqlArchive"]


class SqlArchive(Part):
    """What the port `Ledger` adds to its parts."""

    def posts(self) -> Iterator[PostView]:
        place = (posts.c.source, threads.c.native, posts.c.n.is_(None), posts.c.n, posts.c.sorted_at, posts.c.key)
        query = select(posts.c.id).join(threads, posts.c.thread == threads.c.id).where(posts.c.is_kept)
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(*place)).scalars().all()
        for batch in batches(rows):  # a transaction each, so that a slow reader holds nobody up
            with self._database.reading() as connection:
                kept = views(connection, batch)
            yield from kept

    def named(self, key: str, *, limit: int) -> list[PostView]:
        begins = posts.c.is_kept & (posts.c.key >= key) & (posts.c.key < f"{key}\uffff")
        with self._database.reading() as connection:
            rows = connection.execute(select(posts.c.id).where(begins).order_by(posts.c.key).limit(limit)).scalars()
            return views(connection, rows.all())

    def versions(self, post: PostKey) -> list[PostVersion]:
        mine = select(posts.c.id).where(posts.c.key == post).scalar_subquery()
        query = select(post_versions).where(post_versions.c.post == mine).order_by(post_versions.c.number)
        with self._database.reading() as connection:
            return [
                PostVersion(number=row["number"], seen_at=row["seen_at"], author=row["author"], text=row["text"])
                for row in connection.execute(query).mappings()
            ]

    def visits(self, *, limit: int) -> list[VisitReport]:
        with self._database.reading() as connection:
            return reports(connection, limit=limit)

    def counts(self) -> Mapping[str, int]:
        with self._database.reading() as connection:
            return {name: connection.execute(query).scalar_one() for name, query in _COUNTS.items()}

    def check(self) -> list[str]:
        with self._database.reading() as connection:
            damage = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check")) if row[0] != "ok"]
            strays = [f"{row[0]}: a row names one that is not there" for row in _strays(connection)]
            wrong = [_told(what, connection.execute(query).scalar_one()) for what, query in _WRONG.items()]
            return [*damage, *strays, *filter(None, wrong), *_words_amiss(connection)]


def _rows(*conditions: Any) -> Select[Any]:
    return select(func.count()).where(*conditions)


_COUNTS = {
    "sources": select(func.count()).select_from(sources),
    "threads": select(func.count()).select_from(threads),
    "posts_seen": select(func.count()).select_from(posts),
    "posts_kept": _rows(posts.c.is_kept),
    "matches": select(func.count()).select_from(matches),
    "cases": select(func.count()).select_from(cases),
    "alerts": select(func.count()).select_from(alerts),
}

_OPEN_VISITS = select(visits.c.id).where(visits.c.ended_at.is_(None))
_VERSIONS = select(func.count()).where(post_versions.c.post == posts.c.id).scalar_subquery()
_SIGHTED = select(sightings.c.case)
_LINKED = select(alert_cases.c.case)
_KEPT = select(posts.c.id).where(posts.c.is_kept)
_KEPT_THREADS = select(threads.c.native).where(threads.c.is_kept, threads.c.source == errands.c.source)
_STARTED = (DeliveryState.SENDING, DeliveryState.UNCERTAIN, DeliveryState.SENT)
_NEXT = (DeliveryState.PENDING, DeliveryState.UNCERTAIN)

_WRONG = {
    "an errand is taken by no open visit": _rows(
        errands.c.state == "taken", errands.c.visit.is_(None) | errands.c.visit.not_in(_OPEN_VISITS)
    ),
    "an errand is done without an outcome": _rows(errands.c.state == "done", errands.c.outcome.is_(None)),
    "an address is kept though its errand is done": _rows(
        errands.c.state == "done", errands.c.sealed.is_not(None), errands.c.thread.not_in(_KEPT_THREADS)
    ),
    "an errand waits without its address": _rows(errands.c.state != "done", errands.c.sealed.is_(None)),
    "a post counts other versions than it has": _rows(posts.c.versions != _VERSIONS),
    "a post is kept without a version": _rows(posts.c.is_kept, posts.c.versions == 0),
    "a match is of a post that is not kept": _rows(matches.c.post.not_in(_KEPT)),
    "a case has no post": _rows(cases.c.id.not_in(_SIGHTED)),
    "a case was told by no alert": _rows(cases.c.told_at.is_not(None), cases.c.id.not_in(_LINKED)),
    "a note is settled by nothing": _rows(
        notes.c.settled_at.is_not(None), notes.c.alert.is_(None), notes.c.verdict.is_(None)
    ),
    "a note is told and yet not settled": _rows(notes.c.settled_at.is_(None), notes.c.alert.is_not(None)),
    "a sighting raised no note": _rows(
        ~select(notes.c.id).where(notes.c.case == sightings.c.case, notes.c.post == sightings.c.post).exists()
    ).select_from(sightings),
    "an alert is sent without a receipt": _rows(
        deliveries.c.state == DeliveryState.SENT, deliveries.c.receipt.is_(None)
    ),
    "an alert was sent without an attempt": _rows(deliveries.c.state.in_(_STARTED), deliveries.c.attempt == 0),
    "an alert waits and will never be tried": _rows(deliveries.c.state.in_(_NEXT), deliveries.c.next_try_at.is_(None)),
}


def _told(what: str, how_often: int) -> str:
    return f"{what} ({how_often} of them)" if how_often else ""


def _strays(connection: Connection) -> list[Any]:
    return list(connection.execute(text("PRAGMA foreign_key_check")))


def _words_amiss(connection: Connection) -> list[str]:
    kept = connection.execute(_COUNTS["posts_kept"]).scalar_one()
    rows = connection.execute(select(func.count()).select_from(post_words)).scalar_one()
    found = min(count_words(connection), rows)
    return [] if found == kept else [f"{found} posts can be found, {kept} are kept: run `vigie index rebuild`"]
