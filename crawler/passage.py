"""How a crawl reaches its source: at which address, and as whom."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from crawler.accounts.member import Lost, Member
from crawler.desk import Missed
from crawler.fetching import Fetcher
from crawler.mirrors import Address, silence, wall
from crawler.reading import Fetched
from model.mirrors import MirrorTry
from model.visits import Errand, ErrandKind

__all__ = ["Passage", "Reach"]

PATIENCE = 3  # pages in a row that an address does not send: as many as end a visit where there is no other


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One address to try, and whom it is to take us for."""

    address: Address
    member: Member | None  # None: a guest
    tries: tuple[MirrorTry, ...] = ()
    """How the addresses before it ended."""
    is_last: bool = True
    """Whether no other address is left to try."""


class Reach:
    """One passage under way; *lost* is told when nobody can sign in any more."""

    def __init__(self, passage: Passage, fetcher: Fetcher, lost: Callable[[str], Awaitable[None]]) -> None:
        self._passage, self._fetcher, self._tell_lost = passage, fetcher, lost
        self._member = passage.member
        self._answered_at: datetime | None = None
        self._silence: tuple[str, datetime] | None = None
        self._missed = 0

    async def enter(self) -> bool:
        """Become whom the source is to take us for; `False` when it is not to be read otherwise."""
        entered = await self._member.enter(self._fetcher) if self._member is not None else None
        return entered is None or await self._goes_on(entered)

    async def fetch(self, errand: Errand) -> tuple[Fetched | Missed, int] | None:
        """What came, and how many requests that cost; `None` when we are no member any more, and may not be a guest."""
        url = errand.find.url
        if self._member is not None:
            came = await self._member.fetch(self._fetcher, url, errand=errand.id)
            if not isinstance(came, Lost):
                return came
            if not await self._goes_on(came):
                return None
        return await self._fetcher.fetch(url, errand=errand.id)

    def leave(self) -> None:
        """Remember the session, if there is one."""
        if self._member is not None:
            self._member.leave(self._fetcher)

    def is_away(self, errand: Errand, came: Fetched | Missed, *, at: datetime) -> bool:
        """Whether another address is to be asked for *errand*, for which this one sent *came*."""
        why = silence(came)
        if why is None and isinstance(came, Fetched) and errand.find.kind is ErrandKind.START:
            why = wall(came, self._passage.address.source) if not self._passage.is_last else None
        if why is None:
            self._missed = 0
            self._answered_at = at if isinstance(came, Fetched) else self._answered_at
            return False
        self._missed, self._silence = self._missed + 1, (why, at)
        is_enough = errand.find.kind is ErrandKind.START or self._missed >= PATIENCE
        return is_enough and not self._passage.is_last

    @property
    def tries(self) -> tuple[MirrorTry, ...]:
        """How this address and those before it ended; empty where the source has but one."""
        address = self._passage.address
        if not address.is_one_of_many:
            return ()
        if self._silence is not None and (self._answered_at is None or self._missed >= PATIENCE):
            why, at = self._silence
            return (*self._passage.tries, MirrorTry(name=address.name, at=at, reason=why))
        if self._answered_at is not None:
            return (*self._passage.tries, MirrorTry(name=address.name, at=self._answered_at))
        return self._passage.tries

    async def _goes_on(self, lost: Lost) -> bool:
        """Say that nobody can sign in, and be a guest if that is wanted."""
        assert self._member is not None
        await self._tell_lost(lost.reason)
        may_be_guest = self._member.account.or_guest
        self._member = None
        self._fetcher.jar.clear()
        return may_be_guest
