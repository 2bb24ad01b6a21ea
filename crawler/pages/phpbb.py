"""phpBB 3.0 to 3.3: told by ids, classes and addresses, never by words; in prosilver, its kin, and subsilver2."""

from __future__ import annotations

import re

from crawler.pages import phpbb_lists, phpbb_threads
from crawler.pages.forum import Forum, Mark
from crawler.pages.page import Page
from crawler.pages.phpbb_addresses import board_address, is_apart, is_sign_in, numbered, thread_address
from crawler.pages.phpbb_parts import ENGINE
from crawler.pages.refusals import verdict
from crawler.reading import Reading

__all__ = ["PHPBB"]

_OWN = "a[href*='viewtopic.php?'], a[href*='viewforum.php?'], a.topictitle[href], a.forumtitle[href]"
_MARKS = (
    Mark(3, "phpbb", re.compile(r"<body[^>]{0,80}\bid=[\"']phpbb[\"']")),
    Mark(2, "phpBB style name", re.compile(r"<!--\s{0,9}phpBB style name")),
    Mark(2, "postprofile", re.compile(r"<(?:dl|div)[^>]{0,80}\bclass=[\"'][^\"']{0,60}\bpostprofile\b")),
    Mark(2, "topiclist", re.compile(r"<ul class=[\"']topiclist")),
    Mark(
        2,
        "ucp.php?",
        re.compile(r"<(?:a|form)[^>]{1,160}\bucp\.php\?(?:[\w=;&-]{1,80}&amp;)?mode=(?:login|register|delete_cookies)"),
    ),
    Mark(1, "title", re.compile(r"class=[\"'](?:topictitle|forumtitle|forumlink)[\"']")),
    Mark(2, "postauthor", re.compile(r"<b class=[\"']postauthor[\"']")),
    Mark(1, "/styles/", re.compile(r"<link[^>]{1,40}href=[\"'][^\"']{0,80}/styles/[\w-]{1,40}/theme/")),
    Mark(1, "phpbb_", re.compile(r"<div id=[\"']phpbb_(?:alert|confirm)[\"']")),
)


def _links(page: Page) -> bool:
    found = (page.address(link) for link in page.tree.css(_OWN)[:20])
    return any(url and page.is_own(url) and (thread_address(url) or board_address(url)) for url in found)


def _wall(page: Page) -> Reading:
    has_frame = phpbb_lists.has_frame(page)
    message = page.tree.css_first("#message, .message-content, .panel strong, .panel p")
    if message is None:
        message = page.tree.css_first("td.row1 span.gen, p.gen, #wrapcentre td.row1")
    return verdict(
        page,
        engine=ENGINE,
        message=message,
        is_asked=thread_address(page.url) is not None or board_address(page.url) is not None,
        is_empty_list=has_frame and board_address(page.url) is not None,
        is_sign_in=is_sign_in(page.url),
        board=phpbb_lists.heading(page) if has_frame else None,
    )


PHPBB = Forum(
    name=ENGINE,
    frame=(
        "#page-header, #page-footer, #wrapheader, #wrapfooter, .navbar, .breadcrumbs, .signature, .postprofile,"
        " .notice,"
        " .lastpost, .stat-block, #jumpbox, .jumpbox"
    ),
    marks=_MARKS,
    links=_links,
    thread=phpbb_threads.thread,
    listing=phpbb_lists.listing,
    wall=_wall,
    is_apart=is_apart,
    numbered=numbered,
    cookie=re.compile(r"(?:^|[\s,;])phpbb\w{0,40}_(?:u|k|sid)="),
)
