"""A recorded MyBB board with a login form before its member view; sessions end, and logins fail, on request."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.servers.replay import MISSING, Answer, Replay, answers_of, key_of

__all__ = ["MemberReplay", "Rules"]

_SIGN_OUT = b'<a href="member.php?action=logout&amp;logoutkey=d37b163cf531483ffd143bb301e678b2">Log Out</a>'
_MODAL = re.compile(rb'<div class="modal" id="quick_login".*?</form>\s*</div>', re.DOTALL)
_CAPTCHA = b'<img src="captcha.php?imagehash=1f"><input type="text" name="imagestring"></form>'


@dataclass(kw_only=True)
class Rules:
    """What the board does with its members; tests change it while it is served."""

    user: str = "miso"
    password: str = "correct horse"
    lasts: int | None = None  # None: a session never ends; else after so many pages
    ends: int = 1
    """How many sessions end so."""
    is_open: bool = True
    """Whether its form takes anybody."""
    asks_captcha: bool = False
    is_single: bool = False
    """Whether a login ends all sessions before it."""
    at_login: Callable[[], None] = lambda: None
    """Called when a form comes, before it is answered; may block."""


@dataclass
class _Session:
    pages: int = 0


class MemberReplay(Replay):
    """As `Replay`; but who signed in gets the member view, in a session that is known by a cookie."""

    def __init__(self, directory: Path, *, rules: Rules | None = None, **options: Any) -> None:
        self.rules = rules or Rules()
        self.sessions: dict[str, _Session] = {}
        self.logins = 0
        self.expired_after: int | None = None  # None while nobody was signed out; else requests before that
        self._as_guest = answers_of(directory, "guest")
        super().__init__(directory, view="member", **options)

    def respond(self, method: str, target: str, *, cookies: str, body: bytes) -> Answer:
        if method == "POST":
            return self._sign_in(target, body)
        session = self._session(cookies)
        answer = self.answer(method, target)
        if "action=logout" in target:
            self.sessions.clear()
        if session is not None:
            return replace(answer, body=_as_member(answer.body))
        guest = self._guest_answer(target, hooked=answer)
        return replace(guest, body=self._with_captcha(guest.body)) if self.rules.asks_captcha else guest

    def let_in(self) -> str:
        """The key of a new session, as if somebody had signed in with a browser."""
        key = f"browser{len(self.sessions)}token"
        self.sessions[key] = _Session()
        return key

    def forget_sessions(self) -> None:
        """Sign everybody out."""
        self.sessions.clear()
        self.expired_after = len(self.requests)

    def _session(self, cookies: str) -> _Session | None:
        crumb = SimpleCookie(cookies.replace("[", "_").replace("]", "_")).get("mybbuser")
        session = self.sessions.get(crumb.value) if crumb is not None else None
        if session is None:
            return None
        session.pages += 1
        if self.rules.lasts is not None and self.rules.ends and session.pages > self.rules.lasts:
            self.rules.ends -= 1
            self.forget_sessions()
            return None
        return session

    def _sign_in(self, target: str, body: bytes) -> Answer:
        self.answer("POST", target)  # noted
        self.rules.at_login()
        sent = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        is_right = (sent.get("username"), sent.get("password")) == (self.rules.user, self.rules.password)
        is_whole = sent.get("action") == "do_login" and bool(sent.get("my_post_key"))
        if urlsplit(target).path != "/member.php" or not (self.rules.is_open and is_right and is_whole):
            return self._guest_answer("/member.php?action=login")
        self.logins += 1
        if self.rules.is_single:
            self.sessions.clear()
        key = f"{self.logins}_token"
        self.sessions[key] = _Session()
        cookie = ("Set-Cookie", f"mybbuser={key}; path=/; HttpOnly")
        return Answer(headers=(("Content-Type", "text/html; charset=UTF-8"), cookie), body=b"<html>Welcome back</html>")

    def _guest_answer(self, target: str, *, hooked: Answer | None = None) -> Answer:
        guest = self._as_guest.get(key_of(target), hooked or MISSING)
        return self._moved(guest)

    @staticmethod
    def _with_captcha(body: bytes) -> bytes:
        return body.replace(b"</form>", _CAPTCHA)


def _as_member(body: bytes) -> bytes:
    """What was only recorded for guests, as members see it: without a form to sign in, with a link to sign out."""
    if b"action=logout" in body:
        return body
    return _MODAL.sub(b"", body).replace(b"</body>", _SIGN_OUT + b"</body>")
