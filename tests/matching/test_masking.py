"""Masking leaves no identifier, keeps lengths, and lets ordinary talk be."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.masking import mask, mask_url
from matching.shapes import shapes

CHANCE = random.Random(7)


def _nir() -> str:
    body = f"{CHANCE.choice('12')}{CHANCE.randrange(100):02}{CHANCE.randrange(1, 13):02}99{CHANCE.randrange(900, 991)}{CHANCE.randrange(1, 1000):03}"
    return body + f"{97 - int(body) % 97:02}"


def _phone() -> str:
    return CHANCE.choice(("019900", "063998")) + f"{CHANCE.randrange(10000):04}"


def _iban() -> str:
    account = "".join(str(CHANCE.randrange(10)) for _ in range(23))
    return f"FR{98 - int(account + '152700') % 97:02}{account}"


def _local() -> str:
    word = lambda: "".join(CHANCE.choice(ascii_lowercase) for _ in range(CHANCE.randrange(4, 9)))  # noqa: E731
    return word() + CHANCE.choice((".", "-", "_", "")) + word()


def _groups(text: str, *sizes: int, by: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(text[at : at + size])
        at += size
    return by.join(part for part in (*parts, text[at:]) if part)


NIRS: dict[str, Callable[[str], str]] = {
    "plain": lambda nir: nir,
    "without key": lambda nir: nir[:13],
    "grouped": lambda nir: _groups(nir, 1, 2, 2, 2, 3, 3, by=" "),
    "grouped without key": lambda nir: _groups(nir[:13], 1, 2, 2, 2, 3, by=" "),
    "dotted": lambda nir: _groups(nir, 1, 2, 2, 2, 3, 3, by="."),
    "dashed": lambda nir: _groups(nir, 1, 2, 2, 2, 3, 3, by="-"),
    "hard spaces": lambda nir: _groups(nir, 1, 2, 2, 2, 3, 3, by="\u00a0"),
    "thin spaces": lambda nir: _groups(nir, 1, 2, 2, 2, 3, 3, by="\u202f"),
    "slashed": lambda nir: _groups(nir, 1, 2, 2, 2, 3, 3, by="/"),
    "underscored": lambda nir: _groups(nir, 1, 2, 2, 2, 3, 3, by="_"),
    "key apart": lambda nir: f"{nir[:13]} {nir[13:]}",
    "key behind a slash": lambda nir: f"{nir[:13]} / {nir[13:]}",
    "sex and month together": lambda nir: _groups(nir, 5, 2, 3, 3, by=" "),
    "by threes": lambda nir: _groups(nir, 3, 3, 3, 3, by=" "),
    "by fives": lambda nir: _groups(nir, 5, 5, by=" "),
    "one by one": lambda nir: " ".join(nir),
    "zero-width": lambda nir: "\u200b".join(nir),
    "soft hyphens": lambda nir: _groups(nir, 3, 4, by="\u00ad"),
    "full width": lambda nir: "".join(chr(ord(digit) + 0xFEE0) for digit in nir),
    "Arabic digits": lambda nir: "".join(chr(ord(digit) - 0x30 + 0x660) for digit in nir),
    "mathematical digits": lambda nir: "".join(chr(ord(digit) - 0x30 + 0x1D7CE) for digit in nir),
    "over two lines": lambda nir: f"{nir[:7]}\n{nir[7:]}",
    "en dashes": lambda nir: _groups(nir, 1, 2, 2, 2, 3, 3, by="–"),
    "double spaces": lambda nir: _groups(nir, 1, 2, 2, 2, 3, 3, by="  "),
}
PHONES: dict[str, Callable[[str], str]] = {
    "plain": lambda tel: tel,
    "spaced": lambda tel: _groups(tel, 2, 2, 2, 2, by=" "),
    "dotted": lambda tel: _groups(tel, 2, 2, 2, 2, by="."),
    "dashed": lambda tel: _groups(tel, 2, 2, 2, 2, by="-"),
    "slashed": lambda tel: _groups(tel, 2, 2, 2, 2, by="/"),
    "hard spaces": lambda tel: _groups(tel, 2, 2, 2, 2, by="\u00a0"),
    "plus": lambda tel: "+33" + tel[1:],
    "plus spaced": lambda tel: "+33 " + _groups(tel[1:], 1, 2, 2, 2, by=" "),
    "plus dotted": lambda tel: "+33." + _groups(tel[1:], 1, 2, 2, 2, by="."),
    "plus zero": lambda tel: "+33 (0)" + _groups(tel[1:], 1, 2, 2, 2, by=" "),
    "plus zero tight": lambda tel: "+33(0)" + tel[1:],
    "double zero": lambda tel: "0033" + tel[1:],
    "double zero spaced": lambda tel: "00 33 " + _groups(tel[1:], 1, 2, 2, 2, by=" "),
    "no plus": lambda tel: "33" + tel[1:],
    "no zero": lambda tel: tel[1:] if tel[1] == "6" else tel,
    "four and threes": lambda tel: _groups(tel, 4, 3, by=" "),
    "in brackets": lambda tel: f"({tel[:2]}) {_groups(tel[2:], 2, 2, 2, by=' ')}",
    "one by one": lambda tel: " ".join(tel),
    "zero-width": lambda tel: "\u200d".join(tel),
    "full width": lambda tel: "".join(chr(ord(digit) + 0xFEE0) for digit in tel),
}
IBANS: dict[str, Callable[[str], str]] = {
    "plain": lambda iban: iban,
    "lower case": str.lower,
    "by fours": lambda iban: _groups(iban, *([4] * 6), by=" "),
    "by fours, lower": lambda iban: _groups(iban.lower(), *([4] * 6), by=" "),
    "dashed": lambda iban: _groups(iban, *([4] * 6), by="-"),
    "hard spaces": lambda iban: _groups(iban, *([4] * 6), by="\u00a0"),
    "French groups": lambda iban: _groups(iban, 4, 5, 5, 11, by=" "),
    "over two lines": lambda iban: f"{iban[:12]}\n{iban[12:]}",
    "zero-width": "\u200b".join,
}
MAILS: dict[str, Callable[[str], str]] = {
    "plain": lambda local: f"{local}@courrier.example",
    "upper": lambda local: f"{local}@courrier.example".upper(),
    "(at)": lambda local: f"{local} (at) courrier.example",
    "[at] [dot]": lambda local: f"{local}[at]courrier[dot]example",
    "at dot": lambda local: f"{local} at courrier dot example",
    "at [dot]": lambda local: f"{local} at courrier[dot]example",
    "[.]": lambda local: f"{local}@courrier[.]example",
    "spaces": lambda local: f"{local} @ courrier.example",
    "percent": lambda local: f"{local}%40courrier.example",
    "accents": lambda local: f"{local}éè@courrier.example",
    "Cyrillic": lambda local: f"почта{local}@courrier.example",
    "full-width at": lambda local: f"{local}＠courrier.example",
    "zero-width": lambda local: "\u200b".join(f"{local}@courrier.example"),
    "angle brackets": lambda local: f"Jean <{local}@courrier.example>",
    "plus tag": lambda local: f"{local}+tag@courrier.example",
    "quoted": lambda local: f'"{local}"@courrier.example',
    "mailto": lambda local: f"mailto:{local}@courrier.example",
    "entity": lambda local: f"{local}&#64;courrier.example",
}
PLACES = (
    "Voici : {} et voilà",
    "{}",
    "nom;{};ville",
    "contact={}, merci",
    "({})",
    "a|{}|b",
    "fin de phrase {}.",
    "\t{}\tx",
    "*{}*",
    "le {}, le 12/05/2024",
)


def _planted() -> Iterator[tuple[str, str, str]]:
    for table, make in ((NIRS, _nir), (PHONES, _phone), (IBANS, _iban), (MAILS, _local)):
        for name, layout in table.items():
            for place in PLACES:
                raw = make()
                yield f"{table is NIRS and 'nir' or name}/{name}/{place}", raw, place.format(layout(raw))


def _left(raw: str, text: str) -> str:
    """What of *raw* can still be read: its digits, or its letters, without what separates them."""
    import unicodedata

    plain = unicodedata.normalize("NFKC", text)
    kept = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in plain if sign.isalnum())
    return kept.lower() if raw.lower()[:13] in kept.lower() or raw.lower()[1:] in kept.lower() else ""


def test_no_planted_identifier_outlives_masking() -> None:
    left = []
    for name, raw, text in _planted():
        masked = mask(text)
        assert len(masked) == len(text)
        visible = "".join(sign for sign in masked if sign.isdigit())
        core = raw if raw[0].isdigit() or raw.startswith("FR") else raw.replace(".", "").replace("-", "").replace("_", "")
        readable = "".join(sign for sign in masked if sign.isalnum())
        if raw[-4:] in visible or (not raw.isdigit() and core.lower() in readable.lower()) or _left(raw, masked):
            left.append((name, text, masked))
    assert left == []
