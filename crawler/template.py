"""The marks of a page's template: which elements follow each other, without a word of what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import islice
from zlib import crc32

__all__ = ["template_marks"]

MOST = 20_000  # elements of a page that are looked at; a long page of 100 posts has some 8,000

# An opening tag up to its class: bounded, so that a hostile page costs no more than its length.
_OPENING = re.compile(rb'<([a-zA-Z][a-zA-Z0-9]{0,30})(?=[\s/>])(?:[^<>]{0,300}?\sclass\s*=\s*["\']?([^"\'<>]{0,200}))?')
_NUMBER = re.compile(rb"[0-9]+")
_STATE = re.compile(rb"o(?:n|ff)(?=line)|un(?=read)")  # who is there, and what was read, is no template
# What is numbered, such as post_12 of each post; without its number it is the same for all.
_NUMBERED = re.compile(
    rb'<([a-zA-Z][a-zA-Z0-9]{0,30})(?=\s)[^<>]{0,300}?\sid\s*=\s*["\']?([a-zA-Z_-]{0,30})[0-9]{1,20}([a-zA-Z_-]{0,30})(?=["\'\s>])'
)


def template_marks(body: bytes) -> Mapping[int, int]:
    """How often each class and each numbered id of an element, and each pair of an element and the next one, stands
    in the HTML *body*.

    Elements are told apart by name and classes; numbers in classes and ids don't count. A mark is a CRC, which holds no
    word of the page.
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
    for found in islice(_NUMBERED.finditer(body), MOST):
        tag, opening, after = found.groups()
        marks[crc32(tag.lower() + b"#" + opening + b"#" + after)] += 1
    return marks


def _named(tag: bytes, classes: bytes) -> bytes:
    kinds = _STATE.sub(b"", _NUMBER.sub(b"", classes))
    return tag.lower() + b"." + b".".join(sorted(set(kinds.split())))
