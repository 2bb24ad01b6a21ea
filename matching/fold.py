"""Text to skeleton: what is left when case, accents, look-alikes, leet, unseen signs and separators are gone."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from string import ascii_lowercase

from matching.confusables import CONFUSABLES

__all__ = ["FLIPS", "LOOKS", "PLAIN", "SOUNDS", "Table", "is_unseen", "skeleton"]

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
FLIPS = {
    "ɐ": "a", "q": "b", "ɔ": "c", "p": "d", "ǝ": "e", "ɟ": "f", "ƃ": "g", "ɓ": "g", "ᵷ": "g", "ɥ": "h", "ᴉ": "i",
    "ı": "i", "ɾ": "j", "ʞ": "k", "ן": "l", "ꞁ": "l", "ʃ": "l", "ʅ": "l", "ɯ": "m", "u": "n", "d": "p", "b": "q",
    "ɹ": "r", "ʇ": "t", "n": "u", "ʌ": "v", "ʍ": "w", "ʎ": "y", "∀": "a", "Ɐ": "a", "ᗺ": "b", "Ɔ": "c", "ᗡ": "d",
    "Ǝ": "e", "Ⅎ": "f", "⅁": "g", "פ": "g", "⋊": "k", "˥": "l", "⅂": "l", "W": "m", "Ԁ": "p", "ᴚ": "r", "⊥": "t",
    "┴": "t", "∩": "u", "Λ": "v", "M": "w", "⅄": "y",
}  # fmt: skip
"""What letters that stand upside down are read as, from right to left."""
_SOUNDS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "",
    "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia", "y": "i",
    "ѕ": "s", "ј": "i", "ђ": "d", "љ": "l", "њ": "n", "ћ": "ch", "џ": "dzh", "ѣ": "e", "µ": "m", "ð": "d", "þ": "t",
}  # fmt: skip

_NAMED_LETTER = re.compile(
    r"(?:LATIN (?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL |DOTLESS |OPEN |SCRIPT |LONG |REVERSED |TURNED )?"
    r"|REGIONAL INDICATOR SYMBOL LETTER )([A-Z])(?: WITH .*)?$"
)


@lru_cache(maxsize=8192)
def is_unseen(sign: str) -> bool:
    """Whether *sign* takes no room on a page: format controls, combining marks, fillers."""
    return unicodedata.category(sign) in ("Cf", "Mn", "Me") or sign in "\u115f\u1160\u3164\uffa0"


class Table(dict[int, str | None]):
    """What each character becomes in a skeleton, worked out when first met; characters stand for themselves alone.

    What leaves nothing is `None`, which `str.translate` has a fast way for.
    """

    def __init__(self, twins: dict[str, str], *, signs: dict[str, str]) -> None:
        super().__init__()
        self._twins = twins
        self._signs = signs
        self._classes = _LEET if twins.get("y") else {**_LEET, "l": "i"}  # where sounds count, l is no i

    def __missing__(self, code: int) -> str | None:
        sign = chr(code)
        letters = sign if self._is_ideograph(sign) else self._look(sign)
        while (again := "".join(map(self._look, letters))) != letters:
            letters = again
        self[code] = letters or None
        return letters or None

    def fold(self, text: str) -> str:
        """The skeleton of *text*."""
        return text.translate(self)

    def _is_ideograph(self, sign: str) -> bool:
        """Whether *sign* is one of the many letters that can only be themselves."""
        return (
            ("\u3400" <= sign <= "\u9fff" or "\U00017000" <= sign <= "\U0003ffff")
            and unicodedata.category(sign) == "Lo"
            and sign not in self._twins
            and unicodedata.is_normalized("NFKD", sign)
        )

    def _look(self, sign: str) -> str:
        if unicodedata.category(sign) in ("Cn", "Co", "Cs"):
            return ""
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
