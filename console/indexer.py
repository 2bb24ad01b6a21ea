"""Tells the index what the ledger notes, for as long as the daemon runs."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

from console.indexing import opened, opened_relay
from console.wiring import held, ledger
from crawler.log import Log
from model.errors import Away

if TYPE_CHECKING:
    from model.clocks import Clock
    from model.settings import Settings
    from storage.elastic.relay import IndexRelay

__all__ = ["Indexer"]

log = Log(__name__)

PATIENCE = timedelta(seconds=40)  # for the batch that is on its way when it is to end
BEAT = timedelta(seconds=1)


class Indexer:
    """The relay to the index in a thread of its own, with its own hold on the ledger: alerts never wait for it."""

    def __init__(self, home: Path, *, clock: Clock) -> None:
        self._home, self._clock = home, clock
        self._ended = Event()
        self._turn = Lock()
        self._open = ExitStack()
        self._client = ExitStack()
        self._relay: IndexRelay | None = None  # None: the embedded index needs none
        self._trouble: str | None = None  # None: the last round went well
        self._thread = Thread(target=self._live, name="indexing", daemon=True)

    def start(self, settings: Settings) -> None:
        """Begin; raises `BadInput` for settings that cannot be used."""
        self._open.enter_context(held(self._home, "index", otherwise="another command tells the index: try again"))
        self._book = self._open.enter_context(ledger(self._home))
        self.use(settings)
        self._thread.start()

    def use(self, settings: Settings) -> None:
        """Go on with other settings; raises `BadInput`, and then goes on with the old ones."""
        with ExitStack() as fresh:
            relay = None
            if settings.search is not None:
                client = fresh.enter_context(opened(settings.search))
                relay = opened_relay(self._book, client, settings.search, self._clock)
            with self._turn:
                self._relay = relay
                self._client.close()
                self._client = fresh.pop_all()

    def stop(self) -> None:
        """End after the batch that is on its way."""
        self._ended.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=PATIENCE.total_seconds())
        self._client.close()
        self._open.close()

    def _live(self) -> None:
        while not self._ended.is_set():
            with self._turn:
                told = self._round()
            if not told:
                self._ended.wait(BEAT.total_seconds())

    def _round(self) -> int:
        if self._relay is None:
            return 0
        try:
            told = self._relay.step()
        except Away as error:
            self._say(str(error))
            return 0
        except Exception as error:  # noqa: BLE001 - the loop outlives one round; the ledger still holds its work
            Log(__name__).error("indexing failed")
            self._say(type(error).__name__)
            return 0
        if told:
            self._say(None)
        return told

    def _say(self, trouble: str | None) -> None:
        """Log a trouble once, not each time it is met."""
        if trouble is not None and trouble != self._trouble:
            log.warning("the index is not told, and will be", because=trouble)
        elif trouble is None and self._trouble is not None:
            log.info("the index is told again")
        self._trouble = trouble
