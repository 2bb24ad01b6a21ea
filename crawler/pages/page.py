"""A fetched page, decoded and parsed: what every page object starts from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.dates import Calendar, Lesson, believed, learn, lesson, sent_at, zone_name
from crawler.pages.words import words
from crawler.reading import Fetched, Locale, Reading
from model.identities import SourceId
from model.sources import Habits
from model.visits import PageClass

__all__ = ["Page", "date_of"]

# What needs no thought to be made absolute: `/topic/3`, `./viewtopic.php?t=3`, `viewtopic.php?id=3`.
_PLAIN = re.compile(r"(?:\./)?((?:/[\w%+~-][\w%+~.-]*)+/?(?:[?#][!-~]+)?|[\w-]+(?:\.\w+)?(?:[?#][!-~]+)?)", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of one source, ready to be read."""

    fetched: Fetched
    source: SourceId
    locale: Locale
    text: str = field(repr=False)
    tree: LexborHTMLParser = field(repr=False)
    lessons: list[Lesson] = field(default_factory=list, repr=False)
    """What its dates proved of how the board writes them, as they were read."""

    @property
    def url(self) -> str:
        """The address it came from."""
        return self.fetched.url

    @cached_property
    def sent_at(self) -> datetime:
        """When the server sent it: what its relative dates count from."""
        return sent_at(self.fetched.headers, self.fetched.fetched_at)

    @cached_property
    def _base(self) -> str:
        if "<base" not in self.text and "<BASE" not in self.text:
            return self.url
        base = self.tree.css_first("base[href]")
        return urljoin(self.url, (base.attributes.get("href") or "").strip()) if base is not None else self.url

    @cached_property
    def title(self) -> str:
        """What its `title` element says."""
        return words(self.tree.css_first("title"))

    def address(self, link: LexborNode | None) -> str | None:
        """The absolute address that *link* leads to; None where it leads nowhere on the web."""
        return self.join((link.attributes.get("href") or "").strip()) if link is not None else None

    def join(self, href: str) -> str | None:
        """*href* made absolute; None where it is empty, no address, or not of the web."""
        if href not in self._joined:
            plain = _PLAIN.fullmatch(href) if self._root else None
            if plain is None:
                self._joined[href] = _absolute(self._base, href)
            else:
                self._joined[href] = (self._root if href[0] == "/" else self._folder) + plain.group(1)
        return self._joined[href]

    @cached_property
    def _root(self) -> str:
        """What stands before the path of the page's own links; empty where that is not of the web."""
        try:
            parts = urlsplit(self._base)
        except ValueError:
            return ""
        return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""

    @cached_property
    def _folder(self) -> str:
        """What stands before the names of pages that lie beside this one."""
        path = self._base.partition("?")[0].partition("#")[0]
        return path[: path.rfind("/") + 1] if len(path) > len(self._root) else f"{self._root}/"

    @cached_property
    def _joined(self) -> dict[str, str | None]:
        """What was made absolute before: menus and paginations stand on a page twice."""
        return {}

    def is_own(self, url: str) -> bool:
        """Whether *url* stays on the page's own host."""
        return url.partition("//")[2].partition("/")[0].partition("?")[0].lower() == self._host

    @cached_property
    def _host(self) -> str:
        try:
            return urlsplit(self.url).netloc.lower()
        except ValueError:
            return ""

    def calendar(
        self,
        *,
        clock: str | None,
        dates: Sequence[str],
        rising: Sequence[str] = (),
        told: tzinfo | None = None,
        habit: bool | None = None,
    ) -> Calendar:
        """How this page writes dates, learnt from all that it shows.

        *told* is the zone that its footer names, *habit* the order of day and month that its software has by default.
        """
        declared = self.locale
        now = believed(self.sent_at, self.fetched.fetched_at, clock=clock)
        self.lessons.append(lesson(now=now, clock=clock, dates=dates, rising=rising, told=told))
        return learn(
            now=now,
            clock=clock,
            dates=dates,
            rising=rising,
            zone=declared.zone,
            day_first=declared.day_first,
            told=told,
            habit=habit,
            latest=self.fetched.fetched_at,
        )

    def habits(self) -> Habits | None:
        """What was proved, in words that last; None where nothing was."""
        zone = next((each.zone for each in self.lessons if each.zone is not None), None)
        order = next((each.day_first for each in self.lessons if each.day_first is not None), None)
        if zone is None and order is None:
            return None
        return Habits(zone=zone_name(zone) if zone is not None else None, day_first=order)

    def reading(self, page_class: PageClass, reason: str = "", *, engine: str | None = None) -> Reading:
        """A reading without threads and posts."""
        return Reading(url=self.url, engine=engine, page_class=page_class, reason=reason)


def _absolute(base: str, href: str) -> str | None:
    try:
        url = urljoin(base, href) if href else ""
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def date_of(calendar: Calendar, text: str, node: LexborNode | None) -> datetime | None:
    """The moment that *text* tells, helped by the absolute date behind a relative one in *node*."""
    behind = node.css_first("span[title]") if node is not None else None
    return calendar.read(text, title=behind.attributes.get("title") if behind is not None else None)
