"""Finds the numbers that name a person or an account in a text, however their digits are parted or disguised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import partial

from matching.digits import is_nir, nir_key_holds
from matching.patterns import pattern
from matching.runs import Number, Run

__all__ = ["characters", "numbers"]

_CROWD = re.compile(r"[0-9](?:[^0-9]{0,24}+[0-9]){5}")
"""As few digits as any number here has, at most as far apart as any lets them stand: without them nothing is sought."""
_GAP = r"[ \t\xa0.\-_/·()\[\]\u2010-\u2015\u2212]"
_RUN = re.compile(rf"[0-9](?:{_GAP}{{0,3}}+\n{{0,2}}+{_GAP}{{0,2}}+[0-9])+")
_NEAR_BY = 4  # signs from a number in which a letter may belong to it
_KEY = re.compile(r"(?i)\W{0,4}(?:cl[eé]|key|ключ|schl[uü]ssel|clave)\W{0,4}([0-9]{2})\b")
_BARE_KEY = re.compile(r"[\W_]{1,4}([0-9]{2})(?!\d)")
_PHONE_WORD = pattern(
    r"(?i)(?:^|[^\pL\pN])(?:t[ée]l[ée]?(?:phone|fono|fon|fonnummer)?|phone|mobile?|m[óo]vil|handy|gsm|portable|cell"
    r"|whatsapp|viber|sms|тел(?:ефон)?|моб(?:ильный)?)[ ]?[:.=№#]{1,2}[ ]?(\+?[0-9](?:[ ().\-/]{0,2}[0-9]){6,14})\b"
)
_ZEROS, _ONES = "OoОоΟο", "liIІіӏΙ"
_ALIKE = f"{_ZEROS}{_ONES}"
_LETTER = "A-Za-zÀ-ɏͰ-ӿ"  # of the scripts that have such letters
_TOKEN = re.compile(rf"(?<![{_LETTER}0-9])[0-9ABab]*+[{_ALIKE}][0-9ABab{_ALIKE}]*+(?![{_LETTER}0-9])")
_NEAR = r"[ .\-_/\xa0]"
_MIXED = re.compile(rf"[0-9](?:(?<=[{_ALIKE}].)|(?<=[{_ALIKE}]{_NEAR}.)|{_NEAR}?[{_ALIKE}])")
_DIGIT_LIKE = frozenset(f"0123456789{_ALIKE}")
_AS_DIGITS = {ord(sign): digit for signs, digit in ((_ZEROS, "0"), (_ONES, "1")) for sign in signs}
_CORSICA = re.compile(r"([0-9][\W_]{0,4}2[\W_]{0,4})[ABab](?=[\W_]{0,4}[0-9])")
_LONG_RUN = re.compile(r"[0-9](?:[\W_]{0,4}+[0-9]){7,}+")
_USUAL = " \t\n\xa0.-_/·()[]‐‑‒–—―−"
_ODD = re.compile(r"[^0-9 \t\n\xa0.\-_/·()\[\]\u2010-\u2015\u2212]")
_BETWEEN = re.compile(r"[\W_]+")
_LONG_GROUP = re.compile(r"[0-9]{9}")


def numbers(text: str) -> Iterator[Number]:
    """Each NIR, card and phone number in *text*, whose digits are ASCII."""
    found: list[Number] = []
    if _CROWD.search(text):
        yield from _called(text)
        found = list(_plain_numbers(text, text))
    elif not _MIXED.search(text):
        return
    yield from found
    alike = _alike_read(text)
    whole = [(start, end) for kind, start, end in found if kind != "phone" and _is_whole(text, alike, start, end)]
    text, alike = _without(text, whole), _without(alike, whole)
    read = _gaps_read(_corsica_read(alike))
    if read != text:
        yield from _plain_numbers(read, text)


def _is_whole(text: str, alike: str, start: int, end: int) -> bool:
    """Whether no letter beside a number may be one more digit of it."""
    before = max(0, start - _NEAR_BY)
    return text[before : end + _NEAR_BY] == alike[before : end + _NEAR_BY]


def _called(text: str) -> Iterator[Number]:
    """Numbers that a word before them says to be a phone's, however they are grouped; round ones count something."""
    for match in _PHONE_WORD.finditer(text):
        count = sum(map(str.isdigit, match[1]))
        if 7 <= count <= 15 and not match[1].endswith("00"):
            yield "phone", *match.span(1)


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """*text* with signs that are no digits in place of *spans*, which follow each other."""
    parts, at = [], 0
    for start, end in spans:
        parts.append(text[at:start] + "x" * (end - max(start, at)))
        at = max(at, end)
    return "".join((*parts, text[at:])) if parts else text


