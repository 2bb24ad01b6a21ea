"""What stands around a mention: whether the words there are of the watched trade, of leaks, or of something else."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate

from matching.affairs import AFFAIRS, ORDINARY
from matching.meanings import Meanings
from matching.tokens import Token, analyse
from matching.walks import BESIDE, ELSEWHERE, HOMES, LEAKS, SLANG, TRADES, Stems
from model.watches import Sector

__all__ = ["Company", "Page", "Standing"]

_BLOCK = 512
_AROUND = 260  # characters either side of a mention that are its company
_MARGIN = 384  # more than _AROUND: a block's words reach beyond it on either side
_WORD = 64  # letters of a word that is not cut at an edge
_BARE = 5  # words around a mention below which there is nothing to judge it by
_CLAUSE = re.compile(r"[.!?;:,…\n|=/]|\s[–—-]\s")
_FIRM = Stems(
    "ab as asa oy oyj llc llp inc ltd plc gmbh ag kg sa sas sarl sasu srl spa bv nv kft sl slu corp aps ooo ооо"
)
_ARTICLES = Stems("l la le les the der die das den dem el los las un une a an my mon notre unser unsere saint st")
_SMALL = Stems(
    """
        l la le les the der die das den dem el los las un une a an my mon notre unser unsere al and at au aux d da de
        del des di do du e ein eine en et i in is ma no of on our sa sans ses son sur their to una with y zu в и к на от
        по с у из
    """
)
_NONE = Stems("")
_ARTICLE = re.compile(
    r"(?i)(?:\b[ld]['’]|\b(?:the|an?|le|la|les|une?|des|du|au|der|die|das|den|dem|eine?[nmrs]?|el|los|las|un|una|al|del)\s)$"
)
_PASSED = Stems(
    "von vom bei chez from of par pro espace area new neue nouvelle full fresh old france group groupe this cette"
)
_OPENING = re.compile(r"(?:^|[.!?:…\n])[\s\"«“(\[*>—–-]*$")
_OPENED = 8  # characters of what stands between two sentences
_GERMAN_ARTICLE = re.compile(r"(?i)\b(?:de[rmns]|das|eine?[nmrs]?|[kmds]eine?[nmrs]?|zur|zum|vom|im)\s$")
_BESIDE = 2  # words on either side that may belong to a name
_EPITHET = re.compile(
    r"\s(?:le|la|the|der|die|el|los|les|van|von|of)\s[A-ZÀ-Þ]\w+[\s\"»”,.!]"
    r"|-(?i:sur|sous|l[eè]s|lez|am|an-der|on|upon)-(?:la-|le-|l['’])?[^\W\d_]{3}"
)
"""What follows on a person's or a place's name: `the Great`, `-sur-Loire`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many words around a mention speak for what."""

    trade: int
    leaks: int
    elsewhere: int
    slang: int
    affairs: int
    ordinary: int
    words: int
    beside: Callable[[], bool] = field(repr=False)
    """Asked last: it takes longer than to count."""

    @property
    def is_beside(self) -> bool:
        """Whether a word beside the mention makes another name of it."""
        return self.beside()

    @property
    def is_home(self) -> bool:
        """Whether anything around speaks of the trade or of leaks."""
        return self.trade + self.leaks > 0

    @property
    def is_chat(self) -> bool:
        """Whether nothing else is spoken of, by dealers or in next to no words."""
        return not (self.elsewhere or self.ordinary) and (self.slang > 0 or self.words < _BARE)

    @property
    def is_elsewhere(self) -> bool:
        """Whether something else is meant, as far as the words around can tell."""
        return self.elsewhere > 2 * self.trade + self.leaks or self.is_beside


_KINDS = ("trade", "leaks", "elsewhere", "slang", "affairs", "ordinary")
_BITS = 12  # of each kind's count, where they are summed up together: a block has fewer words
_MOST = (1 << _BITS) - 1
_SHIFTS = tuple(range(0, _BITS * len(_KINDS), _BITS))
_TRADE, _LEAK, _OTHER, *_ = (_MOST << shift for shift in _SHIFTS)
_TALK = (LEAKS, SLANG, AFFAIRS, ORDINARY)
_MEANINGS = Meanings([*_TALK, *TRADES.values(), *ELSEWHERE.values()])
_TRADE_BITS = {sector: 1 << len(_TALK) + place for place, sector in enumerate(TRADES)}
_ELSEWHERE_BITS = {walk: 1 << len(_TALK) + len(TRADES) + place for place, walk in enumerate(ELSEWHERE)}


class _Walks(dict[int, int]):
    """What lists of words say to one sector, worked out when first met."""

    def __init__(self, walk: Callable[[int], int]) -> None:
        super().__init__()
        self._walk = walk

    def __missing__(self, lists: int) -> int:
        walk = self[lists] = self._walk(lists)
        return walk


class Company:
    """The walks of life, as one sector sees them."""

    def __init__(self, sector: Sector | None) -> None:
        homes = HOMES.get(sector, frozenset()) if sector else frozenset(ELSEWHERE)
        self._trade = _TRADE_BITS[sector] if sector else sum(_TRADE_BITS.values())
        self._elsewhere = sum(bit for walk, bit in _ELSEWHERE_BITS.items() if walk not in homes)
        self.judges = sector is not None
        """Whether it is known what stands around a term at home, and so what does not."""
        self._walks = _Walks(self._walk)

    def walk(self, word: str) -> int:
        """Of what kinds the folded *word* is: a one for each, so that they can be summed up."""
        return self._walks[_MEANINGS[word]]

    def walks(self, words: Iterable[str]) -> Iterable[int]:
        """Of what kinds each of the folded *words* is."""
        return map(self._walks.__getitem__, map(_MEANINGS.__getitem__, words))

    def is_at_home(self, word: str) -> bool:
        """Whether the folded *word* is of the trade or of leaks."""
        return bool(self.walk(word) & (_TRADE | _LEAK))

    def is_of_leaks(self, word: str) -> bool:
        """Whether the folded *word* is of leaks."""
        return bool(self.walk(word) & _LEAK)

    def is_of_trade(self, word: str) -> bool:
        """Whether the folded *word* is of the trade."""
        return bool(self.walk(word) & _TRADE)

    def is_another(self, word: str) -> bool:
        """Whether *word* beside a name makes it another's name."""
        walk = self.walk(word)
        return self.judges and not walk & _TRADE and bool(walk & _OTHER or word in BESIDE)

    def _walk(self, lists: int) -> int:
        trade = bool(lists & self._trade)
        leaks, slang, affairs, ordinary = (bool(lists & 1 << place) for place in range(len(_TALK)))
        kinds = (trade, leaks, not trade and bool(lists & self._elsewhere), slang, affairs, ordinary)
        return sum(is_kind << _BITS * place for place, is_kind in enumerate(kinds))


