"""Scrapy's own events on our log, without what was read; apart from it, because the daemon logs and has no Scrapy."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure

from crawler.failures import outcome_of, why
from crawler.log import Fields, install

__all__ = ["Discreet"]


class Discreet(LogFormatter):
    """Scrapy's own events, told by source and errand instead of address; opens the crawl's log."""

    def __init__(self, source: str) -> None:
        self._source = source

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Discreet:
        install(level=crawler.settings.get("LOG_LEVEL", "INFO"))
        return cls(getattr(crawler.settings.get("VIGIE_SOURCE"), "id", "none"))

    def crawled(self, request: Request, response: Response, spider: Spider) -> LogFormatterResult:
        return self._said(logging.DEBUG, "page fetched", request, status=response.status, bytes=len(response.body))

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        return self._said(logging.DEBUG, "item scraped", None, kind=type(item).__name__)

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        return self._said(logging.WARNING, "item dropped", None, because=type(exception).__name__)

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        return self._said(logging.ERROR, "item failed", None, because=type(exception).__name__)

    def spider_error(
        self, failure: Failure, request: Request, response: Response | Failure, spider: Spider
    ) -> LogFormatterResult:
        return self._said(logging.ERROR, "spider failed", request, because=type(failure.value).__name__)

    def download_error(
        self, failure: Failure, request: Request, spider: Spider, errmsg: str | None = None
    ) -> LogFormatterResult:
        error = failure.value or LookupError()
        outcome, reason = outcome_of(error).value, why(error)
        return self._said(logging.INFO, "page not fetched", request, outcome=outcome, because=reason)

    def _said(self, level: int, event: str, request: Request | None, **fields: object) -> LogFormatterResult:
        errand = {"errand": request.meta["errand"]} if request and isinstance(request.meta.get("errand"), int) else {}
        args = Fields({"source": self._source, **errand, **fields})
        return {"level": level, "msg": event, "args": args}
