"""What an author wrote, on software nobody described: without quotes, captions, notes and signatures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from selectolax.lexbor import LexborNode

from crawler.pages.generic_names import EDIT, QUOTE, SIGNATURE, TRIMMINGS
from crawler.pages.hidden import HIDDEN_WORDS
from crawler.pages.words import readable, words
from model.posts import Quote

__all__ = ["quotes_of", "text_of", "without_signatures"]

MOST_QUOTES = 200  # of one post; each is read on its own
OFTEN = 3  # posts of one author that must end alike before the end is taken for a signature
LONG_ENOUGH = 12  # characters of such an end
_CAPTION = re.compile(
    r"^\W*(?:code|php|sql|html|select all|copy|text|quote|citation|zitat|цитата|код|spoiler)\b.{0,40}$", re.IGNORECASE
)
_WROTE = re.compile(
    r"^(?:quote(?: from)?|originally posted by|citation(?: de)?|zitat(?: von)?|cita(?: de)?|цитата)\s?:?\s"
    r"(?P<whom>.{1,80}?)(?: wrote| on .{4,60})?:?$"
    r"|^(?P<who>.{1,80}?)\s?(?:wrote|said|posted|a écrit|a dit|schrieb|hat geschrieben|escribió|dijo|escreveu"
    r"|ha scritto|написал\(?а?\)?|писал\(?а?\)?|пишет)\b.{0,60}$",
    re.IGNORECASE,
)
_HEADED = re.compile(r"quote_?-?(?:header|title|author)|attribution|citation|posted_?by", re.IGNORECASE)
_QUOTED = re.compile(r"(?:quote|citation|zitat|cita|цитата)\s?:", re.IGNORECASE)
_LINE = re.compile(r"^[_\-=—–*~]{8,}$")
_SPOILER = re.compile(r"spoiler[\w-]*(?:head|title|button|toggle|label|caption)", re.IGNORECASE)


def text_of(body: LexborNode, *, drops: frozenset[int], title: str) -> str:
    """The words of *body* that are its author's; elements whose memory ids are in *drops* are left out."""
    text = readable(body, skip=_skipping(drops, title))
    lines = [HIDDEN_WORDS.sub("", line).strip() for line in text.split("\n")]
    for place, line in enumerate(lines):
        if place and _LINE.match(line):
            lines = lines[:place]
            break
    return "\n".join(line for line in lines if line)


def quotes_of(body: LexborNode) -> tuple[Quote, ...]:
    """What others said, as far as *body* repeats it; a quote in a quote is one of its own."""
    matched = body.css("blockquote, [class*='uote'], div:has(> div + table)")[: 4 * MOST_QUOTES]
    found = list({node.mem_id: node for node in matched if _is_quote(node)}.values())
    within = {other.mem_id for node in found for other in node.css("*") if other != node}
    inner = [node for node in found if node.tag == "blockquote" or node.mem_id not in within]
    return tuple(Quote(author=_quoted(node), text=readable(node, skip=_is_framing)) for node in inner[:MOST_QUOTES])


def without_signatures(authors: Sequence[str], texts: Sequence[str]) -> list[str]:
    """*texts* without the last lines that each post of one author has."""
    by_author: dict[str, list[list[str]]] = defaultdict(list)
    for author, text in zip(authors, texts, strict=True):
        by_author[author].append(text.split("\n"))
    tails = {author: _tail(posts) for author, posts in by_author.items() if author and len(posts) >= OFTEN}
    return [
        "\n".join(_cut(text.split("\n"), tails.get(author, 0))) for author, text in zip(authors, texts, strict=True)
    ]


def _tail(posts: Sequence[list[str]]) -> int:
    """How many last lines all *posts* share, while each keeps one of its own."""
    most = min(len(lines) for lines in posts) - 1
    shared = 0
    while shared < most and len({lines[-1 - shared] for lines in posts}) == 1:
        shared += 1
    is_long = sum(len(line) for line in posts[0][len(posts[0]) - shared :]) >= LONG_ENOUGH
    is_varied = len({"\n".join(lines[: len(lines) - shared]) for lines in posts}) > 1
    return shared if is_long and is_varied else 0


def _cut(lines: list[str], count: int) -> list[str]:
    return lines[: len(lines) - count] if count else lines