class Page:
    """A text whose words are worked out block by block, where they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._blocks: dict[int, tuple[list[Token], list[int]]] = {}
        self._sums: dict[tuple[int, int], list[int]] = {}

    def near(self, start: int, end: int, reach: int) -> list[Token]:
        """The words that lie within *reach* of *start* to *end*."""
        left, right = start - reach, end + reach
        if reach > _AROUND:
            at = max(0, left - _WORD)
            return [token for token in _tokens(self.text, at, right + _WORD) if left <= token[1] <= right]
        tokens, starts = self._block(start // _BLOCK)
        return tokens[bisect_left(starts, left) : bisect_right(starts, right)]

    def is_noun(self, start: int) -> bool:
        """Whether an article stands before the word at *start*, as before everyday nouns."""
        return bool(_ARTICLE.search(self.text, max(0, start - 8), start))

    def opens_sentence(self, start: int) -> bool:
        """Whether the word at *start* bears a capital as the first of its sentence or line."""
        return bool(_OPENING.search(self.text, max(0, start - _OPENED), start)) or start == 0

    def is_german_noun(self, start: int) -> bool:
        """Whether a German article stands before the word at *start*, where all nouns bear capitals."""
        return bool(_GERMAN_ARTICLE.search(self.text, max(0, start - 8), start))

    def is_shouted(self, start: int) -> bool:
        """Whether the words before the one at *start* are in capitals too, or none stands there."""
        return not any(map(str.islower, self.text[max(0, start - 2 * _OPENED) : start]))

    def has_beside(self, start: int, end: int, company: Company) -> bool:
        """Whether the next word before or behind says leaks, or the watched trade: `base Orange`, `orange dump`."""
        tokens, starts = self._block(start // _BLOCK)
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        before = self._clause(reversed(tokens[max(0, first - 4) : first]), start)
        after = self._clause(iter(tokens[last : last + 3]), end)
        return any(_speaks(words, company) for words in (before, after))

    def standing(self, start: int, end: int, company: Company) -> Standing:
        """What the words around the mention from *start* to *end* say of it."""
        number = start // _BLOCK
        tokens, starts = self._block(number)
        left, right = bisect_left(starts, start - _AROUND), bisect_right(starts, end + _AROUND)
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        sums = self._counts(number, company, tokens)
        around = sums[right] - sums[left] - sums[last] + sums[first]
        trade, leaks, elsewhere, slang, affairs, ordinary = (around >> shift & _MOST for shift in _SHIFTS)
        return Standing(
            trade=trade,
            leaks=leaks,
            elsewhere=elsewhere,
            slang=slang,
            affairs=affairs,
            ordinary=ordinary,
            words=right - left - (last - first),
            beside=partial(self._is_beside, tokens, first, last, end, company),
        )

    def _block(self, number: int) -> tuple[list[Token], list[int]]:
        known = self._blocks.get(number)
        if known is None:
            tokens = _tokens(self.text, max(0, number * _BLOCK - _MARGIN), (number + 1) * _BLOCK + _MARGIN)
            known = self._blocks[number] = (tokens, [start for _, start, _ in tokens])
        return known

    def _counts(self, number: int, company: Company, tokens: list[Token]) -> list[int]:
        key = (number, id(company))
        if key not in self._sums:
            self._sums[key] = [0, *accumulate(company.walks([word for word, _, _ in tokens]))]
        return self._sums[key]

    def _is_beside(self, tokens: list[Token], first: int, last: int, end: int, company: Company) -> bool:
        before = self._clause(
            reversed(tokens[max(0, first - 6) : first]), tokens[first][1] if first < len(tokens) else end
        )
        after = self._clause(iter(tokens[last : last + 4]), end)
        return (
            any(company.is_another(word) for word in _content(before, company, _ARTICLES))
            or any(company.is_another(word) for word in _content(after, company, _NONE))
            or (company.judges and (self._is_other_firm(after, company) or bool(_EPITHET.match(self.text, end))))
        )

    def _clause(self, tokens: Iterator[Token], edge: int) -> list[str]:
        """The words that follow on each other from *edge* on, until the clause breaks."""
        words = []
        for word, start, stop in tokens:
            gap = self.text[edge:start] if start >= edge else self.text[stop:edge]
            if len(gap) > 6 or _CLAUSE.search(gap):
                break
            words.append(word)
            edge = stop if start >= edge else start
        return words

    def _is_other_firm(self, after: list[str], company: Company) -> bool:
        """Whether a firm's other words and its legal form follow: `Norvik Marine Paints AB`."""
        return any(
            word in _FIRM and index and not any(company.is_of_trade(between) for between in after[:index])
            for index, word in enumerate(after[:4])
        )


def _tokens(text: str, start: int, end: int) -> list[Token]:
    return [(word, start + left, start + right) for word, left, right in analyse(text[start:end])]


def _speaks(words: list[str], company: Company) -> bool:
    """Whether the first of *words* that says anything is of leaks, or of the trade of a *company* that has one."""
    word = next((word for word in words if word not in _SMALL and word not in _PASSED), "")
    return company.is_at_home(word) if company.judges else company.is_of_leaks(word)


def _content(words: list[str], company: Company, skipped: Stems) -> list[str]:
    """The nearest words that may make another name, up to one of the trade or of leaks."""
    content: list[str] = []
    for word in words:
        if company.is_at_home(word) or len(content) == _BESIDE or (word in _SMALL and word not in skipped):
            break
        if word not in skipped:
            content.append(word)
    return content
