"""Whether rows of data stand in a text, and what they look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matching.columns import guessed
from matching.lines import rows_of
from matching.patterns import pattern
from matching.records import checked
from matching.shapes import Canonical, Shape
from matching.tables import Table, column_field
from model.matches import Sample
from model.watches import Field

__all__ = ["sample_of", "shown_fields"]

_PROOF_LINK = pattern(
    r"(?i)(?:sample|proof|preview|[ée]chantillon|extrait|preuve|aper[çc]u|muestra|prueba|сэмпл|семпл|пруф|образец|probe|muster)\pL*"
    r"[^\n]{0,24}?(?:https?://|hxxps?://|\[hide|[\pL\pN-]+\.(?:example|onion|com|net|org)/)"
)
_PERSONAL = (Field.NIR, Field.EMAIL, Field.IBAN, Field.PHONE, Field.CARD)
_BY_CHANCE = 50  # rows of which one shows a kind by chance: check digits hold for one number in 97
_BEARERS = frozenset({Field.NIR, Field.EMAIL, Field.IBAN, Field.CARD, Field.PASSWORD})
_MOST_ROWS = 1000  # a dump is a dump: what follows is counted and not looked at


def sample_of(text: str, view: Canonical, found: Sequence[Shape], rows: Sequence[Table]) -> Sample | None:
    """The rows that stand in *text*, as *view* shows it, described; `None` when there are none."""
    table = max(rows, key=lambda one: len(one.rows), default=None)
    if table is not None and _is_data(table, text, found):
        return _from_table(table, view.text)
    lines = _bearing_lines(text, found)
    if len(lines) >= 2:
        kinds = Counter(shape.field for _, shape in lines)
        shape = f"{len(lines)} rows: " + "; ".join(
            f"{kind.value} {count}/{len(lines)}" for kind, count in kinds.items()
        )
        found_nirs = checked(line for line, _ in lines)
        shape += f"; {found_nirs}" if found_nirs.numbers else ""
        return Sample(rows=len(lines), columns=(), shape=shape, cells=tuple(line for line, _ in lines[:_MOST_ROWS]))
    if ("/" in text or "[" in text) and _PROOF_LINK.search(text):
        return Sample(rows=0, columns=(), shape="link called a sample")
    return None


def shown_fields(text: str, found: Sequence[Shape], rows: Sequence[Table]) -> dict[Field, tuple[int, int]]:
    """The kinds of data that rows in *text* show, with a place for each."""
    shown: dict[Field, tuple[int, int]] = {}
    counts: Counter[Field] = Counter()
    for shape in found:
        if (shape.is_sure and shape.field is not Field.PHONE) or shape.field is Field.NIR or _is_phone(text, shape):
            shown.setdefault(shape.field, (shape.start, shape.end))
            counts[shape.field] += 1
    most = max(counts.values(), default=0)
    shown = {kind: place for kind, place in shown.items() if counts[kind] * _BY_CHANCE >= most}
    for table in rows:
        for head in table.header:
            at = text.find(head)
            if (kind := column_field(head)) is not None and at >= 0:
                shown.setdefault(kind, (at, at + len(head)))
    for kind, span in guessed(text, found).items():
        shown.setdefault(kind, span)
    return shown


def _is_phone(text: str, shape: Shape) -> bool:
    """Whether what looks like a phone number is one by itself, and no part of a number or date in a row."""
    around = text[max(0, shape.start - 4) : shape.start] + text[shape.end : shape.end + 4]
    plain = text[shape.start : shape.end]
    return shape.field is Field.PHONE and plain[0] in "0+(" and not any(map(str.isdigit, around))


def _is_data(table: Table, text: str, found: Sequence[Shape]) -> bool:
    if table.header:
        return True
    start, end = table.rows[0][0][0], table.rows[-1][-1][1]
    return any(start <= shape.start < end and shape.field in _PERSONAL for shape in found)


def _from_table(table: Table, text: str) -> Sample:
    rows = table.cells(text)
    lines = [text[row[0][0] : row[-1][1]] for row in table.rows[:_MOST_ROWS]]
    found = checked(lines)
    nirs = f"; {found}" if found.numbers else ""
    head = "; ".join(head.lower() for head in table.header) or f"{len(table.rows[0])} columns"
    return Sample(
        rows=len(rows),
        columns=table.header,
        shape=f"{len(rows)} rows: {head}{nirs}",
        cells=tuple(" ".join(row) for row in rows[:_MOST_ROWS]),
    )


def _bearing_lines(text: str, found: Sequence[Shape]) -> list[tuple[str, Shape]]:
    lines: dict[int, tuple[str, Shape]] = {}
    for start, end, shape in rows_of(text, (shape for shape in found if shape.field in _BEARERS)):
        if start not in lines and len(lines) < _MOST_ROWS:
            lines[start] = (text[start:end], shape)
    return list(lines.values())
