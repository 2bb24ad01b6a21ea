"""A small board in MyBB's shape that grows, forgets and misbehaves as a test tells it; loopback only."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

__all__ = ["Answer", "Board", "BoardServer", "Said", "Talk", "serving"]

T = TypeVar("T")
EPOCH = datetime(2024, 2, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the board sends."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""
    length: int | None = None  # None: as long as the body is
    raw: bytes | None = None  # None: made of the above; else all that goes over the wire


@dataclass(slots=True, kw_only=True)
class Said:
    """One post."""

    pid: int
    author: str
    text: str
    at: datetime


@dataclass(slots=True, kw_only=True)
class Talk:
    """One thread."""

    tid: int
    fid: int
    title: str
    posts: list[Said] = field(default_factory=list)
    is_sticky: bool = False
    is_walled: bool = False


class Board:
    """Threads in boards, and the pages that show them."""

    def __init__(self, *, now: datetime, per_list: int = 5, per_page: int = 4) -> None:
        self.now, self.per_list, self.per_page = now, per_list, per_page
        self.talks: dict[int, Talk] = {}
        self.names: dict[int, str] = {}
        self.walled: set[int] = set()
        self.odd: dict[str, Answer | Callable[[Answer], Answer]] = {}
        """What is sent for a path and query, or made of what would be."""
        self._pid = 0

    def board(self, name: str, *, is_walled: bool = False) -> int:
        """Open a board; its number."""
        fid = len(self.names) + 2
        self.names[fid] = name
        if is_walled:
            self.walled.add(fid)
        return fid

    def talk(self, fid: int, title: str, *texts: str, at: datetime | None = None, is_sticky: bool = False) -> Talk:
        """Begin a thread; its first post and the replies are a minute apart."""
        tid = len(self.talks) + 1
        self.talks[tid] = Talk(tid=tid, fid=fid, title=title, is_sticky=is_sticky)
        begin = at or EPOCH + timedelta(hours=tid)
        for n, text in enumerate(texts):
            self.reply(tid, text, author=f"member{n % 3}", at=begin + timedelta(minutes=n))
        return self.talks[tid]

    def reply(self, tid: int, text: str, *, author: str = "tofu", at: datetime | None = None) -> Said:
        """Add a post to a thread."""
        self._pid += 1
        said = Said(pid=self._pid, author=author, text=text, at=at or self.now)
        self.talks[tid].posts.append(said)
        return said

    def answer(self, path: str) -> Answer:
        """What is sent for *path*, with its query."""
        odd = self.odd.get(path)
        if isinstance(odd, Answer):
            return odd
        usual = self._usual(path)
        return odd(usual) if odd else usual

    def _usual(self, path: str) -> Answer:
        parts = urlsplit(path)
        query = {name: int(value) for name, value in parse_qsl(parts.query) if value.isdecimal()}
        match parts.path:
            case "/index.php":
                return self._page("Harbour", self._index())
            case "/forumdisplay.php" if query.get("fid") in self.walled:
                return self._page("wall", _WALL)
            case "/forumdisplay.php" if query.get("fid") in self.names:
                return self._page(self.names[query["fid"]], self._list(query["fid"], query.get("page", 1)))
            case "/showthread.php" if query.get("tid") in self.talks:
                talk = self.talks[query["tid"]]
                return self._page(talk.title, _WALL if talk.is_walled else self._thread(talk, query.get("page", 1)))
            case "/showthread.php":
                return self._page("gone", _GONE)
        return Answer(status=404, body=_FRAME.format(title="404", clock="", content="nothing here"))

    def _page(self, title: str, content: str) -> Answer:
        clock = f'<span id="current_time"><strong>Current time:</strong> {_shown(self.now)}</span>'
        headers = (("Content-Type", "text/html; charset=UTF-8"), ("Date", format_datetime(self.now, usegmt=True)))
        return Answer(headers=headers, body=_FRAME.format(title=escape(title), clock=clock, content=content))

    def _index(self) -> str:
        rows = "".join(_BOARD_ROW.format(fid=fid, name=escape(name)) for fid, name in self.names.items())
        return f'<table class="tborder"><tr><td class="thead">Harbour</td></tr>{rows}</table>'

    def _list(self, fid: int, page: int) -> str:
        talks = [talk for talk in self.talks.values() if talk.fid == fid]
        talks.sort(key=lambda talk: (talk.is_sticky, talk.posts[-1].at, talk.tid), reverse=True)
        shown, numbers = _cut(talks, page, self.per_list)
        rows = "".join(self._row(talk) for talk in shown)
        turn = _pagination(f"forumdisplay.php?fid={fid}", numbers, page)
        return f'{turn}<table class="tborder"><tr><td class="thead">threads</td></tr>{rows}</table>{turn}'

    def _row(self, talk: Talk) -> str:
        last = talk.posts[-1]
        return _THREAD_ROW.format(
            kind="forumdisplay_sticky" if talk.is_sticky else "forumdisplay_regular",
            tid=talk.tid,
            title=escape(talk.title),
            author=escape(talk.posts[0].author),
            replies=len(talk.posts) - 1,
            at=_shown(last.at),
            by=escape(last.author),
        )

    def _thread(self, talk: Talk, page: int) -> str:
        shown, numbers = _cut(talk.posts, page, self.per_page)
        page = min(page, numbers)
        first = (page - 1) * self.per_page + 1
        posts = "".join(self._post(talk, said, first + n) for n, said in enumerate(shown))
        turn = _pagination(f"showthread.php?tid={talk.tid}", numbers, page)
        crumb = f'<div class="navigation"><a href="forumdisplay.php?fid={talk.fid}">{self.names[talk.fid]}</a>'
        return f'{crumb}<span class="active">{escape(talk.title)}</span></div>{turn}<div id="posts">{posts}</div>'

    def _post(self, talk: Talk, said: Said, n: int) -> str:
        return _POST.format(
            pid=said.pid,
            tid=talk.tid,
            n=n,
            author=escape(said.author),
            at=_shown(said.at),
            text=escape(said.text).replace("\n", "<br>"),
        )


class BoardServer(ThreadingHTTPServer):
    """Serves a board, and remembers what it was asked for."""

    daemon_threads = True

    def __init__(self, board: Board) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.board = board
        self.asked: list[str] = []
        self.before: Callable[[str], None] = lambda path: None
        """Called before each answer; may block."""

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def forget(self) -> None:
        """Begin a new list of what is asked for."""
        self.asked = []


@contextmanager
def serving(board: Board) -> Iterator[BoardServer]:
    """A server of *board*, as long as the block lasts."""
    server = BoardServer(board)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: BoardServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.before(self.path)
        answer = self.server.board.answer(self.path)
        if answer.raw is not None:
            self._send_raw(answer.raw)
            return
        body = answer.body.encode()
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if answer.length is None else answer.length))
        with suppress(ConnectionError):  # who asked waits no more
            self.end_headers()
            self.wfile.write(body)
        self.close_connection = answer.length is not None

    def _send_raw(self, raw: bytes) -> None:
        self.close_connection = True
        with suppress(OSError):  # who asked has seen enough
            self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's word
        """Say nothing."""


def _cut(items: list[T], page: int, size: int) -> tuple[list[T], int]:
    pages = max(1, -(-len(items) // size))
    page = min(page, pages)
    return items[(page - 1) * size : page * size], pages


def _shown(moment: datetime) -> str:
    return moment.strftime("%m-%d-%Y, %I:%M %p")


def _pagination(url: str, pages: int, page: int) -> str:
    if pages == 1:
        return ""
    page = min(page, pages)
    links = "".join(
        f'<span class="pagination_current">{n}</span>'
        if n == page
        else f'<a href="{url}{f"&amp;page={n}" if n > 1 else ""}" class="pagination_page">{n}</a>'
        for n in range(1, pages + 1)
    )
    following = f'<a href="{url}&amp;page={page + 1}" class="pagination_next">Next</a>' if page < pages else ""
    return f'<div class="pagination"><span class="pages">Pages ({pages}):</span>{links}{following}</div>'


_FRAME = """<!DOCTYPE html>
<html><head><title>{title}</title><script src="jscripts/general.js?ver=1821"></script>
<script>var my_post_key = "0";</script></head>
<body><div id="container"><div id="content">{content}</div>
<div id="footer"><a href="https://mybb.com">MyBB</a>{clock}</div></div></body></html>
"""
_BOARD_ROW = """<tr><td class="trow1"><span class="forum_status forum_off"></span></td>
<td class="trow1"><strong><a href="forumdisplay.php?fid={fid}">{name}</a></strong></td></tr>"""
_THREAD_ROW = """<tr class="inline_row"><td class="trow1 {kind}"><span class="thread_status"></span></td>
<td class="trow1 {kind}"><span class="subject_new" id="tid_{tid}"><a href="showthread.php?tid={tid}">{title}</a></span>
<div class="author smalltext"><a href="member.php?action=profile&amp;uid=1">{author}</a></div></td>
<td class="trow1 {kind}"><a href="misc.php?action=whoposted&amp;tid={tid}">{replies}</a></td>
<td class="trow1 {kind}"><span class="lastpost smalltext">{at}<br>
<a href="showthread.php?tid={tid}&amp;action=lastpost">Last Post</a>:
<a href="member.php?action=profile&amp;uid=1">{by}</a></span></td></tr>"""
_POST = """<div class="post" id="post_{pid}"><div class="post_author"><div class="author_information">
<strong><span class="largetext"><a href="member.php?action=profile&amp;uid=1">{author}</a></span></strong></div></div>
<div class="post_content"><div class="post_head">
<a href="showthread.php?tid={tid}&amp;pid={pid}#pid{pid}">#{n}</a><span class="post_date">{at}</span></div>
<div class="post_body scaleimages" id="pid_{pid}">{text}</div></div></div>"""
_WALL = """<form action="member.php" method="post"><table class="tborder"><tr><td class="trow1">You are either not
logged in or do not have permission to view this page.<input type="password" name="quick_password"></td></tr></table>
</form>"""
_GONE = """<table class="tborder"><tr><td class="thead">Harbour</td></tr><tr><td class="trow1">The specified thread does
not exist.</td></tr></table>"""
