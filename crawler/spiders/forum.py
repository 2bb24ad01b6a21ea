"""Walks a forum: takes one errand at a time, fetches it, and hands what came to the desk."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from scrapy import Request, Spider
from scrapy.crawler import Crawler

from crawler.desk import Desk
from crawler.fetching import Fetcher
from crawler.mirrors import addresses
from crawler.passage import Passage, Reach
from crawler.scrapy_settings import settings_for
from crawler.tor.places import with_tor
from crawler.way_out import way_out
from crawler.wiring import configured, member_of, opened, recall, source_of
from model.clocks import SystemClock
from model.errors import BadInput
from model.identities import SourceId
from model.mirrors import MirrorTry
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
        passage: Passage,
        on_away: Callable[[tuple[MirrorTry, ...]], None],
    ) -> None:
        super().__init__()
        self.report: VisitReport | None = None  # None until the visit ended
        self.failure: Exception | None = None  # None unless it died
        self._desk, self._chance, self._opened, self._passage = desk, chance, opened, passage
        self._on_page, self._is_stopping, self._on_end, self._on_away = on_page, is_stopping, on_end, on_away
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        *args: Any,
        desk: Desk | None = None,
        passage: Passage | None = None,
        source: str | None = None,
        chance: float | None = None,
        on_page: Callable[[int], None] = lambda pages: None,
        is_stopping: Callable[[], bool] = lambda: False,
        on_end: Callable[[VisitReport], None] = lambda report: None,
        on_away: Callable[[tuple[MirrorTry, ...]], None] = lambda tries: None,
        **kwargs: Any,
    ) -> ForumSpider:
        with ExitStack() as stack:
            if desk is None:
                catalog = configured(_path("VIGIE_CONFIG"))
                found = source_of(catalog, SourceId(source or ""))
                home = _path("VIGIE_HOME")
                if home is None:
                    raise BadInput("VIGIE_HOME is not set: say where state lives")
                settings = with_tor(catalog.settings, home)
                out = way_out(found, settings, account=found.account.id if found.account else "")
                crawler.settings.setdict(settings_for(found, settings.limits, out), priority="cmdline")
                remembered = recall(found, home=home, clock=SystemClock())
                crawler.settings.set("VIGIE_ROBOTS", remembered, priority="cmdline")
                desk = stack.enter_context(opened(catalog, found, home=home, clock=SystemClock()))
                first = addresses(found)[0]
                member = member_of(found, at=first.source, home=home, clock=SystemClock())
                passage = Passage(address=first, member=member)
            assert passage is not None
            chance = random.random() if chance is None else chance  # noqa: S311 - it spreads visits, no more
            spider = cls(
                desk=desk,
                chance=chance,
                on_page=on_page,
                is_stopping=is_stopping,
                on_end=on_end,
                opened=stack.pop_all(),
                passage=passage,
                on_away=on_away,
            )
        spider._set_crawler(crawler)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Called by Scrapy. It yields nothing: a scheduler's queue would forget in a crash what the ledger keeps."""
        try:
            fetcher = Fetcher(self.crawler, self._desk.source, self._desk.now, at=self._passage.address)
            reach = Reach(self._passage, fetcher, self._lose)
            if await self._is_turned_away(reach):
                self._on_away(reach.tries)
                return
            self.report = await self._at_desk(self._close, reach.tries)
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

    async def _is_turned_away(self, reach: Reach) -> bool:
        """Visit the source; `True` when it is to be tried at another of its addresses instead."""
        self._desk.mirror = self._passage.address.name if self._passage.address.is_one_of_many else None
        if self._is_stopping() or not await self._unless_stopped(reach.enter()):
            return False
        while not self._is_stopping() and (errand := await self._at_desk(self._desk.take)) is not None:
            came = await self._unless_stopped(reach.fetch(errand))
            if came is None:
                return False  # what was taken is given back as the visit ends
            page, requests = came
            if await self._at_desk(reach.is_away, errand, page, at=self._desk.now()):
                await self._at_desk(self._desk.give_back, errand)
                return True
            await self._at_desk(self._desk.file, errand, page, requests=requests)
            self._on_page(self._desk.pages)
        await self._at_desk(reach.leave)
        return False

    async def _lose(self, reason: str) -> None:
        await self._at_desk(self._desk.lose, reason)

    async def _unless_stopped(self, work: Coroutine[Any, Any, T]) -> T | None:
        """What *work* gives; `None` when the visit is to end meanwhile, which a slow server must not put off."""
        task = asyncio.ensure_future(work)
        while not task.done():
            if self._is_stopping():
                return None
            await asyncio.wait([task], timeout=BEAT.total_seconds())
        return task.result()

    async def _at_desk(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, lambda: work(*args, **kwargs))

    def _close(self, tries: tuple[MirrorTry, ...]) -> VisitReport:
        self._desk.tried(tries)
        return self._desk.close(chance=self._chance)


def _path(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value else None
