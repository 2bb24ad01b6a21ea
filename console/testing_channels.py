"""A test message, sent the way alerts go."""

from __future__ import annotations

import logging
import sys
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from alerting.messages import trial
from console.output import say
from console.wiring import catalog, ledger, opened_relay
from model.cases import AlertKind, DeliveryState
from model.clocks import SystemClock
from model.errors import BadInput
from model.matches import Level

if TYPE_CHECKING:
    from console.places import Places

__all__ = ["send_test"]


def send_test(places: Places, channel: str | None) -> bool:
    """Send a test through *channel* (or all): whether every one took it; each answer is said on stderr."""
    known, clock = catalog(places.configured), SystemClock()
    channels = [c for c in known.settings.alerting.channels if channel in (None, c.id)]
    if not channels:
        names = ", ".join(c.id for c in known.settings.alerting.channels) or "none"
        raise BadInput(f"settings.yaml has no channel {channel}: it has {names}")
    only = replace(
        known, settings=replace(known.settings, alerting=replace(known.settings.alerting, channels=tuple(channels)))
    )
    logging.getLogger("alerting.relay").setLevel(logging.ERROR)  # each channel's answer is told once, at the end
    with ledger(places.home) as book:
        with closing(opened_relay(book, only, config=places.configured, stream=sys.stderr, clock=clock)) as teller:
            alert = book.tell(
                kind=AlertKind.TEST,
                level=Level.NOW,
                subject="test",
                segments=lambda number: trial(number, at=clock.now()),
                cases=(),
                notes=(),
                channels=[c.id for c in channels],
                now=clock.now(),
            )
            teller.deliver()  # and judge nothing: what waits is for all channels, and perhaps the daemon's
        _, deliveries = book.alert(alert.id) or (alert, [])
    for delivery in deliveries:
        say(f"{delivery.channel}: {delivery.state.value}{f': {delivery.error}' if delivery.error else ''}")
    return all(delivery.state is DeliveryState.SENT for delivery in deliveries)
