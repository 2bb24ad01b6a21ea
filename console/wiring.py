"""Opens, passes and closes what the commands work with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from model.errors import BadInput
from storage.locks import held

if TYPE_CHECKING:  # what these cost at start-up is paid by the commands that use them
    from alerting.relay import Relay
    from model.clocks import Clock
    from model.ports import Analysis
    from model.settings import Catalog
    from storage.ledger import SqliteLedger

__all__ = ["analysis", "catalog", "held", "ledger", "opened_relay"]


def catalog(config: Path | None) -> Catalog:
    """The configuration in *config*, or the shipped one; raises `BadConfig`."""
    from storage.catalog import load

    if config is not None and not config.is_dir():
        raise BadInput(f"{config}: no such directory: 'vigie init --config {config}' makes one")
    return load(config)


def analysis() -> Analysis:
    """What texts and queries are read with, the same in every process."""
    from matching.stems import SnowballAnalysis

    return SnowballAnalysis()


@contextmanager
def ledger(home: Path) -> Iterator[SqliteLedger]:
    """The ledger of *home*, made if there is none."""
    from console.progress import Counting
    from storage.ledger import open_ledger

    progress = Counting("indexing what is kept anew")
    try:
        opened = open_ledger(home, analysis=analysis(), told=progress)
    except OSError as error:
        what = error.filename or home
        raise BadInput(
            f"{what}: cannot be used ({error.strerror}): mend it, or name another home, --home DIR"
        ) from error
    finally:
        progress.close()
    try:
        yield opened
    finally:
        opened.close()


def opened_relay(ledger: SqliteLedger, catalog: Catalog, *, config: Path | None, stream: TextIO, clock: Clock) -> Relay:
    """The relay to people over every channel in settings, for the caller to close; raises `BadInput`."""
    from alerting.channels import open_notifiers
    from alerting.relay import Relay

    notifiers = open_notifiers(catalog.settings.alerting, environ=os.environ, config=config, stream=stream)
    return Relay(ledger, notifiers, catalog.watchlist, catalog.settings.alerting, clock)
