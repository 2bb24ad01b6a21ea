"""The queue of addresses: found, taken, finished or put back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, case, func, insert, or_, select, update

from model.identities import SourceId, ThreadId, VisitId, thread_key
from model.records import PageRecord
from model.visits import REREAD_RANK, Errand, ErrandKind, Find, Outcome, Purpose
from storage.database import batches
from storage.keys import Keyring
from storage.rules import DEATHS, PATIENCE
from storage.schema import errands, fetches, threads, visits

__all__ = [
    "enqueue",
    "enqueue_once",
    "finish",
    "make_due",
    "make_early_due",
    "put_back",
    "put_back_after_death",
    "remember",
    "rereads",
    "take",
]

_Identity = tuple[str, int, Any]


def enqueue(
    connection: Connection, keyring: Keyring, source: SourceId, visit: VisitId, finds: Iterable[Find], *, now: datetime
) -> None:
    """Queue what is new in *finds* and what was done before; not what *visit* itself has taken already."""
    wanted = {_identity(keyring, find): find for find in sorted(finds, key=lambda find: -find.rank)}
    known = _known(connection, source, wanted)
    fresh, again, sooner = [], [], []
    for identity, find in wanted.items():
        row = known.get(identity)
        if row is None:
            fresh.append(_waiting(keyring, find, now) | _named(source, identity))
        elif row["state"] == "done" and row["visit"] != visit:
            again.append(_waiting(keyring, find, now) | {"errand": row["id"]})
        elif row["state"] == "waiting" and find.rank < row["rank"]:
            sooner.append({"errand": row["id"], "rank": find.rank})
    this = errands.c.id == bindparam("errand")
    if fresh:
        connection.execute(insert(errands), fresh)
    if again:
        connection.execute(update(errands).where(this), again)
    if sooner:
        connection.execute(update(errands).where(this), sooner)


def enqueue_once(connection: Connection, keyring: Keyring, source: SourceId, find: Find, *, now: datetime) -> None:
    """Queue *find* for *source*, unless it ever was queued there."""
    identity = _identity(keyring, find)
    if identity not in _known(connection, source, {identity: find}):
        connection.execute(insert(errands).values(_waiting(keyring, find, now) | _named(source, identity)))


def make_due(
    connection: Connection, keyring: Keyring, source: SourceId, finds: Iterable[Find], *, now: datetime
) -> None:
    """Let *finds*, which are queued, be taken from *now* on, whatever they were put back for."""
    known = _known(connection, source, {_identity(keyring, find): find for find in finds})
    late = [row["id"] for row in known.values() if row["due_at"] > now]
    connection.execute(update(errands).where(errands.c.id.in_(late)).values(due_at=now))


def make_early_due(connection: Connection, source: SourceId, *, now: datetime) -> None:
    """Let what was tried only a few times be taken from *now* on: a new visit is itself the wait."""
    early = (errands.c.source == source) & (errands.c.state == "waiting") & (errands.c.tries < PATIENCE)
    connection.execute(update(errands).where(early, errands.c.due_at > now).values(due_at=now))


def take(
    connection: Connection, keyring: Keyring, source: str, visit: VisitId, *, began_at: datetime, now: datetime
) -> Errand | None:
    """The next errand of *source*, now taken by *visit*."""
    waiting = select(errands).where(errands.c.source == source, errands.c.state == "waiting", errands.c.due_at <= now)
    # What visits died on waits for all else, so that it keeps no one from anything; but a visit needs its start.
    turn = case((errands.c.kind == ErrandKind.START, 0), else_=errands.c.deaths)
    oldest = waiting.order_by(turn, errands.c.rank, errands.c.queued_at, errands.c.id).limit(1)
    row = connection.execute(oldest).mappings().first()
    if row is None:
        return None
    taken = {"state": "taken", "visit": visit, "tries": row["tries"] + 1}
    connection.execute(update(errands).where(errands.c.id == row["id"]).values(taken))
    return _errand(keyring, row, began_at)


def finish(connection: Connection, page: PageRecord) -> bool:
    """End the page's errand, or put it back to be tried again; `False` when it is not this visit's to end."""
    mine = (errands.c.id == page.errand.id) & (errands.c.visit == page.visit) & (errands.c.state == "taken")
    held = {} if page.items is None else {"held": page.items}
    if page.retry_at is None:
        change = update(errands).where(mine).values(_ending(page.outcome) | held)
    else:
        waits = {"state": "waiting", "due_at": page.retry_at, "outcome": page.outcome}
        untried = {} if page.outcome.is_try else {"tries": errands.c.tries - 1}
        change = update(errands).where(mine).values(waits | untried)
    if not connection.execute(change).rowcount:
        return False
    if page.outcome is Outcome.GONE:
        _forget(connection, page)
    fetch = {"page_class": page.page_class, "status": page.status, "size": page.size, "at": page.at}
    connection.execute(
        insert(fetches).values(visit=page.visit, outcome=page.outcome, purpose=page.errand.find.purpose, **fetch)
    )
    return True


def remember(connection: Connection, keyring: Keyring, page: PageRecord) -> None:
    """Keep the page's address, sealed, when it was read of a kept thread: it will be read again."""
    find = page.errand.find
    if find.kind is not ErrandKind.THREAD or find.thread is None or page.outcome is not Outcome.READ:
        return
    key = thread_key(page.source, find.thread)
    if connection.execute(select(threads.c.is_kept).where(threads.c.key == key)).scalar():
        sealed = keyring.seal(find.url)
        connection.execute(update(errands).where(errands.c.id == page.errand.id).values(sealed=sealed))


