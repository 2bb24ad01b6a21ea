"""Watches and sources from a table that people keep elsewhere: all of it is right, or nothing is written."""

from __future__ import annotations

import csv
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path

from model.errors import BadConfig, BadInput
from storage.catalog import assemble
from storage.catalog_edit import dumped, host_of, slug, write_new
from storage.catalog_files import FOLDERS, Layer, gather, shipped, shown
from storage.catalog_forms import Form, Problems
from storage.catalog_sources import SourceForm
from storage.catalog_values import nearest
from storage.catalog_watches import WatchForm
from storage.catalog_yaml import LARGEST, File

__all__ = ["SOURCES", "WATCHES", "Import", "Table", "read_table"]

LIST_MARK = "|"
_MARKS = (";", ",", "\t")
_SPEAKABLE = re.compile(r"[^\W\d_]*(?:[._-][^\W\d_]+){0,2}")
_BREAK = re.compile(r"\s*[\r\n]\s*")  # spreadsheets break lines within a cell
_FRAGMENT = re.compile(r"(this pattern cannot be used: [^:]*): .*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What the lines of a table become."""

    folder: str
    plural: str
    form: type[Form]
    lists: frozenset[str]
    """Keys whose cells hold several values."""
    elsewhere: frozenset[str]
    """Keys that a cell cannot hold."""
    named_by: str
    """The column that an entry without an id is called after."""


WATCHES = Table(
    folder="watchlist",
    plural="watches",
    form=WatchForm,
    lists=frozenset({"terms", "exclude", "weak", "patterns", "signatures"}),
    elsewhere=frozenset({"examples"}),
    named_by="name",
)
SOURCES = Table(
    folder="sources",
    plural="sources",
    form=SourceForm,
    lists=frozenset({"hosts"}),
    elsewhere=frozenset({"mirrors", "account", "read"}),
    named_by="url",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    line: int
    fields: Mapping[str, object] = field(repr=False)

    @property
    def id(self) -> str:
        return str(self.fields["id"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A table, read and checked, and where it would be written."""

    path: Path
    """The file of configuration that it becomes."""
    ids: tuple[str, ...]
    problems: tuple[BadConfig, ...]
    """What is wrong, by line; while there is anything, nothing is written."""
    content: bytes = field(repr=False)

    def write(self) -> Path:
        """Write it, whole or not at all."""
        if self.problems:
            raise self.problems[0]
        return write_new(self.path, self.content)


def read_table(path: Path, table: Table, config: Path) -> Import:
    """The table at *path*, checked together with all that *config* holds already.

    Raises `BadInput` for a file that cannot be read as a table at all.
    """
    rows, problems = _rows(path, table)
    target = config / table.folder / f"{slug(path.stem, otherwise='import', limit=64)}.yaml"
    if target.exists():
        raise BadInput(f"{shown(target)} exists already: edit it, or give {path.name} another name")
    content, starts = _content(rows, table)
    problems += _twins(path, rows)
    problems += _wrong(path, rows, starts, table, config, File(name=shown(target), content=content))
    told = {(one.line, one.what): one for one in problems}
    return Import(
        path=target,
        ids=tuple(row.id for row in rows),
        problems=tuple(sorted(told.values(), key=lambda one: one.line or 0)),
        content=content,
    )


def _rows(path: Path, table: Table) -> tuple[list[_Row], list[BadConfig]]:
    records = list(_records(path))
    if not records:
        raise BadConfig(path, None, f"is empty: begin with a line of keys, such as `id;{table.named_by}`")
    (_, head), *rest = records
    keys = [cell.strip().lower() for cell in head]
    _refuse_strange_keys(path, keys, table)
    rows, problems = [], []
    for line, cells in rest:
        if len(cells) > len(keys) and any(cell.strip() for cell in cells[len(keys) :]):
            what = f"has {len(cells)} cells and the first line {len(keys)}: put cells that hold the mark in quotes"
            problems.append(BadConfig(path, line, what))
        elif not dict(zip(keys, cells, strict=False)).get(table.named_by, "").strip():
            problems.append(BadConfig(path, line, f"'{table.named_by}' is missing: fill its cell, or delete the line"))
        else:
            rows.append(_Row(line=line, fields=_fields(keys, cells, table)))
    if not rest:
        raise BadConfig(path, 1, "holds no lines below its keys: add one for each entry")
    return rows, problems


def _records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The records that are not blank, each with the line that it begins on."""
    text = _text(path)
    first = text.lstrip().split("\n", 1)[0]
    mark = max(_MARKS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadConfig(path, line, f"is no line of a table ({error}): check its quotes") from error


def _text(path: Path) -> str:
    try:
        if not path.is_file():
            raise BadInput(f"{path}: no such file")
        content = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadConfig(path, line, "is not UTF-8 text: save it as 'CSV UTF-8'") from error


def _refuse_strange_keys(path: Path, keys: Sequence[str], table: Table) -> None:
    known = set(table.form.model_fields) - table.elsewhere
    if not any(key.partition(".")[0] in known for key in keys) and not all(map(_is_speakable, keys)):
        raise BadConfig(
            path, 1, f"names no key: put a line above that names the columns, such as `id;{table.named_by}`"
        )
    for column, key in enumerate(keys, 1):
        if key in table.elsewhere:
            raise BadConfig(path, 1, f"'{key}' does not fit into a cell: write it in YAML, after the import")
        if key.partition(".")[0] not in known:
            called = f"unknown key '{key}'" if _is_speakable(key) else f"column {column} has an unknown key"
            raise BadConfig(path, 1, f"{called}: {nearest(key, known)}")
        if keys.count(key) > 1:
            raise BadConfig(path, 1, f"key '{key}' stands here twice: keep one")
    if table.named_by not in keys:
        raise BadConfig(path, 1, f"has no column '{table.named_by}': the first line names the keys")


def _is_speakable(word: str) -> bool:
    """Whether *word* may be said aloud: who takes the wrong file for a table has lines of people in it."""
    return len(word) <= 24 and _SPEAKABLE.fullmatch(word) is not None


def _unspoken(what: str, fields: Mapping[str, object]) -> str:
    """*what* is wrong with a line, without what stands in its cells."""
    what = _FRAGMENT.sub(r"\1", what)
    for value in sorted(_values(fields), key=len, reverse=True):
        if len(value) > 2 and not _is_speakable(value):
            what = what.replace(value, "…")
    return what


def _values(fields: Mapping[str, object]) -> Iterator[str]:
    for value in fields.values():
        if isinstance(value, Mapping):
            yield from _values(value)
        else:
            yield from value if isinstance(value, list) else [str(value)]


def _fields(keys: Sequence[str], cells: Sequence[str], table: Table) -> dict[str, object]:
    said: dict[str, object] = {}
    for key, cell in zip(keys, cells, strict=False):
        value = _BREAK.sub(" ", cell.strip())
        if not value:
            continue
        outer, _, inner = key.partition(".")
        if inner:
            group = said.setdefault(outer, {})
            if isinstance(group, dict):
                group[inner] = value
        elif key in table.lists:
            said[key] = [part.strip() for part in value.split(LIST_MARK) if part.strip()]
        else:
            said[key] = value
    return _completed(said, table)


def _completed(said: dict[str, object], table: Table) -> dict[str, object]:
    """What a line leaves out and `add` would fill in too."""
    called = str(said[table.named_by])
    if table is SOURCES:
        own = slug(host_of(called).removeprefix("www."), otherwise="source", limit=32)
        return {"id": own} | said
    return {"id": slug(called, otherwise="watch", limit=64), "terms": [called]} | said


def _content(rows: Sequence[_Row], table: Table) -> tuple[bytes, list[int]]:
    """The file of configuration, and the line of it on which each row begins."""
    lines, starts = [f"{table.plural}:"], []
    for row in rows:
        starts.append(len(lines) + 1)
        own = dumped(row.fields).decode().splitlines()
        lines += [f"  - {own[0]}", *(f"    {line}" if line else "" for line in own[1:])]
    return ("\n".join(lines) + "\n").encode(), starts


def _called(row: _Row) -> str:
    return f"'{row.id}'" if _is_speakable(row.id) else "its id"


def _twins(path: Path, rows: Sequence[_Row]) -> list[BadConfig]:
    first: dict[str, int] = {}
    return [
        BadConfig(
            path, row.line, f"{_called(row)} is the id of line {first[row.id]} too: write another into column 'id'"
        )
        for row in rows
        if first.setdefault(row.id, row.line) != row.line
    ]


def _wrong(
    path: Path, rows: Sequence[_Row], starts: Sequence[int], table: Table, config: Path, file: File
) -> list[BadConfig]:
    """What is wrong with the whole configuration once *file* is in it; what is wrong without it is raised."""
    if len(file.content) > LARGEST:
        raise BadInput(f"{path}: is more than one file of configuration may hold: split it")
    fallback = gather(shipped())
    empty = Layer(place=config, settings=None, folders=dict.fromkeys(FOLDERS, ()))
    own = gather(config) if config.is_dir() else empty
    with_it = {**own.folders, table.folder: (*own.folders[table.folder], file)}
    problems = Problems()
    try:
        assemble(replace(own, folders=with_it), fallback, problems)
    except BadConfig:
        for problem in problems.all():
            if problem.path != file.name:
                raise problem from None
    told = [one for one in problems.all() if f"{file.name}:" not in one.what]  # else its own lines tell of a twin
    places = [rows[max(0, bisect_right(starts, one.line or 0) - 1)] for one in told]
    return [BadConfig(path, row.line, _unspoken(one.what, row.fields)) for one, row in zip(told, places, strict=True)]
