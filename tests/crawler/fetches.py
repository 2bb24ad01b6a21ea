"""The one way out in this very process, for what needs no crawl around it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from scrapy import Request, Spider
from scrapy.crawler import Crawler

from crawler.handler import OneWayOut, outcome_of, why
from crawler.scrapy_settings import crawl_settings
from crawler.way_out import way_out
from model.errors import VigieError
from model.identities import SourceId
from model.settings import Limits, Settings, Tor
from model.sources import Proxy, Source, Transport
from model.visits import Outcome

__all__ = ["Came", "Names", "fetched", "over_tor", "through"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came of one address."""

    body: bytes = b""
    outcome: Outcome | None = None  # None: a page came
    why: str = ""


def over_tor(socks: str, url: str, *, name: str = "the-source", time: float = 20.0) -> tuple[Source, Settings]:
    """A source that is reached through the Tor at *socks*."""
    source = Source(id=SourceId(name), url=url, transport=Transport.TOR)
    if source.is_onion:
        source = Source(id=SourceId(name), url=url, transport=Transport.ONION)
    return source, Settings(tor=Tor(socks=socks, timeout=timedelta(seconds=time)))


def through(proxy: Proxy, url: str) -> tuple[Source, Settings]:
    """A clear source that is reached through *proxy*."""
    return Source(id=SourceId("the-source"), url=url), Settings(proxy=proxy)


class Names:
    """A resolver that knows a few names, and remembers what it was asked."""

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known, self.asked = known, list[str]()

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        if host not in self.known:
            raise OSError("no such name")
        return [self.known[host]]

    def __deepcopy__(self, memo: object) -> Names:
        return self  # Scrapy copies settings, and what it is asked is to be seen


def fetched(
    source: Source, settings: Settings, requests: Sequence[str | Request], *, names: Names | None = None
) -> list[Came]:
    """Fetch one after the other, by one handler a scheme, as Scrapy has it; only *names* have addresses."""
    return asyncio.run(_fetched(source, settings, requests, names or Names({})))


async def _fetched(source: Source, settings: Settings, requests: Sequence[str | Request], names: Names) -> list[Came]:
    limits = Limits(fetch=timedelta(seconds=20))
    planned = crawl_settings(source, limits, way_out(source, settings))
    planned.set("VIGIE_RESOLVER", names, priority="cmdline")
    crawler = Crawler(Spider, planned)
    handlers = {scheme: OneWayOut(crawler) for scheme in ("http", "https")}
    try:
        return [await _came(handlers, one) for one in requests]
    finally:
        for handler in handlers.values():
            await handler.close()


async def _came(handlers: dict[str, OneWayOut], one: str | Request) -> Came:
    try:
        request = Request(one) if isinstance(one, str) else one
    except ValueError:  # Scrapy has no request for it
        return Came(outcome=Outcome.REFUSED)
    try:
        return Came(body=(await handlers[request.url.partition(":")[0]].download_request(request)).body)
    except Exception as error:
        if not isinstance(error, VigieError) and not type(error).__module__.startswith("scrapy."):
            raise
        return Came(outcome=outcome_of(error), why=why(error))
