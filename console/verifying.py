"""Holding Elasticsearch against the ledger; what was compared when it was stopped is not compared again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from console.output import say
from model.identities import PostKey

if TYPE_CHECKING:
    from elasticsearch import Elasticsearch

    from storage.ledger import SqliteLedger

__all__ = ["verified"]

FRESH = timedelta(hours=1)
"""What was compared longer ago is compared again."""

_FILE = "index-verify.json"


@dataclass(slots=True, kw_only=True)
class _Progress:
    """How far a comparison came."""

    indices: list[str]
    at: str
    posts: int = 0
    last: PostKey | None = None
    wrong: list[dict[str, str]] = field(default_factory=list)


def verified(
    book: SqliteLedger,
    client: Elasticsearch,
    alias: str,
    *,
    home: Path,
    clock: Callable[[], datetime],
    told: Callable[[int], None],
) -> list[dict[str, str]]:
    """All that differs behind *alias*; stopped, the next call goes on behind the last block."""
    from storage.elastic.check import compared
    from storage.elastic.shelves import Shelves

    indices = list(Shelves(client, alias).searched())
    progress = _begun(home / _FILE, indices, clock())
    told(progress.posts)
    for block in compared(book, client, indices, after=progress.last):
        told(block.posts)
        progress.wrong += [{"key": one.key, "wrong": one.wrong.value} for one in block.differences]
        progress.posts, progress.last, progress.at = progress.posts + block.posts, block.last, clock().isoformat()
        if block.last is not None:
            _write(home / _FILE, progress)
    (home / _FILE).unlink(missing_ok=True)
    return progress.wrong


def _begun(file: Path, indices: list[str], now: datetime) -> _Progress:
    """What an earlier call came to, if that was lately and of the same *indices*."""
    try:
        said = _Progress(**json.loads(file.read_text(encoding="utf-8")))
        is_fresh = timedelta(0) <= now - datetime.fromisoformat(said.at) <= FRESH
    except (OSError, ValueError, TypeError):  # none, or not ours: begin anew
        is_fresh = False
    if not is_fresh or said.indices != indices:
        return _Progress(indices=indices, at=now.isoformat())
    say(f"goes on where it was stopped: {said.posts:,} posts are compared")
    return said


def _write(file: Path, progress: _Progress) -> None:
    draft = file.with_suffix(".draft")
    draft.write_text(json.dumps(asdict(progress)), encoding="utf-8")
    draft.replace(file)
