"""An account during one visit: signs in, notices when it is signed out, and does not insist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http.cookiejar import CookieJar
from typing import Protocol
from urllib.parse import urlsplit

from crawler.accounts.cookies import exported, packed, pour, unpacked
from crawler.accounts.forms import Filled, NoForm, fill
from crawler.accounts.marks import View, view_of
from crawler.accounts.secrets import Secrets
from crawler.accounts.shapes import is_sign_in
from crawler.desk import Missed
from crawler.log import Log
from crawler.reading import Fetched
from model.accounts import Account, AccountState, Remembered
from model.errors import BadInput
from model.identities import Fingerprint
from model.sources import Source
from model.visits import Outcome

__all__ = ["Lost", "Member", "Memory", "Wire"]

RESPITE = timedelta(days=1)  # until what failed is tried again by itself
MOST_LOGINS = 2  # a visit: one to begin with, one when the session ends on the way
MOST_UNANSWERED = 3  # logins in a row, over visits: who gets no answer may have been heard all the same
_UNSENT = frozenset({Outcome.TRANSPORT_DOWN, Outcome.REFUSED, Outcome.ELSEWHERE, Outcome.FORBIDDEN})

_NO_FORM = frozenset({Outcome.REFUSED, Outcome.ELSEWHERE, Outcome.FORBIDDEN, Outcome.LOOPED, Outcome.NOT_TEXT})

_UNPROVEN = (
    "its form took user and password, and the next page is a guest's (if it is not, declare what members see there: "
    "`logged_in`)"
)

log = Log(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """Nobody can sign in: neither now nor, by itself, for the next day."""

    reason: str
    """In words that may be shown to anyone, with the way out."""
    requests: int = 0
    """What it took to find out."""


class Wire(Protocol):
    """What a member needs of the network."""

    @property
    def jar(self) -> CookieJar:
        """The cookies that go with each request."""
        ...

    async def fetch(self, url: str, *, errand: int) -> tuple[Fetched | Missed, int]:
        """What came of *url*, and how many requests that cost."""
        ...

    async def post(self, filled: Filled) -> Fetched | Missed:
        """What came of sending a form to sign in; redirects are not followed."""
        ...


class Memory(Protocol):
    """What is known of an account between visits."""

    def fingerprint(self, text: str) -> Fingerprint:
        """Tells whether the account's secrets are still the same."""
        ...

    def read(self) -> Remembered:
        """All that is known."""
        ...

    def write(self, known: Remembered) -> None:
        """Keep *known*."""
        ...


