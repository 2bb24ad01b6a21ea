"""The embedded index: our analysis makes the words, SQLite's FTS5 finds them; written with what they are of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from urllib.parse import quote
from zlib import compress, decompress

from sqlalchemy import Connection, delete, func, insert, select, update

from model.cases import PostView
from model.identities import PostKey
from model.ports import Analysis
from model.queries import Key
from storage.answers import FACETS, labels
from storage.columns import storable
from storage.database import batches
from storage.entries import Entry, entry
from storage.numbers import number
from storage.schema import embedded_index, entries, entry_words, post_words, posts
from storage.views import views

__all__ = ["EVERY", "SAMPLE", "count_words", "forget_words", "tag", "write_words"]

EVERY = "kept"
"""The tag of every post."""
SAMPLE = "sample"
"""The tag of posts with rows of data in them."""


def write_words(connection: Connection, rows: Iterable[int], analysis: Analysis) -> None:
    """Let each kept post of *rows* be found by what it says now, and by nothing else."""
    for batch in batches(rows):
        keys = _keys(connection, batch)
        known = {row.post: row for row in connection.execute(select(entries).where(entries.c.post.in_(batch)))}
        written = [_row(view, keys[view.key], analysis) for view in views(connection, batch)]
        changed = [one for one in written if _digest(known, one["post"]) != one["digest"]]
        forget_words(connection, [known[one["post"]].number for one in changed if one["post"] in known])
        _write(connection, changed)


def count_words(connection: Connection) -> int:
    """How many posts can be found."""
    return connection.execute(select(func.count()).select_from(entries)).scalar_one()


@lru_cache(maxsize=4096)
def tag(key: Key, value: str) -> str:
    """The word that says of a post that *key* is *value*."""
    return f"{key.value}={quote(storable(value.casefold()), safe='')}"


def _keys(connection: Connection, batch: Iterable[int]) -> dict[PostKey, int]:
    return {
        PostKey(row.key): row.id
        for row in connection.execute(select(posts.c.key, posts.c.id).where(posts.c.id.in_(batch)))
    }


def _digest(known: dict[int, Any], post: int) -> str | None:
    return known[post].digest if post in known else None


def _row(view: PostView, post: int, analysis: Analysis) -> dict[str, Any]:
    this = entry(view, analysis)
    row: dict[str, Any] = {"number": number(this.at, this.key), "post": post} | dict(
        zip(FACETS, labels(view), strict=True)
    )
    words = _words(this)
    packed = _pack(words)
    digest = blake2b(repr((*row.values(), packed)).encode(), digest_size=12).hexdigest()
    return row | {"words": words, "packed": packed, "digest": digest}


def _words(this: Entry) -> list[str]:
    """What FTS5 holds, in the order of its columns."""
    spoken = (this.title, this.text, this.author)
    columns = [*(one.words for one in spoken), *(one.stems for one in spoken), this.board.words, _tags(this)]
    return list(map(" ".join, columns))


def _tags(this: Entry) -> Iterator[str]:
    yield EVERY
    for key, value in this.values:
        yield tag(key, value)
    if this.has_sample:
        yield SAMPLE


def forget_words(connection: Connection, numbers: Collection[int]) -> None:
    """Let the entries of these *numbers* be found no more; scour later, so that no byte of them is left."""
    if not numbers:
        return
    held = connection.execute(select(entry_words).where(entry_words.c.number.in_(numbers))).all()
    told = [{"rowid": row.number, **_columns(_unpack(row.packed)), "post_words": "delete"} for row in held]
    if told:
        connection.execute(insert(post_words), told)
    for table in (entries, entry_words):
        connection.execute(delete(table).where(table.c.number.in_(numbers)))
    connection.execute(update(embedded_index).values(stale=embedded_index.c.stale + len(numbers)))


def _write(connection: Connection, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    taken = _taken(connection, [row["number"] for row in rows])
    for row in rows:
        while row["number"] in taken:  # hardly ever
            row["number"] -= 1
            taken |= _taken(connection, [row["number"]])
        taken.add(row["number"])
    connection.execute(insert(entries), [{column.name: row[column.name] for column in entries.c} for row in rows])
    connection.execute(insert(entry_words), [{"number": row["number"], "packed": row["packed"]} for row in rows])
    connection.execute(insert(post_words), [{"rowid": row["number"], **_columns(row["words"])} for row in rows])


def _taken(connection: Connection, numbers: Collection[int]) -> set[int]:
    """Those of *numbers* that entries have."""
    return set(connection.execute(select(entries.c.number).where(entries.c.number.in_(numbers))).scalars())


def _pack(words: Sequence[str]) -> bytes:
    return compress("\n".join(words).encode(), level=3)


def _unpack(packed: bytes) -> Sequence[str]:
    return decompress(packed).decode().split("\n")


def _columns(words: Sequence[str]) -> dict[str, str]:
    return dict(zip(_COLUMNS, words, strict=True))


_COLUMNS = tuple(column.name for column in post_words.c if column.name not in ("rowid", "post_words"))
