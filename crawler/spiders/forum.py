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

from crawler.accounts.member import Lost, Member
from crawler.desk import Desk, Missed
from crawler.fetching import Fetcher
from crawler.reading import Fetched
from crawler.scrapy_settings import settings_for
from crawler.tor.places import with_tor
from crawler.way_out import way_out
from crawler.wiring import configured, member_of, opened, source_of
from model.clocks import SystemClock
from model.errors import BadInput
from model.identities import SourceId
from model.visits import Errand, VisitReport

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
        member: Member | None,
    ) -> None:
        super().__init__()
        self.report: VisitReport | None = None  # None until the visit ended
        self.failure: Exception | None = None  # None unless it died
        self._desk, self._chance, self._opened, self._member = desk, chance, opened, member
        self._on_page, self._is_stopping, self._on_end = on_page, is_stopping, on_end
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="desk")

    @classmethod
    def from_crawler(
        cls,
        crawler: Crawler,
        *args: Any,
        desk: Desk | None = None,
        member: Member | None = None,
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
                home = _path("VIGIE_HOME")
                if home is None:
                    raise BadInput("VIGIE_HOME is not set: say where state lives")
                settings = with_tor(catalog.settings, home)
                out = way_out(found, settings, account=found.account.id if found.account else "")
                crawler.settings.setdict(settings_for(found, settings.limits, out), priority="cmdline")
                desk = stack.enter_context(opened(catalog, found, home=home, clock=SystemClock()))
                member = member_of(found, at=found, home=home, clock=SystemClock())
            chance = random.random() if chance is None else chance  # noqa: S311 - it spreads visits, no more
            spider = cls(
                desk=desk,
                chance=chance,
                on_page=on_page,
                is_stopping=is_stopping,
                on_end=on_end,
                opened=stack.pop_all(),
                member=member,
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
        if not await self._has_entered(fetcher):
            return
        while not self._is_stopping() and (errand := await self._at_desk(self._desk.take)) is not None:
            came = await self._unless_stopped(self._fetched(fetcher, errand))
            if came is None:
                return  # what was taken is given back as the visit ends
            page, requests = came
            await self._at_desk(self._desk.file, errand, page, requests=requests)
            self._on_page(self._desk.pages)
        if self._member is not None:
            await self._at_desk(self._member.leave, fetcher)

    async def _has_entered(self, fetcher: Fetcher) -> bool:
        """Become whom the source is to take us for; `False` when the visit is to end before it began."""
        if self._member is None or self._is_stopping():
            return not self._is_stopping()
        entered = await self._unless_stopped(self._member.enter(fetcher))
        return not self._is_stopping() and (entered is None or await self._goes_on(fetcher, entered))

    async def _fetched(self, fetcher: Fetcher, errand: Errand) -> tuple[Fetched | Missed, int] | None:
        """What came, and how many requests that cost; `None` when we are no member any more, and may not be a guest."""
        if self._member is not None:
            came = await self._member.fetch(fetcher, errand.find.url, errand=errand.id)
            if not isinstance(came, Lost):
                return came
            if not await self._goes_on(fetcher, came):
                return None
        return await fetcher.fetch(errand.find.url, errand=errand.id)

    async def _goes_on(self, fetcher: Fetcher, lost: Lost) -> bool:
        """Say that nobody can sign in, and be a guest if that is wanted."""
        assert self._member is not None
        await self._at_desk(self._desk.lose, lost.reason)
        may_be_guest = self._member.account.or_guest
        self._member = None
        fetcher.jar.clear()
        return may_be_guest

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

    def _close(self) -> VisitReport:
        return self._desk.close(chance=self._chance)


def _path(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value else None
