"""Nouns that the tests of visits are made of; every name and word in them is invented."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from crawler.reading import Fetched, Reading
from model.identities import Fingerprint, SourceId, ThreadId
from model.posts import Post, Quote, Thread, ThreadRow
from model.sources import Source
from model.visits import Errand, ErrandKind, Find, Listing, PageClass, Purpose, ThreadMark

__all__ = [
    "BOARD",
    "HOST",
    "NOON",
    "PRINTS",
    "SOURCE",
    "Prints",
    "errand",
    "fetched",
    "list_page",
    "mark",
    "post",
    "row",
    "thread",
    "thread_page",
    "thread_url",
]

NOON = datetime(2024, 2, 8, 12, 0, tzinfo=UTC)
HOST = "http://board.example"
BOARD = f"{HOST}/forumdisplay.php?fid=2"
SOURCE = Source(id=SourceId("harbour"), url=f"{HOST}/index.php", delay=timedelta(0))


class Prints:
    """Fingerprints with a key that everybody knows."""

    def fingerprint(self, text: str) -> Fingerprint:
        return Fingerprint(sha256(text.encode()).hexdigest())


PRINTS = Prints()


def thread_url(thread: str) -> str:
    """Where the first page of *thread* is."""
    return f"{HOST}/showthread.php?tid={thread}"


def errand(
    url: str = BOARD,
    kind: ErrandKind = ErrandKind.LIST,
    *,
    rank: float = 1.0,
    page: int = 1,
    tries: int = 0,
    purpose: Purpose = Purpose.NEWS,
) -> Errand:
    """An errand that was taken."""
    find = Find(url=url, kind=kind, rank=rank, page=page, purpose=purpose)
    return Errand(id=7, source=SOURCE.id, find=find, tries=tries)


def row(
    thread: str,
    *,
    replies: int | None = 3,
    at: datetime | None = NOON,
    by: str | None = "tofu",
    url: str | None = None,
    title: str = "a thread",
    is_sticky: bool = False,
    is_moved: bool = False,
) -> ThreadRow:
    """A thread in a list."""
    return ThreadRow(
        id=ThreadId(thread),
        title=title,
        url=url or thread_url(thread),
        replies=replies,
        last_post_at=at,
        last_author=by,
        is_sticky=is_sticky,
        is_moved=is_moved,
    )


def mark(
    thread: str = "1",
    *,
    replies: int | None = 3,
    at: datetime | None = NOON,
    by: str | None = "tofu",
    posts: int = 4,
    per_page: int | None = None,
    last_page: int = 1,
    is_kept: bool = False,
    has_match: bool = False,
    is_listed: bool = True,
) -> ThreadMark:
    """What is remembered of a thread that was listed so."""
    author = PRINTS.fingerprint(by) if by else None
    return ThreadMark(
        id=ThreadId(thread),
        listing=Listing(replies=replies, last_post_at=at, last_author=author) if is_listed else None,
        posts=posts,
        per_page=per_page,
        last_page=last_page,
        is_kept=is_kept,
        has_match=has_match,
    )


def list_page(
    *rows: ThreadRow, page: int = 1, next_url: str | None = None, boards: tuple[str, ...] = (), url: str = BOARD
) -> Reading:
    """A list as it was read."""
    return Reading(
        url=url, engine="mybb", page_class=PageClass.LIST, rows=rows, page=page, next=next_url, boards=boards
    )


def thread(name: str = "1", *, title: str = "a thread", replies: int | None = None) -> Thread:
    """A thread as its pages show it."""
    return Thread(
        source=SOURCE.id,
        id=ThreadId(name),
        title=title,
        url=thread_url(name),
        board="Databases",
        author="tofu",
        created_at=NOON,
        replies=replies,
    )


def post(
    n: int | None,
    text: str = "words",
    *,
    of: str = "1",
    name: str | None = None,
    author: str = "tofu",
    at: datetime | None = NOON,
    quotes: tuple[Quote, ...] = (),
    raw: str | None = None,
) -> Post:
    """A post of a thread."""
    return Post(
        source=SOURCE.id,
        thread=ThreadId(of),
        id=name or str(n),
        author=author,
        text=text,
        quotes=quotes,
        n=n,
        posted_at=at,
        posted_raw=raw,
        permalink=f"{thread_url(of)}&pid={n}",
        seen_at=NOON,
    )


def thread_page(
    *posts: Post, page: int = 1, next_url: str | None = None, title: str = "a thread", replies: int | None = None
) -> Reading:
    """A page of thread 1 as it was read."""
    return Reading(
        url=thread_url("1"),
        engine="mybb",
        page_class=PageClass.THREAD,
        thread=thread(title=title, replies=replies),
        posts=posts,
        page=page,
        next=next_url,
    )


def fetched(
    status: int = 200, body: bytes = b"<html></html>", headers: tuple[tuple[str, str], ...] = (), url: str = BOARD
) -> Fetched:
    """A page as it came."""
    return Fetched(url=url, status=status, headers=headers, body=body, fetched_at=NOON)
