"""Puts the answers about one post together, each with the words that say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from matching.amounts import Number, numbers
from matching.claims import Amount, Claims
from matching.excerpts import told
from matching.grams import pieces
from matching.holding import holds_data
from matching.intent import Judge, level
from matching.kinds import Kinds, Place, kinds
from matching.languages import Languages
from matching.masking import DOT
from matching.prices import Asked, money, price
from matching.quotes import own_words
from matching.samples import sample_of
from matching.shapes import Canonical, Shape, canonical, shapes_of
from matching.tables import Table, tables
from matching.traits import Signs, board_traits, traits
from matching.words import Folded, Said, Words
from model.lexicon import Lexicon
from model.matches import Assessment, Evidence, Intent, Sample, Text
from model.watches import Field

__all__ = ["Assessor", "Reading"]

_HEAD = 60_000  # characters of a long paste that are assessed: what it is stands at its head


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An author's own words, and what was found in them."""

    own: str = field(repr=False)
    plain: str = field(repr=False)
    """The same with identifiers and rows blanked: spans hold, and their digits are no claims."""
    numbers: tuple[Number, ...]
    paid: tuple[Asked, ...]
    """Amounts of money."""
    claims: Claims = field(repr=False)
    volume: Amount | None
    """How many records it speaks of, whatever its author does."""
    view: Canonical
    """The own words as detectors want them."""
    title_end: int
    has_quote: bool
    folded: Folded
    said: tuple[Said, ...]
    shapes: tuple[Shape, ...]
    sample: Sample | None
    kinds: Kinds
    skipped: str | None = None  # None: all of the text was read
    """How much of a long text was read, in words."""

    @property
    def fields(self) -> Mapping[Field, Place]:
        """The kinds of data that are named or shown."""
        return self.kinds.named

    @property
    def words(self) -> list[str]:
        """The folded words but those of identifiers and rows."""
        if self.plain is self.own:
            return [word for word, _, _ in self.folded.tokens]
        return [word for word, start, _ in self.folded.tokens if self.plain[start] != DOT]


