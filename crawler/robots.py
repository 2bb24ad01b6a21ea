"""robots.txt, asked through the one way out, also where it has moved, and remembered for when it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.misc import build_from_crawler

from crawler.failures import NoRobots, outcome_of
from crawler.hops import MOST_HOPS, is_redirect, next_hop
from crawler.log import Log
from model.clocks import SystemClock
from model.robots import Told
from model.visits import Outcome

__all__ = ["Recall", "Robots", "rules"]

log = Log(__name__)

MOST = 512 * 1024  # characters of rules that are obeyed: RFC 9309, 2.5, wants 500 KiB at least
LONGEST = timedelta(days=30)  # RFC 9309, 2.3.1.4
_AWAY = frozenset({Outcome.TIMED_OUT, Outcome.UNREACHABLE, Outcome.CUT, Outcome.TOO_LARGE})
_LATER = 429  # of no use as "there are no rules", as which RFC 9309 counts all of 4xx


class Memory(Protocol):
    """What hosts told, between visits."""

    def read(self) -> dict[str, Told]:
        """All that is known, by host."""
        ...

    def write(self, known: dict[str, Told]) -> None:
        """Keep *known*."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Where a crawl remembers what hosts told, and the clock that it goes by."""

    memory: Memory
    now: Callable[[], datetime]


def rules(told: Told, *, now: datetime) -> str | None:
    """The rules that hold while robots.txt cannot be read; `None` when nothing may be fetched.

    Those that it told last; where it never told any it forbids all, for thirty days.
    """
    if told.rules is not None:
        return told.rules
    return "" if told.away_since is not None and now - told.away_since >= LONGEST else None


class Robots(RobotsTxtMiddleware):
    """Scrapy's, which takes what cannot be read for no rules, and leaves redirects to what we don't have."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._recall: Recall = crawler.settings.get("VIGIE_ROBOTS") or Recall(memory=_Short(), now=SystemClock().now)
        self._known: dict[str, RobotParser | NoRobots] = {}

    async def robot_parser(self, request: Request) -> RobotParser:
        """The rules of the host of *request*; raises `NoRobots`, or why nobody could be asked."""
        parts = urlsplit(request.url)
        if parts.netloc not in self._known:
            self._known[parts.netloc] = await self._asked(f"{parts.scheme}://{parts.netloc}", parts.netloc)
        known = self._known[parts.netloc]
        if isinstance(known, NoRobots):
            raise known
        return known

    async def _asked(self, place: str, host: str) -> RobotParser | NoRobots:
        said = await self._said(f"{place}/robots.txt")
        if isinstance(said, str):
            self._remember(host, Told(rules=said))
            return self._parsed(said)
        kept = self._without(host)
        if kept is not None:
            return self._parsed(kept)
        if isinstance(said, NoRobots):
            return said
        raise said

    async def _said(self, url: str) -> str | Exception:
        """The rules at *url*, or why they cannot be read; raises what the page itself would end in."""
        try:
            return _rules_in(await self._fetched(url))
        except Exception as error:
            outcome = outcome_of(error)
            if outcome is Outcome.NOT_TEXT:
                return ""
            if outcome not in _AWAY:
                raise
            return error

    def _without(self, host: str) -> str | None:
        """The rules that hold for *host* without its robots.txt."""
        told, now = self._recall.memory.read().get(host, Told()), self._recall.now()
        told = replace(told, away_since=told.away_since or now)
        self._remember(host, told)
        kept = rules(told, now=now)
        log.info(
            "robots.txt not read", away_since=told.away_since, fetches="nothing" if kept is None else "by the last"
        )
        return kept

    def _remember(self, host: str, told: Told) -> None:
        known = self._recall.memory.read()
        if known.get(host) != told:
            self._recall.memory.write({**known, host: told})

    def _parsed(self, text: str) -> RobotParser:
        parser: RobotParser = build_from_crawler(self._parserimpl, self.crawler, text.encode())
        return parser

    async def _fetched(self, url: str) -> Response:
        """What came of *url*, or of where it has moved to."""
        assert self.crawler.engine is not None
        chain = [url]
        while True:
            asked = Request(
                chain[-1], priority=self.DOWNLOAD_PRIORITY, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK
            )
            response = await self.crawler.engine.download_async(asked)
            if not is_redirect(response.status) or len(chain) > MOST_HOPS:  # as many as RFC 9309, 2.3.1.2
                return response
            location = (response.headers.get(b"Location") or b"").decode("utf-8", "replace")
            hop = next_hop(self.crawler.settings["VIGIE_SOURCE"], chain, location, sets_cookie=False)
            if isinstance(hop, Outcome):
                return response  # where no page would be followed to, these rules are not: it may be a link to sign out
            chain.append(hop)


class _Short:
    """Remembers for as long as it lives."""

    def __init__(self) -> None:
        self._known: dict[str, Told] = {}

    def read(self) -> dict[str, Told]:
        return self._known

    def write(self, known: dict[str, Told]) -> None:
        self._known = known


def _rules_in(response: Response) -> str | NoRobots:
    """The rules in *response*: none where there is no such page, or it is moved to where it is not followed."""
    if response.status >= 500 or response.status == _LATER:
        host = urlsplit(response.url).hostname
        return NoRobots(f"{host}: robots.txt answers with HTTP {response.status}, and until it can be read forbids all")
    return response.body.decode("utf-8", "replace")[:MOST] if response.status < 300 else ""
