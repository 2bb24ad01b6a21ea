"""This home's key: fingerprints that no other home can make, and a seal for what only we may read."""

from __future__ import annotations

import hmac
import os
from hashlib import blake2b
from pathlib import Path
from secrets import token_bytes, token_hex

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from model.errors import Broken
from model.identities import Fingerprint

__all__ = ["KEY", "LEDGER", "Keyring", "prepare"]

KEY = "fingerprint.key"
LEDGER = "ledger.sqlite3"

_KEY_SIZE = 32
_NONCE_SIZE = 12  # what AES-GCM is specified for


def prepare(home: Path) -> Path:
    """Make *home* if it is not there, for its owner only."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


class Keyring:
    """What is made with a home's secret; the secret itself never leaves it."""

    def __init__(self, secret: bytes) -> None:
        self._prints = _derived(secret, b"vigie fingerprint")
        self._seal = AESGCM(_derived(secret, b"vigie seal"))

    @classmethod
    def open(cls, home: Path) -> Keyring:
        """The keyring of *home*, made at the first opening; raises `Broken` when a ledger has lost its key."""
        path = prepare(home) / KEY
        if not path.exists():
            if (home / LEDGER).exists() and not path.exists():  # asked again: another process may make both
                raise Broken(f"{path} is missing: restore it from a backup, without it {LEDGER} cannot be used")
            _create(path, token_bytes(_KEY_SIZE))
        secret = path.read_bytes()
        if len(secret) != _KEY_SIZE:
            raise Broken(f"{path} is damaged ({len(secret)} bytes, not {_KEY_SIZE}): restore it from a backup")
        return cls(secret)

    def fingerprint(self, text: str) -> Fingerprint:
        """The same text has the same fingerprint in this home, and in no other."""
        return Fingerprint(blake2b(_utf8(text), key=self._prints, digest_size=16).hexdigest())

    def seal(self, text: str) -> bytes:
        """*text*, readable only with this home's key."""
        nonce = token_bytes(_NONCE_SIZE)
        return nonce + self._seal.encrypt(nonce, _utf8(text), None)

    def unseal(self, sealed: bytes) -> str:
        """What was sealed; raises `Broken` when it was sealed with another key or is damaged."""
        try:
            plain = self._seal.decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], None)
        except (InvalidTag, ValueError) as error:
            raise Broken(f"{LEDGER} was not written with this {KEY}: restore both from the same backup") from error
        return plain.decode("utf-8", "surrogatepass")


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return hmac.digest(secret, purpose, "sha256")


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _create(path: Path, content: bytes) -> None:
    """Write *path* whole or not at all; where another process was faster, its file stands."""
    draft = path.with_name(f".{path.name}.{token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
        _sync(path.parent)
    finally:
        draft.unlink()


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
