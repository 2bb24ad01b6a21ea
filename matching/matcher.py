"""The matcher: a post against everything that is looked for, and what it says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from matching.assessing import Assessor, Reading
from matching.datasets import DataSets
from matching.denials import is_disowned
from matching.excerpts import excerpts
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
        whole = text.whole
        evidence = self._mentions(text, whole)
        reading = self._assessor.read(text, whole)
        watches = self._watch_matches(evidence)
        assessment = self._assessor.assess(
            text, reading, is_match=bool(watches), is_disowned=_all_disowned(whole, evidence)
        )
        both = self._with_quotes(text, whole, reading)
        signatures = self._sets.matches(
            evidence, both, records=self._assessor.claims_of(both), intent=assessment.intent
        )
        if signatures and not watches:
            assessment = self._assessor.assess(text, reading, is_match=True, is_disowned=False)
        return Understanding(matches=(*watches, *signatures), assessment=assessment, sample=reading.sample)

    def seen(self, text: Text) -> tuple[list[str], Mapping[str, float]]:
        """What the intent of *text* is told by, for those who learn weights: its words and its traits."""
        return self._assessor.seen(text, self._assessor.read(text, text.whole), is_match=self.understand(text).is_match)

    def _with_quotes(self, text: Text, whole: str, own: Reading) -> Reading:
        """What a data set is known by may stand in a quote."""
        return self._assessor.read_all(text, whole) if text.quotes or own.has_quote else own

    def _mentions(self, text: Text, whole: str) -> dict[int, list[Evidence]]:
        """By subject, what was found in the post and in what it quotes."""
        found: dict[int, list[Evidence]] = defaultdict(list)
        for first, last in excerpts(whole):
            part = whole[first:last]
            quoted = quoted_spans(part)
            for mention in self._terms.find(part):
                inside = any(start <= mention.start < end for start, end in quoted)
                place = self._evidence(mention, first + mention.start, first + mention.end, in_quote=inside)
                found[mention.subject].append(place)
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
        watches = self._watchlist.watches
        return [
            Match(watch=watches[index].id, grade=_best(found[index]), evidence=tuple(found[index]))
            for index in sorted(found)
            if index < len(watches)
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
