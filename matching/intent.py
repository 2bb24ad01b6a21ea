"""What an author is doing: by the words of the lexicon, the traits of the post, and what labelled posts taught."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import exp, sqrt

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from matching.grams import Piece, padded
from matching.traits import Signs, board_traits, traits
from matching.words import Said
from model.lexicon import Learnt
from model.matches import Intent, Level

__all__ = ["Aim", "Judge", "Word", "level"]

_LANE = 24  # bits of one sum: fifteen hundred pieces of a byte each fit
_MIDDLE = 128  # added to signed weights, so that no sum borrows from its neighbour
_MASK = (1 << _LANE) - 1
_KEPT = 50_000  # words whose sums are kept
_KEPT_BOARDS = 1_000
_WORDS = 3  # that are told as evidence
_WAKE = 0.18  # the chance from which people are woken: a miss costs them more than a call for nothing
_IDLE = 0.9  # the chance from which talk is let go as idle
_TRADERS = {
    Intent.REQUEST: Intent.SALE,
    Intent.SALE: Intent.REQUEST,
    Intent.ACCESS_SALE: Intent.REQUEST,
}
"""What somebody who seems to do the one may do instead."""
_MISTAKEN = {
    Intent.REQUEST: frozenset({Intent.SALE, Intent.ACCESS_SALE, Intent.FREE_LEAK}),
    Intent.SALE: frozenset({Intent.REQUEST, Intent.FREE_LEAK}),
}
"""What who plainly buys, or sells, is mistaken for."""
_ACT = 5.0  # the weight of a phrase that tells who acts: `looking for a buyer` is no request
_MARK = 2.0  # the weight of a word that may stand as a mark: `[WTB]`
_BARE_MARK = 3.5  # of one that is a mark without brackets: `WTB`
_BRACKETS = frozenset("[({【<")
_PLAIN = 2.5  # the weight of a word that leaves no doubt
_NEAR = 1.5  # how far behind the better of buying and selling the other may be, to be told by a plain word
_WAKES = frozenset(
    {Intent.SALE, Intent.FREE_LEAK, Intent.ACCESS_SALE, Intent.RANSOM_CLAIM, Intent.PHISHING, Intent.REQUEST}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word that led to an intent, and what knew it: an entry of the lexicon, or `learnt`."""

    by: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What an author is doing, the words that say so, and how much speaks for every answer."""

    intent: Intent
    words: tuple[Word, ...]
    scores: Mapping[Intent, float] = field(default_factory=dict)
    is_said: bool = False
    """Whether a phrase says so that leaves nothing open: `ищу покупателя`, `who sells`."""

    def chance(self, intents: Collection[Intent]) -> float:
        """How likely it is that the right answer is one of *intents*."""
        if not self.scores:
            return float(self.intent in intents)
        most = max(self.scores.values())
        raised = {intent: exp(score - most) for intent, score in self.scores.items()}
        return sum(worth for intent, worth in raised.items() if intent in intents) / sum(raised.values())


class Judge:
    """Tells intents by weights that were learnt; without them, by the loudest words."""

    def __init__(self, learnt: Learnt | None) -> None:
        self._learnt = learnt
        self._intents = learnt.intents if learnt else tuple(Intent)
        self._scale = learnt.scale if learnt else 1.0
        known = learnt.traits if learnt else {}
        self._rows = {name: row for row, name in enumerate(known)}
        self._weights = np.array(list(known.values())).reshape(len(known), len(self._intents))
        self._sums: dict[str, int] = _Sums(learnt) if learnt else {}
        self._boards: dict[str | None, list[float]] = {}

    def judge(self, said: Sequence[Said], signs: Signs, pieces: Sequence[Piece]) -> Aim:
        """The intent of a post, and the words that led to it, weightiest first."""
        seen = traits(said, signs)
        scores = self._scores(seen, signs.board, pieces) if self._learnt else _loud(seen)
        likeliest = max(scores, key=lambda intent: scores[intent])
        act = _act(said, signs)
        is_mistaken = act is not None and (
            likeliest in _MISTAKEN[act] or (likeliest is Intent.NOISE and _is_about_data(said, signs))
        )
        best = act if act and is_mistaken else _told_apart(likeliest, said, scores)
        cues = sorted((one for one in said if one.kind is best), key=lambda one: (-one.weight, one.start))
        words = [Word(by=one.say, start=one.start, end=one.end) for one in islice(cues, _WORDS)]
        if self._learnt and len(words) < _WORDS:
            words += self._telling(best, pieces, words)
        return Aim(intent=best, words=tuple(words[:_WORDS]), scores=scores, is_said=best is act)

    def _scores(self, seen: Mapping[str, float], board: str | None, pieces: Sequence[Piece]) -> dict[Intent, float]:
        total = sum(map(self._sums.__getitem__, {piece[0] for piece in pieces}))
        lanes = [(total >> (_LANE * lane)) & _MASK for lane in range(len(self._intents) + 2)]
        count, length = lanes[-1], sqrt(max(1.0, lanes[-2]))
        of_words = (self._scale * (lane - _MIDDLE * count) / length for lane in lanes[: len(self._intents)])
        all_three = zip(of_words, self._weighed(seen), self._of_board(board), strict=True)
        scores = (words + marks + place for words, marks, place in all_three)
        return dict(zip(self._intents, scores, strict=True))

    def _weighed(self, seen: Mapping[str, float]) -> list[float]:
        rows = [self._rows[name] for name in seen if name in self._rows]
        strengths = [seen[name] for name in seen if name in self._rows]
        scores: list[float] = (np.array(strengths) @ self._weights[rows]).tolist()
        return scores

    def _of_board(self, board: str | None) -> list[float]:
        """What the name of a *board* adds; few boards have many posts, so the last ones' are kept."""
        scores = self._boards.get(board)
        if scores is None:
            if len(self._boards) >= _KEPT_BOARDS:
                self._boards.clear()
            scores = self._boards[board] = self._weighed(board_traits(board))
        return scores

    def _telling(self, intent: Intent, pieces: Sequence[Piece], taken: Sequence[Word]) -> list[Word]:
        """The words whose pieces speak loudest for *intent*."""
        lane, count = _LANE * self._intents.index(intent), _LANE * (len(self._intents) + 1)
        first: dict[str, Piece] = {}
        for piece in pieces:
            first.setdefault(piece[0], piece)
        totals = zip(first.values(), map(self._sums.__getitem__, first), strict=True)
        worth = [(_MIDDLE * (total >> count) - ((total >> lane) & _MASK), piece[1:]) for piece, total in totals]
        best = (span for less, span in sorted(worth) if less < 0)
        free = [span for span in islice(best, 2 * _WORDS) if not any(one.start <= span[0] < one.end for one in taken)]
        return [Word(by="learnt", start=start, end=end) for start, end in free]


