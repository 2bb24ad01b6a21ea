"""A small, strict Bot API on loopback: it refuses what Telegram refuses, and misbehaves on request.

`python -m tests.servers.telegram --port 0 --log FILE` prints its address and appends every message that it takes to
FILE, as a line of JSON.
"""

from __future__ import annotations

import argparse
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit

__all__ = ["CHAT", "TOKEN", "BotApi", "Taken", "main"]

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
CHAT = "-1001234567890"
TEXT = 4096  # UTF-16 code units after entity parsing
ENTITIES = 100
ENTITY_TYPES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "code", "pre"})
REASONS = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 429: "Too Many Requests"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A message that the server took."""

    message_id: int
    chat_id: str
    at: float
    text: str
    entities: list[dict[str, Any]]
    reply_to: int | None  # None: no answer, or the message answered is gone
    parameters: dict[str, Any] = field(repr=False)


class _Refusal(Exception):
    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, f"{REASONS[code]}: {description}", parameters


class BotApi:
    """The server; a context manager. `answers` is what the next messages meet, before it goes back to behaving.

    `429:2` asks to wait two seconds, `500` (any code) fails, `400:words` refuses with *words*, `drop` closes the
    connection before the message is taken, `lose` after it, `late:1` takes it and answers a second later, `html`
    answers with a page, `migrate:-100…` says that the group became a supergroup.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        token: str = TOKEN,
        chats: Iterable[str] = (CHAT,),
        kicked: Iterable[str] = (),
        log: Path | None = None,
        answers: Iterable[str] = (),
    ) -> None:
        self.token, self.chats, self.kicked = token, set(chats), set(kicked)
        self.answers = deque(answers)
        self.taken: list[Taken] = []
        self.refused: list[str] = []
        self.early = 0
        self.proxied = 0
        self._log = log
        self._lock = threading.Condition()
        self._quiet_until = 0.0
        self._ending = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def address(self) -> str:
        """What to give as `api` in settings."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def texts(self) -> list[str]:
        """The words of all messages taken, in order."""
        return [message.text for message in self.taken]

    def __enter__(self) -> BotApi:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Stop serving; what waits is let go."""
        self._ending.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait(self) -> None:
        """Serve until interrupted."""
        self._ending.wait()

    def wait_for(self, messages: int, *, within: float = 30) -> bool:
        """Whether so many messages are taken *within* so many seconds."""
        with self._lock:
            return self._lock.wait_for(lambda: len(self.taken) >= messages, within)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        api = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                api.proxied += self.path.startswith("http")
                api._serve(self, urlsplit(self.path).path, _parameters(body, self.headers.get("Content-Type") or ""))

            def do_GET(self) -> None:
                api._serve(self, urlsplit(self.path).path, _form(urlsplit(self.path).query))

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it overrides
                """The token is in every address: nothing is logged."""

        return Handler

    def _serve(self, request: BaseHTTPRequestHandler, path: str, parameters: Mapping[str, Any]) -> None:
        answer = ""
        try:
            method = self._method(path)
            if method == "getme":
                me = {
                    "id": int(self.token.split(":")[0]),
                    "is_bot": True,
                    "first_name": "Vigie",
                    "username": "vigie_bot",
                }
                return _reply(request, 200, {"ok": True, "result": me})
            if method != "sendmessage":
                raise _Refusal(404, "method not found")  # noqa: TRY301
            answer = self._next_answer()
            if answer == "drop":
                return _hang_up(request)
            self._misbehave(answer)
            if answer == "html":
                return _write(request, 200, "text/html", b"<html>Sign in to the network</html>")
            if answer.isdecimal() and int(answer) not in REASONS:
                body = {"ok": False, "error_code": int(answer), "description": "Internal Server Error"}
                return _reply(request, int(answer), body)
            message = self._take(parameters)
        except _Refusal as refusal:
            self.refused.append(refusal.description)
            return _reply(request, refusal.code, _error(refusal))
        if answer == "lose":
            return _hang_up(request)
        if answer.startswith("late:"):
            self._ending.wait(float(answer.partition(":")[2]))
        return _reply(request, 200, {"ok": True, "result": _message(message, self.token)})

    def _method(self, path: str) -> str:
        head, _, method = path.removeprefix("/bot").partition("/")
        if not path.startswith("/bot") or ":" not in head:
            raise _Refusal(404, "Not Found")
        if head != self.token:
            raise _Refusal(401, "Unauthorized")
        return method.lower()

    def _next_answer(self) -> str:
        with self._lock:
            self.early += time.monotonic() < self._quiet_until
            return self.answers.popleft() if self.answers else ""

    def _misbehave(self, answer: str) -> None:
        kind, _, detail = answer.partition(":")
        if kind == "429":
            seconds = int(detail or 1)
            self._quiet_until = time.monotonic() + seconds
            raise _Refusal(429, f"retry after {seconds}", retry_after=seconds)
        if kind == "migrate":
            self.chats.add(detail)
            raise _Refusal(400, "group chat was upgraded to a supergroup chat", migrate_to_chat_id=int(detail))
        if kind.isdecimal() and int(kind) in REASONS:
            raise _Refusal(int(kind), detail or "by request")

    def _take(self, parameters: Mapping[str, Any]) -> Taken:
        chat = str(parameters.get("chat_id", ""))
        if chat in self.kicked:
            raise _Refusal(403, "bot was kicked from the supergroup chat")
        if chat not in self.chats:
            raise _Refusal(400, "chat not found" if chat else "chat_id is empty")
        words = parameters.get("text")
        entities = _json(parameters.get("entities"), [])
        _check(words, entities, parameters)
        with self._lock:
            message = Taken(
                message_id=len(self.taken) + 1,
                chat_id=chat,
                at=time.time(),
                text=str(words),
                entities=entities,
                reply_to=self._replied(chat, _json(parameters.get("reply_parameters"), {})),
                parameters=dict(parameters),
            )
            self.taken.append(message)
            self._write_down(message)
            self._lock.notify_all()
        return message

    def _replied(self, chat: str, reply: Mapping[str, Any]) -> int | None:
        if not reply:
            return None
        wanted = reply.get("message_id")
        if any(message.message_id == wanted and message.chat_id == chat for message in self.taken):
            return int(str(wanted))
        if reply.get("allow_sending_without_reply"):
            return None
        raise _Refusal(400, "message to be replied not found")

    def _write_down(self, message: Taken) -> None:
        if self._log is not None:
            with self._log.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(message)) + "\n")
                file.flush()


