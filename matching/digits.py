"""Numbers that name a person or an account, told by their digits and by how they are grouped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matching.patterns import pattern

__all__ = ["is_card", "is_nir", "nir_key_holds", "numbers"]

_GAP = r"[ \t\x{a0}.\-_/·()\[\]\x{2010}-\x{2015}]"
_RUN = pattern(rf"\+?[0-9](?:{_GAP}{{0,3}}\n{{0,2}}{_GAP}{{0,2}}[0-9])+")
_GROUP = pattern(r"[0-9]+")
_FAR = rf"{_GAP}{{0,3}}\n{{0,2}}{_GAP}{{0,2}}"
_CORSICA = pattern(rf"[1-478](?:{_FAR}[0-9]){{4}}{_FAR}2{_FAR}[ABab](?:{_FAR}[0-9]){{6}}(?:{_FAR}[0-9]{_GAP}?[0-9])?")
_NIR = pattern(r"^[1-478][0-9]{4}[0-9][0-9ABab][0-9]{6}(?:[0-9]{2})?$")
_BY = r"[^\pL\pN]{1,4}"
_ODD_PHONE = pattern(r"\b0[1-9](?:\s?[,:*~'’+=\\]\s?[0-9]{2}){4}\b|\+[0-9]{1,3}[|;,:*~][0-9]{6,12}\b")
_ODD_NIR = pattern(
    rf"\b([1-478]){_BY}([0-9]{{2}}){_BY}([0-9]{{2}}){_BY}([0-9][0-9ABab]){_BY}"
    rf"([0-9]{{3}}){_BY}([0-9]{{3}})(?:{_BY}[0-9]{{2}})?\b"
)
_KEY = pattern(r"^\W{0,4}(?:cl[eé]|key|ключ)\W{0,4}([0-9]{2})\b")
_BARE_KEY = pattern(r"^[^\pL\pN]{1,4}([0-9]{2})(?:[^\pN]|$)")
_LONGEST = 19
_NIR_CUTS = frozenset({1, 3, 5, 7, 10, 13})
_CARDS = (
    dict.fromkeys(range(20), pattern(r"^[^0-9]"))
    | {
        13: pattern(r"^4"),
        14: pattern(r"^3[0689]"),
        15: pattern(r"^3[47]"),
        16: pattern(r"^(?:[456]|3[05]|2[2-7]|220)"),
    }
    | dict.fromkeys((17, 18, 19), pattern(r"^[456]"))
)  # how the cards of each length begin
_THOUSANDS = (3, 3, 3, 3, 3, 3)
_FRENCH_GROUPS = frozenset(
    tuple(map(int, groups)) for groups in ["22222", "433", "4222", "28", "244", "2323", "2332", "46"]
) | {(10,)}
_APART_ZERO = frozenset({(1, 9), (1, 1, 2, 2, 2, 2), (1, 1, 8), (1, 3, 2, 2, 2), (1, 3, 3, 3)})
_FOREIGN_GROUPS = frozenset(
    tuple(map(int, groups)) for groups in ["1334", "13322", "13223", "137", "334", "3322", "3222", "212222"]
) | {(1, 10)}


def nir_key_holds(digits: str) -> bool:
    """Whether the last two of 15 characters are the key of the others; Corsica's letters count as 19 and 18."""
    body = digits[:13].upper().replace("2A", "19").replace("2B", "18")
    return body.isdigit() and 97 - int(body) % 97 == int(digits[13:])


def is_nir(digits: str) -> bool:
    """Whether 13 characters, or 15 with a key, are built like a NIR; the key is not looked at."""
    if not _NIR.match(digits):
        return False
    month, department = int(digits[3:5]), digits[5:7].upper()
    if not (1 <= month <= 12 or 20 <= month <= 42 or month >= 50):
        return False
    if not department.isdigit():
        return department in ("2A", "2B")
    return department != "00" and digits[10:13] != "000"


def is_card(digits: str) -> bool:
    """Whether 13 to 19 digits begin like a payment card and pass Luhn's check."""
    if not _CARDS[len(digits)].match(digits) or len(set(digits)) == 1:
        return False
    total = 0
    for index, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _cuts(groups: Sequence[int]) -> set[int]:
    cuts, at = set(), 0
    for size in groups[:-1]:
        at += size
        cuts.add(at)
    return cuts


def _are_even(groups: Sequence[int]) -> bool:
    return len(set(groups[:-1])) <= 1 and groups[-1] <= groups[0]


def _looks_nir(digits: str, groups: Sequence[int]) -> bool:
    if not is_nir(digits):
        return False
    if _cuts(groups) <= _NIR_CUTS or _are_even(groups):
        return True
    return len(digits) == 15 and nir_key_holds(digits)


