"""A recorded board, served again on loopback: same addresses, statuses, headers and dates. It misbehaves on request."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

__all__ = ["MISSING", "Answer", "Asked", "Hook", "Key", "Replay", "answers_of", "key_of", "with_post"]

_OF_THE_HOP = frozenset(["connection", "content-length", "host", "keep-alive", "transfer-encoding", "content-encoding"])
_NEXT_COOKIE = re.compile(r", (?=[\w\[\]%]+=)")  # the recorder joined them; "expires=Mon, 22-Nov" is no next one


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request, as it came."""

    method: str
    target: str
    """Path and query."""
    at: datetime
    times: int
    """How often this very target was asked for before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is sent back."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    delay: timedelta = timedelta(0)
    sent: int | None = None  # None: the whole body; else the connection breaks after so many bytes of it


MISSING = Answer(status=404, body=b"no such page was recorded")

Key = tuple[str, tuple[tuple[str, str], ...]]

Hook = Callable[[Asked, Answer], Answer | None]
"""Changes an answer before it is sent; None leaves it as it was recorded."""


class Replay:
    """Serves the set in *directory* while it is entered.

    *port*: None for the one that its addresses name, 0 for any; addresses in bodies and headers follow it.
    *view* is whose pages are served; what that view has no page for is looked for in the guest's.
    """

    def __init__(
        self, directory: Path, *, port: int | None = None, view: str = "guest", hook: Hook | None = None
    ) -> None:
        entries = _entries(directory)
        parts = urlsplit(entries[0]["url"])
        self.recorded_base = f"{parts.scheme}://{parts.netloc}"
        self.hook, self.requests = hook, list[Asked]()
        self._answers = answers_of(directory, view)
        self.captured_at = datetime.fromisoformat(entries[0]["fetched_at"])
        self._lock, self.closed = Lock(), Event()
        self._server = _Server(("127.0.0.1", parts.port or 0 if port is None else port), partial(_Handler, self))
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        """Where the board stands now, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def targets(self) -> list[str]:
        """Path and query of every request so far."""
        return [asked.target for asked in self.requests]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closed.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def forget(self) -> None:
        """Begin to count requests anew, as for a second visit."""
        with self._lock:
            self.requests.clear()

    def respond(self, method: str, target: str, *, cookies: str, body: bytes) -> Answer:
        """What is sent to a request with these *cookies* and this *body*: nobody is a member here."""
        return self.answer(method, target)

    def answer(self, method: str, target: str) -> Answer:
        """What is sent to this request, which is noted."""
        with self._lock:
            asked = Asked(method=method, target=target, at=datetime.now(UTC), times=self.targets.count(target))
            self.requests.append(asked)
        recorded = self._moved(self._answers.get(key_of(target), MISSING))
        if method not in ("GET", "HEAD"):
            return Answer(status=405)
        return (self.hook(asked, recorded) if self.hook else None) or recorded

    def _moved(self, answer: Answer) -> Answer:
        if self.url == self.recorded_base:
            return answer
        old, new = self.recorded_base, self.url
        headers = tuple((name, value.replace(old, new)) for name, value in answer.headers)
        return replace(answer, headers=headers, body=answer.body.replace(old.encode(), new.encode()))


def with_post(answer: Answer, *, id: str, author: str, date: str, text: str, n: int) -> Answer:  # noqa: A002
    """The recorded page of a MyBB thread with one more post at its end."""
    tid = re.search(rb"showthread\.php\?mode=threaded&amp;tid=(\d+)", answer.body)
    link = f"showthread.php?tid={tid.group(1).decode() if tid else ''}&amp;pid={id}#pid{id}"
    post = f"""
<div class="post" id="post_{id}">
<div class="post_author"><div class="author_information">
<strong><span class="largetext">{author}</span></strong></div></div>
<div class="post_content"><div class="post_head">
<div class="float_right"><strong><a href="{link}">#{n}</a></strong></div>
<span class="post_date">{date} <span class="post_edit" id="edited_by_{id}"></span></span></div>
<div class="post_body scaleimages" id="pid_{id}">{text}</div></div></div>
"""
    last = answer.body.rfind(b"<!-- end: postbit -->")
    return replace(answer, body=answer.body[:last] + post.encode() + answer.body[last:])


def key_of(target: str) -> Key:
    """The same page, in whatever order its query is asked for."""
    parts = urlsplit(target)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    return parts.path, tuple(sorted(pairs)) if pairs else ((parts.query, ""),)


def answers_of(directory: Path, view: str) -> dict[Key, Answer]:
    """What was recorded of *view*, and the guest's pages where it has none, by key."""
    found = {key_of(_target(each["url"])): _recorded(directory, each) for each in _of_view(_entries(directory), view)}
    found.setdefault(key_of("/"), found.get(key_of("/index.php"), MISSING))
    return found


def _entries(directory: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (directory / "index.jsonl").read_text().splitlines() if line]


def _of_view(entries: list[dict[str, Any]], view: str) -> list[dict[str, Any]]:
    """Later ones win: the guest's first, then those of *view*; of one view the first answer stays."""
    guest = [each for each in reversed(entries) if each["view"] == "guest"]
    return guest + ([each for each in reversed(entries) if each["view"] == view] if view != "guest" else [])


def _recorded(directory: Path, entry: dict[str, Any]) -> Answer:
    headers: list[tuple[str, str]] = []
    for name, value in entry["headers"]:
        if name.lower() == "set-cookie":
            headers.extend((name, cookie) for cookie in _NEXT_COOKIE.split(value))
        elif name.lower() not in _OF_THE_HOP:
            headers.append((name, value))
    body = (directory / entry["file"]).read_bytes() if entry["file"] else b""
    return Answer(status=entry["status"], headers=tuple(headers), body=body)


def _target(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


class _Server(ThreadingHTTPServer):
    daemon_threads = True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def __init__(self, replay: Replay, *args: Any) -> None:
        self._replay = replay
        super().__init__(*args)

    def _serve(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 1 << 20))
        cookies = self.headers.get("Cookie") or ""
        answer = self._replay.respond(self.command, self.path, cookies=cookies, body=body)
        if answer.delay:
            self._replay.closed.wait(answer.delay.total_seconds())
        try:
            self._send(answer)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # whoever asked has gone

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

    def _send(self, answer: Answer) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        self.wfile.write(answer.body[: answer.sent])
        if answer.sent is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing: the tests read `Replay.requests`."""
