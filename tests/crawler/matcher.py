"""A small, true matcher: finds words as they stand, and judges by one more word."""

from __future__ import annotations

from model.identities import SignatureId, WatchId
from model.matches import Assessment, Evidence, Grade, Intent, Level, Match, Sample, Text, Understanding
from model.watches import Watch, Watchlist

__all__ = ["WATCHLIST", "understand"]

WATCHLIST = Watchlist(watches=(Watch(id=WatchId("viamedis"), name="Viamedis", terms=("viamedis",)),))

_WATCHES = ("almerys", "viamedis")
_SIGNATURES = ("fr-2024",)


def understand(text: Text) -> Understanding:
    """Watches `almerys` and `viamedis`, signature `fr-2024`; `selling` is a sale, `noise` is of no interest."""
    said = "\n".join([text.whole, *text.quotes]).lower()
    found = [
        Match(watch=WatchId(name), grade=Grade.EXACT, evidence=_where(text, name)) for name in _WATCHES if name in said
    ]
    found += [Match(signature=SignatureId(name), grade=Grade.EXACT) for name in _SIGNATURES if name in said]
    return Understanding(matches=tuple(found), assessment=_assessed(said, text, bool(found)), sample=_sample(text))


def _assessed(said: str, text: Text, is_match: bool) -> Assessment:
    intent = Intent.SALE if "selling" in said else Intent.NOISE if "noise" in said else Intent.DISCUSSION
    level = Level.NOW if intent is Intent.SALE else Level.DIGEST
    level = level if is_match and intent is not Intent.NOISE else Level.NONE
    return Assessment(intent=intent, level=level, lang="en", evidence=_where(text, "selling"))


def _where(text: Text, word: str) -> tuple[Evidence, ...]:
    start = text.whole.lower().find(word)
    if start < 0:
        return ()
    end = start + len(word)
    return (Evidence(what=f"watch:{word}", by=word, start=start, end=end, quote=text.whole[start:end]),)


def _sample(text: Text) -> Sample | None:
    rows = tuple(line for line in text.body.splitlines() if ";" in line)
    return Sample(rows=len(rows), columns=(), shape=f"{len(rows)} rows", cells=rows) if len(rows) > 2 else None
