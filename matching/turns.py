"""What is written to be read from right to left, upside down, or drawn with several signs a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matching.fold import FLIPS
from matching.glyphs import OVERRIDES, TURNED
from matching.leftovers import FILLER
from matching.sketch import Sketch

__all__ = ["drawn", "pictures", "turned_runs"]

_OVERRIDE = re.compile(f"[{OVERRIDES}]([^\u202c\u2069\n\u202e]{{4,400}})")
_FLIPPED = str.maketrans(FLIPS)
_UPSIDE_DOWN = re.compile(rf"[A-Za-z{''.join(sorted(TURNED))}˙.']{{4,80}}")
_MOST = 200  # such runs in one text: more of them is no way to write

_DRAWN = {"\\/\\/": "w", "|\\/|": "m", "|\\|": "n", "|-|": "h", "/-\\": "a", "[-]": "h", "|_|": "u", "\\/": "v",
          "/\\": "a", "|)": "d", "|>": "p", "|<": "k", "|{": "k", "|3": "b", "|2": "r", "|_": "l", "()": "o",
          "[]": "o", "><": "x", "}{": "h"}  # fmt: skip
_PICTURE = re.compile("|".join(re.escape(picture) for picture in sorted(_DRAWN, key=len, reverse=True)))
_BESIDE_A_LETTER = re.compile(r"(?:\\/|/\\|\|[)<>{32_\\-]|\(\)|\[\]|><|}{)(?:(?<=\w..)|\w|[|/\\(\[])")


def turned_runs(glance: Sketch) -> Iterator[tuple[int, str]]:
    """The runs of a text that are read backwards: where each starts, and how it is read."""
    left = _MOST
    for found in _OVERRIDE.finditer(glance.text) if glance.is_turned else ():
        yield found.start(1), found[1][::-1]
        left -= 1
        if not left:
            return
    for found in _UPSIDE_DOWN.finditer(glance.text) if glance.may_be_upside_down else ():
        if sum(sign in TURNED for sign in found[0]) > 1:
            yield found.start(), found[0].translate(_FLIPPED)[::-1]
            left -= 1
            if not left:
                return


def pictures(text: str) -> list[re.Match[str]]:
    """Where letters may be drawn of several signs in *text*."""
    return list(_BESIDE_A_LETTER.finditer(text))


def drawn(text: str) -> str:
    r"""*text* with letters for what is drawn of several signs, `\/` and `|<`."""
    return _PICTURE.sub(lambda picture: _DRAWN[picture[0]] + FILLER * (len(picture[0]) - 1), text)
