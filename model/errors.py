"""What can go wrong, told apart by what the caller can do about it.

VigieError
├── BadInput           what a person gave is wrong: mend it and call again       (exit 2)
│   └── BadConfig      … in a configuration file, with file and line
├── Refused            a policy of ours forbids it: nothing was done             (exit 6)
├── AlreadyRunning     another process holds this home                           (exit 5)
├── Unreadable         a page is not what it seems: its posts cannot be told
├── TookTooLong        a question costs more than it may: ask a narrower one      (exit 1)
├── Away               a server that settings name does not answer: call again     (exit 1)
│   └── WrongServer    … and will not, until a person mends the settings or the server
├── Broken             the ledger or the index is damaged or from a newer Vigie  (exit 1)
└── NotDelivered           a message did not arrive, or may not have
    ├── TryAgain       it did not arrive; the same call may succeed after a while
    ├── Uncertain      it may have arrived: a second one must say so
    ├── Undeliverable  this message will never be accepted; another wording may be
    └── ChannelDead    the channel refuses us whatever we send: a person must mend it
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

__all__ = [
    "AlreadyRunning",
    "Away",
    "BadConfig",
    "BadInput",
    "Broken",
    "ChannelDead",
    "NotDelivered",
    "Refused",
    "TookTooLong",
    "TryAgain",
    "Uncertain",
    "Undeliverable",
    "Unreadable",
    "VigieError",
    "WrongServer",
]


class VigieError(Exception):
    """Anything Vigie says went wrong; its text names the thing and the way out, never leaked data."""


class BadInput(VigieError):
    """What a person gave cannot be used as it is."""


class BadConfig(BadInput):
    """A configuration file cannot be used: `config/watchlist/health.yaml:12: 'viamedis' has no terms`."""

    def __init__(self, path: Path | str, line: int | None, what: str) -> None:
        super().__init__(f"{path}:{line}: {what}" if line is not None else f"{path}: {what}")
        self.path, self.line, self.what = path, line, what


class Refused(VigieError):
    """A policy forbids what was asked: an address that is not public, an onion without Tor."""


class AlreadyRunning(VigieError):
    """Another process works on the same home or the same source."""


class Unreadable(VigieError):
    """A page claims to be one thing and does not hold what that thing holds: its markup moved."""


class TookTooLong(VigieError):
    """A question costs more than it may; a narrower one will do."""


class Away(VigieError):
    """A server that settings name does not answer as it must; the same call may succeed later."""


class WrongServer(Away):
    """A server that settings name is not one we can speak with, or does not let us in."""


class Broken(VigieError):
    """What is at rest cannot be trusted or understood."""


class NotDelivered(VigieError):
    """A message did not arrive, or nobody can say that it did."""


class TryAgain(NotDelivered):
    """The message did not arrive; the same call may succeed *after* a while."""

    def __init__(self, reason: str, *, after: timedelta) -> None:
        super().__init__(f"{reason}; retry in {after.total_seconds():.0f}s")
        self.after = after


class Uncertain(NotDelivered):
    """The connection broke after the message was sent: it may have arrived."""


class Undeliverable(NotDelivered):
    """The channel will never accept this message as it is written."""


class ChannelDead(NotDelivered):
    """The channel refuses us whatever we send: wrong token, unknown chat, kicked out."""
