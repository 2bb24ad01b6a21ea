"""Rows by which a data set is known without a name: social-security numbers, and logins with their passwords."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from matching.automata import automaton
from matching.digits import nir_key_holds
from matching.lines import rows_of
from matching.patterns import pattern
from matching.shapes import Shape, canonical
from matching.tokens import plain
from model.watches import Field

__all__ = ["Doors", "NirRows", "nir_rows"]

_CHANCE = 0.1  # of a key that is right; one in 97 is so by accident, and who sells a forged list knows that
_SHARE = 0.75  # of the numbers of a list that must look like a NIR when no key says so
_LONGEST_LINE = 400  # characters of a line with a login and a password
_LABELLED_KEY = pattern(r"(?i)^[^\pL\pN\n]{0,4}(?:cl[eé]|key|ключ|schl[uü]ssel|clave)\W{0,4}([0-9]{2})\b")
_GLUED_KEY = pattern(r"^[ -]{1,3}([0-9]{2})(?:[^0-9./:-]|$)")
_LONG_NUMBER = pattern(r"\b[0-9]{13}\b|\b[0-9]{15}\b")
_NAMED = re.compile(r"\b[^\W\d_a-zß-öø-ÿ]{4,}\b|\b(?:M|Mme|Mlle|Mr|Mrs)\b")  # who lists people writes surnames so
_GOODS = re.compile(
    r" (?:ean|gtin|sku|isbn|imei|imeis|iccid|serial|serials|stock|stocks|barcode|barcodes|code barres|codes barres"
    r"|code barre|reference|references|ref|refs|produit|produits|product|products|article|articles|artikel\w*|lager\w*"
    r"|almacen|referencias|codigos de|inventa\w+|capteur|sensor|sensors|timestamp|timestamps|epoch|millisecond\w*"
    r"|tracking|colis|parcel|sendungs\w*|paket\w*|licence|licences|license|lizenz\w*|ticket|tickets|billet|billets"
    r"|loto|lottery|lotterie|facture|factures|invoice|invoices|rechnung\w*|factura|commande|commandes|order|orders"
    r"|catalogue|catalog|katalog\w*|timbre|timbres|temp|log|logs|lot|lots|piece|pieces|артикул\w*|склад\w*|штрих\w*"
    r"|накладн\w*|накладная|заказ\w*|серийн\w*|товар\w*|трек|num client|scan|scanner|pegatinas|lote|lotes) "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NirRows:
    """How many rows of a text bear a French social-security number, and what their keys say."""

    right: int = 0
    """Rows whose key is there and holds."""
    wrong: int = 0
    """Rows whose key is there and does not hold."""
    bare: int = 0
    """Rows with a number that looks like a NIR and bears no key."""
    is_said: bool = False
    """Whether the text calls the bare ones so, or they stand beside names, and nothing says that they are goods."""

    def are_at_least(self, least: int) -> bool:
        """Whether *least* rows hold a NIR; forged keys, and numbers that only happen to be as long, are none."""
        if self.right >= least:
            return self.right >= _CHANCE * (self.right + self.wrong)
        if self.wrong > self.right + self.bare:
            return False
        return self.is_said and self.right + self.bare >= least


def nir_rows(text: str, found: Sequence[Shape], *, is_named: bool, is_denied: bool) -> NirRows:
    """The rows of *text* that bear a NIR; *is_named* and *is_denied* tell what the text says of its numbers."""
    rows: dict[tuple[int, int], bool | None] = {}
    for start, end, shape in rows_of(text, [shape for shape in found if shape.field is Field.NIR]):
        row = rows.get((start, end))
        rows[start, end] = row or _key_holds(text, shape) if row is not False else False
    bare = [row for row, key in rows.items() if key is None]
    return NirRows(
        right=sum(key is True for key in rows.values()),
        wrong=sum(key is False for key in rows.values()),
        bare=len(bare),
        is_said=not is_denied and bool(bare) and _are_people(text, bare, is_named=is_named),
    )


def _key_holds(text: str, shape: Shape) -> bool | None:
    """Whether the key of the NIR at *shape* holds; `None`: it bears none."""
    digits = "".join(sign for sign in canonical(text[shape.start : shape.end]).text if sign.isdigit() or sign in "ABab")
    if len(digits) == 15:
        return nir_key_holds(digits)
    behind = text[shape.end : shape.end + 16]
    key = _LABELLED_KEY.search(behind) or _GLUED_KEY.search(behind)
    return nir_key_holds(digits + key[1]) if key and len(digits) == 13 else None


def _are_people(text: str, rows: Sequence[tuple[int, int]], *, is_named: bool) -> bool:
    numbers = [match[0] for match in _LONG_NUMBER.finditer(text)]
    if len(numbers) > len(rows) and len(rows) < _SHARE * len(numbers):
        return False
    if _GOODS.search(plain(text[:4000])):
        return False
    named = sum(bool(_NAMED.search(text, start, end)) for start, end in rows)
    return is_named or named >= 0.6 * len(rows)


@lru_cache(maxsize=256)
def _pairs_at(domains: tuple[str, ...]) -> re.Pattern[str]:
    hosts = "|".join(re.escape(domain) for domain in domains)
    gap = r"[ \t]{0,2}[:;|,\t][ \t]{0,2}"
    return re.compile(
        rf"(?im)^[^\n@]{{0,80}}?[\w.+%-]{{1,64}}@(?:[\w-]{{1,40}}\.){{0,3}}(?:{hosts}){gap}\S"
        rf"|^[^\n@]{{0,40}}?\b(?:{hosts})(?::\d{{2,5}})?(?:/[^\s:;|,]{{0,200}})?{gap}[^\s:;|,]{{1,80}}{gap}\S"
    )


class Doors:
    """The *domains* at which somebody has an account, as one automaton."""

    def __init__(self, domains: Iterable[str]) -> None:
        self._domains = sorted({domain.lower() for domain in domains})
        self._automaton = automaton(self._domains) if self._domains else None

    def rows(self, text: str) -> int:
        """How many lines of *text*, whose signs are canonical, give a login and a password at one of the domains."""
        if self._automaton is None or not self._automaton.find_matches_as_indexes(low := text.lower()):
            return 0
        lines = zip(low.split("\n"), text.split("\n"), strict=True)
        return sum(self._opens(low, line) for low, line in lines if len(line) <= _LONGEST_LINE)

    def _opens(self, low: str, line: str) -> bool:
        assert self._automaton is not None
        named = {place for place, _, _ in self._automaton.find_matches_as_indexes(low, overlapping=True)}
        return bool(named) and bool(_pairs_at(tuple(self._domains[place] for place in sorted(named))).search(line))
