"""How settings are written: `config/settings.yaml`."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from model.settings import Alerting, Channel, Elastic, Limits, Settings
from model.sources import Keep
from storage.catalog_forms import Form, wrong
from storage.catalog_values import Address, Duration, File, Id, Line, OneLine, Proxy, Size, TimeOfDay, Zone
from storage.catalog_ways import TorForm, WrittenProxy

__all__ = ["SettingsForm"]


class ChannelForm(Form):
    """A way to people."""

    id: Id
    kind: Literal["console", "telegram"]
    chat: OneLine | None = None
    token_file: File | None = None
    proxy: Proxy | None = None
    api: Address | None = None

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> ChannelForm:
        if self.kind == "telegram" and self.chat is None:
            raise wrong(f"channel '{self.id}' has no chat: add `chat: -100…` (the group's number)", "chat")
        for key in ("chat", "token_file", "proxy", "api"):
            if self.kind == "console" and getattr(self, key) is not None:
                raise wrong(f"'{key}' means nothing to a console: delete it, or write `kind: telegram`", key)
        return self

    def noun(self, place: Path) -> Channel:
        """The channel itself; its token file is looked for from *place*."""
        return Channel(
            id=self.id,
            kind=self.kind,
            chat=self.chat,
            token_file=str(place / self.token_file) if self.token_file else None,
            proxy=self.proxy,
            api=self.api,
        )


class DigestForm(Form):
    """When the digest is sent."""

    at: TimeOfDay = time(9, 0)
    zone: Zone = "UTC"


class AlertingForm(Form):
    """Whom to tell, and when."""

    channels: tuple[ChannelForm, ...] = (ChannelForm(id="console", kind="console"),)
    digest: DigestForm = DigestForm()
    repeat_after: Duration = timedelta(seconds=30)
    group_wait: Duration = timedelta(seconds=5)
    group_interval: Duration = timedelta(minutes=5)

    @model_validator(mode="after")
    def _tells_somebody(self) -> AlertingForm:
        if not self.channels:
            raise wrong("'channels' is empty, so nobody would be told: delete the line to tell the console", "channels")
        names = [channel.id for channel in self.channels]
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            raise wrong(f"two channels are called '{twice[0]}': rename one", "channels")
        return self

    def noun(self, place: Path) -> Alerting:
        """Alerting itself."""
        return Alerting(
            channels=tuple(channel.noun(place) for channel in self.channels),
            digest_at=self.digest.at,
            digest_zone=self.digest.zone,
            repeat_after=self.repeat_after,
            group_wait=self.group_wait,
            group_interval=self.group_interval,
        )


def _positive(value: timedelta) -> timedelta:
    if value <= timedelta(0):
        raise ValueError("must be more than nothing: write it like 60s")
    return value


Positive = Annotated[Duration, AfterValidator(_positive)]


class LimitsForm(Form):
    """What one fetch and one visit may cost."""

    page_bytes: Size = 10 * 1024 * 1024
    ratio: Annotated[int, Field(ge=1)] = 200
    fetch: Positive = timedelta(seconds=60)
    visit_cpu: Positive = timedelta(minutes=10)
    visit_memory: Size = 1024 * 1024 * 1024
    visit_wall: Positive = timedelta(hours=2)

    def noun(self) -> Limits:
        """The limits themselves."""
        return Limits(**dict(self))


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


class SearchForm(Form):
    """What answers searches."""

    engine: Literal["embedded", "elasticsearch"] = "embedded"
    url: Annotated[tuple[Address, ...], BeforeValidator(_several)] = ()
    index: Id = "vigie-posts"
    ca_file: File | None = None
    fingerprint: OneLine | None = None
    api_key_file: File | None = None
    user: OneLine | None = None
    password_file: File | None = None

    @model_validator(mode="after")
    def _says_what_its_engine_needs(self) -> SearchForm:
        if self.engine == "embedded":
            if key := next((key for key in _OF_ELASTICSEARCH if getattr(self, key)), None):
                raise wrong(f"'{key}' means nothing here: delete it, or write `engine: elasticsearch`", key)
            return self
        if not self.url:
            raise wrong("'elasticsearch' has no address: add `url: https://127.0.0.1:9200`", "engine")
        if (self.user is None) != (self.password_file is None):
            raise wrong("'user' and 'password_file' go together: add the other, or use `api_key_file`", "user")
        if self.user is not None and self.api_key_file is not None:
            raise wrong("either 'user' or 'api_key_file': delete one of them", "user")
        has_secret = self.user is not None or self.api_key_file is not None
        if has_secret and (bare := next((url for url in self.url if not _is_private(url)), None)):
            raise wrong(f"{bare} would be sent a secret that anyone on the way can read: write https://", "url")
        return self

    def noun(self, place: Path) -> Elastic | None:
        """The Elasticsearch itself; files are looked for from *place*. None: the embedded index."""
        if self.engine == "embedded":
            return None
        files = {
            key: str(place / name) if (name := getattr(self, key)) else None
            for key in ("ca_file", "api_key_file", "password_file")
        }
        return Elastic(urls=self.url, index=self.index, fingerprint=self.fingerprint, user=self.user, **files)


_OF_ELASTICSEARCH = ("url", "ca_file", "fingerprint", "api_key_file", "user", "password_file")


def _is_private(url: str) -> bool:
    """Whether nobody can listen on the way to *url*."""
    place = urlsplit(url)
    return place.scheme == "https" or place.hostname in ("127.0.0.1", "::1", "localhost")


class SettingsForm(Form):
    """All that the operator decides."""

    keep: Keep = Keep.MATCHES
    legal_basis: Line | None = None
    alerting: AlertingForm = AlertingForm()
    limits: LimitsForm = LimitsForm()
    search: SearchForm = SearchForm()
    tor: TorForm = TorForm()
    proxy: WrittenProxy | None = None

    @model_validator(mode="after")
    def _may_keep_all(self) -> SettingsForm:
        if self.keep is Keep.ALL and self.legal_basis is None:
            raise wrong("`keep: all` needs a written reason: add `legal_basis: …`, or write `keep: matches`", "keep")
        return self

    def noun(self, place: Path) -> Settings:
        """The settings themselves; files they name are looked for from *place*."""
        return Settings(
            keep=self.keep,
            legal_basis=self.legal_basis,
            alerting=self.alerting.noun(place),
            limits=self.limits.noun(),
            search=self.search.noun(place),
            tor=self.tor.noun(place),
            proxy=self.proxy.noun(place) if self.proxy else None,
        )
