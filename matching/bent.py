"""Latin names bent as Slavic languages bend them: `Viamedisом`, `prodam bazu Almerysa`, `dane z Viamedisu`."""

from __future__ import annotations

import re

from matching.batches import SEPARATOR
from matching.layout import around_word, is_bent
from matching.tokens import analyse
from matching.walks import Stems

__all__ = ["is_bent_abroad"]

_AROUND = 120  # characters on either side that tell the language
_LONGEST = 9  # letters of an ending
_VOWELS = frozenset("aeiouyàâäéèêëîïôöùûü")
_ENDINGS = re.compile(
    "[aeiuy]|[oe]m|[oe]v|a[mh]i?|akh|ovi|owi|ów|[ae]ch|ow?sk(?:i|a|ie|iego|iej)"
    "|(?:[oe]v)?sk(?:ij|iy|yi?|i|ay?a|aja|aia|oe|oye|oje|o[yij]|oyu|uyu|uju|ogo|oho|omu|om|im|ie|ije|iye|ik?h|imi)"
    "|ov(?:ets|ec|tsy|tsev|cy|cev)"
)
_BEFORE = re.compile(r"(?i)(?<!\w)(?:v|vo|iz|dlya|dlia|ot|ob|po|pro|u|k|ko|na|bez|z|ze|przez|dla)\s$")
"""What stands before a bent name, and before no name of another language."""
_SLAVIC = Stems(
    """
        kto chto shto kak gde kogda pochemu zachem skolko kakoy kakaya kakie yest netu dlya dlia tolko tolka esli ili
        uzhe uje eshe esche eshche escho seychas seichas segodnya vchera zavtra menya tebya mne tebe nego etot etu eto
        eti vsem vsyo vsio vsego vot takoy takaya nado nuzhen nuzhn* nujen nujn* mozhno mojno mozhet prodam prodaj*
        prodayu prodaetsya prodaetsa kuplyu kuplju kupliu kupim ishu ischu ishchu otdam otdayu vozmu baza bazu bazy
        bazoy bazam bazie sliv slivy slivayu slit slita slili utechk* dostup dostupy dostupa stroki strok klienty
        klientov klientsk* dannye dannyh dannykh danniye tsena tsenu rubley rublei tysyach garanta cherez skinte pishi
        pishite pacany patsany rebyata rebiata parni bratan bratva privet zdarova spasibo spasiba krasava ktoto nibud
        chego tozhe ochen sprzeda* kupię szukam danych wyciek* bazę ktoś coś proszę dostęp prodám koupím hledám databáze
        únik přístup někdo něco máte díky kupujem tražim nešto podaci podataka pristup hvala
    """
)
"""Words of Slavic talk in Latin letters that hardly another language has."""


def is_bent_abroad(text: str, start: int, end: int) -> bool:
    """Whether an ending is glued to the Latin name from *start* to *end*, in talk of a language that has such."""
    before, after = around_word(text, start, end)
    if before or not 0 < len(after) <= _LONGEST or text[end - 1].lower() in _VOWELS:
        return False
    if not after.isascii() and is_bent(text, end, end + len(after)):
        return True
    return bool(_ENDINGS.fullmatch(after.lower())) and _is_slavic(text, start, end + len(after))


def _is_slavic(text: str, start: int, end: int) -> bool:
    left = text[max(0, start - _AROUND) : start].rpartition(SEPARATOR)[2]
    right = text[end : end + _AROUND].partition(SEPARATOR)[0]
    if _BEFORE.search(left):
        return True
    words = (word for word, _, _ in analyse(f"{left} {right}"))
    return any("\u0400" <= word[0] <= "\u04ff" or word in _SLAVIC for word in words)
