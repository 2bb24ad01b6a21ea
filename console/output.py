"""How answers reach a terminal: nothing on stdout but data, nothing foreign that the terminal would obey."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

__all__ = ["moment", "say", "table", "visible", "write", "write_json", "write_marked"]

# In JSON these stand only inside strings, where their escapes mean the same.
_STEERS = re.compile("[\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]")


def visible(text: str) -> str:
    """*text* without control, bidirectional and escape characters, which would steer the terminal."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else "\N{REPLACEMENT CHARACTER}" for c in text)


def write(text: str = "") -> None:
    """One line of data, on stdout."""
    sys.stdout.write(visible(text) + "\n")


def write_marked(before: str, text: str, marks: Iterable[tuple[int, int]]) -> None:
    """One line of data, on stdout; on a terminal, what stands at *marks* in *text* is bold."""
    bold, plain = ("\x1b[1m", "\x1b[22m") if _is_styled() else ("", "")
    parts, at = [before], 0
    for start, end in marks:
        parts += (visible(text[at:start]), bold, visible(text[start:end]), plain)
        at = end
    sys.stdout.write("".join([*parts, visible(text[at:])]) + "\n")


def _is_styled() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def write_json(value: object) -> None:
    """One JSON document on a line of its own, on stdout; what would steer a terminal is written as `\\u…`."""
    text = json.dumps(value, ensure_ascii=False, separators=(", ", ": "))
    sys.stdout.write(_STEERS.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")


def say(text: str) -> None:
    """One line of talk, on stderr."""
    sys.stderr.write(visible(text) + "\n")
    sys.stderr.flush()


def moment(value: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the second; `None` stays."""
    return None if value is None else value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows under their heads, in columns as wide as their widest cell."""
    cells = [list(head), *([visible(str(cell)).replace("\n", " ") for cell in row] for row in rows)]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    for row in cells:
        write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
