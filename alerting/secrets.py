"""Bot tokens, which are in memory and in requests, and nowhere else."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from pathlib import Path

from model.errors import BadInput
from model.settings import Channel

__all__ = ["TOKEN_VARIABLE", "Secret", "hush", "token_of"]

TOKEN_VARIABLE = "VIGIE_TELEGRAM_TOKEN"  # noqa: S105 - a name, not a token
TALKATIVE = ("httpx", "httpcore", "telegram", "telegram.ext.AIORateLimiter")
OTHERS_MAY_READ = 0o077

_SHAPE = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{10,}")
_WHOLE = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")

log = logging.getLogger(__name__)


class Secret:
    """A text that shows as `***` wherever it is printed, logged or compared by eye."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The text itself, for the request that needs it."""
        return self._value

    def __repr__(self) -> str:
        return "Secret('***')"

    def __str__(self) -> str:
        return "***"

    def __format__(self, spec: str) -> str:
        return "***"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not pickled")


def token_of(channel: Channel, environ: Mapping[str, str], config: Path | None) -> Secret:
    """The bot token of *channel*, from its file (relative to *config*) or the environment."""
    if channel.token_file is not None:
        return _checked(_read(channel, config), f"the file of channel '{channel.id}'")
    value = environ.get(TOKEN_VARIABLE, "").strip()
    if not value:
        raise BadInput(
            f"channel '{channel.id}' has no bot token: put one into a file that only you can read and name it as "
            f"token_file, or set {TOKEN_VARIABLE}"
        )
    return _checked(value, TOKEN_VARIABLE)


def _read(channel: Channel, config: Path | None) -> str:
    path = (config or Path()) / Path(str(channel.token_file)).expanduser()
    try:
        mode = path.stat().st_mode
        value = path.read_text("ascii").strip()
    except UnicodeDecodeError:
        raise BadInput(f"{path}: holds no bot token") from None  # its cause would quote the file
    except OSError as error:
        raise BadInput(f"channel '{channel.id}' cannot read its token_file {path}: {error.strerror}") from error
    if mode & OTHERS_MAY_READ:
        log.warning("token file is readable by others: chmod 600 %s", path)
    return value


def _checked(value: str, where: str) -> Secret:
    if not _WHOLE.fullmatch(value):
        raise BadInput(f"{where} holds no bot token: @BotFather gives one, such as 123456:ABC…")
    return Secret(value)


class _Redaction(logging.Filter):
    """Takes what looks like a token out of a record, arguments and traceback included."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _SHAPE.sub("***", record.getMessage()), None
        if record.exc_info:
            record.exc_info, record.exc_text = None, None
        return True


def hush() -> None:
    """Keep the libraries that put tokens and messages into their logs from doing so; doing it twice changes nothing."""
    for name in TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL if name.startswith("telegram") else logging.WARNING)
        if not any(isinstance(each, _Redaction) for each in logger.filters):
            logger.addFilter(_Redaction())
