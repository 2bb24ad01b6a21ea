"""The matcher: a post against everything that is looked for, and what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from matching.assessing import Assessor, Reading
from matching.datasets import DataSets
from matching.denials import is_disowned
from matching.quotes import quoted_spans
from matching.terms import Mention, Sought, Terms
from model.lexicon import Lexicon
from model.matches import Evidence, Grade, Match, Text, Understanding
from model.watches import Watch, Watchlist

__all__ = ["Matcher", "sought"]

_ORDER = (Grade.EXACT, Grade.FOLDED, Grade.DISGUISED, Grade.PROBABLE)
_MOST_QUOTES = 50  # quotes outside the body that are read


class Matcher:
    """Understands posts; built once from what is looked for and the words of the languages."""

    def __init__(self, watchlist: Watchlist, lexicon: Lexicon) -> None:
        self._watchlist, self._lexicon = watchlist, lexicon
        self._terms = Terms(
            [
                *map(sought, watchlist.watches),
                *(Sought(terms=one.names, fuzzy=True) for one in watchlist.signatures),
            ]
        )
        self._assessor = Assessor(lexicon)
        self._sets = DataSets(watchlist)

    def __reduce__(self) -> tuple[type[Matcher], tuple[Watchlist, Lexicon]]:
        return (Matcher, (self._watchlist, self._lexicon))

    def understand(self, text: Text) -> Understanding:
        """What *text* says, and which watches and signatures it speaks of."""
        evidence = self._mentions(text)
        reading = self._assessor.read(text)
        watches = self._watch_matches(evidence)
        assessment = self._assessor.assess(
            text, reading, is_match=bool(watches), is_disowned=_all_disowned(text.whole, evidence)
        )
        whole = self._with_quotes(text, reading)
        signatures = self._sets.matches(
            evidence, whole, records=self._assessor.claims_of(whole), intent=assessment.intent
        )
        if signatures and not watches:
            assessment = self._assessor.assess(text, reading, is_match=True, is_disowned=False)
        return Understanding(matches=(*watches, *signatures), assessment=assessment, sample=reading.sample)

    def seen(self, text: Text) -> tuple[list[str], Mapping[str, float]]:
        """What the intent of *text* is told by, for those who learn weights: its words and its traits."""
        return self._assessor.seen(text, self._assessor.read(text), is_match=self.understand(text).is_match)

    def _with_quotes(self, text: Text, own: Reading) -> Reading:
        """What a data set is known by may stand in a quote."""
        return self._assessor.read_all(text) if text.quotes or own.own != text.whole[: len(own.own)] else own

    def _mentions(self, text: Text) -> dict[int, list[Evidence]]:
        """By subject, what was found in the post and in what it quotes."""
        whole = text.whole
        quoted = quoted_spans(whole)
        found: dict[int, list[Evidence]] = defaultdict(list)
        for mention in self._terms.find(whole):
            inside = any(start <= mention.start < end for start, end in quoted)
            found[mention.subject].append(self._evidence(mention, mention.start, mention.end, in_quote=inside))
        for quote in text.quotes[:_MOST_QUOTES]:
            for mention in self._terms.find(quote):
                found[mention.subject].append(self._evidence(mention, -1, -1, in_quote=True))
        return found

    def _evidence(self, mention: Mention, start: int, end: int, *, in_quote: bool) -> Evidence:
        watches = self._watchlist.watches
        what = (
            f"watch:{watches[mention.subject].id}"
            if mention.subject < len(watches)
            else f"signature:{self._watchlist.signatures[mention.subject - len(watches)].id}"
        )
        return Evidence(
            what=what,
            by=mention.term,
            start=start,
            end=end,
            quote=mention.quote,
            grade=mention.grade,
            in_quote=in_quote,
        )

    def _watch_matches(self, found: dict[int, list[Evidence]]) -> list[Match]:
        return [
            Match(watch=watch.id, grade=_best(found[index]), evidence=tuple(found[index]))
            for index, watch in enumerate(self._watchlist.watches)
            if found.get(index)
        ]


def sought(watch: Watch) -> Sought:
    """What is looked for in the name of *watch*."""
    return Sought(
        terms=watch.terms,
        exclude=watch.exclude,
        fuzzy=watch.fuzzy,
        weak=watch.weak,
        sector=watch.sector,
        patterns=watch.patterns,
        yara=watch.yara,
    )


def _best(evidence: Sequence[Evidence]) -> Grade:
    return min((one.grade for one in evidence if one.grade is not None), key=_ORDER.index)


def _all_disowned(whole: str, found: dict[int, list[Evidence]]) -> bool:
    own = [one for ones in found.values() for one in ones if not one.in_quote]
    return bool(own) and all(is_disowned(whole, one.start) for one in own)
