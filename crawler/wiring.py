"""Opens, passes and closes what a visit works with, in the visit's own process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.accounts.member import Member
from crawler.accounts.secrets import Secrets, secrets_of
from crawler.desk import Desk
from crawler.mirrors import addresses, in_turn
from crawler.passage import Passage
from crawler.robots import Recall
from matching.hunting import definitions
from matching.matcher import Matcher
from matching.stems import SnowballAnalysis
from model.accounts import Account
from model.clocks import Clock
from model.errors import BadInput
from model.identities import SourceId
from model.settings import Catalog
from model.sources import Family, Source
from storage.accounts import AccountFile
from storage.catalog import load
from storage.keys import Keyring
from storage.ledger import open_ledger
from storage.locks import held
from storage.robots import RobotsFile

__all__ = ["configured", "member_of", "opened", "passages", "recall", "source_of"]


def configured(config: Path | None) -> Catalog:
    """The configuration in *config*, or the shipped one; raises `BadConfig`."""
    return load(config)


def source_of(catalog: Catalog, source: SourceId) -> Source:
    """The source called *source*; raises `BadInput`."""
    found = catalog.source(source)
    if found is None:
        known = ", ".join(sorted(s.id for s in catalog.sources)) or "none yet: `vigie source add URL`"
        raise BadInput(f"no source is called '{source}' (known: {known})")
    return found


@contextmanager
def opened(catalog: Catalog, source: Source, *, home: Path, clock: Clock) -> Iterator[Desk]:
    """A desk for one visit of *source*, which nobody else visits meanwhile; raises `AlreadyRunning`."""
    matcher = Matcher(catalog.watchlist, catalog.lexicon)
    # named apart from our own locks: a source may be called `daemon`
    busy = f"{source.id} is being visited already: wait until that visit ends"
    with held(home, f"source-{source.id}", otherwise=busy), _as_nobody_else(source, home):
        ledger = open_ledger(home, analysis=SnowballAnalysis())
        try:
            ledger.declare(definitions(catalog.watchlist), now=clock.now())
            keep = source.keep or catalog.settings.keep
            yield Desk(
                source=source,
                keep=keep,
                ledger=ledger,
                understand=matcher.understand,
                clock=clock,
                sites=[each for each in catalog.sources if each.family is Family.PASTE],
            )
        finally:
            ledger.close()


@contextmanager
def _as_nobody_else(source: Source, home: Path) -> Iterator[None]:
    """Hold the account of *source*, which others may share: boards end a member's session where he signs in again."""
    secrets = _secrets(source.account) if source.account is not None else None
    if not isinstance(secrets, Secrets):  # a guest; or what is wrong is told when it comes to signing in
        yield
        return
    who = Keyring.open(home).fingerprint(f"{source.host}\0{secrets.cookies or secrets.user}")
    busy = f"another source is being visited with the account of {source.id}: wait until that visit ends"
    with held(home, f"account-{who}", otherwise=busy):
        yield


def passages(source: Source, desk: Desk, *, home: Path, clock: Clock) -> list[Passage]:
    """The ways to try one after the other until one of them leads to *source*."""
    states, since = desk.mirrors()
    known = in_turn(addresses(source), states, since=since, now=clock.now())
    return [
        Passage(
            address=address,
            member=member_of(source, at=address.source, home=home, clock=clock),
            is_last=address is known[-1],
        )
        for address in known
    ]


def member_of(source: Source, *, at: Source, home: Path, clock: Clock) -> Member | None:
    """Whom *source* is to take us for where it stands as *at*; `None` for a guest."""
    if source.account is None:
        return None
    memory = AccountFile(home, source.id, source.account.id, keyring=Keyring.open(home))
    return Member(source, memory, clock.now, at=at, secrets=_secrets(source.account))


def recall(source: Source, *, home: Path, clock: Clock) -> Recall:
    """Where a visit of *source* remembers what hosts told robots."""
    return Recall(memory=RobotsFile(home, source.id), now=clock.now)


def _secrets(account: Account) -> Secrets | BadInput:
    """What the account's files hold; what is wrong with them is told as the visit's end, once, and not by failing."""
    try:
        return secrets_of(account)
    except BadInput as problem:
        return problem
