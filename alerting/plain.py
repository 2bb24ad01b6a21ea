"""Foreign text, made fit to be shown: nothing in it moves a cursor, forges a line or becomes a link."""

from __future__ import annotations

import re
import unicodedata

from matching.masking import mask

__all__ = ["cut", "defang", "foreign", "plain", "units"]

MARKS_IN_A_ROW = 2  # no language we read needs more; "zalgo" text piles up dozens
STRIPPED_MARKS = frozenset("\u030a\u0333\u033f")  # Telegram removes them when they stand alone: offsets would move
REPLACEMENT = "\ufffd"

_SCHEME = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,20})://")
_DOT = re.compile(r"(?<=[^\W_])[.。．｡](?=[^\W\d_]{2})")
_ANY_DOT = re.compile(r"(?<=[\w-])[.。．｡](?=[\w-])")
_IPV4 = re.compile(r"\b(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\b")
_AT = re.compile(r"@(?=\w)")
_COMMAND = re.compile(r"(?<!\S)/(?=\w)")


def units(text: str) -> int:
    """The length of *text* as Telegram counts it: in UTF-16 code units."""
    return len(text) + sum(char > "\uffff" for char in text)


def cut(text: str, limit: int) -> str:
    """*text* in at most *limit* UTF-16 units, ending in `…` where something was left out."""
    if units(text) <= limit:
        return text
    room, kept = limit - 1, 0
    for char in text:
        room -= 2 if char > "\uffff" else 1
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def plain(text: str) -> str:
    """*text* with control characters made visible and invisible ones removed; line ends stay."""
    shown: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", text):
        category = unicodedata.category(char)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= MARKS_IN_A_ROW:
            shown.append(_shown(char, category))
    return "".join(shown)


def _shown(char: str, category: str) -> str:
    if char == "\n":
        return char
    if char == "\t" or category in ("Zs", "Zl", "Zp"):
        return " "
    if category == "Cc":
        return chr(0x2400 + ord(char)) if char < " " else "␡" if char == "\x7f" else REPLACEMENT
    if category == "Cf" or char in STRIPPED_MARKS:
        return ""
    return REPLACEMENT if category in ("Cs", "Co", "Cn") else char


def defang(url: str) -> str:
    """*url* so that no program makes a link of it: `hxxp://forum[.]example/thread-1[.]html`."""
    return _AT.sub("[@]", _ANY_DOT.sub("[.]", _without_scheme(url)))


def foreign(text: str, limit: int) -> str:
    """Somebody else's words as one harmless line of at most *limit* UTF-16 units, masked once more."""
    clean = " ".join(plain(text[: limit * 8]).split())
    return cut(_defanged(mask(clean)), limit)


def _defanged(text: str) -> str:
    dotless = _DOT.sub("[.]", _IPV4.sub(r"\1[.]\2[.]\3[.]\4", _without_scheme(text)))
    return _COMMAND.sub("[/]", _AT.sub("[@]", dotless))


def _without_scheme(text: str) -> str:
    return _SCHEME.sub(_harmless, text)


def _harmless(match: re.Match[str]) -> str:
    scheme = match[1].lower()
    defanged = scheme.replace("http", "hxxp", 1)
    return f"{defanged}://" if defanged in ("hxxp", "hxxps") else f"{scheme}[://]"
