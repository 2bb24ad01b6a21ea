"""A visit as `scrapy crawl forum` makes it, in a process of its own that tells of every socket it touched.

`python -m tests.crawler.audited SOURCE`, with VIGIE_HOME and VIGIE_CONFIG: writes a JSON `Audit` on stdout.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Audit", "audited"]

_ROOT = Path(__file__).resolve().parents[2]
_LOOK_UPS = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")


@dataclass(kw_only=True)
class Audit:
    """What a visit did."""

    connected: list[list[Any]] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    sent_to: list[list[Any]] = field(default_factory=list)
    """Where datagrams went."""
    opened: list[str] = field(default_factory=list)
    """Files outside of what Python and the project are made of, home and configuration."""
    health: str = ""
    reason: str = ""
    outcomes: dict[str, int] = field(default_factory=dict)
    new: int = 0
    log: str = ""


def audited(
    home: Path, config: Path, source: str = "harbour", *, environment: Mapping[str, str] | None = None
) -> Audit:
    """Visit *source* so."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.crawler.audited", source],
        capture_output=True,
        text=True,
        timeout=150,
        cwd=_ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "VIGIE_HOME": str(home),
            "VIGIE_CONFIG": str(config),
            **(environment or {}),
        },
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Audit(**json.loads(done.stdout), log=done.stderr)


def _watch(audit: Audit) -> None:
    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "socket.connect":
            audit.connected.append(list(args[1]) if isinstance(args[1], tuple) else [str(args[1])])
        elif event in _LOOK_UPS:
            audit.looked_up.append(str(args[0]))
        elif event in ("socket.sendto", "socket.sendmsg"):
            audit.sent_to.append([str(args[1])])
        elif event == "open" and str(args[0]) in ("/etc/hostname", "/etc/passwd", "/etc/resolv.conf"):
            audit.opened.append(str(args[0]))

    sys.addaudithook(hook)


def _main() -> None:
    audit = Audit()
    _watch(audit)

    from scrapy.crawler import AsyncCrawlerProcess  # after the watch is set, as all that may open a socket
    from scrapy.settings import Settings

    from crawler.log import install
    from crawler.scrapy_settings import closed
    from crawler.spiders.forum import ForumSpider

    install(level="DEBUG")
    settings = Settings(closed(), priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(ForumSpider)
    process.crawl(crawler, source=sys.argv[1], chance=0.0)
    process.start(install_signal_handlers=False)
    spider = crawler.spider
    assert isinstance(spider, ForumSpider)
    if spider.failure is not None:
        raise spider.failure
    report = spider.report
    assert report is not None
    assert report.health is not None
    audit.health, audit.reason, audit.new = report.health.value, report.reason, report.tally.new
    audit.outcomes = {outcome.value: n for outcome, n in report.outcomes.items()}
    said = asdict(audit)
    del said["log"]
    os.write(1, json.dumps(said).encode())


if __name__ == "__main__":
    _main()
