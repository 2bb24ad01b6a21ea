"""The Telegram channel: an adapter that keeps an event loop, and the bot's token, to itself."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import timedelta
from typing import Any, TypeVar

import httpx
from telegram import LinkPreviewOptions, Message, MessageEntity, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest, RequestData

from alerting.layout import Span, laid_out
from alerting.messages import wording
from alerting.secrets import Secret, hush
from model.cases import Delivery, Receipt, Style
from model.errors import BadInput, ChannelDead, NotDelivered, TryAgain, Uncertain, Undeliverable

__all__ = ["TelegramNotifier"]

API = "https://api.telegram.org"
TIMEOUT = timedelta(seconds=20)
SOON = timedelta(seconds=1)
LATER = timedelta(seconds=5)
PATIENCE = timedelta(seconds=30)  # where Telegram does not say how long
TELEGRAMS_OWN = (400, 401, 403, 404)
STYLES = {Style.BOLD: MessageEntity.BOLD, Style.CODE: MessageEntity.CODE, Style.QUOTE: MessageEntity.BLOCKQUOTE}
NO_SUCH_CHAT = (
    "chat not found",
    "chat_id is empty",
    "peer_id_invalid",
    "not enough rights",
    "have no rights",
    "administrator rights",
    "write_forbidden",
    "chat_restricted",
    "channel_private",
    "bot is not a member",
    "bot was kicked",
    "group chat was deactivated",
)
NOT_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)

Result = TypeVar("Result")


class TelegramNotifier:
    """Sends alerts as plain text with entities to one *chat*, previews off, protected from forwarding."""

    def __init__(
        self,
        *,
        channel: str,
        chat: str,
        token: Secret,
        proxy: str | None = None,
        api: str | None = None,
        timeout: timedelta = TIMEOUT,
    ) -> None:
        hush()
        self._channel = channel
        self._chat = chat
        self._longest = timeout * 3
        self._loop = _Loop(f"telegram {channel}")
        self._requests, self._bot = _opened(channel, token, api=api or API, proxy=proxy, timeout=timeout)

    @property
    def channel(self) -> str:
        return self._channel

    def send(self, delivery: Delivery) -> Receipt:
        words, spans = laid_out(wording(delivery))
        message = self._ask(self._message(words, spans, delivery.answers))
        return Receipt(f"{message.chat_id}/{message.message_id}")

    def check(self) -> None:
        """Ask Telegram whether it knows the bot; raises as `send` does."""
        self._ask(self._bot.get_me())

    def close(self) -> None:
        self._loop.close(*(request.shutdown for request in self._requests))

    async def _message(self, words: str, spans: tuple[Span, ...], answers: Receipt | None) -> Message:
        return await self._bot.send_message(
            self._chat,
            words,
            entities=[MessageEntity(STYLES[span.style], span.offset, span.length) for span in spans],
            link_preview_options=LinkPreviewOptions(is_disabled=True),
            protect_content=True,
            reply_parameters=_reply(answers),
        )

    def _ask(self, question: Coroutine[Any, Any, Result]) -> Result:
        try:
            return self._loop.run(question, within=self._longest)
        except ChatMigrated as moved:
            self._chat = str(moved.new_chat_id)
            why = f"channel '{self._channel}': the group became a supergroup, set chat: '{self._chat}' in settings"
            error: NotDelivered = TryAgain(why, after=SOON)
        except Exception as trouble:  # noqa: BLE001 - whatever comes out of here carries the token's address
            error = _told_apart(trouble, self._channel)
        raise error from None  # their texts and causes hold the address, and with it the token


def _opened(
    channel: str, token: Secret, *, api: str, proxy: str | None, timeout: timedelta
) -> tuple[list[_Request], ExtBot[int]]:
    base = api.rstrip("/")
    try:
        requests = [_Request(proxy, timeout) for _ in ("calls", "updates")]
        bot = _Bot(
            token.reveal(),
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=requests[0],
            get_updates_request=requests[1],  # unused, but the default one would read proxies from the environment
            rate_limiter=AIORateLimiter(max_retries=0),  # the relay puts a message back, and knows why
        )
    except (ValueError, RuntimeError, ImportError, TelegramError):
        way_out = "give proxy as http://host:port or socks5://host:port"
        raise BadInput(f"channel '{channel}' cannot be set up: {way_out}") from None
    return requests, bot


class _ServerTrouble(NetworkError):
    """Telegram, or something before it, failed after it had our request."""


class _SlowDown(TelegramError):
    """Telegram's own `RetryAfter` warns of its deprecated type whenever it is made."""

    def __init__(self, payload: bytes) -> None:
        super().__init__("slow down")
        self.after = PATIENCE
        with suppress(ValueError, KeyError, TypeError):
            self.after = timedelta(seconds=float(json.loads(payload)["parameters"]["retry_after"]))


