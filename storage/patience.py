"""How long a question to the database may take."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from model.errors import TookTooLong

__all__ = ["patience"]

_LOOKS = 20_000  # of SQLite's steps between two looks at the clock


@contextmanager
def patience(connection: Connection, limit: timedelta) -> Iterator[None]:
    """Raise `TookTooLong` when what is asked of *connection* in here takes longer than *limit*."""
    driver: Any = connection.connection.driver_connection
    deadline = monotonic() + limit.total_seconds()
    driver.set_progress_handler(lambda: monotonic() > deadline, _LOOKS)
    try:
        yield
    except (OperationalError, sqlite3.OperationalError) as error:  # the driver's own, where rows are fetched from it
        if "interrupted" not in str(getattr(error, "orig", error)):
            raise
        raise TookTooLong(
            f"the search took longer than {limit.total_seconds():g} seconds: narrow it with source:, after: or a word"
        ) from None
    finally:
        driver.set_progress_handler(None, _LOOKS)
