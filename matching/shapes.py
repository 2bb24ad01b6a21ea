"""Finds what names a person or opens an account by its shape: NIR, e-mail, phone, IBAN, card, credentials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from matching.canonical import Canonical, canonical, unmarked
from matching.credentials import credentials
from matching.digits import nir_key_holds
from matching.emails import locals_of
from matching.ibans import ibans
from matching.numerals import characters, numbers
from model.watches import Field

__all__ = ["Canonical", "Shape", "canonical", "nirs", "shapes", "shapes_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What was found, and where; *is_sure* says that its check digits hold, or that it has none."""

    field: Field
    start: int
    end: int
    is_sure: bool = True


def shapes(text: str) -> list[Shape]:
    """All that has a shape in *text*, by place; the field tells the kind, logins and passwords of pairs included."""
    return shapes_of(canonical(text))


def shapes_of(view: Canonical) -> list[Shape]:
    """The same of a text of which *view* was made before; places are those of the text."""
    found = list(_all_shapes(view.text))
    if view.dropped is not None:
        found = [replace(one, start=view.start(one.start), end=view.end(one.end)) for one in found]
    return sorted(found, key=lambda one: (one.start, -one.end))


def _all_shapes(text: str) -> Iterator[Shape]:
    """Those of *text* as it is written, and as it looks once the mark-up in it is read: `1 84 05 [b]99[/b]`."""
    yield from _plain_shapes(text)
    if bare := unmarked(text):
        for first, last in bare.windows():
            for one in _plain_shapes(bare.text[first:last]):
                yield replace(one, start=bare.start(first + one.start), end=bare.end(first + one.end))


def _plain_shapes(text: str) -> Iterator[Shape]:
    yield from _emails(text)
    yield from _numbers(text)
    yield from _ibans(text)
    yield from _credentials(text)


def nirs(text: str) -> list[str]:
    """The NIRs of *text*, without separators; for checks in memory, never to be written."""
    view = canonical(text).text
    return [characters(view[start:end]) for kind, start, end in numbers(view) if kind == "nir"]


def _emails(text: str) -> Iterator[Shape]:
    for start, end in locals_of(text):
        yield Shape(field=Field.EMAIL, start=start, end=end)


def _numbers(text: str) -> Iterator[Shape]:
    for kind, start, end in numbers(text):
        sure = True
        if kind == "nir":
            digits = characters(text[start:end])
            sure = len(digits) == 13 or nir_key_holds(digits)
        yield Shape(field=Field(kind), start=start, end=end, is_sure=sure)


def _ibans(text: str) -> Iterator[Shape]:
    for start, end, is_sure in ibans(text):
        yield Shape(field=Field.IBAN, start=start, end=end, is_sure=is_sure)


def _credentials(text: str) -> Iterator[Shape]:
    for kind, start, end in credentials(text):
        yield Shape(field=Field(kind), start=start, end=end)
