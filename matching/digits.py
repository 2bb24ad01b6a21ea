"""What a number names, a person, an account or a telephone, told by its digits and by how they are grouped."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate

__all__ = ["LENGTHS", "is_card", "is_nir", "kind_of", "nir_key_holds"]

_NIR = re.compile(r"[1-478][0-9]{4}[0-9][0-9ABab][0-9]{6}(?:[0-9]{2})?")
_NIR_CUTS = frozenset({1, 3, 5, 7, 10, 13})
_CARDS = {
    13: re.compile(r"4"),
    14: re.compile(r"3[0689]"),
    15: re.compile(r"3[47]|1800|2131"),
    16: re.compile(r"[456]|3[05]|2[2-7]|220|81"),
} | dict.fromkeys((17, 18, 19), re.compile(r"[456]"))  # how the cards of each length begin
_DOUBLED = str.maketrans("0123456789", "0246813579")
_CARD_GROUPS = frozenset({(4, 6, 5), (4, 6, 4), (4, 3, 3, 3)})
_THOUSANDS = (3, 3, 3, 3, 3, 3)
_FRENCH_GROUPS = frozenset(
    tuple(map(int, groups)) for groups in ["22222", "433", "4222", "28", "244", "2323", "2332", "46"]
) | {(10,)}
_APART_ZERO = frozenset({(1, 9), (1, 1, 2, 2, 2, 2), (1, 1, 8), (1, 3, 2, 2, 2), (1, 3, 3, 3)})
_FOREIGN_GROUPS = frozenset(
    tuple(map(int, groups)) for groups in ["1334", "13322", "13223", "137", "334", "3322", "3222", "212222"]
) | {(1, 10)}
_PHONE_GROUPS = _FOREIGN_GROUPS | {(9,), (11,), (1, 2, 2, 2, 2), (3, 2, 2, 2)}
LENGTHS = {
    "+": tuple(range(8, 16)),
    "0": tuple(range(9, 17)),
    "1": (9, 10, 11, 13, 15),
    "2": (9, 10, 13, 15, 16),
    "3": (9, 10, 11, 12, 13, 14, 15, 16),
    "4": (9, 10, 13, 14, 15, 16, 17, 18, 19),
    "5": (9, 10, 16, 17, 18, 19),
    "6": (9, 10, 16, 17, 18, 19),
    "7": (9, 10, 11, 13, 15),
    "8": (9, 10, 11, 13, 15, 16),
    "9": (9, 10),
}
"""How many digits any number here has, rising, by what it begins with; none else needs to be looked at."""


def nir_key_holds(digits: str) -> bool:
    """Whether the last two of 15 characters are the key of the others; Corsica's letters count as 19 and 18."""
    body = digits[:13].upper().replace("2A", "19").replace("2B", "18")
    return body.isdigit() and 97 - int(body) % 97 == int(digits[13:])


def is_nir(digits: str) -> bool:
    """Whether 13 characters, or 15 with a key, are built like a NIR; the key is not looked at."""
    if not _NIR.fullmatch(digits):
        return False
    month, department = int(digits[3:5]), digits[5:7].upper()
    if not (1 <= month <= 12 or 20 <= month <= 42 or month >= 50):
        return False
    if not department.isdigit():
        return department in ("2A", "2B")
    return department != "00" and digits[10:13] != "000"


def is_card(digits: str) -> bool:
    """Whether 13 to 19 digits begin like a payment card and pass Luhn's check."""
    begins = _CARDS.get(len(digits))
    if begins is None or not begins.match(digits) or len(set(digits)) == 1:
        return False
    signs = digits[::-2] + digits[-2::-2].translate(_DOUBLED)
    return (sum(signs.encode()) - ord("0") * len(signs)) % 10 == 0


def _are_even(groups: Sequence[int]) -> bool:
    return len(set(groups[:-1])) <= 1 and groups[-1] <= groups[0]


