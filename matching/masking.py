"""Leaves of a text what tells an analyst something, and of a person nothing: as long as before, so that spans hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote_to_bytes

from matching.patterns import pattern
from matching.shapes import Shape, canonical, shapes
from matching.tables import cell_spans, labelled, tables
from model.identities import Masked
from model.matches import Assessment, Evidence, Match, Text, Understanding
from model.watches import Field

__all__ = ["DOT", "mask", "mask_url", "masked"]

DOT = "•"
_ROUNDS = 6  # what is left after a mask may, rarely, have a shape of its own
_RECORD = 400  # characters of the longest line that is taken for a record as a whole
_DOMAIN = pattern(r"@[\pL\pN•](?:[\pL\pN•_.-]*[\pL\pN•])?")
_ESCAPES = pattern(r"(?:%[0-9A-Fa-f]{2})+|\+")
_PATH = pattern(r"^[^/?#]*//[^/?#]*([^?#]*)")
_WORD = pattern(r"[\pL\pN]+")
_USERINFO = pattern(r"^([A-Za-z][A-Za-z0-9+.-]*://)([^/?#@]*)@")
_HALF_SIGN = re.compile(r"[\ud800-\udfff]")  # of a pair of UTF-16: no file and no database takes it alone
_ALNUM = re.compile(r"[^\W_]+")
_BEARERS = (Field.NIR, Field.IBAN, Field.CARD)


def mask(text: str) -> Masked:
    """*text* with each letter and digit of personal identifiers, passwords and sample rows made a dot."""
    text = _HALF_SIGN.sub("\ufffd", text)
    for _ in range(_ROUNDS):
        rows = _cover(text, _rows(text))  # first: of a dump's identifiers, none is then left to be looked at one by one
        found = shapes(rows)
        after = _cover(rows, [*((shape.start, shape.end) for shape in found), *_record_lines(rows, found)])
        if after == text:
            break
        text = after
    return Masked(text)


def mask_url(url: str, *, title: str = "") -> Masked:
    """*url* without the identifiers and credentials in it, percent-encoded or not; slugs stay.

    Of a slug made of *title*, the words that are masked there are masked as well: it may have lost the signs that
    tell what they are.
    """
    url, hidden = _HALF_SIGN.sub("\ufffd", url), _hidden_words(title)
    for _ in range(_ROUNDS):
        after = _cover_url(url, hidden)
        if after == url:
            break
        url = after
    return Masked(url)


def _hidden_words(text: str) -> set[str]:
    """The words of *text* that masking takes, as slugs may spell them; short numbers, which name threads, stay."""
    after = mask(text)
    if after == text:
        return set()
    words = {match[0].lower() for match in _WORD.finditer(text) if DOT in after[match.start() : match.end()]}
    bare = {"".join(sign for sign in unicodedata.normalize("NFKD", word) if sign.isalnum()) for word in words}
    return {word for word in words | bare if not word.isdigit() or len(word) > 3}


def masked(understanding: Understanding, text: Text) -> Understanding:
    """*understanding* as it may be written: its quotes masked, its sample without cells."""
    whole = _masked_whole(text)
    sample = understanding.sample and replace(
        understanding.sample,
        columns=tuple(mask(column) for column in understanding.sample.columns),
        shape=mask(understanding.sample.shape),
        cells=(),
    )
    return replace(
        understanding,
        matches=tuple(_masked_match(match, whole) for match in understanding.matches),
        assessment=_masked_assessment(understanding.assessment, whole),
        sample=sample,
    )


def _masked_whole(text: Text) -> str:
    """Title and body as they are when masked together and when each is masked alone."""
    together = mask(text.whole)
    if text.title is None:
        return together
    alone = f"{mask(text.title)}\n{mask(text.body)}"
    return "".join(DOT if DOT in pair else pair[0] for pair in zip(together, alone, strict=True))


def _masked_match(match: Match, whole: str) -> Match:
    return replace(match, evidence=_masked_evidence(match.evidence, whole))


def _masked_assessment(assessment: Assessment, whole: str) -> Assessment:
    return replace(assessment, evidence=_masked_evidence(assessment.evidence, whole))


def _masked_evidence(evidence: Iterable[Evidence], whole: str) -> tuple[Evidence, ...]:
    return tuple(_masked_one(one, whole) for one in evidence)


def _masked_one(one: Evidence, whole: str) -> Evidence:
    """*one* without what its quote loses, also where a word of the post itself is what told."""
    quote = whole[one.start : one.end] if one.start >= 0 else mask(one.quote)
    by = quote if quote != one.quote and one.by.lower() == one.quote.lower() else one.by
    return replace(one, quote=quote, by=by)


def _dotted(piece: str) -> str:
    return DOT * len(piece) if piece.isalnum() else _ALNUM.sub(_dots, piece)


def _dots(word: re.Match[str]) -> str:
    return DOT * len(word[0])


def _cover(text: str, spans: Iterable[tuple[int, int]]) -> str:
    parts, at = [], 0
    for start, end in sorted(spans):
        start = max(start, at)
        if start < end:
            parts.append(text[at:start])
            parts.append(_dotted(text[start:end]))
            at = end
    return "".join((*parts, text[at:])) if parts else text


def _rows(text: str) -> Iterator[tuple[int, int]]:
    """The cells of tables, inserts and labelled blocks."""
    view = canonical(text)
    spans: list[tuple[int, int]] = []
    if any(view.text.count(delimiter) >= 4 for delimiter in "\t;|,"):  # two lines of three cells
        spans += (span for table in tables(view.text) for row in table.rows for span in row)
    spans += cell_spans(view.text)
    if view.text.count(":") + view.text.count("=") >= 2:
        spans += ((start, end) for _, start, end in labelled(view.text))
    for start, end in _around_domains(view.text, spans):
        yield view.start(start), view.end(end)


def _around_domains(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """*spans* without the domains of the e-mail addresses in them."""
    for start, end in spans:
        at = start
        if text.find("@", start, end) >= 0:
            for match in _DOMAIN.finditer(text[start:end]):
                if "." in match[0] and at < start + match.start():
                    yield at, start + match.start()
                    at = start + match.end()
        if at < end:
            yield at, end


def _record_lines(text: str, found: Iterable[Shape]) -> Iterator[tuple[int, int]]:
    """Lines that a NIR, IBAN or card stands in among other cells, or begins."""
    lines = (_record_line(text, shape) for shape in found if shape.field in _BEARERS)
    return _around_domains(text, dict.fromkeys(line for line in lines if line is not None))


def _record_line(text: str, shape: Shape) -> tuple[int, int] | None:
    start = max(text.rfind("\n", 0, shape.start) + 1, shape.start - _RECORD)
    end = text.find("\n", shape.end, shape.end + _RECORD)
    end = min(len(text), shape.end + _RECORD) if end < 0 else end
    line = text[start:end]
    is_cells = any(line.count(delimiter) >= 2 for delimiter in ";|\t")
    begins = shape.start - start <= 3 and end - shape.end <= 120
    return (start, end) if len(line) <= _RECORD and (is_cells or begins) else None


def _cover_url(url: str, hidden: Collection[str]) -> str:
    text, places = _decoded(url)
    if (userinfo := _USERINFO.match(text)) and any(map(str.isalnum, userinfo[2])):
        spans = [(userinfo.start(2), userinfo.end(2))]  # alone: what stands behind it is read in the next round
    else:
        spans = [(shape.start, shape.end) for shape in shapes(text)]
    if hidden and (path := _PATH.match(text)):
        words = (match for match in _WORD.finditer(path[1]) if match[0].lower() in hidden)
        spans += ((path.start(1) + match.start(), path.start(1) + match.end()) for match in words)
    parts, at = [], 0
    for start, end in sorted(spans):
        start = max(start, at)
        if start < end:
            parts.append(url[places[at] : places[start]])
            parts.append(
                "".join(
                    DOT if sign.isalnum() else _raw(url, places, n) for n, sign in enumerate(text[start:end], start)
                )
            )
            at = end
    return "".join((*parts, url[places[at] :])) if parts else url


def _raw(url: str, places: list[int], index: int) -> str:
    return url[places[index] : places[index + 1]]


def _decoded(url: str) -> tuple[str, list[int]]:
    """*url* with its escapes read, however often made, and where each sign begins; one place more at the end."""
    text, places = url, list(range(len(url) + 1))
    for _ in range(3):
        if "%" not in text:
            break
        text, places = _decode_once(text, places)
    return text, places


def _decode_once(text: str, places: list[int]) -> tuple[str, list[int]]:
    signs: list[str] = []
    starts: list[int] = []
    at = 0
    for match in _ESCAPES.finditer(text):
        if match[0] == "+":
            continue
        signs += text[at : match.start()]
        starts += places[at : match.start()]
        at = match.end()
        byte = 0
        for sign in unquote_to_bytes(match[0]).decode("utf-8", "replace"):
            signs.append(sign)
            starts.append(places[match.start() + 3 * byte])
            byte += len(sign.encode()) if sign != "\ufffd" else 1
    signs += text[at:]
    starts += places[at:]
    return "".join(signs), starts
