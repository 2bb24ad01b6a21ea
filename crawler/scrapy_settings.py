"""Scrapy, told to do nothing but what we ask of it."""

from __future__ import annotations

from typing import Any

from scrapy.settings import Settings

from crawler.way_out import WayOut, way_out
from model.settings import Limits
from model.sources import Source

__all__ = ["COMMON_BROWSER", "closed", "crawl_settings", "settings_for"]

COMMON_BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
_HANDLER = "crawler.handler.OneWayOut"


def crawl_settings(source: Source, limits: Limits, out: WayOut | None = None) -> Settings:
    """`settings_for` at a priority that no spider's `custom_settings` can undo."""
    settings = Settings()
    settings.setdict(settings_for(source, limits, out), priority="cmdline")
    return settings


def settings_for(source: Source, limits: Limits, out: WayOut | None = None) -> dict[str, Any]:
    """What a crawl of *source* needs on top of `closed()`, and that too; set it with priority `cmdline`.

    It goes by *out*; `None`: as if no settings were written.
    """
    out = out or way_out(source)
    return {
        **closed(),
        "VIGIE_SOURCE": source,
        "VIGIE_WAY_OUT": out,
        "VIGIE_LIMITS": limits,
        "ROBOTSTXT_OBEY": source.obey_robots,
        "USER_AGENT": source.user_agent or COMMON_BROWSER,
        "DEFAULT_REQUEST_HEADERS": _headers(source.user_agent or COMMON_BROWSER),
        "DOWNLOAD_DELAY": source.delay.total_seconds(),
        "DOWNLOAD_TIMEOUT": out.fetch(limits).total_seconds(),
        "DOWNLOAD_MAXSIZE": limits.page_bytes,
    }


def closed() -> dict[str, Any]:
    """One way out, which refuses everything while no source is set; no listener, no middleware that we don't need."""
    return {
        "BOT_NAME": "vigie",
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "DOWNLOAD_HANDLERS": {
            "http": _HANDLER,
            "https": _HANDLER,
            **dict.fromkeys(("data", "file", "ftp", "s3")),
        },
        "DOWNLOADER_MIDDLEWARES": {
            **dict.fromkeys(_NO_DOWNLOADER_MIDDLEWARES),
            "crawler.robots.Robots": 100,
            "crawler.pace.OneQueue": 990,
        },
        "SPIDER_MIDDLEWARES": dict.fromkeys(_NO_SPIDER_MIDDLEWARES),
        "EXTENSIONS": dict.fromkeys(_NO_EXTENSIONS),
        "LOG_FORMATTER": "crawler.scrapy_log.Discreet",
        "LOG_LEVEL": "INFO",
        "USER_AGENT": COMMON_BROWSER,
        "CONCURRENT_REQUESTS": 1,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY_JITTER": 0.5,
        "DOWNLOAD_WARNSIZE": 0,
        "COOKIES_ENABLED": True,
        "HTTPERROR_ALLOW_ALL": True,  # the spider names the outcome of every answer
        "URLLENGTH_LIMIT": 0,
        **dict.fromkeys(_OFF, False),
    }


_OFF = (
    "AJAXCRAWL_ENABLED", "AUTOTHROTTLE_ENABLED", "COMPRESSION_ENABLED", "COOKIES_DEBUG", "DOWNLOADER_STATS",
    "HTTPCACHE_ENABLED", "HTTPPROXY_ENABLED", "LOG_INSTALL_ROOT_HANDLER", "LOG_STDOUT", "MEMDEBUG_ENABLED",
    "MEMUSAGE_ENABLED", "METAREFRESH_ENABLED", "REDIRECT_ENABLED", "REFERER_ENABLED", "REMOTE_CONTROL_ENABLED",
    "RETRY_ENABLED", "STATS_DUMP", "TELNETCONSOLE_ENABLED",
)  # fmt: skip
_NO_DOWNLOADER_MIDDLEWARES = tuple(
    f"scrapy.downloadermiddlewares.{name}"
    for name in (
        "offsite.OffsiteMiddleware",  # drops silently; the egress policy refuses with a reason
        "robotstxt.RobotsTxtMiddleware",  # ours follows it where it moved
        "httpauth.HttpAuthMiddleware",
        "downloadtimeout.DownloadTimeoutMiddleware",
        "retry.RetryMiddleware",
        "redirect.MetaRefreshMiddleware",
        "redirect.RedirectMiddleware",
        "httpcompression.HttpCompressionMiddleware",  # bodies.py unpacks while reading, with a limit
        "httpproxy.HttpProxyMiddleware",
        "stats.DownloaderStats",
        "httpcache.HttpCacheMiddleware",
    )
)
_NO_SPIDER_MIDDLEWARES = tuple(
    f"scrapy.spidermiddlewares.{name}"
    for name in (
        "httperror.HttpErrorMiddleware",
        "referer.RefererMiddleware",
        "urllength.UrlLengthMiddleware",
        "depth.DepthMiddleware",
        "metacopy.MetaCopyDetectionMiddleware",
    )
)
_NO_EXTENSIONS = tuple(
    f"scrapy.extensions.{name}"
    for name in (
        "corestats.CoreStats",
        "logcount.LogCount",
        "telnet.TelnetConsole",
        "memusage.MemoryUsage",
        "memdebug.MemoryDebugger",
        "closespider.CloseSpider",
        "feedexport.FeedExporter",
        "logstats.LogStats",
        "spiderstate.SpiderState",
        "throttle.AutoThrottle",
        "remote_control.RemoteControl",
    )
)


def _headers(user_agent: str) -> dict[str, str]:
    return {  # in a browser's order
        "User-Agent": user_agent,
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": "en-US,en;q=0.5",
        "Accept-Encoding": "gzip, deflate, br, zstd",
        "Connection": "keep-alive",
        "Upgrade-Insecure-Requests": "1",
    }
