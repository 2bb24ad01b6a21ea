"""The truth, in one SQLite file under a home."""

from __future__ import annotations

from pathlib import Path

from model.identities import Fingerprint
from model.ports import Analysis
from storage.archive import SqlArchive
from storage.cases import SqlCases
from storage.catching_up import Told, catch_up, start_anew
from storage.database import Database
from storage.frontier import SqlFrontier
from storage.hunting import SqlHunts
from storage.index_notes import SqlIndexOutbox
from storage.keys import LEDGER, Keyring, prepare
from storage.migrating import migrate
from storage.mirrors import SqlMirrors
from storage.outbox import SqlOutbox
from storage.registry import SqlSources
from storage.scouring import scour
from storage.search import SqlSearch

__all__ = ["SqliteLedger", "open_ledger"]


def _untold(_done: int, _of: int) -> None:
    pass


class SqliteLedger(
    SqlSources, SqlFrontier, SqlOutbox, SqlIndexOutbox, SqlCases, SqlSearch, SqlArchive, SqlMirrors, SqlHunts
):
    """The ports `Ledger` and `Search`; several threads and processes may use one home at once."""

    def fingerprint(self, text: str) -> Fingerprint:
        return self._keyring.fingerprint(text)

    def index_anew(self, *, told: Told = _untold) -> None:
        """Make the embedded index again, from what is kept; *told* is called with how many of how many are done."""
        start_anew(self._database, self._analysis)
        catch_up(self._database, self._analysis, told)

    def scour(self, *, at_once: bool = True) -> None:
        """Leave no byte of words that are found no more; unless *at_once*, a large index waits for more of them."""
        scour(self._database, at_once=at_once)

    def close(self) -> None:
        self._database.close()


def open_ledger(home: Path, *, analysis: Analysis, told: Told = _untold) -> SqliteLedger:
    """The ledger of *home*, made or brought up to date; raises `Broken` when it cannot be used.

    *analysis* makes the words that posts are found by. What was indexed with another is indexed anew before
    this returns, and *told* how far that is.
    """
    prepare(home)
    keyring = Keyring.open(home)
    database = Database(home / LEDGER)
    try:
        migrate(database)
        catch_up(database, analysis, told)
    except BaseException:
        database.close()
        raise
    return SqliteLedger(database, keyring, analysis)
