"""The truth, in one SQLite file under a home."""

from __future__ import annotations

from pathlib import Path

from model.identities import Fingerprint
from model.ports import Analysis
from storage.archive import SqlArchive
from storage.cases import SqlCases
from storage.database import Database
from storage.frontier import SqlFrontier
from storage.keys import LEDGER, Keyring, prepare
from storage.migrating import migrate
from storage.outbox import SqlOutbox
from storage.registry import SqlSources
from storage.search import SqlSearch

__all__ = ["SqliteLedger", "open_ledger"]


class SqliteLedger(SqlSources, SqlFrontier, SqlOutbox, SqlCases, SqlSearch, SqlArchive):
    """The ports `Ledger` and `Search`; several threads and processes may use one home at once."""

    def fingerprint(self, text: str) -> Fingerprint:
        return self._keyring.fingerprint(text)

    def close(self) -> None:
        self._database.close()


def open_ledger(home: Path, *, analysis: Analysis) -> SqliteLedger:
    """The ledger of *home*, made or brought up to date; raises `Broken` when it cannot be used.

    *analysis* makes the words that posts are found by: the same for every opening of a home.
    """
    prepare(home)
    keyring = Keyring.open(home)
    database = Database(home / LEDGER)
    try:
        migrate(database)
    except BaseException:
        database.close()
        raise
    return SqliteLedger(database, keyring, analysis)
