"""pinnwand, dpaste, bepasty and haste: pages that hold the text itself."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from crawler.pages.documents import Document, text_of
from crawler.pages.forum import Mark
from crawler.pages.page import Page
from crawler.pages.pastes import Paste, PasteSite, gone, name_of, paste_page, without_text
from crawler.pages.words import words
from crawler.reading import Reading

__all__ = ["BEPASTY", "DPASTE", "HASTE", "PINNWAND"]


def _mark(points: int, needs: str, pattern: str) -> Mark:
    return Mark(points, needs, re.compile(pattern))


def _whole(node: LexborNode) -> str:
    """The text in *node* as it was pasted, to the last space."""
    return node.text(deep=True)


# --- pinnwand: every line is a row of a table; the whole text stands in a textarea as well


def _pinnwand(page: Page) -> Reading:
    files = page.tree.css("main.paste-show .file-show")
    texts = [text for file in files if (text := _file_text(file)) is not None]
    if texts:
        names = [words(name) for name in page.tree.css(".file-meta .filename, .file-nav a")]
        paste = Paste(id=name_of(page.url), text="\n".join(texts), title=", ".join(filter(None, names)))
        return paste_page(page, paste, engine="pinnwand")
    if page.fetched.status in (404, 410):
        return gone(page, engine="pinnwand")
    return without_text(page, engine="pinnwand", reason="a page without a paste")


def _file_text(file: LexborNode) -> str | None:
    area = file.css_first("textarea") or (
        file.parent.css_first(f'textarea[id*="{file.id}"]') if file.parent and file.id else None
    )
    if area is not None:
        return _whole(area)
    lines = file.css("td.code code")
    return "".join(_whole(line) for line in lines) if lines else None


def _pinnwand_data(page: Page, document: Document) -> Reading | None:
    raw = document.get("raw")
    if not isinstance(raw, str) or "paste_id" not in document:
        return None
    paste = Paste(id=text_of(document, "paste_id"), text=raw, title=text_of(document, "filename"))
    return paste_page(page, paste, engine="pinnwand")


PINNWAND = PasteSite(
    name="pinnwand",
    marks=(
        _mark(3, "pinnwand", r'<link [^>]*href="[^"]{0,80}/static/pinnwand\.css'),
        _mark(3, "paste-", r'<(?:main|form) [^>]*class="paste-(?:show|create)"'),
        _mark(3, "supakeen/pinnwand", r'<a href="[^"]{0,20}//github\.com/supakeen/pinnwand"'),
    ),
    page=_pinnwand,
    data=_pinnwand_data,
)

# --- dpaste: the source is repeated where its copy button takes it from


def _dpaste(page: Page) -> Reading:
    source = page.tree.css_first("#copySnippetSource")
    lines = page.tree.css(".snippet-code ol > li")
    rich = page.tree.css_first(".snippet-text article, .snippet-rendered, .snippet-rst, .snippet-markdown")
    if source is not None:
        text = (source.attributes.get("value") if source.tag == "input" else None) or _whole(source)
    elif lines:
        text = "\n".join(_whole(line) for line in lines)
    elif rich is not None:
        text = words(rich)
    else:
        return _no_dpaste(page)
    return paste_page(page, Paste(id=name_of(page.url), text=text), engine="dpaste")


def _no_dpaste(page: Page) -> Reading:
    if page.fetched.status in (404, 410):
        return gone(page, engine="dpaste")
    return without_text(page, engine="dpaste", reason="a page without a paste")


DPASTE = PasteSite(
    name="dpaste",
    marks=(
        _mark(2, "<title>dpaste", r"<title>dpaste(?:/\w{2,40} \(|</title>)"),
        _mark(3, "copySnippetSource", r'id="copySnippetSource"'),
        _mark(3, "snippet-", r'<(?:div|form|pre) [^>]*class="snippet-(?:code|form|text)\b'),
        _mark(2, "snippetOptions", r'<ul id="snippetOptions">'),
        _mark(2, "nav-link", r'<a class="nav-link" href="/history/">'),
        _mark(2, "bartTC/dpaste", r'<a href="https://github\.com/\w+/dpaste">'),
        _mark(4, "dpaste.views", r"<td>dpaste\.views\.\w{1,60}</td>"),
    ),
    page=_dpaste,
)

# --- bepasty: highlighted lines, or a link to the raw text


def _bepasty(page: Page) -> Reading:
    code = page.tree.css_first("td.code pre, .highlight pre, pre.bepasty-data, #paste pre")
    if code is not None:
        title = words(page.tree.css_first("h1, h2, .card-header, .panel-heading"))
        return paste_page(page, Paste(id=name_of(page.url), text=_lines(code), title=title), engine="bepasty")
    if page.fetched.status in (404, 410):
        return gone(page, engine="bepasty")
    return without_text(page, engine="bepasty", reason="a page without a text")


def _lines(code: LexborNode) -> str:
    for number in code.css("span.linenos, a.lineno, .lineno"):
        number.decompose()
    return _whole(code)


BEPASTY = PasteSite(
    name="bepasty",
    marks=(
        _mark(3, "bepasty", r'<(?:title|a [^>]*class="navbar-brand"[^>]*)>[^<]{0,80}bepasty'),
        _mark(3, "bepasty", r'<(?:link|script) [^>]*(?:href|src)="[^"]{0,120}bepasty'),
        _mark(3, "/+", r'<a [^>]*href="[^"]{0,120}/\+(?:inline|download|delete|modify)"'),
    ),
    page=_bepasty,
)

# --- haste: pages are empty until a script has asked for the document


def _haste(page: Page) -> Reading:
    if page.fetched.status in (404, 410):
        return gone(page, engine="haste")
    return without_text(page, engine="haste", reason="its text stands at /raw/ and the paste's id")


def _haste_data(page: Page, document: Document) -> Reading | None:
    text, key = document.get("data"), document.get("key")
    if isinstance(text, str) and isinstance(key, str):
        return paste_page(page, Paste(id=key, text=text), engine="haste")
    if text_of(document, "message") == "Document not found.":
        return gone(page, engine="haste")
    return None


HASTE = PasteSite(
    name="haste",
    marks=(
        _mark(3, "haste", r"new haste\('|<title>(?:hastebin|haste)</title>"),
        _mark(3, "application.js", r'<script [^>]*src="/?application(?:\.min)?\.js"'),
        _mark(2, "linenos", r'<div id="linenos">'),
        _mark(2, 'id="box"', r'<pre id="box"[^>]*><code></code></pre>'),
    ),
    page=_haste,
    data=_haste_data,
)
