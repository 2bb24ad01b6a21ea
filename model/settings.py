"""What the operator decides, with safe defaults."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time, timedelta

from model.lexicon import Lexicon
from model.sources import Keep, Proxy, Source
from model.watches import Watchlist

__all__ = ["Alerting", "Catalog", "Channel", "Elastic", "Limits", "Settings", "Tor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one fetch and one visit may cost."""

    page_bytes: int = 10 * 1024 * 1024
    """Of a decompressed body."""
    ratio: int = 200
    """Decompressed to compressed, counted past 1 MiB."""
    fetch: timedelta = timedelta(seconds=60)
    """For one page, from first packet to last."""
    visit_cpu: timedelta = timedelta(minutes=10)
    visit_memory: int = 1024 * 1024 * 1024
    """Of the visit's process, in bytes."""
    visit_wall: timedelta = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to people."""

    id: str
    kind: str
    """`console` or `telegram`."""
    chat: str | None = None  # None for console
    token_file: str | None = None  # None: the environment's VIGIE_TELEGRAM_TOKEN
    proxy: str | None = None  # None: straight; else http://, socks5://
    api: str | None = None  # None: Telegram's own; else the address of a Bot API server


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerting:
    """Whom to tell, and when."""

    channels: tuple[Channel, ...] = (Channel(id="console", kind="console"),)
    digest_at: time = time(9, 0)
    digest_zone: str = "UTC"
    repeat_after: timedelta = timedelta(seconds=30)
    """How long to wait before repeating a message that may have arrived."""
    group_wait: timedelta = timedelta(seconds=5)
    """How long to wait for further posts of a case before its first alert."""
    group_interval: timedelta = timedelta(minutes=5)
    """Between two alerts of one case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Elastic:
    """The Elasticsearch that kept posts are also found in."""

    urls: tuple[str, ...]
    index: str = "vigie-posts"
    """The alias that is searched; what stands behind it is named after it."""
    ca_file: str | None = None  # None: the system's authorities
    fingerprint: str | None = None  # None: not pinned; else the SHA-256 of the server's certificate
    api_key_file: str | None = None  # None: no API key
    user: str | None = None  # None: no user
    password_file: str | None = None  # None: no user


@dataclass(frozen=True, slots=True, kw_only=True)
class Tor:
    """Where Tor listens."""

    socks: str | None = None  # None: the one that `vigie tor start` runs, else 127.0.0.1:9050; or unix:/path
    control: str | None = None  # None: no control port, with less to tell; or unix:/path
    password_file: str | None = None  # None: a cookie, or nothing, opens the control port
    cookie_file: str | None = None  # None: where Tor itself says that it is
    timeout: timedelta = timedelta(seconds=180)
    """For one page, the building of circuits included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The file `settings.yaml`."""

    keep: Keep = Keep.MATCHES
    legal_basis: str | None = None  # None: not written down, so `keep: all` is refused
    alerting: Alerting = field(default_factory=Alerting)
    limits: Limits = field(default_factory=Limits)
    search: Elastic | None = None  # None: searches are answered by the embedded index
    tor: Tor = field(default_factory=Tor)
    proxy: Proxy | None = None  # None: clear sources are reached straight


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All configuration, read and checked."""

    settings: Settings
    sources: tuple[Source, ...]
    watchlist: Watchlist
    lexicon: Lexicon

    def source(self, name: str) -> Source | None:
        """The source called *name*; `None` when there is none."""
        return next((source for source in self.sources if source.id == name), None)
