"""Which elements stand in which: told once for many, so that no page makes it cost more than its length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from selectolax.lexbor import LexborNode

__all__ = ["brief", "holders", "is_same", "nearest", "outermost"]

LOOKED_AT = 200  # elements, of what may be a short text


def is_same(node: LexborNode | None, other: LexborNode | None) -> bool:
    """Whether they are one element: selectolax compares elements by writing both out."""
    return node is not None and other is not None and node.mem_id == other.mem_id


def outermost(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """Those of *nodes* that stand in none of the others, each once."""
    ids = {node.mem_id for node in nodes}
    clean: set[int] = set()  # known to stand in none
    found: dict[int, LexborNode] = {}
    for node in nodes:
        path: list[int] = []
        parent = node.parent
        while parent is not None and parent.mem_id not in clean and parent.mem_id not in ids:
            path.append(parent.mem_id)
            parent = parent.parent
        if parent is None or parent.mem_id in clean:
            clean.update(path)
            found.setdefault(node.mem_id, node)
    return list(found.values())


def holders(nodes: Iterable[LexborNode]) -> frozenset[int]:
    """Everything that one of *nodes* stands in."""
    found: set[int] = set()
    for node in nodes:
        parent = node.parent
        while parent is not None and parent.mem_id not in found:
            found.add(parent.mem_id)
            parent = parent.parent
    return frozenset(found)


def nearest(node: LexborNode, among: frozenset[int]) -> LexborNode | None:
    """The innermost element around *node* that is among them; never the page itself."""
    parent = node.parent
    while parent is not None and parent.mem_id not in among:
        parent = parent.parent
    return parent if parent is not None and parent.tag not in ("body", "html") else None


def brief(node: LexborNode, most: int) -> str | None:
    """The words of *node*; None where they are more than *most* characters, or many elements have to be looked at."""
    pieces: list[str] = []
    stack, length, seen = [node], 0, 0
    while stack:
        each = stack.pop()
        seen += 1
        if each.tag == "-text":
            text = each.text_content or ""
            length += len(text.strip())
            pieces.append(text)
        if length > most or seen > LOOKED_AT:
            return None
        child = each.last_child
        while child is not None:
            stack.append(child)
            child = child.prev
            if len(stack) > LOOKED_AT:
                return None
    return " ".join("".join(pieces).split())
