"""Whether what looks like a term in a skeleton is one where it stands: word edges, gaps, letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from matching.fold import is_unseen
from matching.leftovers import SEAM
from matching.skeletons import Skeleton
from matching.spellings import Spelling
from matching.tokens import fold_word
from model.matches import Grade

__all__ = ["Written", "around_word", "edges_hold", "is_bent", "sounds_hold", "stretch", "written"]

_CUTS = 2  # spaces in a name that is only cut, and not spaced out
_SHORT = 4  # gaps of a name that is found by chance where a space may stand in any: `4 ok`
_GLUED = 24  # letters of a word that is glued to a name
_LOOK_BACK = 64  # unseen signs skipped at an edge: more of them than this is no way to write a word
_SUFFIXES = re.compile(
    "[аыуеёиюяьъії]|[ое]м|[оеё]й|ою|[ая]ми|[ая][мх]|[ое]в|ові|ът"
    "|(?:[ое]в)?ск(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)|ськ(?:ий|ого|ому|а|ої|им)|ов(?:ец|цы|цев)"
)  # how Russian and its neighbours bend a foreign name
_DOT = re.compile(r"\s?[\[({<]?\s?\.\s?[\])}>]?\s?")
_SENTENCE_START = re.compile(r"(?:^|[.!?:…\n])[\s\"«“(\[—-]*$")
_BREAK = re.compile(r"[,;:!?]\s")  # ends a clause: `la société, générale ou non`
_JOINERS = re.compile(r"[^\w\s]{1,3}|_{1,3}")
_HYPHENATION = re.compile(r"[-‐=\u00ad][^\S\n]?\n[^\S\n]{0,4}")
_LONGEST_SPACING = 5  # characters that the following allows
_SPACING = re.compile(r"[^\S\n]{1,3}|[^\S\n]?[^\w\s]{1,3}[^\S\n]?|_{1,3}")


def _seen_before(text: str, at: int) -> str:
    for place in range(at - 1, max(-1, at - _LOOK_BACK), -1):
        if text[place] == SEAM:
            return ""
        if not is_unseen(text[place]):
            return text[place]
    return ""


def _seen_after(text: str, at: int) -> str:
    for place in range(at, min(len(text), at + _LOOK_BACK)):
        if text[place] == SEAM:
            return ""
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
    return stop if _SUFFIXES.fullmatch(text[end:stop].lower()) else end


def is_bent(text: str, end: int, stop: int) -> bool:
    """Whether what stands from *end* to *stop* is an ending that such names take."""
    return bool(_SUFFIXES.fullmatch(text[end:stop].lower()))


def edges_hold(text: str, start: int, end: int, *, is_long: bool) -> bool:
    """Whether a word begins at *start* and ends at *end*; a long term may also be glued to digits or humps."""
    before, after = _seen_before(text, start), _seen_after(text, end)
    first, last = text[start], text[end - 1]
    is_hump = first.isupper() and (before.islower() or text[start + 1 : start + 2].islower())
    opens = not before.isalnum() or (is_long and (before.isdigit() or is_hump))
    closes = not after.isalnum() or (is_long and (after.isdigit() or (last.islower() and after.isupper())))
    return opens and closes


def around_word(text: str, start: int, end: int) -> tuple[str, str]:
    """The letters that are glued to the word from *start* to *end*, before and after it."""
    left, right = start, end
    while left > max(0, start - _GLUED) and text[left - 1].isalpha():
        left -= 1
    while right < min(len(text), end + _GLUED) and text[right].isalpha():
        right += 1
    return text[left:start], text[end:right]


def _seen(gap: str) -> str:
    return gap if gap.isascii() else "".join(sign for sign in gap if not is_unseen(sign) and sign not in "ьъЬЪ")


def _gaps(text: str, places: Sequence[int]) -> list[str]:
    if places[-1] - places[0] == len(places) - 1 and len(set(places)) == len(places):
        return [""] * (len(places) - 1)
    return ["" if right - left <= 1 else _seen(text[left + 1 : right]) for left, right in pairwise(places)]


def _own_gaps_hold(own: dict[int, str], gaps: Sequence[str]) -> bool:
    for index, separator in own.items():
        gap = gaps[index]
        if separator == "." and not _DOT.fullmatch(gap):
            return False
        if len(gap) > 5 or gap.count("\n") > 1 or (separator == " " and _BREAK.search(gap)):
            return False
    return True


@lru_cache(maxsize=4096)
def _is_short_spacing(gap: str) -> bool:
    return bool(_SPACING.fullmatch(gap))


def _is_spacing(gap: str) -> bool:
    return len(gap) <= _LONGEST_SPACING and _is_short_spacing(gap)


def _is_spaced_out(gaps: Sequence[str], own: dict[int, str]) -> bool:
    foreign = [gap for index, gap in enumerate(gaps) if index not in own]
    filled = [gap for gap in foreign if gap]
    if len(filled) < max(3, 0.7 * len(foreign)):
        return False
    return all(map(_is_spacing, filled)) or all(gap.strip(" ") == "\n" for gap in filled)


def _are_proper_names(text: str, places: Sequence[int], gap_at: int) -> bool:
    """Whether a name cut in two by a space is still a name: `Via Medis`, and not `via Medis`."""
    first, second = text[places[0] : places[gap_at] + 1], text[places[gap_at + 1] : places[-1] + 1]
    if first.isupper() and second.isupper():
        return len(first) > 1 and len(second) > 1
    is_title = first[0].isupper() and second[0].isupper() and first[1:].islower() and second[1:].islower()
    return is_title and not _SENTENCE_START.search(text[max(0, places[0] - 8) : places[0]])


def _stands_short(gaps: Sequence[str], own: dict[int, str]) -> bool:
    """Whether a name of so few letters that others make it by chance stands in one piece, or with each letter apart."""
    foreign = [gap for index, gap in enumerate(gaps) if index not in own]
    return not any(foreign) or all(foreign) or not any(" " in gap for gap in foreign)


def _gaps_hold(places: Sequence[int], gaps: Sequence[str], own: dict[int, str], *, disguised: bool) -> bool:
    foreign = [(index, gap) for index, gap in enumerate(gaps) if gap and index not in own]
    if not foreign or _is_spaced_out(gaps, own):
        return True
    if all(_HYPHENATION.fullmatch(gap) for _, gap in foreign):
        return True
    if any("\n" in gap for _, gap in foreign):
        return False
    if all(_JOINERS.fullmatch(gap) for _, gap in foreign):
        return True
    if _is_cut(gaps, own):
        return True
    return len(foreign) > 1 and all(_is_spacing(gap) for _, gap in foreign) and (disguised or len(foreign) > 2)


def _is_cut(gaps: Sequence[str], own: dict[int, str]) -> bool:
    """Whether one or two spaces are all that stands in a name."""
    foreign = [gap for index, gap in enumerate(gaps) if gap and index not in own]
    return 0 < len(foreign) <= _CUTS and all(gap in (" ", "\u00a0") for gap in foreign)


def _letters(text: str, places: Sequence[int]) -> list[str]:
    return [text[place] for place in dict.fromkeys(places)]


def _true_letters(letters: str) -> int:
    return sum(sign.isalpha() or unicodedata.category(sign) == "So" for sign in letters)


class _Sign(Enum):
    """What a sign is to the letter of a name that it stands for."""

    ITSELF = "itself"
    TWIN = "a twin that disguises it"
    OTHER = "another letter"


@lru_cache(maxsize=8192)
def _stands(sign: str, letter: str) -> _Sign:
    if sign == letter or (fold_word(sign) == letter and unicodedata.is_normalized("NFKC", sign)):
        return _Sign.ITSELF
    is_l = sign in "lL" and letter == "i" and sign != "l"
    is_i = fold_word(sign) == "i" and letter == "l" and sign != "I"
    return _Sign.OTHER if is_l or is_i else _Sign.TWIN


def _swapped(written: str, wanted: str) -> tuple[int, int]:
    """How many letters of a name were disguised by a twin, and how many are simply others."""
    found = list(map(_stands, written, wanted))
    return found.count(_Sign.TWIN), found.count(_Sign.OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How a term is written where it was found."""

    grade: Grade
    is_split: bool = False
    """Whether a space in its middle is all that hides it."""
    is_name: bool = True
    """Of a split one: whether both halves are written as names are."""