def rereads(
    connection: Connection,
    keyring: Keyring,
    source: SourceId,
    visit: VisitId,
    *,
    limit: Callable[[int], int],
    now: datetime,
) -> int:
    """Queue pages of kept threads to be read again, of all that there are as many as *limit* says."""
    before = select(func.max(visits.c.id)).where(visits.c.source == source, visits.c.id < visit).scalar_subquery()
    last = func.max(errands.c.visit).label("last")
    # what stood at the turn of a page is missed by the page before, too
    is_doubtful = func.max(threads.c.doubtful_page.in_([errands.c.page, errands.c.page + 1]))
    waits = func.max(case((errands.c.state == "done", 0), else_=1))
    pages = (
        select(func.max(errands.c.id).label("id"), last, is_doubtful.label("is_doubtful"))
        .join(threads, (threads.c.source == errands.c.source) & (threads.c.native == errands.c.thread))
        .where(errands.c.source == source, errands.c.sealed.is_not(None), errands.c.kind == ErrandKind.THREAD)
        .group_by(errands.c.address, errands.c.page)
        .having(waits == 0, or_(func.max(errands.c.visit) < before, is_doubtful))
        .order_by(is_doubtful.desc(), last, func.max(errands.c.id))
    )
    most = limit(_pages_known(connection, source)) - _waiting_rereads(connection, source)
    due = connection.execute(pages.limit(max(0, 2 * most))).all()
    chosen = [row.id for row in due if row.is_doubtful][:most] + [row.id for row in due if not row.is_doubtful][:most]
    rows = connection.execute(select(errands).where(errands.c.id.in_(chosen))).mappings().all()
    again = [replace(_find(keyring, row), purpose=Purpose.REREAD, rank=REREAD_RANK) for row in rows]
    enqueue(connection, keyring, source, visit, again, now=now)
    return len(again)


def _waiting_rereads(connection: Connection, source: SourceId) -> int:
    waiting = (errands.c.source == source) & (errands.c.state == "waiting") & (errands.c.purpose == Purpose.REREAD)
    return int(connection.execute(select(func.count()).select_from(errands).where(waiting)).scalar_one())


