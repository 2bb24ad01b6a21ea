"""Which kinds of data rows hold that no header names, told by what stands in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from matching.shapes import Shape
from model.watches import Field

__all__ = ["data_lines", "guessed"]

_BEARERS = frozenset({Field.NIR, Field.IBAN, Field.CARD, Field.EMAIL})
_CUT_NIR = re.compile(r"^\W{0,4}[12][ .]?\d{2}[ .]?(?:\d{2}|\*\*|xx)[ .]?[\d*xX]{2,3}[ .]?(?:\*|x){2,}", re.MULTILINE)
_CUT_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[\dA-Z]{4}){1,4}[ ]?\*{2,}")
_MOST = 400  # lines that are looked at
_CELLS: tuple[tuple[Field, re.Pattern[str]], ...] = (
    (
        Field.BIRTH_DATE,
        re.compile(
            r"(?<!\d)(?:(?:[0-3]?\d[/.-])?[01]?\d[/.-](?:19\d\d|20[012]\d)"
            r"|(?:19\d\d|20[012]\d)-[01]\d-[0-3]\d)(?!\d)"
        ),
    ),
    (
        Field.MARITAL_STATUS,
        re.compile(
            r"(?i)\b(?:mari[ée]e?|c[ée]libataire|divorc[ée]e?|veu(?:f|ve)|pacs(?:[ée]e?)?|ledig|verheiratet"
            r"|geschieden|verwitwet|married|single"
            r"|divorced|widow(?:ed|er)?|casad[oa]|solter[oa]|viud[oa]|женат|замужем|холост|разведен\w*|вдов\w*)\b|[;"
            r"|,\t'\"]\s?[MCDVPS]\s?[;|,\t'\"]"
        ),
    ),
    (
        Field.INSURER,
        re.compile(
            r"(?i)\bMUT(?:UELLE)?\b\.?|\bPR[ÉE]VOYANCE\b|\bAMC\b|\b\w++ SANT[ÉE]\b|\bMGEN\b"
            r"|\bassur\w*|\bVERSICHERUNG\b|\bSEGUROS?\b"
        ),
    ),
    (
        Field.GUARANTEES,
        re.compile(
            r"(?i)\b(?:HOSP?|OPT|DENT|AUD)\d?(?:[/+,. ](?:HOSP?|OPT?|DENT?|AU?|DE|OP)\w{0,3})+\b"
            r"|\bhosp(?:italisation)?\b|\bHO\d?[ ,](?:DE|OP|AU)\d?\b"
            r"|\b(?:confort|essentiel|s[ée]r[ée]nit[ée]|senior|[ée]quilibre|premium)\s?[+\d]*\s*(?:[;|\"',]|$)"
            r"|\bH\d [OD]\d\b"
        ),
    ),
    (
        Field.NAME,
        re.compile(
            r"\b(?:M|Mme|Mlle|Mr|Mrs|Herr|Frau)\b\.? ?[A-ZÉÈÇ]|\b[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'*-]{3,}\b(?!\s?\d)"
        ),
    ),
)  # fmt: skip
_KINDLESS = re.compile(r"^(?:INSERT|VALUES|NULL|TRUE|FALSE|IBAN|CSV|JSON|MUT|MUTUELLE|SANTE|SANTÉ|PREVOYANCE)$")


def data_lines(text: str, found: Sequence[Shape]) -> dict[int, str]:
    """The lines of *text* that bear a number of a person, by where they start."""
    lines: dict[int, str] = {}
    starts = [shape.start for shape in found if shape.field in _BEARERS]
    for place in (*starts, *(match.start() for match in _cuts(text))):
        start = text.rfind("\n", 0, place) + 1
        if start not in lines and len(lines) < _MOST:
            end = text.find("\n", place)
            lines[start] = text[start : len(text) if end < 0 else end]
    return lines


def _cuts(text: str) -> Iterator[re.Match[str]]:
    if "*" in text or "xx" in text:
        yield from _CUT_NIR.finditer(text)
        yield from _CUT_IBAN.finditer(text)


def guessed(text: str, found: Sequence[Shape], rows: Iterable[tuple[int, int]] = ()) -> Mapping[Field, tuple[int, int]]:
    """The kinds that most data lines of *text* show, with a place for each; *rows* are lines of a table."""
    lines = data_lines(text, found)
    for start, end in rows:
        if len(lines) < _MOST:
            lines.setdefault(start, text[start:end])
    if len(lines) < 2:
        return {}
    counts: Counter[Field] = Counter()
    places: dict[Field, tuple[int, int]] = {}
    for start, line in lines.items():
        for kind, span in _kinds_of(line):
            counts[kind] += 1
            places.setdefault(kind, (start + span[0], start + span[1]))
    return {kind: places[kind] for kind, count in counts.items() if count >= max(2, 0.5 * len(lines))}


def _kinds_of(line: str) -> Iterator[tuple[Field, tuple[int, int]]]:
    if match := _CUT_NIR.search(line):
        yield Field.NIR, match.span()
    if match := _CUT_IBAN.search(line):
        yield Field.IBAN, match.span()
    for kind, cell in _CELLS:
        for match in cell.finditer(line):
            if kind is not Field.NAME or not _KINDLESS.match(match[0]):
                yield kind, match.span()
                break
