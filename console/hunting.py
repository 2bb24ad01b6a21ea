"""Hunts for new and changed watches and signatures through what a home keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from matching.hunting import Hunter, definitions
from matching.matcher import Matcher
from model.identities import SourceId

if TYPE_CHECKING:
    from model.clocks import Clock
    from model.hunting import Catch, Definition, Quarry
    from model.ports import Ledger
    from model.settings import Catalog

__all__ = ["BATCH", "Hunted", "chosen", "hunt"]

BATCH = 200
"""Posts of one transaction: others write again after half a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hunted:
    """What a hunt came to."""

    posts: int
    finds: Counter[str] = field(default_factory=Counter)
    """How many posts each watch or signature was newly found in."""
    is_early: bool
    """Whether a visit that began before still reads with what was looked for then."""


def chosen(book: Ledger, catalog: Catalog, named: Collection[str], *, again: bool, now: datetime) -> list[Definition]:
    """What is to be hunted: of those *named* (else of all) what is new or changed, or everything once *again*."""
    known = definitions(catalog.watchlist)
    book.declare(known, now=now)
    wanted = [one for one in known if not named or one.subject in named]
    if again:
        book.hunt_again([one.subject for one in wanted])
    due = {hunt.definition for hunt in book.hunts() if hunt.is_due}
    return [one for one in wanted if one in due]


def hunt(
    book: Ledger, catalog: Catalog, sought: Sequence[Definition], *, clock: Clock, told: Callable[[int, int], None]
) -> Hunted:
    """Hunt for *sought* to the end, batch by batch; *told* hears how many posts of how many were looked at.

    Killed anywhere, the next hunt goes on behind the last whole batch.
    """
    subjects = [one.subject for one in sought]
    hunter = Hunter(Matcher(catalog.watchlist, catalog.lexicon), subjects, _since(book, catalog))
    total, posts, finds = book.unhunted(subjects), 0, Counter[str]()
    caught: list[Catch] = []

    def look(quarry: Quarry) -> Catch | None:
        catch = hunter.look(quarry)
        if catch is not None:
            caught.append(catch)
        return catch

    while True:
        caught.clear()
        step = book.hunt(sought, look, limit=BATCH, now=clock.now())
        posts += step.posts
        finds.update(match.subject for catch in caught for match in catch.matches)
        if step.is_over:
            return Hunted(posts=posts, finds=finds, is_early=step.is_early)
        told(posts, max(total, posts))


def _since(book: Ledger, catalog: Catalog) -> dict[SourceId, datetime]:
    """From when on the posts of each source are news, as visits judge it."""
    since = {state.id: state.added_at for state in book.states()}
    return since | {source.id: source.since for source in catalog.sources if source.since is not None}
