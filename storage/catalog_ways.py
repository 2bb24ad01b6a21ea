"""How ways out are written: Tor's ports, and proxies of clear sources."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

from pydantic import AfterValidator, BeforeValidator, model_validator

from model.settings import Tor
from model.sources import Proxy, ProxyKind
from storage.catalog_forms import Form, wrong
from storage.catalog_values import HOST, Duration, File, Line, OneLine

__all__ = ["OwnProxyForm", "ProxyForm", "SourceProxy", "TorForm", "WrittenProxy"]

DIRECT = "none"
"""What a source says that is not for the proxy in settings."""

_SCHEMES = {"socks5": ProxyKind.SOCKS5, "socks5h": ProxyKind.SOCKS5, "http": ProxyKind.HTTP}
_LIKE = "write it like socks5://127.0.0.1:1080 or http://proxy.example:3128"


def _proxy(value: str) -> str:
    """Never shown in the message: it may carry a password."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ValueError(f"is not a proxy: {_LIKE}") from None
    if parts.scheme in ("socks4", "socks4a"):
        raise ValueError("speaks SOCKS4, which knows no names of hosts: use its SOCKS5 port, socks5://…")
    if parts.scheme == "https":
        raise ValueError("would be spoken to over TLS, which is not done: name its plain port, http://…")
    if parts.scheme not in _SCHEMES or not _is_bare(parts):
        raise ValueError(f"is not a proxy: {_LIKE}")
    if "@" in parts.netloc:
        raise ValueError(
            "holds a login: put user:password into a file that only you can read, and name it `login_file`"
        )
    if not port:
        raise ValueError(f"names no port: {_LIKE}")
    return value


def _is_bare(parts: SplitResult) -> bool:
    """Whether nothing stands behind host and port."""
    return bool(parts.hostname) and parts.path in ("", "/") and not parts.query and not parts.fragment


def _port(value: str) -> str:
    """Where something on this machine or nearby listens."""
    path = value.removeprefix("unix:")
    if path.startswith("/"):
        return f"unix:{path}"
    found = HOST.fullmatch(value) or _is_address6(value)
    if not found or value.startswith("unix:") or not _has_port(value):
        raise ValueError("is not where Tor listens: write it like 127.0.0.1:9050 or unix:/run/tor/socks")
    return value.lower()


def _has_port(value: str) -> bool:
    try:
        return bool(urlsplit(f"//{value}").port)
    except ValueError:
        return False


def _is_address6(value: str) -> bool:
    try:
        return value.startswith("[") and ":" in (urlsplit(f"//{value}").hostname or "")
    except ValueError:
        return False


def _lasting(value: timedelta) -> timedelta:
    if value <= timedelta(0):
        raise ValueError("must be more than nothing: write it like 180s")
    return value


Port = Annotated[Line, AfterValidator(_port)]
Place = Annotated[OneLine, AfterValidator(_proxy)]


class ProxyForm(Form):
    """A proxy for clear sources."""

    url: Place
    login_file: File | None = None

    def noun(self, place: Path) -> Proxy:
        """The proxy itself; its login's file is looked for from *place*."""
        parts = urlsplit(self.url)
        assert parts.port is not None
        return Proxy(
            kind=_SCHEMES[parts.scheme],
            host=(parts.hostname or "").lower(),
            port=parts.port,
            login_file=str(place / self.login_file) if self.login_file else None,
        )


class OwnProxyForm(ProxyForm):
    """The proxy of one source, which may have none where all others do."""

    url: Annotated[OneLine, AfterValidator(lambda value: value if value == DIRECT else _proxy(value))]

    @property
    def is_direct(self) -> bool:
        """Whether it is reached straight, whatever settings say."""
        return self.url == DIRECT


def _short(value: object) -> object:
    return {"url": value} if isinstance(value, str) else value


WrittenProxy = Annotated[ProxyForm, BeforeValidator(_short)]
"""`proxy: socks5://…`, or with a login under it."""

SourceProxy = Annotated[OwnProxyForm, BeforeValidator(_short)]
"""As `WrittenProxy`, or `proxy: none`."""


class TorForm(Form):
    """Where Tor listens."""

    socks: Port | None = None
    control: Port | None = None
    password_file: File | None = None
    cookie_file: File | None = None
    timeout: Annotated[Duration, AfterValidator(_lasting)] = Tor().timeout

    @model_validator(mode="after")
    def _opens_one_control_port_one_way(self) -> TorForm:
        if self.password_file is not None and self.cookie_file is not None:
            raise wrong("either 'password_file' or 'cookie_file': delete one of them", "cookie_file")
        for key in ("password_file", "cookie_file"):
            if self.control is None and getattr(self, key) is not None:
                raise wrong(f"'{key}' opens a control port, and none is named: add `control: 127.0.0.1:9051`", key)
        return self

    def noun(self, place: Path) -> Tor:
        """Tor itself; its files are looked for from *place*."""
        files = {
            key: str(place / name) if (name := getattr(self, key)) else None for key in ("password_file", "cookie_file")
        }
        return Tor(socks=self.socks, control=self.control, timeout=self.timeout, **files)
