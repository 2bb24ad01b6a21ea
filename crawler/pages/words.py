"""The words of an element as a reader takes them in: blocks on lines of their own, no caption, no picture."""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

__all__ = ["classes", "readable", "words"]

_BLOCKS = frozenset(
    ["address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer",
     "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tbody",
     "td", "th", "thead", "tr", "ul"]
)  # fmt: skip
_SILENT = frozenset(
    ["script", "style", "noscript", "template", "img", "button", "input", "select", "textarea", "iframe"]
)
_SIGN = re.compile(r"(?:^|[\s_-])(?:emoji|smil(?:ey|ie|ies|eys)|emoticon)", re.IGNORECASE)
_DOTS = (" ... ", " … ", "...", "…")  # as boards shorten addresses, the widest first
_END_OF_PRE = "end of pre"
_TEXT, _LINE_FEED = "-text", "\n"
_RARE_FEEDS = re.compile("[\f\v\x85\u2028\u2029]")
_FEEDS_TO_SPACES = str.maketrans("\t\r\n\f\v\x85\u2028\u2029", " " * 8)  # markup breaks lines by elements


def classes(node: LexborNode) -> frozenset[str]:
    """The class tokens of *node*."""
    return frozenset((node.attributes.get("class") or "").split())


def words(node: LexborNode | None) -> str:
    """The text of *node* on one line; empty where there is no node."""
    return " ".join(node.text(deep=True).split()) if node is not None else ""


def readable(node: LexborNode, *, skip: Callable[[LexborNode], bool]) -> str:
    """The text inside *node*, a line per block; elements for which *skip* says so are left out."""
    pieces: list[str] = []
    _collect(node, skip, pieces)
    return "\n".join(line for each in "".join(pieces).split("\n") if (line := _spaced(each)))


def _spaced(line: str) -> str:
    """*line* with single spaces; most are written so, and to see that is cheaper than to take them apart."""
    return line.strip() if "  " not in line and line.isprintable() else " ".join(line.split())


def _on_one_line(text: str) -> str:
    """*text* with spaces where its markup breaks lines: elements break those that are shown."""
    if text.isprintable():
        return text
    for feed in "\n\t\r":
        text = text.replace(feed, " ")
    return text.translate(_FEEDS_TO_SPACES) if _RARE_FEEDS.search(text) else text


def _collect(root: LexborNode, skip: Callable[[LexborNode], bool], pieces: list[str]) -> None:
    """Walks in document order without recursion: depth is the page's choice, not ours."""
    stack: list[LexborNode | str] = [root]
    as_written = 0  # in how many elements whose line breaks count
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            as_written -= node is _END_OF_PRE
            pieces.append(_LINE_FEED)
            continue
        tag = node.tag
        if tag == _TEXT:
            text = node.text_content or ""
            pieces.append(text if as_written else _on_one_line(text))
        elif tag == "br":
            pieces.append(_LINE_FEED)
        elif tag == "img":
            pieces.append(_drawn(node))
        elif not tag or tag[0] in "-_!" or tag in _SILENT:
            continue
        elif node is not root and skip(node):
            pieces.append(_LINE_FEED if tag in _BLOCKS else "")  # what stood around it were two lines
        else:
            as_written += _enter(node, tag, stack, pieces) and tag == "pre"


def _enter(node: LexborNode, tag: str, stack: list[LexborNode | str], pieces: list[str]) -> bool:
    """Puts what *node* holds on the stack; whether it did."""
    if (whole := _hidden_by_display(node, tag)) is not None:
        pieces.append(whole)
        return False
    if tag in _BLOCKS or (tag == "code" and "bbc_code" in classes(node)):
        pieces.append(_LINE_FEED)
        stack.append(_END_OF_PRE if tag == "pre" else _LINE_FEED)
    child = node.last_child
    while child is not None:
        stack.append(child)
        child = child.prev
    return True


def _drawn(image: LexborNode) -> str:
    """The sign that a picture of one stands for; nothing for pictures, and for those that only name their sign."""
    attributes = image.attributes
    names, sign = attributes.get("class") or "", attributes.get("alt") or ""
    if not names or not sign or len(sign) > 40 or (sign.isalpha() and sign.isascii()):
        return ""
    return sign if _SIGN.search(names) else ""


def _hidden_by_display(node: LexborNode, tag: str) -> str | None:
    """What the software shortened or garbled on display and the markup still holds whole; None elsewhere."""
    attributes = node.attributes
    if (coded := attributes.get("data-cfemail")) is not None:
        return _unveiled(coded)
    if tag != "a":
        return None
    shown, target = words(node), attributes.get("href") or ""
    dots = next((each for each in _DOTS if each in shown), None)
    if dots is None:
        return None
    head, _, tail = shown.partition(dots)
    whole = target if head.startswith("http") else target.partition("://")[2]
    is_shortened = len(head) > 3 and whole.startswith(head) and whole.endswith(tail)
    return whole if is_shortened else None


def _unveiled(coded: str) -> str:
    """The address behind Cloudflare's `[email protected]`: each byte is crossed with the first."""
    try:
        raw = bytes.fromhex(coded)
    except ValueError:
        return ""
    return bytes(byte ^ raw[0] for byte in raw[1:]).decode("utf-8", "replace") if raw else ""
