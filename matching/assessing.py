"""Puts the answers about one post together, each with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matching.amounts import Number, numbers
from matching.claims import claimed_records
from matching.grams import pieces
from matching.intent import Judge, level
from matching.kinds import Place, kinds
from matching.languages import Languages
from matching.masking import DOT
from matching.prices import money, price
from matching.quotes import own_words
from matching.samples import sample_of
from matching.shapes import Shape, canonical, shapes
from matching.tables import tables
from matching.traits import Signs, traits
from matching.words import Folded, Said, Words
from model.lexicon import Lexicon
from model.matches import Assessment, Evidence, Intent, Sample, Text
from model.watches import Field

__all__ = ["Assessor", "Reading"]

_HEAD = 60_000  # characters of a long paste that are assessed: what it is stands at its head
_HOLDS = re.compile(
    r" (?:j ai|jai|i have|i got|i ve got|got the|my file|mon fichier|j ai achete|у меня|достал\w*"
    r"|tengo|ich hab|ich habe|im sitting on) "
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An author's own words, and what was found in them."""

    own: str
    title_end: int
    has_quote: bool
    folded: Folded
    said: tuple[Said, ...]
    shapes: tuple[Shape, ...]
    sample: Sample | None
    fields: Mapping[Field, Place]
    denied: frozenset[Field] = frozenset()
    """Kinds of data that are said not to be there."""


class Assessor:
    """Reads posts with the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = Words(lexicon)
        self._languages = Languages(lexicon)
        self._judge = Judge(lexicon.learnt)

    def read(self, text: Text) -> Reading:
        """What stands in the author's own words of *text*."""
        return self._read(text, own_words(text.whole[:_HEAD]))

    def read_all(self, text: Text) -> Reading:
        """What stands in *text* and in what it quotes."""
        return self._read(text, "\n".join((text.whole[:_HEAD], *text.quotes))[: 2 * _HEAD])

    def claims_of(self, reading: Reading) -> int | None:
        """How many records *reading* speaks of."""
        plain = _without_rows(reading)
        found = numbers(plain, reading.folded)
        amount = claimed_records(plain, found, money(plain, found))
        return amount.records if amount else None

    def _read(self, text: Text, own: str) -> Reading:
        folded = Folded(own)
        said = tuple(self._words.find(folded))
        found = tuple(shapes(own))
        told = kinds(own, said, found)
        return Reading(
            own=own,
            title_end=len(text.title) if text.title else 0,
            has_quote=len(own) > 0 and own != text.whole[: len(own)],
            folded=folded,
            said=said,
            shapes=found,
            sample=sample_of(own, found),
            fields=told.named,
            denied=told.denied,
        )

    def seen(self, text: Text, reading: Reading, *, is_match: bool) -> tuple[list[str], Mapping[str, float]]:
        """What an intent is told by: the words of a post, and its traits."""
        plain = _without_rows(reading)
        signs = _signs(text, reading, plain, numbers(plain, reading.folded), is_match=is_match)
        return [word for word, _, _ in pieces(plain, reading.folded)], traits(reading.said, signs)

    def assess(self, text: Text, reading: Reading, *, is_match: bool, is_disowned: bool) -> Assessment:
        """All answers about the post whose own words were read."""
        plain = _without_rows(reading)
        found = numbers(plain, reading.folded)
        paid = money(plain, found)
        signs = _signs(text, reading, plain, found, is_match=is_match)
        aim = self._judge.judge(reading.said, signs, pieces(plain, reading.folded))
        intent = aim.intent
        amount, asked = claimed_records(plain, found, paid, intent), price(plain, found, intent)
        is_noise = intent is Intent.NOISE
        evidence = [_evidence(f"intent:{intent.value}", one.by, one.start, one.end, reading.own) for one in aim.words]
        if amount is not None:
            evidence.append(_evidence("claimed_records", "number", amount.start, amount.end, reading.own))
        if asked is not None:
            evidence.append(_evidence("price", "number", asked.start, asked.end, reading.own))
        if not is_noise:
            evidence += (
                _evidence(f"field:{kind.value}", by, start, end, reading.own)
                for kind, (by, start, end) in reading.fields.items()
            )
        return Assessment(
            intent=intent,
            level=level(
                aim, is_match=is_match, is_denied=is_disowned, holds_data=bool(_HOLDS.search(reading.folded.text))
            ),
            lang=self._languages.tell(
                plain, [token for token in reading.folded.tokens if plain[token[1]] != DOT], board=text.board
            ),
            claimed_records=amount.records if amount is not None else None,
            price=asked.price if asked is not None else None,
            has_sample=reading.sample is not None and not is_noise,
            fields=() if is_noise else tuple(kind for kind in Field if kind in reading.fields),
            evidence=tuple(evidence),
        )


def _signs(text: Text, reading: Reading, plain: str, found: Sequence[Number], *, is_match: bool) -> Signs:
    return Signs(
        own=plain,
        kind=text.kind,
        title_end=reading.title_end,
        has_price=price(plain, found) is not None,
        has_volume=claimed_records(plain, found, money(plain, found)) is not None,
        has_sample=reading.sample is not None,
        has_quote=bool(text.quotes) or reading.has_quote,
        fields=tuple(reading.fields),
        is_match=is_match,
    )


def _evidence(what: str, by: str, start: int, end: int, text: str) -> Evidence:
    return Evidence(what=what, by=by, start=start, end=end, quote=text[start:end])


def _without_rows(reading: Reading) -> str:
    """The author's words with identifiers and rows blanked, so that their digits are no claims."""
    view = canonical(reading.own)
    big = [table for table in tables(view.text) if len(table.rows) >= 2 and reading.sample is not None]
    spans = [(shape.start, shape.end) for shape in reading.shapes]
    spans += ((view.start(one.rows[0][0][0]), view.end(max(1, one.rows[-1][-1][1]))) for one in big)
    signs = list(reading.own)
    for start, end in spans:
        signs[start:end] = [sign if sign == "\n" else DOT for sign in signs[start:end]]
    return "".join(signs)
