"""Which addresses are to be fetched, and what came of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, exists, func, insert, or_, select, update

from model.errors import BadInput
from model.identities import Fingerprint, PostKey, SourceId, ThreadId, VisitId, thread_key
from model.records import PageRecord
from model.sources import Health
from model.visits import (
    Errand,
    Find,
    Listing,
    Outcome,
    PageClass,
    PostMark,
    Purpose,
    Tally,
    ThreadMark,
    VisitEnding,
    VisitReport,
)
from storage import errands as queue
from storage.database import Part, batches, inserted
from storage.pages import write_page
from storage.registry import introduce, record_health
from storage.rules import VISIT_DIED
from storage.schema import cases, fetches, matches, posts, sources, threads, visits
from storage.scouring import scour

__all__ = ["SqlFrontier", "reports"]


class SqlFrontier(Part):
    """The port `Frontier`, over SQL."""

    def begin(self, source: SourceId, *, now: datetime, starts: Sequence[Find]) -> VisitId:
        died = VisitEnding(health=Health.CRASHED, reason=VISIT_DIED, at=now)
        with self._database.writing() as connection:
            introduce(connection, source, now=now)
            _bury_the_dead(connection, source, died)
            visit = VisitId(inserted(connection, insert(visits).values(_beginning(source, now))))
            connection.execute(update(sources).where(sources.c.id == source).values(began_at=now))
            queue.enqueue(connection, self._keyring, source, visit, starts, now=now)
            queue.make_due(connection, self._keyring, source, starts, now=now)
            queue.make_early_due(connection, source, now=now)
        return visit

    def take(self, visit: VisitId, *, now: datetime) -> Errand | None:
        with self._database.writing() as connection:
            opened = connection.execute(select(visits.c.source, visits.c.started_at).where(_is_open(visit))).first()
            if opened is None:
                return None
            return queue.take(connection, self._keyring, opened.source, visit, began_at=opened.started_at, now=now)

    def births(self, source: SourceId, posts: Iterable[str]) -> dict[str, ThreadId]:
        with self._database.reading() as connection:
            return dict(birth for batch in batches(posts) for birth in _births(connection, source, batch))

    def rereads(self, visit: VisitId, *, limit: Callable[[int], int], now: datetime) -> int:
        with self._database.writing() as connection:
            source = connection.execute(select(visits.c.source).where(_is_open(visit))).scalar()
            if source is None:
                return 0
            return queue.rereads(connection, self._keyring, source, visit, limit=limit, now=now)

    def marks(self, source: SourceId, threads: Iterable[ThreadId]) -> dict[ThreadId, ThreadMark]:
        with self._database.reading() as connection:
            return {mark.id: mark for batch in batches(threads) for mark in _marks(connection, source, batch)}

    def known(self, posts: Iterable[PostKey]) -> dict[PostKey, PostMark]:
        with self._database.reading() as connection:
            return {key: mark for batch in batches(posts) for key, mark in _known(connection, batch)}

    def record(self, page: PageRecord) -> Tally:
        with self._database.writing() as connection:
            if not queue.finish(connection, page):
                return Tally()
            queue.enqueue(connection, self._keyring, page.source, page.visit, page.finds, now=page.at)
            for source, find in page.elsewhere:
                introduce(connection, source, now=page.at)
                queue.enqueue_once(connection, self._keyring, source, find, now=page.at)
            tally = write_page(connection, page, self._analysis)
            queue.remember(connection, self._keyring, page)
            _count(connection, page.visit, tally)
        return tally

    def end(self, visit: VisitId, ending: VisitEnding) -> VisitReport:
        with self._database.writing() as connection:
            row = connection.execute(select(visits).where(_is_open(visit))).mappings().first()
            if row is not None:
                _close(connection, row, ending)
                record_health(connection, row["source"], ending.health, ending.reason, at=ending.at)
                if ending.expectation is not None:
                    learnt = update(sources).where(sources.c.id == row["source"])
                    connection.execute(learnt.values(expectation=ending.expectation))
            report = _report(connection, visit)
        scour(self._database)
        return report

    def report(self, visit: VisitId) -> VisitReport:
        with self._database.reading() as connection:
            return _report(connection, visit)


def reports(connection: Connection, *, limit: int) -> list[VisitReport]:
    """The newest visits, newest first."""
    newest = connection.execute(select(visits.c.id).order_by(visits.c.id.desc()).limit(limit)).scalars().all()
    return [_report(connection, VisitId(visit)) for visit in newest]


def _beginning(source: SourceId, now: datetime) -> dict[str, object]:
    return {"source": source, "started_at": now, "reason": "", "new": 0, "changed": 0, "gone": 0, "matches": 0}


def _is_open(visit: VisitId) -> ColumnElement[bool]:
    return (visits.c.id == visit) & visits.c.ended_at.is_(None)


def _bury_the_dead(connection: Connection, source: SourceId, ending: VisitEnding) -> None:
    """Close what never ended; a source whose visits die twice in a row is ill, once may be a power cut."""
    is_open = (visits.c.source == source) & visits.c.ended_at.is_(None)
    dead = connection.execute(select(visits).where(is_open)).mappings().all()
    if dead and (len(dead) > 1 or _last_health(connection, source) is ending.health):
        record_health(connection, source, ending.health, ending.reason, at=ending.at)
    for row in dead:
        _close(connection, row, ending)


def _last_health(connection: Connection, source: SourceId) -> Health | None:
    ended = select(visits.c.health).where(visits.c.source == source, visits.c.ended_at.is_not(None))
    last: Health | None = connection.execute(ended.order_by(visits.c.id.desc()).limit(1)).scalar()
    return last


def _close(connection: Connection, visit: RowMapping, ending: VisitEnding) -> None:
    if ending.health is Health.CRASHED:
        queue.put_back_after_death(connection, visit["id"], at=ending.at)
    else:
        queue.put_back(connection, visit["id"])
    values = {"ended_at": ending.at, "health": ending.health, "reason": ending.reason}
    connection.execute(update(visits).where(visits.c.id == visit["id"]).values(values))
    connection.execute(update(sources).where(sources.c.id == visit["source"]).values(last_visit_at=ending.at))


def _count(connection: Connection, visit: VisitId, tally: Tally) -> None:
    more = {name: visits.c[name] + getattr(tally, name) for name in ("new", "changed", "gone", "matches")}
    connection.execute(update(visits).where(visits.c.id == visit).values(more))


def _report(connection: Connection, visit: VisitId) -> VisitReport:
    row = connection.execute(select(visits).where(visits.c.id == visit)).mappings().first()
    if row is None:
        raise BadInput(f"there is no visit {visit}: see `vigie status`")
    pages: Counter[PageClass] = Counter()
    outcomes: Counter[Outcome] = Counter()
    rereads = 0
    by = (fetches.c.page_class, fetches.c.outcome, fetches.c.purpose)
    for page_class, outcome, purpose, n in connection.execute(
        select(*by, func.count()).where(fetches.c.visit == visit).group_by(*by)
    ):
        outcomes[outcome] += n
        rereads += n if purpose is Purpose.REREAD else 0
        if page_class is not None:
            pages[page_class] += n
    return VisitReport(
        id=visit,
        source=row["source"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        health=row["health"],
        reason=row["reason"],
        pages=dict(pages),
        outcomes=dict(outcomes),
        tally=Tally(new=row["new"], changed=row["changed"], gone=row["gone"], matches=row["matches"]),
        rereads=rereads,
    )


def _marks(connection: Connection, source: SourceId, ids: Sequence[ThreadId]) -> Iterator[ThreadMark]:
    standing = (posts.c.thread == threads.c.id) & posts.c.gone_at.is_(None)
    seen = select(func.count()).where(standing).scalar_subquery()
    recognised = select(matches.c.post).join(posts, matches.c.post == posts.c.id).where(posts.c.thread == threads.c.id)
    told = select(cases.c.id).where(cases.c.thread == threads.c.id)  # also when the words were edited away since
    has_match = or_(exists(recognised), exists(told))
    query = select(threads, seen.label("seen"), has_match.label("has_match")).where(threads.c.source == source)
    keys = [thread_key(source, thread) for thread in ids]
    for row in connection.execute(query.where(threads.c.key.in_(keys))).mappings():
        yield ThreadMark(
            id=ThreadId(row["native"]),
            listing=_listing(row) if row["is_listed"] else None,
            posts=row["seen"],
            per_page=row["per_page"],
            last_page=row["last_page"],
            is_kept=row["is_kept"],
            has_match=row["has_match"],
            looked_at=row["looked_at"],
            doubtful_page=row["doubtful_page"],
        )


def _listing(row: RowMapping) -> Listing:
    author = row["listed_author"]
    return Listing(replies=row["listed_replies"], last_post_at=row["listed_at"], last_author=author)


def _births(connection: Connection, source: SourceId, ids: Sequence[str]) -> Iterator[tuple[str, ThreadId]]:
    born = func.coalesce(posts.c.born_in, threads.c.native)
    query = select(posts.c.native, born).join(threads, threads.c.id == posts.c.thread)
    for native, thread in connection.execute(query.where(posts.c.source == source, posts.c.native.in_(ids))):
        yield native, ThreadId(thread)


def _known(connection: Connection, keys: Sequence[PostKey]) -> Iterator[tuple[PostKey, PostMark]]:
    for row in connection.execute(select(posts).where(posts.c.key.in_(keys))).mappings():
        mark = PostMark(fingerprint=Fingerprint(row["fingerprint"]), is_kept=row["is_kept"], has_text=row["has_text"])
        yield PostKey(row["key"]), mark
