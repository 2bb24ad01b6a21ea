"""One source at several addresses: what is found at one can be fetched at any other, and reads the same.

Everything but the network knows the source's first address only. On the way out that is turned into the address that
is used, with its own transport; on the way in, links to any of them are turned back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit

from crawler.desk import Missed
from crawler.pages import read
from crawler.reading import Fetched, Locale
from model.mirrors import MirrorState
from model.sources import Mirror, Source
from model.visits import Outcome, PageClass

__all__ = ["Address", "addresses", "in_turn", "silence"]

UNTRIED = timedelta(days=1)  # an address that nobody asked for so long is asked first
RESPITE = timedelta(hours=1)  # an address that was down is asked last for so long
_AWAY = frozenset({Outcome.UNREACHABLE, Outcome.TIMED_OUT, Outcome.HTTP_ERROR, Outcome.CUT})
_STANDS = {PageClass.SEIZED: "a notice of seizure stands there", PageClass.CHALLENGE: "a challenge stands there"}
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address of a source."""

    name: str
    """Its host, and its port where it names one."""
    source: Source
    """The source as it stands there: all that may be fetched through this address."""
    is_one_of_many: bool
    _here: str = field(repr=False)
    _home: str = field(repr=False)
    _all: re.Pattern[str] = field(repr=False)
    _linked: re.Pattern[bytes] = field(repr=False)

    def there(self, url: str) -> str:
        """What the source calls *url*, as it is called at this address."""
        return self._here + url.removeprefix(self._home) if url.startswith(self._home) else url

    def turned(self, location: str) -> str:
        """A redirect's *location*; one to another address of the source leads to the same page at this one."""
        return self._all.sub(lambda _: self._here, location, count=1) if self.is_one_of_many else location

    def home(self, came: Fetched) -> Fetched:
        """*came* as if it had come from the source's first address: its own, and in what it links to."""
        if not self.is_one_of_many:
            return came
        home = self._home.encode()
        body = self._linked.sub(lambda found: found.group(1) + home, came.body)
        return replace(came, url=self._all.sub(lambda _: self._home, came.url, count=1), body=body)


def addresses(source: Source) -> tuple[Address, ...]:
    """All addresses of *source*, as declared."""
    first = Mirror(url=source.url, transport=source.transport)
    bases = [_base(mirror.url) for mirror in (first, *source.mirrors)]
    anywhere = "|".join(_pattern(base) for base in sorted(bases, key=len, reverse=True))
    linked = rf"""(\b(?:href|src|action|content|cite|data-(?:href|url))\s{{0,9}}=\s{{0,9}}["']?)(?:{anywhere})"""
    return tuple(
        Address(
            name=urlsplit(mirror.url).netloc.lower(),
            source=_standing(source, mirror, home=bases[0], here=base),
            is_one_of_many=bool(source.mirrors),
            _here=base,
            _home=bases[0],
            _all=re.compile(rf"^\s*(?:{anywhere})", re.IGNORECASE),
            _linked=re.compile(linked.encode(), re.IGNORECASE),
        )
        for mirror, base in zip((first, *source.mirrors), bases, strict=True)
    )


def in_turn(
    known: Sequence[Address], states: Iterable[MirrorState], *, since: datetime, now: datetime
) -> list[Address]:
    """The order in which a visit tries addresses: as declared, but that each is tried once a day.

    What was down within the last hour goes last. *since* is when the source was added.
    """
    by_name: Mapping[str, MirrorState] = {state.name: state for state in states}

    def turn(address: Address) -> tuple[int, datetime]:
        state = by_name.get(address.name)
        tried_at = state.tried_at if state else since
        if now - tried_at >= UNTRIED and address is not known[0]:
            return 0, tried_at
        is_down = state is not None and state.down_since is not None and now - tried_at < RESPITE
        return 2 if is_down else 1, since

    return sorted(known, key=turn)


def silence(came: Fetched | Missed) -> str | None:
    """Why an address that sent *came* is no use now; `None` when it is, or when our own way out is down.

    What our way out fails at is no reason to take another one.
    """
    if isinstance(came, Missed):
        return (came.reason or came.outcome.value) if came.outcome in _AWAY else None
    if came.status >= 500 or came.status == 429:
        return f"HTTP {came.status}"
    return None


def wall(came: Fetched, source: Source) -> str | None:
    """What stands before the whole source in *came*, its start page; `None` when it is the page itself."""
    page = read(came, source=source.id, engine=source.engine, locale=Locale())
    return _STANDS.get(page.page_class)


def _standing(source: Source, mirror: Mirror, *, home: str, here: str) -> Source:
    """*source* as it stands at *mirror*; hosts that are named beside the first address belong to that one."""
    is_first = here == home
    account = source.account
    if account is not None and account.login is not None and not is_first:
        login = account.login
        action = _moved(login.action, home, here) if login.action else None
        account = replace(account, login=replace(login, url=_moved(login.url, home, here), action=action))
    return replace(
        source,
        url=mirror.url,
        transport=mirror.transport,
        mirrors=(),
        account=account,
        hosts=source.hosts if is_first else (),
    )


def _moved(url: str, home: str, here: str) -> str:
    return here + url.removeprefix(home) if url.startswith(home) else url


def _base(url: str) -> str:
    """*url* up to the last slash of its path: what stands before all of the source's addresses."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"


def _pattern(base: str) -> str:
    """*base*, in either scheme or none, with or without the port that goes without saying."""
    parts: SplitResult = urlsplit(base)
    port = parts.port or _PORTS[parts.scheme]
    ports = r"(?::80|:443)?" if port == _PORTS[parts.scheme] else f":{port}"
    path = re.escape(parts.path)
    end = rf"(?:{path}|(?=[?#\"'\s>]|$))" if parts.path == "/" else path
    return rf"(?:https?:)?//{re.escape(parts.hostname or '')}{ports}{end}"