def sounds_hold(text: str, places: Sequence[int], own: dict[int, str]) -> bool | None:
    """Whether a space cuts what sounds like a term; `None`: its gaps are not such as names have."""
    gaps = _gaps(text, places)
    if not (_own_gaps_hold(own, gaps) and _gaps_hold(places, gaps, own, disguised=False)):
        return None
    return _is_cut(gaps, own)


def written(text: str, skeleton: Skeleton, span: tuple[int, int], term: Spelling) -> Written | None:
    """How *term* is written in *text* where its key stands at *span* of the skeleton; `None`: it is something else."""
    places = skeleton.places(*span)
    start, end = places[0], places[-1] + 1
    as_written = text[start:end]
    if as_written == term.text:
        return Written(grade=Grade.EXACT)
    if len(places) > _SHORT and as_written.isascii() and as_written.lower() == term.text.lower():
        return Written(grade=Grade.FOLDED)
    gaps = _gaps(text, places)
    if not _own_gaps_hold(term.gaps, gaps) or (len(gaps) < _SHORT and not _stands_short(gaps, term.gaps)):
        return None
    letters = "".join(_letters(text, places))
    if len(letters) != len(term.letters):
        twins, others = (0, 0) if fold_word(letters) == term.letters else (1, 0)
    else:
        twins, others = _swapped(letters, term.letters)
    hidden = not as_written.isascii() and any(is_unseen(sign) for sign in as_written if not sign.isascii())
    if others > 1 or (twins and _true_letters(letters) < max(2, len(letters) // 3)):
        return None
    if twins and len(gaps) < _SHORT and any(sign not in gaps[at] for at, sign in term.gaps.items()):
        return None  # `at 7` is no AT&T
    if not _gaps_hold(places, gaps, term.gaps, disguised=bool(twins) or hidden):
        return None
    if others:
        return Written(grade=Grade.PROBABLE)
    loose = any(gap for index, gap in enumerate(gaps) if index not in term.gaps)
    if not (twins or hidden or loose):
        return Written(grade=Grade.FOLDED)
    if twins or hidden or not _is_cut(gaps, term.gaps):
        return Written(grade=Grade.DISGUISED)
    cuts = [index for index, gap in enumerate(gaps) if gap and index not in term.gaps]
    is_name = len(cuts) == 1 and _are_proper_names(text, places, cuts[0])
    return Written(grade=Grade.DISGUISED, is_split=True, is_name=is_name)
