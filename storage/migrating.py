"""Bringing a ledger to this program's schema: backed up first, in one transaction, forward only."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from model.errors import Broken
from storage.database import Database

__all__ = ["HEAD", "MIGRATIONS", "backup_path", "migrate"]

HEAD = "0007"
"""The newest migration; Alembic, slow to import, is only asked when a ledger is behind."""

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(database: Database, *, migrations: Path = MIGRATIONS, head: str = HEAD) -> None:
    """Make *database* fit this program; raises `Broken` when a newer one wrote it."""
    with database.reading() as connection:
        found = _revision(connection)
    if found == head:
        return
    _refuse_newer(database.path, found, head)
    if found is not None:
        _back_up(database.path, backup_path(database.path, found))
    with database.writing() as connection:
        if _revision(connection) != head:  # asked again: another process may have been faster
            _upgrade(connection, migrations, head)


def backup_path(ledger: Path, revision: str) -> Path:
    """Where *ledger* is copied before it leaves *revision*."""
    return ledger.with_name(f"{ledger.name}.{revision}.backup")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if revision is None else str(revision)


def _refuse_newer(path: Path, found: str | None, head: str) -> None:
    if found is not None and found > head:
        raise Broken(f"{path} was written by a newer Vigie (schema {found}, this one knows {head}): upgrade Vigie")


def _back_up(ledger: Path, copy: Path) -> None:
    draft = copy.with_name(copy.name + ".draft")
    os.close(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600))
    with closing(sqlite3.connect(ledger)) as source, closing(sqlite3.connect(draft)) as target:
        source.backup(target)
    draft.replace(copy)


def _upgrade(connection: Connection, migrations: Path, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
