"""One request at a time for a source, whatever its hosts."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler

__all__ = ["OneQueue"]


class OneQueue:
    """Puts every request of the crawl, robots.txt included, in one queue, so that the delay holds between any two."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OneQueue:
        return cls()

    def process_request(self, request: Request) -> None:
        """Called by Scrapy for each request before it is queued."""
        request.meta["download_slot"] = "source"
