"""robots.txt, asked through the one way out, also where it has moved."""

from __future__ import annotations

from urllib.parse import urljoin

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

__all__ = ["Robots"]

_HOPS = 5  # RFC 9309, 2.3.1.2


class Robots(RobotsTxtMiddleware):
    """Scrapy's, which leaves redirects to a middleware that we don't have: http to https would allow all."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        assert self.crawler.engine is not None
        for _ in range(_HOPS):
            location = response.headers.get(b"Location")
            if not 300 <= response.status < 400 or location is None:
                break
            moved = Request(
                urljoin(response.url, location.decode("utf-8", "replace")),
                priority=self.DOWNLOAD_PRIORITY,
                meta={"dont_obey_robotstxt": True},
                callback=NO_CALLBACK,
            )
            response = await self.crawler.engine.download_async(moved)
        await super()._parse_robots(response, netloc, request)
