"""What customers ask us to look for, and how known data sets look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from model.identities import SignatureId, WatchId

__all__ = [
    "Example",
    "Field",
    "RowKind",
    "Rows",
    "Sector",
    "Signature",
    "SignatureStatus",
    "Volume",
    "Watch",
    "Watchlist",
]


class Field(Enum):
    """A kind of personal data; the words of `eval/SCHEMA.md`."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    BIRTH_PLACE = "birth_place"
    NIR = "nir"
    INSURER = "insurer"
    POLICY = "policy"
    GUARANTEES = "guarantees"
    MARITAL_STATUS = "marital_status"
    EMAIL = "email"
    PHONE = "phone"
    POSTAL_ADDRESS = "postal_address"
    IBAN = "iban"
    CARD = "card"
    PASSWORD = "password"  # noqa: S105 - a kind of data, not one
    MEDICAL = "medical"
    EMPLOYER = "employer"
    LOGIN = "login"

    __hash__ = object.__hash__  # a member is itself alone; Enum would hash its name, in Python, each time


class Sector(Enum):
    """What an organisation does: tells it apart from the dogs, bands and beaches that bear its name."""

    BANK = "bank"
    EDUCATION = "education"
    ENERGY = "energy"
    FOOD = "food"
    HOSPITAL = "hospital"
    INDUSTRY = "industry"
    INSURANCE = "insurance"
    LODGING = "lodging"
    MEDIA = "media"
    PAYMENT = "payment"
    PUBLIC = "public"
    RETAIL = "retail"
    SOFTWARE = "software"
    SPORT = "sport"
    TELECOM = "telecom"
    TRANSPORT = "transport"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text that stands beside a watch or signature, and what must come of it (`vigie watch test`)."""

    name: str
    text: str
    matches: bool
    """Whether the watch (or signature) is to be found in it."""
    intent: str | None = None  # None: any
    level: str | None = None  # None: any


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a customer asks us to look for: an organisation under all the names it goes by."""

    id: WatchId
    name: str
    terms: tuple[str, ...]
    """Names and aliases, the *name* first; a term that is a DNS domain matches defanged as well."""
    exclude: tuple[str, ...] = ()
    """Phrases that look like a term and mean something else."""
    fuzzy: bool = True
    """Whether one wrong letter still counts, graded *probable*: from 7 letters, or from 6 if it sounds the same."""
    weak: tuple[str, ...] = ()
    """Terms that mean other things as well: they count in disguise, or where the words around are of this trade."""
    sector: Sector | None = None  # None: what stands around a term is not judged
    patterns: tuple[str, ...] = ()
    """Regular expressions of RE2 that count as mentions; case is told apart unless they begin with `(?i)`."""
    yara: str | None = None  # None: no rules; else the text of YARA rules, each a way to be mentioned
    signatures: tuple[SignatureId, ...] = ()
    examples: tuple[Example, ...] = ()


class SignatureStatus(Enum):
    """How far a signature can be trusted; *stable* has two positive and two negative examples."""

    DRAFT = "draft"
    TEST = "test"
    STABLE = "stable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """About so many records, *tolerance* being the share it may be off either way."""

    about: int
    tolerance: float = 0.25


class RowKind(Enum):
    """Rows by which a data set is known without a name: French social-security numbers, logins with passwords."""

    NIR = "nir"
    CREDENTIAL = "credential"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """So many rows at least, of one kind; credentials count where they open an account at a watched domain."""

    of: RowKind
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """How a known data set looks."""

    id: SignatureId
    title: str
    status: SignatureStatus
    names: tuple[str, ...]
    """What it is called; matched like the terms of a watch."""
    must: frozenset[Field] = frozenset()
    may: frozenset[Field] = frozenset()
    must_not: frozenset[Field] = frozenset()
    volumes: tuple[Volume, ...] = ()
    words: tuple[str, ...] = ()
    """Further words that speak for it, each worth a little."""
    together: tuple[tuple[str, ...], ...] = ()
    """Groups of words, of each of which one must be said: without them a name means something else."""
    parts: tuple[str, ...] = ()
    """Words for a part of the whole: with one of them, a smaller number of records fits as well."""
    rows: Rows | None = None  # None: known by what is said of it
    """Rows that are the data set, whatever is said of them."""
    weights: tuple[tuple[str, int], ...] = ()
    """Points for `names`, `volume`, `fields`, `nir`, `words`, and off for `must_not`."""
    threshold: int = 60
    notice_on: date | None = None  # None: no public notice
    """The day of the public notice: alerts count from it (T+1 day)."""
    references: tuple[str, ...] = ()
    false_positives: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchlist:
    """Everything that is looked for."""

    watches: tuple[Watch, ...] = ()
    signatures: tuple[Signature, ...] = ()
