"""What `scrapy crawl` starts with, by way of scrapy.cfg: nothing may be fetched until a spider sets its source."""

from __future__ import annotations

from crawler.scrapy_settings import closed

globals().update(closed())

SPIDER_MODULES = ["crawler.spiders"]
