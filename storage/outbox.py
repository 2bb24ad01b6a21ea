"""What people are still to be told, and how far each message got."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, insert, select, update
from sqlalchemy import case as choose

from model.cases import Alert, AlertId, AlertKind, Delivery, DeliveryState, Note, Receipt, Segment
from model.identities import CaseKey
from model.matches import Level
from storage.database import Part, batches, inserted
from storage.rules import urgency
from storage.schema import alert_cases, alerts, cases, deliveries, notes, posts

__all__ = ["SqlOutbox"]

_OPEN = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNCERTAIN)


class SqlOutbox(Part):
    """The port `Outbox`, over SQL."""

    def notes(self, *, limit: int) -> list[Note]:
        query = select(notes, cases.c.key.label("case_key"), posts.c.key.label("post_key"))
        joined = query.outerjoin(cases, notes.c.case == cases.c.id).outerjoin(posts, notes.c.post == posts.c.id)
        with self._database.reading() as connection:
            untold = joined.where(notes.c.settled_at.is_(None)).order_by(notes.c.id).limit(limit)
            return [_note(row) for row in connection.execute(untold).mappings()]

    def tell(
        self,
        *,
        kind: AlertKind,
        level: Level,
        subject: str,
        segments: Callable[[AlertId], Sequence[Segment]],
        cases: Sequence[CaseKey],
        notes: Sequence[Note],
        channels: Sequence[str],
        now: datetime,
    ) -> Alert:
        with self._database.writing() as connection:
            row = {"kind": kind, "level": level, "subject": subject, "segments": (), "created_at": now}
            alert = AlertId(inserted(connection, insert(alerts).values(row)))
            told = _case_rows(connection, cases)
            words = {"segments": tuple(segments(alert)), "reply_to": _first_alert(connection, told)}
            connection.execute(update(alerts).where(alerts.c.id == alert).values(words))
            _link(connection, alert, told, now=now)
            _settle(connection, notes, alert=alert, at=now)
            _address(connection, alert, channels, now=now)
            return _alerts(connection, select(alerts).where(alerts.c.id == alert))[0]

    def dismiss(self, notes: Sequence[Note], *, verdict: str, now: datetime) -> None:
        with self._database.writing() as connection:
            _settle(connection, notes, verdict=verdict, at=now)

    def recover(self, *, now: datetime, repeat_at: datetime) -> int:
        lost = deliveries.c.state == DeliveryState.SENDING
        values = {"state": DeliveryState.UNCERTAIN, "is_repeat": True, "next_try_at": repeat_at}
        with self._database.writing() as connection:
            return int(connection.execute(update(deliveries).where(lost).values(values)).rowcount)

    def next_delivery(self, channel: str, *, now: datetime) -> Delivery | None:
        with self._database.writing() as connection:
            row = connection.execute(_most_urgent(channel, now)).mappings().first()
            if row is None:
                return None
            this = deliveries.c.id == row["id"]
            sending = {"state": DeliveryState.SENDING, "attempt": row["attempt"] + 1, "started_at": now}
            connection.execute(update(deliveries).where(this).values(sending | {"next_try_at": None}))
            alert = _alerts(connection, select(alerts).where(alerts.c.id == row["alert"]))[0]
            return _deliveries(connection, [alert], this)[0]

    def delivered(self, delivery: Delivery, receipt: Receipt, *, now: datetime) -> None:
        self._move(delivery, state=DeliveryState.SENT, receipt=receipt, error=None, settled_at=now)

    def postpone(self, delivery: Delivery, *, until: datetime, error: str, uncertain: bool) -> None:
        may_have_arrived = uncertain or delivery.is_repeat
        state = DeliveryState.UNCERTAIN if may_have_arrived else DeliveryState.PENDING
        self._move(delivery, state=state, is_repeat=may_have_arrived, error=error, next_try_at=until)

    def bury(self, delivery: Delivery, *, error: str, now: datetime) -> None:
        self._move(delivery, state=DeliveryState.DEAD, error=error, settled_at=now)

    def alerts(self, *, limit: int) -> list[tuple[Alert, list[Delivery]]]:
        return self._told(select(alerts).order_by(alerts.c.id.desc()).limit(limit))

    def alert(self, alert: AlertId) -> tuple[Alert, list[Delivery]] | None:
        return next(iter(self._told(select(alerts).where(alerts.c.id == alert))), None)

    def backlog(self) -> dict[str, int]:
        count = func.count()
        waiting = select(deliveries.c.channel, count).where(deliveries.c.state.in_(_OPEN))
        with self._database.reading() as connection:
            counts = {row[0]: row[1] for row in connection.execute(waiting.group_by(deliveries.c.channel))}
            untold = select(count).select_from(notes).where(notes.c.settled_at.is_(None))
            dead = select(count).select_from(deliveries).where(deliveries.c.state == DeliveryState.DEAD)
            others = {"notes": untold, "dead": dead}
            return counts | {name: connection.execute(query).scalar_one() for name, query in others.items()}

    def _told(self, query: Select[Any]) -> list[tuple[Alert, list[Delivery]]]:
        with self._database.reading() as connection:
            found = _alerts(connection, query)
            of: dict[AlertId, list[Delivery]] = {alert.id: [] for alert in found}
            for delivery in _deliveries(connection, found, deliveries.c.alert.in_(of)):
                of[delivery.alert.id].append(delivery)
            return [(alert, of[alert.id]) for alert in found]

    def _move(self, delivery: Delivery, **values: Any) -> None:
        with self._database.writing() as connection:
            change = {"next_try_at": None} | values
            connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(change))


def _note(row: RowMapping) -> Note:
    return Note(
        id=row["id"],
        kind=row["kind"],
        source=row["source"],
        case=row["case_key"],
        post=row["post_key"],
        level=row["level"],
        is_historic=row["is_historic"],
        is_retro=row["is_retro"],
        text=row["text"],
        created_at=row["created_at"],
    )


def _case_rows(connection: Connection, keys: Sequence[CaseKey]) -> list[int]:
    rows = {row.key: row.id for row in connection.execute(select(cases.c.key, cases.c.id).where(cases.c.key.in_(keys)))}
    return [rows[key] for key in dict.fromkeys(keys)]


def _first_alert(connection: Connection, told: Sequence[int]) -> int | None:
    if len(told) != 1:
        return None
    query = select(func.min(alert_cases.c.alert)).where(alert_cases.c.case == told[0])
    first: int | None = connection.execute(query).scalar()
    return first


def _link(connection: Connection, alert: AlertId, told: Sequence[int], *, now: datetime) -> None:
    if told:
        rows = [{"alert": alert, "place": place, "case": row} for place, row in enumerate(told)]
        connection.execute(insert(alert_cases), rows)
        connection.execute(update(cases).where(cases.c.id.in_(told)).values(told_at=now))


def _settle(connection: Connection, told: Sequence[Note], *, at: datetime, **how: Any) -> None:
    for batch in batches(note.id for note in told):
        untold = notes.c.id.in_(batch) & notes.c.settled_at.is_(None)
        connection.execute(update(notes).where(untold).values(settled_at=at, **how))


def _address(connection: Connection, alert: AlertId, channels: Sequence[str], *, now: datetime) -> None:
    rows = [
        {"alert": alert, "channel": channel, "state": DeliveryState.PENDING, "attempt": 0}
        | {"is_repeat": False, "next_try_at": now}
        for channel in dict.fromkeys(channels)
    ]
    if rows:
        connection.execute(insert(deliveries), rows)


def _most_urgent(channel: str, now: datetime) -> Select[Any]:
    ready = deliveries.c.state.in_((DeliveryState.PENDING, DeliveryState.UNCERTAIN))
    due = select(deliveries).join(alerts, deliveries.c.alert == alerts.c.id).where(deliveries.c.channel == channel)
    order = choose(*((alerts.c.level == level, urgency(level)) for level in Level))
    return due.where(ready, deliveries.c.next_try_at <= now).order_by(order, alerts.c.id).limit(1)


def _alerts(connection: Connection, query: Select[Any]) -> list[Alert]:
    rows = connection.execute(query).mappings().all()
    about: dict[int, list[CaseKey]] = {row["id"]: [] for row in rows}
    links = select(alert_cases.c.alert, cases.c.key).join(cases, alert_cases.c.case == cases.c.id)
    for batch in batches(about):
        ordered = links.where(alert_cases.c.alert.in_(batch)).order_by(alert_cases.c.alert, alert_cases.c.place)
        for alert, key in connection.execute(ordered):
            about[alert].append(CaseKey(key))
    return [Alert(**row, cases=tuple(about[row["id"]])) for row in rows]


def _deliveries(connection: Connection, found: Sequence[Alert], condition: Any) -> list[Delivery]:
    by_id = {alert.id: alert for alert in found}
    first = deliveries.alias("first")
    answered = (first.c.alert == alerts.c.reply_to) & (first.c.channel == deliveries.c.channel)
    query = select(deliveries, first.c.receipt.label("answers")).join(alerts, deliveries.c.alert == alerts.c.id)
    rows = connection.execute(query.outerjoin(first, answered).where(condition).order_by(deliveries.c.id)).mappings()
    return [_delivery(row, by_id[AlertId(row["alert"])]) for row in rows]


def _delivery(row: Mapping[Any, Any], alert: Alert) -> Delivery:
    return Delivery(
        id=row["id"],
        alert=alert,
        channel=row["channel"],
        state=row["state"],
        attempt=row["attempt"],
        is_repeat=row["is_repeat"],
        answers=row["answers"],
        receipt=row["receipt"],
        error=row["error"],
        next_try_at=row["next_try_at"],
    )
