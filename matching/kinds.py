"""Which kinds of personal data a post says, or shows, to be in the data that it is about."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from matching.denials import Denials
from matching.logins import shown_login
from matching.mistaken import meant_words
from matching.samples import shown_fields
from matching.shapes import Shape
from matching.tables import Table
from matching.tokens import analyse
from matching.words import Folded, Said
from model.matches import Intent
from model.watches import Field

__all__ = ["Kinds", "Place", "kinds"]

Place = tuple[str, int, int]
"""What told a kind, and where."""

_LINK = re.compile(
    r"(?:[\s,;:/|+&•·–—\-()\[\].=→]|\b(?:et|and|und|y|e|и|with|w|avec|con|mit|с|со|de|du|des|d|the|le|la|les|l|leur"
    r"|leurs|sa|son|ses"
    r"|their|its|his|her|ou|or|oder|o|или|plus|aussi|also|even|too|full|complete?s?|own|num|nums|numéros?|numeros?"
    r"|number|numbers|no|nr|n°"
    r"|номер|номера|nom|name|names|date|dates|el|los|las|su|sus|que|der|die|das|mobile|direct|work|pro|perso"
    r"|personal|all|tout|clé|key"
    r"|dni|cni|passports?|pasaportes?|passeports?|паспорт\w*|снилс|инн|иин|ausweis|pesel|egn|nie|sexe?|gender|geschlecht"
    r"|sexo|пол|balances?|solde|saldo|баланс\w*"
    r"|ключ|their|real|of|von|code|codes|tous|valid|client|clients)\b)*",
    re.IGNORECASE,
)  # what may stand between two kinds that are listed together
_MOST = 500  # words for kinds of data that are looked at: a post names them at its head
_FAR = 40  # characters between two kinds of one list
_ROW_FIELDS = (Field.PASSWORD, Field.LOGIN)
_PAIR = 3  # columns of credentials at most: where, who, and the password
_MANY = 3  # kinds told by doubtful words that, standing together, mean what they say
_FEW = 2  # …when commas part them
_SEPARATOR = re.compile(r"[,;/+&|:•·\n(]|\b(?:et|and|und|y|e|и|with|w|avec|con|mit|с|plus)\b", re.IGNORECASE)
_COUNTED = frozenset({Field.NAME, Field.EMAIL, Field.PHONE, Field.POSTAL_ADDRESS, Field.MEDICAL, Field.CARD})
_NUMBER_BEFORE = re.compile(
    r"(?i)\d[\d .,\u00a0\u202f]*(?:k|к|m|kk|mio\.?|mille|mil|тыс\.?|млн|millions?)?\s(?:de |of |von |d')?$"
)
_CARRIED = frozenset({Field.NAME, Field.EMAIL, Field.PHONE, Field.POSTAL_ADDRESS, Field.EMPLOYER})
_WITH_BEFORE = re.compile(
    r"(?i)(?:\bavec|\bwith|\bw/|\bcon|\bmit|\bс|\bincl\.?|\bincluding|\bonly|\bjuste?|\bque des"
    r"|\bnur|\bsolo|\bтолько|\bont (?:mon|ton|votre|son)|\bnombres? y|\+)\s?(?:son |sa "
    r"|le |the |su |el )?(?:[^\W\d_]{2,16} (?:et|and|und|y|и) )?$"
)
_WITH = 34  # characters that _WITH_BEFORE can span
_COLLECTED = _COUNTED - {Field.MEDICAL} | {Field.PASSWORD, Field.LOGIN}
_COLLECTS = """
    prend demande recupere collecte chope attrape recup ask asks asking grab grabs collect collects get gets take takes
    capture captures wants steal steals собирает просит отдает принимает снимает тянет забирает под saca pide recoge
    roba captura fragt sammelt kassiert nimmt holt fangt klaut
    stiehlt coge harvests ловит
    filtraron expusieron exposed leaked stolen volees voles derobees утекли слили украдены betroffen entwendet
