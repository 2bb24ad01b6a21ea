"""Pages written by hand after published templates, and how they are read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from crawler.pages import read
from crawler.reading import Fetched, Locale, Reading
from model.identities import SourceId
from model.posts import Post, ThreadRow

__all__ = ["FIXTURES", "PAGES", "of_post", "of_row", "reading", "utc"]

FIXTURES = Path(__file__).resolve().parent / "fixtures"
SENT = datetime(2024, 2, 11, 9, 0, 20, tzinfo=UTC)
PAGES = {
    "phpbb/prosilver-30.html": "https://phpbb.example/viewtopic.php?f=7&t=42&start=15",
    "phpbb/prosilver-33.html": "https://phpbb.example/viewtopic.php?t=42",
    "phpbb/subsilver-thread.html": "https://phpbb.example/viewtopic.php?f=7&t=42&start=15",
    "phpbb/subsilver-list.html": "https://phpbb.example/viewforum.php?f=7",
    "punbb/thread.html": "https://board.example/topic/42/cherche-un-vieux-fichier/page/2/",
    "punbb/list.html": "https://board.example/viewforum.php?id=4",
    "smf/thread-20.html": "https://smf.example/index.php?topic=77.0",
    "smf/thread-21.html": "https://smf.example/index.php?topic=42.20",
    "smf/list-20.html": "https://smf.example/index.php?board=4.0",
    "smf/list-21.html": "https://smf.example/index.php?board=4.0",
    "xenforo/thread.html": "https://kai.example/threads/alte-datei.4711/page-2",
    "xenforo/list.html": "https://quay.example/forums/databases.7/",
    "nodebb/thread.html": "https://nodebb.example/topic/42/archivo-antiguo",
    "nodebb/list.html": "https://nodebb.example/category/4/databases",
    "nodebb/thread.json": "https://nodebb.example/api/topic/42/archivo-antiguo?page=2",
    "nodebb/list.json": "https://nodebb.example/api/category/4/databases",
    "discourse/thread.html": "https://locks.example/t/old-file/42",
    "discourse/list.html": "https://locks.example/c/databases/4",
    "discourse/thread.json": "https://locks.example/t/old-file/42.json?page=2",
    "discourse/list.json": "https://locks.example/latest.json",
}


def reading(name: str, *, url: str | None = None, body: bytes | None = None, engine: str | None = None) -> Reading:
    """What the fixture *name* says; *url* and *body* stand in for its own."""
    content = body if body is not None else (FIXTURES / name).read_bytes()
    fetched = Fetched(url=url or PAGES[name], body=content, fetched_at=SENT)
    return read(fetched, source=SourceId("quay"), engine=engine, locale=Locale())


def utc(month: int, day: int, hour: int, minute: int, second: int = 0, micro: int = 0) -> datetime:
    """A moment of 2024."""
    return datetime(2024, month, day, hour, minute, second, micro, tzinfo=UTC)


def of_post(post: Post) -> tuple[object, ...]:
    """What identifies a post and says when it was written, changed and where."""
    return (post.id, post.n, post.author, post.posted_at, post.edited_at, post.permalink)


def of_row(row: ThreadRow) -> tuple[object, ...]:
    """What a list says of a thread."""
    return (row.id, row.title, row.url, row.author, row.replies, row.last_post_at, row.is_sticky, row.is_moved)
