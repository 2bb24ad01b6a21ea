"""The outline of a page: its elements in order, with the words inside each at hand, and the lines that they make."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup
from selectolax.lexbor import LexborHTMLParser, LexborNode

__all__ = ["Element", "Outline", "as_written", "outline"]

MOST = 40_000  # elements of one page: no forum shows a fifth of it
LONGEST = 3_000_000  # characters of markup that are read a second time, as they were written

_BREAKS = frozenset(
    ["address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
     "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
     "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"]
)  # fmt: skip
_MUTE = frozenset(["script", "style", "noscript", "template", "head", "iframe", "svg", "textarea", "select"])
_PROLOGUE = re.compile(r"\s*<\?xml[^>]*>")  # with it, the parser warns that it is none for XML
_TABLES = ("table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption")


@dataclass(slots=True, eq=False)
class Element:
    """One element; *start* to *end* are its own and its descendants' places among all elements."""

    node: LexborNode = field(repr=False)
    tag: str
    parent: Element | None = field(repr=False)
    start: int
    end: int = 0
    first: int = 0
    """Where its words begin among the page's; they end before *last*."""
    last: int = 0
    attributes: dict[str, str] = field(default_factory=dict, repr=False)
    classes: tuple[str, ...] = ()
    children: list[Element] = field(default_factory=list, repr=False)

    @property
    def names(self) -> str:
        """Its id and classes in one line, for patterns."""
        return " ".join((self.attributes.get("id", ""), *self.classes)) if self.attributes else ""

    def holds(self, other: Element) -> bool:
        """Whether *other* is it, or stands in it."""
        return self.start <= other.start < self.end

    def above(self) -> Iterator[Element]:
        """What it stands in, from near to far."""
        parent = self.parent
        while parent is not None:
            yield parent
            parent = parent.parent


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A page's elements and words."""

    elements: list[Element] = field(repr=False)
    pieces: list[str] = field(repr=False)
    owners: list[Element] = field(repr=False)
    """The element in which each piece of text stands."""
    lines: list[int] = field(repr=False)
    """The number of the line to which each piece belongs."""

    def text(self, element: Element) -> str:
        """The words in *element*, on one line."""
        return " ".join("".join(self.pieces[element.first : element.last]).split())

    def size(self, element: Element) -> int:
        """How many characters of words stand in *element*, about."""
        return sum(len(piece) for piece in self.pieces[element.first : element.last])

    def inside(self, element: Element) -> Iterable[Element]:
        """What stands in *element*, in order."""
        return self.elements[element.start + 1 : element.end]

    def lines_of(self, element: Element) -> Iterator[tuple[int, int]]:
        """The lines in *element*: where their pieces begin and end."""
        at = element.first
        while at < element.last:
            end = min(bisect_left(self.lines, self.lines[at] + 1, at), element.last)
            yield at, end
            at = end


def outline(tree: LexborHTMLParser) -> Outline | None:
    """The outline of *tree*; None where it holds nothing, or more than we look at."""
    root = tree.body or tree.root
    if root is None:
        return None
    found = Outline(elements=[], pieces=[], owners=[], lines=[])
    line = 0
    stack: list[LexborNode | Element | None] = [root]
    above: list[Element] = []
    while stack:
        node = stack.pop()
        if isinstance(node, Element):  # all of it was seen
            node.end, node.last = len(found.elements), len(found.pieces)
            above.pop()
            line += node.tag in _BREAKS
            continue
        if node is None:
            continue
        tag = node.tag or ""
        if node is not root:
            stack.append(node.next)
        if tag == "-text":
            if above and (text := node.text_content):
                found.pieces.append(text)
                found.owners.append(above[-1])
                found.lines.append(line)
            continue
        if not tag or tag[0] in "-_!" or tag in _MUTE:
            continue
        if len(found.elements) >= MOST:
            return None
        line += tag in _BREAKS
        element = _element(node, tag, above[-1] if above else None, found)
        above.append(element)
        stack.append(element)
        stack.append(node.child)
    return found if found.elements else None


def _element(node: LexborNode, tag: str, parent: Element | None, found: Outline) -> Element:
    given = {name: value or "" for name, value in node.attributes.items()}
    element = Element(
        node=node,
        tag=tag,
        parent=parent,
        start=len(found.elements),
        first=len(found.pieces),
        attributes=given,
        classes=tuple(given.get("class", "").split()),
    )
    found.elements.append(element)
    if parent is not None:
        parent.children.append(element)
    return element


def as_written(text: str) -> LexborHTMLParser | None:
    """The tree of *text* as its author nested it, where browsers' rules tear it apart: rows without a table, posts
    between rows. None where that is too much to read twice."""
    if len(text) > LONGEST:
        return None
    soup = BeautifulSoup(_PROLOGUE.sub("", text, count=1), "html.parser")
    for part in soup.find_all(_TABLES):
        part["class"] = " ".join((*(str(name) for name in part.get_attribute_list("class") if name), part.name))
        part.name = "div"
    return LexborHTMLParser(str(soup))
