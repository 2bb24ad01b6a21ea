"""The SQLite file under a home: how it is opened, and how its transactions run."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from itertools import islice
from pathlib import Path
from time import monotonic, sleep
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Insert, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import DBAPIError

from model.errors import Broken
from model.ports import Analysis
from storage.keys import Keyring

__all__ = ["Database", "Part", "batches", "inserted"]

T = TypeVar("T")

_PATIENCE = 30  # seconds
_BATCH = 500  # variables in one statement; SQLite before 3.32 takes 999

_PRAGMAS = (
    f"busy_timeout = {_PATIENCE * 1000}",  # first: the others may have to wait
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",  # no leaked word in a file outside the home
    "trusted_schema = OFF",
)


class Database:
    """One SQLite file, opened by several processes and threads at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        _make(path)
        self._engine = _engine(path)
        self._writer = self._engine.execution_options(vigie_writes=True)

    def reading(self) -> AbstractContextManager[Connection]:
        """A transaction that sees one state of the ledger."""
        return self._transaction(self._engine)

    def writing(self) -> AbstractContextManager[Connection]:
        """A transaction that writes all or nothing; no other process writes meanwhile."""
        return self._transaction(self._writer)

    def checkpoint(self) -> None:
        """Let nothing of what was replaced wait in the write-ahead log, as far as nobody reads it."""
        with self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA busy_timeout = 1000")  # a reader may take longer: then the next one does it
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            driver.execute(f"PRAGMA {_PRAGMAS[0]}")

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Connection]:
        try:
            with engine.begin() as connection:
                yield connection
        except (DBAPIError, sqlite3.Error) as error:
            cause = str(error.orig if isinstance(error, DBAPIError) else error)
            raise Broken(f"{self.path}: {cause}: {_way_out(cause)}") from error


def _make(path: Path) -> None:
    """Make the file, for its owner only, if there is none; the files beside it inherit the mode.

    One that exists is never opened here: closing any descriptor of it lets go of all locks that SQLite holds on it
    in this process, and another process would then delete the log that we write into.
    """
    if not path.exists():
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _engine(path: Path) -> Engine:
    # hidden parameters: a driver's error must not show what was written
    engine = create_engine(URL.create("sqlite+pysqlite", database=str(path)), hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where we say
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    _log_ahead(cursor)
    cursor.close()


def _log_ahead(cursor: DBAPICursor) -> None:
    """Write ahead of the file; once a file does, it always does.

    SQLite does not wait, whatever its busy time-out, where several processes turn the same new file over at once.
    """
    until = monotonic() + _PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or monotonic() > until:
                raise
            sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("vigie_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _way_out(message: str) -> str:
    for sign, way_out in _WAYS_OUT:
        if sign in message:
            return way_out
    return "restore a backup of the home, or begin with another --home"


_WAYS_OUT = (
    ("locked", "another process has held it for 30 seconds; end that one, then try again"),
    ("disk I/O", "see whether the disk is full or failing, then try again; nothing was lost"),
    ("full", "make room on the disk, then try again; nothing was lost"),
    ("readonly", "let this user write the file and its folder"),
    ("unable to open", "let this user write the file and its folder"),
)


class Part:
    """What every part of the ledger works with."""

    def __init__(self, database: Database, keyring: Keyring, analysis: Analysis) -> None:
        self._database = database
        self._keyring = keyring
        self._analysis = analysis


def inserted(connection: Connection, statement: Insert) -> int:
    """The number of the row that *statement* makes."""
    key = connection.execute(statement).inserted_primary_key
    assert key is not None
    return int(key[0])


def batches(items: Iterable[T]) -> Iterator[Sequence[T]]:
    """*items* without repetition, as many at a time as one statement takes."""
    rest = iter(dict.fromkeys(items))
    while batch := list(islice(rest, _BATCH)):
        yield batch