def characters(nir: str) -> str:
    """The digits of a NIR as it stands in a text, and Corsica's letter, without what parts them."""
    return "".join(sign for sign in nir.translate(_AS_DIGITS) if sign in "0123456789ABab")


def _plain_numbers(read: str, text: str) -> Iterator[Number]:
    """The numbers of what was *read* in *text*; where that differs, those alone that are there for a reason."""
    for run in _RUN.finditer(read):
        start, end = run.span()
        if end - start >= 8 and (read is text or read[start:end] != text[start:end]):
            earned = None if read is text else partial(_is_earned, read=read, text=text)
            for kind, first, last in Run(read, start, end).numbers(earned):
                yield kind, first, _with_key(text, first, last) if kind == "nir" else last


def _alike_read(text: str) -> str:
    """*text* with digits for the letters that stand in for them, `O` and `l`, in words that are digits otherwise."""
    return _TOKEN.sub(_token_read, text) if _MIXED.search(text) else text


def _token_read(token: re.Match[str]) -> str:
    word = token[0]
    is_number = any(map(str.isdigit, word)) or (len(word) <= 4 and _is_among_digits(token))
    return word.translate(_AS_DIGITS) if is_number else word


def _is_among_digits(token: re.Match[str]) -> bool:
    start, end = token.span()
    before, behind = token.string[max(0, start - 2) : start], token.string[end : end + 2]
    return any(len(near) == 2 and near[at] in _DIGIT_LIKE for near, at in ((before, 0), (behind, 1)))


def _corsica_read(text: str) -> str:
    """*text* with a 0 for the letter of Corsica's departments."""
    return _CORSICA.sub(r"\g<1>0", text)


def _gaps_read(text: str) -> str:
    """*text* with spaces between digits that odd signs part."""
    return _LONG_RUN.sub(_run_read, text)


def _run_read(run: re.Match[str]) -> str:
    whole = run[0]
    if whole.count("\n") > 2 and not _LONG_GROUP.search(whole):
        return whole[0] + whole[1:].replace("\n", " ")  # a group a line
    if not _ODD.search(whole, 1):
        return whole
    odd = Counter(sign for gap in _BETWEEN.findall(whole, 1) if (sign := _oddity(gap)))
    most = max(odd.values(), default=0)
    main = {sign for sign, count in odd.items() if count == most}
    return whole[0] + _BETWEEN.sub(lambda gap: _spaced(gap[0], main), whole[1:])


def _oddity(gap: str) -> str:
    """What is unusual between two groups; a plus that begins a number is not."""
    sign = gap.strip(_USUAL)
    return "" if sign == "+" and gap != "+" else sign


def _spaced(gap: str, odd: Collection[str]) -> str:
    return "".join(sign if sign == "\n" else " " for sign in gap) if _oddity(gap) in odd else gap


def _is_earned(number: Number, *, read: str, text: str) -> bool:
    """Whether *number*, found in what was *read* into *text*, is there for a reason."""
    kind, start, end = number
    own = text[start:end]
    if own == read[start:end]:
        return False  # found in the text itself
    letters = [sign for sign in own if sign in "ABab"]
    if letters:
        digits = "".join(sign if sign in "ABab" else plain for sign, plain in zip(own, read[start:end], strict=True))
        return kind == "nir" and len(letters) == 1 and is_nir("".join(filter(str.isalnum, digits)))
    odd = [gap.strip(_USUAL) for gap in _BETWEEN.findall(own)]
    if kind == "phone":
        return len(set(odd[-4:])) <= 1 and read[start] in "+03"
    return len(set(odd)) <= 1 or (kind == "nir" and len(set(odd[:-1])) <= 1)


def _with_key(text: str, start: int, end: int) -> int:
    """Where the NIR that stands from *start* to *end* ends with the key that is written apart, if one is."""
    if key := _KEY.match(text, end, end + 20):
        return key.end()
    if (key := _BARE_KEY.match(text, end, end + 7)) is None:
        return end
    body = "".join(sign for sign in text[start:end] if sign in "0123456789ABab")
    return key.end(1) if len(body) == 13 and nir_key_holds(body + key[1]) else end
