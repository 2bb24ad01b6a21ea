"""Why a page did not come, as one outcome and one line that may be shown to anyone."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from crawler.discretion import discreet
from model.errors import Refused, VigieError
from model.visits import Outcome

__all__ = [
    "CrossesOver",
    "Elsewhere",
    "NoRobots",
    "NotText",
    "TooLarge",
    "TransportDown",
    "Unreached",
    "outcome_of",
    "why",
]


class Elsewhere(Refused):
    """The address leads away from the source."""


class CrossesOver(Refused):
    """The address is one of another transport than the source's: an onion for the clear net, or the reverse."""


class TooLarge(VigieError):
    """A page is larger, or unpacks to more, than we read; *begun* is how it begins, as far as that came."""

    def __init__(self, reason: str, *, begun: bytes = b"") -> None:
        super().__init__(reason)
        self.begun = begun


class NotText(VigieError):
    """What came is no text: a document, an archive, a picture."""


class NoRobots(VigieError):
    """A source that is read by its robots.txt does not show it: it may forbid everything."""


class TransportDown(VigieError):
    """The source's way out is missing or dead: nothing left this machine, and nothing was learnt of the source."""


class Unreached(VigieError):
    """The proxy or Tor is well, and did not reach the host."""


_OUTCOMES: tuple[tuple[type[BaseException], Outcome, str], ...] = (
    (Elsewhere, Outcome.ELSEWHERE, "it leads away from the source"),
    (Refused, Outcome.REFUSED, "the address is refused"),
    (TransportDown, Outcome.TRANSPORT_DOWN, "the way out is down"),
    (Unreached, Outcome.UNREACHABLE, "nobody answers"),
    (TooLarge, Outcome.TOO_LARGE, "the page is too large"),
    (NotText, Outcome.NOT_TEXT, "the page is no text"),
    (NoRobots, Outcome.HTTP_ERROR, "robots.txt cannot be read"),
    (IgnoreRequest, Outcome.FORBIDDEN, "robots.txt forbids it"),
    (NotSupported, Outcome.REFUSED, "only http and https are fetched"),
    (UnsupportedURLSchemeError, Outcome.REFUSED, "only http and https are fetched"),
    (DownloadTimeoutError, Outcome.TIMED_OUT, "no whole page in time"),
    (TimeoutError, Outcome.TIMED_OUT, "no whole page in time"),
    (ResponseDataLossError, Outcome.CUT, "the page ended in its middle"),
    (DownloadCancelledError, Outcome.CUT, "the fetch was given up"),
    (CannotResolveHostError, Outcome.UNREACHABLE, "the name has no address"),
    (DownloadConnectionRefusedError, Outcome.UNREACHABLE, "nobody answers"),
    (DownloadFailedError, Outcome.UNREACHABLE, "the answer is not HTTP"),
)
_OURS = (
    VigieError,
    DownloadTimeoutError,
    ResponseDataLossError,
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
)
"""Raised by our handler only, with words of ours."""


def outcome_of(exc: BaseException) -> Outcome:
    """The outcome of a fetch that ended in *exc*; `CRASHED` for what can only be a fault of ours."""
    return next((outcome for kind, outcome, _ in _OUTCOMES if isinstance(exc, kind)), Outcome.CRASHED)


def why(exc: BaseException) -> str:
    """One line about *exc* that names a host at most: never a path, a title or foreign words."""
    if isinstance(exc, _OURS) and str(exc):
        return discreet(str(exc))
    return next(
        (words for kind, _, words in _OUTCOMES if isinstance(exc, kind)), f"a fault of ours: {type(exc).__name__}"
    )
