"""What hosts told robots, between visits: one file a source, sealed, because strangers wrote what is in it."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from model.errors import Broken
from model.identities import SourceId
from model.robots import Told
from storage.keys import Keyring

__all__ = ["RobotsFile"]

FOLDER = "robots"


class RobotsFile:
    """Of the hosts of one source, in *home*."""

    def __init__(self, home: Path, source: SourceId) -> None:
        self._home, self._path = home, home / FOLDER / f"{source}.sealed"

    def read(self) -> dict[str, Told]:
        """All that is known, by host; what was damaged or sealed by another key is not, and is asked for anew."""
        try:
            said = json.loads(Keyring.open(self._home).unseal(self._path.read_bytes()))
            return {str(host): _told(*row) for host, row in said.items()}
        except (FileNotFoundError, ValueError, TypeError, AttributeError, Broken):
            return {}

    def write(self, known: dict[str, Told]) -> None:
        """Keep *known*, whole or not at all."""
        rows = {host: (t.rules, t.away_since.isoformat() if t.away_since else None) for host, t in known.items()}
        sealed = Keyring.open(self._home).seal(json.dumps(rows))
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile("wb", dir=self._path.parent, prefix=".", suffix=".new", delete=False) as draft:
            draft.write(sealed)
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).replace(self._path)


def _told(rules: str | None, away_since: str | None) -> Told:
    return Told(rules=rules, away_since=datetime.fromisoformat(away_since) if away_since else None)
