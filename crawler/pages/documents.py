"""Answers that are data, not pages: what an interface for programs sends, and the markup inside it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.html import flat_text, overload

__all__ = ["Document", "flag", "fragment", "items", "number_of", "parsed", "part", "replies_of", "text_of", "words_of"]

LARGEST = 8_000_000  # characters: a thread's page has some hundred thousand
MOST = 5_000  # members of one list that are looked at
Document = dict[str, object]


def parsed(text: str) -> Document | None:
    """The object that *text* writes in JSON, a list as an object with the one name ""; None where it writes neither.

    None, too, where it is monstrous.
    """
    start = text[:64].lstrip("\ufeff \t\r\n")
    if not start.startswith(("{", "[")) or len(text) > LARGEST:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if isinstance(found, list):
        return {"": found} if found and all(isinstance(each, dict) for each in found) else None
    return found if isinstance(found, dict) else None


def items(document: object, name: str) -> list[Document]:
    """The objects in the list *name*; none where there is no such list."""
    found = document.get(name) if isinstance(document, dict) else None
    return [each for each in found[:MOST] if isinstance(each, dict)] if isinstance(found, list) else []


def part(document: object, name: str) -> Document:
    """The object *name*; an empty one where there is none."""
    found = document.get(name) if isinstance(document, dict) else None
    return found if isinstance(found, dict) else {}


def text_of(document: Document, *names: str) -> str:
    """The first of *names* that holds words."""
    for name in names:
        found = document.get(name)
        if isinstance(found, str) and found.strip():
            return found.strip()
        if isinstance(found, int) and not isinstance(found, bool):
            return str(found)
    return ""


def number_of(document: Document, *names: str) -> int | None:
    """The first of *names* that holds a whole number, written as one or as words."""
    found = text_of(document, *names)
    return int(found) if found.isdecimal() and len(found) < 13 else None


def replies_of(document: Document, name: str) -> int | None:
    """How many replies *name* means, which counts a thread's posts: its first one is none."""
    posts = number_of(document, name)
    return posts - 1 if posts else None


def flag(document: Document, name: str) -> bool:
    """Whether *name* is set."""
    return document.get(name) in (True, 1, "1")


def fragment(markup: str) -> LexborNode:
    """The tree of a piece of markup; of what would cost too much, its words alone."""
    if overload(markup) is not None:
        words = flat_text(markup).replace("&", "&amp;").replace("<", "&lt;")
        markup = f"<pre>{words}</pre>"
    tree = LexborHTMLParser(f"<div>{markup}</div>")
    body = tree.body
    assert body is not None  # the parser always makes one
    return body


def words_of(document: object) -> str:
    """Every text in *document*, a line each, its markup cut: what matches here and in no post was not understood."""
    return "\n".join(line for text in _texts(document) if (line := flat_text(text).strip()))


def _texts(document: object) -> Iterator[str]:
    stack = [document]
    while stack:
        each = stack.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            stack.extend(reversed(list(each.values())))
        elif isinstance(each, list):
            stack.extend(reversed(each))