"""  # what a page does to its victims, and what a breach did
_COLLECTING = frozenset(_COLLECTS.split())
_CLOSE = 30  # characters in which what it collects is named
_CLAUSE_END = re.compile(r"[.\n]")
_NUMBER = re.compile(r"\d")
_TWIN = frozenset({Field.NAME, Field.MARITAL_STATUS})  # `civil status` is both


_ITEM = 12  # characters around a word that tell whether it is an item of a list
_ITEM_BEFORE = re.compile(
    r"(?i)(?:^|[,;/+|&•·\n:(]|\b(?:et|and|und|y|и|w/|with|avec|con|mit|с|puis|then|asks?|demande|pide|fragt|wants?)|\d)"
    r"\s?(?:full |all |the |les? |la |leurs? |die |el )?$"
)
_ITEM_BEHIND = re.compile(r"(?i)\s?(?:$|[,;/+|&•·\n.()!]|(?:et|and|und|y|и|puis|then)\b)")
_ITEM_SIGN = re.compile(r"\s?[,;/+|&•·]\s?")
_OFFERED = _COUNTED - {Field.CARD, Field.MEDICAL} | {Field.EMPLOYER, Field.INSURER, Field.LOGIN, Field.BIRTH_DATE}
_OFFERED_OR_COLLECTED = _OFFERED | {Field.PASSWORD}
_MEANT_BY = {
    Intent.SALE: _OFFERED,
    Intent.FREE_LEAK: _OFFERED,
    Intent.REQUEST: _OFFERED,
    Intent.NEWS: _OFFERED - {Field.LOGIN},
    Intent.RANSOM_CLAIM: _OFFERED,
    Intent.PHISHING: frozenset({Field.CARD, Field.PASSWORD, Field.LOGIN, Field.NAME}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The kinds of data of a post, each with what told it, and those that are said not to be there."""

    named: Mapping[Field, Place]
    likely: Mapping[Field, Place]
    """Kinds that are told by a doubtful word alone, which the intent of its author may make plain."""
    denied: frozenset[Field]

    def meant_by(self, intent: Intent) -> dict[Field, Place]:
        """The kinds that an author who does this means."""
        among = _MEANT_BY.get(intent, frozenset())
        return {kind: place for kind, place in self.likely.items() if kind in among}


def kinds(text: Folded, said: Sequence[Said], found: Sequence[Shape], rows: Sequence[Table]) -> Kinds:
    """What is named in lists or by plain words, and shown in rows; who denies a kind once does not offer it."""
    own = text.original
    words = meant_words(own, [one for one in said if isinstance(one.kind, Field)])[:_MOST]
    denied = _denied(text, words)
    named: dict[Field, Place] = {}
    for one in _meant(own, words):
        assert isinstance(one.kind, Field)
        if one.kind not in denied:
            named.setdefault(one.kind, (one.say.rstrip("?"), one.start, one.end))
    for kind, (start, end) in shown_fields(own, found, rows).items():
        if kind not in named and kind not in _ROW_FIELDS:
            named[kind] = ("shape", start, end)
    passwords = sorted(_passwords(found, rows))
    if len(passwords) >= 2:  # a single one opens the archive
        named.setdefault(Field.PASSWORD, ("shape", *passwords[0]))
    if (login := shown_login(own)) is not None:
        named.setdefault(Field.LOGIN, ("shape", *login))
    return Kinds(named=named, likely=_likely(own, words, {*named, *denied}), denied=denied)


def _likely(own: str, words: Sequence[Said], told: Set[Field]) -> dict[Field, Place]:
    likely: dict[Field, Place] = {}
    for one in words:
        kind = one.kind
        if not isinstance(kind, Field) or kind in told or kind in likely:
            continue
        if kind is Field.CARD or (kind in _OFFERED_OR_COLLECTED and _is_item(own, one)):
            likely[kind] = (one.say.rstrip("?"), one.start, one.end)
    return likely


