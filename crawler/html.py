"""From bytes to text, and what a hostile page may cost us: everything here is linear in the page's length."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable
from html import unescape

from resiliparse.parse.encoding import detect_encoding

__all__ = ["decode", "flat_text", "is_cut", "overload"]

MAX_DEPTH = 256  # lexbor took 244 s on 200,000 nested divs; no forum nests deeper than some sixty
MAX_ATTRIBUTES = 256  # of one tag; lexbor compares each with all before it
MAX_TAGS = 50_000  # a tree of so many takes some 50 MB; the largest pages of forums have a tenth of them
MAX_REOPENED = 1_000_000  # elements that unclosed <b>, <font> … make a parser open again in every block
TAIL = 20_000  # characters that counters and advertisements may append after the end of the page

# What a person or a server calls an encoding, and what browsers take it for: the superset people really write.
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
# UTF-7 turns harmless ASCII into markup; the others are not ways of writing a page.
_NEVER = {"utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BEGINS = re.compile("<html", re.IGNORECASE)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", re.IGNORECASE)
_IN_HEADER = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})""", re.IGNORECASE)


def decode(body: bytes, *, headers: Iterable[tuple[str, str]] = (), charset: str | None = None) -> str:
    """The text of *body*, whatever it is written in; never fails, and holds no NUL.

    Bytes outweigh claims: a byte order mark and flawless UTF-8 are believed before a header that says otherwise.
    """
    return _decoded(body, headers, charset).replace("\0", "")


def _decoded(body: bytes, headers: Iterable[tuple[str, str]], charset: str | None) -> str:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    claims = [claim for claim in (_codec(charset), _from_header(headers), _from_meta(body)) if claim is not None]
    if charset is None or not claims:
        claims = [*([] if body.isascii() and claims else ["utf-8"]), *claims]
    wide = _wide(body)
    for claim in [*([wide] if wide else []), *claims]:
        try:
            return body.decode(claim)
        except (UnicodeDecodeError, LookupError):
            continue
    return _by_line(body, claims[-1])


def _by_line(body: bytes, claimed: str) -> str:
    """Mends what no one encoding reads: pages that quote others' bytes, or were damaged on the way."""
    detected = _codec(detect_encoding(body)) or "cp1252"
    lines: list[str] = []
    for line in body.split(b"\n"):
        for name in ("utf-8", claimed, detected):
            try:
                lines.append(line.decode(name))
                break
            except (UnicodeDecodeError, LookupError):
                continue
        else:
            lines.append(line.decode(claimed if claimed != detected else "utf-8", "replace"))
    return "\n".join(lines)


def _wide(body: bytes) -> str | None:
    """UTF-16 without its mark shows in every second byte of the markup being NUL."""
    head = body[:400]
    if head.count(0) < len(head) * 0.3:
        return None
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"


def _from_header(headers: Iterable[tuple[str, str]]) -> str | None:
    for name, value in headers:
        if name.lower() == "content-type" and (found := _IN_HEADER.search(value)):
            return _codec(found.group(1))
    return None


def _from_meta(body: bytes) -> str | None:
    found = _META.search(body, 0, 4096)
    name = _codec(found.group(1).decode("ascii")) if found else None
    return None if name and name.startswith(("utf-16", "utf-32")) else name  # it was read as ASCII, so it is not


def _codec(name: str | None) -> str | None:
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip())
    except LookupError:
        return None
    if found.name in _NEVER or not getattr(found, "_is_text_encoding", True):
        return None
    return _SUPERSETS.get(found.name, found.name)


# A tag as the HTML standard cuts it; possessive, so that no input makes it go back.
_ATTRIBUTE = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+|(?=>)|\Z))?+"""
_MARKUP = re.compile(
    rf"""<(?:!--(?:-?>|(?s:.*?)(?:--!?>|\Z))|(/?)([a-zA-Z][^\s/>]*+)((?:[\s/]++|{_ATTRIBUTE})*+)>?|[!?/][^>]*+>?)"""
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_RAW = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea")}
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_CLOSED_BY_NEXT = frozenset(
    [
        "html",
        "head",
        "body",
        "p",
        "li",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "colgroup",
        "option",
        "optgroup",
        "dt",
        "dd",
        "rp",
        "rt",
    ]
)
_REOPENED = frozenset(["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"])


def overload(text: str) -> str | None:
    """Why *text* would cost a parser more than it is worth, in our words; None for every honest page."""
    opened: Counter[str] = Counter()
    depth = formatting = reopened = tags = at = 0
    while found := _MARKUP.search(text, at):
        at = found.end()
        closes, name = found.group(1), found.group(2)
        tags += not closes
        if tags > MAX_TAGS:
            return f"more than {MAX_TAGS} tags"
        if name is None:
            continue
        name = name.lower()
        if closes:
            if opened[name] > 0:
                opened[name] -= 1
                depth -= 1
                formatting -= name in _REOPENED
            continue
        if len(found.group(3)) > MAX_ATTRIBUTES * 2 and _attributes(found.group(3)) > MAX_ATTRIBUTES:
            return f"a tag of more than {MAX_ATTRIBUTES} attributes"
        if opened["svg"] or opened["math"]:  # nothing closes by itself in there
            if found.group(3).endswith("/"):
                continue
        elif name in _RAW:
            end = _RAW[name].search(text, at)
            at = end.start() if end else len(text)
            continue
        elif name in _VOID:
            continue
        elif name in _CLOSED_BY_NEXT:
            reopened += formatting
            if reopened > MAX_REOPENED:
                return f"more than {MAX_REOPENED} elements opened again"
            continue
        opened[name] += 1
        depth += 1
        formatting += name in _REOPENED
        if depth > MAX_DEPTH:
            return f"more than {MAX_DEPTH} elements deep"
    return None


def _attributes(text: str) -> int:
    return sum(1 for _ in _ATTRIBUTES.finditer(text))


def flat_text(text: str) -> str:
    """The words of *text* without its markup, by cutting alone: no tree is built, so nothing can blow up.

    This is the way for hostile pages only: resiliparse took minutes on a tag of a million attributes.
    """
    lines: list[str] = []
    at = 0
    ends = set(_RAW)  # what may still have an end ahead: looked for once, not once a tag
    while found := _MARKUP.search(text, at):
        lines += _line(text[at : found.start()])
        at = found.end()
        name = (found.group(2) or "").lower()
        if name in ends and name != "textarea" and not found.group(1):
            end = _RAW[name].search(text, at)
            at = end.start() if end else at
            ends -= set() if end else {name}
    lines += _line(text[at:])
    return "\n".join(lines)


def _line(piece: str) -> list[str]:
    line = " ".join(unescape(piece).split())
    return [line] if line else []


def is_cut(text: str) -> bool:
    """Whether a page that begins as HTML lacks its end."""
    if _BEGINS.search(text) is None:
        return False
    tail = text[-TAIL:].lower()  # not all of it: a page may have megabytes
    return "</body" not in tail and "</html" not in tail
