"""Makes `matching/confusables.py` out of Unicode's confusables (UTS #39), as `confusable_homoglyphs` carries them.

Run in a clone: `pip download --no-deps confusable_homoglyphs && unzip confusable_homoglyphs-*.whl`, then
`python script/confusables.py confusable_homoglyphs/confusables.json matching/confusables.py`.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

HEAD = '''"""Signs that look like a Latin letter or a digit, by Unicode's confusables (UTS #39).

Made by `script/confusables.py`; do not edit. Unicode data files: copyright Unicode, Inc., under the Unicode Licence v3
(https://www.unicode.org/license.txt).
"""

from __future__ import annotations

__all__ = ["CONFUSABLES"]

_LOOK_ALIKE = {
'''
FOOT = """}

CONFUSABLES: dict[str, str] = {sign: letter for letter, signs in _LOOK_ALIKE.items() for sign in signs}
"""
WIDTH = 11  # signs on a line


def look_alikes(read: dict[str, list[dict[str, str]]]) -> dict[str, list[str]]:
    """By Latin letter or digit, the signs that are taken for it."""
    found: dict[str, set[str]] = defaultdict(set)
    for letter, others in read.items():
        if len(letter) == 1 and letter.isascii() and letter.isalnum():
            found[letter.lower()] |= {sign for other in others if (sign := other["c"].strip("\u200e"))}
    return {letter: sorted(filter(_is_wanted, signs)) for letter, signs in sorted(found.items())}


def _is_wanted(sign: str) -> bool:
    """One sign of its own: what NFKD takes apart needs no table."""
    return len(sign) == 1 and not sign.isascii() and unicodedata.normalize("NFKD", sign) == sign


def _escaped(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


def main(source: Path, target: Path) -> None:
    """Write the table."""
    table = look_alikes(json.loads(source.read_text("utf-8")))
    lines = [HEAD]
    for letter, signs in table.items():
        if signs:
            rows = [signs[at : at + WIDTH] for at in range(0, len(signs), WIDTH)]
            codes = [f'        "{"".join(map(_escaped, row))}"\n' for row in rows]
            lines += [f'    "{letter}": (\n', *codes, "    ),\n"]
    target.write_text("".join([*lines, FOOT]), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
