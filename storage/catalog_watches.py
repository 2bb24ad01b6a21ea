"""How watches and signatures are written: `config/watchlist/*.yaml`, `config/signatures/*.yaml`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from model.identities import SignatureId, WatchId
from model.matches import Intent, Level
from model.watches import Example, RowKind, Rows, Sector, Signature, SignatureStatus, Volume, Watch
from model.watches import Field as Kind
from storage.catalog_forms import Form, wrong
from storage.catalog_rules import Pattern
from storage.catalog_values import Day, Id, Line, Lines, OneLine, OneLines, Share

__all__ = ["SignatureForm", "WatchForm"]

SHORTEST = 4
"""Letters and digits of a term: three stand in half of all posts."""

LONGEST = 120
"""Characters of a term."""

LONGEST_EXCLUDED = 300
"""Characters of a phrase that means something else."""

PROOF = 2
"""Examples that a stable signature has of either kind."""

Weighed = Literal["names", "volume", "fields", "nir", "words", "must_not"]


class ExampleForm(Form):
    """A text and what must come of it."""

    name: Line
    text: Annotated[str, Field(min_length=1)]
    matches: bool
    intent: Intent | None = None
    level: Level | None = None

    def noun(self) -> Example:
        """The example itself."""
        return Example(
            name=self.name,
            text=self.text,
            matches=self.matches,
            intent=self.intent and self.intent.value,
            level=self.level and self.level.value,
        )


class WatchForm(Form):
    """What a customer asks us to look for."""

    id: Id
    name: OneLine
    terms: OneLines = ()
    exclude: OneLines = ()
    fuzzy: bool = True
    weak: OneLines = ()
    sector: Sector | None = None
    patterns: tuple[Pattern, ...] = ()
    yara: Line | None = None
    allow_short: Line | None = None
    signatures: tuple[Id, ...] = ()
    examples: tuple[ExampleForm, ...] = ()

    @model_validator(mode="after")
    def _has_terms(self) -> WatchForm:
        if not self.terms and not self.weak:
            raise wrong(f"'{self.id}' has no terms: write `terms: [{self.name}]`", "terms")
        _refuse_long(self.name, [self.name], "name", LONGEST)
        _refuse_long(self.id, self.terms, "terms", LONGEST)
        _refuse_long(self.id, self.weak, "weak", LONGEST)
        _refuse_long(self.id, self.exclude, "exclude", LONGEST_EXCLUDED)
        _refuse_short([self.name, *self.terms], self.allow_short, "terms")
        _refuse_short(self.weak, self.allow_short, "weak")
        return self

    def noun(self) -> Watch:
        """The watch itself; its name is its first term, unless it is weak."""
        return Watch(
            id=WatchId(self.id),
            name=self.name,
            terms=tuple(term for term in dict.fromkeys([self.name, *self.terms]) if term not in self.weak),
            exclude=self.exclude,
            fuzzy=self.fuzzy,
            weak=self.weak,
            sector=self.sector,
            patterns=self.patterns,
            signatures=tuple(SignatureId(name) for name in self.signatures),
            examples=tuple(example.noun() for example in self.examples),
        )


class VolumeForm(Form):
    """About so many records."""

    about: Annotated[int, Field(ge=1)]
    tolerance: Share = 0.25


class RowsForm(Form):
    """Rows of which so many are the data set."""

    of: RowKind
    least: Annotated[int, Field(ge=1)] = 3

    def noun(self) -> Rows:
        """The rule itself."""
        return Rows(of=self.of, least=self.least)


class SignatureForm(Form):
    """How a known data set looks."""

    id: Id
    title: OneLine
    status: SignatureStatus = SignatureStatus.DRAFT
    names: OneLines = ()
    must: frozenset[Kind] = frozenset()
    may: frozenset[Kind] = frozenset()
    must_not: frozenset[Kind] = frozenset()
    volumes: tuple[VolumeForm, ...] = ()
    words: Lines = ()
    together: tuple[Lines, ...] = ()
    parts: Lines = ()
    rows: RowsForm | None = None
    weights: dict[Weighed, int] = Field(default_factory=dict)
    threshold: Annotated[int, Field(ge=1)] = 60
    notice_on: Day | None = None
    references: Lines = ()
    false_positives: Lines = ()
    allow_short: Line | None = None
    examples: tuple[ExampleForm, ...] = ()

    @model_validator(mode="after")
    def _can_be_told(self) -> SignatureForm:
        if not self.names and not self.must and not self.rows:
            raise wrong(f"'{self.id}' has no names, no fields that must be there, no rows: add `names: […]`", "names")
        _refuse_long(self.id, self.names, "names", LONGEST)
        _refuse_short(self.names, self.allow_short, "names")
        both = sorted(kind.value for kind in self.must_not & (self.must | self.may))
        if both:
            raise wrong(f"'{both[0]}' must not be there and yet may: delete it from one of the lists", "must_not")
        return self

    @model_validator(mode="after")
    def _is_proven(self) -> SignatureForm:
        positive = sum(example.matches for example in self.examples)
        negative = len(self.examples) - positive
        if self.status is SignatureStatus.STABLE and min(positive, negative) < PROOF:
            raise wrong(
                f"'{self.id}' is stable and has {positive} examples that match and {negative} that do not: "
                f"add some until there are {PROOF} of each, or write `status: test`",
                "status",
            )
        return self

    def noun(self) -> Signature:
        """The signature itself."""
        return Signature(
            id=SignatureId(self.id),
            title=self.title,
            status=self.status,
            names=self.names,
            must=self.must,
            may=self.may,
            must_not=self.must_not,
            volumes=tuple(Volume(about=volume.about, tolerance=volume.tolerance) for volume in self.volumes),
            words=self.words,
            together=self.together,
            parts=self.parts,
            rows=self.rows.noun() if self.rows else None,
            weights=tuple(self.weights.items()),
            threshold=self.threshold,
            notice_on=self.notice_on,
            references=self.references,
            false_positives=self.false_positives,
            examples=tuple(example.noun() for example in self.examples),
        )


def _refuse_long(whose: str, phrases: Sequence[str], key: str, most: int) -> None:
    for phrase in phrases:
        if len(phrase) > most:
            what = f"'{phrase[:30]}…' of '{whose[:60]}' has {len(phrase):,} characters, and may have {most}: shorten it"
            raise wrong(what, key)


def _refuse_short(terms: Sequence[str], reason: str | None, key: str) -> None:
    short = [term for term in terms if sum(map(str.isalnum, term)) < SHORTEST]
    if short and reason is None:
        raise wrong(
            f"'{short[0]}' has fewer than {SHORTEST} letters and would be seen everywhere: "
            'write it longer, or say why it is safe with `allow_short: "…"`',
            key,
        )
