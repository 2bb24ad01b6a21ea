"""A process that does nothing but relay: `python -m tests.alerting.relaying HOME API`; made to be killed."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from alerting.relay import Relay
from alerting.secrets import Secret
from alerting.telegram import TelegramNotifier
from model.clocks import SystemClock
from model.settings import Alerting
from storage.ledger import open_ledger
from tests.alerting.samples import WATCHLIST
from tests.servers.telegram import CHAT, TOKEN
from tests.storage.makers import analysis

__all__ = ["main"]


def main(home: Path, api: str) -> None:
    """Relay what the ledger in *home* holds, for a minute at most."""
    ledger = open_ledger(home, analysis=analysis)
    telegram = TelegramNotifier(channel="telegram", chat=CHAT, token=Secret(TOKEN), api=api)
    relay = Relay(ledger, [telegram], WATCHLIST, Alerting(), SystemClock())
    relay.start()
    pause = threading.Event()
    for _ in range(1200):
        relay.step()
        pause.wait(0.05)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