class Assessor:
    """Reads posts with the words of a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = Words(lexicon)
        self._languages = Languages(lexicon)
        self._judge = Judge(lexicon.learnt)

    def read(self, text: Text, whole: str) -> Reading:
        """What stands in the author's own words of *text*, which is *whole* with its title."""
        head = whole[:_HEAD]
        own = own_words(head)
        reading = self._read(text, own, has_quote=own != head)
        return reading if len(whole) <= _HEAD else _of_dump(reading, whole)

    def read_all(self, text: Text, whole: str) -> Reading:
        """What stands in *text* and in what it quotes."""
        reading = self._read(text, "\n".join((whole[:_HEAD], *text.quotes))[: 2 * _HEAD], has_quote=True)
        return reading if len(whole) <= _HEAD else _of_dump(reading, whole)

    def claims_of(self, reading: Reading) -> int | None:
        """How many records *reading* speaks of."""
        return reading.volume.records if reading.volume else None

    def _read(self, text: Text, own: str, *, has_quote: bool) -> Reading:
        folded = Folded(own)
        said = tuple(self._words.find(folded))
        view = canonical(own)
        found = tuple(shapes_of(view))
        rows = tables(view.text)
        sample = sample_of(own, view, found, rows)
        found_kinds = kinds(folded, said, found, rows)
        plain = _without_rows(own, view, found, rows if sample else ())
        amounts = tuple(numbers(plain, folded))
        paid = tuple(money(plain, amounts))
        claims = Claims(plain, amounts, paid)
        return Reading(
            own=own,
            plain=plain,
            numbers=amounts,
            paid=paid,
            claims=claims,
            volume=claims.records(),
            view=view,
            title_end=len(text.title) if text.title else 0,
            has_quote=has_quote,
            folded=folded,
            said=said,
            shapes=found,
            sample=sample,
            kinds=found_kinds,
        )

    def seen(self, text: Text, reading: Reading, *, is_match: bool) -> tuple[list[str], Mapping[str, float]]:
        """What an intent is told by: the words of a post, and its traits."""
        signs = _signs(text, reading, is_match=is_match)
        return [word for word, _, _ in pieces(reading.plain, reading.folded)], {
            **traits(reading.said, signs),
            **board_traits(text.board),
        }

    def assess(self, text: Text, reading: Reading, *, is_match: bool, is_disowned: bool) -> Assessment:
        """All answers about the post whose own words were read."""
        plain, found = reading.plain, reading.numbers
        signs = _signs(text, reading, is_match=is_match)
        aim = self._judge.judge(reading.said, signs, pieces(plain, reading.folded))
        intent = aim.intent
        amount = reading.volume and reading.claims.records(intent)
        asked = price(plain, found, reading.paid, intent)
        is_noise = intent is Intent.NOISE
        evidence = [_evidence(f"intent:{intent.value}", one.by, one.start, one.end, reading.own) for one in aim.words]
        if reading.skipped:
            evidence.append(_evidence("reading", reading.skipped, 0, 0, reading.own))
        if amount is not None:
            evidence.append(_evidence("claimed_records", "number", amount.start, amount.end, reading.own))
        if asked is not None:
            evidence.append(_evidence("price", "number", asked.start, asked.end, reading.own))
        offered = {} if is_noise else {**reading.fields, **reading.kinds.meant_by(intent)}
        evidence += (
            _evidence(f"field:{kind.value}", by, start, end, reading.own) for kind, (by, start, end) in offered.items()
        )
        return Assessment(
            intent=intent,
            level=level(
                aim,
                is_match=is_match,
                is_denied=is_disowned,
                holds_data=is_match and holds_data(reading.folded.text),
            ),
            lang=self._languages.tell(plain, reading.words, board=text.board),
            claimed_records=amount.records if amount is not None else None,
            price=asked.price if asked is not None else None,
            has_sample=reading.sample is not None and not is_noise,
            fields=tuple(kind for kind in Field if kind in offered),
            evidence=tuple(evidence),
        )


def _of_dump(reading: Reading, whole: str) -> Reading:
    """*reading*, of which it is said how little of the text it is; rows are reckoned from those at the head."""
    skipped = f"what it says was read in its first {_HEAD:,} characters"
    if (names := told(whole)) is not None:
        skipped += f", names in {names}"
    sample = reading.sample
    if sample is not None and sample.rows:
        rows = round(sample.rows * len(whole) / len(reading.own))
        shape = f"about {rows:,} rows, reckoned from the first {sample.rows:,}: {sample.shape}"
        sample = replace(sample, rows=rows, shape=shape)
    return replace(reading, sample=sample, skipped=skipped)


def _signs(text: Text, reading: Reading, *, is_match: bool) -> Signs:
    return Signs(
        own=reading.plain,
        kind=text.kind,
        board=text.board,
        title_end=reading.title_end,
        has_price=price(reading.plain, reading.numbers, reading.paid) is not None,
        has_volume=reading.volume is not None,
        has_sample=reading.sample is not None,
        has_quote=bool(text.quotes) or reading.has_quote,
        fields=tuple(reading.fields),
        is_match=is_match,
    )


def _evidence(what: str, by: str, start: int, end: int, text: str) -> Evidence:
    return Evidence(what=what, by=by, start=start, end=end, quote=text[start:end])


def _without_rows(own: str, view: Canonical, found: Sequence[Shape], rows: Sequence[Table]) -> str:
    spans = [(shape.start, shape.end) for shape in found]
    big = [table for table in rows if len(table.rows) >= 2]
    spans += ((view.start(one.rows[0][0][0]), view.end(max(1, one.rows[-1][-1][1]))) for one in big)
    if not spans:
        return own
    signs = list(own)
    for start, end in spans:
        signs[start:end] = [sign if sign == "\n" else DOT for sign in signs[start:end]]
    return "".join(signs)