@lru_cache(maxsize=4096)
def _nir_grouped(groups: tuple[int, ...]) -> bool:
    return set(accumulate(groups[:-1])) <= _NIR_CUTS or _are_even(groups)


@lru_cache(maxsize=4096)
def _card_grouped(groups: tuple[int, ...]) -> bool:
    if len(groups) > 1 and groups == _THOUSANDS[: len(groups)]:
        return False
    return _are_even(groups) or groups in _CARD_GROUPS


def _looks_nir(digits: str, groups: tuple[int, ...]) -> bool:
    if not is_nir(digits):
        return False
    return _nir_grouped(groups) or (len(digits) == 15 and nir_key_holds(digits))


def _is_date_like(digits: str, groups: Sequence[int]) -> bool:
    if tuple(groups[:3]) in ((2, 2, 4), (4, 2, 2)) and len(groups) < 5 and tuple(groups) != (4, 2, 2, 2):
        return True
    return tuple(groups[:2]) == (2, 4) and len(groups) >= 4 and digits[2:4] in ("19", "20")


def _looks_phone(digits: str, groups: tuple[int, ...], gaps: Sequence[str], *, plus: bool) -> bool:
    if plus and digits.startswith("33"):
        return len(digits) == 11 or (len(digits) == 12 and digits[2] == "0")
    if plus:
        return 8 <= len(digits) <= 15 and not (groups[-2:] == (3, 3) and digits.endswith("000000"))
    if digits.startswith("00") and digits[2] != "0":
        return 10 <= len(digits) <= 16 and (groups[0] >= 4 or len({gap.strip("() ") for gap in gaps}) <= 2)
    if digits[0] == "0" and digits[1] != "0":
        return _looks_national(digits, groups, gaps)
    if len(groups) == 1:
        return (len(digits) == 9 and digits[0] in "67") or (len(digits) == 11 and digits.startswith(("33", "79", "89")))
    if len(digits) in (11, 12) and digits.startswith("33") and digits[2] != "0":
        return groups[1:] in ((1, 2, 2, 2, 2), (9,), (3, 2, 2, 2), (3, 3, 3))
    if len(digits) == 9 and digits[0] in "67" and groups in ((1, 2, 2, 2, 2), (3, 2, 2, 2)):
        return "." not in gaps or groups[0] == 1
    if groups not in _FOREIGN_GROUPS or len(set(gaps)) > 3:
        return False
    if len(digits) == 11:
        return digits[0] in "178"
    return "." not in gaps or groups == (3, 3, 4)


def _looks_national(digits: str, groups: tuple[int, ...], gaps: Sequence[str]) -> bool:
    if _is_date_like(digits, groups) or (groups[-1] == 1 and set(groups) != {1}):
        return False
    if groups[0] == 1 and len(groups) > 1 and groups not in _APART_ZERO and set(groups) != {1}:
        return False
    if len(digits) == 10:
        return groups in _FRENCH_GROUPS or set(groups) == {1} or len(set(gaps)) <= 2
    if len(groups) == 1:
        return 9 <= len(digits) <= 12
    # Belgians write 02/555.01.02
    is_even = len({gap.strip("() ") for gap in gaps}) == 1 or (len(digits) == 9 and gaps[0] == "/")
    return len(digits) in (9, 11, 12) and 2 <= groups[0] <= 5 and len(groups) <= 5 and is_even


def kind_of(digits: str, groups: tuple[int, ...], gaps: Callable[[], Sequence[str]], *, plus: bool) -> str | None:
    """`nir`, `card`, `phone` or nothing; *gaps* stand between the *groups*, *plus* before them."""
    if len(digits) >= 13 and not plus:
        if _looks_nir(digits, groups):
            return "nir"
        if _card_grouped(groups) and is_card(digits):
            return "card"
    if len(digits) > 16 or not (plus or digits[0] == "0" or digits[:2] == "33" or groups in _PHONE_GROUPS):
        return None
    return "phone" if _looks_phone(digits, groups, gaps(), plus=plus) else None
