"""What stands around the content of an unknown page: its title, its board, the thread it shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from crawler.pages.generic_items import Item
from crawler.pages.generic_links import Address, Kind, address
from crawler.pages.generic_outline import Element, Outline
from crawler.pages.page import Page

__all__ = ["board_of", "crumbs", "thread_address", "title_of"]

LONGEST = 300
_PARTS = re.compile(r"\s+(?:[-–—|•·»:/]{1,2}|::)\s+|\s*[|»•]\s*|\s(?=\((?:page|seite|стр))", re.IGNORECASE)
_PAGE = re.compile(r"\W{0,3}\b(?:page|seite|página|страница|стр)\W{0,2}\d+\W{0,2}$", re.IGNORECASE)
_CRUMBS = re.compile(
    r"bread|crumb|nav(?:igation|strip|tree|link|path|bit)|linktree|(?:^|\s)path(?:\s|$)|location", re.IGNORECASE
)


def title_of(page: Page, outline: Outline, items: Sequence[Item]) -> str:
    """What the page is about: that part of its title element which its headings, its way or its posts repeat."""
    told = page.title
    spoken = _spoken(outline, items)
    site = {
        outline.text(element).casefold() for element in outline.elements if element.tag == "a" and _leads_home(element)
    }
    runs = [run for run in dict.fromkeys(_runs(told)) if 1 < len(run) < LONGEST]
    best = max(runs, key=lambda run: (_weight(run, spoken, site, told), len(run)), default=told)
    if _weight(best, spoken, site, told) > 1:
        return best
    headings = [text for element in _headings(outline, items) if 1 < len(text := outline.text(element)) < LONGEST]
    return next((text for text in headings if text.casefold() not in site), None) or best


def _weight(run: str, spoken: dict[str, int], site: set[str], told: str) -> float:
    plain = run.casefold()
    return (
        spoken.get(plain, 0)
        - 4 * (plain in site)
        + 0.5 * told.startswith(run)
        - 1.5 * (_PAGE.search(plain) is not None)
    )


def _spoken(outline: Outline, items: Sequence[Item]) -> dict[str, int]:
    """The short texts of the page, and how much each looks like a title."""
    found: dict[str, int] = {}
    for element in outline.elements:
        if element.end - element.start > 4 or element.last - element.first > 8 or element.last == element.first:
            continue
        text = outline.text(element).casefold()
        text = text.removeprefix("re:").strip()
        if 1 < len(text) < LONGEST:
            weight = (
                4
                if element.tag in ("h1", "h2", "h3")
                else 2
                if element.tag in ("h4", "h5", "h6", "strong", "li", "a")
                else 1
            )
            found[text] = max(found.get(text, 0), weight)
    return found


def _leads_home(element: Element) -> bool:
    href = element.attributes.get("href", "").partition("?")[0].rstrip("/")
    return (
        href in ("", ".", "./index.php", "index.php", "/index.php", "/forum", "/forums")
        or re.fullmatch(r"https?://[^/]+(?:/index\.php)?", href) is not None
    )


def _runs(told: str) -> Iterable[str]:
    """Every part of the title element, and what stands before or behind each separator."""
    yield told
    yield from (part.strip() for part in _PARTS.split(told))
    if numbered := _PAGE.search(told):
        yield told[: numbered.start()].strip()
    for found in _PARTS.finditer(told):
        yield told[: found.start()].strip()
        yield told[found.end() :].strip()


def _headings(outline: Outline, items: Sequence[Item]) -> Iterable[Element]:
    found = [e for e in outline.elements if e.tag in ("h1", "h2", "h3") and not any(item.holds(e) for item in items)]
    return sorted(found, key=lambda element: element.tag)


def crumbs(outline: Outline, links: dict[int, Address]) -> list[tuple[Address, str]]:
    """The way from the index to the page, where a page shows it."""
    for element in outline.elements:
        if not (element.names and _CRUMBS.search(element.names)) or element.tag in ("a", "span", "body"):
            continue
        found = [
            (links[place], outline.text(outline.elements[place]))
            for place in range(element.start, element.end)
            if place in links
        ]
        if 1 < len(found) < 12 and any(link.kind in (Kind.BOARD, Kind.THREAD) for link, _ in found):
            return found
    return []


def board_of(outline: Outline, links: dict[int, Address], own: Address) -> str | None:
    """The board in which the page's thread stands; None where the page does not say."""
    boards = [
        text
        for link, text in crumbs(outline, links)
        if link.kind is Kind.BOARD and text and not (link.kind is own.kind and link.key == own.key)
    ]
    return boards[-1] if boards else None


def thread_address(
    page: Page, outline: Outline, links: dict[int, Address], own: Address, items: Sequence[Item]
) -> Address | None:
    """The address of the thread that the page shows, when its own does not tell: as most of its own links do."""
    canonical = page.tree.css_first("link[rel='canonical'][href]")
    url = page.address(canonical)
    if url is not None and page.is_own(url) and (found := address(url)).kind is Kind.THREAD:
        return found
    counts: Counter[str] = Counter()
    known: dict[str, Address] = {}
    for place, link in links.items():
        element = outline.elements[place]
        key = link.key if link.kind is Kind.THREAD else link.thread
        if key and not any(item.holds(element) for item in items):
            counts[key] += 1 + (element.parent is not None and element.parent.tag in ("h1", "h2", "h3"))
            if link.kind is Kind.THREAD and link.page is None and link.offset is None:
                known.setdefault(key, link)
    best = counts.most_common(1)
    return known.get(best[0][0]) if best else None
