"""Tells people what the ledger notes: until nothing is left to tell, or for as long as the daemon runs."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, TextIO

from console.output import say
from console.wiring import held, ledger, opened_relay
from crawler.log import Log
from model.errors import AlreadyRunning

if TYPE_CHECKING:
    from alerting.relay import Relay
    from model.clocks import Clock
    from model.settings import Catalog

__all__ = ["Teller", "drain", "tell_now"]

PATIENCE = timedelta(seconds=60)  # a one-shot command waits no longer for a slow channel; the outbox keeps the rest
BEAT = timedelta(seconds=1)


def tell_now(
    home: Path, catalog: Catalog, *, config: Path | None, clock: Clock, stream: TextIO | None = None
) -> dict[str, int]:
    """Send what waits, at once; return what is left of it, by channel.

    A daemon on the same home tells by itself, so then nothing is done.
    """
    prompt = replace(
        catalog,
        settings=replace(catalog.settings, alerting=replace(catalog.settings.alerting, group_wait=timedelta(0))),
    )
    try:
        with held(home, "relay", otherwise="the daemon tells by itself"), ledger(home) as book:
            teller = opened_relay(book, prompt, config=config, stream=stream or sys.stderr, clock=clock)
            with closing(teller):
                teller.start()
                drain(teller, clock)
            return book.backlog()
    except AlreadyRunning:
        say("the daemon on this home tells people by itself")
        return {}


def drain(relay: Relay, clock: Clock) -> None:
    """Step *relay* until a round sends nothing; what must wait stays in the outbox for the next command."""
    deadline = clock.now() + PATIENCE
    while relay.step() and clock.now() < deadline:
        pass


class Teller:
    """The relay in a thread of its own, with its own hold on the ledger."""

    def __init__(self, home: Path, *, config: Path | None, clock: Clock, stream: TextIO) -> None:
        self._home, self._config, self._clock, self._stream = home, config, clock, stream
        self._ended = Event()
        self._turn = Lock()
        self._open = ExitStack()
        self._thread = Thread(target=self._live, name="telling", daemon=True)

    def start(self, catalog: Catalog) -> None:
        """Begin; what an earlier process left half sent is repeated, labelled. Raises `BadInput` for a bad channel."""
        self._book = self._open.enter_context(ledger(self._home))
        self._relay = self._carrier(catalog)
        self._relay.start()
        self._thread.start()

    def use(self, catalog: Catalog) -> None:
        """Go on with other channels and settings; raises `BadInput`, and then goes on with the old ones."""
        fresh = self._carrier(catalog)
        with self._turn:
            old, self._relay = self._relay, fresh
        old.close()

    def stop(self) -> None:
        """End after the message that is on its way."""
        self._ended.set()
        self._thread.join(timeout=PATIENCE.total_seconds())
        self._relay.close()
        self._open.close()

    def _carrier(self, catalog: Catalog) -> Relay:
        return opened_relay(self._book, catalog, config=self._config, stream=self._stream, clock=self._clock)

    def _live(self) -> None:
        while not self._ended.is_set():
            try:
                with self._turn:
                    sent = self._relay.step()
            except Exception:  # noqa: BLE001 - the loop outlives one round; the outbox still holds its work
                Log(__name__).error("telling failed")
                sent = 0
            if not sent:
                self._ended.wait(BEAT.total_seconds())
