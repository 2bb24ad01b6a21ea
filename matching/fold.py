"""Text to skeleton: what is left when case, accents, look-alikes, leet, unseen signs and separators are gone."""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from string import ascii_lowercase

from matching.confusables import CONFUSABLES

__all__ = ["LOOKS", "PLAIN", "SOUNDS", "Skeleton", "Table", "is_unseen", "skeleton"]

_CHUNK = 4096  # characters that are folded together
_STEP = 2048  # characters that are folded together, if where they stood may be asked
_BLOCK = 128  # characters that are looked at one by one, where something was found


_LEET = {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g"}
_ALIKE = {
    "a": "@▲△∆₳⍲", "b": "₿฿", "c": "¢©", "d": "₫", "e": "€∈Ξ", "f": "₣", "g": "₲", "i": "!|¡", "k": "₭", "l": "£₤",
    "m": "µ₥", "n": "₦", "o": "○●◯⭕☉⊙◎⊕∅⦾", "p": "₱₽", "r": "®₹", "s": "$§₴", "t": "₮†✝", "u": "∪⋃", "v": "√",
    "w": "₩", "x": "×✕✗", "y": "¥",
}  # fmt: skip
_SIGNS = {sign: letter for letter, signs in _ALIKE.items() for sign in signs}


def _pairs(written: str) -> dict[str, str]:
    return {pair[0]: pair[1:] for pair in written.split()}


_UPPER_TWINS = _pairs(
    "Аa Вb Еe Зe Кk Мm Нh Оo Рp Сc Тt Уy Хx Іi Ѕs Јj Үy Ѵv Ԁd Ԍg Ԛq Ԝw Αa Βb Εe Ζz Ηh Ιi Κk Μm Νn Οo Ρp Τt Υy Χx"
)
_LOWER_TWINS = _pairs(
    "аa вb еe зe кk мm нh оo рp сc тt уy хx іi ѕs јj үy ѵv һh ԁd ԛq ԝw ӏi гr пn иu ьb дd "
    "бb жx зe йu лn фo цu чy шw щw ъb ыb эe юo яr ёe ђh љn њh ћh џu ґr єe ўy ѣb ѳo þp ðd ƒf øo łl đd ħh ŋn "
    "αa βb γy δd εe ζz ηn θo ιi κk λl μm νv ξe οo πn ρp ςs σs τt υu φo χx ψy ωw "
    "ոn օo սu հh ցg յj զq լl աw քp ɑa ɩi ɛe"
)
_SMALL_TWINS = _pairs("ɯm ʌv Ƨs Λa Øo Σe ǀi ꓲi ∨v √v ∂d Ꭺa Ᏼb Ꮯc Ꭰd Ꭼe Ꮐg Ꮋh Ꭵi Ꭻj Ꮶk Ꮮl Ꮇm Ꮎn Ꮲp Ꮢr Ꮪs Ꭲt Ꮩv Ꮃw Ꭹy Ꮓz")
_ALPHABETS = (
    "ᗩᗷᑕᗪEᖴGᕼIᒍKᒪᗰᑎOᑭᑫᖇᔕTᑌᐯᗯ᙭Yᘔ",
    "卂乃匚ᗪ乇千Ꮆ卄丨ﾌҜㄥ爪几ㄖ卩Ɋ尺丂ㄒㄩᐯ山乂ㄚ乙",
    "ﾑ乃cd乇ｷgんﾉﾌズﾚﾶ刀oｱq尺丂ｲu√wﾒﾘ乙",
    "ꍏꌃꉓꀸꍟꎇꁅꃅꀤꀭꀘ꒒ꂵꈤꂦꉣꆰꋪꌗ꓄ꀎꃴꅏꊼꌩꁴ",
    "ค๒ς๔єŦﻮђเןкɭ๓ภ๏קợгรՇยשฬאץչ",
    "ąცƈɖɛʄɠɧıʝƙƖɱŋơ℘զཞʂɬų۷ῳҳყʑ",
    "ǟɮƈɖɛʄɢɦɨʝӄʟʍռօքզʀֆȶʊʋաӼʏʐ",
    "αвc∂єfgнιנкℓмησρqяѕтυνωχуz",
    "ΛBᄃDΣFGΉIJKᄂMПӨPQЯƧƬЦVЩXYZ",
    "ᎯᏰᏨᎠᎬᎰᎶᎻᎨᏠᏦᏝᎷᏁᎾᏢᎤᏒᎦᎿᏬᏉᏇጀᎩፚ",
)
"""What generators of fancy letters offer, from a to z."""
_FANCY = {
    sign: letter
    for alphabet in _ALPHABETS
    for sign, letter in zip(alphabet, ascii_lowercase, strict=True)
    if not sign.isascii()
}
_SOUNDS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "",
    "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia", "y": "i",
    "ѕ": "s", "ј": "i", "ђ": "d", "љ": "l", "њ": "n", "ћ": "ch", "џ": "dzh", "ѣ": "e", "µ": "m", "ð": "d", "þ": "t",
}  # fmt: skip

