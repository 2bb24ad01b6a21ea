"""Cases, for people."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select, update

from model.cases import Case, CaseState, CaseView, PostView
from model.errors import BadInput
from model.identities import CaseKey, Masked
from model.matches import Claim, Intent
from storage.database import Part
from storage.rules import EARLIER_CLAIMS, claim, count_replies, speaker
from storage.schema import cases, posts, sightings, threads
from storage.views import views

__all__ = ["SqlCases"]

_CLAIMS = tuple(intent for intent in Intent if intent.is_claim)


class SqlCases(Part):
    """The port `Cases`, over SQL."""

    def cases(self, *, limit: int) -> list[Case]:
        with self._database.reading() as connection:
            newest = _CASES.order_by(cases.c.updated_at.desc(), cases.c.id.desc()).limit(limit)
            return [_case(row) for row in connection.execute(newest).mappings()]

    def case(self, key: CaseKey) -> CaseView | None:
        with self._database.reading() as connection:
            row = connection.execute(_CASES.where(cases.c.key == key)).mappings().first()
            return None if row is None else _view(connection, row)

    def acknowledge(self, key: CaseKey, *, by: str, at: datetime) -> Case:
        values = {"state": CaseState.ACKNOWLEDGED, "acknowledged_by": by, "acknowledged_at": at}
        this = cases.c.key == key
        with self._database.writing() as connection:
            connection.execute(update(cases).where(this, cases.c.acknowledged_at.is_(None)).values(values))
            row = connection.execute(_CASES.where(this)).mappings().first()
        if row is None:
            raise BadInput("there is no such case: see `vigie alert list`")
        return _case(row)


_COUNT = select(func.count()).where(sightings.c.case == cases.c.id).scalar_subquery()
_CASES: Select[Any] = select(cases, _COUNT.label("posts"))


def _case(row: RowMapping) -> Case:
    return Case(number=row["id"], **{name: row[name] for name in Case.__dataclass_fields__ if name != "number"})


def _view(connection: Connection, row: RowMapping) -> CaseView:
    thread = connection.execute(select(threads).where(threads.c.id == row["thread"])).mappings().one()
    when = (posts.c.sorted_at, posts.c.n, posts.c.key)
    query = select(posts.c.id).join(sightings, sightings.c.post == posts.c.id).where(sightings.c.case == row["id"])
    seen = views(connection, connection.execute(query.order_by(*when)).scalars())
    return CaseView(
        case=_case(row),
        posts=tuple(seen),
        thread_url=thread["url"] or (seen[0].thread_url if seen else Masked("")),
        replies=_replies(connection, thread),
        read_at=thread["read_at"],
        earlier_claims=_earlier_claims(connection, row, seen),
    )


def _replies(connection: Connection, thread: RowMapping) -> int:
    places = (posts.c.n.is_(None), posts.c.n, posts.c.sorted_at, posts.c.key)
    query = select(posts.c.n, posts.c.author).where(posts.c.thread == thread["id"]).order_by(*places)
    return count_replies([(row.n, row.author) for row in connection.execute(query)], author=thread["author"])


def _earlier_claims(connection: Connection, row: RowMapping, seen: list[PostView]) -> tuple[Claim, ...]:
    author = speaker(seen)
    if author is None:
        return ()
    by_author = (posts.c.source == row["source"]) & (posts.c.author == author) & (posts.c.thread != row["thread"])
    query = select(posts.c.id).where(by_author, posts.c.is_kept, posts.c.intent.in_(_CLAIMS))
    newest = query.order_by(posts.c.sorted_at.desc(), posts.c.key).limit(EARLIER_CLAIMS)
    return tuple(claim(view) for view in views(connection, connection.execute(newest).scalars()))
