"""Drains the outbox: judges notes into alerts, and carries alerts to people, each at least once."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from alerting.judge import BUDGET, BUDGET_WINDOW, Bundle, Verdict, bundles, needs_telling, plan
from alerting.messages import channel_died, one_line
from alerting.pace import Pace
from alerting.telling import Telling, teller
from alerting.traces import trace
from model.cases import AlertKind, Delivery, Note, Receipt
from model.clocks import Clock
from model.errors import ChannelDead, NotDelivered, TryAgain, Uncertain, Undeliverable
from model.hunting import Hunt
from model.matches import Level
from model.ports import Cases, Notifier, Outbox
from model.settings import Alerting
from model.visits import VisitReport
from model.watches import Watchlist

__all__ = ["Books", "Relay"]

NOTES = 10_000  # more wait for the next round
VISITS = 200
SAID_LATELY = timedelta(days=1)
DEAD_REST = timedelta(minutes=10)

log = logging.getLogger(__name__)


class Books(Outbox, Cases, Protocol):
    """What the relay needs of the ledger."""

    def visits(self, *, limit: int) -> list[VisitReport]:
        """The newest visits, newest first."""
        ...

    def hunts(self) -> list[Hunt]:
        """How far older posts were looked at with what is looked for now."""
        ...


class Relay:
    """Tells people what the ledger says they are to be told; never sleeps, never drops."""

    def __init__(
        self,
        ledger: Books,
        notifiers: Sequence[Notifier],
        watchlist: Watchlist,
        settings: Alerting,
        clock: Clock,
    ) -> None:
        self._ledger, self._notifiers = ledger, list(notifiers)
        self._watchlist, self._settings, self._clock = watchlist, settings, clock
        self._paces = {each.channel: Pace(budget=BUDGET, window=BUDGET_WINDOW) for each in notifiers}

    def start(self) -> int:
        """Take up what an earlier process left half sent; returns how many messages that were."""
        now = self._clock.now()
        return self._ledger.recover(now=now, repeat_at=now + self._settings.repeat_after)

    def step(self) -> int:
        """One round: judge what is noted, send what is due; returns how many messages went out."""
        self._judge()
        return self.deliver()

    def deliver(self) -> int:
        """Only send what is due, judging nothing: for a command that has a message of its own to send."""
        return sum(self._drain(notifier) for notifier in self._notifiers)

    def close(self) -> None:
        """Let go of the channels."""
        for notifier in self._notifiers:
            notifier.close()

    def _judge(self) -> None:
        now = self._clock.now()
        notes = self._ledger.notes(limit=NOTES)
        room = self._room(now) if notes else 0
        if not room:
            return
        found = self._bundles(notes, now)
        silent = [note for bundle in found if bundle.verdict is Verdict.SILENT for note in bundle.notes]
        if silent:
            self._ledger.dismiss(silent, verdict=Verdict.SILENT.value, now=now)
        alone, storm = plan([bundle for bundle in found if bundle.verdict.speaks], room=room)
        for bundle in [*alone, *([storm] if storm else [])]:
            self._tell(teller(bundle, self._ledger, self._watchlist, now=now), now)

    def _room(self, now: datetime) -> int:
        """How many messages may be made: none while every channel still has a budget's worth to send."""
        told = [alert.created_at for alert, _ in self._ledger.alerts(limit=BUDGET)]
        lately = sum(timedelta(0) <= now - at < BUDGET_WINDOW for at in told)
        waiting = self._ledger.backlog()
        queue = min((waiting.get(channel, 0) for channel in self._paces), default=0)
        return max(0, BUDGET - max(lately, queue))

    def _bundles(self, notes: Sequence[Note], now: datetime) -> list[Bundle]:
        views = {key: self._ledger.case(key) for key in needs_telling(notes)}
        told = {key: view.case.told_at for key, view in views.items() if view is not None}
        visits = self._ledger.visits(limit=VISITS) if any(note.is_historic for note in notes) else []
        is_hunting = any(note.is_retro for note in notes) and any(one.is_under_way for one in self._ledger.hunts())
        return bundles(notes, told, visits, settings=self._settings, now=now, is_hunting=is_hunting)

    def _tell(self, telling: Telling, now: datetime) -> None:
        self._ledger.tell(
            kind=telling.kind,
            level=telling.level,
            subject=telling.subject,
            segments=telling.segments,
            cases=telling.cases,
            notes=telling.notes,
            channels=list(self._paces),
            now=now,
        )

    def _drain(self, notifier: Notifier) -> int:
        return sum(1 for _ in self._sent(notifier))

    def _sent(self, notifier: Notifier) -> Iterator[Delivery]:
        pace = self._paces[notifier.channel]
        while pace.is_open(now := self._clock.now()):
            delivery = self._ledger.next_delivery(notifier.channel, now=now)
            if delivery is None:
                return
            if self._deliver(notifier, delivery, pace):
                yield delivery

    def _deliver(self, notifier: Notifier, delivery: Delivery, pace: Pace) -> bool:
        try:
            receipt = _send(notifier, delivery)
        except NotDelivered as trouble:
            self._put_back(delivery, trouble, pace)
            return False
        except Exception as trouble:  # noqa: BLE001 - the loop must outlive one alert, and nothing is dropped
            log.error(  # noqa: TRY400 - an exception's own words may hold what was to be sent
                "delivery broke alert=A-%d channel=%s\n%s", delivery.alert.id, delivery.channel, trace(trouble)
            )
            self._put_back(delivery, Uncertain(f"broke with {type(trouble).__name__}"), pace)
            return False
        now = self._clock.now()
        self._ledger.delivered(delivery, receipt, now=now)
        pace.went(now)
        log.info("alert delivered alert=A-%d channel=%s", delivery.alert.id, delivery.channel)
        return True

    def _put_back(self, delivery: Delivery, trouble: NotDelivered, pace: Pace) -> None:
        now = self._clock.now()
        log.warning("alert not delivered alert=A-%d channel=%s: %s", delivery.alert.id, delivery.channel, trouble)
        match trouble:
            case Undeliverable():
                self._ledger.bury(delivery, error=str(trouble), now=now)
                return
            case TryAgain():
                until = pace.troubled(now, at_least=trouble.after)
            case ChannelDead():
                until = pace.troubled(now, at_least=DEAD_REST)
            case _:
                until = max(pace.troubled(now, may_have_arrived=True), now + self._settings.repeat_after)
        uncertain = delivery.is_repeat or isinstance(trouble, Uncertain)
        self._ledger.postpone(delivery, until=until, error=str(trouble), uncertain=uncertain)
        if isinstance(trouble, ChannelDead) and not pace.is_dead:
            pace.is_dead = True
            self._say_dead(delivery.channel, str(trouble), now)

    def _say_dead(self, channel: str, why: str, now: datetime) -> None:
        """Tell those who listen on the other channels, once."""
        others = [other for other in self._paces if other != channel]
        subject = f"channel {channel}"
        lately = [alert for alert, _ in self._ledger.alerts(limit=VISITS) if now - alert.created_at < SAID_LATELY]
        if not others or any(alert.subject == subject for alert in lately):
            return
        self._ledger.tell(
            kind=AlertKind.HEALTH,
            level=Level.NOW,
            subject=subject,
            segments=lambda alert: channel_died(alert, channel, why, at=now),
            cases=(),
            notes=(),
            channels=others,
            now=now,
        )


def _send(notifier: Notifier, delivery: Delivery) -> Receipt:
    """Send *delivery*; where its wording is refused, as one plain line instead."""
    try:
        return notifier.send(delivery)
    except Undeliverable:
        return notifier.send(replace(delivery, alert=one_line(delivery.alert)))
