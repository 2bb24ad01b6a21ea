"""Links that people don't see, and that are there to find out who follows all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.html import decode, overload
from crawler.reading import Fetched

__all__ = ["baits"]

MOST = 5_000  # links of one page that are looked at
DEPTH = 6  # elements around a link
FEW = 2  # links in a hidden block; more are a menu, or a category that its reader has folded
_MARKS = re.compile(
    rb"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|\bhidden\b|nofollow|(?:opacity|size|width|height)\s{0,9}:"
    rb"\s{0,9}0|-\d{4,}px",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|(?:left|top|text-indent)\s*:\s*-\d{4,}px"
    r"|(?:font-size|width|height)\s*:\s*0(?:px)?\s*(?:;|$)",
    re.IGNORECASE,
)
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{0,2000})\}")
_CLASS = re.compile(r"^\s*[a-z]*\.([\w-]+)\s*$", re.IGNORECASE)


def baits(fetched: Fetched) -> frozenset[str]:
    """The addresses that *fetched* links to where nobody sees it, or asks nobody to follow, and nowhere else."""
    if not _MARKS.search(fetched.body):
        return frozenset()
    text = decode(fetched.body, headers=fetched.headers, charset=fetched.charset)
    if overload(text):
        return frozenset()
    tree = LexborHTMLParser(text)
    classes = _hidden_classes(tree)
    shown, unseen = set[str](), set[str]()
    for link, url in _links(tree, fetched.url):
        (unseen if _is_bait(link, classes) else shown).add(url)
    return frozenset(unseen - shown)


def _links(tree: LexborHTMLParser, base: str) -> Iterator[tuple[LexborNode, str]]:
    told = tree.css_first("base[href]")
    try:
        base = urljoin(base, (told.attributes.get("href") or "").strip()) if told is not None else base
    except ValueError:
        return
    for link in tree.css("a[href]")[:MOST]:
        try:
            yield link, urljoin(base, (link.attributes.get("href") or "").strip())
        except ValueError:
            continue


def _is_bait(link: LexborNode, classes: frozenset[str]) -> bool:
    rel = (link.attributes.get("rel") or "").lower().split()
    if "nofollow" in rel and "next" not in rel:
        return True
    node: LexborNode | None = link
    for _ in range(DEPTH):
        if node is None or node.tag in ("body", "html"):
            return False
        if _is_unseen(node, classes):
            return node is link or len(node.css("a[href]")) <= FEW
        node = node.parent
    return False


def _is_unseen(node: LexborNode, classes: frozenset[str]) -> bool:
    attributes = node.attributes
    return (
        "hidden" in attributes
        or _UNSEEN.search(attributes.get("style") or "") is not None
        or not classes.isdisjoint((attributes.get("class") or "").split())
    )


def _hidden_classes(tree: LexborHTMLParser) -> frozenset[str]:
    """The classes that the page's own style sheet hides; those of other files are not fetched."""
    sheet = "\n".join(style.text(deep=True) for style in tree.css("style")[:20])[:100_000]
    rules = (found.groups() for found in _RULE.finditer(sheet))
    hidden = (selector for selectors, rule in rules if _UNSEEN.search(rule) for selector in selectors.split(","))
    return frozenset(found.group(1) for selector in hidden if (found := _CLASS.match(selector)))
