"""The one download handler: every byte that a crawl sends or reads passes here."""

from __future__ import annotations

import asyncio
import os
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from weakref import WeakKeyDictionary

import aiohttp
import yarl
from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from crawler.accounts.forms import may_send
from crawler.bodies import BEGUN, Body
from crawler.egress import Egress, Target
from crawler.failures import NotText, TooLarge, TransportDown, Unreached, outcome_of, why
from crawler.log import Log
from crawler.media import is_media_address, is_text_type
from crawler.way_out import WayOut, opened_way, way_out
from crawler.ways import SystemResolver, Way
from model.errors import Refused
from model.settings import Limits
from model.sources import Certificates, Source

__all__ = ["OneWayOut", "outcome_of", "why"]

log = Log(__name__)

_LINE = 16 * 1024
_LINES = 200
_HEAD = 64 * 1024
_TOO_MUCH_HEAD = ("Got more than", "Too many headers")  # aiohttp has one class for all bad answers
_MOVED = frozenset({301, 302, 303, 307, 308})
_UNPACKED = (b"Content-Encoding", b"Content-Length", b"Transfer-Encoding")


class OneWayOut(BaseDownloadHandler):
    """Fetches what the source of the crawl may fetch, and refuses all else.

    Scrapy makes one of them for http and one for https; they share one way. The settings `VIGIE_SOURCE`,
    `VIGIE_WAY_OUT`, `VIGIE_LIMITS` and `VIGIE_RESOLVER` say for whom, which way, how much, and who looks names up.
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._source: object = crawler.settings.get("VIGIE_SOURCE")
        self._limits: Limits = crawler.settings.get("VIGIE_LIMITS") or Limits()
        self._session: aiohttp.ClientSession | None = None  # None until the first request: a session wants the loop
        self._trust: ssl.SSLContext | None = None  # None until the first request

    async def download_request(self, request: Request) -> Response:
        """The answer to *request*, unpacked; or one of the failures that `outcome_of` tells apart.

        With `new_circuit` in its meta it goes over other circuits than those before it, where there are any.
        """
        source, out, way = self._ordered()
        if (request.method != "GET" or request.body) and not _signs_in(request, source):
            raise Refused("only GET is ever sent, and a member's login to where it was declared")
        target = Egress.of(source).check(request.url)
        if is_media_address(target.path, target.query):
            raise NotText(f"{target.host}: the address is that of a picture, an archive or an attachment")
        if request.meta.get("new_circuit"):
            way.renew()
            await self.close()
        time = out.fetch(self._limits)
        async with _told(target.host, time), _blaming(way), asyncio.timeout(time.total_seconds()):
            await way.prepare(target)
            async with self._answer(target, request, self._trusted(out)) as answer:
                return await self._read(answer, request)

    def _ordered(self) -> tuple[Source, WayOut, Way]:
        """For whom we fetch, and which way.

        Not in `__init__`: Scrapy takes a handler that cannot be made for a scheme that is not supported.
        """
        if not isinstance(self._source, Source):
            raise Refused("no source is set: nothing may be fetched")
        settings = self.crawler.settings
        out = settings.get("VIGIE_WAY_OUT") or way_out(self._source)
        if out.transport is not self._source.transport:
            raise Refused("the way out is not the source's: nothing may be fetched")
        way = _ways.get(self.crawler)
        if way is None:
            way = _ways[self.crawler] = opened_way(out, settings.get("VIGIE_RESOLVER") or SystemResolver())
            log.debug("way out", source=self._source.id, transport=out.transport.value, through=out.gate or "none")
            if self._source.certificates is Certificates.IGNORE:
                log.info("certificates are not checked", source=self._source.id)
        return self._source, out, way

    async def close(self) -> None:
        """Let go of connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @asynccontextmanager
    async def _answer(
        self, target: Target, request: Request, trust: ssl.SSLContext
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        url = yarl.URL.build(
            scheme=target.scheme,
            host=f"[{target.host}]" if ":" in target.host else target.host,
            port=target.port,
            path=target.path,
            query_string=target.query,
            encoded=True,
        )
        began = asyncio.get_running_loop().time()
        async with self._opened().request(
            request.method,
            url,
            data=request.body or None,
            headers=request.headers.to_tuple_list(),
            ssl=trust,
            allow_redirects=False,
        ) as answer:
            request.meta["download_latency"] = asyncio.get_running_loop().time() - began
            yield answer

    def _trusted(self, out: WayOut) -> ssl.SSLContext:
        if self._trust is None:
            self._trust = ssl.create_default_context()
            if not out.checks_certificates:
                self._trust.check_hostname, self._trust.verify_mode = False, ssl.CERT_NONE
        return self._trust

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=_ways[self.crawler].connector(),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                trust_env=False,
                timeout=aiohttp.ClientTimeout(total=None),  # ours counts all of it, look-up included
                max_line_size=_LINE,
                max_field_size=_LINE,
                max_headers=_LINES,
                skip_auto_headers=("Accept", "Accept-Encoding", "Content-Type", "User-Agent"),
            )
        return self._session

    async def _read(self, answer: aiohttp.ClientResponse, request: Request) -> Response:
        if sum(len(name) + len(value) + 4 for name, value in answer.raw_headers) > _HEAD:
            raise TooLarge(f"headers of more than {_HEAD} bytes")
        headers = Headers(list(answer.raw_headers))
        body = b"" if _leads_on(answer) else await self._body(answer)
        for name in _UNPACKED:
            headers.pop(name, None)
        kind = responsetypes.from_args(headers=headers, url=request.url, body=body)
        return kind(url=request.url, status=answer.status, headers=headers, body=body)

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        if not is_text_type(answer.headers.get("Content-Type", "")):
            raise NotText("its server says that it is no text")
        body = Body(",".join(answer.headers.getall("Content-Encoding", [])), self._limits)
        if (answer.content_length or 0) > self._limits.page_bytes:
            await _begin(body, answer)
            raise TooLarge(f"more than {self._limits.page_bytes} bytes", begun=body.begun)
        async for chunk in answer.content.iter_any():
            body.feed(chunk)
        if answer.content_length is None and "chunked" not in answer.headers.get("Transfer-Encoding", "").lower():
            await _ways[self.crawler].check()  # the page's end is that of the connection, which may not be its server's
        return body.whole()


