"""What a crawl says on its log: one line of fields an event, and nothing of what it read.

Scrapy, Twisted and aiohttp put addresses, items and pages into their messages. Of theirs, only the wording that
stands in their code is let through, with numbers; of an exception, its type and the place in the code.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TextIO

from crawler.discretion import discreet

__all__ = ["Fields", "Lines", "Log", "install"]

_OURS = ("alerting", "console", "crawler", "matching", "model", "storage")


class Log:
    """Logs events with fields: `Log(__name__).info("visit finished", source=source.id, posts=12)`."""

    def __init__(self, name: str) -> None:
        self._logger = logging.getLogger(name)

    def debug(self, event: str, **fields: object) -> None:
        """What only a developer wants to know."""
        self._logger.debug(event, extra={"fields": fields})

    def info(self, event: str, **fields: object) -> None:
        """What an operator may want to know."""
        self._logger.info(event, extra={"fields": fields})

    def warning(self, event: str, **fields: object) -> None:
        """What an operator should look at."""
        self._logger.warning(event, extra={"fields": fields})

    def error(self, event: str, **fields: object) -> None:
        """What went wrong; inside an `except`, with its type and place."""
        self._logger.error(event, exc_info=sys.exc_info()[0] is not None, extra={"fields": fields})


class Lines(logging.Formatter):
    """One line of `key=value` per record; a value that is not plain is quoted, its control characters escaped."""

    def format(self, record: logging.LogRecord) -> str:
        said = {"at": _moment(record), "level": record.levelname.lower(), "event": _event(record)}
        fields = {"logger": record.name, **_fields(record), **_trouble(record)}
        return " ".join(f"{key}={_plain(value)}" for key, value in {**said, **fields}.items())


def install(stream: TextIO | None = None, *, level: str = "INFO") -> None:
    """Make `Lines` on *stream* (stderr) the only way out of this process's log."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    handler.setLevel(level)
    handler.addFilter(_is_said)
    logging.root.handlers[:] = [handler]
    logging.root.setLevel(level)
    logging.raiseExceptions = False  # else a record that cannot be formatted is printed with its arguments


class Fields(dict[str, Any]):
    """Fields that came from us, by way of a foreign logger's arguments."""


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in _OURS


def _is_said(record: logging.LogRecord) -> bool:
    return _is_ours(record) or isinstance(record.args, Fields) or record.levelno >= logging.WARNING


def _event(record: logging.LogRecord) -> str:
    if _is_ours(record):
        return discreet(record.getMessage())
    # with arguments, the message is a template out of the code; without, it may be anything already filled in
    return discreet(str(record.msg)) if record.args else f"{record.funcName}:{record.lineno}"


def _fields(record: logging.LogRecord) -> Mapping[str, object]:
    fields = getattr(record, "fields", None)
    if isinstance(record.args, Fields):
        return record.args
    if isinstance(fields, dict) and _is_ours(record):
        return fields
    return {}


def _trouble(record: logging.LogRecord) -> Mapping[str, object]:
    if not record.exc_info or record.exc_info[1] is None:
        return {}
    error = record.exc_info[1]
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    path = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    return {"error": type(error).__name__, "in": path}


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _plain(value: object) -> str:
    text = discreet(str(value))
    return text if text and not set(text) & set(' "=\\') else json.dumps(text, ensure_ascii=False)
