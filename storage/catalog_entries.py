"""What a folder of configuration declares, one entry after the other, each with the place where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from model.errors import BadConfig
from storage.catalog_files import Layer
from storage.catalog_forms import Form, Problems, fill
from storage.catalog_values import nearest
from storage.catalog_yaml import Document, File, Plain, parse

__all__ = ["AnyForm", "Entry", "Folder", "document", "entries", "layered", "refuse_twins"]

AnyForm = TypeVar("AnyForm", bound=Form)


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder(Generic[AnyForm]):
    """How the files of a folder are laid out."""

    name: str
    form: type[AnyForm]
    plural: str
    """The key under which a file may list several entries."""
    word: str
    """What people call one entry."""
    key: str = "id"
    """By which entries are told apart."""
    alone: bool = True
    """Whether a file may be one entry, without a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Generic[AnyForm]):
    """A filled form, and where it stands."""

    form: AnyForm
    folder: Folder[AnyForm]
    document: Document
    place: tuple[str | int, ...]

    @property
    def id(self) -> str:
        """By which it is told from its like."""
        return str(getattr(self.form, self.folder.key))

    @property
    def where(self) -> str:
        """File and line of its id."""
        return f"{self.document.name}:{self.document.line(*self.place, self.folder.key)}"

    def error(self, what: str, *key: str | int) -> BadConfig:
        """*what* is wrong at *key* of this entry."""
        return self.document.error(what, *self.place, *key)


def document(file: File, problems: Problems) -> Document | None:
    """What *file* says; `None`, and why among *problems*, when it cannot be read or is no mapping."""
    try:
        read = parse(file)
    except BadConfig as problem:
        problems.add(problem)
        return None
    if not isinstance(read.plain(), dict):
        problems.add(read.error("must begin with `key: value`"))
        return None
    return read


def entries(layer: Layer, folder: Folder[AnyForm], problems: Problems) -> list[Entry[AnyForm]]:
    """The entries that *layer* declares in *folder*, in the order of files and lines."""
    found: list[Entry[AnyForm]] = []
    for file in layer.folders[folder.name]:
        read = document(file, problems)
        if read is not None:
            found += _filled(read, folder, problems)
    return found


def layered(own: Layer, fallback: Layer, folder: Folder[AnyForm], problems: Problems) -> list[Entry[AnyForm]]:
    """The entries of *own*, and those of *fallback* that it doesn't declare itself."""
    ours = entries(own, folder, problems)
    if own is fallback:
        return ours
    taken = {entry.id for entry in ours}
    return [*ours, *(entry for entry in entries(fallback, folder, problems) if entry.id not in taken)]


def refuse_twins(several: Iterable[Entry[AnyForm]], problems: Problems) -> None:
    """Two entries under one id are a problem, told with both places."""
    first: dict[str, Entry[AnyForm]] = {}
    for entry in several:
        twin = first.setdefault(entry.id, entry)
        if twin is not entry:
            what = f"{entry.folder.word} '{entry.id}' is already declared in {twin.where}: rename or delete one"
            problems.add(entry.error(what, entry.folder.key))


def _filled(read: Document, folder: Folder[AnyForm], problems: Problems) -> Iterator[Entry[AnyForm]]:
    for place in _places(read, folder, problems):
        form = fill(folder.form, read, place, problems)
        if form is not None:
            yield Entry(form=form, folder=folder, document=read, place=place)


def _places(read: Document, folder: Folder[AnyForm], problems: Problems) -> list[tuple[str | int, ...]]:
    plain = read.plain()
    if not isinstance(plain, dict) or not plain:
        return []
    if folder.alone and not _is_list(plain, folder):
        return [()]
    for key in plain:
        if key != folder.plural:
            problems.add(read.error(f"unknown key '{key}': {nearest(key, [folder.plural])}", key))
    listed = plain.get(folder.plural)
    if listed is not None and not isinstance(listed, list):
        problems.add(read.error(f"'{folder.plural}' wants a list: begin each with a dash", folder.plural))
    return [(folder.plural, n) for n in range(len(listed))] if isinstance(listed, list) else []


def _is_list(plain: dict[str, Plain], folder: Folder[AnyForm]) -> bool:
    """A misspelt key of a list is still meant as one."""
    return folder.plural in plain or (len(plain) == 1 and isinstance(next(iter(plain.values())), list))
