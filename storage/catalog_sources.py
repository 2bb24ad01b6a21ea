"""How a source is written: `config/sources/*.yaml`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, model_validator

from model.identities import SourceId
from model.sources import Certificates, Family, Keep, Schedule, Source, Transport, Window
from storage.catalog_accounts import AccountForm, MirrorForm
from storage.catalog_forms import Form, wrong
from storage.catalog_selectors import SelectorsForm
from storage.catalog_values import (
    Address,
    Cron,
    Duration,
    Host,
    Id,
    Moment,
    OneLine,
    Share,
    TimeOfDay,
    Zone,
    is_onion,
)
from storage.catalog_ways import SourceProxy

__all__ = ["Engine", "SourceForm"]

_LOGIN = ("account", "login")
SHORTEST = timedelta(seconds=1)  # the daemon looks no more often
LONGEST = timedelta(days=366)


Engine = Literal[
    "generic",
    "mybb",
    "phpbb",
    "fluxbb",
    "punbb",
    "smf",
    "xenforo",
    "flaskbb",
    "django-machina",
    "nodebb",
    "discourse",
    "pinnwand",
    "dpaste",
    "privatebin",
    "bepasty",
    "haste",
    "pastebin",
    "gist",
    "raw",
]
"""The software whose pages we read: of forums, and from `pinnwand` on of pastes."""


class WindowForm(Form):
    """The hours in which visits may start."""

    opens: TimeOfDay
    closes: TimeOfDay

    @model_validator(mode="after")
    def _lasts(self) -> WindowForm:
        if self.opens == self.closes:
            raise wrong("the window opens and closes at the same time: leave `window` out for any hour", "closes")
        return self

    def noun(self, zone: str) -> Window:
        """The window, by the wall clock of *zone*."""
        return Window(opens=self.opens, closes=self.closes, zone=zone)


class BudgetForm(Form):
    """What one visit may cost."""

    pages: Annotated[int, Field(ge=1)]


Budget = Annotated[BudgetForm, BeforeValidator(lambda value: {"pages": value} if isinstance(value, str) else value)]


class SourceForm(Form):
    """A place that is visited."""

    id: Id
    url: Address
    family: Family = Family.FORUM
    engine: Engine | None = None
    transport: Transport | None = None
    every: Duration | None = None
    cron: Cron | None = None
    window: WindowForm | None = None
    zone: Zone = "UTC"
    jitter: Share = 0.1
    delay: Duration = timedelta(seconds=4)
    budget: Budget = BudgetForm(pages=200)
    since: Moment | None = None
    board_zone: Zone | None = None
    day_first: bool | None = None
    keep: Keep | None = None
    hosts: tuple[Host, ...] = ()
    private: bool = False
    user_agent: OneLine | None = None
    robots: Literal["obey", "ignore"] = "ignore"
    proxy: SourceProxy | None = None
    certificates: Certificates | None = None
    mirrors: tuple[MirrorForm, ...] = ()
    account: AccountForm | None = None
    read: SelectorsForm | None = None

    @model_validator(mode="after")
    def _has_one_rhythm(self) -> SourceForm:
        if self.every is not None and self.cron is not None:
            raise wrong("'every' and 'cron' both say when: keep one of them", "cron")
        if self.every is not None and not SHORTEST <= self.every <= LONGEST:
            raise wrong("'every' must lie between 1s and 366d", "every")
        return self

    @model_validator(mode="after")
    def _has_one_way_out(self) -> SourceForm:
        onion = is_onion(urlsplit(self.url).hostname or "")
        if onion and self.transport not in (None, Transport.ONION):
            raise wrong("an .onion address is reached through Tor only: write `transport: onion`", "transport")
        if not onion and self.transport is Transport.ONION:
            raise wrong("`transport: onion` wants an .onion address: write `transport: tor` for this one", "transport")
        if any(is_onion(host.partition(":")[0]) != onion for host in self.hosts):
            raise wrong("'hosts' mixes .onion with other hosts: make them two sources", "hosts")
        is_over_tor = onion or self.transport is Transport.TOR
        if is_over_tor and self.proxy and not self.proxy.is_direct:
            raise wrong("'proxy' is for what is not reached through Tor: delete it, or `transport: tor`", "proxy")
        return self

    @model_validator(mode="after")
    def _is_itself_once(self) -> SourceForm:
        for n, mirror in enumerate(self.mirrors):
            if _same(mirror.url) in {_same(self.url), *(_same(other.url) for other in self.mirrors[:n])}:
                raise wrong("a mirror is another address: this one is named already", "mirrors", str(n), "url")
        return self

    @model_validator(mode="after")
    def _signs_in_at_home(self) -> SourceForm:
        login = self.account.login if self.account else None
        if login is None:
            return self
        own = {_bare(host.partition(":")[0]) for host in self.hosts} | {_bare(urlsplit(self.url).hostname or "")}
        for key, url in (("url", login.url), ("action", login.action or login.url)):
            if _bare(urlsplit(url).hostname or "") not in own:
                raise wrong(
                    "leads to another host than the source's: add that to `hosts`, if it is meant", *_LOGIN, key
                )
            if urlsplit(self.url).scheme == "https" and urlsplit(url).scheme != "https":
                raise wrong("anyone on the way could read the password: write https://", *_LOGIN, key)
        return self

    def noun(self, place: Path = Path()) -> Source:
        """The source itself; paths of its secrets are relative to *place*."""
        onion = is_onion(urlsplit(self.url).hostname or "")
        return Source(
            id=SourceId(self.id),
            url=self.url,
            family=self.family,
            engine=self.engine,
            transport=self.transport or (Transport.ONION if onion else Transport.CLEAR),
            schedule=self._schedule(),
            delay=self.delay,
            budget=self.budget.pages,
            since=self._since(),
            zone=self.board_zone,
            day_first=self.day_first,
            keep=self.keep,
            hosts=self.hosts,
            private=self.private,
            user_agent=self.user_agent,
            obey_robots=self.robots == "obey",
            proxy=self.proxy.noun(place) if self.proxy and not self.proxy.is_direct else None,
            is_direct=self.proxy is not None and self.proxy.is_direct,
            certificates=self.certificates,
            mirrors=tuple(mirror.noun() for mirror in self.mirrors),
            account=self.account.noun(place) if self.account else None,
            read=self.read.noun() if self.read else None,
        )

    def _schedule(self) -> Schedule:
        return Schedule(
            every=self.every or (None if self.cron else timedelta(minutes=20)),
            cron=self.cron,
            zone=self.zone,
            window=self.window.noun(self.zone) if self.window else None,
            jitter=self.jitter,
        )

    def _since(self) -> datetime | None:
        """A date without a zone is meant as the board's people read it."""
        if self.since is None or self.since.tzinfo is not None:
            return self.since
        return self.since.replace(tzinfo=ZoneInfo(self.board_zone or self.zone)).astimezone(UTC)


def _same(url: str) -> str:
    """*url* as it is compared with another: case of its host and a port that goes without saying tell nothing."""
    parts = urlsplit(url)
    host, port = (parts.hostname or "").rstrip("."), parts.port or {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}:{port}{parts.path or '/'}?{parts.query}"


def _bare(host: str) -> str:
    return host.lower().rstrip(".").removeprefix("www.")
