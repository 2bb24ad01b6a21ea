"""What a page costs: fetched straight, through a SOCKS server, and as plain Scrapy with parsel does it.

The same five fields of each post are taken in each case; what a visit's whole reading costs stands beside it.

Run as `python -m benchmarks.crawl` in a clone: all in one run, each way in turns, over loopback.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sized
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from statistics import median
from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["main"]

PAGES, WARM, ROUNDS, POSTS = 300, 40, 3, 20
NOON = datetime(2024, 2, 12, 12, 0, tzinfo=UTC)
TALK = "bonjour je cherche la base complète de cette mutuelle dispo en mp paiement crypto seller trusted escrow"
WAYS = ("plain", "clear", "socks", "read")


def _page() -> bytes:
    """A page of a thread as MyBB shows it: 20 posts of some 1.3 KB."""
    from tests.servers.board import Board

    chance = random.Random(1)
    board = Board(now=NOON, per_page=POSTS)
    fid = board.board("Databases")
    board.talk(fid, "a thread", *(" ".join(chance.choices(TALK.split(), k=210)) for _ in range(POSTS)))
    return board.answer("/showthread.php?tid=1").body.encode()


async def _serve() -> None:
    """Answer every request with the page, and say on which port."""
    body = _page()
    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    )

    async def answered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not reader.at_eof():
            try:
                await reader.readuntil(b"\r\n\r\n")
            except asyncio.IncompleteReadError:
                break
            writer.write(answer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answered, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def _serve_socks() -> None:
    from tests.servers.socks import socks

    with socks() as proxy:
        print(proxy.port, flush=True)
        sys.stdin.read()


@contextmanager
def _running(what: str) -> Iterator[int]:
    """The port of a server in a process of its own, whose work is not counted."""
    command = [sys.executable, "-m", "benchmarks.crawl", what]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline())
        finally:
            server.terminate()


class _Meter:
    """CPU time of this process from one page to another."""

    def __init__(self) -> None:
        self.pages, self.posts, self._began, self.took = 0, 0, 0.0, 0.0

    def count(self, posts: int) -> None:
        """One page more."""
        self.pages += 1
        self.posts += posts
        if self.pages == WARM:
            self._began = time.process_time()
        self.took = time.process_time() - self._began

    def told(self) -> str:
        """As the parent reads it."""
        return json.dumps({"ms": self.took * 1000 / (self.pages - WARM), "posts": self.posts / self.pages})


def _plain(port: int) -> str:
    """As a tutorial has it: default settings, a selector a field, an item a post."""
    from scrapy import Spider
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response

    meter = _Meter()

    class Plain(Spider):
        name = "plain"
        start_urls = [f"http://127.0.0.1:{port}/showthread.php?tid={n}" for n in range(PAGES)]  # noqa: RUF012 - Scrapy's

        def parse(self, response: Response) -> Iterator[dict[str, Any]]:
            posts = response.css("div.post")
            meter.count(len(posts))
            for post in posts:
                yield {
                    "id": post.attrib["id"],
                    "author": post.css(".author_information .largetext a::text").get(),
                    "link": response.urljoin(post.css(".post_head a::attr(href)").get() or ""),
                    "date": post.css(".post_date::text").get(),
                    "text": " ".join(post.css(".post_body ::text").getall()).strip(),
                }

    process = CrawlerProcess({"LOG_LEVEL": "ERROR", "ROBOTSTXT_OBEY": False})
    process.crawl(Plain)
    process.start()
    return meter.told()


def _fields(body: bytes, url: str) -> list[dict[str, str | None]]:
    """The same as `_plain` takes, with the parser that our pages use."""
    from crawler.html import decode

    def text(node: LexborNode | None) -> str | None:
        return node.text() if node is not None else None

    def link(node: LexborNode | None) -> str:
        return urljoin(url, (node.attributes.get("href") if node is not None else None) or "")

    return [
        {
            "id": post.attributes.get("id"),
            "author": text(post.css_first(".author_information .largetext a")),
            "link": link(post.css_first(".post_head a")),
            "date": text(post.css_first(".post_date")),
            "text": (text(post.css_first(".post_body")) or "").strip(),
        }
        for post in LexborHTMLParser(decode(body)).css("div.post")
    ]


def _ours(port: int, socks: int | None, *, wholly: bool = False) -> str:
    """As a visit fetches; *wholly*: and reads, up to where understanding begins."""
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerProcess

    from crawler.desk import Missed
    from crawler.fetching import Fetcher
    from crawler.log import install
    from crawler.pages import read
    from crawler.reading import Locale
    from crawler.scrapy_settings import crawl_settings
    from crawler.way_out import way_out
    from model.identities import SourceId
    from model.settings import Limits, Settings, Tor
    from model.sources import Source, Transport

    transport = Transport.CLEAR if socks is None else Transport.TOR
    home = f"http://{'127.0.0.1' if socks is None else 'forum.example'}:{port}"
    source = Source(id=SourceId("forum"), url=f"{home}/", transport=transport, delay=timedelta(0))
    settings = Settings(tor=Tor(socks=f"127.0.0.1:{socks}"))
    meter = _Meter()

    class Ours(Spider):
        name = "ours"

        async def start(self) -> AsyncIterator[Request]:
            fetcher = Fetcher(self.crawler, source, lambda: NOON)
            for n in range(PAGES):
                came, _ = await fetcher.fetch(f"{home}/showthread.php?tid={n}", errand=n)
                assert not isinstance(came, Missed), came
                if wholly:
                    posts: Sized = read(came, source=source.id, engine="mybb", locale=Locale()).posts
                else:
                    posts = _fields(came.body, came.url)
                meter.count(len(posts))
            return
            yield

    install(level="ERROR")
    process = AsyncCrawlerProcess(crawl_settings(source, Limits(), way_out(source, settings)))
    process.crawl(Ours)
    process.start()
    return meter.told()


def _measured(way: str, port: int, socks: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.crawl", way, str(port), str(socks)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print what a page costs each way, and the ratios that are promised."""
    load = os.getloadavg()[0]
    print(f"Python {sys.version.split()[0]}, Scrapy {version('scrapy')}, {os.cpu_count()} cores, load {load:.1f}")
    costs: dict[str, list[float]] = {way: [] for way in WAYS}
    with _running("serve") as port, _running("serve-socks") as socks:
        for _ in range(ROUNDS):
            for way in WAYS:
                found = _measured(way, port, socks)
                assert found["posts"] == POSTS, f"{way} read {found['posts']} posts a page"
                costs[way].append(found["ms"])
    ms = {way: median(several) for way, several in costs.items()}
    size = len(_page()) / 1024
    print(f"{PAGES - WARM} pages of {size:.0f} KB with {POSTS} posts, CPU a page, median of {ROUNDS} rounds:")
    print(f"  plain Scrapy + parsel      {ms['plain']:5.1f} ms")
    print(
        f"  clear                      {ms['clear']:5.1f} ms   {ms['clear'] / ms['plain']:.2f} of plain (at most 0.5)"
    )
    speed = ms["clear"] / ms["socks"]  # in pages
    print(f"  through a SOCKS server     {ms['socks']:5.1f} ms   {speed:.2f} of clear's pages a second (at least 0.6)")
    print(f"  clear, read as a visit does {ms['read']:4.1f} ms   with dates, quotes, edits, hidden blocks, flat text")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve"]:
            asyncio.run(_serve())
        case ["serve-socks"]:
            _serve_socks()
        case ["plain", port, _]:
            print(_plain(int(port)))
        case ["clear", port, _]:
            print(_ours(int(port), None))
        case ["socks", port, socks]:
            print(_ours(int(port), int(socks)))
        case ["read", port, _]:
            print(_ours(int(port), None, wholly=True))
        case _:
            main()
