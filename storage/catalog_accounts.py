"""How the account and the mirrors of a source are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from selectolax.lexbor import LexborHTMLParser

from model.accounts import Account, LoggedIn, Login
from model.sources import Mirror, Transport
from storage.catalog_forms import Form, wrong
from storage.catalog_values import Address, File, Id, OneLine
from storage.catalog_values import is_onion as is_onion_host

__all__ = ["AccountForm", "MirrorForm", "is_onion"]

_SECRETS = ("user", "password", "cookies", "cookie")
_SECRET = re.compile(r"pass(?:word|wd|wort)?|pwd|mot_?de_?passe", re.IGNORECASE)


class _NoSecrets(Form):
    """A form whose secrets stand in files."""

    @model_validator(mode="before")
    @classmethod
    def _holds_none(cls, value: Any) -> Any:  # whatever the file holds
        if isinstance(value, Mapping):
            for key in _SECRETS:
                if key in value:
                    raise wrong(
                        f"'{key}' does not belong in YAML: put it into a file that only you can read, and name that as "
                        f"{key.removesuffix('s') + 's' if key.startswith('cookie') else key}_file",
                        key,
                    )
        return value


class LoggedInForm(Form):
    """What only members see."""

    selector: OneLine | None = None
    text: OneLine | None = None

    @model_validator(mode="after")
    def _says_one(self) -> LoggedInForm:
        if (self.selector is None) == (self.text is None):
            raise wrong("either `selector: …` or `text: …`: say one of them")
        if self.selector is not None and not _is_selector(self.selector):
            raise wrong("is not a CSS selector: write it like a[href*='logout']", "selector")
        return self


class LoginForm(_NoSecrets):
    """A form to sign in by."""

    url: Address
    user_file: File
    password_file: File
    action: Address | None = None
    user_field: OneLine | None = None
    password_field: OneLine | None = None
    fields: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _keeps_what_it_sends(self) -> LoginForm:
        if (name := next(filter(_SECRET.fullmatch, self.fields), None)) is not None:
            raise wrong(
                f"'{name}' does not belong in YAML: the password stands in `password_file`, and the name of its field "
                "is `password_field`",
                "fields",
                name,
            )
        if self.action is not None and urlsplit(self.url).scheme == "https" and urlsplit(self.action).scheme != "https":
            raise wrong("anyone on the way could read the password: write https://", "action")
        return self

    def noun(self, place: Path) -> Login:
        """The login; its files' paths are relative to *place*."""
        return Login(
            url=self.url,
            user_file=_path(place, self.user_file),
            password_file=_path(place, self.password_file),
            action=self.action,
            user_field=self.user_field,
            password_field=self.password_field,
            fields=tuple(self.fields.items()),
        )


class AccountForm(_NoSecrets):
    """An account on a source."""

    id: Id = "member"
    cookies_file: File | None = None
    login: LoginForm | None = None
    logged_in: LoggedInForm | None = None
    or_guest: bool = False

    @model_validator(mode="after")
    def _has_one_way_in(self) -> AccountForm:
        if (self.cookies_file is None) == (self.login is None):
            raise wrong("either `cookies_file: …` or `login: {url, user_file, password_file}`: say one of them")
        return self

    def noun(self, place: Path) -> Account:
        """The account; its files' paths are relative to *place*."""
        mark = self.logged_in
        return Account(
            id=self.id,
            cookies_file=_path(place, self.cookies_file) if self.cookies_file else None,
            login=self.login.noun(place) if self.login else None,
            logged_in=LoggedIn(selector=mark.selector, text=mark.text) if mark else None,
            or_guest=self.or_guest,
        )


class MirrorForm(Form):
    """A further address of a source."""

    url: Address
    transport: Transport | None = None

    @model_validator(mode="after")
    def _has_one_way_out(self) -> MirrorForm:
        onion = is_onion(self.url)
        if onion and self.transport not in (None, Transport.ONION):
            raise wrong("an .onion address is reached through Tor only: write `transport: onion`", "transport")
        if not onion and self.transport is Transport.ONION:
            raise wrong("`transport: onion` wants an .onion address: write `transport: tor` for this one", "transport")
        return self

    def noun(self) -> Mirror:
        """The mirror itself."""
        default = Transport.ONION if is_onion(self.url) else Transport.CLEAR
        return Mirror(url=self.url, transport=self.transport or default)


def is_onion(url: str) -> bool:
    """Whether *url* can only be reached through Tor."""
    return is_onion_host(urlsplit(url).hostname or "")


def _path(place: Path, name: str) -> str:
    return str(place / name)


def _is_selector(text: str) -> bool:
    try:
        LexborHTMLParser("<p></p>").css(text)
    except Exception:  # noqa: BLE001 - selectolax raises what its parser finds
        return False
    return True
