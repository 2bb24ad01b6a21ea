"""Sources: the places we visit, and how and when we may."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import Enum
from urllib.parse import urlsplit

from model.accounts import Account
from model.identities import SourceId
from model.selectors import Selectors
from model.sight import Expectation

__all__ = [
    "Certificates",
    "Family",
    "Health",
    "Keep",
    "Mirror",
    "Proxy",
    "ProxyKind",
    "Schedule",
    "Source",
    "SourceState",
    "Transport",
    "Window",
]


class Family(Enum):
    """What kind of place a source is: it decides which spider walks it."""

    FORUM = "forum"
    PASTE = "paste"
    """A site of pastes: its list is read, where it has one, and what kept posts link to."""


class Transport(Enum):
    """The way out; fixed for a source, and no redirect changes it."""

    CLEAR = "clear"
    TOR = "tor"
    ONION = "onion"

    @property
    def is_tor(self) -> bool:
        """Whether nothing of the source may leave this machine but through Tor."""
        return self is not Transport.CLEAR


class Certificates(Enum):
    """Whether a server's certificate must be one that an authority signed for its name."""

    CHECK = "check"
    IGNORE = "ignore"


class ProxyKind(Enum):
    """What a proxy speaks."""

    SOCKS5 = "socks5"
    HTTP = "http"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A proxy that clear sources are reached through."""

    kind: ProxyKind
    host: str
    port: int
    login_file: str | None = None  # None: it asks for no login; else a file with one line, user:password


class Keep(Enum):
    """What is kept of what is read; everything else leaves ids, times and a keyed hash."""

    MATCHES = "matches"
    CLAIMS = "claims"
    ALL = "all"


class Health(Enum):
    """How a source's last visit went; a change of it is told to people, once."""

    NEW = "new"
    OK = "ok"
    DEGRADED = "degraded"
    DRIFTED = "drift"
    WALLED = "login"
    CHALLENGED = "challenge"
    SEIZED = "seized"
    MOVED = "moved"
    DOWN = "down"
    REFUSED = "refused"
    CRASHED = "crashed"
    TRANSPORT_DOWN = "transport_down"  # our own way out: nothing was learnt of the source

    @property
    def is_well(self) -> bool:
        """Whether we see what there is to see."""
        return self in (Health.NEW, Health.OK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The hours of a day, by the wall clock of *zone*, in which visits may start; may pass midnight."""

    opens: time
    closes: time
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a source is due: *every* so often, or by *cron* (five fields, wall clock of *zone*); never both."""

    every: timedelta | None = None  # None when cron decides
    cron: str | None = None  # None when every decides
    zone: str = "UTC"
    window: Window | None = None  # None: at any hour
    jitter: float = 0.1
    """Up to this share of the interval is added, so that visits don't fall into step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mirror:
    """A further address of a source, with its own way out."""

    url: str
    """Where a visit starts there: what *url* of the source is here."""
    transport: Transport


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A place we visit, as its YAML declares it."""

    id: SourceId
    url: str
    """Where a visit starts: a board index, a board, or a thread."""
    family: Family = Family.FORUM
    engine: str | None = None  # None: recognised from the first page
    transport: Transport = Transport.CLEAR
    schedule: Schedule = Schedule(every=timedelta(minutes=20))
    delay: timedelta = timedelta(seconds=4)
    """Between two requests; each is moved by up to half of it either way."""
    budget: int = 200
    """Pages a visit fetches at most; the frontier remembers the rest."""
    since: datetime | None = None  # None: the moment the source was added
    """Posts from before are historic: told as one digest."""
    zone: str | None = None  # None: learnt from the board's own clock, else UTC
    day_first: bool | None = None  # None: learnt from the board's dates
    keep: Keep | None = None  # None: as settings say
    hosts: tuple[str, ...] = ()
    """Further `host` or `host:port` that this source may be redirected to."""
    private: bool = False
    """Whether the source's own host may have an address that is not public (an intranet)."""
    user_agent: str | None = None  # None: a common browser's
    obey_robots: bool = False
    read: Selectors | None = None  # None: by its software's rules, or by the structure of its pages
    proxy: Proxy | None = None  # None: as settings say
    is_direct: bool = False
    """Whether the proxy in settings is not for this source."""
    certificates: Certificates | None = None  # None: checked, but for onions, whose address is their key
    mirrors: tuple[Mirror, ...] = ()
    """Its further addresses, tried in this order when those before do not answer."""
    account: Account | None = None  # None: read as a guest

    @property
    def host(self) -> str:
        """The host name of *url*, lower case."""
        return (urlsplit(self.url).hostname or "").lower()

    @property
    def is_onion(self) -> bool:
        """Whether the address can only be reached through Tor."""
        return self.host.rstrip(".").endswith(".onion")


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How a board was seen to write dates."""

    zone: str | None = None  # None: nothing on its pages told
    day_first: bool | None = None  # None: as above

    def with_news(self, news: Habits) -> Habits:
        """What is known once *news* came: they outweigh what was known, and leave what they don't speak of."""
        order = self.day_first if news.day_first is None else news.day_first
        return Habits(zone=news.zone or self.zone, day_first=order)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What the ledger knows of a source."""

    id: SourceId
    added_at: datetime
    paused_at: datetime | None  # None: not paused
    next_due_at: datetime | None  # None: never visited, so due now
    last_visit_at: datetime | None  # None: never visited
    health: Health
    health_since: datetime
    health_reason: str = ""
    posts_kept: int = 0
    posts_seen: int = 0
    pages_waiting: int = field(default=0)
    began_at: datetime | None = None  # when its last visit began; None: never visited
    well_at: datetime | None = None  # when a visit last saw all there was to see; None: never
    expectation: Expectation | None = None  # None: nothing was learnt yet
    habits: Habits | None = None  # None: none of its pages proved any

    @property
    def blind_since(self) -> datetime | None:
        """Since when we can't say what is posted there; `None` while we can."""
        return None if self.health.is_well else self.well_at or self.added_at
