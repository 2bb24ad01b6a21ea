"""The marks of a page's template: which elements follow each other, without a word of what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from zlib import crc32

__all__ = ["template_marks"]

MOST = 20_000  # elements of a page that are looked at; a long page of 100 posts has some 8,000

# An opening tag up to its class: bounded, so that a hostile page costs no more than its length.
_OPENING = re.compile(rb'<([a-zA-Z][a-zA-Z0-9]{0,30})(?=[\s/>])(?:[^<>]{0,300}?\sclass\s*=\s*["\']?([^"\'<>]{0,200}))?')
_NUMBER = re.compile(rb"[0-9]+")


def template_marks(body: bytes) -> Mapping[int, int]:
    """How often each class of an element, and each pair of an element and the next one, stands in the HTML *body*.

    Elements are told apart by name and classes; numbers in classes don't count. A mark is a CRC, which holds no word
    of the page.
    """
    names = Counter[tuple[bytes, bytes]]()
    alone = Counter[bytes]()
    before: bytes | None = None
    known: dict[tuple[bytes, bytes], bytes] = {}
    for place, found in enumerate(_OPENING.finditer(body)):
        if place >= MOST:
            break
        tag, classes = found.groups(b"")
        name = known.get((tag, classes))
        if name is None:
            name = known[tag, classes] = _named(tag, classes)
        alone[name] += 1
        if before is not None:
            names[before, name] += 1
        before = name
    marks = Counter[int]()
    for (one, other), n in names.items():
        marks[crc32(one + b">" + other)] += n
    for name, n in alone.items():
        tag, *each = name.split(b".")
        for one in each:
            marks[crc32(tag + b"." + one)] += n
    return marks


def _named(tag: bytes, classes: bytes) -> bytes:
    return tag.lower() + b"." + b".".join(sorted(set(_NUMBER.sub(b"", classes).split())))