def _check(words: object, entities: object, parameters: Mapping[str, Any]) -> None:
    """Refuse what Telegram refuses, and what it would silently change."""
    if not isinstance(words, str) or not words.strip():
        raise _Refusal(400, "message text is empty")
    if parameters.get("parse_mode"):
        raise _Refusal(400, "can't parse entities: this server takes entities only")
    if any(0xD800 <= ord(char) <= 0xDFFF for char in words):
        raise _Refusal(400, "strings must be encoded in UTF-8")
    if any((char != "\n" and ord(char) < 0x20) or "\u2028" <= char <= "\u202e" for char in words):
        raise _Refusal(400, "text holds characters that would be changed")
    length = len(words.encode("utf-16-le")) // 2
    if length > TEXT:
        raise _Refusal(400, "message is too long")
    if not isinstance(entities, list) or len(entities) > ENTITIES:
        raise _Refusal(400, "too many entities")
    end = 0
    for entity in entities:
        end = _check_entity(entity, words.encode("utf-16-le"), length, end)


def _check_entity(entity: Mapping[str, Any], words: bytes, length: int, after: int) -> int:
    start, size = entity.get("offset"), entity.get("length")
    if entity.get("type") not in ENTITY_TYPES:
        raise _Refusal(400, f"can't parse MessageEntity: unknown type {entity.get('type')}")
    if not isinstance(start, int) or not isinstance(size, int) or start < 0 or size <= 0:
        raise _Refusal(400, "can't parse MessageEntity: offset and length must be positive")
    if start + size > length:
        raise _Refusal(400, f"entity beginning at UTF-16 offset {start} ends after the end of the text")
    if start < after:
        raise _Refusal(400, f"entity beginning at UTF-16 offset {start} overlaps the one before")
    if _splits(words, start) or _splits(words, start + size):
        raise _Refusal(400, f"entity beginning at UTF-16 offset {start} splits a surrogate pair")
    return start + size


def _splits(words: bytes, at: int) -> bool:
    unit = int.from_bytes(words[2 * at : 2 * at + 2], "little")
    return 0xDC00 <= unit <= 0xDFFF


def _parameters(body: bytes, content_type: str) -> dict[str, Any]:
    if content_type.startswith("application/json"):
        found = json.loads(body)
        return found if isinstance(found, dict) else {}
    return _form(body.decode("utf-8"))


def _form(query: str) -> dict[str, Any]:
    return {
        name: values[-1] for name, values in parse_qs(query, keep_blank_values=True, errors="surrogatepass").items()
    }


def _json(value: Any, otherwise: Any) -> Any:
    if value is None:
        return otherwise
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise _Refusal(400, "object expected as JSON") from None


def _error(refusal: _Refusal) -> dict[str, Any]:
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    return body | ({"parameters": refusal.parameters} if refusal.parameters else {})


def _message(message: Taken, token: str) -> dict[str, Any]:
    chat = {"id": int(message.chat_id), "type": "supergroup" if message.chat_id.startswith("-") else "private"}
    sender = {"id": int(token.split(":")[0]), "is_bot": True, "first_name": "Vigie"}
    said = {"message_id": message.message_id, "date": int(message.at), "text": message.text}
    return said | {"chat": chat, "from": sender, "entities": message.entities}


def _reply(request: BaseHTTPRequestHandler, code: int, body: Mapping[str, Any]) -> None:
    _write(request, code, "application/json", json.dumps(body).encode())


def _write(request: BaseHTTPRequestHandler, code: int, kind: str, body: bytes) -> None:
    try:
        request.send_response(code)
        request.send_header("Content-Type", kind)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)
    except OSError:  # whoever asked has left
        request.close_connection = True


def _hang_up(request: BaseHTTPRequestHandler) -> None:
    request.close_connection = True
    request.connection.shutdown(socket.SHUT_RDWR)


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description="A small, strict Bot API on loopback.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", type=Path, default=None, help="a file that every message taken is appended to")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--chat", default=CHAT)
    parser.add_argument("--answers", default="", help="what the first messages meet, such as 429:1,500,lose")
    given = parser.parse_args()
    answers = [answer for answer in given.answers.split(",") if answer]
    chats = [given.chat]
    with BotApi(port=given.port, token=given.token, chats=chats, log=given.log, answers=answers) as api:
        print(api.address, flush=True)
        api.wait()


if __name__ == "__main__":
    main()
