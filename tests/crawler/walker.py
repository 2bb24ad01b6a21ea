"""A crawl in a process of its own, because a reactor runs once: fetches what it is told, tells what came of it.

Reads a JSON `Order` on stdin, writes a JSON `Account` on stdout.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from model.identities import SourceId
from model.settings import Limits, Settings, Tor
from model.sources import Certificates, Proxy, ProxyKind, Source, Transport

__all__ = ["Account", "Order", "Visited", "walk"]

_ROOT = Path(__file__).resolve().parents[2]


@dataclass(kw_only=True)
class Order:
    """What to fetch, and as what source."""

    source: str
    """Its address; empty for a crawl without a source."""
    urls: list[str]
    hosts: list[str] = field(default_factory=list)
    private: bool = False
    transport: str = "clear"
    obey_robots: bool = False
    fetch_seconds: float = 20.0
    delay_seconds: float = 0.0
    page_bytes: int = 10 * 1024 * 1024
    method: str = "GET"
    log_level: str = "DEBUG"
    source_id: str = "the-source"
    socks: str | None = None  # None: where Tor usually listens
    proxy: str | None = None  # None: straight
    proxy_login: str | None = None  # None: it asks for none; else the file that holds it
    certificates: str | None = None  # None: as its transport has it
    names: dict[str, list[list[str]]] | None = None
    """What the resolver answers, look-up after look-up; `None`: the machine's own resolver."""


@dataclass(kw_only=True)
class Visited:
    """What came of one address."""

    url: str
    status: int | None = None
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    outcome: str | None = None
    why: str | None = None


@dataclass(kw_only=True)
class Account:
    """What the crawl did."""

    visited: dict[str, Visited]
    connected: list[list[Any]]
    looked_up: list[str]
    bound: list[list[Any]]
    memory: int
    """The process's peak, in kilobytes."""
    log: str = ""


def walk(order: Order, *, environment: dict[str, str] | None = None) -> Account:
    """Crawl in a child process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.crawler.walker"],
        input=json.dumps(asdict(order)),
        capture_output=True,
        text=True,
        timeout=120,
        cwd=_ROOT,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **(environment or {})},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    account = json.loads(done.stdout)
    visited = {v["url"]: Visited(**v) for v in account.pop("visited")}
    return Account(visited=visited, log=done.stderr, **account)


def _watch(events: dict[str, list[Any]]) -> None:
    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            events["connected"].append(list(args[1]) if isinstance(args[1], tuple) else [str(args[1])])
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            events["looked_up"].append(str(args[0]))
        elif event == "socket.bind":
            events["bound"].append(list(args[1]))

    sys.addaudithook(hook)


class _Names:
    """A resolver that changes its mind, as told."""

    def __init__(self, answers: dict[str, list[list[str]]]) -> None:
        self._answers = answers

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        answers = self._answers.get(host)
        if not answers:
            raise OSError("no such name")
        return answers.pop(0) if len(answers) > 1 else answers[0]


def _main() -> None:
    events: dict[str, list[Any]] = {"connected": [], "looked_up": [], "bound": []}
    _watch(events)
    order = Order(**json.load(sys.stdin))

    from scrapy.settings import Settings as ScrapySettings  # after the watch is set, as all that may open a socket

    from crawler.scrapy_settings import closed, crawl_settings
    from crawler.way_out import way_out

    settings = ScrapySettings(closed(), priority="cmdline")
    if order.source:
        source = _source(order)
        settings = crawl_settings(source, _limits(order), way_out(source, _decided(order)))
    settings.set("LOG_LEVEL", order.log_level, priority="cmdline")
    if order.names is not None:
        settings.set("VIGIE_RESOLVER", _Names(order.names), priority="cmdline")
    visited = _crawl(order, settings)
    json.dump({"visited": visited, **events, "memory": _memory()}, sys.stdout)


def _source(order: Order) -> Source:
    return Source(
        id=SourceId(order.source_id),
        url=order.source,
        hosts=tuple(order.hosts),
        private=order.private,
        transport=Transport(order.transport),
        obey_robots=order.obey_robots,
        delay=timedelta(seconds=order.delay_seconds),
        certificates=Certificates(order.certificates) if order.certificates else None,
    )


def _decided(order: Order) -> Settings:
    tor = Tor(socks=order.socks, timeout=timedelta(seconds=order.fetch_seconds))
    if order.proxy is None:
        return Settings(tor=tor)
    place = urlsplit(order.proxy)
    proxy = Proxy(
        kind=ProxyKind(place.scheme), host=place.hostname or "", port=place.port or 0, login_file=order.proxy_login
    )
    return Settings(tor=tor, proxy=proxy)


def _limits(order: Order) -> Limits:
    return Limits(fetch=timedelta(seconds=order.fetch_seconds), page_bytes=order.page_bytes)


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _crawl(order: Order, settings: Any) -> list[dict[str, Any]]:
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.http import Response

    from crawler.handler import outcome_of, why

    visited: list[dict[str, Any]] = []

    class Walker(Spider):
        name = "walker"
        custom_settings = {  # noqa: RUF012 - Scrapy's way; what no spider may undo
            "DOWNLOAD_HANDLERS": {"file": "scrapy.core.downloader.handlers.file.FileDownloadHandler"},
            "TELNETCONSOLE_ENABLED": True,
            "REMOTE_CONTROL_ENABLED": True,
            "HTTPPROXY_ENABLED": True,
            "REDIRECT_ENABLED": True,
        }

        async def start(self) -> AsyncIterator[Request]:
            for number, url in enumerate(order.urls):
                meta = {"errand": number, "asked": url}
                try:
                    yield Request(
                        url,
                        method=order.method,
                        dont_filter=True,
                        callback=self.came,
                        errback=self.failed,
                        meta=meta,
                    )
                except ValueError:  # Scrapy has no request for it
                    visited.append(asdict(Visited(url=url, outcome="refused")))

        def came(self, response: Response) -> None:
            if "/raises" in response.url:
                raise ValueError(f"{response.url} says {response.body!r}")
            headers = {name.decode(): value[0].decode("latin-1") for name, value in response.headers.items()}
            visited.append(
                asdict(
                    Visited(
                        url=response.meta["asked"],
                        status=response.status,
                        body=response.body.decode("latin-1"),
                        headers=headers,
                    )
                )
            )

        def failed(self, failure: Any) -> None:
            error = failure.value
            told = Visited(url=failure.request.meta["asked"], outcome=outcome_of(error).value, why=why(error))
            visited.append(asdict(told))

    process = AsyncCrawlerProcess(settings)
    process.crawl(Walker)
    process.start()
    return visited


if __name__ == "__main__":
    _main()
