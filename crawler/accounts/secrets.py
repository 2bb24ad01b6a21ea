"""What an account's files say: read once, for its own visit, and shown nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from model.accounts import Account
from model.errors import BadInput

__all__ = ["Secrets", "secrets_of"]

OTHERS_MAY = 0o077
MOST = 1024 * 1024  # bytes; an export of all cookies of a busy browser has some hundred thousand


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """Cookies, or a user and a password."""

    cookies: str | None = field(default=None, repr=False)  # None: by a form
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @property
    def all(self) -> str:
        """Everything: its fingerprint tells whether an account was renewed."""
        return "\0".join((self.cookies or "", self.user, self.password))


def secrets_of(account: Account) -> Secrets:
    """What the files of *account* hold; raises `BadInput` with the way out, and without a word of theirs."""
    if account.cookies_file is not None:
        return Secrets(cookies=_read(account.cookies_file, "cookies_file"))
    assert account.login is not None
    user = _one_line(account.login.user_file, "user_file")
    return Secrets(user=user, password=_one_line(account.login.password_file, "password_file"))


def _one_line(name: str, key: str) -> str:
    text = _read(name, key).strip("\r\n")
    if not text or "\n" in text:
        raise BadInput(f"{key} {name}: must hold one line and no more")
    return text


def _read(name: str, key: str) -> str:
    path = Path(name)
    try:
        mode, size = path.stat().st_mode, path.stat().st_size
        if not S_ISREG(mode):
            raise BadInput(f"{key} {path}: is no plain file: write what it gives into one, and chmod 600 that")
        if mode & OTHERS_MAY:
            raise BadInput(f"{key} {path}: others may read it: chmod 600 {path}")
        if size > MOST:
            raise BadInput(f"{key} {path}: holds more than {MOST} bytes: is it the right file?")
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise BadInput(f"{key} {path}: is not a text in UTF-8") from None  # its cause would quote the file
    except OSError as error:
        raise BadInput(f"{key} {path}: cannot be read ({error.strerror}): check path and rights") from error
