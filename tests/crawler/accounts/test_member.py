"""An account during one visit: what it asks for, and when it gives up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.cookiejar import CookieJar

import pytest

from crawler.accounts.forms import Filled
from crawler.accounts.member import Lost, Member
from crawler.accounts.secrets import Secrets
from crawler.desk import Missed
from crawler.reading import Fetched
from model.accounts import Account, AccountState, Login, Remembered
from model.errors import BadInput
from model.identities import Fingerprint, SourceId
from model.sources import Source
from model.visits import Outcome

NOON = datetime(2024, 2, 11, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
HOST = "https://forum.example"
LOGIN = Login(url=f"{HOST}/login", user_file="u", password_file="p")
SECRETS = Secrets(user="miso", password="p")
FORM = "<html><form><input name=user><input type=password name=p></form></html>"
IN, OUT = "<html><a href='/logout'>out</a></html>", "<html><a href='/login'>in</a></html>"
Answers = Callable[[str, str], tuple[int, str] | Missed]


class Forum:
    """A board that answers as *answers* says for a method and an address; notes what was asked."""

    def __init__(self, answers: Answers) -> None:
        self.answers, self.asked, self.jar = answers, list[str](), CookieJar()

    async def fetch(self, url: str, *, errand: int) -> tuple[Fetched | Missed, int]:
        return self._answer("GET", url), 1

    async def post(self, filled: Filled) -> Fetched | Missed:
        return self._answer("POST", filled.url)

    def _answer(self, method: str, url: str) -> Fetched | Missed:
        self.asked.append(f"{method} {url.removeprefix(HOST)}")
        came = self.answers(method, url.removeprefix(HOST))
        if isinstance(came, Missed):
            return came
        return Fetched(url=url, status=came[0], body=came[1].encode(), fetched_at=NOON)


class Notebook:
    """Remembers an account, in memory."""

    def __init__(self) -> None:
        self.known = Remembered()

    def fingerprint(self, text: str) -> Fingerprint:
        return Fingerprint(sha256(text.encode()).hexdigest())

    def read(self) -> Remembered:
        return self.known

    def write(self, known: Remembered) -> None:
        self.known = known


def member(
    memory: Notebook, *, secrets: Secrets | BadInput = SECRETS, at: datetime = NOON, cookies: bool = False
) -> Member:
    account = Account(cookies_file="/c") if cookies else Account(login=LOGIN)
    source = Source(id=SourceId("harbour"), url=f"{HOST}/index", account=account)
    return Member(source, memory, lambda: at, at=source, secrets=secrets)


def visited(forum: Forum, one: Member, *pages: str) -> list[tuple[Fetched | Missed, int] | Lost | None]:
    """What came of entering, and then of each of *pages*; ends where the account is lost."""

    async def walk() -> list[tuple[Fetched | Missed, int] | Lost | None]:
        came: list[tuple[Fetched | Missed, int] | Lost | None] = [await one.enter(forum)]
        for page in pages:
            if isinstance(came[-1], Lost):
                break
            came.append(await one.fetch(forum, f"{HOST}{page}", errand=1))
        one.leave(forum)
        return came

    return asyncio.run(walk())


def reason(came: tuple[Fetched | Missed, int] | Lost | None) -> str:
    assert isinstance(came, Lost)
    return came.reason


def usual(method: str, path: str) -> tuple[int, str] | Missed:
    if method == "POST":
        return 302, ""
    return 200, FORM if path == "/login" else IN


def test_an_account_signs_in_once_and_then_reads() -> None:
    forum, memory = Forum(usual), Notebook()
    visited(forum, member(memory), "/index", "/thread")
    assert forum.asked == ["GET /login", "POST /login", "GET /index", "GET /thread"]
    assert memory.known.state is AccountState.IN


def test_a_captcha_is_left_to_people_and_not_asked_for_again_that_day() -> None:
    asks = FORM.replace("</form>", "<div class=g-recaptcha></div></form>")
    forum, memory = Forum(lambda method, path: (200, asks)), Notebook()
    (came,) = visited(forum, member(memory), "/index")
    assert "captcha" in reason(came)
    assert forum.asked == ["GET /login"]
    (again,) = visited(forum, member(memory, at=NOON + DAY / 2), "/index")
    assert reason(again) == reason(came)
    assert forum.asked == ["GET /login"]
    visited(forum, member(memory, at=NOON + DAY), "/index")
    assert forum.asked == ["GET /login", "GET /login"]


def test_other_secrets_are_tried_at_once() -> None:
    forum, memory = Forum(lambda method, path: (200, FORM)), Notebook()
    visited(forum, member(memory))
    visited(forum, member(memory, secrets=Secrets(user="miso", password="q")))
    assert forum.asked == ["GET /login", "POST /login"] * 2


def test_a_form_that_takes_us_and_then_shows_guests_pages_is_not_believed_twice() -> None:
    def fickle(method: str, path: str) -> tuple[int, str]:
        return (302, "") if method == "POST" else (200, FORM if path == "/login" else OUT)

    forum = Forum(fickle)
    *_, last = visited(forum, member(Notebook()), "/index", "/thread")
    assert "the next page is a guest's" in reason(last)
    assert forum.asked == ["GET /login", "POST /login", "GET /index"]


def test_a_session_that_ends_again_and_again_is_given_up() -> None:
    pages = iter([IN, OUT, IN, OUT, IN, OUT])

    def flaky(method: str, path: str) -> tuple[int, str]:
        return (302, "") if method == "POST" else (200, FORM if path == "/login" else next(pages))

    forum = Forum(flaky)
    *_, last = visited(forum, member(Notebook()), "/a", "/b", "/c", "/d")
    assert "again and again" in reason(last)
    assert [asked for asked in forum.asked if "POST" in asked] == ["POST /login"] * 2


def test_a_login_page_that_does_not_come_is_no_verdict_on_the_account() -> None:
    def down(method: str, path: str) -> tuple[int, str] | Missed:
        return Missed(outcome=Outcome.UNREACHABLE, reason="nobody answers") if path == "/login" else (200, OUT)

    forum, memory = Forum(down), Notebook()
    came = visited(forum, member(memory), "/index")
    assert came[0] is None
    assert isinstance(came[1], tuple)
    assert isinstance(came[1][0], Missed)
    assert memory.known.state is AccountState.NEW


def test_a_form_answered_with_an_error_of_the_server_is_no_verdict_either() -> None:
    forum, memory = Forum(lambda method, path: (503, "<html>later</html>")), Notebook()
    came = visited(forum, member(memory))
    assert came == [None]
    assert memory.known.state is AccountState.NEW


def test_a_page_to_sign_in_that_leads_away_is_told_as_such_and_once() -> None:
    def away(method: str, path: str) -> tuple[int, str] | Missed:
        return (200, OUT) if path != "/login" else Missed(outcome=Outcome.ELSEWHERE, reason="it leads away")

    forum, memory = Forum(away), Notebook()
    for _ in range(3):
        (came,) = visited(forum, member(memory), "/index")
        assert "the page to sign in is not to be had: it leads away" in reason(came)
    assert forum.asked == ["GET /login"]


def test_a_form_that_never_answers_is_sent_three_times_and_then_not_again_that_day() -> None:
    def hangs(method: str, path: str) -> tuple[int, str] | Missed:
        return Missed(outcome=Outcome.TIMED_OUT, reason="late") if method == "POST" else (200, FORM)

    forum, memory = Forum(hangs), Notebook()
    for n in range(6):
        *_, last = visited(forum, member(memory, at=NOON + n * DAY / 72), "/index")
    assert "3 times in a row" in reason(last)
    assert forum.asked.count("POST /login") == 3
    visited(forum, member(memory, at=NOON + 2 * DAY), "/index")
    assert forum.asked.count("POST /login") > 3


def test_a_login_that_never_left_is_not_counted() -> None:
    def down(method: str, path: str) -> tuple[int, str] | Missed:
        return Missed(outcome=Outcome.TRANSPORT_DOWN, reason="away") if method == "POST" else (200, FORM)

    forum, memory = Forum(down), Notebook()
    for _ in range(5):
        came = visited(forum, member(memory), "/index")
        assert not any(isinstance(each, Lost) for each in came)


def test_a_process_that_dies_while_it_signs_in_has_noted_that_it_did() -> None:
    class Killed(Exception):
        pass

    def kills(method: str, path: str) -> tuple[int, str]:
        if method == "POST":
            raise Killed
        return 200, FORM

    forum, memory = Forum(kills), Notebook()
    for _ in range(3):
        with pytest.raises(Killed):
            visited(forum, member(memory))
    (came,) = visited(forum, member(memory))
    assert "no answer came" in reason(came)
    assert forum.asked.count("POST /login") == 3


def test_an_answer_ends_the_count_of_those_that_never_came() -> None:
    answers = iter(["late", "late", "in"] * 2)

    def flaky(method: str, path: str) -> tuple[int, str] | Missed:
        if method == "GET":
            return 200, FORM if path == "/login" else IN
        is_late = next(answers) == "late"
        return Missed(outcome=Outcome.TIMED_OUT, reason="late") if is_late else (302, "")

    forum, memory = Forum(flaky), Notebook()
    for _ in range(3):
        visited(forum, member(memory))
    assert (memory.known.state, memory.known.unanswered) == (AccountState.IN, 0)


def test_cookies_that_are_taken_no_more_cost_one_request() -> None:
    secrets = Secrets(cookies="forum.example\tFALSE\t/\tFALSE\t0\tsession\tkey")
    forum, memory = Forum(lambda method, path: (200, OUT)), Notebook()
    *_, last = visited(forum, member(memory, secrets=secrets, cookies=True), "/index")
    assert "export them anew" in reason(last)
    assert forum.asked == ["GET /index"]
    visited(forum, member(memory, secrets=secrets, cookies=True), "/index")
    assert forum.asked == ["GET /index"]


def test_secrets_that_cannot_be_read_are_told_and_cost_nothing() -> None:
    forum = Forum(usual)
    (came,) = visited(forum, member(Notebook(), secrets=BadInput("password_file /p: chmod 600 /p")), "/index")
    assert "chmod 600 /p" in reason(came)
    assert forum.asked == []


def test_cookies_of_no_use_are_told_and_cost_nothing() -> None:
    forum = Forum(usual)
    (came,) = visited(forum, member(Notebook(), secrets=Secrets(cookies="nonsense"), cookies=True), "/index")
    assert "cookies_file /c: holds no cookie for forum.example" in reason(came)
    assert forum.asked == []
