"""One look at an address, in a process of its own: what stands there, before it becomes a source."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from multiprocessing.connection import Connection

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

import crawler.handler  # noqa: F401 - named in settings only: imported here, before memory is limited
from crawler.desk import Missed
from crawler.fetching import Fetcher
from crawler.forks import forks
from crawler.log import install
from crawler.pages import read, scores
from crawler.reading import Fetched, Locale
from crawler.scrapy_settings import crawl_settings
from crawler.way_out import WayOut, way_out
from model.clocks import SystemClock
from model.errors import BadInput
from model.settings import Limits
from model.sources import Habits, Source
from model.visits import Outcome, PageClass

__all__ = ["Glance", "glance_at", "look"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What one look showed; nothing of the page itself."""

    page_class: PageClass | None  # None when nothing came
    engine: str | None  # None when the software was not recognised
    reason: str
    is_refused: bool = False
    """Whether policy forbids the address."""
    boards: int = 0
    threads: int = 0
    posts: int = 0
    scores: tuple[tuple[str, int], ...] = ()
    """How much spoke for each software that anything spoke for, the most first."""
    sureness: float | None = None  # None: read by rules made for its software
    named: int = 0
    """Posts, or threads where there are no posts, whose author is told; the next two count likewise."""
    dated: int = 0
    worded: int = 0
    numbered: int = 0
    """Threads whose replies are told."""
    pages: int | None = None  # None: the page does not say
    has_next: bool = False
    hides: bool = False
    """Whether a block stands on the page that is shown to others only."""
    quotes: int = 0
    zone: str | None = None  # None: nothing on the page proves it
    day_first: bool | None = None  # None: as above


def look(source: Source, limits: Limits, out: WayOut | None = None) -> Glance:
    """Fetch the address of *source* once and read it, by *out*; raises `BadInput` when the process dies on it."""
    out = out or way_out(source)
    context = forks()
    here, there = context.Pipe(duplex=False)
    order = (source, limits, out, logging.root.getEffectiveLevel(), there)
    process = context.Process(target=_main, args=order, daemon=True)
    process.start()
    there.close()
    try:
        if not here.poll(out.fetch(limits).total_seconds() * 6 + 30):
            raise BadInput(f"{source.host}: no answer in time")
        glance: Glance = here.recv()
    except EOFError as error:
        raise BadInput(f"{source.host}: reading it failed; --unseen adds it all the same") from error
    finally:
        process.kill()
        process.join()
        here.close()
    return glance


def glance_at(came: Fetched, source: Source) -> Glance:
    """What the page that *came* from *source* shows."""
    locale = Locale(zone=source.zone, day_first=source.day_first)
    reading = read(came, source=source.id, engine=source.engine, locale=locale, selectors=source.read)
    failed = f"HTTP {came.status}" if came.status >= 400 else ""
    habits = reading.habits or Habits()
    posts, rows = reading.posts, reading.rows
    return Glance(
        page_class=reading.page_class,
        engine=reading.engine,
        reason=failed or reading.reason,
        boards=len(reading.boards),
        threads=len(rows),
        posts=len(posts),
        scores=scores(came, source.id),
        sureness=reading.sureness,
        named=sum(bool(each.author) for each in posts or rows),
        dated=sum(each.posted_at is not None for each in posts) or sum(each.last_post_at is not None for each in rows),
        worded=sum(bool(each.text) for each in posts),
        numbered=sum(each.replies is not None for each in rows),
        pages=reading.pages,
        has_next=reading.next is not None,
        hides=reading.has_hidden,
        quotes=sum(len(each.quotes) for each in posts),
        zone=habits.zone,
        day_first=habits.day_first,
    )


class _Looker(Spider):
    name = "look"
    glance: Glance | None = None  # None until it looked

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source

    async def start(self) -> AsyncIterator[Request]:
        came, _ = await Fetcher(self.crawler, self._source, SystemClock().now).fetch(self._source.url, errand=0)
        if isinstance(came, Missed):
            self.glance = Glance(
                page_class=None, engine=None, reason=came.reason, is_refused=came.outcome is Outcome.REFUSED
            )
            return
        self.glance = glance_at(came, self._source)
        return
        yield  # what makes this a generator


def _main(source: Source, limits: Limits, out: WayOut, log_level: int, wire: Connection) -> None:
    os.dup2(2, 1)
    install(level=logging.getLevelName(log_level))
    process = AsyncCrawlerProcess(crawl_settings(source, limits, out))
    crawler_ = process.create_crawler(_Looker)
    process.crawl(crawler_, source=source)
    process.start(install_signal_handlers=False)
    assert isinstance(crawler_.spider, _Looker)
    if crawler_.spider.glance is not None:
        wire.send(crawler_.spider.glance)
    wire.close()
