"""The other pages of what an unknown page shows: from links to the same thing with another number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import gcd

from crawler.pages.generic_items import Item
from crawler.pages.generic_links import Address, address
from crawler.pages.generic_outline import Element, Outline
from crawler.pages.page import Page
from crawler.pages.pagination import Pages

__all__ = ["pages_of"]

MOST_LINKS = 500
_NEXT = re.compile(
    r"^\W*(?:next|suivante?|weiter|nächste|siguiente|próxima|след\w*|далее|вперед|older|successiva)\b.{0,12}$|^[»›>→]{1,2}$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\W{0,2}(\d{1,6})\W{0,2}$")
_CURRENT = re.compile(r"(?:^|[\s_-])(?:current|active|selected|on|here|disabled-page)(?:[\s_-]|$)", re.IGNORECASE)
_PAGES = re.compile(r"pag(?:e|ination|er|elink|nav)|(?:^|\s)nav(?:\s|$)", re.IGNORECASE)


def pages_of(page: Page, outline: Outline, links: dict[int, Address], own: Address, items: Sequence[Item]) -> Pages:
    """Where the page stands among the pages of the same thread or board."""
    marked = page.tree.css_first("link[rel='next'][href], a[rel='next'][href], a[rel~='next'][href]")
    told = page.address(marked)
    siblings = list(_siblings(outline, links, own, items))
    count = _count(siblings, own)
    here = _here(outline, own, siblings, count)
    numbered = {number: link for link, text in siblings if (number := _number(link, text, count)) is not None}
    following = numbered.get(here + 1) or next((numbered[n] for n in sorted(numbered) if n > here), None)
    by_word = next((link for link, text in siblings if _NEXT.match(text) and _is_after(link, own)), None)
    url = following.url if following is not None else by_word.url if by_word is not None else None
    if told and told != page.url and _is_sibling(page, told, own):
        url = told
    return Pages(
        page=here, pages=max([here, *numbered]) if numbered or url is None else None, next=url, per_page=count or None
    )


def _is_sibling(page: Page, url: str, own: Address) -> bool:
    there = address(url)
    return page.is_own(url) and (
        there.base == own.base or (there.kind is own.kind and there.key == own.key and own.key != "")
    )


def _siblings(
    outline: Outline, links: dict[int, Address], own: Address, items: Sequence[Item]
) -> Iterator[tuple[Address, str]]:
    """Links to other pages of the same thing, with their words; what members wrote is not asked."""
    count = 0
    for place, link in links.items():
        is_same = link.base == own.base or (link.kind is own.kind and link.key == own.key and link.key != "")
        if not is_same or link.post is not None or any(item.holds(outline.elements[place]) for item in items):
            continue
        element = outline.elements[place]
        text = outline.text(element) or element.attributes.get("title", "") or element.attributes.get("aria-label", "")
        if _NUMBER.match(text) or _NEXT.match(text) or link.page is not None or link.offset is not None:
            yield link, text
            count += 1
        if count >= MOST_LINKS:
            return


def _count(siblings: Sequence[tuple[Address, str]], own: Address) -> int:
    """How many posts or threads a page holds, where addresses count them; else none."""
    return gcd(*(link.offset or 0 for link, _ in siblings), own.offset or 0)


def _number(link: Address, text: str, count: int) -> int | None:
    """The number of the page behind *link*."""
    if link.page is not None:
        return link.page
    if link.offset is not None:
        return link.offset // count + 1 if count else None
    return 1 if _NUMBER.match(text) or not text else None


def _here(outline: Outline, own: Address, siblings: Sequence[tuple[Address, str]], count: int) -> int:
    if own.page is not None:
        return max(own.page, 1)
    if own.offset is not None:
        return own.offset // count + 1 if count else 1
    if own.post is not None and siblings:  # reached by one of its posts: the pagination shows which page that is
        shown = [number for element in outline.elements if (number := _shown(outline, element)) is not None]
        return shown[0] if shown else 1
    return 1


def _shown(outline: Outline, element: Element) -> int | None:
    """The number that *element* marks as the present page's."""
    is_marked = element.tag == "strong" or _CURRENT.search(element.names)
    if not is_marked or not any(_PAGES.search(above.names) for above in element.above()):
        return None
    found = _NUMBER.match(outline.text(element))
    return int(found.group(1)) if found else None


def _is_after(link: Address, own: Address) -> bool:
    return (link.page or 1, link.offset or 0) > (own.page or 1, own.offset or 0)
