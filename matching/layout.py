"""Whether what looks like a term in a skeleton is one where it stands: word edges, gaps, letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise

from matching.fold import SOUNDS, Skeleton, Table, is_unseen
from matching.spellings import Spelling
from matching.tokens import fold_word
from model.matches import Grade

__all__ = ["edges_hold", "grade", "stretch"]

_LOOK_BACK = 64  # unseen signs skipped at an edge: more of them than this is no way to write a word
_SUFFIXES = frozenset(
    [
        "а",
        "у",
        "е",
        "ы",
        "и",
        "ом",
        "ой",
        "ою",
        "ю",
        "я",
        "ем",
        "ам",
        "ами",
        "ах",
        "ов",
        "ев",
        "ский",
        "ского",
        "скому",
        "ским",
        "ском",
        "ская",
        "ской",
        "скую",
        "ские",
        "ских",
        "скими",
        "овский",
        "овского",
        "овскому",
        "овским",
        "овском",
        "овская",
        "овской",
        "овскую",
        "овское",
        "овские",
        "овских",
        "овскими",
        "овец",
        "овцы",
    ]
)  # how Russian bends a foreign name
_DOT = re.compile(r"\s?[\[({<]?\s?\.\s?[\])}>]?\s?")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…\n])[\s\"«“(\[—-]*$")
_JOINERS = re.compile(r"[^\w\s]{1,3}|_{1,3}")
_SPACING = re.compile(r"[^\S\n]{1,3}|[^\S\n]?[^\w\s]{1,3}[^\S\n]?|_{1,3}")


def _seen_before(text: str, at: int) -> str:
    for place in range(at - 1, max(-1, at - _LOOK_BACK), -1):
        if not is_unseen(text[place]):
            return text[place]
    return ""


def _seen_after(text: str, at: int) -> str:
    for place in range(at, min(len(text), at + _LOOK_BACK)):
        if not is_unseen(text[place]):
            return text[place]
    return ""


def stretch(text: str, start: int, end: int) -> int:
    """Where a mention that ends at *end* ends with its Russian case ending, if it bears one."""
    if not "\u0400" <= text[end - 1] <= "\u04ff":
        return end
    stop = end
    while stop < len(text) and stop - end < 8 and text[stop].isalpha():
        stop += 1
    return stop if text[end:stop].lower() in _SUFFIXES else end


def edges_hold(text: str, start: int, end: int, *, is_long: bool) -> bool:
    """Whether a word begins at *start* and ends at *end*; a long term may also be glued to digits or humps."""
    before, after = _seen_before(text, start), _seen_after(text, end)
    first, last = text[start], text[end - 1]
    opens = not before.isalnum() or (is_long and (before.isdigit() or (before.islower() and first.isupper())))
    closes = not after.isalnum() or (is_long and (after.isdigit() or (last.islower() and after.isupper())))
    return opens and closes


def _seen(gap: str) -> str:
    return gap if gap.isascii() else "".join(sign for sign in gap if not is_unseen(sign) and sign not in "ьъЬЪ")


def _gaps(text: str, places: Sequence[int]) -> list[str]:
    return ["" if right - left <= 1 else _seen(text[left + 1 : right]) for left, right in pairwise(places)]


def _own_gaps_hold(term: str, own: dict[int, str], gaps: Sequence[str]) -> bool:
    for index, separator in own.items():
        gap = gaps[index]
        if separator == "." and not _DOT.fullmatch(gap):
            return False
        if len(gap) > 5 or gap.count("\n") > 1:
            return False
    return True


def _is_spaced_out(gaps: Sequence[str], own: dict[int, str]) -> bool:
    foreign = [gap for index, gap in enumerate(gaps) if index not in own]
    filled = [gap for gap in foreign if gap]
    if len(filled) < max(3, 0.7 * len(foreign)):
        return False
    return all(_SPACING.fullmatch(gap) for gap in filled) or all(gap.strip(" ") == "\n" for gap in filled)


def _are_proper_names(text: str, places: Sequence[int], gap_at: int) -> bool:
    """Whether a name cut in two by a space is still a name: `Via Medis`, and not `via Medis`."""
    first, second = text[places[0] : places[gap_at] + 1], text[places[gap_at + 1] : places[-1] + 1]
    if first.isupper() and second.isupper():
        return len(first) > 1 and len(second) > 1
    is_title = first[0].isupper() and second[0].isupper() and first[1:].islower() and second[1:].islower()
    return is_title and not _SENTENCE_START.search(text[max(0, places[0] - 8) : places[0]])


def _gaps_hold(text: str, places: Sequence[int], gaps: Sequence[str], own: dict[int, str], *, disguised: bool) -> bool:
    foreign = [(index, gap) for index, gap in enumerate(gaps) if gap and index not in own]
    if not foreign or _is_spaced_out(gaps, own):
        return True
    if any("\n" in gap for _, gap in foreign):
        return False
    if all(_JOINERS.fullmatch(gap) for _, gap in foreign):
        return True
    if len(foreign) == 1 and foreign[0][1].isspace() and len(foreign[0][1]) == 1:
        return disguised or _are_proper_names(text, places, foreign[0][0])
    return len(foreign) > 1 and all(_SPACING.fullmatch(gap) for _, gap in foreign) and (disguised or len(foreign) > 2)


def _letters(text: str, places: Sequence[int]) -> list[str]:
    return [text[place] for place in dict.fromkeys(places)]


def _swapped(written: str, wanted: str) -> tuple[int, int]:
    """How many letters of a name were disguised by a twin, and how many are simply others."""
    twins = others = 0
    for sign, letter in zip(written, wanted, strict=True):
        if sign == letter or (fold_word(sign) == letter and unicodedata.is_normalized("NFKC", sign)):
            continue
        if (sign in "lL" and letter == "i" and sign != "l") or (
            fold_word(sign) == "i" and letter == "l" and sign != "I"
        ):
            others += 1
        else:
            twins += 1
    return twins, others


def grade(text: str, skeleton: Skeleton, table: Table, span: tuple[int, int], term: Spelling) -> Grade | None:
    """How *term* is written in *text* where its key stands at *span* of the skeleton; `None`: it is something else."""
    places = skeleton.places(*span)
    start, end = places[0], places[-1] + 1
    written = text[start:end]
    if written == term.text:
        return Grade.EXACT
    gaps = _gaps(text, places)
    if not _own_gaps_hold(term.text, term.gaps, gaps):
        return None
    letters = "".join(_letters(text, places))
    if table is SOUNDS:
        return Grade.DISGUISED if _gaps_hold(text, places, gaps, term.gaps, disguised=False) else None
    if len(letters) != len(term.letters):
        twins, others = (0, 0) if fold_word(letters) == term.letters else (1, 0)
    else:
        twins, others = _swapped(letters, term.letters)
    hidden = any(is_unseen(sign) for sign in written if not sign.isascii())
    true_letters = sum(sign.isalpha() or unicodedata.category(sign) == "So" for sign in letters)
    if others > 1 or (twins and true_letters < max(2, len(letters) // 3)):
        return None
    if not _gaps_hold(text, places, gaps, term.gaps, disguised=bool(twins) or hidden):
        return None
    if others:
        return Grade.PROBABLE
    loose = any(gap for index, gap in enumerate(gaps) if index not in term.gaps)
    return Grade.DISGUISED if twins or hidden or loose else Grade.FOLDED
