r"""What is left over of mark-up and of encodings in a text: read as the letters it stands for, at the same length.

`vi&#97;medis`, `via%6Dedis`, `v\u0456amedis`, `via[b]medis[/b]` and `xn--vamedis-...` are names too.
"""

from __future__ import annotations

import html
import re
from urllib.parse import unquote_to_bytes

from matching.glyphs import holds_pair
from matching.sketch import Sketch, sketch

__all__ = ["FILLER", "SEAM", "prepared"]

FILLER = "\u00ad"  # stands for the rest of what was read as one letter
SEAM = "\u2060"  # stands for mark-up: a word may begin or end at one

_REMEMBERED = 50_000  # entities
_ENTITY = re.compile(r"&(?:amp;){0,3}(?:#[xX][0-9a-fA-F]{1,6};?|#[0-9]{1,7};?|[A-Za-z][A-Za-z0-9]{1,30};)")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*")
_QUOTED = re.compile(r"=[C-F][0-9A-F](?:=[89AB][0-9A-F])+(?:=[C-F][0-9A-F](?:=[89AB][0-9A-F])+)*")
_ONE = r"(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|U000[0-9a-fA-F]{5}|u\{[0-9a-fA-F]{1,6}\})"
_ESCAPE = re.compile(rf"\\{_ONE}(?:\\{_ONE})*")
_ONE_ESCAPE = re.compile(r"\\[uUx]\{?([0-9a-fA-F]+)\}?")
_PUNYCODE = re.compile(r"(?i)\bxn--([a-z0-9-]{1,59})")
_CODE = re.compile(r"\[/?([a-zA-Z][a-zA-Z0-9]{0,11})(?:[=\s]([^\[\]\n]{0,80}))?\]")
_TAG = re.compile(r"<(?:/?([a-zA-Z][a-zA-Z0-9]{0,11})(?:\s([^<>\n]{0,200}))?/?|!--[^\n>]{0,80}--)>")
_MARK_UP = """
        a abbr align attach attachment audio b background bg big block blockquote body br center cite code color colour
        credits dd del details dfn div dl dt em email emoji embed expand fieldset figure flash font footer form glow h1
        h2 h3 h4 h5 h6 head header hide highlight hr html i icode iframe img indent inline input ins item jumbotron
        justify kbd label left li likes link list main mark media member members mention nav noparse object ol option p
        php plain points post pre q quote reactions replies reply right s samp script section select shadow size small
        smilie source span spoil spoiler strike strong style sub summary sup svg table tbody td textarea tfoot th thead
        thanks time title tr tt u ul url user var video wbr youtube
    """
_MARKS = frozenset(_MARK_UP.split())
"""Names of mark-up; in brackets, another word is a word: `[Viamedis] 33M`."""
_ADDRESSED = frozenset(("url", "link", "img", "email", "iframe", "media"))
_SIGNS = frozenset(("dot", "point", "punto", "punkt", "at"))  # said for signs: `viamedis[dot]fr`
_LONGEST_MARK = 4  # letters of mark-up of another name, that stands amid a word
_BOXED = re.compile(r"(?:\[\w\][\s.-]?){4,}")


def prepared(glance: Sketch) -> Sketch:
    """*glance* with leftovers read as what they stand for; as long as before, letter by letter in the same places."""
    text, marks = glance.text, glance.glyphs
    if b"&" in marks:
        text = _ENTITY.sub(lambda found: _ENTITIES[found[0]], text)
    if b"%" in marks:
        text = _PERCENT.sub(lambda found: _spread(unquote_to_bytes(found[0]), found[0]), text)
    if b"=" in marks:
        text = _QUOTED.sub(lambda found: _spread(bytes.fromhex(found[0].replace("=", "")), found[0]), text)
    if b"\\" in marks:
        text = _ESCAPE.sub(_unescaped, text)
    if holds_pair(marks, b"--") and b"xn--" in marks.lower():
        text = _PUNYCODE.sub(_plain_label, text)
    if b"[" in marks:
        if holds_pair(marks, b"]["):
            text = _BOXED.sub(lambda run: run[0].replace("[", ".").replace("]", "."), text)
        text = _CODE.sub(_seam, text)
    if b"<" in marks:
        text = _TAG.sub(_seam, text)
    return glance if text is glance.text else sketch(text)


def _seam(mark: re.Match[str]) -> str:
    """What mark-up is read as; of a link, where it leads is read as well."""
    name = (mark[1] or "").lower()
    if name and name not in _MARKS and not _is_amid(mark, name):
        return mark[0]
    if mark[2] and mark[0][mark.start(2) - mark.start() - 1].isspace() and "=" not in mark[2]:
        return mark[0]
    if name in _ADDRESSED and mark[2]:
        at = mark.start(2) - mark.start()
        return SEAM * at + mark[2] + SEAM * (len(mark[0]) - at - len(mark[2]))
    return SEAM * len(mark[0])


def _is_amid(mark: re.Match[str], name: str) -> bool:
    """Whether short mark-up of no known *name* stands between letters."""
    before, after = mark.string[mark.start() - 1 : mark.start()], mark.string[mark.end() : mark.end() + 1]
    return len(name) <= _LONGEST_MARK and name not in _SIGNS and before.isalpha() and after.isalpha()


class _Entities(dict[str, str]):
    """What each entity stands for: worked out when first met, and forgotten with all others when they are too many."""

    def __missing__(self, written: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        letters = html.unescape(written)
        filled = self[written] = _filled(html.unescape(letters) if "&" in letters else letters, written)
        return filled


_ENTITIES = _Entities()


def _filled(letters: str, written: str) -> str:
    """*letters* filled up to the length of what was *written*; that itself where it would not fit."""
    if letters == written or len(letters) > len(written):
        return written
    return letters + FILLER * (len(written) - len(letters))


def _spread(raw: bytes, written: str) -> str:
    """The letters of *raw*, each in its place among the *written* triples."""
    try:
        letters = raw.decode()
    except UnicodeDecodeError:
        letters = raw.decode("latin-1")
        return "".join(letter + FILLER * 2 for letter in letters)
    return "".join(letter + FILLER * (3 * len(letter.encode()) - 1) for letter in letters) or written


def _unescaped(found: re.Match[str]) -> str:
    ones = list(_ONE_ESCAPE.finditer(found[0]))
    codes = [int(one[1], 16) for one in ones]
    parts: list[str] = []
    at = 0
    while at < len(codes):
        code, length = codes[at], len(ones[at][0])
        if 0xD800 <= code < 0xDC00 and at + 1 < len(codes) and 0xDC00 <= codes[at + 1] < 0xE000:
            code = 0x10000 + ((code - 0xD800) << 10) + codes[at + 1] - 0xDC00
            length += len(ones[at + 1][0])
            at += 1
        at += 1
        is_letter = code < 0x110000 and not 0xD800 <= code < 0xE000
        parts.append((chr(code) if is_letter else " ") + FILLER * (length - 1))
    return "".join(parts)


def _plain_label(found: re.Match[str]) -> str:
    try:
        letters = found[1].lower().encode().decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return found[0]
    return _filled(letters, found[0])
