"""robots.txt, asked through the one way out, also where it has moved."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.hops import MOST_HOPS, is_redirect, next_hop
from model.visits import Outcome

__all__ = ["Robots"]


class Robots(RobotsTxtMiddleware):
    """Scrapy's, which leaves redirects to a middleware that we don't have: http to https would allow all."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        assert self.crawler.engine is not None
        chain = [response.url]
        while is_redirect(response.status) and len(chain) <= MOST_HOPS:  # as many as RFC 9309, 2.3.1.2
            location = (response.headers.get(b"Location") or b"").decode("utf-8", "replace")
            hop = next_hop(self.crawler.settings["VIGIE_SOURCE"], chain, location, sets_cookie=False)
            if isinstance(hop, Outcome):
                break  # where no page would be followed to, these rules are not either: it may be a link to sign out
            chain.append(hop)
            moved = Request(
                hop, priority=self.DOWNLOAD_PRIORITY, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK
            )
            response = await self.crawler.engine.download_async(moved)
        await super()._parse_robots(response, netloc, request)
