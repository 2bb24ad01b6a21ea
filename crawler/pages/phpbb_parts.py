"""What lists and threads of phpBB share: breadcrumb, pagination, clock and zone."""

from __future__ import annotations

from datetime import tzinfo

from selectolax.lexbor import LexborNode

from crawler.pages.page import Page
from crawler.pages.phpbb_addresses import board_address
from crawler.pages.words import words
from crawler.pages.zones import zone_said

__all__ = ["CURRENT", "ENGINE", "LINKS", "NAMES", "board_name", "clock", "person", "zone"]

ENGINE = "phpbb"
LINKS = ".pagination a[href], td.gensmall a[href*='start='], td.nav a[href*='start='], a[rel='next'], a.right-box"
CURRENT = ".pagination li.active, .pagination strong, td.nav strong, .pagination-number.active"
NAMES = ".username, .username-coloured, a[href*='mode=viewprofile']"


def board_name(page: Page) -> str | None:
    """The board that the breadcrumb ends in."""
    crumbs = (
        ".breadcrumbs a[href], .navlinks a[href], .nav-breadcrumbs a[href], .breadcrumb a[href], p.breadcrumbs a[href]"
    )
    names = [
        words(link)
        for link in page.tree.css(crumbs)[:100]
        if (url := page.address(link)) and board_address(url) and words(link)
    ]
    return names[-1] if names else None


def clock(page: Page) -> str | None:
    """What the board's own clock shows; members are shown their last visit beside it, which is none."""
    shown = page.tree.css("p.time")
    return words(shown[0]) or None if len(shown) == 1 else None


def zone(page: Page) -> tzinfo | None:
    """What the footer says of the zone."""
    for node in page.tree.css(
        "#page-footer [title], #nav-footer li.rightside, #page-footer li.rightside, #wrapfooter, .datetime,"
        " .footer [title], #pagefooter, #page-footer, footer"
    )[:60]:
        text = words(node)[:400]
        if "UTC" not in text and "GMT" not in text:
            continue
        inner = [each.attributes.get("title") for each in node.css("[title]")[:3]] if node.tag == "li" else []
        if found := zone_said(text, node.attributes.get("title"), *inner):
            return found
    return None


def person(node: LexborNode | None) -> str | None:
    """The member or guest whom *node* names."""
    if node is None:
        return None
    found = node.css_first(NAMES)
    return words(found) or None if found is not None else None