class _Sums(dict[str, int]):
    """What the learnt pieces of each word add up to; words come again, so the sums of the last ones are kept."""

    def __init__(self, learnt: Learnt) -> None:
        super().__init__()
        self._found = AhoCorasick(
            list(learnt.pieces), matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )
        self._packed = _Packed(learnt)

    def __missing__(self, word: str) -> int:
        if len(self) >= _KEPT:
            self.clear()
        found = {piece for piece, _, _ in self._found.find_matches_as_indexes(padded(word), overlapping=True)}
        total = self[word] = sum(map(self._packed.__getitem__, found))
        return total


class _Packed(dict[int, int]):
    """The learnt pieces by their place, each packed when it is met: a visit meets some hundreds of twenty thousand."""

    def __init__(self, learnt: Learnt) -> None:
        super().__init__()
        self._known = list(learnt.pieces.values())

    def __missing__(self, place: int) -> int:
        packed = self[place] = _pack(*self._known[place])
        return packed


def _pack(rarity: int, weights: bytes) -> int:
    """One number that holds every weight, the rarity and a one, each in a lane of its own: sums add all at once."""
    signed = ((byte - 256 if byte > 127 else byte) + _MIDDLE for byte in weights)
    return sum(value << (_LANE * lane) for lane, value in enumerate((*signed, rarity, 1)))


def _act(said: Sequence[Said], signs: Signs) -> Intent | None:
    """Whether somebody plainly buys or sells: by a phrase that says it, or by the mark that a post begins with."""
    first = len(signs.own) - len(signs.own.lstrip())
    marks = (first, first + 1) if signs.own[first : first + 1] in _BRACKETS else (first,)
    least = _MARK if len(marks) > 1 else _BARE_MARK
    acts = {
        one.kind
        for one in said
        if one.kind in _MISTAKEN and (one.weight >= _ACT or (one.start in marks and one.weight >= least))
    }
    return Intent(next(iter(acts))) if len(acts) == 1 else None


def _is_about_data(said: Sequence[Said], signs: Signs) -> bool:
    is_named = bool(signs.fields) or any(one.kind == "topic data" for one in said)
    return signs.is_match and (is_named or signs.has_volume)


def _told_apart(best: Intent, said: Sequence[Said], scores: Mapping[Intent, float]) -> Intent:
    """*best*, or its opposite, where plain words tell whether somebody buys or sells and nothing else comes near."""
    if best not in _TRADERS:
        return best
    other = _TRADERS[best]
    if scores[other] < scores[best] - _NEAR:
        return best
    strongest = {
        intent: max((one.weight for one in said if one.kind is intent), default=0.0) for intent in (best, other)
    }
    return other if strongest[other] >= _PLAIN > strongest[best] else best


def _loud(seen: Mapping[str, float]) -> dict[Intent, float]:
    scores = {intent: seen.get(f"loud {intent.value}", 0.0) for intent in Intent}
    scores[Intent.NOISE] += 0.1  # who says nothing of all this does nothing of it
    return scores


def level(aim: Aim, *, is_match: bool, is_denied: bool, holds_data: bool) -> Level:
    """How soon people want to know of a post with this *aim*; what may be nothing is worth a line a day."""
    if not is_match:
        return Level.NONE
    if aim.chance(_WAKES | {Intent.HOW_TO_USE} if holds_data else _WAKES) >= _WAKE or aim.is_said:
        return Level.DIGEST if is_denied else Level.NOW
    return Level.NONE if aim.chance({Intent.NOISE}) >= _IDLE else Level.DIGEST
