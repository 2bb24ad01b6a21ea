"""One configuration file: YAML text to plain values that remember their lines.

Every scalar is read as it is written: `no` is a word, `09:00` a time and `0612` four digits until a form says
otherwise. Nothing of YAML that can surprise is accepted: no anchors, tags, directives or second documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from model.errors import BadConfig

__all__ = ["Document", "File", "Plain", "parse"]

LARGEST = 1024 * 1024  # bytes: ten thousand terms fit
DEEPEST = 16  # levels: our own files have six
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
TOKEN = re.compile(r"\b\d{6,}:[A-Za-z0-9_-]{30,}")  # as Telegram's BotFather gives them out

Plain = str | list["Plain"] | dict[str, "Plain"] | None
"""What a file says: text, nothing, lists and mappings; no other types yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A configuration file as it lies on the disk; *name* is how messages call it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    line: int
    value: str | list[_Node] | dict[str, _Node] | None
    keys: dict[str, int]
    """Of a mapping: the line of each key."""

    def child(self, step: str | int) -> _Node | None:
        if isinstance(self.value, dict):
            return self.value.get(str(step))
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            return self.value[step]
        return None

    def plain(self) -> Plain:
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What a file says, and on which lines."""

    name: str
    root: _Node

    def plain(self, *place: str | int) -> Plain:
        """The value at *place*, which is there, without lines."""
        node = self.root
        for step in place:
            node = node.child(step) or node
        return node.plain()

    def line(self, *place: str | int) -> int:
        """The line of the key or item at *place*, or of the nearest thing around it that stands in the file."""
        node, line = self.root, self.root.line
        for step in place:
            child = node.child(step)
            if child is None:
                break
            line = node.keys.get(str(step), child.line)
            node = child
        return line

    def standing(self, *place: str | int) -> tuple[str | int, ...]:
        """As much of *place* as stands in the file."""
        node: _Node | None = self.root
        for n, step in enumerate(place):
            node = node.child(step) if node else None
            if node is None:
                return place[:n]
        return place

    def error(self, what: str, *place: str | int) -> BadConfig:
        """*what* is wrong at *place*, ready to be raised."""
        return BadConfig(self.name, self.line(*place), what)


@lru_cache(maxsize=64)  # a daemon looks again when one file changed, and the shipped ones never do
def parse(file: File) -> Document:
    """Read *file*; raises `BadConfig` with the line of what cannot be read. An empty file is an empty mapping."""
    text = _decode(file)
    try:
        root = _Builder(file.name, YAML(typ="safe", pure=True).parse(text)).document()
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadConfig(file.name, line, "holds a control character: delete it") from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadConfig(file.name, mark.line + 1 if mark else None, _explain(str(error.problem))) from error
    except (YAMLError, ValueError) as error:
        raise BadConfig(file.name, None, "is not YAML: check its quotes and indentation") from error
    return Document(name=file.name, root=root)


def _decode(file: File) -> str:
    if len(file.content) > LARGEST:
        raise BadConfig(file.name, None, f"is larger than {LARGEST // 1024} KiB: split it into several files")
    try:
        return file.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = file.content.count(b"\n", 0, error.start) + 1
        raise BadConfig(file.name, line, "is not UTF-8 text: save the file as UTF-8") from error


def _explain(problem: str) -> str:
    if r"'\t'" in problem or "tab" in problem:
        return "a tab stands where YAML wants spaces: indent with spaces"
    if "mapping values are not allowed" in problem:
        return "': ' is not expected here: indent the line like its neighbours, or put the text in quotes"
    if "undefined alias" in problem:
        return "anchors and aliases (& *) are not accepted: put the text in quotes, or write the value out"
    return f"is not YAML here ({problem}): check quotes and indentation"


class _Builder:
    """Turns the parser's events into nodes, refusing what could surprise."""

    def __init__(self, name: str, events: Iterator[Any]) -> None:
        self._name = name
        self._events = events

    def document(self) -> _Node:
        root: _Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                self._refuse_directives(event, documents)
            elif isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent, AliasEvent)):
                root = self._node(event, depth=0)
        if root is None or root.value is None:
            return _Node(line=1, value={}, keys={})
        return root

    def _refuse_directives(self, event: DocumentStartEvent, documents: int) -> None:
        if event.version or event.tags:
            raise self._error(event, "directives (%) are not accepted: delete the line")
        if documents > 1:
            raise self._error(event, "a second document begins here: one file holds one, so delete the '---'")

    def _node(self, event: Event, *, depth: int) -> _Node:
        self._refuse_tricks(event)
        if depth > DEEPEST:
            raise self._error(event, f"is nested more than {DEEPEST} levels deep: flatten it")
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, depth=depth)
        if isinstance(event, SequenceStartEvent):
            items = []
            while not isinstance(item := next(self._events), SequenceEndEvent):
                items.append(self._node(item, depth=depth + 1))
            return _Node(line=_line(event), value=items, keys={})
        return self._scalar(cast("ScalarEvent", event))

    def _mapping(self, event: MappingStartEvent, *, depth: int) -> _Node:
        values: dict[str, _Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(head := next(self._events), MappingEndEvent):
            key = self._key(head)
            if key in values:
                raise self._error(head, f"key '{key}' stands here a second time (first on line {lines[key]}): keep one")
            values[key] = self._node(next(self._events), depth=depth + 1)
            lines[key] = _line(head)
        return _Node(line=_line(event), value=values, keys=lines)

    def _key(self, event: Event) -> str:
        self._refuse_tricks(event)
        if not isinstance(event, ScalarEvent):
            raise self._error(event, "a key must be a word: put the text in quotes")
        return str(event.value)

    def _scalar(self, event: ScalarEvent) -> _Node:
        text = str(event.value)
        if TOKEN.search(text):
            raise self._error(
                event,
                "a bot token does not belong in YAML: put it in a file that `token_file` names, "
                "or into VIGIE_TELEGRAM_TOKEN, and have this one revoked",
            )
        absent = event.style is None and text in NOTHING
        return _Node(line=_line(event), value=None if absent else text, keys={})

    def _refuse_tricks(self, event: Event) -> None:
        if getattr(event, "anchor", None) is not None:  # an alias carries its anchor's name
            raise self._error(
                event, "anchors and aliases (& *) are not accepted: put the text in quotes, or write the value out"
            )
        if getattr(event, "tag", None) is not None:
            raise self._error(event, "tags (!) are not accepted: put the text in quotes, or delete the tag")

    def _error(self, event: Event, what: str) -> BadConfig:
        return BadConfig(self._name, _line(event), what)


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1