def _looks_card(digits: str, groups: Sequence[int]) -> bool:
    if not is_card(digits):
        return False
    if tuple(groups) == _THOUSANDS[: len(groups)] and len(groups) > 1:
        return False
    return _are_even(groups) or tuple(groups) in ((4, 6, 5), (4, 6, 4)) or len(groups) == 1


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
        return 10 <= len(digits) <= 16 and (groups[0] >= 4 or len(set(gaps)) <= 2)
    if digits[0] == "0" and digits[1] != "0":
        return _looks_national(digits, groups, gaps)
    if len(groups) == 1:
        return (len(digits) == 9 and digits[0] in "67") or (len(digits) == 11 and digits.startswith("33"))
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
    is_even = len(set(gaps)) == 1 or (len(digits) == 9 and gaps[0] == "/")  # Belgians write 02/555.01.02
    return len(digits) in (9, 11, 12) and 2 <= groups[0] <= 5 and len(groups) <= 5 and is_even


def _kind(digits: str, groups: tuple[int, ...], gaps: Sequence[str], *, plus: bool) -> str | None:
    if len(digits) >= 13 and not plus:
        if _looks_nir(digits, groups):
            return "nir"
        if _looks_card(digits, groups):
            return "card"
    return "phone" if 8 <= len(digits) <= 16 and _looks_phone(digits, groups, gaps, plus=plus) else None


def numbers(text: str) -> Iterator[tuple[str, int, int]]:
    """The kind, start and end of each NIR, card and phone number in *text*, whose digits are ASCII."""
    yield from (("phone", match.start(), match.end()) for match in _ODD_PHONE.finditer(text))
    odd = list(_odd_nirs(text))
    yield from (("nir", start, end) for start, end in odd)
    text = _without(text, odd)
    for run in _RUN.finditer(text):
        if run.end() - run.start() >= 8:
            for kind, start, end in _in_run(text, run.start(), run.end()):
                yield kind, start, _with_key(text, start, end) if kind == "nir" else end


def _odd_nirs(text: str) -> Iterator[tuple[int, int]]:
    for odd in (_CORSICA, _ODD_NIR):
        for match in odd.finditer(text):
            if is_nir(_bare(match[0])):
                yield match.start(), _with_key(text, match.start(), match.end())


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """*text* with signs that are no digits in place of *spans*."""
    parts, at = [], 0
    for start, end in sorted(spans):
        parts.append(text[at:start] + "x" * (end - max(start, at)))
        at = max(at, end)
    return "".join((*parts, text[at:]))


def _bare(nir: str) -> str:
    return "".join(sign for sign in nir if sign in "0123456789ABab")


def _with_key(text: str, start: int, end: int) -> int:
    """Where the NIR that stands from *start* to *end* ends with the key that is written apart, if one is."""
    behind = text[end : end + 16]
    if key := _KEY.search(behind):
        return end + key.end()
    body = _bare(text[start:end])
    key = _BARE_KEY.search(behind)
    return end + key.end(1) if key and len(body) == 13 and nir_key_holds(body + key[1]) else end


def _in_run(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    part = text[start:end]
    groups = [(start + match.start(), start + match.end()) for match in _GROUP.finditer(part)]
    # How many groups are taken, and what for. A NIR without its key may have taken the first digits of a phone number
    # for it, and a phone number from abroad those of a card: so what begins inside is looked at too.
    reach, is_phone, is_long = 0, True, False
    for at, (first, _) in enumerate(groups):
        begins = text[first] == "0" or (first > 0 and text[first - 1] == "+")
        if at < reach and not (is_long or (begins and not is_phone)):
            continue
        found = _from(text, groups, at)
        if found is None or found[1] < reach or (at < reach and is_phone and not begins and found[0] == "phone"):
            continue
        kind, last = found
        is_abroad = kind == "phone" and 0 < last - at <= 5 and first > 0 and text[first - 1] == "+"
        is_long = is_abroad or (is_long and at < reach)
        reach, is_phone = last + 1, kind == "phone"
        yield kind, first - 1 if first and text[first - 1] == "+" else first, groups[last][1]


def _from(text: str, groups: Sequence[tuple[int, int]], at: int) -> tuple[str, int] | None:
    digits, sizes, gaps = "", [], []
    plus = groups[at][0] > 0 and text[groups[at][0] - 1] == "+"
    best: tuple[str, int] | None = None
    for last in range(at, len(groups)):
        left, right = groups[last]
        if last > at:
            gaps.append(text[groups[last - 1][1] : left])
        if len(digits) + right - left > _LONGEST or sum("\n" in gap for gap in gaps) > 2:
            break
        digits += text[left:right]
        sizes.append(right - left)
        kind = _kind(digits, tuple(sizes), gaps, plus=plus) if len(digits) >= 8 else None
        if kind is not None and (best is None or kind != "phone" or best[0] == "phone"):
            best = (kind, last)
        if kind == "nir" and len(digits) == 15 and nir_key_holds(digits):
            break  # no longer number is surer
    return best
