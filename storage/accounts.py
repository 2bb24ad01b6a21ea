"""What is known of accounts between visits: one file each, whose cookies only this home's key opens."""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from model.accounts import AccountState, Remembered
from model.errors import Broken
from model.identities import Fingerprint, SourceId
from storage.keys import Keyring

__all__ = ["AccountFile"]

FOLDER = "accounts"


class AccountFile:
    """One account of one source, in *home*; nobody else's cookies can be read through it."""

    def __init__(self, home: Path, source: SourceId, account: str, *, keyring: Keyring) -> None:
        self._path = home / FOLDER / f"{source}.{account}.json"  # neither has a dot
        self._bound = f"{source}\0{account}"
        self._keyring = keyring

    def fingerprint(self, text: str) -> Fingerprint:
        """The same text has the same fingerprint in this home, and in no other."""
        return self._keyring.fingerprint(text)

    def state(self) -> Remembered:
        """What is known, without its cookies: needs no key."""
        return self._read(with_jars=False)

    def read(self) -> Remembered:
        """All that is known; what was damaged or sealed by another key is not, and is signed in to anew."""
        return self._read(with_jars=True)

    def write(self, known: Remembered) -> None:
        """Keep *known*, whole or not at all, for the owner of this home only."""
        sealed = self._keyring.seal(json.dumps([self._bound, known.jars]))
        content = {
            "state": known.state.value,
            "since": known.since.isoformat() if known.since else None,
            "reason": known.reason,
            "secret": known.secret,
            "unanswered": known.unanswered,
            "sealed": b64encode(sealed).decode(),
        }
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=self._path.parent, prefix=".", suffix=".new", delete=False) as draft:
            json.dump(content, draft)
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).replace(self._path)  # made for its owner only, as all drafts are

    def _read(self, *, with_jars: bool) -> Remembered:
        try:
            said = json.loads(self._path.read_text("ascii"))
            return Remembered(
                state=AccountState(said["state"]),
                since=datetime.fromisoformat(said["since"]) if said["since"] else None,
                reason=str(said["reason"]),
                secret=Fingerprint(said["secret"]) if said["secret"] else None,
                unanswered=int(said.get("unanswered", 0)),  # files of before do not say
                jars=self._opened(said["sealed"]) if with_jars else (),
            )
        except (FileNotFoundError, ValueError, KeyError, TypeError, Broken):
            return Remembered()

    def _opened(self, sealed: str) -> tuple[tuple[str, str], ...]:
        bound, jars = json.loads(self._keyring.unseal(b64decode(sealed)))
        if bound != self._bound:
            raise Broken(f"{self._path} is another account's")
        return tuple((str(place), str(cookies)) for place, cookies in jars)
