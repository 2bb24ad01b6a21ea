"""The in-memory ledger's outbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from model.cases import Alert, AlertId, AlertKind, Delivery, DeliveryState, Note, Receipt, Segment
from model.identities import CaseKey
from model.matches import Level
from storage.memory_state import State
from storage.rules import urgency

__all__ = ["MemoryOutbox"]

_READY = (DeliveryState.PENDING, DeliveryState.UNCERTAIN)


class MemoryOutbox:
    """The port `Outbox`."""

    _state: State

    def notes(self, *, limit: int) -> list[Note]:
        return [note for note in self._state.notes if note.id not in self._state.settled][:limit]

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
        number = AlertId(len(self._state.alerts) + 1)
        about = tuple(dict.fromkeys(cases))
        alert = Alert(
            id=number,
            kind=kind,
            level=level,
            subject=subject,
            segments=tuple(segments(number)),
            cases=about,
            created_at=now,
            reply_to=self._first_alert(about),
        )
        self._state.alerts[number] = alert
        for key in about:
            known = self._state.cases[key]
            known.case = replace(known.case, told_at=now)
        self._state.settled |= {note.id for note in notes}
        for channel in dict.fromkeys(channels):
            self._address(alert, channel, now=now)
        return alert

    def dismiss(self, notes: Sequence[Note], *, verdict: str, now: datetime) -> None:
        self._state.settled |= {note.id for note in notes}

    def recover(self, *, now: datetime, repeat_at: datetime) -> int:
        lost = [one for one in self._state.deliveries.values() if one.state is DeliveryState.SENDING]
        for one in lost:
            self._move(one, state=DeliveryState.UNCERTAIN, is_repeat=True, next_try_at=repeat_at)
        return len(lost)

    def next_delivery(self, channel: str, *, now: datetime) -> Delivery | None:
        ready = (d for d in self._state.deliveries.values() if d.channel == channel and d.state in _READY)
        due = [d for d in ready if d.next_try_at is not None and d.next_try_at <= now]
        if not due:
            return None
        first = min(due, key=lambda one: (urgency(one.alert.level), one.alert.id))
        self._move(first, state=DeliveryState.SENDING, attempt=first.attempt + 1)
        return self._told(first.id)

    def delivered(self, delivery: Delivery, receipt: Receipt, *, now: datetime) -> None:
        self._move(delivery, state=DeliveryState.SENT, receipt=receipt, error=None)

    def postpone(self, delivery: Delivery, *, until: datetime, error: str, uncertain: bool) -> None:
        may_have_arrived = uncertain or delivery.is_repeat
        state = DeliveryState.UNCERTAIN if may_have_arrived else DeliveryState.PENDING
        self._move(delivery, state=state, is_repeat=may_have_arrived, error=error, next_try_at=until)

    def bury(self, delivery: Delivery, *, error: str, now: datetime) -> None:
        self._move(delivery, state=DeliveryState.DEAD, error=error)

    def alerts(self, *, limit: int) -> list[tuple[Alert, list[Delivery]]]:
        newest = sorted(self._state.alerts.values(), key=lambda alert: -alert.id)[:limit]
        return [(alert, self._deliveries(alert)) for alert in newest]

    def alert(self, alert: AlertId) -> tuple[Alert, list[Delivery]] | None:
        found = self._state.alerts.get(alert)
        return None if found is None else (found, self._deliveries(found))

    def backlog(self) -> dict[str, int]:
        over = (DeliveryState.SENT, DeliveryState.DEAD)
        everything = self._state.deliveries.values()
        waiting = Counter(one.channel for one in everything if one.state not in over)
        dead = sum(one.state is DeliveryState.DEAD for one in everything)
        return dict(waiting) | {"notes": len(self._state.notes) - len(self._state.settled), "dead": dead}

    def _first_alert(self, about: tuple[CaseKey, ...]) -> AlertId | None:
        if len(about) != 1:
            return None
        return next((alert.id for alert in self._state.alerts.values() if about[0] in alert.cases), None)

    def _address(self, alert: Alert, channel: str, *, now: datetime) -> None:
        number = len(self._state.deliveries) + 1
        self._state.deliveries[number] = Delivery(
            id=number,
            alert=alert,
            channel=channel,
            state=DeliveryState.PENDING,
            attempt=0,
            is_repeat=False,
            next_try_at=now,
        )

    def _deliveries(self, alert: Alert) -> list[Delivery]:
        return [self._told(one.id) for one in self._state.deliveries.values() if one.alert.id == alert.id]

    def _told(self, number: int) -> Delivery:
        one = self._state.deliveries[number]
        return replace(one, answers=self._answered(one))

    def _answered(self, delivery: Delivery) -> Receipt | None:
        for one in self._state.deliveries.values():
            if one.alert.id == delivery.alert.reply_to and one.channel == delivery.channel:
                return one.receipt
        return None

    def _move(self, delivery: Delivery, **to: Any) -> None:
        known = self._state.deliveries[delivery.id]
        self._state.deliveries[delivery.id] = replace(known, **({"next_try_at": None} | to))
