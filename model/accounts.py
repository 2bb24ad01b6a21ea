"""Accounts: whom a source takes us for when it does not take us for a guest."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from model.identities import Fingerprint

__all__ = ["Account", "AccountState", "LoggedIn", "Login", "Remembered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedIn:
    """What only members see on each page, as the operator declares it: one of both."""

    selector: str | None = None  # None: the text says it
    text: str | None = None  # None: the selector says it


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A form by which members sign in; what it is filled with stands in files."""

    url: str
    """The page that shows the form."""
    user_file: str = field(repr=False)
    password_file: str = field(repr=False)
    action: str | None = None  # None: where the form leads, if that is the path of *url*
    user_field: str | None = None  # None: recognised
    password_field: str | None = None  # None: recognised
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Further fields, or other values than the form's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account on a source: cookies of a browser, or a form to sign in by; never both."""

    id: str = "member"
    cookies_file: str | None = field(default=None, repr=False)  # None: by the form
    login: Login | None = None  # None: by cookies
    logged_in: LoggedIn | None = None  # None: as the software shows it
    or_guest: bool = False
    """Whether the source is read as a guest while nobody can sign in."""


class AccountState(Enum):
    """How the last attempt to be a member ended."""

    NEW = "new"
    IN = "signed in"
    OUT = "signed out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What is known of an account between visits."""

    state: AccountState = AccountState.NEW
    since: datetime | None = None  # None while it is new
    reason: str = ""
    """Why it is out, in words of ours."""
    secret: Fingerprint | None = None  # None while it is new
    """Of the files that its secrets stood in: another one is a renewed account."""
    unanswered: int = 0
    """Logins in a row that were sent, and never answered."""
    jars: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Cookies by the address they are for, as text that only the crawler understands."""
