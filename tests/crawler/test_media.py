"""What is not asked for, by its address alone."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from crawler.media import is_media_address


@pytest.mark.parametrize(
    "url",
    [
        "/images/smile.gif",
        "/dump.ZIP",
        "/files/base.tar.gz",
        "/base.sql.gz",
        "/a%2ezip",
        "/clip.mp4;jsessionid=1",
        "/x/report.pdf?dl=1",
        "/torrents/x.torrent",
        "/favicon.ico",
        "/static/style.css?v=2",
        "/jscripts/general.js",
        "/attachment.php?aid=12",
        "/forum/attachment.php?attachmentid=5&d=1",
        "/download/file.php?id=3&mode=view",
        "/attachments/base-zip.123/",
        "/filedata/fetch?id=5",
        "/applications/core/interface/file/attachment.php?id=7",
        "/uploads/default/original/1X/a",
        "/index.php?action=dlattach;topic=1.0;attach=2",
        "/index.php?app=core&module=attach&section=attach",
    ],
)
def test_h12_a_picture_an_archive_or_an_attachment_is_known_by_its_address(url: str) -> None:
    parts = urlsplit(url)
    assert is_media_address(parts.path, parts.query)


@pytest.mark.parametrize(
    "url",
    [
        "/",
        "",
        "/index.php",
        "/showthread.php?tid=1&name=base.zip",
        "/threads/base.zip.123/",
        "/threads/all-the-pdf/",
        "/viewtopic.php?f=1&t=2",
        "/t/leak-of-viamedis.example/12",
        "/raw/abc.txt",
        "/abc.sql",
        "/base.csv",
        "/feed.xml",
        "/latest.json",
        "/topic/123-dump.html",
        "/attachments",
        "/.zip",
        "/v1.0/list",
        "/topics/7z",
    ],
)
def test_a_page_is_not_taken_for_one(url: str) -> None:
    parts = urlsplit(url)
    assert not is_media_address(parts.path, parts.query)
