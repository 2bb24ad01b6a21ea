"""What a member wrote in a post of MyBB, and what is only quoted, captioned or hidden in it."""

from __future__ import annotations

import re
from functools import partial

from selectolax.lexbor import LexborNode

from crawler.pages.hidden import HIDDEN_WORDS, is_hiding
from crawler.pages.nesting import is_same
from crawler.pages.page import Page
from crawler.pages.words import classes, readable
from model.posts import Quote

__all__ = ["quotes_of", "text_of"]

_CAPTIONS = frozenset(["spoiler_header", "spoiler_title", "spoiler-header", "spoiler-title", "bbc_spoiler_show"])
_QUOTES = frozenset(["mycode_quote", "quote_header", "quote_body", "quotecontent"])
_NOTES = frozenset(["edited_post", "post_edit", "signature", "post_meta", "attachments", "attachment"])
_WROTE = re.compile(
    r"\s*(?:wrote|a écrit|schrieb|hat geschrieben|escribió|написал\(?а?\)?|писал\(?а?\)?|пишет)?\s*:?\s*$",
    re.IGNORECASE,
)


def text_of(page: Page, body: LexborNode) -> str:
    """The author's own words: no quote, no caption, no signature, nothing that stands for a hidden block."""
    text = readable(body, skip=_is_not_said)
    lines = (HIDDEN_WORDS.sub("", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def quotes_of(page: Page, body: LexborNode) -> tuple[Quote, ...]:
    """What others said, as far as the post repeats it; a quote in a quote is a quote of its own."""
    return tuple(
        Quote(author=_quoted(quote), text=readable(quote, skip=partial(_is_frame, quote)))
        for quote in body.css("blockquote")
    )


def _is_not_said(node: LexborNode) -> bool:
    if node.tag == "blockquote":
        return True
    names = classes(node)
    if not names:
        return False
    if not names.isdisjoint(_CAPTIONS) or not names.isdisjoint(_QUOTES) or not names.isdisjoint(_NOTES):
        return True
    return _is_caption_of_code(node, names) or is_hiding(node)


def _is_caption_of_code(node: LexborNode, names: frozenset[str]) -> bool:
    parent = node.parent
    return "title" in names and parent is not None and not classes(parent).isdisjoint(("codeblock", "phpcodeblock"))


def _is_frame(quote: LexborNode, node: LexborNode) -> bool:
    return node.tag == "cite" or node.tag == "blockquote" or _is_not_said(node)


def _quoted(quote: LexborNode) -> str | None:
    """Whom a quote names: its `cite` without its date and without the word for "wrote"."""
    cite = quote.css_first("cite")
    if cite is None or not is_same(cite.parent, quote):
        return None
    said = readable(cite, skip=lambda node: node.tag in ("span", "a"))
    return _WROTE.sub("", " ".join(said.split())) or None