_ODD = re.compile(rb"\?")  # what a code page lacks, and question marks
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_LONGEST_RUN = 24  # characters; longer ones hardly come twice
_REMEMBERED = 50_000
_NAMED_LETTER = re.compile(
    r"(?:LATIN (?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL |DOTLESS |OPEN |SCRIPT |LONG |REVERSED |TURNED )?"
    r"|REGIONAL INDICATOR SYMBOL LETTER )([A-Z])(?: WITH .*)?$"
)


def is_unseen(sign: str) -> bool:
    """Whether *sign* takes no room on a page: format controls, combining marks, fillers."""
    return unicodedata.category(sign) in ("Cf", "Mn", "Me") or sign in "\u115f\u1160\u3164\uffa0"


@dataclass(frozen=True, slots=True, kw_only=True)
class _CodePage:
    """A table as it works on the bytes of a code page."""

    name: str
    table: bytes
    dropped: bytes
    several: tuple[tuple[bytes, bytes], ...]
    """Bytes that become several letters."""
    lengths: bytes
    """How many letters each byte becomes."""
    opaque: bytes
    """Bytes whose letters are no ASCII, and so cannot be had this way."""


class Table(dict[int, str | None]):
    """What each character becomes in a skeleton, worked out when first met; characters stand for themselves alone.

    What leaves nothing is `None`, which `str.translate` has a fast way for.
    """

    def __init__(self, twins: dict[str, str], *, signs: dict[str, str]) -> None:
        super().__init__()
        self._twins = twins
        self._signs = signs
        self._runs: dict[str, str] = {}
        self._pages: dict[str, _CodePage] = {}
        self._errors = f"vigie-{id(self)}"
        codecs.register_error(self._errors, self._off_page)
        self._classes = _LEET if twins.get("y") else {**_LEET, "l": "i"}  # where sounds count, l is no i

    def __missing__(self, code: int) -> str | None:
        letters = self._look(chr(code))
        while (again := "".join(map(self._look, letters))) != letters:
            letters = again
        self[code] = letters or None
        return letters or None

    def fold(self, text: str) -> str:
        """The skeleton of *text*: folded as bytes where a code page holds nearly all of it, else run by run."""
        if text.isascii():
            return text.translate(self)
        if len(text) > _CHUNK:  # what no page holds then costs only its own chunk
            return "".join(self.fold(text[at : at + _CHUNK]) for at in range(0, len(text), _CHUNK))
        page = self._page("cp1251" if "о" in text or "а" in text or "А" in text else "cp1252")
        try:
            raw = text.encode(page.name, self._errors)
        except UnicodeEncodeError:
            return self._run_by_run(text)
        if page.opaque and len(raw.translate(None, page.opaque)) != len(raw):
            return self._run_by_run(text)
        raw = raw.translate(page.table, page.dropped)
        for byte, letters in page.several:
            if byte in raw:
                raw = raw.replace(byte, letters)
        return raw.decode("ascii")

    def lengths(self, text: str) -> bytes:
        """How many letters of the skeleton each character of *text* becomes."""
        page = self._page("cp1251" if "о" in text or "а" in text or "А" in text else "cp1252")
        raw = text.encode(page.name, "replace")
        lengths = bytearray(raw.translate(page.lengths))
        for odd in _ODD.finditer(raw):
            lengths[odd.start()] = len(self[ord(text[odd.start()])] or "")
        return bytes(lengths)

    def _run_by_run(self, text: str) -> str:
        return _FOREIGN.sub(self._run, text).translate(self)

    def _run(self, found: re.Match[str]) -> str:
        return self._fold_run(found[0])

    def _fold_run(self, run: str) -> str:
        folded = self._runs.get(run)
        if folded is None:
            leaves_any = len(run) <= _LONGEST_RUN or any(self[ord(sign)] for sign in set(run))
            folded = run.translate(self) if leaves_any else ""
            if len(run) <= _LONGEST_RUN:
                if len(self._runs) >= _REMEMBERED:
                    self._runs.clear()
                self._runs[run] = folded
        return folded

    def _off_page(self, error: UnicodeError) -> tuple[str, int]:
        """What stands for a run that a code page lacks; raises *error* where that is no ASCII either."""
        assert isinstance(error, UnicodeEncodeError)
        folded = self._fold_run(error.object[error.start : error.end])
        if not folded.isascii():
            raise error
        return folded, error.end

    def _page(self, name: str) -> _CodePage:
        if name not in self._pages:
            self._pages[name] = _code_page(self, name)
        return self._pages[name]

    def _look(self, sign: str) -> str:
        if sign in self._twins:
            return self._settle(self._twins[sign])
        if sign in self._signs:
            return self._settle(self._signs[sign])
        if is_unseen(sign):
            return ""
        return "".join(self._part(part) for part in unicodedata.normalize("NFKD", sign))

    def _part(self, part: str) -> str:
        if part in self._twins:
            return self._settle(self._twins[part])
        if part in self._signs:
            return self._settle(self._signs[part])
        named = _NAMED_LETTER.search(unicodedata.name(part, "")) if not part.isascii() else None
        letters = named[1] if named else part
        return "".join(self._letter(letter) for letter in unicodedata.normalize("NFKD", letters.casefold()))

    def _letter(self, letter: str) -> str:
        if not letter.isalnum():
            return ""
        letter = _LATIN.get(letter, letter)
        return self._settle(self._twins.get(letter, letter))

    def _settle(self, letters: str) -> str:
        return "".join(self._classes.get(letter, letter) for letter in letters)


