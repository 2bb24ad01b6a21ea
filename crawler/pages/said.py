"""What a member wrote in a post, and what is only quoted, captioned, noted or hidden in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborNode

from crawler.pages.hidden import HIDDEN_WORDS, is_hiding
from crawler.pages.nesting import is_same
from crawler.pages.words import classes, readable, words
from model.posts import Quote

__all__ = ["Said", "Wording"]

MOST_QUOTES = 200  # of one post; each is read on its own
_LONGEST = 200  # characters of the line that names whom a quote repeats

_COMMON = frozenset(
    [
        *("signature", "post-signature", "post_signature", "postsignature", "sig", "signature-content"),
        *("edited_post", "post_edit", "postedit", "editby", "edit-info", "modified", "edited", "message-lastEdit"),
        *("attachments", "attachment", "attachbox", "inline-attachment", "attach", "message-attachments"),
        *("quoteheader", "quotefooter", "topslice_quote", "botslice_quote", "quotetitle", "quotecontent", "quotebox"),
        *("codeheader", "codetitle", "code-title", "bbCodeBlock-title", "bbCodeBlock--quote", "bbCodeBlock-expandLink"),
    ]
)
_CODE = frozenset(["codebox", "codeblock", "phpcodeblock", "incqbox", "bbc_code_box", "code-block"])
_CAPTIONS = frozenset(["p", "dt", "h4", "h5", "cite", "span"])
_WROTE = re.compile(
    r"\s*(?:wrote|said|a écrit|a dit|schrieb|hat geschrieben|escribió|dijo|escreveu|disse|ha scritto"
    r"|написал\(?а?\)?|писал\(?а?\)?|пишет|сказал\(?а?\)?|wrote in .{1,80}|said in .{1,80})?\s*[:↑\s]*$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^\s*(?:quote from|originally posted by|citation de|zitat von|cita de|цитата|quote)\s*:?\s+", re.IGNORECASE
)
_WHEN = re.compile(r"\s+(?:on|le|am|el|от|em|il)\s+.{4,60}\d{4}.*$|\s+»\s.*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What stands in a post's body."""

    text: str = field(repr=False)
    """The author's own words: no quote, no caption, no signature, nothing that stands for a hidden block."""
    quotes: tuple[Quote, ...] = field(default=(), repr=False)
    """What others said; a quote in a quote is a quote of its own."""
    hides: bool = False
    """Whether a block stands in it that is shown to others only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """How a software dresses what its members write."""

    drops: frozenset[str] = frozenset()
    """Classes of what stands in a body and is not the author's word."""
    quotes: str = "blockquote"
    """Selects what repeats others."""
    quoted: Callable[[LexborNode], str | None] | None = None  # None: a `cite` or the line before names them

    def read(self, body: LexborNode) -> Said:
        """What stands in *body*, in one walk; its quotes are looked for where one was left out."""
        left_out: list[LexborNode] = []

        def skip(node: LexborNode) -> bool:
            is_left_out = self._is_not_said(node)
            if is_left_out:
                left_out.append(node)
            return is_left_out

        text = readable(body, skip=skip)
        hides = any(is_hiding(node) for node in left_out if node.tag != "blockquote")
        if ("🔒" in text or "[" in text) and HIDDEN_WORDS.search(text):
            hides = True
            lines = (HIDDEN_WORDS.sub("", line).strip() for line in text.split("\n"))
            text = "\n".join(line for line in lines if line)
        return Said(text=text, quotes=self._repeated(body) if any(map(_quotes, left_out)) else (), hides=hides)

    def _repeated(self, body: LexborNode) -> tuple[Quote, ...]:
        return tuple(
            Quote(author=self._whom(quote), text=self._inside(quote)) for quote in body.css(self.quotes)[:MOST_QUOTES]
        )

    def _inside(self, quote: LexborNode) -> str:
        inner = quote if quote.tag == "blockquote" else quote.css_first("blockquote") or quote
        return readable(inner, skip=lambda node: node.tag == "cite" or self._is_not_said(node))

    def _whom(self, quote: LexborNode) -> str | None:
        if self.quoted is not None:
            return self.quoted(quote)
        line = _cite(quote) or _line_before(quote)
        return _named(line) if line is not None else None

    def _is_not_said(self, node: LexborNode) -> bool:
        tag = node.tag
        if tag == "blockquote":
            return "bbCodeBlock--spoiler" not in classes(node)
        if tag == "p" and _is_attribution(node):
            return True
        if tag in _CAPTIONS and _is_caption(node):
            return True
        named = node.attributes.get("class")
        return bool(named) and (_drops(self.drops, named or "") or is_hiding(node))


@lru_cache(maxsize=4_096)
def _drops(drops: frozenset[str], named: str) -> bool:
    names = named.split()
    return not _COMMON.isdisjoint(names) or not drops.isdisjoint(names)


def _quotes(node: LexborNode) -> bool:
    """Whether *node*, which was left out, repeats somebody."""
    return node.tag in ("blockquote", "aside") or "uote" in (node.attributes.get("class") or "")


def _is_caption(node: LexborNode) -> bool:
    parent = node.parent
    named = parent.attributes.get("class") if parent is not None else None
    return named is not None and not _CODE.isdisjoint(named.split())


def _is_attribution(line: LexborNode) -> bool:
    """Whether *line* names whom the quote behind it repeats: "somebody wrote:", somebody being linked or marked."""
    following = _next_element(line)
    if following is None or following.tag != "blockquote":
        return False
    said = words(line)
    if not said.endswith(":") or len(said) > _LONGEST:
        return False
    first = line.child
    while first is not None and first.tag == "-text" and not (first.text_content or "").strip():
        first = first.next
    return first is not None and first.tag in ("a", "strong", "b", "em")


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and (following.tag or "-")[0] in "-_!":
        if (following.text_content or "").strip() and following.tag == "-text":
            return None
        following = following.next
    return following


def _cite(quote: LexborNode) -> LexborNode | None:
    """The `cite` of *quote* itself, in it or before it, not of a quote in it."""
    cite = quote.css_first("cite")
    parent = cite.parent if cite is not None else None
    while parent is not None and parent.tag != "blockquote":
        parent = parent.parent
    if cite is not None and is_same(parent, quote):
        return cite
    before = quote.prev
    while before is not None and before.tag == "-text":
        before = before.prev
    return before if before is not None and before.tag == "cite" else None


def _line_before(quote: LexborNode) -> LexborNode | None:
    before = quote.prev
    while before is not None and (before.tag or "-")[0] in "-_!" and not (before.text_content or "").strip():
        before = before.prev
    if before is None or before.tag not in ("p", "div", "dt"):
        return None
    return before if before.tag != "p" or _is_attribution(before) else None


def _named(line: LexborNode) -> str | None:
    said = readable(line, skip=lambda node: node.tag == "span")
    said = " ".join((said.split("\n")[0] if said else "").split()).lstrip("@")
    said = _WHEN.sub("", _WROTE.sub("", _BEFORE.sub("", said)))
    return said.rstrip(": ") or None