async def _begin(body: Body, answer: aiohttp.ClientResponse) -> None:
    """Feed *body* with how *answer* begins, which announces more than we read."""
    with suppress(aiohttp.ClientPayloadError):  # it did not even have that much
        async for chunk in answer.content.iter_any():
            body.feed(chunk)
            if body.size >= BEGUN:
                return


_ways: WeakKeyDictionary[Crawler, Way] = WeakKeyDictionary()
"""One for both handlers of a crawl, so that both go over the same circuits."""


def _signs_in(request: Request, source: Source) -> bool:
    """Whether *request* is the one thing that is ever sent."""
    login = source.account.login if source.account else None
    return request.method == "POST" and login is not None and may_send(login, request.url)


def _leads_on(answer: aiohttp.ClientResponse) -> bool:
    return answer.status in _MOVED and "Location" in answer.headers


@asynccontextmanager
async def _blaming(way: Way) -> AsyncIterator[None]:
    """Ask, where something broke, whether it was the way itself: then the source is not to blame."""
    try:
        yield
    except TimeoutError:
        way.renew()
        await way.check()
        raise
    except (aiohttp.ClientPayloadError, aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
        await way.check()
        raise


@asynccontextmanager
async def _told(host: str, time: timedelta) -> AsyncIterator[None]:
    """Tell every failure in Scrapy's neutral exceptions or ours, with no word of the other side's.

    Always `from None`: aiohttp's texts hold addresses and pieces of answers, and a traceback would print them.
    """
    try:
        yield
    except (Refused, TransportDown, CannotResolveHostError, MemoryError):
        raise
    except TooLarge as error:
        raise TooLarge(f"{host}: {error}", begun=error.begun) from None
    except (NotText, Unreached, ResponseDataLossError) as error:
        raise type(error)(f"{host}: {error}") from None
    except TimeoutError:
        raise DownloadTimeoutError(f"{host}: no whole page in {time.total_seconds():g} s") from None
    except aiohttp.ClientPayloadError:
        raise ResponseDataLossError(f"{host}: the page ended in its middle") from None
    except aiohttp.ClientConnectorCertificateError:
        raise DownloadConnectionRefusedError(f"{host}: its certificate is not to be trusted") from None
    except aiohttp.ClientConnectorError as error:
        raise DownloadConnectionRefusedError(f"{host}: no connection ({_cause(error)})") from None
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError):
        raise DownloadFailedError(f"{host}: the connection broke before an answer") from None
    except aiohttp.ClientResponseError as error:
        if error.message.startswith(_TOO_MUCH_HEAD):
            raise TooLarge(f"{host}: headers of more than {_HEAD} bytes") from None
        raise DownloadFailedError(f"{host}: the answer is not HTTP") from None
    except Exception as error:  # noqa: BLE001 - whatever a hostile server makes a library raise, it costs one page
        raise DownloadFailedError(f"{host}: the fetch failed ({type(error).__name__})") from None


def _cause(error: aiohttp.ClientConnectorError) -> str:
    number = error.os_error.errno  # asyncio puts the address into the words that go with it
    return os.strerror(number).lower() if number else type(error.os_error).__name__
