"""Rows of data that stand in a text: which lines they are, and which words head them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from matching.patterns import pattern
from matching.tokens import plain
from model.watches import Field

__all__ = ["COLUMNS", "Table", "cell_spans", "column_field", "labelled", "tables"]

_DELIMITERS = "\t;|,"
_FEWEST = 4  # delimiters of a table: two in each of two lines
_VALUES = pattern(r"(?i)\binsert\s+into\b[^;']*?\bvalues\b")
_STATEMENT_END = re.compile(r";[ \t]*+(?:\n|$)|\n[ \t]*+\n")
_KEY_VALUE = pattern(
    r"([\"'])([\pL_][\pL\pN_ .-]*)[\"']\s{0,2}(?::|=>)\s{0,2}"
    r"(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[+-]?[0-9][\pL\pN .()/-]*)"
)
_LABEL = pattern(r"(?m)^[ \t>*•-]{0,4}([\pL][\pL'’ ./_-]+)[ \t]{0,4}[:=][ \t]{0,4}(\S[^\n]*)$")

COLUMNS: dict[str, Field] = {
    word: kind
    for kind, words in {
        Field.NAME: """nom prenom prenoms name firstname lastname surname fullname fname lname nombre apellido apellidos
            vorname nachname fio фио имя фамилия civilite civ nomusage nomnaissance""",
        Field.BIRTH_DATE: """ddn dob naissance datenaissance birthdate birthday birth naiss datenaiss born др рожд
            nacimiento geburtsdatum geb""",
        Field.BIRTH_PLACE: "lieunaissance birthplace communenaissance",
        Field.NIR: "nir nss secu numsecu ssn insee numss nosecu matricule соцномер",
        Field.INSURER: "mutuelle assureur insurer amc organisme страховая mutua mut assurance complementaire ocam",
        Field.POLICY: "contrat numcontrat adherent policy numadherent police",
        Field.GUARANTEES: "garantie garanties гарантии formule guarantees tariff niveau",
        Field.MARITAL_STATUS: "sitfam situation situationfamiliale marital status statut estado familienstand статус",
        Field.EMAIL: "email mail courriel correo emailaddress мыло почта adressemail",
        Field.PHONE: "tel telephone phone mobile portable gsm телефон telefono telefon movil",
        Field.POSTAL_ADDRESS: """adresse address cp ville codepostal zip city rue direccion адрес ciudad commune plz ort
            strasse postcode""",
        Field.IBAN: "iban rib",
        Field.CARD: "card carte cb cc cardnumber",
        Field.PASSWORD: "password pass pwd mdp motdepasse passwd пароль contrasena passwort hash",
        Field.LOGIN: "login user username identifiant логин usuario benutzer",
        Field.EMPLOYER: "employeur employer societe company empresa arbeitgeber",
        Field.MEDICAL: "pathologie diagnostic diagnosis traitement ordonnance",
    }.items()
    for word in words.split()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Lines of data, as the places of their cells; *header* names the columns where a line does."""

    header: tuple[str, ...] = field(repr=False)
    rows: tuple[tuple[tuple[int, int], ...], ...]

    def cells(self, text: str) -> list[list[str]]:
        """The cells of all rows."""
        return [[text[start:end].strip() for start, end in row] for row in self.rows]


def column_field(head: str) -> Field | None:
    """The kind of data that a column's head names; `None`: none that we know."""
    words = plain(head).split()
    joined = "".join(words)
    if joined in COLUMNS:
        return COLUMNS[joined]
    return next((COLUMNS[word] for word in words if word in COLUMNS), None)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _split(text: str, start: int, end: int, delimiter: str) -> tuple[tuple[int, int], ...]:
    cells: list[tuple[int, int]] = []
    at = start
    while True:
        cut = text.find(delimiter, at, end)
        if cut < 0:
            return (*cells, (at, end))
        cells.append((at, cut))
        at = cut + 1


def _is_header(cells: Sequence[str]) -> bool:
    known = sum(column_field(cell) is not None for cell in cells if len(cell) <= 40)
    if any(sign.isdigit() or sign == "•" for cell in cells for sign in cell):
        return False
    return known >= 2 or (known == 1 and len(cells) <= 3)


def tables(text: str) -> list[Table]:
    """The tables in *text*: three rows or more of as many cells, or a head that names columns and what follows it."""
    delimiters = [one for one in _DELIMITERS if text.count(one) >= _FEWEST]
    found: list[Table] = []
    lines = list(_lines(text)) if delimiters else []
    at = 0
    while at < len(lines):
        for delimiter in delimiters:
            rows = _rows_from(text, lines, at, delimiter)
            if table := _as_table(text, rows):
                found.append(table)
                at += len(rows)
                break
        else:
            at += 1
    return found


def _rows_from(
    text: str, lines: Sequence[tuple[int, int]], at: int, delimiter: str
) -> list[tuple[tuple[int, int], ...]]:
    rows: list[tuple[tuple[int, int], ...]] = []
    width = text.count(delimiter, *lines[at])
    if width < 2:
        return rows
    while at < len(lines) and text.count(delimiter, *lines[at]) == width:
        rows.append(_split(text, *lines[at], delimiter))
        at += 1
    return rows


def _as_table(text: str, rows: Sequence[tuple[tuple[int, int], ...]]) -> Table | None:
    if len(rows) < 2:
        return None
    first = [text[start:end] for start, end in rows[0]]
    if _is_header(first):
        return Table(header=tuple(cell.strip() for cell in first), rows=tuple(rows[1:]))
    return Table(header=(), rows=tuple(rows)) if len(rows) >= 3 else None


def cell_spans(text: str) -> Iterator[tuple[int, int]]:
    """The places of values in SQL inserts and in quoted keys with their values."""
    low = text.lower()
    if "insert" in low:
        reach = 0
        for match in _VALUES.finditer(text):
            if match.end() < reach:
                continue  # further rows of the statement before
            stop = _STATEMENT_END.search(text, match.end())
            reach = stop.start() if stop else len(text)
            yield match.end(), reach
    if '"' in text or "'" in text:
        for match in _KEY_VALUE.finditer(text):
            yield match.start(3), match.end(3)


def labelled(text: str) -> Iterator[tuple[Field, int, int]]:
    """The field and place of each value behind a personal label, where two of them or more follow each other."""
    block: list[tuple[Field, int, int]] = []
    last = -2
    for match in _LABEL.finditer(text):
        kind = _label_field(match[1])
        if match.start() > last + 2:
            yield from block if len(block) >= 2 else ()
            block = []
        last = match.end()
        if kind is not None:
            block.append((kind, match.start(2), match.end(2)))
    yield from block if len(block) >= 2 else ()


def _label_field(label: str) -> Field | None:
    return column_field(label) if len(label) <= 32 and len(label.split()) <= 4 else None
