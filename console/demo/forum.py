"""The demo forum: a small board on loopback whose posts go on appearing; `python -m console.demo.forum` serves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

from console.demo import pages
from console.demo.story import BOARDS, THREADS, Entry, Topic
from model.clocks import Clock, SystemClock

__all__ = ["DemoForum"]

PORT = 8766


class DemoForum:
    """Serves the story on 127.0.0.1:*port* (0: any free one) while it is entered; *clock* says what has appeared."""

    def __init__(self, *, port: int = PORT, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self._server = _Server(("127.0.0.1", port), partial(_Handler, self))
        self._started_at = self._clock.now()
        self._thread: Thread | None = None

    @property
    def url(self) -> str:
        """Where the board's index stands."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/index.php"

    def __enter__(self) -> DemoForum:
        self._started_at = self._clock.now()
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def answer(self, target: str) -> tuple[HTTPStatus, str]:
        """The page that stands at *target* now."""
        now = self._clock.now()
        parts = urlsplit(target)
        given = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        topics = _shown(now - self._started_at)
        match parts.path:
            case "/" | "/index.php":
                return HTTPStatus.OK, pages.index(topics, now=now)
            case "/forumdisplay.php":
                return HTTPStatus.OK, _board(_number(given.get("fid")), topics, now)
            case "/showthread.php":
                return HTTPStatus.OK, _thread(given, topics, now)
            case "/member.php":
                return HTTPStatus.OK, pages.profile(now=now)
        return HTTPStatus.NOT_FOUND, pages.message("There is no such page.", now=now)

    def now(self) -> datetime:
        """By the forum's clock."""
        return self._clock.now()


Topics = Sequence[tuple[Topic, Sequence[pages.Shown]]]


def _shown(elapsed: timedelta) -> Topics:
    """Every thread with the posts that have appeared, numbered through the whole board by when they were written."""
    written = sorted((entry.at, topic.id, place) for topic in THREADS for place, entry in enumerate(topic.entries))
    numbers = {(topic, place): number for number, (_, topic, place) in enumerate(written, start=1)}
    return [
        (topic, posts)
        for topic in THREADS
        if (
            posts := [
                _worded(numbers[topic.id, place], entry, elapsed)
                for place, entry in enumerate(topic.entries)
                if entry.shown_after <= elapsed
            ]
        )
    ]


def _worded(number: int, entry: Entry, elapsed: timedelta) -> pages.Shown:
    edit = entry.edit
    if edit is None or edit.shown_after > elapsed:
        return number, entry, None
    return number, replace(entry, text=edit.text), edit.at


def _board(board: int, topics: Topics, now: datetime) -> str:
    if board not in BOARDS:
        return pages.message("Invalid forum.", now=now)
    return pages.threads(board, [each for each in topics if each[0].board == board], now=now)


def _thread(given: dict[str, str], topics: Topics, now: datetime) -> str:
    for topic, posts in topics:
        if topic.id == _number(given.get("tid")):
            return pages.thread(topic, posts, _wanted(given, posts), now=now)
    return pages.message("The specified thread does not exist.", now=now)


def _wanted(given: dict[str, str], posts: Sequence[pages.Shown]) -> int:
    if given.get("action") == "lastpost":
        return len(posts)  # past the end, which is the last one
    for place, (number, _, _) in enumerate(posts):
        if number == _number(given.get("pid")):
            return place // pages.PER_PAGE + 1
    return _number(given.get("page"))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else 0


class _Server(ThreadingHTTPServer):
    daemon_threads = True


class _Handler(BaseHTTPRequestHandler):
    """Only reads: what is not GET is answered 501 by the standard library."""

    protocol_version = "HTTP/1.1"
    timeout = 30

    def __init__(self, forum: DemoForum, *args: Any) -> None:
        self._forum = forum
        super().__init__(*args)

    def do_GET(self) -> None:
        status, text = self._forum.answer(self.path)
        body = text.encode()
        self.send_response_only(status)
        self.send_header("Date", format_datetime(self._forum.now(), usegmt=True))
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: standard output is for data, and addresses are not for logs."""


def main() -> None:
    """Serve until interrupted."""
    with DemoForum() as forum:
        print(f"the demo forum is at {forum.url}, Ctrl-C ends it")
        try:
            Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
