"""Walks a forum: takes one errand at a time, fetches it, and hands what came to the desk."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from scrapy import Request, Spider
from scrapy.crawler import Crawler

from crawler.desk import Desk
from crawler.fetching import Fetcher
from crawler.scrapy_settings import settings_for
from crawler.way_out import way_out
from crawler.wiring import configured, opened, source_of
from model.clocks import SystemClock
from model.errors import BadInput
from model.identities import SourceId
from model.visits import VisitReport

__all__ = ["ForumSpider"]

T = TypeVar("T")
BEAT = timedelta(milliseconds=200)  # how often a visit looks whether it is to end


class ForumSpider(Spider):
    """Visits one forum; the ledger says where, the desk what of it stays.

    `scrapy crawl forum -a source=ID` opens the desk itself, from `VIGIE_HOME` and `VIGIE_CONFIG`.
    """

    name = "forum"

    def __init__(
        self,
        *,
        desk: Desk,
        chance: float,
        on_page: Callable[[int], None],
        is_stopping: Callable[[], bool],
        on_end: Callable[[VisitReport], None],
        opened: ExitStack,
    ) -> None:
        super().__init__()
        self.report: VisitReport | None = None  # None until the visit ended
        self.failure: Exception | None = None  # None unless it died
        self._desk, self._chance, self._opened = desk, chance, opened
        self._on_page, self._is_stopping, self._on_end = on_page, is_stopping, on_end
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        *args: Any,
        desk: Desk | None = None,
        source: str | None = None,
        chance: float | None = None,
        on_page: Callable[[int], None] = lambda pages: None,
        is_stopping: Callable[[], bool] = lambda: False,
        on_end: Callable[[VisitReport], None] = lambda report: None,
        **kwargs: Any,
    ) -> ForumSpider:
        with ExitStack() as stack:
            if desk is None:
                catalog = configured(_path("VIGIE_CONFIG"))
                found = source_of(catalog, SourceId(source or ""))
                out = way_out(found, catalog.settings)
                crawler.settings.setdict(settings_for(found, catalog.settings.limits, out), priority="cmdline")
                home = _path("VIGIE_HOME")
                if home is None:
                    raise BadInput("VIGIE_HOME is not set: say where state lives")
                desk = stack.enter_context(opened(catalog, found, home=home, clock=SystemClock()))
            chance = random.random() if chance is None else chance  # noqa: S311 - it spreads visits, no more
            spider = cls(
                desk=desk,
                chance=chance,
                on_page=on_page,
                is_stopping=is_stopping,
                on_end=on_end,
                opened=stack.pop_all(),
            )
        spider._set_crawler(crawler)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Called by Scrapy. It yields nothing: a scheduler's queue would forget in a crash what the ledger keeps."""
        try:
            await self._walk()
            self.report = await self._at_desk(self._close)
            self._on_end(self.report)
        except Exception as error:
            self.failure = error
            raise
        return
        yield  # what makes this a generator

    def closed(self, reason: str) -> None:
        """Called by Scrapy when all is over."""
        self._thread.shutdown()
        self._opened.close()

    async def _walk(self) -> None:
        fetcher = Fetcher(self.crawler, self._desk.source, self._desk.now)
        while not self._is_stopping() and (errand := await self._at_desk(self._desk.take)) is not None:
            fetch = asyncio.ensure_future(fetcher.fetch(errand.find.url, errand=errand.id))
            if not await self._has_come(fetch):
                return  # what was taken is given back as the visit ends
            came, requests = fetch.result()
            await self._at_desk(self._desk.file, errand, came, requests=requests)
            self._on_page(self._desk.pages)

    async def _has_come(self, fetch: asyncio.Future[Any]) -> bool:
        """Wait for *fetch*; `False` when the visit is to end, which a slow server must not put off."""
        while not fetch.done():
            if self._is_stopping():
                return False
            await asyncio.wait([fetch], timeout=BEAT.total_seconds())
        return True

    async def _at_desk(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(*args, **kwargs))

    def _close(self) -> VisitReport:
        return self._desk.close(chance=self._chance)


def _path(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value else None
