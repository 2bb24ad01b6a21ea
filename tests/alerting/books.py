"""Small true implementations of what the relay needs: a ledger in memory, a channel that obeys a script, a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from model.cases import Alert, AlertId, AlertKind, Case, CaseView, Delivery, DeliveryState, Note, Receipt, Segment
from model.hunting import Hunt
from model.identities import CaseKey
from model.matches import Level
from model.visits import VisitReport
from tests.alerting.samples import NOON, case, note, view

__all__ = ["FakeBooks", "FakeClock", "FakeNotifier"]

OPEN = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNCERTAIN)


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move(self, by: timedelta) -> None:
        self.at += by


@dataclass
class FakeNotifier:
    """Takes messages, unless its script holds an error for the next one."""

    channel: str = "telegram"
    script: list[Exception | None] = field(default_factory=list)
    tried: list[Delivery] = field(default_factory=list)
    took: list[Delivery] = field(default_factory=list)
    is_closed: bool = False

    def send(self, delivery: Delivery) -> Receipt:
        self.tried.append(delivery)
        error = self.script.pop(0) if self.script else None
        if error is not None:
            raise error
        self.took.append(delivery)
        return Receipt(f"{self.channel}/{len(self.took)}")

    def close(self) -> None:
        self.is_closed = True

    @property
    def texts(self) -> list[str]:
        return [delivery.alert.text for delivery in self.took]


class FakeBooks:
    """Outbox, cases and visits in dictionaries."""

    def __init__(self) -> None:
        self.views: dict[CaseKey, CaseView] = {}
        self.untold: list[Note] = []
        self.dismissed: list[tuple[Note, str]] = []
        self.told: list[Alert] = []
        self.deliveries: list[Delivery] = []
        self.finished: list[VisitReport] = []
        self.hunting: list[Hunt] = []

    def add(self, of: CaseView, *notes: Note) -> None:
        """A case, and what people are to be told of it."""
        self.views[of.case.key] = of
        self.untold.extend(notes)

    def add_many(self, count: int, *, level: Level = Level.NOW, at: datetime = NOON, is_historic: bool = False) -> None:
        """*count* cases with a note each."""
        start = len(self.views)
        for n in range(start, start + count):
            of = case(f"c{n}", number=n, title=f"Thread number {n}", level=level)
            self.add(view(of), note(n + 1, of=f"c{n}", level=level, at=at, is_historic=is_historic))

    def notes(self, *, limit: int) -> list[Note]:
        return self.untold[:limit]

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
        number = AlertId(len(self.told) + 1)
        earlier = [alert.id for alert in self.told if len(cases) == 1 and cases[0] in alert.cases]
        alert = Alert(
            id=number,
            kind=kind,
            level=level,
            subject=subject,
            segments=tuple(segments(number)),
            cases=tuple(cases),
            created_at=now,
            reply_to=next(iter(earlier), None),
        )
        self.told.append(alert)
        self._settle(notes)
        for key in cases:
            self.views[key] = replace(self.views[key], case=replace(self.views[key].case, told_at=now))
        for channel in channels:
            self._address(alert, channel, now)
        return alert

    def _address(self, alert: Alert, channel: str, now: datetime) -> None:
        first = [each for each in self.deliveries if each.alert.id == alert.reply_to and each.channel == channel]
        self.deliveries.append(
            Delivery(
                id=len(self.deliveries),
                alert=alert,
                channel=channel,
                state=DeliveryState.PENDING,
                attempt=0,
                is_repeat=False,
                answers=first[0].receipt if first else None,
                next_try_at=now,
            )
        )

    def _settle(self, notes: Iterable[Note]) -> None:
        done = {each.id for each in notes}
        self.untold = [each for each in self.untold if each.id not in done]

    def dismiss(self, notes: Sequence[Note], *, verdict: str, now: datetime) -> None:
        self.dismissed.extend((each, verdict) for each in notes)
        self._settle(notes)

    def recover(self, *, now: datetime, repeat_at: datetime) -> int:
        lost = [each for each in self.deliveries if each.state is DeliveryState.SENDING]
        for each in lost:
            self._move(each, state=DeliveryState.UNCERTAIN, is_repeat=True, next_try_at=repeat_at)
        return len(lost)

    def next_delivery(self, channel: str, *, now: datetime) -> Delivery | None:
        waiting = (DeliveryState.PENDING, DeliveryState.UNCERTAIN)
        due = [
            each
            for each in self.deliveries
            if each.channel == channel and each.state in waiting and each.next_try_at and each.next_try_at <= now
        ]
        if not due:
            return None
        first = min(due, key=lambda each: (list(Level).index(each.alert.level), each.alert.id))
        return self._move(first, state=DeliveryState.SENDING, attempt=first.attempt + 1, next_try_at=None)

    def delivered(self, delivery: Delivery, receipt: Receipt, *, now: datetime) -> None:
        self._move(delivery, state=DeliveryState.SENT, receipt=receipt, error=None)

    def postpone(self, delivery: Delivery, *, until: datetime, error: str, uncertain: bool) -> None:
        state = DeliveryState.UNCERTAIN if uncertain else DeliveryState.PENDING
        self._move(delivery, state=state, is_repeat=uncertain, error=error, next_try_at=until)

    def bury(self, delivery: Delivery, *, error: str, now: datetime) -> None:
        self._move(delivery, state=DeliveryState.DEAD, error=error)

    def _move(self, delivery: Delivery, **changes: object) -> Delivery:
        moved = replace(self.deliveries[delivery.id], **changes)  # type: ignore[arg-type] # fields of a Delivery
        self.deliveries[delivery.id] = moved
        return moved

    def alerts(self, *, limit: int) -> list[tuple[Alert, list[Delivery]]]:
        newest = self.told[::-1][:limit]
        return [(alert, [each for each in self.deliveries if each.alert.id == alert.id]) for alert in newest]

    def alert(self, alert: AlertId) -> tuple[Alert, list[Delivery]] | None:
        return next((found for found in self.alerts(limit=len(self.told)) if found[0].id == alert), None)

    def backlog(self) -> dict[str, int]:
        waiting: dict[str, int] = {}
        for each in self.deliveries:
            if each.state in OPEN:
                waiting[each.channel] = waiting.get(each.channel, 0) + 1
        dead = sum(each.state is DeliveryState.DEAD for each in self.deliveries)
        return waiting | {"notes": len(self.untold), "dead": dead}

    def cases(self, *, limit: int) -> list[Case]:
        return [of.case for of in self.views.values()][:limit]

    def case(self, key: CaseKey) -> CaseView | None:
        return self.views.get(key)

    def acknowledge(self, key: CaseKey, *, by: str, at: datetime) -> Case:
        found = self.views[key]
        self.views[key] = replace(found, case=replace(found.case, acknowledged_by=by, acknowledged_at=at))
        return self.views[key].case

    def visits(self, *, limit: int) -> list[VisitReport]:
        return self.finished[:limit]

    def hunts(self) -> list[Hunt]:
        return self.hunting