def _passwords(found: Sequence[Shape], rows: Sequence[Table]) -> set[tuple[int, int]]:
    """Passwords of pairs: what stands behind an address in a table is a column, and in a number a part of it."""
    wide = [table for table in rows if _is_wide(table)]
    starts = [table.rows[0][0][0] for table in wide]
    ends = [0, *(table.rows[-1][-1][1] for table in wide)]
    reach, passwords = 0, set()
    for one in found:
        if one.field not in _ROW_FIELDS:
            reach = max(reach, one.end)
        elif one.field is Field.PASSWORD and one.start >= max(reach, ends[bisect_right(starts, one.start)]):
            passwords.add((one.start, one.end))
    return passwords


def _is_wide(table: Table) -> bool:
    return bool(table.header) or len(table.rows[0]) > _PAIR


def _denied(text: Folded, words: Sequence[Said]) -> frozenset[Field]:
    if not words:
        return frozenset()
    denials = Denials(text, [one.start for one in words])
    return frozenset(one.kind for one in words if isinstance(one.kind, Field) and denials.hold(one.start, one.end))


def _meant(own: str, words: Sequence[Said]) -> Iterator[Said]:
    """Words that mean a kind of data: plain ones, and doubtful ones that a list or their neighbours make plain."""
    for group, is_listed in _lists(own, words):
        several = {one.kind for one in group} - ({Field.NAME} if _is_civil(group) else set())
        sure = {one.kind for one in group if not _is_doubtful(one)}
        many = len(several) >= (_FEW if is_listed else _MANY)
        for one in group:
            if not _is_doubtful(one) or many or sure - {one.kind} or _is_plain(own, one):
                yield one


def _is_plain(own: str, one: Said) -> bool:
    """Whether what stands before a doubtful word makes it plain: a number, `with`, or what a page does to people."""
    before = own[max(0, one.start - _FAR) : one.start]
    if one.kind in _COUNTED and _NUMBER.search(before) and _NUMBER_BEFORE.search(before):
        return True
    if one.kind in _CARRIED and _WITH_BEFORE.search(before[-_WITH:]):
        return True
    return one.kind in _COLLECTED and _is_collected(before)


def _is_collected(before: str) -> bool:
    clause = _CLAUSE_END.split(before)[-1]
    return any(word in _COLLECTING and len(clause) - end <= _CLOSE for word, _, end in analyse(clause))


def _is_item(own: str, one: Said) -> bool:
    """Whether a word stands in a list by itself: `tel + revenu`, `: email, balance`."""
    before, behind = own[max(0, one.start - _ITEM) : one.start], own[one.end : one.end + _ITEM]
    if behind.lstrip().startswith("+") or before.rstrip().endswith("+"):
        return True
    is_apart = _ITEM_BEFORE.search(before) and _ITEM_BEHIND.match(behind)
    return bool(is_apart and (_ITEM_SIGN.search(before) or _ITEM_SIGN.match(behind)))


def _is_doubtful(one: Said) -> bool:
    return one.say.endswith("?")


def _is_civil(group: Sequence[Said]) -> bool:
    return len(group) == len(_TWIN) and {one.kind for one in group} == _TWIN and group[0].start == group[1].start


def _lists(own: str, words: Sequence[Said]) -> Iterator[tuple[list[Said], bool]]:
    """Words with nothing between them but commas and the like, and whether more than spaces part them."""
    group: list[Said] = []
    reach, is_listed = 0, True
    for one in words:
        gap = own[reach : one.start] if group else ""
        if group and one.start > reach and (len(gap) > _FAR or not _LINK.fullmatch(gap)):
            yield group, is_listed
            group, is_listed = [], True
        if group and one.start > reach and not _SEPARATOR.search(gap):
            is_listed = False
        group.append(one)
        reach = max(reach, one.end)
    if group:
        yield group, is_listed