def _code_page(table: Table, name: str) -> _CodePage:
    folded = {code: table[ord(sign)] or "" for code in range(256) if (sign := bytes([code]).decode(name, "ignore"))}
    several = [(bytes([code]), letters) for code, letters in folded.items() if len(letters) > 1]
    return _CodePage(
        name=name,
        table=bytes(
            ord(folded[code]) if len(folded.get(code, "")) == 1 and folded[code].isascii() else code
            for code in range(256)
        ),
        dropped=bytes(code for code in range(256) if not folded.get(code)),
        several=tuple((byte, letters.encode()) for byte, letters in several if letters.isascii()),
        lengths=bytes(len(folded.get(code, "")) for code in range(256)),
        opaque=bytes(code for code, letters in folded.items() if not letters.isascii()),
    )


_LATIN = {"œ": "oe", "æ": "ae", "ß": "ss"}
_LOOKS = {**_FANCY, **CONFUSABLES, **_LOWER_TWINS, **_SMALL_TWINS, **_UPPER_TWINS}

SOUNDS = Table(
    {**_SOUNDS, **{sound.upper(): to for sound, to in _SOUNDS.items()}}, signs={"@": "a", "$": "s", "€": "e", "£": "l"}
)
"""Cyrillic letters become the Latin ones that they sound like."""
LOOKS = Table(_LOOKS, signs=_SIGNS)
"""Letters, digits and signs become the Latin letters that they look like; l and i are one."""
PLAIN = Table(_LOOKS, signs={})
"""As `LOOKS`, but signs are separators."""


def skeleton(text: str, table: Table = LOOKS) -> str:
    """The skeleton of *text*; a skeleton's skeleton is itself."""
    return table.fold(text)


class Skeleton:
    """The skeleton of a text between *at* and *stop*, that knows where in the text each of its letters stood."""

    def __init__(self, text: str, table: Table = LOOKS, at: int = 0, stop: int | None = None) -> None:
        self._text, self._table, self._at = text, table, at
        self._stop = len(text) if stop is None else min(stop, len(text))
        cuts = range(at, self._stop, _STEP)
        parts = [table.fold(text[start : min(start + _STEP, self._stop)]) for start in cuts]
        self._starts = [0, *accumulate(len(part) for part in parts)]
        self._chunks: dict[int, tuple[bytes, list[int]]] = {}
        self._ends: dict[int, list[int]] = {}
        self.letters = "".join(parts)

    def place(self, index: int) -> int:
        """Where in the text the letter at *index* of the skeleton stood."""
        chunk = bisect_right(self._starts, index) - 1
        lengths, starts = self._chunks.get(chunk) or self._measure(chunk)
        left = index - self._starts[chunk]
        block = bisect_right(starts, left) - 1
        at = self._at + chunk * _STEP + block * _BLOCK
        ends = self._ends.get(at)
        if ends is None:
            ends = self._ends[at] = list(accumulate(lengths[block * _BLOCK : (block + 1) * _BLOCK]))
        return at + bisect_right(ends, left - starts[block])

    def places(self, start: int, end: int) -> list[int]:
        """Where in the text the letters *start* to *end* of the skeleton stood."""
        return [self.place(index) for index in range(start, end)]

    def _measure(self, chunk: int) -> tuple[bytes, list[int]]:
        """How many letters each character of a chunk becomes, and how many stand before each of its blocks."""
        start = self._at + chunk * _STEP
        lengths = self._table.lengths(self._text[start : min(start + _STEP, self._stop)])
        many = [length for length in range(1, max(lengths) + 1) if length in lengths]
        blocks = range(0, len(lengths), _BLOCK)
        letters = (sum(length * lengths.count(length, at, at + _BLOCK) for length in many) for at in blocks)
        measured = self._chunks[chunk] = lengths, [0, *accumulate(letters)]
        return measured
