"""How alerts say things: one wording per value, in English that needs no colour."""

from __future__ import annotations

from datetime import UTC, date, datetime

from model.cases import CaseView
from model.matches import Grade, Intent, Level, Price
from model.watches import Field, Watchlist

__all__ = [
    "DOING",
    "INTENT",
    "LEVEL",
    "amount",
    "countdown",
    "field_word",
    "moment",
    "name_of",
    "novelty",
    "replies",
    "sureness",
]

LEVEL = {Level.NOW: "🔴 NOW", Level.DIGEST: "🟡 DIGEST", Level.NONE: "⚪ NOTE"}

INTENT = {
    Intent.REQUEST: "request",
    Intent.SALE: "sale",
    Intent.FREE_LEAK: "free leak",
    Intent.ACCESS_SALE: "access sale",
    Intent.RANSOM_CLAIM: "ransom claim",
    Intent.REACTION: "reaction",
    Intent.HOW_TO_USE: "how to use",
    Intent.PHISHING: "phishing",
    Intent.NEWS: "news",
    Intent.DISCUSSION: "discussion",
    Intent.NOISE: "noise",
}

DOING = {
    Intent.REQUEST: "asks for the data (a request, not a sale)",
    Intent.SALE: "sells the data",
    Intent.FREE_LEAK: "gives the data away",
    Intent.ACCESS_SALE: "sells access to systems (not the data)",
    Intent.RANSOM_CLAIM: "claims an attack, for ransom",
    Intent.REACTION: "reacts to a claim",
    Intent.HOW_TO_USE: "asks how to use such data",
    Intent.PHISHING: "offers or prepares phishing",
    Intent.NEWS: "passes news on",
    Intent.DISCUSSION: "talks about it",
    Intent.NOISE: "names it, with no clear purpose",
}

_ACRONYMS = {Field.NIR: "NIR", Field.IBAN: "IBAN"}


def name_of(subject: str, watchlist: Watchlist) -> str:
    """The name of the watch, or the title of the signature, whose id is *subject*."""
    watches = {str(watch.id): watch.name for watch in watchlist.watches}
    signatures = {str(signature.id): signature.title for signature in watchlist.signatures}
    return watches.get(subject) or signatures.get(subject) or subject


def novelty(intent: Intent) -> str:
    """`claim` for what claims, sells, asks for or gives a leak; `mention` for the rest."""
    return "claim" if intent.is_claim else "mention"


def moment(at: datetime) -> str:
    """*at* to the minute, in UTC and saying so."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def countdown(posted_at: datetime, notice_on: date) -> str:
    """How *posted_at* lies to the public notice: `T+1 day after the public notice of 2024-02-07`."""
    days = (posted_at.astimezone(UTC).date() - notice_on).days
    if days == 0:
        return f"T+0, the day of the public notice of {notice_on}"
    plural = "" if abs(days) == 1 else "s"
    return f"T{days:+d} day{plural} {'after' if days > 0 else 'before'} the public notice of {notice_on}"


def field_word(kind: Field) -> str:
    """A kind of personal data, as people write it."""
    return _ACRONYMS.get(kind, kind.value.replace("_", " "))


def amount(price: Price) -> str:
    """`1,500 USD`; at most two decimals unless the currency is a coin worth more."""
    digits = f"{price.amount:,.8f}" if abs(price.amount) < 1 else f"{price.amount:,.2f}"
    return f"{digits.rstrip('0').rstrip('.')} {price.currency}"


def sureness(name: str, grade: Grade, spelled: str | None) -> str:
    """How sure it is that *name* is meant: `Almerys spelled 'Amerys': probable`."""
    if spelled is None or grade is Grade.EXACT:
        return f"{name}: {grade.value}"
    return f"{name} spelled '{spelled}': {grade.value}"


def replies(view: CaseView) -> str:
    """What the thread answered; an absence is stated as of the time when the thread was read, or not at all."""
    if view.read_at is None:
        return "Replies unknown: the thread was not read to its end yet"
    count = "No public reply" if view.replies == 0 else "1 reply" if view.replies == 1 else f"{view.replies:,} replies"
    return f"{count} as of {moment(view.read_at)}"
