"""What one page, or a file of them, says, as JSON: `vigie extract`. It answers and keeps nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict

from crawler.pages import read
from crawler.reading import Fetched, Locale, Reading
from model.errors import BadInput
from model.identities import SourceId
from model.posts import Post, Thread, ThreadRow

__all__ = ["Extract", "ExtractPost", "ExtractRow", "ExtractThread", "extract", "extract_index"]

_SOURCE = SourceId("extract")


class ExtractThread(TypedDict):
    """A thread, as its page shows it."""

    id: str
    title: str
    url: str
    author: str | None
    created_at: str | None
    replies: int | None


class ExtractPost(TypedDict):
    """A post; *text* is without quotes and signature."""

    id: str
    author: str
    posted_at: str | None
    text: str
    permalink: str
    edited_at: str | None


class ExtractRow(TypedDict):
    """A row of a list."""

    id: str
    title: str
    url: str
    author: str | None
    replies: int | None
    last_post_at: str | None


class Extract(TypedDict, total=False):
    """One page; `view` only where an index said which."""

    url: str
    engine: str | None
    page_class: str
    board: str | None
    thread: ExtractThread | None
    posts: list[ExtractPost]
    threads: list[ExtractRow]
    next: str | None
    view: str


def extract(
    body: bytes,
    *,
    url: str,
    seen_at: datetime,
    zone: str | None = None,
    charset: str | None = None,
    headers: Iterable[tuple[str, str]] = (),
    status: int = 200,
) -> Extract:
    """What *body* says, as it came from *url* at *seen_at*; *zone* counts where the page shows no clock of its own."""
    fetched = Fetched(
        url=url, status=status, headers=tuple(headers), body=body, fetched_at=seen_at, charset=charset or None
    )
    return _told(read(fetched, source=_SOURCE, engine=None, locale=Locale(zone=zone)))


def extract_index(index: Path, *, zone: str | None = None, charset: str | None = None) -> Iterator[Extract]:
    """One answer per line of *index*, in its order; bodies are looked for beside it, and one that is missing is empty.

    Raises `BadInput` when the index itself cannot be read.
    """
    for number, line in enumerate(_lines(index), start=1):
        entry = _entry(index, number, line)
        answer = extract(
            _body(index, entry),
            url=str(entry.get("url") or ""),
            seen_at=_moment(entry.get("fetched_at")),
            zone=zone,
            charset=charset,
            headers=_headers(entry),
            status=_status(entry),
        )
        if "view" in entry:
            answer["view"] = str(entry["view"])
        yield answer


def _lines(index: Path) -> list[str]:
    try:
        return [line for line in index.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{index}: the index cannot be read: {type(error).__name__}") from error


def _entry(index: Path, number: int, line: str) -> dict[str, object]:
    try:
        entry = json.loads(line)
    except ValueError as error:
        raise BadInput(f"{index}:{number}: not a line of JSON") from error
    if not isinstance(entry, dict):
        raise BadInput(f"{index}:{number}: not a JSON object")
    return entry


def _body(index: Path, entry: dict[str, object]) -> bytes:
    name = entry.get("file")
    if not isinstance(name, str) or not name:
        return b""
    path = (index.parent / name).resolve()
    if not path.is_relative_to(index.parent.resolve()):
        return b""  # an index names what lies beside it, and nothing else of this machine
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _headers(entry: dict[str, object]) -> list[tuple[str, str]]:
    pairs = entry.get("headers")
    if isinstance(pairs, dict):
        pairs = list(pairs.items())
    found = [(str(pair[0]), str(pair[1])) for pair in pairs or [] if len(pair) == 2] if isinstance(pairs, list) else []
    if not any(name.lower() == "content-type" for name, _ in found) and entry.get("content_type"):
        found.append(("content-type", str(entry["content_type"])))
    return found


def _status(entry: dict[str, object]) -> int:
    status = entry.get("status")
    return status if isinstance(status, int) else 200


def _moment(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return datetime.now(UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _told(reading: Reading) -> Extract:
    return {
        "url": reading.url,
        "engine": reading.engine,
        "page_class": reading.page_class.value,
        "board": reading.board,
        "thread": _thread(reading.thread) if reading.thread else None,
        "posts": [_post(post) for post in reading.posts],
        "threads": [_row(row) for row in reading.rows],
        "next": reading.next,
    }


def _thread(thread: Thread) -> ExtractThread:
    return {
        "id": thread.id,
        "title": thread.title,
        "url": thread.url,
        "author": thread.author,
        "created_at": _iso(thread.created_at),
        "replies": thread.replies,
    }


def _post(post: Post) -> ExtractPost:
    return {
        "id": post.id,
        "author": post.author,
        "posted_at": _iso(post.posted_at),
        "text": post.text,
        "permalink": post.permalink,
        "edited_at": _iso(post.edited_at),
    }


def _row(row: ThreadRow) -> ExtractRow:
    return {
        "id": row.id,
        "title": row.title,
        "url": row.url,
        "author": row.author,
        "replies": row.replies,
        "last_post_at": _iso(row.last_post_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
