"""Words for kinds of data that mean something else where they stand: `tax number`, `file.zip`, `pw: x`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matching.words import Said
from model.watches import Field

__all__ = ["meant_words"]

_PHONE_OF = re.compile(
    r"(?i)[ -](?:fisca\w*|clients?|clientes?|du |des |d['’]|of |del |siret|siren|tva|dossiers?|contrats?|commandes?"
    r"|de (?!l[ií]ne\w*|ligne|mobile|portable|t[ée]l|m[óo]vil)|matching|plates?|is |indiqu\w*|заказ\w*"
    r"|der |des |von |дома|паспорт\w*|заявк\w*|авто\w*|машин\w*|билет\w*|рейса|лицев\w*|инн)"
)
_PHONE_BEFORE = re.compile(
    r"(?i)\b(?:tax|ni|insurance|orders?|passports?|plates?|vat|reference|ref|track(?:ing)?|room|version|license|licence"
    r"|serial|case|ticket|id|part|invoice|customer|client|member|meter|fiscal|трек|in|the exact|a|any) $"
)  # `tax number`, `номер заказа`, `the number of people`
_NUMBERS = frozenset(
    {
        "num?",
        "nums?",
        "numeros?",
        "number?",
        "numbers?",
        "номер?",
        "номера?",
        "номеров?",
        "номерами?",
        "nummer?",
        "nummern?",
    }
)
_DEVICE = re.compile(
    r"(?i)\b(?:compatible|compatibles|version|versión|версия|tous|all|pin|sur|on|via|под|для|по|auf|f[uü]r"
    r"|desktop(?: and| et| und)?|pc(?: and| et)?)"
    r"[ +/&]{1,3}$"
)
_DEVICE_BEHIND = re.compile(
    r"(?i)[ -](?:first|friendly|ready|version|compatible|only|apps?|banking|bank|view|design|site)\b"
)
_NAME_OF = re.compile(
    r"(?i) (?:d['’]|de |du |des |of |de la |del |de los )(?:la |le |l['’]|leurs? |ses |the |their |its )?"
    r"(?:m[ée]decins?|fichier|base|site|entreprise|soci[ée]t[ée]|produit|compl[ée]mentaire|mutuelle|domaine|file|company"
    r"|product|doctor|usuario|empresa|archivo|fichero|service|your choice)"
)
_PAPER = re.compile(
    r"(?i)(?:pi[èe]ces?|cartes?|titres?|papiers?|documents?|photos?|vols?|usurpation|usurpateurs?|v[ée]rification)"
    r" d['’]$"
)
_PAPER_BEHIND = re.compile(r"(?i) (?:cards?|documents?|papers?|theft|checks?|thieves)\b")
_OF_ARCHIVE = re.compile(
    r"(?i)\s?(?:[:=]|is (?!hash|bcrypt|md5|plain|in )|est (?!hach|en )|ist (?!gehasht|im ))\s?\S"
    r"|\s(?:de l['’]archive|du zip|for the (?:archive|zip)|на архив"
    r"|от архива|del (?:zip|archivo))"
)
_MAIL_ACCESS = re.compile(r"(?i) ?(?:access\w*|acc[eè]s|box\w*|servers?|flow|list access)\b")
_SOME_INSURER = re.compile(r"(?i)(?:\b(?:einer|eine|eines|une?|a|an|una|my|your|our|ma|votre)|d['’]une?)\s$")
_INSURER_NAMED = re.compile(r" (?:[«\"“„][^\W\d_]|[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ])")
_LOOKED_AT = frozenset({Field.PHONE, Field.NAME, Field.PASSWORD, Field.EMAIL, Field.INSURER})
_AMERICAN = re.compile(
    r"\b(?:\d{3}-\d\d-\d{4}|USA?|U\.S\.|Americans?|Arizona|Texas|Florida|California|Ohio|Georgia|Nevada|Illinois"
    r"|Michigan|Oregon|Colorado|Utah|Kansas|Kentucky|Tennessee|Alabama|Louisiana|Virginia|Carolina)\b"
)
_FRENCH = re.compile(r"(?i)\b(?:french|fran[cç]\w*|fr|nir|insee|mutuelle|viamedis|almerys|tiers)\b")
_BY_NUMBER = frozenset({Field.NIR, Field.POLICY})
_A_NUMBER = re.compile(r"num|номер|nummer")
_SOME_POST = re.compile(r"(?i)(?:\b(?:un|une|le|la|du|de|ce|ton|son)|d['’]un)\s$")
_FRENCH_KINDS = frozenset({Field.GUARANTEES, Field.MARITAL_STATUS})  # that nobody sells with American numbers
_SSN = ("ssn?", "ssns?")
_MOST = 1_000  # words that are looked at
_HEAD = 4_000  # characters that tell whose social security is spoken of
_AROUND = 32  # characters looked at on either side


def meant_words(own: str, words: Sequence[Said]) -> list[Said]:
    """*words* without those that are part of a longer one, or that what stands around makes something else."""
    kept: list[Said] = []
    longest: Said | None = None
    is_numbered = False  # once other numbers are named, `the numbers` are those
    is_american = _is_american(own, words)
    for one in sorted(words, key=lambda one: (one.start, -one.end))[:_MOST]:
        is_within = longest is not None and one.end <= longest.end and one.end - one.start < longest.end - longest.start
        if longest is None or one.end > longest.end:
            longest = one
        if (one.say in _NUMBERS and is_numbered) or (one.say in _SSN and is_american):
            continue
        if not (one.say.endswith("?") and (is_within or _is_mistaken(own, one))):
            kept.append(one)
            is_numbered = is_numbered or (one.kind in _BY_NUMBER and _A_NUMBER.search(one.say) is not None)
    return kept


def _is_american(own: str, words: Sequence[Said]) -> bool:
    """Whether the social security that is spoken of is that of the United States, whose numbers are no NIR."""
    is_named = any(one.say in _SSN for one in words)
    if not is_named or any(one.kind in _FRENCH_KINDS for one in words):
        return False
    head = own[:_HEAD]
    return _AMERICAN.search(head) is not None and _FRENCH.search(head) is None


def _is_mistaken(own: str, one: Said) -> bool:
    if one.kind not in _LOOKED_AT and one.say not in ("zip?", "poste?"):
        return False
    before, behind = own[max(0, one.start - _AROUND) : one.start], own[one.end : one.end + _AROUND]
    if one.say[0].isdigit():
        return any(map(str.isdigit, before[-2:] + behind[:2]))
    if one.kind is Field.PHONE and one.say in _NUMBERS:
        return bool(_PHONE_OF.match(behind) or _PHONE_BEFORE.search(before))
    if one.kind is Field.PHONE:
        return bool(_DEVICE.search(before) or _DEVICE_BEHIND.match(behind))
    if one.kind is Field.NAME:
        is_paper = one.say.startswith("identit") and (_PAPER.search(before) or _PAPER_BEHIND.match(behind))
        return bool(is_paper or _NAME_OF.match(behind))
    if one.kind is Field.PASSWORD:
        return _OF_ARCHIVE.match(behind) is not None
    if one.kind is Field.INSURER:  # `Mutuelle Duval` and `einer Krankenkasse` are whose data it is
        return bool(_SOME_INSURER.search(before) or _INSURER_NAMED.match(behind))
    if one.kind is Field.EMAIL:
        return _MAIL_ACCESS.match(behind) is not None
    if one.say == "poste?":
        return behind.lstrip().startswith(":") or _SOME_POST.search(before) is not None
    return one.say == "zip?" and (before[-1:] in (".", "(") or before.endswith(" a "))