def _skipping(drops: frozenset[int], title: str) -> Callable[[LexborNode], bool]:
    plain = _bare(title)

    def skip(node: LexborNode) -> bool:
        if node.mem_id in drops or _is_quote(node):
            return True
        tag = node.tag or ""
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6") and plain and _bare(words(node)) == plain:
            return True
        names = _names(node)
        if names and (
            SIGNATURE.search(names) or EDIT.search(names) or TRIMMINGS.search(names) or _SPOILER.search(names)
        ):
            return True
        return _is_caption(node, tag) or _is_attribution(node, tag)

    return skip


def _bare(title: str) -> str:
    return re.sub(r"^(?:re|aw|tr|отв|ответ)\s?:\s?", "", " ".join(title.split()).casefold())


def _names(node: LexborNode) -> str:
    attributes = node.attributes
    return f"{attributes.get('id') or ''} {attributes.get('class') or ''}".strip() if attributes else ""


def _is_quote(node: LexborNode) -> bool:
    if node.tag == "blockquote":
        return not re.search(
            r"post_?content|postcontent|message|restore|spoiler|messagetext", _names(node), re.IGNORECASE
        )
    if node.tag in ("a", "span", "button", "i", "svg", "b", "strong", None):
        return False
    names = _names(node)
    return (bool(names) and QUOTE.search(names) is not None) or _is_captioned(node)


def _is_captioned(node: LexborNode) -> bool:
    """Whether *node* is a box headed "Quote:", as old software draws it."""
    first = node.child
    while first is not None and (first.tag or "-")[0] in "-_!" and not (first.text_content or "").strip():
        first = first.next
    if node.tag != "div" or first is None or first.tag not in ("div", "span", "b", "strong"):
        return False
    following = _next(first)
    return following is not None and following.tag in ("table", "div") and _QUOTED.fullmatch(words(first)) is not None


def _is_framing(node: LexborNode) -> bool:
    """Whether *node* only says whom a quote repeats, or is another quote in it."""
    if node.tag in ("cite", "blockquote") or _is_caption(node, node.tag or ""):
        return True
    names = _names(node)
    return (bool(names) and _HEADED.search(names) is not None) or _QUOTED.fullmatch(words(node)) is not None


def _is_caption(node: LexborNode, tag: str) -> bool:
    """Whether *node* only says that code follows."""
    if tag not in ("div", "p", "dt", "span", "td", "th", "b", "strong", "cite", "h4", "h5", "header", "tr"):
        return False
    parent = node.parent
    if parent is None or node.css_first("pre, code") is not None:
        return False
    following = _next(node)
    is_beside = following is not None and (
        following.tag in ("pre", "code") or following.css_first("pre, code") is not None
    )
    is_in_box = (
        re.search(r"code", _names(parent), re.IGNORECASE) is not None
        and parent.css_first("pre, code, textarea, ol") is not None
    )
    return (is_beside or is_in_box) and parent.tag not in ("pre", "code") and _CAPTION.match(words(node)) is not None


def _is_attribution(node: LexborNode, tag: str) -> bool:
    """Whether *node* names whom the quote right behind it repeats."""
    if tag not in ("p", "div", "span", "b", "strong", "cite", "em", "td", "tr", "dt"):
        return False
    following = _next(node)
    if following is None or not (
        _is_quote(following) or following.css_first("td.quote, .quote, blockquote") is not None
    ):
        return False
    said = words(node)
    return said.endswith(":") and len(said) < 200 and _WROTE.match(said) is not None


def _next(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and (following.tag or "-")[0] in "-_!":
        if following.tag == "-text" and (following.text_content or "").strip():
            return None
        following = following.next
    return following if following is None or following.tag != "br" else _next(following)


def _before(node: LexborNode) -> LexborNode | None:
    before = node.prev
    while before is not None and ((before.tag or "-")[0] in "-_!" or before.tag == "br"):
        if before.tag == "-text" and (before.text_content or "").strip():
            return None
        before = before.prev
    return before


def _quoted(quote: LexborNode) -> str | None:
    """Whom *quote* repeats: as an attribute, a caption in it or the line before it says."""
    attributes = quote.attributes
    for name in ("data-quote", "data-ipsquote-username", "data-author", "data-username"):
        if given := attributes.get(name):
            return given
    beside = (
        quote.css_first("cite, .quotetitle, .quoteheader, .quote_header, .title, .bbcode_postedby, td > div"),
        _before(quote),
        quote.css_first("p, div"),
    )
    for place in beside:
        if place is not None and (said := words(place)) and len(said) < 200 and (found := _WROTE.match(said)):
            return (found["who"] or found["whom"] or "").strip(" :") or None
    return None