class _Bot(ExtBot[int]):
    """A bot that does not show its token."""

    def __repr__(self) -> str:
        return "Bot(token='***')"


class _NotTelegram(NetworkError):
    """Something else than the Bot API answered, or it refuses the request as such."""


class _Request(HTTPXRequest):
    """One connection per message: an old one that was closed meanwhile would leave its message uncertain."""

    def __init__(self, proxy: str | None, timeout: timedelta) -> None:
        seconds = timeout.total_seconds()
        super().__init__(
            read_timeout=seconds,
            write_timeout=seconds,
            connect_timeout=seconds,
            pool_timeout=seconds,
            proxy=proxy,
            httpx_kwargs={"trust_env": False, "limits": httpx.Limits(max_keepalive_connections=0)},
        )

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more: Any
    ) -> tuple[int, bytes]:
        code, payload = await super().do_request(url, method, request_data, *timeouts, **more)
        if code >= 500:
            raise _ServerTrouble(f"HTTP {code}")
        if code == 429:
            raise _SlowDown(payload)
        if code >= 300 and code not in TELEGRAMS_OWN:
            raise _NotTelegram(f"HTTP {code}")
        return code, payload


def _reply(answers: Receipt | None) -> ReplyParameters | None:
    message = (answers or "").rpartition("/")[2]
    return ReplyParameters(int(message), allow_sending_without_reply=True) if message.isdecimal() else None


def _told_apart(trouble: BaseException, channel: str) -> NotDelivered:
    """What the caller can do about *trouble*, in words that hold neither token nor address."""
    match trouble:
        case _SlowDown():
            return TryAgain(f"channel '{channel}': Telegram asks us to slow down", after=trouble.after)
        case InvalidToken():
            return ChannelDead(f"channel '{channel}': Telegram does not know the bot token: ask @BotFather for it")
        case Forbidden():
            return ChannelDead(f"channel '{channel}': the bot may not write to the chat: invite it there again")
        case BadRequest() if any(words in trouble.message.lower() for words in NO_SUCH_CHAT):
            return ChannelDead(f"channel '{channel}': no such chat, or the bot may not write there: mend its chat")
        case BadRequest():
            return Undeliverable(f"channel '{channel}': Telegram refuses the message as it is written")
        case _NotTelegram():
            why = f"channel '{channel}': what answers is not the Bot API ({trouble.message}): mend its api or proxy"
            return TryAgain(why, after=LATER)
        case _ServerTrouble():
            return Uncertain(f"channel '{channel}': Telegram failed ({trouble.message})")
    if isinstance(trouble.__cause__, NOT_CONNECTED):
        kind = type(trouble.__cause__).__name__
        return TryAgain(f"channel '{channel}': Telegram cannot be reached ({kind})", after=LATER)
    kind = type(trouble.__cause__ or trouble).__name__
    return Uncertain(f"channel '{channel}': Telegram's answer did not come ({kind})")


class _Loop:
    """An event loop in a thread of its own, started when it is first needed."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def run(self, work: Coroutine[Any, Any, Result], *, within: timedelta) -> Result:
        """The result of *work*, which is given up after *within*."""
        loop = self._started()
        return asyncio.run_coroutine_threadsafe(_limited(work, within), loop).result()

    def close(self, *endings: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run *endings*, then end the thread; does nothing when it never ran."""
        if self._loop is None or self._thread is None:
            return
        for ending in endings:
            asyncio.run_coroutine_threadsafe(ending(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._loop = self._thread = None

    def _started(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._loop.run_forever, name=self._name, daemon=True)
            self._thread.start()
        return self._loop


async def _limited(work: Coroutine[Any, Any, Result], within: timedelta) -> Result:
    async with asyncio.timeout(within.total_seconds()):
        return await work
