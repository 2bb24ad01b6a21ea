"""The process that a visit runs in, and its limits."""

from __future__ import annotations

import asyncio
import ctypes
import logging
import math
import os
import resource
import signal
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from multiprocessing import parent_process
from multiprocessing.connection import Connection

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings as ScrapySettings

import crawler.handler  # noqa: F401 - named in settings only: imported here, once for all children
from crawler.confinement import Bounds, bounds, confine
from crawler.desk import Desk
from crawler.log import Log, install
from crawler.mirrors import addresses
from crawler.orders import Began, Died, Done, Failed, Order, Paged, Word
from crawler.passage import Passage
from crawler.scrapy_settings import closed, crawl_settings
from crawler.spiders.forum import ForumSpider
from crawler.tor.places import with_tor
from crawler.way_out import way_out
from crawler.wiring import configured, opened, passages, recall, source_of
from model.errors import VigieError
from model.mirrors import MirrorTry
from model.settings import Limits, Settings
from model.sources import Source
from model.visits import VisitReport

__all__ = ["main"]

log = Log(__name__)

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_M_MMAP_THRESHOLD, _LARGE = -3, 1024 * 1024  # malloc.h; bytes that are given back as soon as they are freed
_CPU_GRACE = 5  # seconds from SIGXCPU, which ends the process, to SIGKILL, which cannot fail to


def main(order: Order, wire: Connection) -> None:
    """Carry *order* out, and say over *wire* what happens."""
    os.dup2(2, 1)  # nothing that runs in here may write between the parent's data
    _die_with_parent()
    stopping = _stop_on_request()
    install(level=logging.getLevelName(order.log_level))
    with wire, suppress(BrokenPipeError):  # nobody listens any more: the next visit goes on where this one stood
        wire.send(_carried_out(order, wire.send, stopping.is_set))


def _carried_out(order: Order, say: Callable[[Word], None], is_stopping: Callable[[], bool]) -> Done | Failed | Died:
    with ExitStack() as stack:
        try:
            catalog = order.catalog or configured(order.config)
            source = source_of(catalog, order.source)
            limits = order.limits or catalog.settings.limits
            settings = with_tor(catalog.settings, order.home)
            made = {each.source.url: _settings(each.source, settings, limits, order) for each in addresses(source)}
            _limit(limits)
            _confine(bounds(source, settings, home=order.home, config=order.config))
            _follow_parent()
            desk = stack.enter_context(opened(catalog, source, home=order.home, clock=order.clock))
            known = passages(source, desk, home=order.home, clock=order.clock)
            ways = [(passage, made[passage.address.source.url]) for passage in known]
        except VigieError as error:
            return Failed(kind=_kind(error), text=str(error))
        except OSError as error:
            where = error.filename or order.home
            return Failed(kind="VigieError", text=f"{where}: {error.strerror or type(error).__name__}")
        except Exception as error:  # noqa: BLE001 - told by its parent in one line, and never as a traceback
            log.error("visit not begun", source=order.source)  # noqa: TRY400 - ours adds the place in the code
            return Failed(kind="VigieError", text=f"{order.source}: a fault of ours: {type(error).__name__}")
        say(Began(visit=desk.visit, limits=limits))
        try:
            report = _crawl(desk, ways, order, say, is_stopping)
        except MemoryError:
            return Died(reason=f"needs more than {limits.visit_memory >> 20} MiB (limits.visit_memory)")
        except Exception as error:  # noqa: BLE001 - the parent closes the visit, and goes on
            log.error("visit died", source=source.id)  # noqa: TRY400 - ours adds the place in the code by itself
            told = str(error) if isinstance(error, VigieError) else f"a fault of ours: {type(error).__name__}"
            return Died(reason=told)
        return Done(report=report)


def _settings(at: Source, settings: Settings, limits: Limits, order: Order) -> ScrapySettings:
    out = way_out(at, settings, account=at.account.id if at.account else "")
    made = crawl_settings(at, limits, out)
    made.set("LOG_LEVEL", logging.getLevelName(order.log_level), priority="cmdline")
    made.set("VIGIE_ROBOTS", recall(at, home=order.home, clock=order.clock), priority="cmdline")
    return made


def _of_no_source(order: Order) -> ScrapySettings:
    """The process's own settings, which Scrapy gives to every crawl that does not outweigh them."""
    made = ScrapySettings(closed())
    made.set("LOG_LEVEL", logging.getLevelName(order.log_level))
    return made


def _crawl(
    desk: Desk,
    ways: Sequence[tuple[Passage, ScrapySettings]],
    order: Order,
    say: Callable[[Word], None],
    is_stopping: Callable[[], bool],
) -> VisitReport:
    """Visit by the first of *ways*, and by the next one where that does not lead to the source."""
    process = AsyncCrawlerProcess(_of_no_source(order))
    crawls: list[tuple[Crawler, asyncio.Task[None]]] = []

    def begin(tries: tuple[MirrorTry, ...]) -> None:
        passage, settings = ways[len(crawls)]
        crawler = Crawler(ForumSpider, settings)
        task = process.crawl(
            crawler,
            desk=desk,
            passage=replace(passage, tries=tries),
            chance=order.chance,
            on_page=lambda pages: say(Paged(pages=pages)),
            is_stopping=is_stopping,
            on_end=lambda report: _leave(report, say) if is_stopping() else None,
            on_away=begin,
        )
        crawls.append((crawler, task))

    begin(())
    process.start(install_signal_handlers=False)
    for _, task in crawls:
        task.result()
    spiders = [crawler.spider for crawler, _ in crawls if isinstance(crawler.spider, ForumSpider)]
    for spider in spiders:
        if spider.failure is not None:
            raise spider.failure
    report = spiders[-1].report
    assert report is not None
    return report


def _leave(report: VisitReport, say: Callable[[Word], None]) -> None:
    """End at once: Scrapy would wait for the page that is still on its way."""
    say(Done(report=report))
    os._exit(0)


def _kind(error: VigieError) -> str:
    """The nearest class that the parent can make from a text alone."""
    names = [kind.__name__ for kind in type(error).__mro__]
    return next(name for name in names if name in {"AlreadyRunning", "BadInput", "Broken", "Refused", "VigieError"})


def _limit(limits: Limits) -> None:
    cpu = max(1, math.ceil(limits.visit_cpu.total_seconds()))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump would hold what was read
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + _CPU_GRACE))
    resource.setrlimit(resource.RLIMIT_AS, (limits.visit_memory, limits.visit_memory))
    with suppress(AttributeError):  # only glibc would keep what one large page took, for the next
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)


def _confine(limits: Bounds) -> None:
    with suppress(OSError):  # it is told by what needs the home
        limits.home.mkdir(parents=True, exist_ok=True, mode=0o700)  # what is not there cannot be allowed
    confine(limits)


def _stop_on_request() -> threading.Event:
    """Set when somebody asks for an orderly end; Ctrl-C goes to a whole terminal, and is the parent's to answer."""
    stopping = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda number, frame: stopping.set())
    return stopping


def _die_with_parent() -> None:
    """End at once when the fork server is gone."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # of the fork server, which outlives its clients


def _follow_parent() -> None:
    """The same for whoever ordered the visit; a thread that is begun after confinement is held to it."""
    threading.Thread(target=_wait_for_parent, name="parent", daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)
