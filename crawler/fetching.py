"""Fetches one page of a source, its redirects followed hop by hop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from http.cookiejar import CookieJar
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.cookies import CookiesMiddleware
from scrapy.http import Response

from crawler.accounts.cookies import trim
from crawler.accounts.forms import Filled
from crawler.desk import Missed
from crawler.failures import TooLarge, outcome_of, why
from crawler.hops import crosses, is_redirect, next_hop
from crawler.log import Log
from crawler.mirrors import Address, addresses
from crawler.reading import Fetched
from model.sources import Source
from model.visits import Outcome

__all__ = ["Fetcher"]

log = Log(__name__)

_CROSSES = "it leads from Tor to the clear net, or the reverse, and was not followed"


_DATA = {"Accept": "application/json", "X-Requested-With": "JSONHttpRequest"}
"""PrivateBin's pages hold no text: its interface for programs is asked so."""


class Fetcher:
    """Fetches for *source* through *crawler*; *now* says when a page came.

    With *at*, one address of several, it is asked in that address's words, and answers in those of the first.
    """

    def __init__(
        self, crawler: Crawler, source: Source, now: Callable[[], datetime], *, at: Address | None = None
    ) -> None:
        self._crawler, self._now = crawler, now
        self._at = at or addresses(replace(source, mirrors=()))[0]
        self._source = self._at.source

    async def fetch(self, url: str, *, errand: int) -> tuple[Fetched | Missed, int]:
        """What came of *url*, and how many requests that cost; the log knows it by the number of its *errand*."""
        chain = [self._at.there(url)]
        while True:
            came = await self._download(chain[-1], errand)
            if isinstance(came, Missed):
                return came, len(chain)
            if not is_redirect(came.status):
                return self._fetched(came), len(chain)
            location = self._at.turned(_location(came))
            hop = next_hop(self._source, chain, location, sets_cookie=b"Set-Cookie" in came.headers)
            if isinstance(hop, Outcome):
                reason = _CROSSES if crosses(self._source, chain, location) else _led(hop, chain)
                return Missed(outcome=hop, reason=reason, status=came.status), len(chain)
            chain.append(hop)

    @property
    def jar(self) -> CookieJar:
        """The cookies that go with each request of this crawl."""
        cookies = self._crawler.get_downloader_middleware(CookiesMiddleware)
        assert isinstance(cookies, CookiesMiddleware)
        jar: CookieJar = cookies.jars[None].jar
        return jar

    async def post(self, filled: Filled) -> Fetched | Missed:
        """What came of sending a form to sign in, which nothing but a declared login allows; leads nowhere further."""
        page = self._at.there(filled.page)
        parts = urlsplit(page)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"{parts.scheme}://{parts.netloc}",
            "Referer": page,
        }
        request = Request(
            self._at.there(filled.url), method="POST", body=filled.body, headers=headers, dont_filter=True
        )
        came = await self._answer(request)
        return came if isinstance(came, Missed) else self._fetched(came)

    async def _download(self, url: str, errand: int) -> Response | Missed:
        # A redirect to the same address that only sets a cookie is dropped by Scrapy's filter, silently.
        try:
            headers = _DATA if self._source.engine == "privatebin" and urlsplit(url).query else None
            request = Request(url, headers=headers, dont_filter=True, meta={"errand": errand})
        except ValueError:  # Scrapy takes addresses apart by rules of its own
            return Missed(outcome=Outcome.REFUSED, reason="the address is none that can be asked for")
        return await self._answer(request)

    async def _answer(self, request: Request) -> Response | Missed:
        assert self._crawler.engine is not None
        try:
            came = await self._crawler.engine.download_async(request)
        except Exception as error:
            outcome = outcome_of(error)
            if outcome is Outcome.CRASHED:
                raise
            begun = error.begun if isinstance(error, TooLarge) else b""
            return Missed(outcome=outcome, reason=why(error), begun=begun)
        if dropped := trim(self.jar):
            log.info("cookies dropped", source=self._source.id, count=dropped)
        return came

    def _fetched(self, response: Response) -> Fetched:
        came = Fetched(
            url=response.url,
            status=response.status,
            headers=tuple(
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, values in response.headers.items()
                for value in values
            ),
            body=response.body,
            fetched_at=self._now(),
        )
        return self._at.home(came)


def _location(response: Response) -> str:
    value = response.headers.get(b"Location")
    return value.decode("utf-8", "replace") if value else ""


def _led(outcome: Outcome, chain: list[str]) -> str:
    match outcome:
        case Outcome.LOOPED:
            return f"{len(chain)} {'redirect' if len(chain) == 1 else 'redirects'}, and no page"
        case Outcome.ELSEWHERE:
            return "it leads away from the source"
        case _:
            return "a redirect that leads nowhere"
