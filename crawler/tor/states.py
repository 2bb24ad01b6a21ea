"""What a control port tells of its Tor."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

__all__ = ["Bootstrap", "Circuit", "Descriptor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bootstrap:
    """How far Tor has come since its start."""

    percent: int
    summary: str
    """Tor's own words for the step that it is at."""
    warning: str | None = None  # None: nothing hinders it

    @property
    def is_done(self) -> bool:
        """Whether circuits can be built."""
        return self.percent == 100

    def __str__(self) -> str:
        hindered = f"; {self.warning}" if self.warning else ""
        return f"{self.percent} %: {self.summary.lower()}{hindered}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """A way through the network."""

    id: str
    is_built: bool
    purpose: str
    """`GENERAL`, `HS_CLIENT_REND`, …, as Tor calls it."""
    user: str | None = field(repr=False)  # None: no stream with a login has used it
    relays: tuple[str, ...] = ()
    """Fingerprints, the guard's first."""


class Descriptor(Enum):
    """What the network knows of an onion service."""

    FOUND = "its descriptor is published: the service is up, or was within hours"
    NOT_FOUND = "no descriptor is published: the service is down or has moved, or the address is wrong"
    BAD = "its descriptor cannot be read: the service may want a client's key"
    REFUSED = "the directories refuse to be asked for now: try again in some minutes"
    NO_DIRECTORY = "no directory could be asked: Tor has no network yet"
    UNKNOWN = "nobody answered in time: Tor may be slow, or the service under attack"
    NO_ADDRESS = "this is no onion address: 56 letters and digits before .onion, the last of them a check"

    @property
    def is_found(self) -> bool:
        """Whether there is a service to connect to."""
        return self is Descriptor.FOUND
