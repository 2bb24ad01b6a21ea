"""The embedded index: our analysis makes the words, SQLite's FTS5 finds them; written with what they are of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update

from model.cases import PostView
from model.identities import PostKey
from model.ports import Analysis
from model.queries import Key
from storage.columns import storable
from storage.database import batches
from storage.entries import Entry, entry
from storage.numbers import number
from storage.schema import embedded_index, entries, post_words, posts
from storage.views import views

__all__ = ["EVERY", "SAMPLE", "count_words", "scour", "tag", "write_words"]

EVERY = "kept"
"""The tag of every post."""
SAMPLE = "sample"
"""The tag of posts with rows of data in them."""

_FEW = 5_000  # entries that are scoured at once; more of them only when one in a hundred is stale


def write_words(connection: Connection, rows: Iterable[int], analysis: Analysis) -> None:
    """Let each kept post of *rows* be found by what it says now, and by nothing else."""
    for batch in batches(rows):
        keys = _keys(connection, batch)
        known = {row.post: row for row in connection.execute(select(entries).where(entries.c.post.in_(batch)))}
        written = [_row(view, keys[view.key], analysis) for view in views(connection, batch)]
        changed = [one for one in written if _digest(known, one["post"]) != one["digest"]]
        _forget(connection, [known[one["post"]].number for one in changed if one["post"] in known])
        _write(connection, changed)


def scour(connection: Connection, *, at_once: bool = False) -> bool:
    """Let nothing of replaced words be left in the index; says whether there was a need.

    FTS5 only notes that a word is gone, until all its parts are merged, which takes the longer the more there is:
    unless *at_once*, a large index waits for some more.
    """
    stale = connection.execute(select(embedded_index.c.stale)).scalar_one()
    if not stale or not (at_once or _is_due(stale, count_words(connection))):
        return False
    connection.execute(text("INSERT INTO post_words(post_words) VALUES ('optimize')"))
    connection.execute(update(embedded_index).values(stale=0))
    return True


def count_words(connection: Connection) -> int:
    """How many posts can be found."""
    return connection.execute(select(func.count()).select_from(entries)).scalar_one()


def tag(key: Key, value: str) -> str:
    """The word that says of a post that *key* is *value*."""
    return f"{key.value}={quote(storable(value.casefold()), safe='')}"


def _is_due(stale: int, found: int) -> bool:
    return found <= _FEW or stale * 100 >= found


def _keys(connection: Connection, batch: Iterable[int]) -> dict[PostKey, int]:
    return {
        PostKey(row.key): row.id
        for row in connection.execute(select(posts.c.key, posts.c.id).where(posts.c.id.in_(batch)))
    }


def _digest(known: dict[int, Any], post: int) -> str | None:
    return known[post].digest if post in known else None


def _row(view: PostView, post: int, analysis: Analysis) -> dict[str, Any]:
    this, said = entry(view, analysis), view.assessment
    row: dict[str, Any] = {
        "number": number(this.at, this.key),
        "post": post,
        "source": view.source,
        "intent": None if said is None else said.intent.value,
        "level": None if said is None else said.level.value,
        "lang": None if said is None else said.lang,
        "watches": json.dumps(view.watches),
        "signatures": json.dumps(view.signatures),
    } | _words(this)
    return row | {"digest": blake2b(json.dumps(row).encode(), digest_size=12).hexdigest()}


def _words(this: Entry) -> dict[str, str]:
    spoken = {"title": this.title, "text": this.text, "author": this.author}
    words = {name: " ".join(one.words) for name, one in spoken.items()}
    stems = {f"{name}_stems": " ".join(one.stems) for name, one in spoken.items()}
    return words | stems | {"board": " ".join(this.board.words), "tags": " ".join(_tags(this))}


def _tags(this: Entry) -> Iterator[str]:
    yield EVERY
    for key, value in this.values:
        yield tag(key, value)
    if this.has_sample:
        yield SAMPLE


def _forget(connection: Connection, numbers: list[int]) -> None:
    if numbers:
        connection.execute(delete(entries).where(entries.c.number.in_(numbers)))
        connection.execute(delete(post_words).where(post_words.c.rowid.in_(numbers)))
        connection.execute(update(embedded_index).values(stale=embedded_index.c.stale + len(numbers)))


def _write(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    taken = select(entries.c.number).where(entries.c.number == bindparam("wanted"))
    mine: set[int] = set()
    for row in rows:
        while row["number"] in mine or connection.execute(taken, {"wanted": row["number"]}).first():
            row["number"] -= 1
        mine.add(row["number"])
    connection.execute(insert(entries), [{column.name: row[column.name] for column in entries.c} for row in rows])
    connection.execute(
        insert(post_words), [{"rowid": row["number"]} | {name: row[name] for name in _COLUMNS} for row in rows]
    )


_COLUMNS = tuple(column.name for column in post_words.c if column.name not in ("rowid", "post_words"))