def _pages_known(connection: Connection, source: SourceId) -> int:
    sealed = select(errands.c.address, errands.c.page).where(
        errands.c.source == source, errands.c.state == "done", errands.c.sealed.is_not(None)
    )
    return int(connection.execute(select(func.count()).select_from(sealed.distinct().subquery())).scalar_one())


def put_back(connection: Connection, visit: int) -> None:
    """Let others take what *visit* took and did not finish."""
    taken = (errands.c.visit == visit) & (errands.c.state == "taken")
    connection.execute(update(errands).where(taken).values(state="waiting"))


def put_back_after_death(connection: Connection, visit: int, *, at: datetime) -> None:
    """As `put_back`; but what visits died on too often is given up."""
    taken = (errands.c.visit == visit) & (errands.c.state == "taken")
    connection.execute(update(errands).where(taken).values(deaths=errands.c.deaths + 1))
    deadly = connection.execute(select(errands).where(taken, errands.c.deaths >= DEATHS)).mappings().all()
    for row in deadly:
        connection.execute(update(errands).where(errands.c.id == row["id"]).values(_ending(Outcome.CRASHED)))
        connection.execute(insert(fetches).values(visit=visit, outcome=Outcome.CRASHED, size=0, at=at))
        if row["kind"] is ErrandKind.THREAD and row["thread"] is not None:
            key = thread_key(row["source"], ThreadId(row["thread"]))
            connection.execute(update(threads).where(threads.c.key == key).values(UNLISTED))
    put_back(connection, visit)


UNLISTED = {"is_listed": False, "listed_replies": None, "listed_at": None, "listed_author": None}
"""A thread's row, when its next sight in a list must queue it again."""


def _ending(outcome: Outcome) -> dict[str, object]:
    return {"state": "done", "outcome": outcome, "sealed": None}


def _identity(keyring: Keyring, find: Find) -> _Identity:
    return keyring.fingerprint(find.url), find.page, find.purpose


def _known(connection: Connection, source: SourceId, wanted: dict[_Identity, Find]) -> dict[_Identity, RowMapping]:
    found: dict[_Identity, RowMapping] = {}
    for batch in batches(identity[0] for identity in wanted):
        query = select(errands).where(errands.c.source == source, errands.c.address.in_(batch))
        for row in connection.execute(query).mappings():
            found[row["address"], row["page"], row["purpose"]] = row
    return {identity: row for identity, row in found.items() if identity in wanted}


def _named(source: SourceId, identity: _Identity) -> dict[str, object]:
    address, page, purpose = identity
    return {"source": source, "address": address, "page": page, "purpose": purpose, "visit": None}


def _waiting(keyring: Keyring, find: Find, now: datetime) -> dict[str, object]:
    return {
        "kind": find.kind,
        "thread": find.thread,
        "rank": find.rank,
        "sealed": keyring.seal(find.url),
        "state": "waiting",
        "due_at": now,
        "queued_at": now,
        "tries": 0,
        "deaths": 0,
        "outcome": None,
    }


def _forget(connection: Connection, page: PageRecord) -> None:
    """Let go of the address of a page that is no more, whatever it was fetched for."""
    address = select(errands.c.address).where(errands.c.id == page.errand.id).scalar_subquery()
    same = (errands.c.source == page.source) & (errands.c.address == address) & (errands.c.state == "done")
    connection.execute(update(errands).where(same).values(sealed=None))


def _find(keyring: Keyring, row: RowMapping) -> Find:
    return Find(
        url=keyring.unseal(row["sealed"]),
        kind=row["kind"],
        rank=row["rank"],
        thread=row["thread"],
        page=row["page"],
        purpose=row["purpose"],
    )


def _errand(keyring: Keyring, row: RowMapping, began_at: datetime) -> Errand:
    return Errand(
        id=row["id"],
        source=row["source"],
        find=_find(keyring, row),
        tries=row["tries"],
        is_left=row["queued_at"] < began_at,
        held=row["held"],
    )