class Member:
    """The account of *source*, during one visit; *at* is the source as it stands where we are, *now* our clock."""

    def __init__(
        self, source: Source, memory: Memory, now: Callable[[], datetime], *, at: Source, secrets: Secrets | BadInput
    ) -> None:
        assert source.account is not None
        self.account: Account = source.account
        self._source, self._at, self._memory, self._now = source, at, memory, now
        parts = urlsplit(at.url)
        self._place = f"{at.transport.value} {parts.scheme}://{parts.netloc}"
        self._known = Remembered()
        self._secrets, self._given = Secrets(), secrets
        self._logins = 0
        self._is_proven = False  # whether a page showed that we are in, since the last login

    async def enter(self, wire: Wire) -> Lost | None:
        """Become a member, by what is remembered or by signing in; or say why that is not to be."""
        self._known = self._memory.read()
        if isinstance(self._given, BadInput):
            return self._lose(str(self._given))
        self._secrets = self._given
        secret = self._memory.fingerprint(self._secrets.all)
        is_same, since = secret == self._known.secret, self._known.since
        if is_same and self._known.state is AccountState.OUT and since and self._now() - since < RESPITE:
            return Lost(reason=self._known.reason)
        jars = dict(self._known.jars) if is_same and self._known.state is AccountState.IN else {}
        unanswered = self._known.unanswered if is_same else 0
        self._known = Remembered(secret=secret, jars=tuple(jars.items()), unanswered=unanswered)
        if self._place in jars:
            pour(unpacked(jars[self._place]), wire.jar)
            return None
        return await self._begin(wire)

    async def _begin(self, wire: Wire) -> Lost | None:
        if self._secrets.cookies is not None:
            try:
                pour(exported(self._secrets.cookies, url=self._at.url, now=self._now()), wire.jar)
            except BadInput as error:
                return self._lose(f"cookies_file {self.account.cookies_file}: {error}")
            return None
        came = await self._sign_in(wire)
        # a page that did not come says nothing of the account: the visit's first page will say more
        return came if isinstance(came, Lost) else None

    async def fetch(self, wire: Wire, url: str, *, errand: int) -> tuple[Fetched | Missed, int] | Lost:
        """What came of *url* as a member, and how many requests that cost."""
        came, requests = await wire.fetch(url, errand=errand)
        if isinstance(came, Missed) or (view := self._view(came)) is not View.GUEST:
            self._is_proven = self._is_proven or (isinstance(came, Fetched) and view is View.MEMBER)
            return came, requests
        if why := self._must_give_up():
            return self._lose(why, requests=requests)
        is_on_form = requests > 1 and is_sign_in(came.url)
        entered = await self._sign_in(wire, came if is_on_form else None)
        if isinstance(entered, Lost):
            return replace(entered, requests=entered.requests + requests)
        if isinstance(entered, Missed):
            return entered, requests + 1
        again, more = await wire.fetch(url, errand=errand)
        requests += entered + more
        if isinstance(again, Fetched) and self._view(again) is View.GUEST:
            return self._lose(_UNPROVEN, requests=requests)
        self._is_proven = True
        return again, requests

    def leave(self, wire: Wire) -> None:
        """Remember the session for the next visit."""
        if self._is_proven or self._logins:
            self._keep(wire)

    def _must_give_up(self) -> str | None:
        if self._secrets.cookies is not None:
            return "its cookies are not taken any more: sign in with a browser and export them anew"
        if self._logins and not self._is_proven:
            return _UNPROVEN
        if self._logins >= MOST_LOGINS:
            return "it is signed out again and again"
        return None

    async def _sign_in(self, wire: Wire, page: Fetched | None = None) -> int | Missed | Lost:
        """How many requests it took to sign in, with the form on *page* or else on the declared one."""
        assert self.account.login is not None
        wire.jar.clear() if page is None else None
        requests = 0
        if page is None:
            shown, requests = await wire.fetch(self.account.login.url, errand=0)
            if isinstance(shown, Missed):
                is_first = self._at.url == self._source.url  # elsewhere the form may not stand, and still be right
                if is_first and shown.outcome in _NO_FORM:
                    return self._lose(f"the page to sign in is not to be had: {shown.reason}", requests=requests)
                return shown
            if shown.status >= 500:
                return Missed(outcome=Outcome.HTTP_ERROR, reason=f"HTTP {shown.status}", status=shown.status)
            page = shown
        try:
            filled = fill(page, self.account.login, user=self._secrets.user, password=self._secrets.password)
        except NoForm as error:
            return self._lose(str(error), requests=requests)
        if self._known.unanswered >= MOST_UNANSWERED:
            silent = f"its form was sent {MOST_UNANSWERED} times in a row, and no answer came"
            return self._lose(silent, requests=requests)
        came = await self._sent(wire, filled)
        if isinstance(came, Missed):
            return came
        self._logins, self._is_proven = self._logins + 1, False
        if why := _refusal(came, self._view(came)):
            return self._lose(why, requests=requests + 1)
        log.info("signed in", source=self._source.id, account=self.account.id)
        self._keep(wire)
        return requests + 1

    async def _sent(self, wire: Wire, filled: Filled) -> Fetched | Missed:
        """What came of sending *filled*; that it was sent is remembered before, for what dies meanwhile."""
        before = self._known.unanswered
        self._note(unanswered=before + 1)
        came = await wire.post(filled)
        if isinstance(came, Fetched) or came.outcome in _UNSENT:
            self._note(unanswered=0 if isinstance(came, Fetched) else before)
        return came

    def _note(self, *, unanswered: int) -> None:
        self._known = replace(self._known, unanswered=unanswered)
        is_in = bool(self._known.jars)  # at this address, or at another one of the source
        state, since = (AccountState.IN, self._known.since or self._now()) if is_in else (AccountState.NEW, None)
        self._memory.write(replace(self._known, state=state, since=since))

    def _view(self, came: Fetched) -> View:
        return view_of(came, self.account.logged_in)

    def _keep(self, wire: Wire) -> None:
        jars = {**dict(self._known.jars), self._place: packed(wire.jar)}
        is_in = self._known.state is AccountState.IN
        since = self._known.since if is_in else self._now()
        self._known = replace(self._known, state=AccountState.IN, since=since, reason="", jars=tuple(jars.items()))
        self._memory.write(self._known)

    def _lose(self, why: str, *, requests: int = 0) -> Lost:
        reason = f"account '{self.account.id}' cannot sign in: {why}"
        log.warning("signed out", source=self._source.id, account=self.account.id, because=why)
        self._known = Remembered(state=AccountState.OUT, since=self._now(), reason=reason, secret=self._known.secret)
        self._memory.write(self._known)
        return Lost(reason=reason, requests=requests)


def _refusal(came: Fetched, view: View) -> str | None:
    """Why the answer to the form means that we are not in; `None` when we are, or may be."""
    sets_cookie = any(name.lower() == "set-cookie" for name, _ in came.headers)
    if came.status >= 400:
        return f"its form answers with HTTP {came.status}"
    if came.status >= 300 or view is View.MEMBER:
        return None
    if view is View.GUEST:
        return "its form comes back: are user and password right?"
    return None if sets_cookie else "its form leads nowhere: are user and password right?"
